"""Days as files write them, a month or a year with its precision; one column is written in one order."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from penstock.incidents.intake.understood.answers import NOTHING, Understood, words

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EITHER = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?")
_NAMED = re.compile(r"(?:(\d{1,2})\.?[-/ ])?([^\W\d_]+)\.?[-/, ]+(\d{4})")
_NAME_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"\d{4}")
LAST_MONTH = 12
EARLIEST = 1900


def order(texts: Iterable[str]) -> str:
    """Whether a column writes the day first ("DMY") or the month ("MDY"); empty where none of it says, or both."""
    said = set()
    for text in texts:
        match = _EITHER.fullmatch(text.strip())
        if match and int(match[1]) > LAST_MONTH:
            said.add("DMY")
        if match and int(match[2]) > LAST_MONTH:
            said.add("MDY")
    return said.pop() if len(said) == 1 else ""


@lru_cache(maxsize=50_000)
def day(text: str, order_: str = "") -> Understood:
    """The day, with what it is known to: the day, the month or the year; a part of a year stands at its first day."""
    said = " ".join(text.split())
    return (_in_figures(said, order_) or _in_words(said)) if said else NOTHING


def _in_figures(text: str, order_: str) -> Understood | None:
    found = None
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        found = _exact(text, *match.groups(), how="year, month, day")
    elif (match := _EITHER.fullmatch(text)) and not order_:
        found = _twofold(text, int(match[1]), int(match[2]), match[3])
    elif match:
        one, two = (match[2], match[1]) if order_ == "DMY" else (match[1], match[2])
        found = _exact(text, match[3], one, two, how="day, month, year" if order_ == "DMY" else "month, day, year")
    elif match := _MONTH.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        found = _exact(text, year, month, "1", how="a month alone", known_to="month")
    elif _YEAR.fullmatch(text):
        found = _exact(text, text, "1", "1", how="a year alone", known_to="year")
    return found


def _in_words(text: str) -> Understood:
    if match := _NAME_FIRST.fullmatch(text):
        return _named(text, match[2], match[1], match[3])
    if match := _NAMED.fullmatch(text):
        return _named(text, match[1], match[2], match[3])
    return Understood(reason=f"'{text}' is no date; write it as YYYY-MM-DD.")


def _twofold(text: str, one: int, two: int, year: str) -> Understood:
    if one == two or one > LAST_MONTH:
        return _exact(text, year, str(two), str(one), how="day, month, year")
    if two > LAST_MONTH:
        return _exact(text, year, str(one), str(two), how="month, day, year")
    return Understood(reason=f"'{text}' can be read in two ways: say whether the day or the month comes first.")


def _named(text: str, in_month: str | None, name: str, year: str) -> Understood:
    names = words("months")
    month = next((n for n, known in names.items() if name.casefold() in known), None)
    if month is None:
        return Understood(reason=f"'{text}' is no date; write it as YYYY-MM-DD.")
    if in_month is None:
        return _exact(text, year, str(month), "1", how="a month alone", known_to="month")
    return _exact(text, year, str(month), in_month, how="the month by its name")


def _exact(text: str, year: str, month: str, in_month: str, *, how: str, known_to: str = "") -> Understood:
    try:
        found = date(int(year), int(month), int(in_month))
    except ValueError:
        return Understood(reason=f"There is no day '{text}' in the calendar.")
    if found.year < EARLIEST:
        return Understood(reason=f"'{text}' is too long ago.")
    precision = {"known_to": known_to} if known_to else {}
    return Understood({"happened_on": found.isoformat(), **precision}, how)


def shape(text: str) -> str:
    """How a date is written: every digit as 9, so that evidence is kept once for each way of writing."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))
