"""How the stories of movements are told: notices that are released, and who does what with their goods."""

from datetime import date, timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.notices.models import Notice
from penstock.notices.movements import services
from penstock.notices.movements.figures.amounts import Balance
from penstock.notices.movements.figures.limits import read_balance
from penstock.notices.movements.models import Movement
from tests.cast import Actor, Cast, a_sent_notice, take


def in_days(days: int) -> str:
    """A day from today, as it is entered."""
    return day(days).isoformat()


def day(days: int) -> date:
    """A day from today."""
    return today() + timedelta(days=days)


def a_released_notice(cast: Cast, **changes: Any) -> Notice:
    """A notice of Exportland's that is cleared and released."""
    return released(cast, a_sent_notice(cast.exporter_officer, **changes), cast.importer_officer)


def released(cast: Cast, notice: Notice, by: Actor) -> Notice:
    """The same notice, cleared by somebody and released."""
    return take(cast.exporter_officer, take(by, notice, "clear"), "release")


def several(cast: Cast, **changes: Any) -> Notice:
    """A released notice of several shipments over six months, of 18,000 kg of acetone at most."""
    frame = {"span": "6 months", "dispatch_on": in_days(20), "last_dispatch_on": in_days(120)}
    return a_released_notice(cast, **(frame | changes))


def planned(by: Actor, notice: Notice, quantity: str = "5000", **entered: Any) -> Movement:
    """Somebody plans a dispatch."""
    raw = {"planned_on": in_days(30), "quantity": quantity, "unit": "kg", **entered}
    with acting(by.viewer) as viewer:
        return services.plan_movement(viewer=viewer, notice_id=notice.pk, raw=raw)


def moved(by: Actor, movement: Movement, verb: str, **entered: Any) -> Movement:
    """Somebody takes a step of a movement."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, movement_id=movement.pk, verb=verb, raw=entered)


def dispatched(by: Actor, movement: Movement, quantity: str = "5000", **entered: Any) -> Movement:
    """It leaves today."""
    raw = {"dispatched_on": in_days(0), "quantity": quantity, "unit": "kg", **entered}
    return moved(by, movement, "dispatch", **raw)


def sent_out(cast: Cast, notice: Notice, quantity: str = "5000", **entered: Any) -> Movement:
    """A dispatch that is planned and leaves today."""
    plan = planned(cast.exporter_officer, notice, quantity)
    return dispatched(cast.exporter_officer, plan, quantity, **entered)


def arrived(by: Actor, movement: Movement, quantity: str = "5000", **entered: Any) -> Movement:
    """It arrives today."""
    return moved(by, movement, "arrive", **{"arrived_on": in_days(0), "quantity": quantity, "unit": "kg", **entered})


def plans(by: Actor, notice: Notice) -> list[Movement]:
    """The movements of a notice as somebody sees them."""
    with acting(by.viewer) as viewer:
        return list(Movement.objects.visible_to(viewer).filter(under=notice).order_by("number"))


def the_balance(by: Actor, notice: Notice) -> Balance:
    """The balance of a notice as somebody sees it."""
    with acting(by.viewer) as viewer:
        found = read_balance(Notice.objects.visible_to(viewer).get(pk=notice.pk))
    assert found is not None
    return found
