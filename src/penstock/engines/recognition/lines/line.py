"""A line cut into tokens and parts: what may be one ingredient, and what around it is only packing."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from penstock.engines.recognition.lines.disguises import unspaced
from penstock.engines.recognition.lines.text import Folded, Token, fold, key, tokens
from penstock.engines.recognition.names.words import is_unit, packing_words, trade_words

SEPARATOR = re.compile(r"[;/|%:&\n=]|\s[-+]\s|\.\s")
_QUANTITY = re.compile(r"\d+(?P<unit>[^\W\d_]{1,6})")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)+ ?(?P<unit>%|[a-z]{1,10})")
_CUT = re.compile(r"[;/,\n]|\s")
_LONGEST_LINE = 1500
_LOCANT_ENDS = ("-", ",", "'", "(", "[", "+")
_JOINERS = frozenset({"and", "with", "und", "mit", "et", "avec", "y", "con", "plus", "и"})


class Place(NamedTuple):
    """What matched, as given, and its span in the description; no span means the CAS column."""

    matched: str
    span: tuple[int, int] | None = None


class Window(NamedTuple):
    """A run of tokens, half open, in one line."""

    start: int
    end: int

    def within(self, other: "Window") -> bool:
        """Tell whether the run lies in another, or is the same."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Line:
    """A description of goods as given, folded, its spaced-out words closed up, and cut into tokens."""

    given: str
    folded: Folded
    tokens: list[Token]

    @classmethod
    def of(cls, description: str) -> "Line":
        """Fold and cut a description."""
        folded = unspaced(fold(description))
        return cls(description, folded, tokens(folded.text))

    def gap(self, index: int) -> str:
        """Return what stands between token index - 1 and token index."""
        return self.folded.text[self.tokens[index - 1].end : self.tokens[index].start]

    def gap_before(self, window: Window) -> str:
        """Return what stands before a run of tokens, up to its neighbour; empty at the start of the line."""
        return self.gap(window.start) if window.start else ""

    def gap_after(self, window: Window) -> str:
        """Return what stands after a run of tokens, up to its neighbour; empty at the end of the line."""
        return self.gap(window.end) if window.end < len(self.tokens) else ""

    def after(self, index: int) -> str:
        """Return the folded text behind token index."""
        return self.folded.text[self.tokens[index].end :]

    def slice(self, window: Window) -> str:
        """Return the folded text of a run of tokens."""
        return self.folded.text[self.tokens[window.start].start : self.tokens[window.end - 1].end]

    def squash(self, window: Window) -> str:
        """Return the key of a run of tokens."""
        return key(self.slice(window))

    def place(self, window: Window) -> Place:
        """Return the given text of a run of tokens and its span in the description."""
        span = self.folded.span(self.tokens[window.start].start, self.tokens[window.end - 1].end)
        return Place(self.given[slice(*span)], span)

    def cut(self, start: int, end: int) -> tuple[Place, Window]:
        """Return the place of a half-open span of the folded text, and the run of tokens that begins in it."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        last = bisect_left(self.tokens, end, key=lambda token: token.start)
        span = self.folded.span(start, end)
        return Place(self.given[slice(*span)], span), Window(first, max(last, first + 1))


class Part(NamedTuple):
    """One ingredient: its core without words of trade at the ends, its name with them but without packing, its room."""

    core: Window
    named: Window
    room: Window

    def readings(self) -> list[Window]:
        """Return the runs of tokens that may be its name: with the words of trade at each end and without."""
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
    found: list[Window] = []
    start = 0
    for index in range(1, len(line.tokens)):
        if SEPARATOR.search(line.gap(index)):
            found.append(Window(start, index))
            start = index
        elif line.tokens[index].text in _JOINERS:
            found.append(Window(start, index))
            start = index + 1
    found.append(Window(start, len(line.tokens)))
    divided = (Part(strip(line, window, is_harmless), strip(line, window, is_packing), window) for window in found)
    return [part for part in divided if part.core.start < part.core.end]


def strip(line: Line, window: Window, is_loose: Callable[[Line, int], bool]) -> Window:
    """Take the tokens that are loose off both ends of a run."""
    start, end = window
    while start < end and is_loose(line, start):
        start += 1
    while end > start and is_loose(line, end - 1):
        end -= 1
    return Window(start, end)


def is_packing(line: Line, index: int) -> bool:
    """Tell whether a token is a word for a package (or the "of" behind one), a unit or a quantity."""
    word = line.tokens[index].text
    if word == "of":
        return index == 0 or line.tokens[index - 1].text in packing_words()
    return word in packing_words() or _is_quantity(line, index)


def is_harmless(line: Line, index: int) -> bool:
    """Tell whether a token is a word of trade, a unit, or a quantity (and not the locant of a name)."""
    word = line.tokens[index].text
    if word in trade_words():
        return len(word) > 1 or _stands_free(line, index)
    return _is_quantity(line, index)


def _stands_free(line: Line, index: int) -> bool:
    """Tell whether only blanks stand around a token; a letter beside a dash or comma is a locant, not a word."""
    here = Window(index, index + 1)
    return not line.gap_before(here).strip() and not line.gap_after(here).strip()


def _is_quantity(line: Line, index: int) -> bool:
    word = line.tokens[index].text
    if not word[0].isdigit() and not is_unit(word):
        return False
    if line.gap_after(Window(index, index + 1)).startswith(_LOCANT_ENDS):
        decimal = _DECIMAL.match(line.folded.text, line.tokens[index].start)
        return decimal is not None and (decimal["unit"] == "%" or is_unit(decimal["unit"]))
    if word.isdigit():
        return not line.gap_before(Window(index, index + 1)).endswith("-")
    if is_unit(word):
        return len(word) > 1 or (index > 0 and line.tokens[index - 1].text.isdigit())
    amount = _QUANTITY.fullmatch(word)
    return amount is not None and is_unit(amount["unit"])
