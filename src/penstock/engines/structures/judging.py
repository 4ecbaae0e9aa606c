"""A rule made ready, and its judgement of one fragment: a hit, a near miss with the sentence why not, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from penstock.engines.structures.answers import Confidence, Hit, NearMiss
from penstock.engines.structures.cores.parents import ALCOHOL, NITROGEN
from penstock.engines.structures.cores.patterns import Fit, Pattern, Placement
from penstock.engines.structures.molecules.identity import Likeness, likeness
from penstock.engines.structures.molecules.standard import Fragment, Standard
from penstock.engines.structures.rules import StructureRule

_NEAR_FAULTS = 2
_DEFINED_BY_US = "the law names a class without drawing it; the definition is our reading"
_DERIVATIVES = (
    "the law says derivatives and analogues without saying how far; our reading is the whole parent with substituents"
)
Verdict = Hit | NearMiss | None


@dataclass(frozen=True)
class Given:
    """One fragment of what was given, and how it stands beside the others."""

    standard: Standard
    number: int

    @property
    def fragment(self) -> Fragment:
        """The fragment itself."""
        return self.standard.fragments[self.number]

    def places(self, atoms: Iterable[int]) -> tuple[int, ...]:
        """Return indices of the fragment as indices of the molecule as given."""
        return tuple(sorted(self.fragment.places[at] for at in atoms))


@dataclass(frozen=True)
class ReadyRule:
    """A rule with its parent (and the pieces that must stand beside it), its patterns and its exceptions compiled."""

    rule: StructureRule
    parent: Fragment | None
    companions: frozenset[str]
    patterns: tuple[Pattern, ...]
    excepted: tuple[Fragment, ...]

    def judge_identity(self, given: Given) -> Verdict:
        """Judge whether the fragment is the parent or one of the forms of it that the rule covers."""
        like = likeness(self.parent, given.fragment) if self.parent else None
        if like is None or (self.companions and not self.companions <= given.standard.beside(given.number)):
            return None
        verdict = _Verdict(self, given, range(given.fragment.mol.GetNumAtoms()))
        verdict.apply(like)
        return verdict.made()

    def judge_pattern(self, pattern: Pattern, given: Given) -> Verdict:
        """Judge whether the fragment is built on the core as the rule says."""
        placed = pattern.best(given.fragment)
        if placed is None or len(placed.faults) > _NEAR_FAULTS or pattern.is_far(given.fragment):
            return None
        verdict = _Verdict(self, given, placed.atoms)
        verdict.apply_placement(placed)
        return verdict.made()

    def excepts(self, fragment: Fragment) -> bool:
        """Whether the rule names this very substance as not meant."""
        return any(likeness(each, fragment) == "same" for each in self.excepted)


class _Verdict:
    """Gathers what is said for and against one rule; the phrases read from the outermost form to the parent."""

    def __init__(self, ready: ReadyRule, given: Given, atoms: Iterable[int]) -> None:
        self._ready, self._rule, self._given = ready, ready.rule, given
        self._atoms = given.places(atoms)
        self._phrases: list[str] = []
        self._why: list[str] = []
        self._against: list[str] = []
        self._confidence: Confidence = "certain"
        self._reading = self._rule.reading
        self._surroundings()

    def _surroundings(self) -> None:
        given = self._given
        if not self._ready.companions and given.standard.has_partner(given.number):
            self._form("a salt of", allowed="salts" in self._rule.covers, refusal="salts are not covered")
        if given.standard.has_water:
            self._accepted("a hydrate of", "hydrates", "water stands beside it, of which the rule says nothing")
        if given.fragment.labelled:
            self._accepted("an isotopically labelled form of", "isotopes", "the rule says nothing of isotopic labels")

    def _form(self, phrase: str, *, allowed: bool, refusal: str) -> None:
        self._phrases.append(phrase)
        if not allowed:
            self._against.append(refusal)

    def _accepted(self, phrase: str, cover: str, otherwise: str) -> None:
        self._phrases.append(phrase)
        if cover not in self._rule.covers:
            self._doubt(otherwise)

    def _doubt(self, why: str) -> None:
        self._confidence = "interpretation"
        self._why.append(why)

    def apply(self, like: Likeness) -> None:
        """Take in how the fragment is like the parent."""
        covers = self._rule.covers
        if like == "stereoisomer":
            self._form("a stereoisomer of", allowed="stereoisomers" in covers, refusal="stereoisomers are not covered")
        elif like == "positional":
            positional = "positional" in covers
            self._form("a positional isomer of", allowed=positional, refusal="positional isomers are not covered")
            self._doubt("positional isomers are told by the same rings and chains in other places")
        elif like == "tautomer":
            self._phrases.append("a tautomer of")
            self._doubt("drawn as another tautomer; the forms of such substances usually pass into each other")
        elif like == "open" and "stereoisomers" in covers:
            self._why.append("the drawing leaves the stereochemistry open; every stereoisomer is covered")
        elif like == "open":
            self._doubt("the drawing leaves open the stereochemistry by which the rule's substance is told")

    def apply_placement(self, placed: Placement) -> None:
        """Take in where the core lies and what hangs on it."""
        self._against += placed.faults
        mol, most = self._given.fragment.mol, self._rule.most_atoms
        if most is not None and mol.GetNumAtoms() > most:
            self._against.append(f"it has {mol.GetNumAtoms()} atoms, and the rule means {most} at most")
        if self._rule.kind == "substance":
            self._phrases += [_derived_form(fit) for fit in placed.fits] or ["a form of"]
            self._atoms = self._given.places(placed.atoms)
            return
        if self._rule.kind == "derivatives":
            self._phrases.append("a derivative, in our reading, of")
            self._reading = "ours"
            self._doubt(_DERIVATIVES)
        else:
            self._phrases.append("within the definition of")
            if self._reading == "ours":
                self._doubt(_DEFINED_BY_US)
            if self._rule.provided:
                self._doubt(self._rule.provided)
        self._why += [_carried(self._rule, fit, fit.found.smiles(mol)) for fit in placed.fits]

    def made(self) -> Verdict:
        """Return the verdict."""
        rule, number = self._rule, self._given.number
        relation = " ".join([*self._phrases, rule.name]) if self._phrases else f"{rule.name} itself"
        if not self._against and self._ready.excepts(self._given.fragment):
            self._against.append("the rule excepts this very substance")
        if self._against:
            sentence = f"It would be {relation}, but {'; '.join(dict.fromkeys(self._against))}."
            return NearMiss(rule.id, rule.name, sentence, self._atoms, number)
        why = tuple(dict.fromkeys(self._why))
        return Hit(rule.id, rule.name, relation, self._atoms, self._confidence, self._reading, why, number)


def _derived_form(fit: Fit) -> str:
    """Return the phrase of a form of the parent: "the methyl ester of", "an ether of", "the N-Boc form of"."""
    name = fit.group.label
    if fit.label == NITROGEN:
        return f"the N-{name} form of" if name else "an N-protected form of"
    kind = "ether of" if fit.label == ALCOHOL and not fit.group.is_acyl else "ester of"
    return f"the {name} {kind}" if name else f"an {kind}"


def _carried(rule: StructureRule, fit: Fit, smiles: str) -> str:
    site = next((site.name for site in rule.sites if site.label == fit.label), "the scaffold")
    return f"{smiles} at {site}: {fit.group.meaning}"
