"""The pipeline: fold the line, look for numbers and exact names, judge what stands beside them, then close spelling."""

from collections.abc import Iterable, Iterator

from penstock.engines.recognition import reasons
from penstock.engines.recognition.cas import find_cas
from penstock.engines.recognition.context import (
    Line,
    Part,
    Surroundings,
    Window,
    is_harmless,
    parts,
    stands_alone,
    stretches,
)
from penstock.engines.recognition.entries import Entry, Hit
from penstock.engines.recognition.index import Meaning, build_index
from penstock.engines.recognition.ordinary import OrdinaryNames, nothing
from penstock.engines.recognition.reasons import Place
from penstock.engines.recognition.spelling import Speller, read_as_letters
from penstock.engines.recognition.text import fold, key, one_spelling
from penstock.engines.recognition.variants import inverted, without_chinese_trade, without_stereo
from penstock.engines.recognition.words import looks_chemical

_LONGEST_WINDOW = 18
_SHORTEST_SINGLE = 7


class Recogniser:
    """Finds the listed substances in lines of goods; build it once and ask it often (it keeps nothing of a line)."""

    def __init__(self, entries: Iterable[Entry], ordinary: OrdinaryNames | None = None, *, fuzzy: bool = True) -> None:
        """Build the indexes from entries; `ordinary` sharpens the judgement, `fuzzy` off leaves exact matches only."""
        listed = tuple(entries)
        self._ordinary = ordinary if ordinary is not None else nothing()
        self._index = build_index(listed)
        self._surroundings = Surroundings(self._ordinary, self._index)
        self._speller = Speller(self._index, self._ordinary) if fuzzy else None
        self._by_cas = {number: (entry, form) for entry in listed for number, form in entry.other_cas}
        self._by_cas |= {entry.cas: (entry, "") for entry in listed if entry.cas}

    def recognise(self, description: str, cas: str | None = None) -> tuple[Hit, ...]:
        """Return every listed substance found, surest first, one hit for each substance; never raises on any text."""
        best: dict[str, Hit] = {}
        for hit in (*self._in_column(cas or ""), *self._in_description(description)):
            if hit.id not in best or hit.score > best[hit.id].score:
                best[hit.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: -hit.score))

    def _in_description(self, description: str) -> Iterator[Hit]:
        for start, end in stretches(description):
            line = Line.of(description[start:end])
            for hit in (*self._in_text(line), *self._names(line)):
                yield reasons.moved(hit, start)

    def _in_column(self, cas: str) -> Iterator[Hit]:
        for found in find_cas(fold(cas).text):
            if found.number in self._by_cas:
                entry, form = self._by_cas[found.number]
                yield reasons.number_hit(entry, Place(found.number), form)

    def _in_text(self, line: Line) -> Iterator[Hit]:
        for found in find_cas(line.folded.text):
            if found.number in self._by_cas:
                entry, form = self._by_cas[found.number]
                span = line.folded.span(found.start, found.end)
                yield reasons.number_hit(entry, Place(line.given[slice(*span)], span), form)

    def _names(self, line: Line) -> Iterator[Hit]:
        ingredients = parts(line)
        exact = dict(self._exact_names(line, ingredients)) if ingredients or line.tokens else {}
        for part in ingredients:
            if any(part.core.within(window) for window in exact):
                continue
            inside = [window for window in exact if window.within(part.core)]
            close = self._close(line, part, alone=not inside)
            if close:
                # The longer reading wins: "ethyll methyl ketone" is not the methyl ketone inside it.
                exact = {window: hits for window, hits in exact.items() if window not in inside}
                yield from (reasons.in_mixture(hit, len(ingredients)) for hit in close)
        for hits in exact.values():
            yield from (reasons.in_mixture(hit, len(ingredients)) for hit in hits)

    def _exact_names(self, line: Line, ingredients: list[Part]) -> Iterator[tuple[Window, list[Hit]]]:
        windows = self._windows(line)
        others = self._other_chemicals(line, ingredients) if windows else []
        taken = bytearray(len(line.tokens))
        for window, meanings in windows:
            if any(taken[window.start : window.end]):
                continue
            # Also a name that turns out to be a piece of another chemical's name hides the names inside it.
            taken[window.start : window.end] = b"\x01" * (window.end - window.start)
            hits = self._judged(line, window, meanings)
            if any(window != other and window.within(other) for other in others):
                hits = [hit for hit in hits if hit.kind == "salt"]
            if hits:
                yield window, hits

    def _windows(self, line: Line) -> list[tuple[Window, tuple[Meaning, ...]]]:
        """Return every run of tokens that is a known key, longest first."""
        found: list[tuple[int, Window, tuple[Meaning, ...]]] = []
        for start in range(len(line.tokens)):
            written = ""
            for end in range(start, min(start + _LONGEST_WINDOW, len(line.tokens))):
                written = one_spelling(written + line.tokens[end].text)
                if len(written) > self._index.longest:
                    break
                meanings = self._index.meanings.get(written)
                if meanings:
                    found.append((len(written), Window(start, end + 1), meanings))
        found.sort(key=lambda item: -item[0])
        return [(window, meanings) for _, window, meanings in found]

    def _other_chemicals(self, line: Line, ingredients: list[Part]) -> list[Window]:
        """Return the runs of tokens that are, as a whole, the name of an ordinary chemical."""
        whole = Window(0, len(line.tokens))
        runs = dict.fromkeys((whole, *(run for part in ingredients for run in part.readings())))
        return [run for run in runs if self._ordinary.is_name(line.squash(run))]

    def _judged(self, line: Line, window: Window, meanings: tuple[Meaning, ...]) -> list[Hit]:
        hits: list[Hit] = []
        for meaning in meanings:
            verdict = self._surroundings.judge(line, window, meaning)
            needs_room = meaning.weak and verdict == "alone"
            if verdict == "another" or (needs_room and not stands_alone(line, window, meaning.name)):
                continue
            hit = reasons.name_hit(meaning, line.place(window))
            hits.append(reasons.as_salt(hit) if verdict == "salt" else hit)
        return hits

    def _close(self, line: Line, part: Part, *, alone: bool) -> list[Hit]:
        """Look for a name written another way: turned round, with digits for letters, or misspelt."""
        for written in self._other_readings(line, part.core):
            meanings = self._index.meanings.get(written, ())
            found = [meaning for meaning in meanings if not meaning.weak and meaning.kind != "salt"]
            if found:
                return [reasons.name_hit(meaning, line.place(part.core)) for meaning in found]
        if self._speller is None:
            return []
        singles = self._single_words(line, part.core) if alone else ()
        for window in (*part.readings(), *singles):
            near = self._speller.nearest(line.squash(window), line.slice(window))
            if near is not None:
                meanings = self._index.meanings[near.key]
                return [reasons.spelling_hit(meaning, line.place(window), near.distance) for meaning in meanings]
        return []

    def _other_readings(self, line: Line, core: Window) -> Iterator[str]:
        """Yield keys of the same words read another way; the words as they stand were judged already."""
        text = line.slice(core)
        if self._ordinary.is_name(key(text)):
            return
        straight = inverted(text)
        readings = (
            key(straight) if straight else "",
            key(without_stereo(text)),
            read_as_letters(key(text)),
            without_chinese_trade(key(text)),
        )
        yield from (reading for reading in readings if reading != key(text))

    @staticmethod
    def _single_words(line: Line, core: Window) -> Iterator[Window]:
        """Yield the long words of a part that stand free among words that are not chemical."""
        words = [index for index in range(core.start, core.end) if not is_harmless(line, index)]
        chemical = [index for index in words if looks_chemical(line.tokens[index].text)]
        for index in words if len(words) > 1 else ():
            window = Window(index, index + 1)
            is_glued = "-" in line.gap_before(window) + line.gap_after(window)
            if len(line.tokens[index].text) >= _SHORTEST_SINGLE and not is_glued and chemical in ([], [index]):
                yield window
