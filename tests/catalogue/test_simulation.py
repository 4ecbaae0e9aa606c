"""What a rule would touch: the open notices, drafts and waiting lines that name its substances, and nobody else's."""

import pytest

from penstock.catalogue.adoption.changes import changes_between, edition_changes, substances_of
from penstock.catalogue.adoption.drafting import pack_of
from penstock.catalogue.law.book import bind, shipped_book
from penstock.catalogue.simulation import MOST_SHOWN, touched
from penstock.kernel.rowsecurity import acting
from tests.cast import a_cleared_notice, a_draft, a_sent_notice, take, the_cast
from tests.catalogue.packs_of_law import ENTRIES, THRESHOLDS, a_pack, entry, threshold
from tests.isolation.world import a_batch

NOTICES, LINES = "Open notices and drafts", "Lines of files not lodged yet"
TOLUENE = {"goods_description": "Toluene, nitration grade", "cas_number": "108-88-3"}


@pytest.fixture
def cast(db):  # noqa: ARG001
    return the_cast()


def touching(actor, *substances):
    with acting(actor.viewer) as viewer:
        return dict(touched(viewer, frozenset(substances)))


def references(found):
    return [one.reference for one in found[NOTICES].items]


def test_open_notices_and_drafts_are_touched_and_closed_ones_are_not(cast):
    officer = cast.exporter_officer
    sent = a_sent_notice(officer, reference="EX-1")
    draft = a_draft(officer, reference="EX-2")
    a_sent_notice(officer, reference="EX-3", **TOLUENE)
    take(officer, a_cleared_notice(cast, reference="EX-4"), "release")
    assert not draft.substances
    assert references(touching(officer, "acetone")) == [sent.reference, draft.reference]
    assert touching(officer, "acetone")[NOTICES].count == 2
    assert references(touching(cast.importer_officer, "acetone")) == [sent.reference]
    assert touching(cast.third_officer, "acetone")[NOTICES].count == 0


def test_only_the_first_are_shown_and_all_are_counted(cast):
    for number in range(MOST_SHOWN + 2):
        a_sent_notice(cast.exporter_officer, reference=f"EX-{number}")
    found = touching(cast.exporter_officer, "acetone", "toluene")[NOTICES]
    assert (found.count, len(found.items)) == (MOST_SHOWN + 2, MOST_SHOWN)


def test_lines_that_wait_to_be_lodged_are_touched(cast):
    a_batch(cast.exporter_officer, "waiting")
    assert touching(cast.exporter_officer, "acetone")[LINES].count == 1
    assert touching(cast.exporter_officer, "toluene")[LINES].count == 0
    assert touching(cast.third_officer, "acetone")[LINES].count == 0


def test_whoever_may_read_no_cases_is_told_nothing_of_them(cast):
    a_sent_notice(cast.exporter_officer)
    assert touching(cast.clerk, "acetone") == {}
    assert touching(cast.expired, "acetone") == {}


def _pack(**changes):
    return pack_of("ke-schedule", {name: text for name, text in (a_pack() | changes).items() if name != "id"})


def test_an_edition_tells_what_it_adds_ends_and_changes():
    before = _pack()
    after = _pack(
        entries=ENTRIES + entry("acetone", until="2027-01-01") + entry("toluene", "2027-01-01")
        + entry("ethanol-of-tests", verified="yes"),
        thresholds=THRESHOLDS + threshold("acetone", "50"),
    )  # fmt: skip
    found = edition_changes(before, after)
    assert {(one.kind, one.what) for one in found if one.file == "entries"} == {
        ("ended", "acetone"),
        ("added", "toluene"),
        ("changed", "ethanol-of-tests"),
    }
    assert [(one.kind, one.file) for one in found if one.file != "entries"] == [
        ("removed", "thresholds"),
        ("added", "thresholds"),
    ]
    assert substances_of(found) == {"acetone", "toluene", "ethanol-of-tests"}
    assert edition_changes(after, after) == ()
    assert {one.kind for one in edition_changes(None, after)} == {"added"}


def test_a_row_for_a_whole_list_bears_on_everything_on_it():
    found = edition_changes(_pack(), _pack(thresholds=THRESHOLDS + threshold("acetone", "100") + threshold("", "9")))
    assert [(one.kind, one.substances) for one in found] == [("added", frozenset({"acetone", "ethanol-of-tests"}))]


def test_two_days_differ_by_what_began_and_ended_between_them():
    book = bind([*shipped_book().packs.values(), _pack(entries=ENTRIES + entry("acetone", "2026-02-01", "2026-03-01"))])
    days = book.packs["ke-schedule"].entries[0]
    assert [one.kind for one in changes_between(book, days.since, days.until, "KE")] == ["ended"]
    assert [one.kind for one in changes_between(book, days.until, days.since, "KE")] == ["added"]
    assert not changes_between(book, days.since, days.since)
