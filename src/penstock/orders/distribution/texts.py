"""The words of an undertaking: put together once, shown to the distributor, and kept with their hash."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.sectors import CATEGORIES
from penstock.orders.distribution.fields import DUTIES
from penstock.orders.distribution.models import Resale, Undertaking


def amount(one: Resale) -> str:
    """A quantity in the unit in which the distributor told it."""
    return f"{one.quantity.normalize():f} {one.unit}"


def worded(row: Undertaking, customer: Customer, supplier: str, resold: Sequence[Resale]) -> str:
    """What the distributor reads and signs; of a confirmation, with what it resold in the year before."""
    where = {"name": customer.name, "address": customer.content.get("address", "")}
    goods = "; ".join(title_of(one) for one in row.goods) or _("all that a law in force lists")
    lines = [
        _("Undertaking of a distributor"),
        _("Supplier: %(name)s") % {"name": supplier},
        _("Distributor: %(name)s, %(address)s") % where,
        _("Goods: %(goods)s") % {"goods": goods},
        _("From %(first)s to %(last)s the distributor keeps these duties for the goods above, as the supplier does:")
        % {"first": row.from_on, "last": row.until_on},
        *(f"- {_(DUTIES[one])}" for one in row.duties),
        *([_("It may sell: %(bounds)s") % {"bounds": row.bounds}] if row.bounds else []),
        *_confirmed(row, resold),
        _("Once a year it says what it resold, by quantity and sort of customers."),
    ]
    return "\n".join(lines)


def _confirmed(row: Undertaking, resold: Sequence[Resale]) -> list[str]:
    before = row.confirms
    if before is None:
        return []
    told = _("It confirms that it kept the duties undertaken from %(first)s to %(last)s.")
    said = [
        _("%(year)s: %(goods)s, %(quantity)s to %(buyers)s (%(sort)s)")
        % {"year": one.year, "goods": title_of(one.goods), "quantity": amount(one), "buyers": one.buyers,
           "sort": _(CATEGORIES[one.sort])}
        for one in resold
    ]  # fmt: skip
    heading = _("It resold:") if said else _("It resold nothing of them.")
    return [told % {"first": before.from_on, "last": before.until_on}, heading, *(f"- {one}" for one in said)]
