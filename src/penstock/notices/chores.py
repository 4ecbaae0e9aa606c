"""What the worker does for notices: lapses, reminders, and files waiting to be checked or lodged."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.cases.models import Case
from penstock.cases.services import tell
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.kernel.workflow import advance
from penstock.notices.models import Notice
from penstock.notices.shipments import batches
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES, SEND_NOTICES

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
    """Remind both sides of each notice whose day of reminding has come; answers how many."""
    with acting(SYSTEM):
        waiting = Notice.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), due_on__isnull=False)
        due = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("remind_on")[:AT_ONCE])
        if due:
            _plan_anew(due)
            record.append_many(_reminded(notice) for notice in due)
        for notice in due:
            _tell(notice)
    return len(due)


def _plan_anew(due: list[Notice]) -> None:
    """Set the next day of reminding of each, those of one day together."""
    calendars, planned = Calendars(), defaultdict[date | None, list[UUID]](list)
    for notice in due:
        clocks.plan_reminder(notice, calendars.of(notice.importing), after=today())
        planned[notice.remind_on].append(notice.pk)
    for day, ids in planned.items():
        Case.objects.filter(pk__in=ids).update(remind_on=day)


def _reminded(notice: Notice) -> record.Act:
    data = {"due_on": notice.due_on.isoformat() if notice.due_on else None}
    return record.Act(name="notice.reminded", case_id=notice.id, viewer=SYSTEM, audience=notice.audience, data=data)


def _tell(notice: Notice) -> None:
    subject, body = "Answer due:", f"An answer is due by {notice.due_on}."
    tell(notice, notice.counterpart_id, duty=ANSWER_NOTICES, subject=subject, body=body)
    tell(notice, notice.opener_id, duty=SEND_NOTICES, subject=subject, body=body)


@every(0.5)
def work_on_batches() -> None:
    """Check and lodge the files that wait for it."""
    batches.check_waiting()
    batches.lodge_waiting()
