"""The steps of a balance drawn as a waterfall: each bar hangs where the one before ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from penstock.permits.needs.balances.figures import Step

ROW, BAR, TOP, LEFT, RIGHT = 30, 18, 6, 2, 8
WIDTH = 600
TONES = {
    "granted": "info", "confirmed": "info", "stocks": "info", "given": "ok", "made": "warn", "reserved": "neutral",
    "settled": "neutral", "outside": "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A step as it is drawn, with the line that joins it to the next."""

    label: str
    text: str
    tone: str
    x: str
    width: str
    y: int
    join: str
    next: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars, where nothing lies, and how high the picture is."""

    bars: list[Bar]
    zero: str
    height: int


def waterfall(steps: Sequence[Step], texts: Sequence[str]) -> Waterfall:
    """The picture of the steps; `texts` are their amounts as they are written in the table behind."""
    ends = [Decimal(0), *(edge for one in steps for edge in (one.start, one.end))]
    low, high = min(ends), max(ends)
    span = Fraction(high - low) or Fraction(1)

    def at(value: Decimal) -> Fraction:
        return LEFT + (WIDTH - LEFT - RIGHT) * Fraction(value - low) / span

    bars = []
    for number, (one, text) in enumerate(zip(steps, texts, strict=True)):
        first, last = sorted((at(one.start), at(one.end)))
        tone = TONES.get(one.name) or ("ok" if one.end >= 0 else "bad")
        bars.append(
            Bar(
                label=gettext(one.label),
                text=text,
                tone=tone,
                x=_said(first),
                width=_said(max(last - first, Fraction(1))),
                y=number * ROW + TOP,
                join=_said(at(one.end)),
                next=(number + 1) * ROW + TOP + BAR,
            )
        )
    return Waterfall(bars, _said(at(Decimal(0))), len(steps) * ROW + TOP)


def _said(value: Fraction) -> str:
    return f"{float(value):.2f}"
