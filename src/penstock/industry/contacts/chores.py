"""What the worker does for points of contact: it asks once, a year after the last check, whether it is still right."""

from datetime import timedelta

from penstock.industry.contacts.models import YEAR, ContactPoint
from penstock.industry.partnership.keeping import write
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 200
AGAIN = timedelta(days=30)


@every(600)
def remind_of_contacts() -> int:
    """Ask those whose point of contact nobody has looked at for a year; answers how many were asked."""
    with acting(SYSTEM) as system:
        old = ContactPoint.objects.visible_to(system).filter(checked_on__lte=today() - YEAR)
        due = old.exclude(reminded_on__gt=today() - AGAIN).select_for_update(skip_locked=True, of=("self",))
        rows = list(due[:AT_ONCE])
        for row in rows:
            row.reminded_on = today()
            row.save(update_fields=["reminded_on"])
            body = f"Your point of contact was last checked on {row.checked_on}. Say that it is right, or change it:"
            write(row.organisation_id, "Is your point of contact still right?", body, "/industry/partnership/contacts/")
    return len(rows)
