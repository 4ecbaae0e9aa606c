"""The register of drugs against the public record and against itself: structures, numbers, factors."""

import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.law.records import Conversion, Substance

FILES = ("chemical identifiers pubchem small.tsv", "chemical identifiers pubchem large.tsv")
# The record draws the tartrate under the number of the base, and a tautomer.
RECORDED_OTHERWISE = {"dextrorphan", "chlordiazepoxide"}
RANGES = {"ru": (0x400, 0x4FF), "zh": (0x3400, 0x9FFF), "ar": (0x600, 0x6FF)}
# Atomic weights to four places, IUPAC 2021 abridged: the factors are computed apart from the script that made them.
WEIGHTS = {
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.990, "P": 30.974, "S": 32.06,
    "Cl": 35.45, "K": 39.098, "Ca": 40.078, "Br": 79.904, "I": 126.904,
}  # fmt: skip
# A form: the acid, and how many of it go with one base.
ACIDS = {
    "hydrochloride": ("HCl", 1), "dihydrochloride": ("HCl", 2), "hydrobromide": ("HBr", 1), "sulphate": ("H2SO4", 0.5),
    "phosphate": ("H3PO4", 1), "citrate": ("C6H8O7", 1), "tartrate": ("C4H6O6", 0.5),
    "hydrogen tartrate": ("C4H6O6", 1), "maleate": ("C4H4O4", 1), "fumarate": ("C4H4O4", 1), "lactate": ("C3H6O3", 1),
    "mesilate": ("CH4O3S", 1), "napsilate": ("C10H8O3S", 1), "saccharate": ("C6H10O8", 0.5),
    "aspartate": ("C4H7NO4", 1), "": ("", 0),
}  # fmt: skip
WATERS = {
    "hemihydrate": 0.5, "monohydrate": 1, "sesquihydrate": 1.5, "dihydrate": 2, "hemipentahydrate": 2.5,
    "trihydrate": 3, "pentahydrate": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def drugs() -> tuple[Substance, ...]:
    """The register's rows that have a structure."""
    return tuple(each for each in shipped_book().packs["register-drugs"].substances if each.smiles)


@pytest.fixture(scope="module")
def record() -> dict[str, list[str]]:
    """The rows of the public record by CAS number: id, CAS, formula, weight, SMILES, InChI, InChIKey, names."""
    try:
        folder = Path(str(distribution("chemicals").locate_file("chemicals"))) / "Identifiers"
    except PackageNotFoundError:
        pytest.skip("the public record of chemicals is not installed")
    found = {}
    for name in FILES:
        with (folder / name).open(encoding="utf-8") as lines:
            found.update({row[1]: row for row in (line.rstrip("\n").split("\t") for line in lines)})
    return found


def test_formula_and_inchikey_are_those_of_the_structure(drugs: tuple[Substance, ...]) -> None:
    assert len(drugs) > 300
    for each in drugs:
        molecule = Chem.MolFromSmiles(each.smiles)
        assert (CalcMolFormula(molecule), Chem.MolToInchiKey(molecule)) == (each.formula, each.inchikey), each.id


def test_no_structure_stands_twice(drugs: tuple[Substance, ...]) -> None:
    others = [each for each in shipped_book().substances.values() if each.inchikey]
    keys = [each.inchikey for each in others]
    assert len(keys) == len(set(keys))
    assert {each.inchikey for each in drugs} <= set(keys)


def test_what_a_row_says_of_the_public_record_is_so(drugs: tuple[Substance, ...], record: dict[str, list[str]]) -> None:
    for each in drugs:
        recorded = record.get(each.cas or "")
        if each.source.startswith("Structure and CAS number as in the public record"):
            assert recorded
            assert recorded[6] == each.inchikey, each.id
        elif "CAS number and atoms as in the public record" in each.source:
            assert recorded
            assert recorded[6].split("-")[0] == each.inchikey.split("-")[0], each.id
        else:
            assert "CAS number from general knowledge" in each.source or not each.cas, each.id
            assert recorded is None or each.id in RECORDED_OTHERWISE, each.id


def test_the_numbers_of_salts_mean_salts_of_the_drug(record: dict[str, list[str]]) -> None:
    book, compared = shipped_book(), 0
    for each in book.packs["register-drugs"].numbers:
        if each.number in record:
            salt = rdMolStandardize.FragmentParent(Chem.MolFromSmiles(record[each.number][4]))
            parent = Chem.MolToInchiKey(rdMolStandardize.Uncharger().uncharge(salt))
            assert parent.split("-")[0] == book.substances[each.substance].inchikey.split("-")[0], each
            compared += 1
    assert compared > 40


def _conversions() -> Iterator[Conversion]:
    for pack in shipped_book().packs.values():
        yield from pack.conversions


def _weight(formula: str) -> float:
    atoms = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return sum(WEIGHTS[element] * int(count or 1) for element, count in atoms)


def _share(formula: str, form: str) -> float:
    """Return the percentage by weight of a drug in one of its forms."""
    drug = _weight(formula)
    metals = {
        "sodium": WEIGHTS["Na"] - WEIGHTS["H"],
        "calcium": WEIGHTS["Ca"] / 2 - WEIGHTS["H"],
        "dipotassium": WEIGHTS["K"] - WEIGHTS["H"] + _weight("KOH"),
    }
    if form in metals:
        return 100 * drug / (drug + metals[form])
    words = form.split()
    waters = WATERS.get(words[-1], 0)
    acid, count = ACIDS[" ".join(words[:-1] if waters else words)]
    units = 2 if count == 0.5 else 1
    return 100 * units * drug / (units * drug + units * count * _weight(acid) + waters * _weight("H2O"))


def _wrong(each: Conversion) -> bool:
    formula = shipped_book().substances[each.substance].formula
    return not 0 < each.percent < 100 or abs(float(each.percent) - _share(formula, each.form)) > 0.015


def test_the_factors_follow_from_the_formulas() -> None:
    rows = list(_conversions())
    assert len(rows) > 100
    assert not [each for each in rows if _wrong(each)]


def test_a_planted_factor_is_seen() -> None:
    for each in _conversions():
        for percent in (each.percent + Decimal("0.05"), Decimal(0), Decimal(100)):
            assert _wrong(Conversion(each.substance, each.form, percent, each.source, each.verified))


def test_names_are_written_in_the_script_of_their_language() -> None:
    for each in shipped_book().packs["register-drugs"].names:
        letters = [letter for letter in each.text if letter.isalpha() and ord(letter) > 0x2FF and letter not in "αβγΔ"]
        if each.language in RANGES:
            assert letters, each
            assert all(_is_of(letter, each.language) for letter in letters), each
        else:
            assert not letters, each


def _is_of(letter: str, language: str) -> bool:
    least, most = RANGES[language]
    return least <= ord(letter) <= most


def test_a_name_means_one_drug() -> None:
    owners: dict[str, str] = {}
    for each in shipped_book().packs["register-drugs"].names:
        assert owners.setdefault(each.text.casefold(), each.substance) == each.substance, each
