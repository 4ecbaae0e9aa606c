"""The stages of names: exact ones, longest first, judged by what stands beside them; then those written otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from penstock.engines.recognition.context import Surroundings, stands_alone
from penstock.engines.recognition.entries import Evidence
from penstock.engines.recognition.findings import Finding, Means
from penstock.engines.recognition.lines.line import Line, Part, Window
from penstock.engines.recognition.lines.text import fold, key, one_spelling, words_in
from penstock.engines.recognition.names.index import OPENING, Meaning, NameIndex, words_of
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.names.variants import inverted, without_chinese_trade, without_stereo
from penstock.engines.recognition.names.words import salt_words, trade_words
from penstock.engines.recognition.spelling.speller import Slip, Speller

_LONGEST_WINDOW = 18
_SHORTEST_SINGLE = 7
_LONGEST_PHRASE = 3
_LONGEST_PART = 40


@dataclass(slots=True)
class Allowance:
    """How many questions about close spelling one text may still ask, so that no text is slow."""

    left: int


class Exact(NamedTuple):
    """A run of tokens that is a known name, and what it means here; without findings it belongs to another name."""

    window: Window
    findings: tuple[Finding, ...]


class Naming:
    """Finds the names of listed substances in a line."""

    def __init__(self, index: NameIndex, ordinary: OrdinaryNames, *, fuzzy: bool) -> None:
        """Keep the exact index, the names of other chemicals, and the speller; `fuzzy` off leaves exact names only."""
        self._index = index
        self._ordinary = ordinary
        self._surroundings = Surroundings(ordinary, index)
        self._speller = Speller(index, ordinary) if fuzzy else None
        names = (meaning.name for meanings in index.meanings.values() for meaning in meanings)
        self._trade_in_names = trade_words() & {word for name in names for word in words_in(fold(name).text)}

    @property
    def measured(self) -> int:
        """How many pairs of keys were measured so far by close spelling."""
        return self._speller.measured if self._speller else 0

    def exact(self, line: Line, ingredients: tuple[Part, ...]) -> list[Exact]:
        """Return the known names of a line, the longest first; none overlaps another."""
        windows = self._windows(line)
        others = self._other_chemicals(line, ingredients, [window for window, _ in windows]) if windows else []
        taken = bytearray(len(line.words))
        found: list[Exact] = []
        for window, meanings in windows:
            if any(taken[window.start : window.end]):
                continue
            # Also a name that turns out to be a piece of another chemical's name hides the names inside it.
            taken[window.start : window.end] = b"\x01" * (window.end - window.start)
            findings = self._judged(line, window, meanings, ingredients)
            if any(window != other and window.within(other) for other in others):
                findings = [one for one in findings if one.kind == "salt"]
            found.append(Exact(window, tuple(findings)))
        return found

    def otherwise(
        self, line: Line, ingredients: tuple[Part, ...], exact: Iterable[Exact], allowance: Allowance
    ) -> Iterator[Exact]:
        """Yield what each part without an exact name may be when it is turned round, unmasked or spelt right."""
        windows = [one.window for one in exact if one.findings]
        for part in ingredients:
            if part.core.end - part.core.start > _LONGEST_PART:
                continue
            if allowance.left <= 0:
                return
            if any(part.core.within(window) for window in windows):
                continue
            inside = any(window.within(part.core) for window in windows)
            found = self._turned(line, part) or self._close(line, part, allowance, is_alone=not inside)
            # Only one letter may differ where an exact name stands inside: "dose amphetamine" is no dexamphetamine.
            yield from (one for one in found if not inside or one.findings[0].distance <= 1)

    def _windows(self, line: Line) -> list[tuple[Window, tuple[Meaning, ...]]]:
        """Return every run of tokens that is a known key, longest first."""
        found: list[tuple[int, Window, tuple[Meaning, ...]]] = []
        words = [one_spelling(word) for word in line.words]
        meanings, openings, longest = self._index.meanings, self._index.openings, self._index.longest
        for start, first in enumerate(words):
            if first[:OPENING] not in openings:
                continue
            written = ""
            for end, word in enumerate(words[start : start + _LONGEST_WINDOW], start + 1):
                written += word
                if len(written) > longest or written[:OPENING] not in openings:
                    break
                if written in meanings:
                    found.append((len(written), Window(start, end), meanings[written]))
        found.sort(key=lambda item: -item[0])
        return [(window, known) for _, window, known in found]

    def _other_chemicals(self, line: Line, ingredients: tuple[Part, ...], known: list[Window]) -> list[Window]:
        """Return the runs of words around a known key that are, as a whole, the name of an ordinary chemical."""
        whole = Window(0, len(line.words))
        runs = dict.fromkeys((whole, *(run for part in ingredients for run in part.readings())))
        around = (run for run in runs if any(one != run and one.within(run) for one in known))
        return [run for run in around if self._ordinary.is_name(line.squash(run))]

    def _judged(
        self, line: Line, window: Window, meanings: tuple[Meaning, ...], ingredients: tuple[Part, ...]
    ) -> list[Finding]:
        findings: list[Finding] = []
        is_whole = any(part.core.within(window) for part in ingredients)
        for meaning in meanings:
            verdict = self._surroundings.judge(line, window, meaning)
            needs_room = meaning.weak and verdict == "alone"
            if verdict == "another" or (needs_room and not stands_alone(line, window, meaning.name)):
                continue
            kind: Evidence = "salt" if verdict == "salt" else "name" if meaning.kind == "name" else "synonym"
            findings.append(_finding(line, window, meaning, kind, "exact", is_whole=is_whole, sharing=len(meanings)))
        return findings

    def _turned(self, line: Line, part: Part) -> list[Exact]:
        """Read the words of a part in another order or without the marks of its form."""
        text, squashed = line.slice(part.core), line.squash(part.core)
        if part.core.end - part.core.start == 1 and text.isascii():
            return []
        straight, plain = inverted(text), without_stereo(text)
        readings = [key(straight)] if straight else []
        if plain != text:
            readings.append(key(plain))
        if not text.isascii():
            readings.append(without_chinese_trade(squashed))
        for one in (*readings, *self._index.by_words.get(words_of(text), ())):
            meanings = self._index.meanings.get(one, ()) if one != squashed else ()
            strong = [meaning for meaning in meanings if not meaning.weak and meaning.kind not in {"salt", "trade"}]
            if strong and not self._ordinary.is_name(squashed):
                return [_slipped(line, part.core, strong, "turned", 0, is_whole=True, has_rival=False)]
        return []

    def _close(self, line: Line, part: Part, allowance: Allowance, *, is_alone: bool) -> list[Exact]:
        """Look for a misspelt name: the whole part, or words in it that no chemical word stands beside."""
        if self._speller is None:
            return []
        whole = dict.fromkeys(window for window in part.readings() if self._may_be_a_name(line, part, window))
        for window in whole:
            allowance.left -= 1
            slips = self._speller.nearest(line.squash(window), line.slice(window))
            if slips:
                return [self._spelt(line, window, slips, is_whole=True)]
        found: list[Exact] = []
        for window in _phrases(line, part.core) if is_alone else ():
            if window in whole or any(one.window.start < window.end and window.start < one.window.end for one in found):
                continue
            allowance.left -= 1
            slips = self._speller.nearest(line.squash(window), line.slice(window))
            if slips and self._surroundings.judge(line, window, self._index.meanings[slips[0].key][0]) != "another":
                found.append(self._spelt(line, window, slips, is_whole=False))
        return found

    def _may_be_a_name(self, line: Line, part: Part, window: Window) -> bool:
        """Tell whether the words of trade around a core stand in any known name; no name is spelt with them else."""
        if window == part.core:
            return True
        around = (*range(window.start, part.core.start), *range(part.core.end, window.end))
        return all(line.words[index] in self._trade_in_names for index in around)

    def _spelt(self, line: Line, window: Window, slips: tuple[Slip, ...], *, is_whole: bool) -> Exact:
        meanings = {meaning.entry.id: meaning for slip in reversed(slips) for meaning in self._index.meanings[slip.key]}
        first = slips[0]
        return _slipped(
            line, window, list(meanings.values()), first.how, first.distance, is_whole=is_whole, has_rival=first.rival
        )


def _phrases(line: Line, core: Window) -> Iterator[Window]:
    """Yield the runs of a few words that may be one name, the longest first; no word of trade stands at either end."""
    if core.end - core.start == 1:
        return  # its one word was asked for as a whole
    salts = salt_words().every
    loose = [line.harmless[index] or line.words[index] in salts for index in range(core.start, core.end)]
    for count in range(min(_LONGEST_PHRASE, core.end - core.start), 0, -1):
        for start in range(core.start, core.end - count + 1):
            last = start + count - 1
            if loose[start - core.start] or loose[last - core.start]:
                continue
            window = Window(start, start + count)
            is_long = line.ends[last] - line.starts[start] >= _SHORTEST_SINGLE
            if is_long and "-" not in line.gaps[start] + line.gaps[last + 1]:
                yield window


def _finding(
    line: Line,
    window: Window,
    meaning: Meaning,
    kind: Evidence,
    means: Means,
    *,
    is_whole: bool,
    sharing: int,
    distance: int = 0,
    has_rival: bool = False,
) -> Finding:
    return Finding(
        entry=meaning.entry,
        kind=kind,
        means=means,
        place=line.place(window),
        known=meaning.name,
        window=window,
        distance=distance,
        is_whole=is_whole,
        has_rival=has_rival,
        is_recorded=meaning.is_recorded,
        sharing=sharing,
    )


def _slipped(
    line: Line, window: Window, meanings: list[Meaning], means: Means, distance: int, *, is_whole: bool, has_rival: bool
) -> Exact:
    kind: Evidence = "synonym" if means == "turned" else "spelling"
    return Exact(
        window,
        tuple(
            _finding(
                line, window, meaning, kind, means, is_whole=is_whole, sharing=len(meanings), distance=distance,
                has_rival=has_rival,
            )
            for meaning in meanings
        ),
    )  # fmt: skip
