"""What the worker does for notices: lapses, reminders, and files waiting to be checked or lodged."""

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.kernel.workflow import advance
from penstock.notices.escalation.telling import climb
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.notices.shipments import batches
from penstock.notices.states import NOTICES

AT_ONCE = 200


@every(20)
def lapse_overdue() -> int:
    """Let each notice lapse whose last day for an answer has passed; answers how many."""
    with acting(SYSTEM):
        overdue = Notice.objects.visible_to(SYSTEM).filter(due_on__lte=clocks.last_ended_day(), state="sent")
        ids = list(overdue.order_by("due_on").values_list("id", flat=True)[:AT_ONCE])
    for notice_id in ids:
        try:
            with acting(SYSTEM):
                advance(NOTICES, notice_id, "lapse", SYSTEM)
        except Refused:
            continue  # it was answered in the meantime
    return len(ids)


@every(20)
def remind() -> int:
    """Tell the rung of escalation of each statutory notice whose day of reminding has come; answers how many."""
    with acting(SYSTEM):
        waiting = Notice.objects.visible_to(SYSTEM).exclude(track=VOLUNTARY).filter(remind_on__lte=today())
        # Both of its rows are locked, so that an answer given meanwhile is seen.
        locked = waiting.select_for_update(skip_locked=True, of=("self", "case_ptr"))
        due = list(locked.order_by("remind_on")[:AT_ONCE])
        calendars = Calendars()
        for notice in due:
            climb(notice, calendars.of(notice.importing))
    return len(due)


@every(0.5)
def work_on_batches() -> None:
    """Check and lodge the files that wait for it."""
    batches.check_waiting()
    batches.lodge_waiting()
