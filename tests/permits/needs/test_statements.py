"""What a head states, supplements and corrects, and what of it the ledger says."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from penstock.cases.registers.services import state_requirement
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.permits.ledger.keeping import room
from penstock.permits.needs import chores
from penstock.permits.needs.models import Figure, Statement
from tests.cast import Cast, the_cast
from tests.permits.house import EPHEDRINE, an_import, applied, decided
from tests.permits.needs.desk import (
    FORM_B,
    LETTER,
    a_figure,
    account,
    an_assessment,
    an_estimate,
    entered,
    in_year,
    loaded,
    reported,
    stated,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_an_estimate_grants_its_parts_and_stocks_wait_until_they_are_known(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    assert (account().granted, account().stocks) == (Decimal(55), Decimal(0))
    reported(cast.importer_head, a_figure("closing", "12.5", year=str(today().year - 1)))
    assert account().stocks == Decimal("7.5"), "article 19(2): what is missing of the 20 kg to be held"


def test_more_in_stock_than_was_to_be_held_takes_nothing_away(cast: Cast) -> None:
    reported(cast.importer_head, a_figure("closing", "50", year=str(today().year - 1)))
    stated(cast.importer_head, an_estimate())
    assert (account().granted, account().stocks) == (Decimal(55), Decimal(0))


def test_a_supplement_is_a_further_entry_and_its_correction_the_difference(cast: Cast) -> None:
    head = cast.importer_head
    stated(head, an_estimate())
    more = {"kind": "supplement", "other_uses": "", "special_stocks": "", "stocks_level": "", "source": LETTER}
    stated(head, an_estimate(consumption="8", reason="A new hospital", **more))
    assert account().granted == Decimal(63)
    stated(head, an_estimate(consumption="6", reason="The hospital opens later", **more))
    assert [amount for _sort, amount, _ours in entered(account())] == [Decimal(55), Decimal(8), Decimal(-2)]
    with acting(head.viewer) as viewer:
        editions = Statement.objects.visible_to(viewer).filter(kind="supplement").order_by("edition")
        assert [one.reason for one in editions] == ["A new hospital", "The hospital opens later"]


def test_what_stands_is_not_changed_without_a_reason(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    with pytest.raises(Refused) as no:
        stated(cast.importer_head, an_estimate(consumption="400"))
    assert (no.value.faults[0].field, no.value.faults[0].code) == ("reason", "missing_reason")
    assert FORM_B in no.value.faults[0].message
    assert account().granted == Decimal(55)


def test_every_fault_is_named_at_once_and_leads_to_its_field(cast: Cast) -> None:
    raw = an_assessment("-3", stocks_level="4", stated_on="2999-01-01") | {"stocks_level": "4"}
    with pytest.raises(Refused) as no:
        stated(cast.importer_head, raw)
    found = {(one.field, one.code) for one in no.value.faults}
    assert found == {
        ("stated_on", "lies_ahead"),
        ("consumption", "negative_quantity"),
        ("stocks_level", "no_part_of_an_assessment"),
    }


def test_requirements_of_precursors_are_kept_once_in_the_registers(cast: Cast) -> None:
    with pytest.raises(Refused) as no:
        stated(cast.importer_head, an_estimate(substance="ephedrine"))
    assert no.value.faults[0].code == "kept_in_registers"
    raw = {"country": "CL", "substance": EPHEDRINE, "form": "bulk", "year": str(today().year), "kilograms": "500",
           "stated_on": "2026-01-10", "source": "Form D"}  # fmt: skip
    with acting(cast.importer_officer.viewer) as viewer:
        state_requirement(viewer=viewer, raw=raw)
        state_requirement(viewer=viewer, raw={**raw, "form": "preparations", "kilograms": "25.5"})
    assert chores.follow_requirements() == 2, "this year and the next, for it is valid until replaced"
    assert account("CL", EPHEDRINE).granted == Decimal("525.5")
    assert chores.follow_requirements() == 0
    with acting(cast.importer_officer.viewer) as viewer:
        state_requirement(viewer=viewer, raw={**raw, "kilograms": "300"})
    chores.follow_requirements()
    assert account("CL", EPHEDRINE).granted == Decimal("325.5")
    assert [one[1] for one in entered(account("CL", EPHEDRINE))] == [Decimal("525.5"), Decimal(-200)]


def test_a_prohibited_import_bounds_the_account_at_nothing(cast: Cast) -> None:
    raw = {"country": "CL", "substance": EPHEDRINE, "form": "bulk", "year": str(today().year), "kilograms": "P",
           "stated_on": "2026-01-10", "source": "Decree 9"}  # fmt: skip
    with acting(cast.importer_officer.viewer) as viewer:
        state_requirement(viewer=viewer, raw=raw)
    chores.follow_requirements()
    found = account("CL", EPHEDRINE)
    assert (found.is_bounded, room(found)) == (True, Decimal(0))


def test_an_assessment_is_valid_until_replaced() -> None:
    with in_year(2024):
        cast = the_cast()
        stated(cast.importer_head, an_assessment("30"))
        assert account("CL", "diazepam", 2025).granted == Decimal(30)
    with in_year(2026):
        assert chores.carry_assessments() == 2
        assert account("CL", "diazepam", 2026).granted == Decimal(30)
        assert chores.carry_assessments() == 0
        stated(cast.importer_head, an_assessment("36"))
        assert account("CL", "diazepam", 2026).granted == Decimal(36)
    assert account("CL", "diazepam", 2025).granted == Decimal(30), "what was valid then stays as it was"


def test_an_estimate_ends_with_its_year() -> None:
    with in_year(2025):
        cast = the_cast()
        stated(cast.importer_head, an_estimate())
    with in_year(2026):
        chores.carry_assessments()
        application = applied(cast.importer_officer, an_import())
        with pytest.raises(Refused) as no:
            decided(cast.importer_second, cast.importer_head, application)
    assert no.value.faults[0].code == "beyond_the_estimate"


def test_an_estimate_is_drawn_on_by_a_permit(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    decided(cast.importer_second, cast.importer_head, applied(cast.importer_officer, an_import()))
    assert room(account()) == Decimal(45)


def test_what_was_made_and_traded_outside_enters_as_read_from_papers(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    for sort, kilograms in (("made", "3"), ("imported", "7"), ("exported", "2")):
        reported(cast.importer_head, a_figure(sort, kilograms))
    found = account()
    assert (found.made, found.outside, found.given) == (Decimal(3), Decimal(7), Decimal(2))
    assert room(found) == Decimal(47)
    assert {one[2] for one in entered(found) if one[0] != "granted"} == {False}
    reported(cast.importer_head, a_figure("imported", "6", reason="Misread"))
    assert account().outside == Decimal(6)
    reported(cast.importer_head, a_figure("imported", "1", source="another paper"))
    assert account().outside == Decimal(7)


def test_only_a_head_states_and_only_for_the_own_country(cast: Cast) -> None:
    with pytest.raises(Refused, match="keep estimates"):
        stated(cast.importer_officer, an_estimate())
    assert stated(cast.exporter_head, an_estimate()).country == "NL"
    with acting(cast.importer_head.viewer) as viewer:
        assert not Statement.objects.visible_to(viewer).exists()
    with acting(cast.secretariat_officer.viewer) as viewer:
        assert Statement.objects.visible_to(viewer).count() == 1


def test_each_act_is_on_the_record_of_the_country_and_the_secretariat(cast: Cast) -> None:
    row = stated(cast.importer_head, an_estimate())
    reported(cast.importer_head, a_figure("made", "3"))
    with acting(SYSTEM):
        events = list(Event.objects.filter(name__startswith="need.").order_by("seq"))
    assert [one.name for one in events] == ["need.stated", "need.reported"]
    assert (
        set(events[0].audience)
        == set(row.audience)
        == {
            cast.importer_head.office.pk,
            cast.secretariat_officer.office.pk,
        }
    )


def test_no_statement_or_figure_is_ever_changed(cast: Cast) -> None:
    statement, figure = stated(cast.importer_head, an_estimate()), reported(cast.importer_head, a_figure("made", "3"))
    for model, row in ((Statement, statement), (Figure, figure)):
        rows = model.objects.filter(pk=row.pk)
        for change in (lambda rows=rows: rows.update(source="another"), lambda rows=rows: rows.delete()):
            with (
                acting(cast.importer_head.viewer),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                change()


HEADS = "substance,year,kind,origin,consumption,stated_on,source\n"


def test_a_file_is_taken_whole_or_not_at_all(cast: Cast) -> None:
    good = f"fentanyl,{today().year},statement,government,1.5,2025-06-01,Form B\n"
    wrong = f"codeine,{today().year},statement,government,many,2025-06-01,Form B\n"
    with pytest.raises(Refused) as no:
        loaded(cast.importer_head, "statements", (HEADS + good + wrong).encode())
    assert "Line 3, consumption" in no.value.faults[0].message
    with acting(SYSTEM):
        assert not Statement.objects.visible_to(SYSTEM).exists()
    assert loaded(cast.importer_head, "statements", (HEADS + good).encode()) == 1
    assert account("CL", "fentanyl").granted == Decimal("1.5")
    with pytest.raises(Refused) as no:
        loaded(cast.importer_head, "statements", (HEADS + good).encode())
    assert no.value.faults[0].message.startswith("Line 2: A figure for this was entered")


def test_a_workbook_is_read_like_a_file(cast: Cast) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["substance", "year", "sort", "kilograms", "as_of", "source"])
    sheet.append(["Morphine", today().year, "made", 2.25, "2026-01-02", "Form C"])
    content = io.BytesIO()
    book.save(content)
    assert loaded(cast.importer_head, "figures", content.getvalue()) == 1
    assert account().made == Decimal("2.25")
    with pytest.raises(Refused, match="cannot be read as XLSX"):
        loaded(cast.importer_head, "figures", b"PK and nothing else")
