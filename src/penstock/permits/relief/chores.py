"""What the worker does for relief: emergencies and agreements expire when their last day is over everywhere."""

from penstock.cases.clocks import last_ended_day
from penstock.kernel import workflow
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.relief.states import AGREEMENTS, EMERGENCIES

AT_ONCE = 200


@every(60)
def expire_what_stands() -> int:
    """Let emergencies and agreements expire; answers how many. Nothing leaves on them from the day after, anyway."""
    done = 0
    for flow in (EMERGENCIES, AGREEMENTS):
        with acting(SYSTEM):
            rows = flow.model.objects.visible_to(SYSTEM).filter(state="standing", until_on__lte=last_ended_day())
            for row in rows.select_for_update(skip_locked=True).order_by("until_on")[:AT_ONCE]:
                workflow.advance(flow, row.pk, "expire", SYSTEM)
                done += 1
    return done
