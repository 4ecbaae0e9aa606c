"""The door: a text goes in, is cut into lines, passes the stages, and is judged.

Numbers, exact names, names written otherwise and close spelling find; the one judge weighs. Nothing is kept of a text.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from penstock.engines.recognition.entries import Entry, Recognition, Rules, StructureKey
from penstock.engines.recognition.findings import Finding
from penstock.engines.recognition.judgement.confidence import DEFAULT_THRESHOLD
from penstock.engines.recognition.judgement.judge import judged, merged, moved, told_once
from penstock.engines.recognition.lines.disguises import unsigned
from penstock.engines.recognition.lines.line import Line, Part, Window, parts, stretches
from penstock.engines.recognition.names.index import build_index
from penstock.engines.recognition.names.ordinary import OrdinaryNames, nothing
from penstock.engines.recognition.naming import Allowance, Naming
from penstock.engines.recognition.numbers.lookup import Numbers
from penstock.engines.recognition.suspicion import Suspicion, unjudged

MOST_QUESTIONS = 100_000
"""Questions about close spelling for one text, some 700,000 characters of prose; behind them names must be exact."""
Asked = str | tuple[str, str | None]
"""A text, or a text with the CAS number that stands in a column beside it."""


class Recogniser:
    """Finds the listed substances in texts; build it once and ask it often. It can be pickled when `rules` can."""

    def __init__(
        self,
        entries: Iterable[Entry],
        ordinary: OrdinaryNames | None = None,
        *,
        fuzzy: bool = True,
        rules: Rules | None = None,
        structure_key: StructureKey | None = None,
    ) -> None:
        """Build the indexes from entries.

        `ordinary` sharpens the judgement, `fuzzy` off leaves exact matches only, `rules` says which rules a substance
        meets, `structure_key` reads SMILES and InChI; without it they are told as unjudged.
        """
        listed = tuple(entries)
        others = ordinary if ordinary is not None else nothing()
        self._numbers = Numbers(listed, structure_key)
        self._naming = Naming(build_index(listed), others, fuzzy=fuzzy)
        self._suspicion = Suspicion(listed, others)
        self._rules = rules
        self.most_questions = MOST_QUESTIONS

    @property
    def measured(self) -> int:
        """How many pairs of names were measured so far: the only work that could grow faster than the text."""
        return self._naming.measured

    def recognise(
        self,
        text: str,
        cas: str | None = None,
        *,
        on: date | None = None,
        jurisdictions: Sequence[str] | None = None,
        threshold: float = DEFAULT_THRESHOLD,
        suspicious: bool = True,
    ) -> list[Recognition]:
        """Return every listed substance found, surest first, one recognition for each; never raises on any text.

        `cas` is a number from a column of its own. Below `threshold` nothing is told. Chemicals that are not known but
        bear the marks of listed ones follow as kind "unknown", whatever the threshold, unless `suspicious` is off.
        """
        found = [*(self._in_column(cas) if cas else ()), *self._in_text(text, suspicious=suspicious)]
        told = [one for one in merged(found) if one.confidence >= threshold or not one.is_listed]
        if self._rules is None:
            return told
        return [one._replace(rules=self._rules(one.id, on, jurisdictions)) if one.id else one for one in told]

    def recognise_many(
        self,
        asked: Iterable[Asked],
        *,
        on: date | None = None,
        jurisdictions: Sequence[str] | None = None,
        threshold: float = DEFAULT_THRESHOLD,
        suspicious: bool = True,
    ) -> Iterator[list[Recognition]]:
        """Yield the answer to each text in turn; nothing but the text at hand is held."""
        for one in asked:
            text, cas = (one, None) if isinstance(one, str) else one
            yield self.recognise(
                text, cas, on=on, jurisdictions=jurisdictions, threshold=threshold, suspicious=suspicious
            )

    def _in_column(self, cas: str) -> Iterator[Recognition]:
        return map(judged, self._numbers.in_column(cas))

    def _in_text(self, text: str, *, suspicious: bool) -> Iterator[Recognition]:
        allowance = Allowance(self.most_questions)
        for start, end in stretches(text):
            piece = text[start:end]
            line = Line.of(piece)
            structures = self._numbers.structures_in(piece)
            found = list(told_once(structures.findings)) if structures.findings else []
            for reading in self._readings(line, allowance):
                found += told_once(reading.findings, reading.line, reading.ingredients)
                if suspicious and reading.line is line:
                    found += self._suspicion.of(line, reading.ingredients, reading.covered, reading.near)
            if suspicious:
                found += map(unjudged, structures.unjudged)
            yield from (moved(one, start) for one in found) if start else found

    def findings(self, text: str) -> Iterator[Finding]:
        """Yield what the stages find in a text before anybody weighs it, so that the weights can be made."""
        allowance = Allowance(self.most_questions)
        for start, end in stretches(text):
            yield from self._numbers.structures_in(text[start:end]).findings
            for reading in self._readings(Line.of(text[start:end]), allowance):
                yield from reading.findings

    def _readings(self, line: Line, allowance: Allowance) -> Iterator["_Reading"]:
        """Yield what is found in a line as it stands, and then with letters for the signs that stand for them."""
        yield self._read(line, allowance)
        hidden = unsigned(line.folded)
        if hidden is not None:
            yield self._read(Line(line.given, hidden), allowance)

    def _read(self, line: Line, allowance: Allowance) -> "_Reading":
        ingredients = tuple(parts(line)) if line.words else ()
        exact = self._naming.exact(line, ingredients)
        otherwise = list(self._naming.otherwise(line, ingredients, exact, allowance))
        # The longer reading wins: "ethyll methyl ketone" is not the methyl ketone inside it.
        kept = [one for one in exact if not any(one.window.within(other.window) for other in otherwise)]
        findings = [*self._numbers.in_line(line), *(each for one in (*kept, *otherwise) for each in one.findings)]
        return _Reading(line, ingredients, findings, [one.window for one in exact if not one.findings])


class _Reading(NamedTuple):
    """A line with what was found in it, and the listed names in it that belong to other names."""

    line: Line
    ingredients: tuple[Part, ...]
    findings: list[Finding]
    near: list[Window]

    @property
    def covered(self) -> list[Window]:
        """The runs of tokens that a finding covers."""
        return [one.window for one in self.findings if one.window]
