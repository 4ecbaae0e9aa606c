"""What the worker does for consultations: it reminds those who have not replied, a week and a day before the day.

Only the house knows who replied without a name, so only the house reminds, and it tells nobody whom.
"""

from datetime import timedelta

from penstock.industry.consultations.models import Consultation
from penstock.industry.consultations.services import path_of, unanswered
from penstock.industry.partnership.keeping import write
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

BEFORE = (7, 1)
"""How many days before the last one is reminded."""


@every(600)
def remind_of_consultations() -> int:
    """Remind each company once for each of these days; answers how many letters were written."""
    written = 0
    with acting(SYSTEM) as system:
        soon = [today() + timedelta(days=days) for days in BEFORE]
        rows = Consultation.objects.visible_to(system).filter(state="open", due_on__in=soon)
        for row in rows.exclude(reminded_on=today()).select_for_update(skip_locked=True):
            row.reminded_on = today()
            row.save(update_fields=["reminded_on"])
            for one in unanswered(row):
                body = f"Your authority awaits a reply by {row.due_on}."
                write(one, f"A reply is awaited: {row.reference}", body, path_of(row))
                written += 1
    return written
