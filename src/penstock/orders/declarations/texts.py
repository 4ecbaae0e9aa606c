"""The words of a declaration: put together once, shown to the signer, and kept with their hash."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from penstock.catalogue.law.force import current_book
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.sectors import trades
from penstock.orders.declarations.fields import CALENDAR, TRANSACTION
from penstock.orders.declarations.models import Declaration

ORDER_DAYS = 180
"""How long a declaration for one order may wait for it."""


def last_day(span: str, first: date) -> date:
    """The last day of a declaration: of half a year for one order, of a rolling or of a calendar year."""
    if span == CALENDAR:
        return date(first.year, 12, 31)
    if span == TRANSACTION:
        return first + timedelta(days=ORDER_DAYS)
    try:
        return first.replace(year=first.year + 1) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return date(first.year + 1, 2, 28)


def asked_by_law(country: str, goods: str, on: date) -> list[str]:
    """Where the law of a country asks for a declaration of whoever buys these goods."""
    book = current_book()
    rules = [rule for rule in book.rules_on(on, book.jurisdictions_of(country, on))
             if goods in {rule.entry.substance, rule.key}]  # fmt: skip
    found = [duty.source for rule in rules for duty in book.duties_of(rule, on) if duty.duty == "declaration"]
    return list(dict.fromkeys(found))


def worded(row: Declaration, customer: Customer, supplier: str, country: str) -> str:
    """What the signer reads and signs."""
    span = {
        TRANSACTION: _("for the order %(number)s") % {"number": row.order_number},
        CALENDAR: _("in the calendar year %(year)s") % {"year": row.from_on.year},
    }.get(row.span, _("from %(first)s to %(last)s") % {"first": row.from_on, "last": row.until_on})
    laws = asked_by_law(country, row.goods, row.from_on)
    lines = [
        _("Declaration of end use"),
        _("Supplier: %(name)s") % {"name": supplier},
        _("Customer: %(name)s, %(address)s") % {"name": customer.name, "address": customer.content.get("address", "")},
        _("Goods: %(goods)s") % {"goods": title_of(row.goods)},
        _("Quantity: at most %(quantity)s %(unit)s %(span)s")
        % {"quantity": f"{row.quantity.normalize():f}", "unit": row.unit, "span": span},
        _("Use: %(use)s. %(words)s") % {"use": _(trades().uses[row.use]), "words": row.uses},
        _("The customer declares that it will use the goods for this alone, that it will not sell or pass them on"
          " in the form in which it gets them unless it says so above, and that whoever buys them of it makes the"
          " same declaration."),
        *([_("Asked for by: %(laws)s") % {"laws": "; ".join(laws)}] if laws else []),
    ]  # fmt: skip
    return "\n".join(lines)
