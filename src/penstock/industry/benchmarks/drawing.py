"""The bar of a benchmark: the quarters of the others, and one's own figure upon them; the words beside say the same."""

from dataclasses import dataclass

from penstock.industry.benchmarks.queries import Benchmark

LEFT, WIDE = 20, 560
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the quarters lie, the middle, one's own figure, and the end of the scale."""

    low: int
    middle: int
    high: int
    span: int
    own: int | None
    end: int


def bar(one: Benchmark) -> Bar | None:
    """The bar of a benchmark; None where there are too few others."""
    if one.among is None:
        return None
    own = round(one.own) if one.own is not None else None
    end = PERCENT if one.measure.unit == "%" else max(one.among.high, own or 0, 10)
    low, middle, high = (_at(figure, end) for figure in (one.among.low, one.among.middle, one.among.high))
    return Bar(low, middle, high, max(high - low, 2), _at(own, end) if own is not None else None, end)


def _at(figure: int, end: int) -> int:
    return LEFT + round(WIDE * min(figure, end) / end)
