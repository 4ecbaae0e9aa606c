"""What the worker does for declarations and licences: it reminds a company once of those that end in thirty days."""

from collections import Counter

from django.conf import settings
from django.db.models import Q

from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.customers.models import CustomerLicence
from penstock.orders.declarations.models import Declaration
from penstock.orders.declarations.queries import SOON
from penstock.parties.duties import KEEP_CUSTOMERS

AT_ONCE = 500


@every(600)
def remind_of_papers() -> int:
    """Remind of verified papers that end soon, in one letter to each company; answers of how many."""
    soon = Q(ended_at__isnull=True, reminded_on__isnull=True, until_on__range=(today(), today() + SOON))
    with acting(SYSTEM):
        papers = Declaration.objects.visible_to(SYSTEM).filter(soon, verified_at__isnull=False)
        licences = CustomerLicence.objects.visible_to(SYSTEM).filter(soon, verified_on__isnull=False)
        declared = papers.exclude(span="transaction").select_for_update(skip_locked=True)[:AT_ONCE]
        held = licences.select_for_update(skip_locked=True)[:AT_ONCE]
        found = Counter[str]()
        rows: list[Declaration | CustomerLicence] = [*declared, *held]
        for row in rows:
            row.reminded_on = today()
            row.save(update_fields=["reminded_on"])
            found[str(row.organisation_id)] += 1
        for organisation, count in found.items():
            _tell(organisation, count)
    return found.total()


def _tell(organisation: str, count: int) -> None:
    body = f"{count} declaration(s) or licence(s) of your customers end within thirty days. Ask for new ones:"
    address = f"{settings.BASE_URL}/declarations/"
    subject = "Papers of your customers end soon"
    send(
        "announcement",
        {"organisation": organisation, "duty": KEEP_CUSTOMERS, "subject": subject, "body": f"{body}\n\n{address}\n"},
    )
