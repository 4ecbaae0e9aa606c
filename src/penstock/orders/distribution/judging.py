"""Whether the duties are passed on to a customer that buys to sell on: a pure function over what was gathered.

No law asks for it: it is the practice of the BDO/GBL code (practice 4), so what is missing is asked about and holds
nothing.
"""

from penstock.orders.checking.law.orders import Known, Order, Reason, Undertaken

SELLS_ON = frozenset({"distributor"})
RESALE = frozenset({"resale", "own-packs"})
PUBLIC = frozenset({"retailer"})
CODE = "BDO/GBL code, practice 4"


def passed_on(order: Order, known: Known, *, is_listed: bool) -> list[Reason]:
    """That the duties are passed on, or what is missing of the nearest undertaking; nothing where none is due."""
    resells = known.category in SELLS_ON or (order.use in RESALE and known.category not in PUBLIC)
    if not is_listed or not resells:
        return []
    found = [one for one in known.undertakings if not one.goods or order.goods in one.goods]
    standing = next((one for one in found if _lack(one, order) is None), None)
    if standing:
        text = "The distributor took over your duties until {last} ({code})."
        return [Reason("duties_passed_on", "note", text, {"last": standing.until_on.isoformat(), "code": CODE})]
    lacks = [lack for one in found if (lack := _lack(one, order))]
    if not lacks:
        text = "It buys to sell on, and has not undertaken to keep your duties ({code}): ask for it."
        return [Reason("duties_not_passed_on", "ask", text, {"code": CODE})]
    _rank, code, text, values = max(lacks, key=lambda one: one[0])
    return [Reason(code, "ask", text, {**values, "code": CODE})]


def _lack(one: Undertaken, order: Order) -> tuple[int, str, str, dict[str, str]] | None:
    """Why an undertaking does not stand on the day of an order; the highest rank is the nearest to standing."""
    if not one.is_signed:
        return 1, "duties_not_signed", "Its undertaking to keep your duties is not signed ({code}).", {}
    if not one.from_on <= order.ordered_on <= one.until_on:
        text = "Its undertaking runs from {first} to {last} ({code}): have the year confirmed."
        values = {"first": one.from_on.isoformat(), "last": one.until_on.isoformat()}
        return 2, "duties_not_confirmed", text, values
    if not one.is_verified:
        return 3, "duties_not_verified", "Its undertaking is signed ({code}): verify it, then check again.", {}
    return None
