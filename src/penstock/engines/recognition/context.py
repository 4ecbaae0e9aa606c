"""What stands beside a name: nothing that matters, a salt word, or the rest of a longer chemical name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from penstock.engines.recognition.index import Meaning, NameIndex
from penstock.engines.recognition.ordinary import OrdinaryNames
from penstock.engines.recognition.reasons import Place
from penstock.engines.recognition.text import Folded, Token, fold, key, tokens
from penstock.engines.recognition.words import (
    is_derivative,
    is_unit,
    looks_chemical,
    packing_words,
    salt_words,
    trade_words,
)

Verdict = Literal["alone", "salt", "another"]

_SEPARATOR = re.compile(r"[;/|%:&\n=]|\s[-+]\s|\.\s")
_GLUE = re.compile(r"[-'\[\](){}+.,*]*-[-'\[\](){}+.*]*|[\[({]")
_QUANTITY = re.compile(r"\d+(?P<unit>[a-z]{1,3})")
_CUT = re.compile(r"[;/,\n]|\s")
_LONGEST_LINE = 1500
_LOCANT_ENDS = ("-", ",", "'", "(", "[", "+")
_ELIDED = frozenset({"d", "l", "dell", "all"})
_NEGATIONS = frozenset({"without", "non", "excluding", "except", "ohne", "sans", "sin", "senza"})
_JOINERS = frozenset({"and", "with", "und", "mit", "et", "avec", "y", "con", "plus", "и"})


class Window(NamedTuple):
    """A run of tokens, half open, in one line."""

    start: int
    end: int

    def within(self, other: "Window") -> bool:
        """Tell whether the run lies in another, or is the same."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Line:
    """A description of goods as given, folded, and cut into tokens."""

    given: str
    folded: Folded
    tokens: list[Token]

    @classmethod
    def of(cls, description: str) -> "Line":
        """Fold and cut a description."""
        folded = fold(description)
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


class Part(NamedTuple):
    """One ingredient: its core without words of trade at the ends, and its name with them but without packing."""

    core: Window
    named: Window

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
        if _SEPARATOR.search(line.gap(index)):
            found.append(Window(start, index))
            start = index
        elif line.tokens[index].text in _JOINERS:
            found.append(Window(start, index))
            start = index + 1
    found.append(Window(start, len(line.tokens)))
    divided = (Part(strip(line, window, is_harmless), strip(line, window, is_packing)) for window in found)
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
    if line.gap_after(Window(index, index + 1)).startswith(_LOCANT_ENDS):
        return False
    if word.isdigit():
        return not line.gap_before(Window(index, index + 1)).endswith("-")
    if is_unit(word):
        return len(word) > 1 or (index > 0 and line.tokens[index - 1].text.isdigit())
    amount = _QUANTITY.fullmatch(word)
    return amount is not None and is_unit(amount["unit"])


def _ends_a_name(gap: str) -> bool:
    return _SEPARATOR.search(gap) is not None or "," in gap


def stands_alone(line: Line, window: Window, name: str) -> bool:
    """Tell whether a weak name has its part, or its place in a list of goods, to itself."""
    if window.end - window.start not in (1, len(tokens(fold(name).text))):
        return False  # "a,a,a" is no "AA"
    if line.squash(window) in salt_words().base:
        around = (*range(window.start), *range(window.end, len(line.tokens)))
        return all(is_harmless(line, index) for index in around)
    return all(
        not 0 <= index < len(line.tokens) or is_harmless(line, index) or _ends_a_name(gap)
        for index, gap in ((window.start - 1, line.gap_before(window)), (window.end, line.gap_after(window)))
    )


class Surroundings:
    """Judges the words beside a name; knows chemicals by name so that a list of goods is not read as one name."""

    def __init__(self, ordinary: OrdinaryNames, index: NameIndex) -> None:
        """Keep the names of ordinary and of listed chemicals."""
        self._ordinary = ordinary
        self._listed = index.meanings

    def judge(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        """Say whether the name stands alone, makes a covered salt with its neighbours, or belongs to another name."""
        left, right = self._left(line, window, meaning), self._right(line, window, meaning)
        if "another" in (left, right):
            return "another"
        if "salt" in (left, right):
            return "salt"
        return "another" if meaning.kind == "salt" else "alone"

    def _left(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        index = window.start - 1
        if index < 0:
            return "alone"
        word, gap = line.tokens[index].text, line.gap(window.start)
        if _SEPARATOR.search(gap) or ", " in gap or (word in _ELIDED and gap == "'"):
            return "alone"
        if word in _NEGATIONS:
            return "another"
        if word in salt_words().acid and not meaning.weak and "acid" in meaning.entry.salts:
            return "salt"
        return self._beside(line, index, gap)

    def _right(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        if window.end == len(line.tokens):
            # An index name may end in a dash; the dash behind any other name announces the rest of a longer one.
            cut_off = line.after(-1).startswith("-") and "," not in line.slice(window)
            return "another" if cut_off else "alone"
        word, gap = line.tokens[window.end].text, line.gap(window.end)
        if word == "free" and not line.after(window.end).lstrip().startswith("base"):
            return "another"
        if _SEPARATOR.search(gap):
            return "alone"
        salt = self._salt_to_the_right(line, window, meaning)
        if salt is not None:
            return salt
        if "," in gap:
            return self._after_comma(line, window.end)
        return self._beside(line, window.end, gap)

    def _salt_to_the_right(self, line: Line, window: Window, meaning: Meaning) -> Verdict | None:
        words = salt_words()
        end = window.end
        while end < len(line.tokens) and not _SEPARATOR.search(line.gap(end)):
            word = line.tokens[end].text
            if word not in words.base and word not in words.acid:
                break
            end += 1
        run = {token.text for token in line.tokens[window.end : end]}
        if not run:
            return None
        covered = (words.base if "base" in meaning.entry.salts else frozenset()) | (
            words.acid if "acid" in meaning.entry.salts else frozenset()
        )
        return "salt" if run <= covered else "another"

    def _after_comma(self, line: Line, index: int) -> Verdict:
        """Read what follows a comma: the rest of an index name, or the next of a list of goods."""
        if is_harmless(line, index):
            return "alone"
        end = index + 1
        while end < len(line.tokens) and ", " not in line.gap(end) and not _SEPARATOR.search(line.gap(end)):
            end += 1
        rest = strip(line, Window(index, end), is_harmless)
        if line.after(end - 1).lstrip(")]").startswith("-"):
            return "another"
        words = [token.text for token in line.tokens[rest.start : rest.end]]
        if any(map(is_derivative, words)):
            return "another"
        squashed = line.squash(rest)
        if squashed in self._listed or self._ordinary.is_name(squashed):
            return "alone"
        return "another" if any(map(looks_chemical, words)) else "alone"

    def _beside(self, line: Line, index: int, gap: str) -> Verdict:
        word = line.tokens[index].text
        if is_harmless(line, index):
            return "alone"
        if _GLUE.search(gap) or looks_chemical(word) or " " not in gap:
            return "another"
        return "alone"
