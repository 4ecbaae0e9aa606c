"""The rulebook: rules compiled once, asked often. This is the door of the package."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdkit import Chem, rdBase

from penstock.engines.structures.answers import Answer, Hit, NearMiss
from penstock.engines.structures.cores.parents import patterns
from penstock.engines.structures.cores.patterns import CompiledSite, Pattern
from penstock.engines.structures.judging import Given, ReadyRule, Verdict
from penstock.engines.structures.misses import near_miss
from penstock.engines.structures.molecules.reading import MOST_CHARACTERS, Refused, first_word, is_plain, read, sketches
from penstock.engines.structures.molecules.standard import Fragment, Standard, standardise
from penstock.engines.structures.rules import COVERS, RuleError, StructureRule
from penstock.engines.structures.screening import UNBOUNDED, Demand, Screen, bits

_MOST_NEAR_MISSES = 10


@dataclass(frozen=True)
class Query:
    """One question to a fragment: whether it is a rule's parent (no pattern), or built on a rule's core."""

    ready: ReadyRule
    pattern: Pattern | None
    demand: Demand

    def ask(self, given: Given) -> Verdict:
        """Return the verdict of the rule on this question."""
        if self.pattern is None:
            return self.ready.judge_identity(given)
        return self.ready.judge_pattern(self.pattern, given)


class Rulebook:
    """Rules on structures. Threads may share one; a pickle holds the rules and compiles them again."""

    def __init__(self, rules: Iterable[StructureRule]) -> None:
        """Compile the rules (about 1 ms each); raise RuleError naming the first that cannot be compiled."""
        self.rules = tuple(rules)
        with rdBase.BlockLogs():
            self._ready = tuple(map(_compiled, self.rules))
        self._order = {rule.id: n for n, rule in enumerate(self.rules)}
        if len(self._order) != len(self.rules):
            raise RuleError("two rules have the same id")
        self.queries = tuple(query for ready in self._ready for query in _queries(ready))
        self._screen = Screen([query.demand for query in self.queries])

    def __reduce__(self) -> tuple[type["Rulebook"], tuple[tuple[StructureRule, ...]]]:
        return Rulebook, (self.rules,)

    def match(self, text: str) -> Answer:
        """Judge one SMILES or InChI in full, near misses included; never raises on any text."""
        try:
            mol = read(text)
        except Refused as refused:
            return Answer(text, refused=str(refused))
        standard = standardise(mol)
        hits, misses = self._verdicts(standard, self._screen.everything)
        met = {(hit.rule, hit.part) for hit in hits}
        settled = {hit.part for hit in hits if hit.confidence == "certain"}
        for number in {number for number, _ in standard.judged} - settled:
            given = Given(standard, number)
            told = met | {(miss.rule, miss.part) for miss in misses}
            silent = (ready for ready in self._ready if (ready.rule.id, number) not in told)
            misses += [miss for ready in silent if (miss := near_miss(ready, given))]
        shown, more = tuple(misses[:_MOST_NEAR_MISSES]), max(len(misses) - _MOST_NEAR_MISSES, 0)
        return Answer(text, "", standard.parts, tuple(hits), shown, more_near_misses=more)

    def match_many(self, texts: Iterable[str]) -> Iterator[Answer]:
        """Yield the hits of each text in turn, fast: what the screen rules out is not even parsed, nor checked."""
        for text in texts:
            candidates = self._screened(first_word(text))
            yield self._hits(text, candidates) if candidates else Answer(text, read=False)

    def _screened(self, structure: str) -> int:
        """Return the queries that a text may meet, as bits; all of them when only a parser can tell."""
        is_for_parser = len(structure) > MOST_CHARACTERS or structure.startswith("InChI=")
        pieces = None if is_for_parser else sketches(structure)
        if pieces is None:
            return self._screen.everything
        if len(pieces) > 1 and all(each.whole for each in pieces) and any(each.binds_acids for each in pieces):
            # Beside an amine, hydrogen chloride and its like are partners of a salt and not judged for themselves.
            pieces = [each for each in pieces if each.counts.C]
        found = 0
        for counts, whole in pieces:
            found |= self._screen.candidates(counts, whole=whole)
        return found

    def _hits(self, text: str, candidates: int) -> Answer:
        plain = is_plain(first_word(text))
        try:
            standard = standardise(read(text), plain=plain)
        except Refused as refused:
            return Answer(text, refused=str(refused))
        hits, _ = self._verdicts(standard, candidates if plain else None)
        return Answer(text, "", standard.parts, tuple(hits)) if hits else Answer(text)

    def _verdicts(self, standard: Standard, screened: int | None = None) -> tuple[list[Hit], list[NearMiss]]:
        hits: dict[tuple[str, int], Hit] = {}
        misses: dict[tuple[str, int], NearMiss] = {}
        for number, fragment in standard.judged:
            given = Given(standard, number)
            candidates = self._screen.candidates(fragment.counts, whole=True) if screened is None else screened
            for at in bits(candidates):
                verdict = self.queries[at].ask(given)
                if isinstance(verdict, Hit):
                    key = verdict.rule, number
                    hits[key] = min(hits.get(key, verdict), verdict, key=_rank)
                elif verdict is not None:
                    misses.setdefault((verdict.rule, number), verdict)
        ordered = sorted(hits.values(), key=lambda hit: (*_rank(hit), self._order[hit.rule]))
        return ordered, [miss for key, miss in misses.items() if key not in hits]


def _rank(hit: Hit) -> tuple[bool, int]:
    """Certain before read, near before far."""
    return hit.confidence != "certain", hit.relation.count(" of ")


def _queries(ready: ReadyRule) -> Iterator[Query]:
    most = ready.rule.most_atoms or UNBOUNDED
    if ready.parent is not None:
        yield Query(ready, None, Demand(ready.parent.counts._replace(unsaturated=0), exact=True, most=most))
    for pattern in ready.patterns:
        added = UNBOUNDED if pattern.most_added is None else pattern.core.GetNumAtoms() + pattern.most_added
        yield Query(ready, pattern, Demand(pattern.least, most=min(most, added)))


def _compiled(rule: StructureRule) -> ReadyRule:
    unknown = rule.covers - COVERS
    if unknown:
        raise rule.refuse(f"covers nothing called {', '.join(sorted(unknown))}")
    try:
        excepted = tuple(_anchor(rule, each)[0] for each in rule.excepted)
        if rule.kind == "generic":
            return ReadyRule(rule, None, frozenset(), (_generic(rule),), excepted)
        parent, companions = _anchor(rule, rule.structure)
        return ReadyRule(rule, parent, companions, tuple(patterns(rule, parent)), excepted)
    except ValueError as fault:
        raise fault if isinstance(fault, RuleError) else rule.refuse(str(fault)) from None


def _anchor(rule: StructureRule, structure: str) -> tuple[Fragment, frozenset[str]]:
    """Return the piece by which a parent is found, and the pieces that must stand beside it (of a salt as parent)."""
    try:
        pieces = _pieces(structure)
    except Refused as refused:
        raise rule.refuse(f"{structure!r}: {refused}") from None
    first = max(pieces, key=lambda piece: piece.counts.atoms)
    return first, frozenset(piece.smiles for piece in pieces if piece is not first)


@lru_cache(maxsize=2048)
def _pieces(structure: str) -> tuple[Fragment, ...]:
    """Return the pieces of a parent; many rules of many laws share one, and with it all that is worked out of it."""
    return standardise(read(structure)).fragments


def _generic(rule: StructureRule) -> Pattern:
    core = Chem.MolFromSmarts(rule.structure)
    if core is None or not core.GetNumAtoms() or len(Chem.GetMolFrags(core)) != 1:
        raise rule.refuse(f"{rule.structure!r} is no SMARTS of one connected core")
    labels = tuple(atom.GetAtomMapNum() for atom in core.GetAtoms())
    sites = {site.label: CompiledSite.of(site) for site in rule.sites}
    if set(labels) - {0} != set(sites) or len(sites) != len(rule.sites):
        raise rule.refuse("the map numbers of the core and the labels of the sites differ")
    return Pattern(core, labels, sites)
