"""The picture of a standout: its months as bars, the usual as a band, others' middle as a line, what tells marked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

LEFT, WIDTH, TOP, HIGH, FOOT = 64, 640, 22, 170, 24
LABELS = 8  # months that are named below the picture at most
STEPS = tuple(map(Decimal, (1, 2, 3, 4, 6, 8, 10)))


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as it is drawn; `peak` is where its mark stands."""

    x: float
    y: float
    width: float
    height: float
    is_marked: bool
    label: str
    total: str
    orders: int

    @property
    def middle(self) -> float:
        """Where the mark stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def peak(self) -> float:
        """Just above the bar."""
        return round(self.y - 4, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole drawing, with the sentence that tells it to whoever cannot see it."""

    width: int
    height: int
    left: int
    right: int
    ground: float
    bars: tuple[Bar, ...]
    band: tuple[float, float] | None  # its top and its height
    middle: float | None
    others: str  # the points of a line
    lines: tuple[tuple[float, str], ...]
    months: tuple[tuple[float, str], ...]
    told: str

    @property
    def across(self) -> int:
        """How wide the drawn months are."""
        return self.right - self.left


def picture(course: dict[str, Any], unit: str) -> Picture:
    """The drawing of what a round kept of a course."""
    months = course["months"]
    values = [Decimal(one[1]) for one in months]
    others = [None if one[4] is None else Decimal(one[4]) for one in months]
    edges = [Decimal(course[name]) for name in ("low", "middle", "high") if course[name] is not None]
    top = _round_up(max([*values, *edges, *(one for one in others if one is not None)]))
    ground, step = TOP + HIGH, (WIDTH - LEFT) / len(months)

    def y(value: Decimal) -> float:
        return round(float(ground - HIGH * value / top), 1)

    bars = tuple(
        Bar(
            x=round(LEFT + step * at + step * 0.14, 1),
            y=y(values[at]),
            width=round(step * 0.72, 1),
            height=round(ground - y(values[at]), 1),
            is_marked=bool(one[3]),
            label=one[0],
            total=f"{one[1]} {unit}",
            orders=one[2],
        )
        for at, one in enumerate(months)
    )
    band = None
    if course["low"] is not None:
        high, low = y(Decimal(course["high"])), y(Decimal(course["low"]))
        band = (high, round(max(low - high, 2), 1))
    every = -(-len(months) // LABELS)
    return Picture(
        width=WIDTH + 8,
        height=TOP + HIGH + FOOT,
        left=LEFT,
        right=WIDTH,
        ground=ground,
        bars=bars,
        band=band,
        middle=None if course["middle"] is None else y(Decimal(course["middle"])),
        others=" ".join(f"{bars[at].middle},{y(one)}" for at, one in enumerate(others) if one is not None),
        lines=tuple((y(top * part / 2), f"{(top * part / 2).normalize():f} {unit}") for part in range(3)),
        months=tuple((bars[at].middle, one[0]) for at, one in enumerate(months) if at % every == 0),
        told=_told(course, unit),
    )


def _round_up(value: Decimal) -> Decimal:
    """The next round number, so that the lines across say something."""
    value = max(value, Decimal("0.000001"))
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in STEPS if step * power >= value)


def _told(course: dict[str, Any], unit: str) -> str:
    months = course["months"]
    text = _("%(count)s months from %(first)s to %(last)s.")
    said = [text % {"count": len(months), "first": months[0][0], "last": months[-1][0]}]
    if course["low"] is not None:
        said.append(usual(course, unit))
    marked = ", ".join(f"{one[0]}: {one[1]} {unit}" for one in months if one[3])
    if marked:
        said.append(_("Marked: %(months)s.") % {"months": marked})
    return " ".join(said)


def usual(course: dict[str, Any], unit: str) -> str:
    """What is usual, in a sentence; or why it cannot be said."""
    if course["low"] is None:
        return _("What is usual cannot be said yet: there are too few months before.")
    text = _("In at least eight of ten of the %(earlier)s months before, between %(low)s and %(high)s were ordered; the middle is %(middle)s.")  # fmt: skip  # noqa: E501
    named = {name: f"{course[name]} {unit}" for name in ("low", "middle", "high")}
    return text % {"earlier": course["earlier"], **named}
