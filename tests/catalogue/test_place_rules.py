"""What holds for a substance in a country on a day: each kind of rule by an example it means and one it does not."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.metadata import distribution
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem.inchi import MolToInchiKey
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from penstock.catalogue.law.book import Rule, holds, shipped_book
from penstock.catalogue.law.records import Duty, Entry
from penstock.catalogue.requirements import notification_requirement

TODAY = date(2026, 11, 21)
NEVER = date(9999, 12, 31)
REGISTER = shipped_book().packs["register"].substances
PLACES = ("au", "ca", "cn", "equipment", "eu", "gb", "in", "us")


def entry(key: str, on: date = TODAY) -> Entry | None:
    """Return an entry such as ca:p2p as it holds on a day, or None."""
    pack, name = key.split(":")
    found = [each for each in shipped_book().packs[pack].entries if each.entry == name and holds(each, on)]
    assert len(found) <= 1
    return found[0] if found else None


def rules(substance: str, country: str, on: date = TODAY) -> set[str]:
    """Return the keys of the rules of a country that name a substance on a day."""
    return {rule.key for rule in shipped_book().rules_of(substance, on, {country})}


def rule(key: str, on: date = TODAY) -> Rule:
    found = entry(key, on)
    assert found is not None
    pack = shipped_book().packs[key.partition(":")[0]]
    return Rule(pack, pack.lists[found.list], found)


def duties(key: str, on: date = TODAY) -> list[Duty]:
    return list(shipped_book().duties_of(rule(key, on), on))


COVERED = [
    ("salts", "us:ergotamine", "us:hydriodic-acid"),
    ("salts", "ca:npp", "ca:propionyl-chloride"),
    ("stereoisomers", "eu:ephedrine", "eu:acetone"),
    ("stereoisomers", "us:apaa", "ca:apaa"),
    ("isomers", "ca:apaan", "us:apaan"),
    ("esters", "us:bmk-glycidic-acid", "us:pmk-glycidic-acid"),
    ("esters", "us:phenylacetic-acid", "ca:phenylacetic-acid"),
    ("derivatives", "ca:p2p", "us:p2p"),
    ("derivatives", "ca:hypophosphorous-acid-derivatives", "ca:hypophosphorous-acid"),
    ("analogues", "ca:norfentanyl", "ca:npp"),
]


@pytest.mark.parametrize(("form", "with_", "without"), COVERED)
def test_an_entry_covers_the_forms_its_law_says_and_no_others(form: str, with_: str, without: str) -> None:
    assert form in rule(with_).entry.covers
    assert form not in rule(without).entry.covers


def test_a_substance_is_met_where_its_law_names_it_and_nowhere_else() -> None:
    assert rules("propionyl-chloride", "CA") == {"ca:propionyl-chloride"}
    assert not rules("propionyl-chloride", "EU")
    assert rules("chloroform", "CN") == {"cn:chloroform"}
    assert not rules("chloroform", "US")
    assert rules("benzaldehyde", "US") == {"us:benzaldehyde"}
    assert not rules("benzaldehyde", "GB")


def test_one_molecule_is_a_drug_here_and_a_listed_chemical_there() -> None:
    assert rule("us:anpp").list.regime == "narcotic"
    assert rule("eu:anpp").list.regime == "precursor"
    assert rule("us:norfentanyl").list.regime == "narcotic"
    assert rule("ca:norfentanyl").list.regime == "precursor"


def test_esters_that_are_listed_by_name_are_listed_one_by_one() -> None:
    for ester in ("methyl", "ethyl", "propyl", "isopropyl", "butyl", "isobutyl", "sec-butyl", "tert-butyl"):
        assert rules(f"bmk-glycidic-acid-{ester}-ester", "EU") == {f"eu:bmk-glycidic-acid-{ester}-ester"}
    assert not rules("bmk-glycidic-acid-propyl-ester", "CA")
    assert not rules("bmk-glycidic-acid-propyl-ester", "GB")


def test_the_stereoisomers_of_norephedrine_in_the_union_are_not_cathine() -> None:
    assert rule("eu:norephedrine").entry.except_ == {"cathine"}
    assert not rules("cathine", "EU")
    assert rules("cathine", "US") == {"us:cathine"}
    one, other = (shipped_book().substances[each].inchikey for each in ("norephedrine", "cathine"))
    assert one != other
    assert one[:14] == other[:14]


@pytest.mark.parametrize(
    ("key", "share", "counts"),
    [
        ("au:acetone-mixtures", "90", True), ("au:acetone-mixtures", "89.9", False),
        ("au:hydrochloric-acid-mixtures", "33", True), ("au:hydrochloric-acid-mixtures", "29", False),
        ("us:iodine-mixtures", "7", True), ("us:iodine-mixtures", "2", False),
    ],
)  # fmt: skip
def test_a_mixture_counts_from_its_share(key: str, share: str, counts: bool) -> None:  # noqa: FBT001
    mixture = rule(key).entry
    assert mixture.rule == "mixture"
    assert mixture.min_percent is not None
    assert (Decimal(share) >= mixture.min_percent) is counts


@pytest.mark.parametrize(
    ("key", "heading", "other"),
    [
        ("eu:ephedrine-medicines", "3004.41.00", "3004.49.00"),
        ("eu:pseudoephedrine-medicines", "3003.42.00", "3003.41.00"),
        ("in:ephedrine-preparations", "3004.41", "3004.42"),
    ],
)
def test_a_preparation_is_told_by_its_heading(key: str, heading: str, other: str) -> None:
    preparation = rule(key).entry
    assert preparation.rule == "preparation"
    assert heading in preparation.hs
    assert other not in preparation.hs


def test_natural_products_are_plants_and_oils() -> None:
    natural = {each.key: each.entry for each in shipped_book().rules if each.entry.rule == "natural-product"}
    assert natural["ca:ephedra"].substance == "ephedra"
    assert natural["ca:ephedrine-plants"].substance == "ephedrine"
    assert natural["ca:safrole-oils"].min_percent == natural["in:safrole-oils"].min_percent == 4
    assert natural["cn:safrole-oil"].min_percent is None
    assert "us:safrole" not in natural
    assert not shipped_book().substances["ephedra"].smiles


def test_machines_are_equipment_and_no_substance_is() -> None:
    machines = {each.key for each in shipped_book().rules if each.entry.rule == "equipment"}
    assert {"us:tableting-machine", "us:encapsulating-machine", "equipment:materials-and-equipment"} <= machines
    assert all(rule(key).list.regime == "equipment" and not rule(key).entry.substance for key in machines)
    assert {each.duty for each in duties("us:tableting-machine")} >= {"records", "periodic-report", "abstention"}
    assert "notification" not in {each.duty for each in duties("us:tableting-machine") if each.operation == "export"}


def test_generic_rules_have_a_definition_whose_core_its_examples_hold() -> None:
    checked = 0
    for pack in shipped_book().packs.values():
        for key, said in pack.definitions.items():
            core = Chem.MolFromSmarts(said["core"])
            assert core is not None, key
            assert said["reading"] in {"law", "ours"}
            assert {atom.GetAtomMapNum() for atom in core.GetAtoms()} - {0} == said["positions"].keys()
            for each in said["positives"]:
                assert Chem.MolFromSmiles(each["smiles"]).HasSubstructMatch(core), each["name"]
            assert all(Chem.MolFromSmiles(each["smiles"]) and each["why"] for each in said["negatives"])
            checked += 1
        used = {each.definition for each in pack.entries if each.rule == "generic"}
        assert used == pack.definitions.keys()
    assert checked >= 7


QUANTITIES = [
    ("eu:acetic-anhydride", "100 l per year, exempt-to"),
    ("eu:red-phosphorus", "0.1 kg per year, exempt-to"),
    ("eu:acetone", "50 kg per year, exempt-to"),
    ("ca:acetic-anhydride", "1000 kg per transaction, exempt-to"),
    ("ca:pseudoephedrine", "3 g per package, exempt-to"),
    ("ca:gamma-butyrolactone", "0 kg per transaction, exempt-to"),
    ("us:4-piperidone", "0 kg per transaction, duties-from"),
    ("us:piperidine", "0.5 kg per month, duties-from"),
    ("au:toluene", "100 l per transaction, duties-from"),
]


@pytest.mark.parametrize(("key", "wanted"), QUANTITIES)
def test_a_quantity_is_that_of_the_law(key: str, wanted: str) -> None:
    found = shipped_book().thresholds_of(rule(key), TODAY)
    assert [f"{each.amount} {each.unit} per {each.per}, {each.effect}" for each in found] == [wanted]


def test_retail_limits_are_a_day_and_thirty_days() -> None:
    found = shipped_book().thresholds_of(rule("us:pseudoephedrine-products"), TODAY)
    assert {(str(each.amount), each.per, each.of) for each in found} == {
        ("3.6", "day", "customer"), ("7.5", "30-days", "customer"), ("9", "30-days", "buyer")
    }  # fmt: skip


CLOCKS = [
    ("ca:p2p", "permit-validity", "export", 180, "days"),
    ("ca:p2p", "licence-validity", "any", 3, "years"),
    ("ca:toluene", "licence-validity", "any", 5, "years"),
    ("ca:toluene", "change-report", "any", 10, "days"),
    ("ca:p2p", "annual-report", "any", 3, "months"),
    ("eu:apaan", "decision", "any", 60, "working-days"),
    ("eu:apaan", "notification", "export", 15, "working-days"),
    ("us:toluene", "notification", "export", 15, "days"),
    ("us:safrole", "records", "any", 2, "years"),
    ("au:acetone", "notification", "export", 5, "working-days"),
]


@pytest.mark.parametrize(("key", "duty", "operation", "amount", "unit"), CLOCKS)
def test_a_clock_is_that_of_the_law(key: str, duty: str, operation: str, amount: int, unit: str) -> None:
    assert (duty, operation, amount, unit) in {
        (each.duty, each.operation, each.amount, each.unit) for each in duties(key)
    }


def test_class_b_of_canada_owes_no_import_permit_and_category_3_no_licence() -> None:
    assert "import-permit" in {each.duty for each in duties("ca:p2p")}
    assert "import-permit" not in {each.duty for each in duties("ca:acetone")}
    assert "licence" in {each.duty for each in duties("eu:p2p")}
    assert "licence" not in {each.duty for each in duties("eu:acetone")}


DAYS = [
    ("4-piperidone", "UN", date(2024, 12, 2), False), ("4-piperidone", "UN", date(2024, 12, 3), True),
    ("4-piperidone", "EU", date(2025, 8, 13), False), ("4-piperidone", "EU", date(2025, 8, 14), True),
    ("4-piperidone", "US", date(2023, 5, 11), False), ("4-piperidone", "US", date(2023, 5, 12), True),
    ("bmk-glycidic-acid", "US", date(2026, 5, 3), False), ("bmk-glycidic-acid", "US", date(2026, 5, 4), True),
    ("r-29676", "CA", date(2026, 6, 4), False), ("r-29676", "CA", date(2026, 6, 5), True),
    ("eapa", "EU", date(2022, 10, 2), False), ("eapa", "EU", date(2022, 10, 3), True),
    ("benzyl-chloride", "CA", date(2026, 5, 28), True), ("benzyl-chloride", "CA", date(2026, 5, 29), False),
    ("safrole", "GB", date(2020, 12, 31), False), ("safrole", "GB", date(2021, 1, 1), True),
]  # fmt: skip


@pytest.mark.parametrize(("substance", "country", "day", "is_law"), DAYS)
def test_law_begins_and_ends_on_its_day(substance: str, country: str, day: date, is_law: bool) -> None:  # noqa: FBT001
    assert bool(rules(substance, country, day)) is is_law


def test_what_an_entry_covers_is_that_of_the_day() -> None:
    assert rule("ca:4-piperidone", date(2024, 9, 2)).entry.covers == {"salts"}
    assert rule("ca:4-piperidone", date(2024, 9, 3)).entry.covers == {"salts", "derivatives", "analogues"}
    assert rule("us:iodine", date(2007, 7, 31)).list.code == "II"
    assert rule("us:iodine", date(2007, 8, 1)).list.code == "I"
    assert entry("us:iodine-mixtures", date(2007, 7, 31)) is None


def test_an_enacted_clause_without_a_day_is_shown_and_binds_nobody() -> None:
    coming = [each for each in shipped_book().packs["ca"].duties if each.since == NEVER]
    assert len(coming) == 7
    assert all(each.condition.startswith("enacted, not yet in force: SOR/2025-") for each in coming)
    assert not set(coming) & set(duties("ca:p2p", date(2099, 12, 31)))
    today = {
        (each.duty, each.amount, each.unit) for each in duties("ca:p2p") if each.duty in {"theft-report", "loss-report"}
    }
    assert {("theft-report", 24, "hours"), ("theft-report", 72, "hours"), ("loss-report", 24, "hours")} <= today


def test_an_export_of_an_entry_of_the_union_alone_is_notified() -> None:
    asked = notification_requirement(exporting="NL", importing="BR", substance="eapa", on=TODAY)
    assert asked.due
    assert not notification_requirement(exporting="US", importing="BR", substance="eapa", on=TODAY).due
    assert not notification_requirement(exporting="NL", importing="BR", substance="eapa", on=date(2022, 1, 1)).due


def test_every_row_names_its_source_and_a_verified_row_never_calls_itself_unread() -> None:
    doubts = re.compile(r"to be checked|not read|from general knowledge: ")
    for name in PLACES:
        pack = shipped_book().packs[name]
        assert pack.remarks
        for row in (*pack.entries, *pack.thresholds, *pack.duties, *pack.exemptions):
            assert row.source
            assert not (row.verified and doubts.search(row.source)), row


# The public record against the register: what it draws otherwise, and why the register is right.
DRAWN_OTHERWISE = {
    "hypophosphorous-acid": "the record draws a tautomer with two hydrogens less than H3PO2",
    "red-phosphorus": "the record draws one atom; the register draws no polymer",
}


def _record() -> Iterator[tuple[str, str]]:
    folder = Path(str(distribution("chemicals").locate_file("chemicals"))) / "Identifiers"
    pubchem = (f"chemical identifiers pubchem {size}.tsv" for size in ("small", "large"))
    for name in (*pubchem, "Inorganic db.tsv"):
        with (folder / name).open(encoding="utf-8") as lines:
            for line in lines:
                row = line.split("\t", 7)
                yield row[1], row[6]


def test_a_cas_number_is_that_of_the_structure_in_the_public_record() -> None:
    recorded = dict(_record())
    differing = set()
    for each in REGISTER:
        if each.cas in recorded and recorded[each.cas][:14] != each.inchikey[:14]:
            differing.add(each.id)
    assert differing == DRAWN_OTHERWISE.keys()


def test_formula_and_key_are_those_of_the_structure() -> None:
    for each in REGISTER:
        if each.smiles:
            molecule = Chem.MolFromSmiles(each.smiles)
            assert sorted(re.findall(r"[A-Z][a-z]?\d*", CalcMolFormula(molecule))) == sorted(
                re.findall(r"[A-Z][a-z]?\d*", each.formula)
            ), each.id
            assert MolToInchiKey(molecule) == each.inchikey, each.id


def test_isomers_that_a_law_names_are_drawn_as_they_are_named() -> None:
    for id_, wanted in {
        "cathine": "SS", "chloroephedrine-1r2s": "RS", "chloroephedrine-1s2r": "SR",
        "chloropseudoephedrine-1s2s": "SS", "chloropseudoephedrine-1r2r": "RR",
        "n-methylephedrine": "RS", "n-methylpseudoephedrine": "SS", "ephedrine": "RS", "pseudoephedrine": "SS",
    }.items():  # fmt: skip
        molecule = Chem.MolFromSmiles(shipped_book().substances[id_].smiles)
        beside = Chem.MolFromSmarts("[CX4](c)[CX4]N")
        first, _, second, _ = molecule.GetSubstructMatch(beside)
        labels = dict(Chem.FindMolChiralCenters(molecule, useLegacyImplementation=False))
        assert labels[first] + labels[second] == wanted, id_
