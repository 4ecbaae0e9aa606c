"""Annual returns: made from the journal, due by the law's day, and read by the authority once they are handed in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from penstock.industry.licences.models import OperatorLicence
from penstock.industry.returns import queries
from penstock.industry.returns.due import due_by
from penstock.industry.returns.journal import load_entries, sums_of
from penstock.industry.returns.models import AnnualReturn, JournalEntry
from penstock.industry.returns.pages.frame import sheet_of
from penstock.industry.returns.reminding.chores import remind_of_returns
from penstock.industry.returns.reminding.days import own_days, set_day, wanted_by
from penstock.kernel.clock import at
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Cast, the_cast
from tests.industry.house import ANHYDRIDE, EPHEDRINE, a_line, begun, our_licence, recorded, returned

pytestmark = pytest.mark.django_db
SUMMER, NEW_YEAR, LATE = (datetime(*day, 12, tzinfo=UTC) for day in ((2026, 7, 1), (2027, 1, 10), (2027, 2, 20)))


@pytest.fixture
def cast() -> Cast:
    with at(SUMMER):
        return the_cast()


@pytest.fixture
def held(cast: Cast) -> OperatorLicence:
    with at(SUMMER):
        return our_licence(cast, lines=[a_line(ANHYDRIDE, "distribute"), a_line(EPHEDRINE, "distribute")])


def standing(cast: Cast, year: int = 2026) -> list[str]:
    """How the authority sees the returns of a year."""
    with acting(cast.exporter_officer.viewer) as officer:
        return [one.standing for one in queries.owed_in(officer, year)]


def filed(cast: Cast, one: AnnualReturn, **changes: Any) -> AnnualReturn:
    """The clerk signs a return and hands it in."""
    returned(cast.clerk, one, "edit", **{**one.content, "signed_by": "Pieter Smit, officer", **changes})
    return returned(cast.clerk, one, "file")


def test_the_days_of_the_law(held: OperatorLicence) -> None:
    union = due_by(held, 2026)
    assert union
    assert union[0] == date(2027, 2, 14), "before 15 February"
    held.country = "CA"
    canada = due_by(held, 2026)
    assert canada
    assert canada[0] == date(2027, 3, 31), "three months after the end of the year"
    held.country = "IN"
    assert due_by(held, 2026) is None, "what no pack says is not made up"


def test_a_return_is_filled_from_the_journal_and_the_year_before(cast: Cast, held: OperatorLicence) -> None:
    with at(SUMMER):
        recorded(cast.clerk, "bought", "100")
        wrong = recorded(cast.clerk, "sold", "999")
        recorded(cast.clerk, "sold", "60", corrects=str(wrong.number))
        recorded(cast.clerk, "sold", "5", unit="l")
    with at(NEW_YEAR):
        one = begun(cast.clerk, held, 2026)
    assert one.content["rows"] == [
        {"substance": ANHYDRIDE, "unit": "kg", "opening": "0", "bought": "100", "sold": "60", "closing": "40"},
        {"substance": ANHYDRIDE, "unit": "l", "opening": "0", "sold": "5", "closing": "0"},
        {"substance": EPHEDRINE, "unit": "kg", "opening": "0", "closing": "0"},
    ]
    rows = [{**row, "difference": "Stock of before the licence"} for row in one.content["rows"]]
    with at(NEW_YEAR):
        filed(cast, one, rows=rows)
    with at(datetime(2028, 1, 9, tzinfo=UTC)):
        after = begun(cast.clerk, held, 2027)
    assert [row["opening"] for row in after.content["rows"]] == ["40", "0", "0"]


def test_what_does_not_come_out_is_explained(cast: Cast, held: OperatorLicence) -> None:
    with at(SUMMER):
        recorded(cast.clerk, "sold", "7")
    with at(NEW_YEAR):
        one = begun(cast.clerk, held, 2026)
        with pytest.raises(Refused) as no:
            filed(cast, one)
        assert [(fault.field, fault.code) for fault in no.value.faults] == [("rows-0-closing", "does_not_come_out")]
        with pytest.raises(Refused) as no:
            filed(cast, one, nil="yes")
        assert ("nil", "nil_with_figures") in [(fault.field, fault.code) for fault in no.value.faults]


def test_the_authority_sees_who_is_late_and_reads_what_was_handed_in(cast: Cast, held: OperatorLicence) -> None:
    with at(NEW_YEAR):
        assert standing(cast) == ["awaited"]
        one = begun(cast.clerk, held, 2026)
        with acting(cast.exporter_officer.viewer) as officer, pytest.raises(NotVisible):
            queries.return_by_reference(officer, one.reference)
    with at(LATE):
        assert standing(cast) == ["late"]
        after = filed(cast, one, nil="yes")
        assert (standing(cast), after.is_nil) == (["handed in"], True)
        asked = returned(cast.exporter_officer, after, "question", question="Nothing at all?")
        again = returned(cast.clerk, asked, "correct", **{**asked.content, "remarks": "Nothing at all."})
        assert (again.state, again.edition) == ("filed", 2)
        assert not returned(cast.exporter_officer, again, "accept").is_open


def test_the_year_must_be_over_and_one_return_is_enough(cast: Cast, held: OperatorLicence) -> None:
    with at(SUMMER):
        one = begun(cast.clerk, held, 2026)
        with pytest.raises(Refused, match="year is not over"):
            filed(cast, one, nil="yes")
        for year, code in ((2026, "return_there"), (2025, "not_of_this_licence")):
            with pytest.raises(Refused) as no:
                begun(cast.clerk, held, year)
            assert no.value.faults[0].code == code


def test_the_journal_is_the_companys_own_and_a_file_is_kept_whole_or_not_at_all(cast: Cast) -> None:
    good = (
        "happened_on,happened,substance,quantity,unit\n2026-03-01,bought,108-24-7,5,kg\n2026-03-02,sold,108-24-7,2,kg\n"
    )
    with at(SUMMER):
        with acting(cast.clerk.viewer) as clerk:
            assert load_entries(viewer=clerk, chunks=[good.encode()]) == 2
            with pytest.raises(Refused) as no:
                load_entries(viewer=clerk, chunks=[good.replace("2,kg", "none,kg").encode()])
            assert no.value.faults
            assert {key: str(value) for key, value in sums_of(clerk, 2026)[ANHYDRIDE, "kg"].items()} == {
                "bought": "5.000000",
                "sold": "2.000000",
            }
        entry = recorded(cast.clerk, "lost", "1")
        recorded(cast.clerk, "lost", "2", corrects=str(entry.number))
        with pytest.raises(Refused) as no:
            recorded(cast.clerk, "lost", "3", corrects=str(entry.number))
        assert no.value.faults[0].code == "corrected_already"
    for outsider in (cast.exporter_officer, cast.third_head):
        with acting(outsider.viewer):
            assert not JournalEntry.objects.exists()


def test_the_file_of_figures_has_the_columns_of_the_form_and_no_formulas(cast: Cast, held: OperatorLicence) -> None:
    with at(NEW_YEAR):
        one = begun(cast.clerk, held, 2026)
    heads, first, *_rest = sheet_of({"rows": [{**one.content["rows"][0], "difference": "=1+1"}]}).splitlines()
    assert heads.startswith("substance,unit,opening,bought,made,imported,used,sold,exported,destroyed,lost,closing")
    assert first.endswith("'=1+1")


def test_an_authority_sets_a_day_where_the_law_names_none(cast: Cast, held: OperatorLicence) -> None:
    """It counts only there; it is a day of every year, and only the head sets it."""
    raw = {"day": "31", "month": "5", "basis": "Circular 7"}
    for wrong in ({"day": "29", "month": "2"}, {"day": "1", "month": "13"}):
        with acting(cast.exporter_head.viewer) as head, pytest.raises(Refused) as no:
            set_day(viewer=head, raw={**raw, **wrong})
        assert [one.code for one in no.value.faults] == ["no_such_day"]
    with acting(cast.exporter_officer.viewer) as officer, pytest.raises(Refused):
        set_day(viewer=officer, raw=raw)
    with acting(cast.exporter_head.viewer) as head:
        set_day(viewer=head, raw=raw)
    own = own_days()
    law = wanted_by(held, 2026, own)
    assert law
    assert (law.last_day, law.by_law) == (date(2027, 2, 14), True)
    held.country = "IN"
    wanted = wanted_by(held, 2026, own)
    assert wanted
    assert (wanted.last_day, wanted.source, wanted.by_law) == (date(2027, 5, 31), "Circular 7", False)
    assert wanted_by(held, 2026, {}) is None, "what nobody set is not made up"


def test_each_is_reminded_once_and_the_office_last(cast: Cast, held: OperatorLicence) -> None:
    """Before, on and after the day the company, a week later the office; whoever hands in hears no more."""

    def letters(*day: int) -> list[tuple[str, str]]:
        with at(datetime(*day, 12, tzinfo=UTC)):  # type: ignore[arg-type]
            with acting(SYSTEM):
                before = set(Outgoing.objects.values_list("pk", flat=True))
            remind_of_returns(), remind_of_returns()
            with acting(SYSTEM):
                new = Outgoing.objects.exclude(pk__in=before).order_by("created_at")
                return [(one.payload["organisation"], one.payload["subject"].partition(":")[0]) for one in new]

    company, office = str(cast.clerk.office.pk), str(cast.exporter_officer.office.pk)
    assert letters(2027, 1, 10) == []
    assert letters(2027, 1, 16) == [(company, "Annual return due soon")]
    assert letters(2027, 2, 14) == [(company, "Annual return due today")]
    assert letters(2027, 2, 16) == [(company, "Annual return overdue")]
    assert letters(2027, 2, 22) == [(office, "Annual return still missing")]
    assert letters(2027, 3, 30) == []
    with at(datetime(2028, 1, 10, 12, tzinfo=UTC)):
        filed(cast, begun(cast.clerk, held, 2027), nil="yes", rows=[])
    assert letters(2028, 2, 20) == []
