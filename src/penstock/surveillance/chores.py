"""What the worker does for surveillance lists: it closes what has expired."""

from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.kernel.workflow import Workflow, advance
from penstock.surveillance.states import COPIES, EDITIONS, IN_FORCE, OPEN

AT_ONCE = 200


@every(20)
def expire() -> int:
    """Close each copy and each edition whose last day has passed; answers how many.

    Nobody can read them from that day's end on, whether or not this has run.
    """
    return _expire_of(COPIES, OPEN) + _expire_of(EDITIONS, IN_FORCE)


def _expire_of(flow: Workflow, states: tuple[str, ...]) -> int:
    with acting(SYSTEM):
        rows: Any = flow.model.objects.visible_to(SYSTEM).filter(state__in=states, expires_on__lt=today())
        ids = list(rows.values_list("id", flat=True)[:AT_ONCE])
    for row_id in ids:
        try:
            with acting(SYSTEM):
                advance(flow, row_id, "expire", SYSTEM)
        except Refused:
            continue  # it was closed in the meantime
    return len(ids)
