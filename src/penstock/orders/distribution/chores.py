"""What the worker does for distributors: it reminds a company once of undertakings whose year ends in thirty days."""

from collections import Counter

from django.conf import settings

from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.declarations.queries import SOON
from penstock.orders.distribution.models import Undertaking
from penstock.parties.duties import KEEP_CUSTOMERS

AT_ONCE = 500


@every(600)
def remind_of_undertakings() -> int:
    """Remind of undertakings to be confirmed soon, in one letter to each company; answers of how many."""
    with acting(SYSTEM):
        rows = Undertaking.objects.visible_to(SYSTEM).filter(
            ended_at__isnull=True, signed_at__isnull=False, reminded_on__isnull=True, confirmed_by__isnull=True
        )
        soon = rows.filter(until_on__range=(today(), today() + SOON))
        found = list(soon.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        Undertaking.objects.visible_to(SYSTEM).filter(pk__in=[one.pk for one in found]).update(reminded_on=today())
        for company, count in Counter(one.organisation_id for one in found).items():
            body = (
                f"The year of {count} undertaking(s) of your distributors ends within thirty days. Have it confirmed:"
            )
            told = {"organisation": str(company), "duty": KEEP_CUSTOMERS, "subject": "Distributors are to confirm"}
            send("announcement", {**told, "body": f"{body}\n\n{settings.BASE_URL}/undertakings/\n"})
    return len(found)
