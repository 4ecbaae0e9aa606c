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


def test_every_definition_tells_its_own_examples_apart():
    rulebook = structure_rulebook(TODAY)
    seen = 0
    for rule in shipped_book().rules_on(TODAY):
        if rule.entry.rule != "generic":
            continue
        definition = rule.pack.definitions[rule.entry.definition]
        met = {each["name"]: rule.key in _met(rulebook.match(each["smiles"])) for each in definition["positives"]}
        missed = {each["name"]: rule.key in _met(rulebook.match(each["smiles"])) for each in definition["negatives"]}
        assert met, rule.key
        assert missed, rule.key
        assert all(met.values()), (rule.key, met)
        assert not any(missed.values()), (rule.key, missed)
        seen += 1
    assert seen


def test_a_definition_of_ours_is_never_certain():
    (hit,) = (
        hit for hit in structure_rulebook(TODAY).match("CC(=O)N1CCC(CC1)Nc1ccccc1").hits if hit.rule == "us:4-ap-amides"
    )
    assert (hit.confidence, hit.reading) == ("interpretation", "ours")
    assert "our reading" in " ".join(hit.why)


def _met(answer):
    return {hit.rule for hit in answer.hits}


def test_an_acid_within_a_salt_is_no_acid_on_a_list():
    for salt in ("NN.Cl.Cl", "N.Cl", "[NH4+].[Cl-]", "NO.OS(O)(=O)=O", "NCCO.Cl", "[Na+].[Cl-]"):
        assert not rules(salt, TODAY), salt
    assert "un-1988:hydrochloric-acid" in rules("Cl.O", TODAY)
    assert "un-1988:hydrochloric-acid" in rules("CCOCC.Cl", TODAY)
