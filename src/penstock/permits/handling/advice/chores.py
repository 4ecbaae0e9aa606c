"""What the worker does for advice: reminders."""

from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.advice.services import remind

AT_ONCE = 200


@every(60)
def remind_of_advice() -> int:
    """Remind the agencies whose advice is due soon or overdue; answers how many."""
    with acting(SYSTEM):
        due = Advice.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), state="asked")
        locked = due.select_related("case", "agency").select_for_update(skip_locked=True, of=("self",))
        rows = list(locked.order_by("remind_on")[:AT_ONCE])
        for row in rows:
            remind(row)
    return len(rows)
