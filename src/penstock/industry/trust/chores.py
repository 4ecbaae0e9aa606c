"""What the worker does for trust: it ends with its last day, everywhere."""

from penstock.cases.clocks import last_ended_day
from penstock.industry.trust.models import TrustedPartner
from penstock.industry.trust.states import STANDING, TRUST
from penstock.kernel import workflow
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 200


@every(60)
def expire_trust() -> int:
    """Let trust end whose last day is over; answers how many."""
    with acting(SYSTEM) as system:
        rows = TrustedPartner.objects.visible_to(system).filter(state__in=STANDING, until_on__lte=last_ended_day())
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("until_on")[:AT_ONCE])
        for row in due:
            workflow.advance(TRUST, row.pk, "expire", system)
    return len(due)
