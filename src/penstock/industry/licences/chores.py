"""What the worker does for licences: those whose last day is over everywhere expire."""

from penstock.cases.clocks import last_ended_day
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.states import LICENCES, STANDING
from penstock.kernel import workflow
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 200


@every(20)
def expire_licences() -> int:
    """Let the licences expire whose last day has ended everywhere on earth; answers how many."""
    with acting(SYSTEM):
        rows = OperatorLicence.objects.visible_to(SYSTEM).filter(
            valid_until__lte=last_ended_day(), state__in=STANDING, is_open=True
        )
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("valid_until")[:AT_ONCE])
        for held in due:
            workflow.advance(LICENCES, held.pk, "expire", SYSTEM)
    return len(due)
