"""From entries of law to rules on structures: what each entry covers, in the words of the engine.

An entry that says derivatives or analogues becomes a rule of open extent, answered as our reading. A generic entry
reads its definition in the pack's `definitions.yaml`, as `catalogue.structures.definitions` has it.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from penstock.catalogue.law.book import Book, Rule, holds
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.structures.definitions import definition_of
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import Cover, RuleError, StructureRule

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


def structure_rulebook(on: date, jurisdictions: frozenset[str] | None = None) -> Rulebook:
    """Return the rulebook of a day by the book in force, everywhere or in some jurisdictions.

    Rule ids are keys such as `un-1988:ephedrine`. Raises RuleError when an entry makes no rule on structures.
    """
    book = current_book()
    asked = (jurisdictions is None or rule.jurisdiction in jurisdictions for rule in book.rules)
    return _compiled(book, tuple(n for n, is_asked in enumerate(asked) if is_asked and holds(book.rules[n].entry, on)))


@lru_cache(maxsize=16)
def _compiled(book: Book, places: tuple[int, ...]) -> Rulebook:
    """Compile the rules that stand at some places of a book; days between two changes of the law share a rulebook."""
    found = (structure_rule(book, book.rules[n]) for n in places)
    return Rulebook(rule for rule in found if rule)


def structure_rules(book: Book, on: date, jurisdictions: Collection[str] | None = None) -> Iterator[StructureRule]:
    """Yield a rule for each entry of a day that is about structures; plants, machines and preparations are not."""
    for rule in book.rules_on(on, jurisdictions):
        found = structure_rule(book, rule)
        if found:
            yield found


def structure_rule(book: Book, rule: Rule) -> StructureRule | None:
    """Return an entry as a rule on structures; None for one that is about none; RuleError for a bad definition."""
    if rule.entry.rule == "generic":
        return _generic(book, rule)
    if rule.entry.rule == "substance" and book.substances[rule.entry.substance].smiles:
        return _of_substance(book, rule)
    return None


def check_rules(book: Book, pack: Pack) -> None:
    """Raise PackError for the first entry of a pack, of any day, that makes no rule on structures.

    The book must hold the pack. Without this an adopted pack could stop every question on structures.
    """
    rows = {id(row.record): row for row in pack.rows.get("entries", ())}
    for rule in book.rules:
        if rule.pack is pack:
            try:
                found = structure_rule(book, rule)
                if found:
                    Rulebook([found])
            except RuleError as fault:
                raise rows[id(rule.entry)].refuse(_remedied(rule, fault)) from None


def _remedied(rule: Rule, fault: RuleError) -> str:
    said = str(fault).removeprefix(f"rule {rule.key!r}: ")
    if rule.entry.rule == "generic":
        said = f"definitions.yaml, {rule.entry.definition!r}: {said}"
    return f"{said}; mend it, or write the entry by another rule until it is"


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
    try:
        said = definition_of(rule.pack.definitions[rule.entry.definition])
    except ValueError as fault:
        raise RuleError(f"rule {rule.key!r}: {fault}") from None
    return StructureRule(
        id=rule.key,
        name=rule.entry.wording,
        kind="generic",
        structure=said.core,
        covers=frozenset[Cover]().union(*(_COVERS[word] for word in rule.entry.covers)),
        sites=said.positions,
        excepted=_excepted(book, rule),
        most_atoms=said.max_heavy_atoms,
        wording=rule.entry.wording,
        reading=said.reading,
        provided=said.provided,
    )


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
