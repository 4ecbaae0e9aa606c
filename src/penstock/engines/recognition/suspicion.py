"""Chemicals that are not known, but whose names carry the marks of listed ones: told as such, never as hits."""

import re
from collections.abc import Iterable, Iterator, Sequence

from penstock.engines.recognition.entries import Entry, Recognition
from penstock.engines.recognition.lines.line import Line, Part, Window
from penstock.engines.recognition.lines.text import fold, one_spelling
from penstock.engines.recognition.names.index import is_code
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.names.words import is_derivative, salt_words, trade_words
from penstock.engines.recognition.numbers.registry import FoundStructure

CONFIDENCE = 0.1
"""What an unknown chemical with marks of a listed one is given: it is a reason to look, not a finding."""
_WORD = re.compile(r"[a-z]+")
_SHORTEST_MARK = 7
_LONGEST_MARK = 24
_MANY_CHEMICALS = 150


class Suspicion:
    """Knows the words that mark listed substances: those of their names that few ordinary chemicals share."""

    def __init__(self, entries: Iterable[Entry], ordinary: OrdinaryNames) -> None:
        """Take the marks from the listed names of the entries."""
        self._ordinary = ordinary
        self._marks: dict[str, str] = {}
        for entry in entries:
            for word in _words(entry):
                if ordinary.words.get(word, 0) <= _MANY_CHEMICALS:
                    self._marks.setdefault(word, entry.name)
        self._heads = frozenset(mark[:_SHORTEST_MARK] for mark in self._marks)
        self._tails = frozenset(mark[-_SHORTEST_MARK:] for mark in self._marks)

    def of(
        self, line: Line, ingredients: Sequence[Part], covered: Sequence[Window], near: Sequence[Window]
    ) -> Iterator[Recognition]:
        """Yield the runs of tokens that bear a mark, that no finding covers, and that name no known chemical.

        `near` are listed names that belong to another name here; with "derivative" or the like behind, that is told.
        """
        for window in near:
            word = line.words[window.end] if window.end < len(line.words) else ""
            run = Window(window.start, window.end + 1)
            if is_derivative(word) and not self._ordinary.is_name(line.squash(run)) and not _is_salt_word(line, window):
                yield _unknown(line, run, line.slice(window), "a listed substance")
        covered = (*covered, *near)
        done = 0
        for index, word in enumerate(line.words):
            mark = self._mark_in(one_spelling(word)) if index >= done else None
            if mark is None:
                continue
            run = _run(line, index)
            done = run.end
            is_found = any(window.start < run.end and run.start < window.end for window in covered)
            whole = (
                reading
                for part in ingredients
                if part.room.start <= index < part.room.end
                for reading in part.readings()
            )
            if not is_found and not any(self._ordinary.is_name(line.squash(one)) for one in (run, *whole)):
                yield _unknown(line, run, mark, self._marks[mark])

    def _mark_in(self, word: str) -> str | None:
        """Return the mark with which a word ends or begins, the longest first."""
        shortest, longest = _SHORTEST_MARK, min(len(word), _LONGEST_MARK)
        lengths = range(longest, shortest - 1, -1)
        if word[-shortest:] in self._tails:
            ending = next((word[-length:] for length in lengths if word[-length:] in self._marks), None)
            if ending:
                return ending
        if word[:shortest] in self._heads:
            return next((word[:length] for length in lengths if word[:length] in self._marks), None)
        return None


def _is_salt_word(line: Line, window: Window) -> bool:
    return line.squash(window) in salt_words().every


def _words(entry: Entry) -> Iterator[str]:
    salts = salt_words()
    for name in (entry.name, *(name.text for name in entry.names if name.kind == "name")):
        if name.isascii() and not is_code(name):
            for word in _WORD.findall(one_spelling(fold(name).text)):
                if _SHORTEST_MARK <= len(word) <= _LONGEST_MARK and word not in salts.every | trade_words():
                    yield word


def _run(line: Line, index: int) -> Window:
    """Return the whole name around a token: what is glued to it, and a word such as "derivative" beside it."""
    start, end = index, index + 1
    while start > 0 and " " not in line.gaps[start] and not line.parted[start]:
        start -= 1
    while end < len(line.words) and " " not in line.gaps[end] and not line.parted[end]:
        end += 1
    while end < len(line.words) and line.gaps[end] == " " and is_derivative(line.words[end]):
        end += 1
    while start < index and line.harmless[start] and not line.gaps[start + 1].strip():
        start += 1
    return Window(start, end)


def _unknown(line: Line, run: Window, mark: str, name: str) -> Recognition:
    place = line.place(run)
    reason = f'"{place.matched}" is no chemical known here, but holds "{mark}" as {name} does.'
    return Recognition(
        "", None, "", "unknown", reason, place.matched, place.span, CONFIDENCE, (place.span,) if place.span else ()
    )


def unjudged(structure: FoundStructure) -> Recognition:
    """Return what is told of a structure that nobody read: that it is there."""
    reason = f"A structure ({structure.kind}) is written here; it was not judged."
    span = (structure.start, structure.end)
    return Recognition("", None, "", "unknown", reason, structure.text, span, CONFIDENCE, (span,))
