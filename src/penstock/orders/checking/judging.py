"""The whole judgement of an order: the customer, the law, the signs, and the lists it is screened against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from penstock.catalogue.law.book import Book
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.gathering import Before, Gathered
from penstock.orders.checking.law.asked import Asked, asked_of, is_inland
from penstock.orders.checking.law.judging import by_law
from penstock.orders.checking.law.orders import Answer, Known, Order, Reason, answer_of
from penstock.orders.checking.signs.indicators import by_signs
from penstock.orders.checking.signs.screening import near_listed, reasons_for
from penstock.orders.distribution.judging import passed_on

LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Judged:
    """An order with the answer, every reason, and what it was judged by."""

    order: Order
    known: Known | None
    answer: Answer
    reasons: tuple[Reason, ...]
    judged_under: Mapping[str, Any]


def judge(viewer: Viewer, book: Book, order: Order, gathered: Gathered, content: Mapping[str, Any]) -> Judged:
    """Judge one order by what was gathered; the same order, facts and law give the same answer."""
    asked = asked_of(book, viewer.country, order.goods, order.ordered_on)
    known = gathered.customers.get(order.customer)
    if known is None:
        text = "Customer {number} is not on record: enter it, with what the law asks of it, then check again."
        reasons = [Reason("customer_unknown", "hold", text, {"number": order.customer})]
    else:
        supplied = tuple(gathered.supplied.get((order.customer, order.goods), ()))
        known = replace(known, supplied=supplied)
        reasons = _of_customer(viewer, book, order, known)
        reasons += _reasons(viewer, order, known, gathered.lists, asked)
        reasons += passed_on(order, known, is_listed=bool(asked))
    before = gathered.before.get((order.number, order.line))
    told = tuple(_as_lifted(reasons, before, content) if before and before.state == LIFTED else reasons)
    return Judged(order, known, answer_of(told), told, _judged_under(order, known, asked, gathered))


def _reasons(
    viewer: Viewer, order: Order, known: Known, lists: tuple[UUID, ...], asked: Sequence[Asked]
) -> list[Reason]:
    found = near_listed(viewer, lists, known)
    reasons = [*by_law(order, known, asked), *reasons_for(found)]
    return reasons + by_signs(order, known, asked, is_near_listed=bool(found))


def _of_customer(viewer: Viewer, book: Book, order: Order, known: Known) -> list[Reason]:
    reasons = []
    if known.stopped:
        text = "Nothing is supplied to this customer: {why}."
        reasons.append(Reason("customer_stopped", "hold", text, {"why": known.stopped}))
    country = known.sites.get(order.site, known.country) if order.site else known.country
    if order.site and order.site not in known.sites:
        text = "The customer has no site {site} on record: enter it, or correct the order."
        reasons.append(Reason("site_unknown", "hold", text, {"site": order.site}))
    if not is_inland(book, viewer.country, country, order.ordered_on):
        text = "It goes from {own} to {country}: what export asks (permits, notification) is not judged here."
        reasons.append(Reason("crosses_border", "ask", text, {"own": viewer.country, "country": country}))
    return reasons


def _as_lifted(reasons: Sequence[Reason], before: Before, content: Mapping[str, Any]) -> list[Reason]:
    """What a colleague lifted stays lifted, while the order and what speaks against it are the same."""
    against = {one["code"] for one in before.reasons if one["effect"] != "note"}
    mine = {one.code for one in reasons if one.effect != "note"}
    if dict(before.content) != dict(content) or not mine <= against or any(one.forbidden for one in reasons):
        return list(reasons)
    text = "{name} lifted what was held of this order, and nothing has changed since."
    lifted = Reason("lifted_before", "note", text, {"name": before.decided_by})
    return [*(replace(one, effect="note") for one in reasons), lifted]


def _judged_under(order: Order, known: Known | None, asked: Sequence[Asked], gathered: Gathered) -> dict[str, Any]:
    packs = {one.pack: one.law.version for one in asked}
    return {
        "day": order.ordered_on.isoformat(),
        "packs": packs,
        "lists": [str(one) for one in gathered.lists],
        "customer_edition": known.edition if known else 0,
    }
