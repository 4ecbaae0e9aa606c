"""What bounds the movements of a notice: its quantity, its time frame, and the conditions of the importing side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from penstock.catalogue.amounts import Amount
from penstock.catalogue.fields import Quantity, Unit
from penstock.catalogue.units import unit
from penstock.kernel.clock import now
from penstock.kernel.forms.types import Day
from penstock.kernel.models import Event
from penstock.kernel.viewer import SYSTEM, Fault
from penstock.notices.models import Notice
from penstock.notices.movements.figures.amounts import Balance, Drawn, balance_of
from penstock.notices.movements.frame import MONTHS
from penstock.notices.movements.models import Movement
from penstock.notices.states import NOTICES

WEST, EAST = timedelta(hours=12), timedelta(hours=14)
"""How far the days of the world's offices lie behind and before UTC."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of the importing side, as far as there are any: the most that may come, and the last day."""

    ceiling: Amount | None = None
    valid_until: date | None = None


def terms_of(notice: Notice) -> Terms:
    """The conditions under which the importing side had no objection."""
    kept = notice.terms
    quantity = Quantity().parse(kept.get("ceiling"))
    symbol = Unit().parse(kept.get("ceiling_unit")) or notice.unit
    return Terms(Amount(quantity, symbol) if quantity else None, Day().parse(kept.get("valid_until")))


def ceiling_of(notice: Notice) -> Amount | None:
    """The most that may leave under a notice; None for one that was never sent, or whose unit is of no known kind."""
    if notice.quantity is None or unit(notice.unit) is None:
        return None
    own, allowed = Amount(notice.quantity, notice.unit), terms_of(notice).ceiling
    if allowed and allowed.compares_with(own) and allowed.within("") < own.within(""):
        return allowed
    return own


def last_day_of(notice: Notice) -> date | None:
    """The last day on which anything may leave under a notice, if there is one."""
    ends = (notice.last_dispatch_on if notice.span in MONTHS else None, terms_of(notice).valid_until)
    return min((one for one in ends if one), default=None)


def drawn(movement: Movement) -> Drawn:
    """A movement as the balance sees it."""
    back = None
    if movement.returned_quantity is not None:
        back = Amount(movement.returned_quantity, movement.returned_unit)
    return Drawn(movement.state, Amount(movement.quantity, movement.unit), back)


def read_balance(notice: Notice, *, without: Movement | None = None) -> Balance | None:
    """The balance of a notice as it stands, perhaps without one movement; None where there is nothing to draw on.

    Whoever means to draw on it holds the lock on the notice.
    """
    ceiling = ceiling_of(notice)
    if ceiling is None:
        return None
    rows = Movement.objects.visible_to(SYSTEM).filter(under=notice)
    return balance_of(ceiling, [drawn(one) for one in rows if without is None or one.pk != without.pk])


def released_on(notice: Notice) -> date | None:
    """The earliest day of an office anywhere on which a notice stood released; None while it is not."""
    if notice.state != NOTICES.step("release").to:
        return None
    acts = Event.objects.visible_to(SYSTEM).filter(case_id=notice.pk, name=NOTICES.step("release").event)
    at = acts.order_by("seq").values_list("at", flat=True).first()
    return (at - WEST).date() if at else None


def against_day(notice: Notice, on: date, field: str, *, has_left: bool) -> Iterator[Fault]:
    """What speaks against a day of dispatch, a planned one or one that is past."""
    released, last = released_on(notice), last_day_of(notice)
    if has_left and released and on < released:
        text = "Nothing could leave before the notice was released on {released}. Enter that day or a later one."
        yield Fault(field, "before_release", text, {"released": released})
    if has_left:
        yield from not_yet(on, field)
    if last and on > last:
        text = "Nothing may leave under this notice after {last}. Send a new notice for a later dispatch."
        yield Fault(field, "after_the_period", text, {"last": last})


def not_yet(on: date, field: str) -> Iterator[Fault]:
    """What has happened did not happen on a day that no office has reached."""
    if on > (now() + EAST).date():
        text = "{given} has not come yet. Enter the day on which it really happened."
        yield Fault(field, "not_yet", text, {"given": on})


def against_amount(balance: Balance, amount: Amount, field: str = "quantity") -> Iterator[Fault]:
    """What speaks against drawing an amount on a balance."""
    if not amount.compares_with(Amount(balance.ceiling, balance.unit)):
        text = "The notice is in {unit}: a mass and a volume cannot be reckoned up. Enter it in a unit like {unit}."
        yield Fault("unit", "other_dimension", text, {"unit": balance.unit})
    elif amount.within("") > Amount(balance.left, balance.unit).within(""):
        text = "Only {left} {unit} are left of the {ceiling} {unit} of this notice. Enter that or less."
        said = {"left": f"{balance.left:f}", "unit": balance.unit, "ceiling": f"{balance.ceiling:f}"}
        yield Fault(field, "beyond_the_balance", text, said)


def against_share(part: Amount, whole: Amount, field: str = "quantity") -> Iterator[Fault]:
    """What speaks against a part being taken of a whole."""
    if not part.compares_with(whole):
        text = "It was dispatched in {unit}: a mass and a volume cannot be compared. Enter it in a unit like {unit}."
        yield Fault("unit", "other_dimension", text, {"unit": whole.unit})
    elif part.within("") > whole.within(""):
        text = "Only {quantity} {unit} were dispatched. Enter that or less."
        yield Fault(field, "more_than_sent", text, {"quantity": f"{whole.quantity.normalize():f}", "unit": whole.unit})
