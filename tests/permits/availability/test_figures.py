"""Consumption and population as they are entered, corrected and read, by whom, and what follows from both."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused
from penstock.permits.availability import queries, services
from penstock.permits.availability.drawing import circles, line
from penstock.permits.availability.measures import rounded
from penstock.permits.availability.models import Consumption, Population
from tests.cast import Actor, Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def kept(by: Actor, kind: str, country: str = "CL", **changes: Any) -> Any:
    figure = {"substance": "morphine", "kilograms": "75"} if kind == "consumption" else {"people": "10000000"}
    raw = {"country": country, "year": "2024", "as_of": "2025-03-01", "source": "Form C", **figure, **changes}
    with acting(by.viewer) as viewer:
        return services.keep(viewer=viewer, kind=kind, raw=raw)


def test_a_rate_needs_consumption_a_dose_and_a_population(cast: Cast) -> None:
    head = cast.importer_head
    kept(head, "consumption")
    kept(head, "consumption", substance="cocaine", kilograms="2")
    with acting(cast.third_officer.viewer) as viewer:
        (found,) = queries.rates(viewer, year=2024)
        assert (found.rate, found.doses, found.unmeasured) == (None, 750_000, ("cocaine",))
    kept(head, "population")
    with acting(cast.third_officer.viewer) as viewer:
        (found,) = queries.rates(viewer, year=2024)
        assert found.rate is not None
        assert str(rounded(found.rate)) == "205.48"
        assert not found.is_verified, "nobody compared the dose of morphine with the table of the Board"
        assert queries.rates(viewer, year=2024, group="stimulants") == []
        assert circles([found])[0].name == "Chile"


def test_groups_add_up_and_years_make_a_line(cast: Cast) -> None:
    head = cast.importer_head
    for year in ("2022", "2024"):
        kept(head, "consumption", year=year)
        kept(head, "consumption", year=year, substance="fentanyl", kilograms="0.3")
        kept(head, "population", year=year)
    kept(head, "consumption", year="2023")
    with acting(cast.importer_officer.viewer) as viewer:
        found = queries.trend(viewer, "CL", group="opioid-analgesics")
        alone = queries.trend(viewer, "CL", substance="fentanyl")
    assert [one.year for one in found] == [2022, 2023, 2024]
    assert found[0].doses == 750_000 + 500_000
    assert [one.doses for one in alone] == [500_000, 500_000]
    assert [one.year for one in line(found)] == [2022, 2024], "no zero is drawn where the population is not known"


def test_a_correction_needs_a_reason_and_the_newest_stands(cast: Cast) -> None:
    kept(cast.importer_head, "consumption")
    with pytest.raises(Refused) as no:
        kept(cast.importer_head, "consumption", kilograms="70")
    assert no.value.faults[0].code == "missing_reason"
    kept(cast.importer_head, "consumption", kilograms="70", reason="A pharmacy reported twice")
    with acting(cast.importer_officer.viewer) as viewer:
        assert [f"{one.kilograms:f}" for one in queries.consumption(viewer)] == ["70.000000"]
        assert Consumption.objects.visible_to(viewer).count() == 2


def test_every_office_reads_companies_do_not_and_each_country_enters_its_own(cast: Cast) -> None:
    kept(cast.importer_head, "consumption")
    kept(cast.importer_head, "population")
    with acting(cast.clerk.viewer) as viewer:
        assert queries.rates(viewer, year=2024) == []
    for actor in (cast.exporter_head, cast.importer_officer):
        with pytest.raises(Refused):
            kept(actor, "consumption", reason="Another says so")


def test_the_database_refuses_what_another_country_enters(cast: Cast) -> None:
    for row in (
        Consumption(country="CL", substance="morphine", year=2020, kilograms=1, source="x", as_of="2021-01-01"),
        Population(country="CL", year=2020, people=1, source="x", as_of="2021-01-01"),
    ):
        row.person_name = "Somebody"
        with (
            acting(cast.exporter_head.viewer),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_a_file_of_populations(cast: Cast) -> None:
    content = (
        b"country,year,people,as_of,source\nCL,2023,19000000,2024-01-01,Census\nCL,2024,19100000,2024-01-01,Census\n"
    )
    with acting(cast.importer_head.viewer) as viewer:
        assert services.load(viewer=viewer, kind="population", chunks=[content]) == 2
        wrong = content.replace(b"CL,2024", b"NL,2025")
        with pytest.raises(Refused, match="Line 2"):
            services.load(viewer=viewer, kind="population", chunks=[wrong])
        assert len(queries.populations(viewer)) == 2
