"""What a silence means: by the law of the exporting country on record, never an answer, and never without a ground."""

from datetime import UTC, date, datetime

import pytest

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.law.packs import PACKS, PackError, read_pack
from penstock.catalogue.requirements import silence_policy
from penstock.kernel import clock
from penstock.notices import chores
from tests.cast import a_sent_notice, take
from tests.tracks.house import data_of, later, now_of, refused

MARCH = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("exporting", "substance", "on", "days", "is_working"),
    [
        ("NL", "acetone", MARCH, 15, True),
        ("FR", "ephedrine", MARCH, 15, True),
        ("NL", "acetone", date(2005, 1, 1), None, False),  # before the Regulation
        ("GB", "acetone", MARCH, None, False),  # no longer of the Union, and no row of its own here
        ("CA", "ephedrine", MARCH, 7, False),
        ("US", "acetone", MARCH, 15, False),
        ("KE", "acetone", MARCH, None, False),
        ("ZZ", "acetone", MARCH, None, False),
    ],
)
def test_each_law_says_it_for_itself(exporting, substance, on, days, is_working):
    policy = silence_policy(exporting=exporting, substances=[substance], on=on)
    assert (policy.days, policy.is_working) == (days, is_working) if days else policy is None


def test_what_one_substance_lacks_the_whole_lacks():
    assert silence_policy(exporting="NL", substances=["acetone", "cocaine"], on=MARCH) is None
    assert silence_policy(exporting="NL", substances=[], on=MARCH) is None


def test_a_row_that_nobody_compared_says_so():
    policy = silence_policy(exporting="US", substances=["acetone"], on=MARCH)
    assert policy is not None
    assert not policy.verified
    assert "not verified" in policy.basis


def test_every_row_on_silence_has_a_source_and_a_clock():
    rows = [row for pack in shipped_book().packs.values() for row in pack.silence]
    assert {row.meaning for row in rows} <= {"release", "nothing"}
    assert all(row.source and (row.amount and row.unit) for row in rows if row.meaning == "release")


def test_a_pack_with_a_release_without_a_clock_is_refused(tmp_path):
    folder = tmp_path / "eu"
    folder.mkdir()
    for file in (PACKS / "eu").iterdir():
        text = file.read_text("utf-8")
        (folder / file.name).write_text(text.replace("release,15,working-days", "release,,"), "utf-8")
    with pytest.raises(PackError, match="silence"):
        read_pack(folder)


def lapsed(by, cast, to="CL"):
    """A notice to which nobody answered, as the worker leaves it."""
    notice = a_sent_notice(by, to)
    with later((notice.due_on - clock.today()).days + 2):
        chores.lapse_overdue()
    assert now_of(notice).state == "lapsed"
    assert cast is not None
    return notice


def at(day, hour=12):
    return clock.at(datetime(2026, 3, day, hour, tzinfo=UTC))


def test_in_the_union_after_fifteen_working_days_and_not_before(cast):
    notice = lapsed(cast.exporter_officer, cast)  # sent on the second: its fifteenth working day is the 23rd of March
    for day, hour in ((18, 12), (23, 12), (24, 11)):
        with at(day, hour), refused("not_now") as no:
            take(cast.exporter_officer, notice, "release")
        assert "2026-03-23" in no[0].message
        assert "15 working days" in no[0].message
    with at(24, 12):
        released = take(cast.exporter_officer, notice, "release")
    assert "article 11(1)" in released.ground
    assert data_of(notice, "notice.released")["from"] == "lapsed"
    assert data_of(notice, "notice.released")["ground"] == released.ground


def test_a_plain_answer_needs_no_ground(cast):
    notice = take(cast.importer_officer, a_sent_notice(cast.exporter_officer), "clear")
    assert take(cast.exporter_officer, notice, "release").ground == ""


def test_a_word_of_the_other_side_begins_the_silence_anew(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with at(9):
        take(cast.importer_officer, notice, "ask", question="Which works?")
    with at(10):
        assert take(cast.exporter_officer, notice, "supply", answer="Talca.").silent_since == date(2026, 3, 10)
    with at(30):
        chores.lapse_overdue()
        with refused("not_now"):
            take(cast.exporter_officer, notice, "release")
    with clock.at(datetime(2026, 4, 2, 12, tzinfo=UTC)):
        assert take(cast.exporter_officer, notice, "release").state == "released"


def test_without_a_law_on_record_a_head_releases_it_for_a_reason(cast):
    notice = lapsed(cast.third_officer, cast)
    with later(40):
        with refused("not_now") as no:
            take(cast.third_officer, notice, "release", note="They never answer.")
        assert "only a head" in no[0].message
        with refused("missing") as no:
            take(cast.third_head, notice, "release")
        assert [fault.field for fault in no[0].faults] == ["note"]
        released = take(cast.third_head, notice, "release", note="The importer is known to us for twenty years.")
    assert "No law of KE" in released.ground
    assert "known to us" in data_of(notice, "notice.released")["note"]


def test_a_head_of_a_country_with_a_law_is_bound_by_it_too(cast):
    notice = lapsed(cast.exporter_officer, cast)
    with at(18), refused("not_now"):
        take(cast.exporter_head, notice, "release", note="It is urgent.")


def test_a_late_answer_is_still_an_answer(cast):
    notice = lapsed(cast.exporter_officer, cast)
    with later(20):
        assert take(cast.importer_officer, notice, "clear").state == "no objection"


def test_what_lapsed_counts_as_lapsed_for_ever(cast):
    notice = lapsed(cast.exporter_officer, cast)
    with at(25):
        take(cast.exporter_officer, notice, "release")
    assert data_of(notice, "notice.lapsed")["due_on"] == "2026-03-16"
