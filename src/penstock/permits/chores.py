"""What the worker does for permits: those whose last day is over everywhere expire."""

from penstock.cases.clocks import last_ended_day
from penstock.kernel import workflow
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.models import Permit
from penstock.permits.states import PERMITS, STANDING

AT_ONCE = 200


@every(20)
def expire_permits() -> int:
    """Let the permits expire whose last day has ended everywhere on earth; answers how many."""
    with acting(SYSTEM):
        rows = Permit.objects.visible_to(SYSTEM).filter(
            valid_until__lte=last_ended_day(), state__in=STANDING, is_open=True
        )
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("valid_until")[:AT_ONCE])
        for permit in due:
            workflow.advance(PERMITS, permit.pk, "expire", SYSTEM)
    return len(due)
