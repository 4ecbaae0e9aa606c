"""The packs of law as a rulebook of structures: dates, jurisdictions, and what entries cover."""

from datetime import date

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.structures.rulebook import structure_rulebook

TODAY = date(2026, 11, 21)
PIPERIDONE = "O=C1CCNCC1"


def rules(smiles: str, on: date, *jurisdictions: str) -> set[str]:
    book = structure_rulebook(on, frozenset(jurisdictions) or None)
    return {hit.rule for hit in book.match(smiles).hits}


def test_a_rule_begins_on_its_day():
    assert "un-1988:4-piperidone" not in rules(PIPERIDONE, date(2024, 12, 2))
    assert "un-1988:4-piperidone" in rules(PIPERIDONE, date(2024, 12, 3))


def test_a_jurisdiction_is_asked_alone():
    assert {rule.partition(":")[0] for rule in rules("CC(C)=O", TODAY, "EU")} == {"eu"}
    assert {rule.partition(":")[0] for rule in rules("CC(C)=O", TODAY)} >= {"eu", "un-1988"}


def test_every_entry_with_a_structure_meets_itself():
    book = shipped_book()
    rulebook = structure_rulebook(TODAY)
    asked = [rule for rule in book.rules_on(TODAY) if rule.entry.rule == "substance"]
    with_structure = [rule for rule in asked if book.substances[rule.entry.substance].smiles]
    assert with_structure
    for rule in with_structure:
        answer = rulebook.match(book.substances[rule.entry.substance].smiles)
        own = [hit for hit in answer.hits if hit.rule == rule.key]
        assert own, rule.key
        assert own[0].relation == f"{book.substances[rule.entry.substance].name} itself"
        assert own[0].confidence == "certain"


def test_salts_are_met_where_the_entry_covers_them():
    book = shipped_book()
    rulebook = structure_rulebook(TODAY)
    for rule in book.rules_on(TODAY):
        substance = book.substances.get(rule.entry.substance)
        if rule.entry.rule != "substance" or not substance or not substance.smiles or "base" not in substance.salts:
            continue
        answer = rulebook.match(f"{substance.smiles}.Cl")
        met = {hit.rule for hit in answer.hits}
        missed = {miss.rule for miss in answer.near_misses if "salts are not covered" in miss.why}
        assert rule.key in (met if "salts" in rule.entry.covers else missed)
