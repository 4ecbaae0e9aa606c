"""What is doubtful about a stated need, with the reason in a sentence; none of it stops anybody.

How long a figure holds is law: an estimate for its year, furnished by 30 June of the year before; an assessment until
replaced, with a full revision every three years; an annual requirement likewise until replaced, read as stale after
three years. What is a jump is a choice of this house: three times as much as the middle of earlier years, or a third.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from penstock.permits.shapes import plain

YEARS_VALID = 3
JUMP = 3
DUE = (6, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The need stated for a year: how much, when, and in which year; the same for all three conventions."""

    year: int
    kilograms: Decimal
    stated_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A doubt: a stable code, whether it is grave, and a sentence with the figures that it rests on."""

    code: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_grave: bool = False

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


def marks(
    regime: str,
    year: int,
    stated: Sequence[Stated],
    used: Mapping[int, Decimal],
    *,
    on: date,
) -> list[Mark]:
    """The doubts about what holds in a year; `stated` comes newest first, `used` is what was traded and made."""
    now = stated[0] if stated else None
    if now is None:
        return [_missing(regime, year)]
    return [*_stale(regime, year, now, on), *_jump(now, stated[1:]), *_against_trade(now, year, used)]


def _missing(regime: str, year: int) -> Mark:
    if regime == "narcotic":
        text = "No estimate is entered for {year}: nothing may be imported until one is (1961 Convention, article 19)."
        return Mark("missing", text, {"year": year}, is_grave=True)
    return Mark("missing", "No figure is stated for {year}, so that nothing bounds what is imported.", {"year": year})


def _stale(regime: str, year: int, now: Stated, on: date) -> Iterator[Mark]:
    if regime == "narcotic":
        due = date(year - 1, *DUE)
        if now.stated_on > due:
            text = "The estimate was stated on {day}, after {due}, when Form B is due."
            yield Mark("late", text, {"day": now.stated_on, "due": due})
        return
    ends = _years_later(now.stated_on, YEARS_VALID)
    if on > ends:
        text = (
            "It was stated on {day} and should have been revised by {ends}: a full revision is due every three years."
        )
        yield Mark("stale", text, {"day": now.stated_on, "ends": ends})


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _jump(now: Stated, earlier: Sequence[Stated]) -> Iterator[Mark]:
    known = [one.kilograms for one in earlier if one.year < now.year and one.kilograms > 0]
    if not known or not now.kilograms:
        return
    usual = Decimal(median(known))
    values = {"now": plain(now.kilograms), "usual": plain(usual), "years": len(known)}
    if now.kilograms >= usual * JUMP:
        yield Mark("jump", "{now} kg is three times or more the middle of {years} earlier year(s), {usual} kg.", values)
    elif now.kilograms * JUMP <= usual:
        yield Mark("fall", "{now} kg is a third or less of the middle of {years} earlier year(s), {usual} kg.", values)


def _against_trade(now: Stated, year: int, used: Mapping[int, Decimal]) -> Iterator[Mark]:
    moved = used.get(year, Decimal(0))
    if not now.kilograms and moved > 0:
        text = "Nothing is said to be needed, but {moved} kg were made, imported or reserved in {year}."
        yield Mark("zero", text, {"moved": plain(moved), "year": year}, is_grave=True)
    elif moved > now.kilograms:
        text = "{moved} kg were made, imported or reserved in {year}, more than the {now} kg that were stated."
        yield Mark("exceeded", text, {"moved": plain(moved), "now": plain(now.kilograms), "year": year}, is_grave=True)
    before = [amount for when, amount in used.items() if year - YEARS_VALID <= when < year and amount > 0]
    if before and now.kilograms >= max(before) * JUMP:
        text = (
            "{now} kg is three times or more what was made and imported in any of {years} earlier year(s), {most} kg."
        )
        values = {"now": plain(now.kilograms), "years": len(before), "most": plain(max(before))}
        yield Mark("beyond_trade", text, values)
