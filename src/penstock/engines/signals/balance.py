"""Mass balance: what was counted against what came in and went out, for a holder and a substance between two counts."""

import ibis
from ibis.expr.types import Table

SERIES = ["holder", "substance"]
SIGNS = {"received": 1.0, "made": 1.0, "sent": -1.0, "used": -1.0, "lost": -1.0}
COUNTED = "counted"
TOLERANCE = 0.02  # of what moved between two counts; a pack or a person may set another
ROUNDING = 1e-9


def balanced(movements: Table, tolerance: float = TOLERANCE) -> Table:
    """Every count but the first, with what should have been there, what is missing and the share of what moved.

    `movements` has holder, substance, day, act (received, made, sent, used, lost or counted) and quantity; a count is
    taken at the end of its day. `missing` below 0 is more than there should be, which asks for an answer too.
    """
    sign = ibis.cases(*((movements.act == act, value) for act, value in SIGNS.items()), else_=0.0)
    found = movements.mutate(moved=movements.quantity * sign, is_count=(movements.act == COUNTED).cast("float64"))
    days = found.group_by([*SERIES, "day"]).aggregate(
        net=found.moved.sum(),
        gross=found.moved.abs().sum(),
        counts=found.is_count.sum(),
        counted=(found.quantity * found.is_count).sum(),
    )
    so_far = ibis.window(group_by=SERIES, order_by="day", rows=(None, 0))
    days = days.mutate(net_so_far=days.net.sum().over(so_far), gross_so_far=days.gross.sum().over(so_far))
    counts = days.filter(days.counts > 0)
    # Two counts of one day are told as their mean.
    counts = counts.mutate(counted=counts.counted / counts.counts)
    before = ibis.window(group_by=SERIES, order_by="day")
    counts = counts.mutate(
        since=counts.day.lag().over(before),
        expected=counts.counted.lag().over(before) + counts.net_so_far - counts.net_so_far.lag().over(before),
        moved=counts.gross_so_far - counts.gross_so_far.lag().over(before),
    )
    counts = counts.filter(counts.since.notnull())
    counts = counts.mutate(missing=counts.expected - counts.counted)
    room = ibis.greatest(counts.moved * tolerance, ibis.greatest(counts.expected.abs(), counts.counted) * ROUNDING)
    return counts.select(
        *SERIES,
        "since",
        "day",
        "counted",
        "expected",
        "moved",
        "missing",
        is_out=counts.missing.abs() > room,
    )
