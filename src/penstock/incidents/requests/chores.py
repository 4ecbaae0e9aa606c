"""What the worker does for requests: it reminds whoever owes an answer, before the last day and after it."""

from django.db.models import Q

from penstock.cases.calendars import Calendars
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.reminding import RUNGS, climb
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 200


@every(20)
def remind_of_requests() -> int:
    """Remind of each request whose day of reminding has come; answers how many.

    A corrected calendar may have taken away the next day of one that is overdue by now: that one is found as well.
    """
    with acting(SYSTEM):
        lost = Q(remind_on__isnull=True, due_on__lt=today(), rung__lt=len(RUNGS))
        rows = Request.objects.visible_to(SYSTEM).filter(Q(remind_on__lte=today()) | lost, due_on__isnull=False)
        locked = rows.select_related("counterpart").select_for_update(skip_locked=True, of=("self", "case_ptr"))
        due, calendars = list(locked.order_by("due_on")[:AT_ONCE]), Calendars()
        for case in due:
            climb(case, calendars.of(case.counterpart.government_id or "" if case.counterpart else ""))
    return len(due)
