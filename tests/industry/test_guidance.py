"""The library, points of contact and benchmarks: for whom, which edition, who has read, and no figure of few."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.industry.benchmarks import measuring
from penstock.industry.benchmarks.queries import benchmarks
from penstock.industry.conduct.queries import Conduct, Owed
from penstock.industry.contacts import queries as contacts
from penstock.industry.contacts import services as naming
from penstock.industry.guidance import queries, services
from penstock.industry.partnership import services as partnership
from penstock.kernel import clock
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from tests.cast import Actor, Cast, the_cast
from tests.industry.partners import an_assessment, named, signed
from tests.industry.partners import drafted as agreed
from tests.industry.rooms import a_company, a_contact, a_document, contact_named, in_days, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in no.value.faults}


def titles(actor: Actor, **wanted: str) -> list[str]:
    with acting(actor.viewer) as viewer:
        return sorted(one.title for one in queries.library(viewer, queries.Wanted(**wanted)))


def test_a_company_finds_what_is_for_its_sectors_and_its_country(cast: Cast):
    published(cast.exporter_officer, title="For all of Exportland")
    published(cast.exporter_officer, title="For brokers", sectors=["brokers"])
    published(cast.exporter_officer, title="For basics", sectors=["basic-chemicals"])
    published(cast.third_officer, title="For Thirdland")
    published(cast.secretariat_officer, title="For the world", words="Tell of every theft.")
    contact_named(cast.clerk, sectors=["basic-chemicals"])
    assert titles(cast.clerk) == ["For all of Exportland", "For basics", "For the world"]
    assert "For brokers" in titles(cast.clerk, which="all")
    assert titles(cast.clerk, text="theft every") == ["For the world"]
    assert titles(cast.clerk, which="all", sector="brokers") == [
        "For all of Exportland",
        "For brokers",
        "For the world",
    ]
    assert "For Thirdland" not in titles(cast.exporter_officer, which="all")
    assert titles(cast.secretariat_officer) == ["For the world"]


def test_editions_are_kept_and_a_document_says_something(cast: Cast):
    officer = cast.exporter_officer
    with pytest.raises(Refused) as no:
        published(officer, words="")
    assert codes(no) == {("words", "nothing_to_read")}
    first = published(officer)
    with acting(officer.viewer) as viewer:
        raw = a_document(words="", until_on=in_days(30))
        file = ("handling.txt", [b"Ask for the licence, and for the declaration."])
        second = services.publish_edition(viewer=viewer, guidance_id=first.pk, raw=raw, file=file)
        with pytest.raises(Refused) as no:
            services.publish_edition(viewer=viewer, guidance_id=first.pk, raw=a_document())
    assert no.value.code == "not_newest"
    assert (second.edition, second.file_name, second.media_type) == (2, "handling.txt", "text/plain")
    assert titles(cast.clerk) == [second.title]
    assert titles(cast.clerk, which="old") == [first.title]
    with acting(cast.clerk.viewer) as viewer:
        assert [one.edition for one in queries.editions(viewer, second)] == [2, 1]
        assert queries.guidance(viewer, first.pk).content["words"] == "Ask for the licence."
    with clock.at(now() + timedelta(days=31)):
        assert titles(cast.clerk) == []
    with acting(cast.exporter_head.viewer) as viewer:
        services.withdraw(viewer=viewer, guidance_id=second.pk, raw={"reason": "The law has changed."})
    assert titles(cast.clerk) == []
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(NotVisible):
        services.withdraw(viewer=viewer, guidance_id=second.pk, raw={"reason": "Not ours."})


def test_reading_is_confirmed_once_and_told_to_the_publisher_alone(cast: Cast):
    other = a_company("Invented Basics")
    row = published(cast.exporter_officer)
    with acting(cast.clerk.viewer) as viewer:
        once = services.confirm_reading(viewer=viewer, guidance_id=row.pk)
        assert services.confirm_reading(viewer=viewer, guidance_id=row.pk).pk == once.pk
    with acting(cast.exporter_officer.viewer) as viewer:
        assert [one.organisation_id for one in queries.readings(viewer, row)] == [cast.clerk.office.pk]
        assert {one.pk for one in queries.meant(row)} == {cast.clerk.office.pk, other.office.pk}
    with acting(other.viewer) as viewer:
        assert not queries.readings(viewer, row)
    quiet = published(cast.exporter_officer, reading="no")
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused) as no:
        services.confirm_reading(viewer=viewer, guidance_id=quiet.pk)
    assert no.value.code == "not_asked"


def test_points_of_contact_are_shown_to_the_other_side_alone(cast: Cast):
    neighbour = a_company("Invented Basics")
    for one in (cast.exporter_officer, cast.clerk, neighbour, cast.third_officer):
        contact_named(one)
    seen = {}
    for one in (cast.exporter_officer, cast.clerk, cast.secretariat_officer):
        with acting(one.viewer) as viewer:
            seen[one.key] = {row.organisation.name for row in contacts.contact_points(viewer)}
    assert seen["exporter_officer"] == {"Exportland Authority", "Polder Solvents", "Invented Basics"}
    assert seen["clerk"] == {"Exportland Authority", "Polder Solvents"}
    assert seen["secretariat_officer"] == set()
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused) as no:
        naming.name_contact(viewer=viewer, raw=a_contact(deputy_phone="", sectors=["no such sector"]))
    assert {field for field, _code in codes(no)} >= {"deputy_phone", "sectors"}
    with clock.at(now() + timedelta(days=366)), acting(cast.clerk.viewer) as viewer:
        own = contacts.contact_of(viewer, viewer.organisation_id)
        assert own is not None
        assert own.is_due(clock.today())
        assert not naming.confirm_contact(viewer=viewer).is_due(clock.today())


def assessed(cast: Cast, company: Actor, **changes: str) -> None:
    """A company signs an agreement and assesses itself."""
    row = agreed(cast.exporter_officer, title=f"With {company.office.name}")
    named(cast.exporter_officer, row, company.office.name)
    signed(company, row)
    with acting(company.viewer) as viewer:
        partnership.assess(viewer=viewer, agreement_id=row.pk, raw=an_assessment(row, **changes))


def test_nothing_is_told_of_fewer_than_five_others(cast: Cast):
    assessed(cast, cast.clerk)
    others = [a_company(f"Invented Works {number}") for number in range(5)]
    for one in others[:4]:
        assessed(cast, one, kept_policy="no")
    with acting(cast.clerk.viewer) as viewer:
        told = benchmarks(viewer)[0]
    assert (told.own, told.among, told.place) == (100, None, "")
    assessed(cast, others[4], kept_policy="no")
    with acting(cast.clerk.viewer) as viewer:
        told = benchmarks(viewer)[0]
    assert told.among is not None
    assert (told.among.companies, told.group, told.place) == (5, "country", "best")
    assert told.among.middle % measuring.STEP == 0
    with acting(cast.exporter_officer.viewer) as viewer:
        whole = benchmarks(viewer)[0]
    assert (whole.own, whole.among and whole.among.companies) == (None, 6)
    with acting(others[0].viewer) as viewer:
        assert benchmarks(viewer)[0].place == "best", "it is like all others"


def test_figures_are_reckoned_from_rows():
    owed = [Owed("L", 2024, date(2025, 3, 1), filed) for filed in (date(2025, 3, 1), date(2025, 3, 2), None, None)]
    visit: Any = SimpleNamespace(held_on=date(2025, 1, 1))
    found: list[Any] = [
        SimpleNamespace(action="Mend it", closed_on=visit.held_on + timedelta(days=n)) for n in (3, 9, 30)
    ]
    known = Conduct(returns=owed, findings=[(one, visit) for one in found])
    assert (measuring.returns(known), measuring.closing(known), measuring.practices(known)) == (25, 9, None)


@given(st.lists(st.integers(0, 100), max_size=12), st.integers(0, 100))
def test_law_quarters_are_of_five_at_least_in_steps_and_in_order(others: list[int], own: int):
    among = measuring.quarters(map(float, others))
    if len(others) < measuring.FEWEST:
        assert among is None
        return
    assert among is not None
    assert among.low <= among.middle <= among.high
    assert not {one % measuring.STEP for one in (among.low, among.middle, among.high)} - {0}
    order = ("last", "worse", "better", "best")
    up, more = (measuring.place(one, among, more_is_better=True) for one in (own, own + 10))
    down, less = (measuring.place(one, among, more_is_better=False) for one in (own, own + 10))
    assert order.index(more) >= order.index(up)
    assert order.index(less) <= order.index(down)
