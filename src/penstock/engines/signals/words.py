"""Each signal's evidence in words: a sentence with its figures, which a shell may translate before it fills it in."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

TELLING = 2.0  # strengths below it are the noise of every week
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an order stands out: the signal, how strong it is, a sentence with named places, and what to put there."""

    signal: str
    strength: float
    sentence: str
    figures: Mapping[str, str]

    def __str__(self) -> str:
        return self.sentence.format(**self.figures)


def amount(value: float) -> str:
    """A figure with three digits that count, thousands grouped, and no exponent."""
    if value == 0 or not math.isfinite(value):
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    told = f"{round(value, places - 0):,.{places}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _usual(figure: str, back: Callable[[float], float] = math.exp) -> Callable[[Row], str]:
    return lambda row: amount(back(row[figure]))


def _told(figure: str) -> Callable[[Row], str]:
    return lambda row: amount(float(row[figure]))


def _share(figure: str) -> Callable[[Row], str]:
    return lambda row: amount(1000.0 * row[figure])


def _square(value: float) -> float:
    return value * value


TOLD: dict[str, tuple[str, dict[str, Callable[[Row], str]]]] = {
    "jump": (
        "This order is of {now}; the usual size here was {usual}, over {seen} earlier orders.",
        {"now": _told("quantity"), "usual": _usual("size_usual"), "seen": _told("size_seen")},
    ),
    "total": (
        "{now} in 30 days; usual were {usual}, also in the same weeks a year before where those are known.",
        {"now": _told("month_total"), "usual": _usual("total_usual")},
    ),
    "many": (
        "{now} orders in 30 days; usual were {usual}.",
        {"now": _told("month_orders"), "usual": _usual("many_usual", _square)},
    ),
    "volume": (
        "{week} in a week and {month} in 30 days, where {lump} a time about every {every} days was the rate.",
        {
            "week": _told("week_total"),
            "month": _told("month_total"),
            "lump": _told("lump"),
            "every": lambda row: amount(1 / row["lumps_a_day"]),
        },
    ),
    "copied": (
        "The same goods in the same quantity {now} times in 21 days; by the own rate {expected} were expected.",
        {"now": _told("alike"), "expected": _told("alike_expected")},
    ),
    "quick": (
        "{now} repeats of the same order within days, in a fortnight; by the own rate {expected} were expected.",
        {"now": _told("quick"), "expected": _told("quick_expected")},
    ),
    "split": (
        "{orders} orders of ordinary size in 7 days add up to {now}; usual in a week with orders were {usual}.",
        {"orders": _told("week_orders"), "now": _told("week_total"), "usual": _usual("week_usual")},
    ),
    "sites": (
        "All sites of the owner ordered {now} in 7 days, this one {own} of it; usual for all were {usual}.",
        {"now": _told("sites_total"), "own": _told("week_total"), "usual": _usual("sites_usual")},
    ),
    "under": (
        "{now} orders in 30 days lie just under the threshold of {threshold}; by the own rate it would be {expected}.",
        {"now": _told("near_misses"), "threshold": _told("threshold"), "expected": _told("near_expected")},
    ),
    "drift": (
        "Up to last month the orders rose to {now} a month; a year before {usual} were usual.",
        {"now": _told("drift_now"), "usual": _told("drift_usual")},
    ),
    "level": (
        "The {recent} orders of the last half year are on average {times} times as large as the {seen} before them.",
        {"recent": _told("level_lately"), "times": _told("level_times"), "seen": _told("level_past")},
    ),
    "record": (
        "{now} of {recent} orders in 90 days are larger than {most}, the largest of the {seen} before them.",
        {"now": _told("records"), "recent": _told("recent"), "seen": _told("past_orders"), "most": _told("past_most")},
    ),
    "lane": (
        (
            "{orders} orders of together {now} in 60 days from a new seller; of 1,000 orders of such a buyer {share}"
            " open one, and {others} other buyers came to this one lately."
        ),
        {
            "orders": _told("lane_orders"),
            "now": _told("lane_total"),
            "share": _share("lane_rate"),
            "others": _told("lane_others"),
        },
    ),
    "novelty": (
        "A substance that this buyer, known for {before} orders, never had before.",
        {"before": _told("buyer_before")},
    ),
    "rule": (
        "{now} this month; the customers of this class ordered {average} a month in the year before ({times} times).",
        {"now": _told("month_so_far"), "average": _told("class_average"), "times": _told("class_ratio")},
    ),
    "need": (
        "{now} in 365 days, against {declared} that it declared or can use in a year.",
        {"now": _told("year_total"), "declared": _told("declared")},
    ),
    "undeclared": ("The buyer declared what it needs, but nothing of this substance.", {}),
}


QUANTITIES: Mapping[str, frozenset[str]] = {
    "jump": frozenset({"now", "usual"}),
    "total": frozenset({"now", "usual"}),
    "volume": frozenset({"week", "month", "lump"}),
    "split": frozenset({"now", "usual"}),
    "sites": frozenset({"now", "own", "usual"}),
    "under": frozenset({"threshold"}),
    "drift": frozenset({"now", "usual"}),
    "record": frozenset({"most"}),
    "lane": frozenset({"now"}),
    "rule": frozenset({"now", "average"}),
    "need": frozenset({"now", "declared"}),
}
"""The figures of each signal that are quantities, and not counts, days or shares."""


def with_unit(reason: Reason, symbol: str) -> Reason:
    """The same reason with the unit of its orders behind every quantity."""
    named = QUANTITIES.get(reason.signal, frozenset())
    told = {name: f"{said} {symbol}" if name in named else said for name, said in reason.figures.items()}
    return replace(reason, figures=told)


def reasons(row: Row, least: float = TELLING) -> tuple[Reason, ...]:
    """Why a judged order stands out, the strongest first; what cannot be told is left out."""
    found = []
    for signal, (sentence, figures) in TOLD.items():
        strength = row.get(f"{signal}_strength") or 0.0
        if strength >= least:
            found.append(Reason(signal, strength, sentence, {name: told(row) for name, told in figures.items()}))
    return tuple(sorted(found, key=lambda one: (-one.strength, one.signal)))
