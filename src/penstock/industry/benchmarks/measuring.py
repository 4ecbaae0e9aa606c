"""What is compared, and how: pure, over what is known of each company.

Nothing is told of fewer than five other companies. The quarters are told in steps of five, so that none of them is
the figure of any one company.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles

from penstock.industry.conduct.queries import Conduct

FEWEST = 5
STEP = 5
SHARES = {"yes": 1.0, "part": 0.5, "no": 0.0}


def practices(known: Conduct) -> float | None:
    """The share of practices that the last self-assessment says are kept, in per cent; in part counts as half."""
    if known.assessment is None:
        return None
    said = [SHARES[value] for name, value in known.assessment.content.items()
            if name.startswith("kept_") and value in SHARES]  # fmt: skip
    return 100 * sum(said) / len(said) if said else None


def returns(known: Conduct) -> float | None:
    """The share of annual returns that were handed in by their day, in per cent."""
    return 100 * sum(one.is_in_time for one in known.returns) / len(known.returns) if known.returns else None


def closing(known: Conduct) -> float | None:
    """The middle of the days from an inspection until a finding was closed."""
    days = [
        (one.closed_on - visit.held_on).days
        for one, visit in known.findings
        if one.action and one.closed_on and visit.held_on
    ]
    return float(median(days)) if days else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is compared."""

    code: str
    label: str
    unit: str
    more_is_better: bool
    of: Callable[[Conduct], float | None]


MEASURES = (
    Measure("practices", "Practices kept, as you assess yourselves", "%", True, practices),
    Measure("returns", "Annual returns handed in by their day", "%", True, returns),
    Measure("closing", "Days until findings of inspections were closed", "d", False, closing),
)


@dataclass(frozen=True, slots=True)
class Quarters:
    """A quarter of the others lies below `low`, half below `middle`, three quarters below `high`; all in steps."""

    low: int
    middle: int
    high: int
    companies: int


def quarters(others: Iterable[float]) -> Quarters | None:
    """The quarters of the others' figures; None of fewer than five."""
    figures = sorted(others)
    if len(figures) < FEWEST:
        return None
    low, middle, high = (_stepped(one) for one in quantiles(figures, n=4, method="inclusive"))
    return Quarters(low, middle, high, len(figures))


def _stepped(figure: float) -> int:
    return STEP * round(figure / STEP)


def place(own: float, among: Quarters, *, more_is_better: bool) -> str:
    """Where one's own figure lies: `best`, `better`, `worse` or `last` quarter of the others."""
    figure = _stepped(own) if more_is_better else -_stepped(own)
    bounds = (among.low, among.middle, among.high) if more_is_better else (-among.high, -among.middle, -among.low)
    reached = sum(figure >= bound for bound in bounds)
    return ("last", "worse", "better", "best")[reached]
