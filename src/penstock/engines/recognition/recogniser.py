"""The pipeline: fold the line, look for numbers and exact names, judge what stands beside them, then close spelling."""

from collections.abc import Iterable, Iterator

from penstock.engines.recognition import reasons
from penstock.engines.recognition.cas import find_cas
from penstock.engines.recognition.context import Line, Part, Surroundings, Window, ends_a_name, is_harmless, parts
from penstock.engines.recognition.entries import Entry, Hit
from penstock.engines.recognition.index import Meaning, build_index
from penstock.engines.recognition.ordinary import OrdinaryNames, nothing
from penstock.engines.recognition.spelling import Speller, read_as_letters
from penstock.engines.recognition.text import Folded, fold, key, tokens
from penstock.engines.recognition.variants import inverted, without_stereo
from penstock.engines.recognition.words import looks_chemical, salt_words

_LONGEST_WINDOW = 18
_SHORTEST_SINGLE = 7
_SALT_SCORE = 0.95


class Recogniser:
    """Finds the listed substances in lines of goods; build it once and ask it often (it keeps no state of a line)."""

    def __init__(self, entries: Iterable[Entry], ordinary: OrdinaryNames | None = None, *, fuzzy: bool = True) -> None:
        """Build the indexes from entries; `ordinary` sharpens the judgement, `fuzzy` off leaves exact matches only."""
        listed = tuple(entries)
        known = ordinary if ordinary is not None else nothing()
        self._index = build_index(listed)
        self._surroundings = Surroundings(known, self._index)
        self._ordinary = known
        self._speller = Speller(self._index, known) if fuzzy else None
        self._by_cas = {number: (entry, word) for entry in listed for number, word in entry.other_cas}
        self._by_cas |= {entry.cas: (entry, "") for entry in listed if entry.cas}

    def recognise(self, description: str, cas: str | None = None) -> tuple[Hit, ...]:
        """Return every listed substance found, surest first, one hit for each substance; never raises on any text."""
        hits = list(self._in_column(cas or ""))
        folded = fold(description)
        hits += self._numbers(description, folded)
        line = Line(folded.text, tokens(folded.text))
        if line.tokens:
            hits += self._names(description, folded, line)
        best: dict[str, Hit] = {}
        for hit in hits:
            if hit.id not in best or hit.score > best[hit.id].score:
                best[hit.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: -hit.score))

    def _in_column(self, cas: str) -> Iterator[Hit]:
        for found in find_cas(fold(cas).text):
            if found.number in self._by_cas:
                entry, word = self._by_cas[found.number]
                yield reasons.number_hit(entry, found.number, word, None)

    def _numbers(self, description: str, folded: Folded) -> Iterator[Hit]:
        for found in find_cas(folded.text):
            if found.number in self._by_cas:
                entry, word = self._by_cas[found.number]
                span = folded.span(found.start, found.end)
                yield reasons.number_hit(entry, description[slice(*span)], word, span)

    def _names(self, description: str, folded: Folded, line: Line) -> Iterator[Hit]:
        ingredients = parts(line)
        exact = list(self._exact_names(description, folded, line, ingredients))
        for part in ingredients:
            inside = [window for window, _ in exact if part.core.start <= window.start and window.end <= part.core.end]
            if part.core in inside or any(part.core.within(window) for window, _ in exact):
                continue
            close = self._close(description, folded, line, part, alone=not inside)
            if close:
                # The longer reading wins: "ethyll methyl ketone" is not the methyl ketone inside it.
                exact = [(window, hits) for window, hits in exact if window not in inside]
                yield from (reasons.in_mixture(hit, len(ingredients)) for hit in close)
        for _, hits in exact:
            yield from (reasons.in_mixture(hit, len(ingredients)) for hit in hits)

    def _exact_names(
        self, description: str, folded: Folded, line: Line, ingredients: list[Part]
    ) -> Iterator[tuple[Window, list[Hit]]]:
        windows = self._windows(line)
        others = self._other_chemicals(line, ingredients) if windows else []
        taken = bytearray(len(line.tokens))
        for window, meanings in windows:
            if any(taken[window.start : window.end]):
                continue
            # Also a name that turns out to be a piece of another chemical's name hides the names inside it.
            taken[window.start : window.end] = b"\x01" * (window.end - window.start)
            hits = self._exact(description, folded, line, window, meanings)
            if any(window != other and window.within(other) for other in others):
                hits = [hit for hit in hits if hit.kind == "salt"]
            if hits:
                yield window, hits

    def _other_chemicals(self, line: Line, ingredients: list[Part]) -> list[Window]:
        """Return the runs of tokens that are, as a whole, the name of an ordinary chemical."""
        whole = Window(0, len(line.tokens))
        runs = dict.fromkeys((whole, *(run for part in ingredients for run in part.readings())))
        return [run for run in runs if self._ordinary.is_name(line.squash(run))]

    def _windows(self, line: Line) -> list[tuple[Window, tuple[Meaning, ...]]]:
        """Return every run of tokens that is a known key, longest first."""
        found: list[tuple[int, Window, tuple[Meaning, ...]]] = []
        meanings, longest = self._index.meanings, self._index.longest + 4
        for start in range(len(line.tokens)):
            written = ""
            for end in range(start, min(start + _LONGEST_WINDOW, len(line.tokens))):
                written += line.tokens[end].text
                if len(written) > longest:
                    break
                known = meanings.get(written.replace("sulph", "sulf"))
                if known:
                    found.append((len(written), Window(start, end + 1), known))
        found.sort(key=lambda item: -item[0])
        return [(window, known) for _, window, known in found]

    def _exact(
        self, description: str, folded: Folded, line: Line, window: Window, meanings: tuple[Meaning, ...]
    ) -> list[Hit]:
        span = self._span(folded, line, window)
        hits: list[Hit] = []
        for meaning in meanings:
            verdict = self._surroundings.judge(line, window, meaning)
            if verdict == "another" or (meaning.weak and not self._stands_alone(line, window, meaning.name)):
                continue
            hit = reasons.name_hit(meaning, description[slice(*span)], span)
            hits.append(reasons.as_salt(hit, _SALT_SCORE) if verdict == "salt" else hit)
        return hits

    @staticmethod
    def _stands_alone(line: Line, window: Window, name: str) -> bool:
        """Tell whether a weak name has its part, or its place in a list of goods, to itself."""
        if window.end - window.start not in (1, len(tokens(fold(name).text))):
            return False
        if line.squash(window) in salt_words().base:
            around = (*range(window.start), *range(window.end, len(line.tokens)))
            return all(is_harmless(line, index) for index in around)
        return all(
            not 0 <= index < len(line.tokens) or is_harmless(line, index) or ends_a_name(gap)
            for index, gap in ((window.start - 1, line.gap_before(window)), (window.end, line.gap_after(window)))
        )

    def _close(self, description: str, folded: Folded, line: Line, part: Part, *, alone: bool) -> list[Hit]:
        """Look for a name written another way: turned round, with digits for letters, or misspelt."""
        span = self._span(folded, line, part.core)
        matched = description[slice(*span)]
        for written in self._other_readings(line, part.core):
            meanings = self._index.meanings.get(written, ())
            found = [meaning for meaning in meanings if not meaning.weak and meaning.kind != "salt"]
            if found:
                return [reasons.name_hit(meaning, matched, span) for meaning in found]
        if self._speller is None:
            return []
        for window in part.readings():
            near = self._speller.nearest(line.squash(window), line.slice(window))
            if near is not None:
                return [reasons.spelling_hit(m, matched, span, near.distance) for m in self._index.meanings[near.key]]
        return self._close_single(description, folded, line, part.core) if alone else []

    def _other_readings(self, line: Line, core: Window) -> Iterator[str]:
        """Yield keys of the same words read another way; the words as they stand were judged already."""
        text = line.slice(core)
        if self._ordinary.is_name(key(text)):
            return
        straight = inverted(text)
        readings = (key(straight) if straight else "", key(without_stereo(text)), read_as_letters(key(text)))
        yield from (reading for reading in readings if reading != key(text))

    def _close_single(self, description: str, folded: Folded, line: Line, part: Window) -> list[Hit]:
        """Look at the one long word of a part whose other words are not chemical."""
        assert self._speller is not None
        others = [index for index in range(part.start, part.end) if not is_harmless(line, index)]
        candidates = [index for index in others if len(line.tokens[index].text) >= _SHORTEST_SINGLE]
        if len(others) < 2:  # noqa: PLR2004
            return []
        for index in candidates:
            window = Window(index, index + 1)
            if "-" in line.gap_before(window) + line.gap_after(window):
                continue
            if any(looks_chemical(line.tokens[other].text) for other in others if other != index):
                continue
            near = self._speller.nearest(line.squash(window), line.slice(window))
            if near is not None:
                span = self._span(folded, line, window)
                matched = description[slice(*span)]
                return [reasons.spelling_hit(m, matched, span, near.distance) for m in self._index.meanings[near.key]]
        return []

    @staticmethod
    def _span(folded: Folded, line: Line, window: Window) -> tuple[int, int]:
        return folded.span(line.tokens[window.start].start, line.tokens[window.end - 1].end)
