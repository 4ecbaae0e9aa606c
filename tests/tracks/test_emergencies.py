"""Emergency notices: a short time, told at once to officers and heads, and marked wherever they are listed."""

from datetime import date

from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import a_sent_notice, amended, take
from tests.tracks.house import announced, refused

URGENT = {"emergency": "medical", "emergency_reason": "A field hospital near Talca needs it for anaesthesia."}


def an_emergency(cast, **changes):
    return a_sent_notice(cast.exporter_officer, **{**URGENT, **changes})


def test_the_answer_is_due_in_three_working_days(cast):
    notice = an_emergency(cast)
    assert (notice.due_on, notice.is_emergency) == (date(2026, 3, 5), True)


def test_it_is_marked_in_every_list(cast):
    assert an_emergency(cast).title == "EMERGENCY: Acetone, 18\u202f000 kg"


def test_officers_and_heads_are_told_at_once_and_each_once(cast):
    notice = an_emergency(cast)
    mail = announced(notice)
    assert [one["organisation"] for one in mail] == [str(cast.importer_officer.office.pk)]
    assert mail[0]["subject"].startswith("EMERGENCY. For your answer:")
    with acting(SYSTEM):
        while relay_one_announcement():
            pass
        told = list(Outgoing.objects.filter(topic="mail").values_list("payload__to", flat=True))
    people = (cast.importer_officer, cast.importer_second, cast.importer_head)
    assert sorted(told) == sorted(one.person.email for one in people)


def relay_one_announcement():
    """Deliver the next announcement, which makes mails of it; mails themselves stay where they are."""
    if not Outgoing.objects.filter(topic="announcement", delivered_at__isnull=True).exists():
        return False
    return relay_one()


def test_it_needs_its_reason(cast):
    with refused("missing_emergency_reason") as no:
        an_emergency(cast, emergency_reason="")
    assert [fault.field for fault in no[0].faults] == ["emergency_reason"]


def test_it_is_never_voluntary(cast):
    goods = {"goods_description": "Glycerol", "cas_number": "56-81-5", "track": "voluntary"}
    with refused("emergency_is_statutory"):
        an_emergency(cast, **goods)


def test_more_time_is_asked_for_once_and_shortly(cast):
    notice = an_emergency(cast)
    with refused("too_late"):
        take(cast.importer_officer, notice, "prolong", reason="company", reply_by="2026-03-11")
    notice = take(cast.importer_officer, notice, "prolong", reason="company", reply_by="2026-03-10")
    assert notice.due_on == date(2026, 3, 10)
    with refused("not_now"):
        take(cast.importer_officer, notice, "prolong", reason="company", reply_by="2026-03-11")


def test_a_notice_that_becomes_one_is_asked_about_anew(cast):
    notice = take(cast.importer_officer, a_sent_notice(cast.exporter_officer), "clear")
    notice = amended(cast.exporter_officer, notice, **URGENT)
    assert (notice.state, notice.due_on, notice.is_emergency) == ("sent", date(2026, 3, 5), True)
    assert announced(notice)[-1]["subject"].startswith("EMERGENCY.")
