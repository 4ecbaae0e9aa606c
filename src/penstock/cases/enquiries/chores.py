"""What the worker does for enquiries: reminders."""

from penstock.cases.enquiries.models import Enquiry
from penstock.cases.enquiries.services import remind
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 200


@every(60)
def remind_of_enquiries() -> int:
    """Remind whoever owes an answer soon; answers how many."""
    with acting(SYSTEM):
        due = Enquiry.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), state="open").select_related("asked")
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("remind_on")[:AT_ONCE])
        for row in rows:
            remind(row)
    return len(rows)
