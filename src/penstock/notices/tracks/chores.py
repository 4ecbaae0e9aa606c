"""What the worker does for voluntary notices: one gentle reminder, and the question whether they may stay voluntary."""

from django.db.models import Q

from penstock.cases.services import tell
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.kernel.workflow import advance
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES

AT_ONCE = 200


@every(20)
def remind_gently() -> int:
    """Remind the receiver of each voluntary notice once, if nothing was said in the meantime; answers how many."""
    with acting(SYSTEM):
        waiting = Notice.objects.visible_to(SYSTEM).filter(
            track=VOLUNTARY, state="sent", remind_on__lte=today(), due_on__isnull=True
        )
        due = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("remind_on")[:AT_ONCE])
        for notice in due:
            notice.remind_on = None
            notice.save(update_fields=["remind_on"])
            record.append(
                record.Act(
                    name="notice.reminded_gently", case_id=notice.id, viewer=SYSTEM, audience=notice.audience, data={}
                )
            )
            subject, body = "Still unread or unanswered:", "A voluntary notice came two weeks ago. No answer is owed."
            tell(notice, notice.counterpart_id, duty=ANSWER_NOTICES, subject=subject, body=body)
    return len(due)


@every(60)
def move_what_is_bound() -> int:
    """Ask each open voluntary notice once a day whether the law of that day still lets it be one; answers how many.

    A law that the instance adopts during a day is asked on the next.
    """
    with acting(SYSTEM):
        open_ones = Notice.objects.visible_to(SYSTEM).filter(track=VOLUNTARY, is_open=True, sent_at__isnull=False)
        unasked = open_ones.filter(Q(track_looked_on__isnull=True) | Q(track_looked_on__lt=today()))
        ids = list(unasked.order_by("track_looked_on").values_list("id", flat=True)[:AT_ONCE])
    for notice_id in ids:
        with acting(SYSTEM):
            Notice.objects.filter(pk=notice_id).update(track_looked_on=today())
        try:
            with acting(SYSTEM):
                advance(NOTICES, notice_id, "move", SYSTEM)
        except Refused:
            continue  # nothing in it is under control, which is the usual answer
    return len(ids)
