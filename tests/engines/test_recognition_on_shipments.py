"""The figures on 3,000 planned shipments made of real words; read from beside the project, never copied into it."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from rdkit.Chem import MolFromSmiles
from rdkit.Chem.inchi import MolToInchi

from penstock.catalogue.naming.public_record import read_public_names
from penstock.catalogue.naming.recognisers import entry, listed_recogniser
from penstock.catalogue.substances import Substance, substance, tabled
from penstock.engines.recognition.entries import Recognition
from penstock.engines.recognition.recogniser import Recogniser

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


class Line(NamedTuple):
    """One line of the file with its truth."""

    number: str
    kind: str
    description: str
    cas: str
    wanted: frozenset[str]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    notices = DATA / "notices"
    if not notices.is_dir():
        pytest.skip("the shared shipments are not beside the project")
    with (notices / "planned_shipments.csv").open(encoding="utf-8") as goods:
        shipments = list(csv.DictReader(goods))
    with (notices / "planned_shipments_truth.csv").open(encoding="utf-8") as truth:
        return [
            Line(
                said["line"],
                said["kind"],
                line["goods_description"],
                line["cas_number"],
                frozenset(said["substances"].split()),
            )
            for line, said in zip(shipments, csv.DictReader(truth), strict=True)
        ]


@pytest.fixture(scope="module")
def structures() -> dict[str, str]:
    """The InChI of every ordinary chemical of the shared tables, by CAS number: it knows nothing of names."""
    folder = DATA / "substances"
    if not folder.is_dir():
        pytest.skip("the shared tables of chemicals are not beside the project")
    with gzip.open(folder / "chemicals_large.tsv.gz", "rt", encoding="utf-8") as large:
        found = {row[1]: row[5] for row in (line.split("\t") for line in large)}
    with (folder / "chemicals_small.tsv").open(encoding="utf-8") as small:
        return found | {row[1]: row[5] for row in (line.split("\t") for line in small)}


def _found(recogniser: Recogniser, line: Line) -> tuple[Recognition, ...]:
    return recogniser.recognise(line.description, line.cas)


def _share(recogniser: Recogniser, lines: list[Line], kind: str) -> float:
    of_kind = [line for line in lines if line.kind == kind]
    right = sum(line.wanted <= {hit.cas for hit in _found(recogniser, line)} for line in of_kind)
    print(f"{kind}: {right} of {len(of_kind)} recognised")  # noqa: T201 - the figure belongs in the report
    return right / len(of_kind)


@pytest.mark.parametrize(("kind", "least"), [("precursor", 0.99), ("misspelt", 0.97), ("mixture", 0.95)])
def test_the_listed_substances_are_recognised(lines: list[Line], kind: str, least: float) -> None:
    assert _share(listed_recogniser(), lines, kind) >= least


def test_without_close_spelling_the_misspelt_lines_are_lost(lines: list[Line]) -> None:
    record = read_public_names(frozenset(each.cas for each in tabled() if each.cas))
    exact = Recogniser(
        (entry(each, record.listed.get(each.cas or "", ())) for each in tabled()), record.ordinary, fuzzy=False
    )
    assert _share(exact, lines, "misspelt") < 0.5
    assert _share(exact, lines, "precursor") >= 0.97


def test_ordinary_lines_are_left_alone(lines: list[Line], structures: dict[str, str]) -> None:
    ordinary = [line for line in lines if line.kind == "ordinary"]
    wrong: list[tuple[Line, Recognition]] = []
    for line in ordinary:
        for hit in _found(listed_recogniser(), line):
            why = f"(covered: it is {hit.name})" if hit.cas == line.cas else None
            why = why or _law_covers(structures.get(line.cas, ""), hit)
            print(f"line {line.number}: {line.description!r}: {hit.reason} " + (why or "WRONG"))  # noqa: T201 - the list that an officer can check
            if why is None:
                wrong.append((line, hit))
    assert len({line for line, _ in wrong}) <= 0.005 * len(ordinary), wrong


@pytest.mark.parametrize(
    ("structure", "id_", "covered"),
    [
        ("C10H15NO.ClH/c1-8(11-2)10(12)9-6-4-3-5-7-9;/h3-8,10-12H,1-2H3;1H/t8-,10-;/m0./s1", "ephedrine", True),
        ("C5H11N.ClH/c1-2-4-6-5-3-1;/h6H,1-5H2;1H", "piperidine", True),
        ("C5H11N.ClH/c1-2-4-6-5-3-1;/h6H,1-5H2;1H", "hydrochloric-acid", False),
        ("C6H13N/c1-7-5-3-2-4-6-7/h2-6H2,1H3", "piperidine", False),
    ],
)
def test_the_rule_that_judges_by_structure(structure: str, id_: str, covered: bool) -> None:  # noqa: FBT001
    listed = substance(id_)
    hit = Recognition(id_, listed.cas, listed.name, "name", "", "", None, 1.0)
    assert (_law_covers(structure, hit) is not None) is covered


def _law_covers(structure: str, hit: Recognition) -> str | None:
    """Say why a law covers a chemical that the truth calls ordinary, by its structure alone; None if none does.

    Covered is a chemical one part of whose InChI has the heavy atoms and bonds of the listed substance: the substance
    itself in another isotope or optical form, or (where the list covers salts) a salt of it.
    """
    listed: Substance = substance(hit.id)
    ours = list(_components(structure))
    drawn = MolToInchi(MolFromSmiles(listed.smiles)) if listed.smiles else ""
    theirs = next(_components(drawn.removeprefix("InChI=1S/")), None)
    if theirs is None or theirs not in ours:
        return None
    if len(ours) == 1:
        return f"(covered: the same atoms and bonds as {listed.name})"
    return f"(covered: a salt of {listed.name})" if listed.salts else None


def _components(structure: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield heavy atoms and connections of each part of an InChI without its prefix."""
    formula, _, layers = structure.partition("/")
    if not formula:
        return
    connections = next((layer[1:] for layer in layers.split("/") if layer.startswith("c")), "")
    bonds = connections.split(";")
    for place, part in enumerate(formula.split(".")):
        yield _heavy_atoms(part), bonds[place] if place < len(bonds) else ""


def _heavy_atoms(formula: str) -> tuple[str, ...]:
    atoms: list[str] = []
    for character in formula:
        if character.isupper():
            atoms.append(character)
        else:
            atoms[-1:] = [atoms[-1] + character] if atoms else [character]
    return tuple(atom for atom in atoms if not atom.startswith("H") or atom.startswith(("Hg", "He", "Hf", "Ho", "Hs")))
