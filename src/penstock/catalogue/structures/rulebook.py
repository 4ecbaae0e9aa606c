"""From entries of law to rules on structures: what each entry covers, in the words of the engine.

An entry that says derivatives or analogues becomes a rule of open extent, answered as our reading. A generic entry
reads its definition in the pack's `definitions.yaml`: `core` (SMARTS with map numbers), `positions` (by map number:
`name`, and the words `may` and `must`), `max_heavy_atoms`, whose `reading` of the law it is, and what else has to be
`provided`.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from penstock.catalogue.law.book import Book, Rule, shipped_book
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import Cover, RuleError, Site, StructureRule

_NAMED_GROUPS = Path(__file__).parent / "named_groups.csv"
_COVERS: Mapping[str, frozenset[Cover]] = {
    "salts": frozenset({"salts"}),
    "stereoisomers": frozenset({"stereoisomers"}),
    "isomers": frozenset({"stereoisomers", "positional"}),
    "esters": frozenset({"esters"}),
    "ethers": frozenset({"ethers"}),
    "protected": frozenset({"protected"}),
    "hydrates": frozenset({"hydrates"}),
    "derivatives": frozenset(),
    "analogues": frozenset(),
}
_OPEN_EXTENT = frozenset({"derivatives", "analogues"})


@lru_cache(maxsize=16)
def structure_rulebook(on: date, jurisdictions: frozenset[str] | None = None) -> Rulebook:
    """Return the rulebook of a day, everywhere or in some jurisdictions; rule ids are keys such as `un-1988:ephedrine`.

    Raises RuleError when an entry cannot be said as a rule on structures.
    """
    return Rulebook(structure_rules(shipped_book(), on, jurisdictions))


def structure_rules(book: Book, on: date, jurisdictions: Collection[str] | None = None) -> Iterator[StructureRule]:
    """Yield a rule for each entry of a day that is about structures; plants, machines and preparations are not."""
    for rule in book.rules_on(on, jurisdictions):
        if rule.entry.rule == "generic":
            yield _generic(book, rule)
        elif rule.entry.rule == "substance" and book.substances[rule.entry.substance].smiles:
            yield _of_substance(book, rule)


def _of_substance(book: Book, rule: Rule) -> StructureRule:
    entry, substance = rule.entry, book.substances[rule.entry.substance]
    covers = frozenset[Cover]().union(*(_COVERS[word] for word in entry.covers))
    return StructureRule(
        id=rule.key,
        name=substance.name,
        kind="derivatives" if entry.covers & _OPEN_EXTENT else "substance",
        structure=substance.smiles,
        covers=covers | {"enumerated-esters"} if entry.named_esters else covers,
        esters=tuple(_named(rule, "ester", name) for name in entry.named_esters),
        protecting=tuple(f"{name} {smiles}" for (use, name), smiles in _groups().items() if use == "protecting"),
        excepted=_excepted(book, rule),
        wording=entry.wording,
    )


def _generic(book: Book, rule: Rule) -> StructureRule:
    said = rule.pack.definitions[rule.entry.definition]
    try:
        return StructureRule(
            id=rule.key,
            name=rule.entry.wording,
            kind="generic",
            structure=said["core"],
            covers=frozenset[Cover]().union(*(_COVERS[word] for word in rule.entry.covers)),
            sites=tuple(_site(label, site) for label, site in said.get("positions", {}).items()),
            excepted=_excepted(book, rule),
            most_atoms=said.get("max_heavy_atoms"),
            wording=rule.entry.wording,
            reading=said["reading"],
            provided=said.get("provided", ""),
        )
    except (KeyError, TypeError) as fault:
        raise RuleError(f"rule {rule.key!r}: the definition {rule.entry.definition!r} lacks {fault}") from None


def _site(label: int, said: Mapping[str, Any]) -> Site:
    return Site(label, said["name"], tuple(said.get("may", ())), tuple(said.get("must", ())))


def _excepted(book: Book, rule: Rule) -> tuple[str, ...]:
    return tuple(book.substances[each].smiles for each in sorted(rule.entry.except_) if book.substances[each].smiles)


def _named(rule: Rule, use: str, name: str) -> str:
    try:
        return f"{name} {_groups()[use, name]}"
    except KeyError:
        raise RuleError(f"rule {rule.key!r}: no {use} group is called {name!r}") from None


@cache
def _groups() -> Mapping[tuple[str, str], str]:
    with _NAMED_GROUPS.open(encoding="utf-8", newline="") as lines:
        return {(row["use"], row["name"]): row["smiles"] for row in csv.DictReader(lines)}
