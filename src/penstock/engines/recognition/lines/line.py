"""A line cut into words and parts: what may be one ingredient, and what around it is only packing."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from penstock.engines.recognition.lines.disguises import unspaced
from penstock.engines.recognition.lines.text import Folded, cut, fold, one_spelling
from penstock.engines.recognition.lines.unblanked import blanked
from penstock.engines.recognition.names.words import is_unit, loose_words, packing_words, trade_words

SEPARATOR = re.compile(r"[;/|%:&\n=]|\s[-+]\s|\.\s")
_QUANTITY = re.compile(r"\d+(?P<unit>[^\W\d_]{1,6})")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)+ ?(?P<unit>%|[a-z]{1,10})")
_CUT = re.compile(r"[;/,\n]|\s")
_LONGEST_LINE = 1500
_COMMON_GAPS = frozenset({"", " ", "-", ", ", ","})
_LOCANT_ENDS = ("-", ",", "'", "(", "[", "+")
_JOINERS = frozenset({"and", "with", "und", "mit", "et", "avec", "y", "con", "plus", "и"})


class Place(NamedTuple):
    """What matched, as given, and its span in the description; no span means the CAS column."""

    matched: str
    span: tuple[int, int] | None = None


class Window(NamedTuple):
    """A run of words, half open, in one line."""

    start: int
    end: int

    def within(self, other: "Window") -> bool:
        """Tell whether the run lies in another, or is the same."""
        return other.start <= self.start and self.end <= other.end


class Line:
    """A description of goods as given, folded, and cut into words; `words[i]` is `text[starts[i]:ends[i]]`.

    `gaps[i]` is what stands before word i and behind word i - 1, empty at both ends of the line; `parted[i]` tells
    whether a sign that parts goods is in it. `harmless` tells of each word whether it is one of trade, a unit, or a
    quantity (and not the locant of a name), `packing` whether it is a word for a package (or the "of" behind one), a
    unit or a quantity.
    """

    __slots__ = ("ends", "folded", "gaps", "given", "harmless", "packing", "parted", "starts", "text", "words")

    def __init__(self, given: str, folded: Folded) -> None:
        """Cut a folded description."""
        self.given, self.folded, self.text = given, folded, folded.text
        pieces = cut(folded.text)
        places = list(accumulate(map(len, pieces)))
        self.words, self.gaps = pieces[1::2], ["", *pieces[2:-1:2], ""]
        self.starts, self.ends = places[:-1:2], places[1::2]
        self.parted = [gap not in _COMMON_GAPS and SEPARATOR.search(gap) is not None for gap in self.gaps]
        self.harmless, self.packing = [False] * len(self.words), [False] * len(self.words)
        listed = loose_words()
        for index, word in enumerate(self.words):
            if word in listed or word[0].isdigit():
                self.harmless[index], self.packing[index] = _looseness(self, index, word)

    @classmethod
    def of(cls, description: str) -> "Line":
        """Fold a description, close its spaced-out words up, part its quantities from names, and cut it."""
        return cls(description, blanked(unspaced(fold(description))))

    def after(self, index: int) -> str:
        """Return the folded text behind word index."""
        return self.text[self.ends[index] :]

    def slice(self, window: Window) -> str:
        """Return the folded text of a run of words."""
        return self.text[self.starts[window.start] : self.ends[window.end - 1]]

    def squash(self, window: Window) -> str:
        """Return the key of a run of words."""
        return one_spelling("".join(self.words[window.start : window.end]))

    def place(self, window: Window) -> Place:
        """Return the given text of a run of words and its span in the description."""
        span = self.folded.span(self.starts[window.start], self.ends[window.end - 1])
        return Place(self.given[slice(*span)], span)

    def place_of(self, start: int, end: int) -> tuple[Place, Window]:
        """Return the place of a half-open span of the folded text, and the run of words that begins in it."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        span = self.folded.span(start, end)
        return Place(self.given[slice(*span)], span), Window(first, max(last, first + 1))


class Part(NamedTuple):
    """One ingredient: its core without words of trade at the ends, its name with them but without packing, its room."""

    core: Window
    named: Window
    room: Window

    def readings(self) -> list[Window]:
        """Return the runs of words that may be its name: with the words of trade at each end and without."""
        if self.core == self.named:
            return [self.core]
        starts, ends = {self.core.start: None, self.named.start: None}, {self.core.end: None, self.named.end: None}
        return [Window(start, end) for start in starts for end in ends]


def stretches(description: str) -> Iterator[tuple[int, int]]:
    """Cut a very long description where a part ends, so that the work stays in proportion to its length."""
    start = 0
    while len(description) - start > _LONGEST_LINE:
        ends = [match.end() for match in _CUT.finditer(description, start + 1, start + _LONGEST_LINE)]
        end = ends[-1] if ends else start + _LONGEST_LINE
        yield start, end
        start = end
    yield start, len(description)


def parts(line: Line) -> list[Part]:
    """Split a line into the parts that may each be one ingredient; a part of trade words alone is none."""
    rooms: list[Window] = []
    start = 0
    for index in range(1, len(line.words)):
        if line.parted[index]:
            rooms.append(Window(start, index))
            start = index
        elif line.words[index] in _JOINERS:
            rooms.append(Window(start, index))
            start = index + 1
    rooms.append(Window(start, len(line.words)))
    divided = (Part(strip(room, line.harmless), strip(room, line.packing), room) for room in rooms)
    return [part for part in divided if part.core.start < part.core.end]


def strip(window: Window, loose: Sequence[bool]) -> Window:
    """Take the words that are loose off both ends of a run."""
    start, end = window
    while start < end and loose[start]:
        start += 1
    while end > start and loose[end - 1]:
        end -= 1
    return window if window == (start, end) else Window(start, end)


def _looseness(line: Line, index: int, word: str) -> tuple[bool, bool]:
    """Tell whether a word is harmless, and whether it is packing."""
    is_quantity = (word[0].isdigit() or is_unit(word)) and _is_quantity(line, index, word)
    is_harmless = len(word) > 1 or _stands_free(line, index) if word in trade_words() else is_quantity
    if word == "of":
        return is_harmless, index == 0 or line.words[index - 1] in packing_words()
    return is_harmless, is_quantity or word in packing_words()


def _stands_free(line: Line, index: int) -> bool:
    """Tell whether only blanks stand around a word; a letter beside a dash or comma is a locant, not a word."""
    return not line.gaps[index].strip() and not line.gaps[index + 1].strip()


def _is_quantity(line: Line, index: int, word: str) -> bool:
    """Tell whether a unit, or a word that begins with a digit, is a quantity or stands behind one."""
    if line.gaps[index + 1].startswith(_LOCANT_ENDS):
        decimal = _DECIMAL.match(line.text, line.starts[index])
        return decimal is not None and (decimal["unit"] == "%" or is_unit(decimal["unit"]))
    if word.isdigit():
        return not line.gaps[index].endswith("-")
    if is_unit(word):
        return len(word) > 1 or (index > 0 and line.words[index - 1].isdigit())
    amount = _QUANTITY.fullmatch(word)
    return amount is not None and is_unit(amount["unit"])
