"""What a report or a letter begins with where a standout gave the reason: all that is known, in plain words."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from penstock.catalogue.amounts import exactly, plain
from penstock.orders.checking.law.quantities import SYMBOL
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.sectors import trades
from penstock.orders.watch.models import Standout

SIGNS = {
    "copied-orders": ["split"],
    "split-order": ["split"],
    "several-sites": ["several sites"],
    "slow-rise": ["above usual"],
    "new-lane": ["new product"],
    "sudden-jump": ["sudden jump"],
    "beyond-need": ["above usual"],
}
"""The signs of a report that a typology speaks for, by their codes."""
UNDER = "just under"
MOST_LINES = 40


def sentence(reason: dict[str, Any]) -> str:
    """A reason in the reader's language, with its figures and their units."""
    return _(str(reason["text"])).format(**reason["values"])


def of_the_case(row: Standout) -> list[dict[str, Any]]:
    """The reasons that have weight; what others order is told beside them."""
    return [one for one in row.reasons if not one["is_context"]]


def total_of(row: Standout) -> str:
    """The sum of the orders that tell, in kilograms or litres."""
    return f"{plain(exactly(*(Decimal(one['base']) for one in row.marked))):f}"


def named(order: dict[str, str]) -> str:
    """An order by its number and line."""
    return f"{order['number']} {order['line']}".strip()


def prefilled(row: Standout) -> dict[str, Any]:
    """The answers of a suspicious report that a standout gives; a person reads, corrects and sends it.

    What became of the goods it leaves open: the house knows that an order might go, and not whether it went.
    """
    customer = row.customer
    signs = [*SIGNS.get(row.typology, []), *([UNDER] if any(one["signal"] == "under" for one in row.reasons) else [])]
    numbers = ", ".join(dict.fromkeys(one["number"] for one in row.marked[-MOST_LINES:]))
    uses = dict.fromkeys(one["use"] for one in row.marked if one["use"])
    reached = (customer.content.get(name, "") for name in ("phone", "email"))
    return {
        "sort": "order",
        "product": title_of(row.goods),
        "quantity": total_of(row),
        "unit": SYMBOL[row.dimension],
        "order_reference": numbers[:300],
        "happened_on": row.day.isoformat(),
        "signs_quantity": signs,
        "explanation": "\n".join([*(sentence(one) for one in of_the_case(row)), *_lines(row)]),
        "party_being": "company",
        "party_name": customer.name,
        "party_country": customer.country,
        "party_address": customer.content.get("address", ""),
        "party_contact": ", ".join(one for one in reached if one),
        "party_said": ", ".join(str(trades().uses.get(one, one)) for one in uses),
    }


def _lines(row: Standout) -> list[str]:
    return [f"{one['day']}  {named(one)}  {one['quantity']} {one['unit']}" for one in row.marked[-MOST_LINES:]]


def letter(row: Standout, company: str) -> str:
    """A letter that asks a customer about its need; it says nothing of what stood out, and accuses nobody."""
    orders = "\n".join(_lines(row))
    text = _(
        "Dear Sir or Madam,\n\nas a supplier of %(goods)s we have to know what it is used for. Please tell us, for"
        " these orders:\n\n%(orders)s\n\n1. What was made or done with it, at which site?\n2. How much do you need of"
        " it in a year, and what does that follow from?\n3. How much of it do you have in stock today?\n4. Do you pass"
        " any of it on, and to whom?\n\nYours faithfully,\n%(company)s"
    )
    return text % {"goods": title_of(row.goods), "orders": orders, "company": company}
