"""A pack with a bad row is refused whole, and the refusal names the file and the line."""

import shutil
from pathlib import Path

import pytest

from penstock.catalogue.countries import country
from penstock.catalogue.european_union import read_eu_pack
from penstock.catalogue.packs import PACKS, PackError
from penstock.catalogue.requirements import read_requests
from penstock.catalogue.substances import read_un_pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pack of the 1988 Convention that a test may spoil."""
    return Path(shutil.copytree(PACKS / "un-1988", tmp_path / "un-1988"))


def _line_of(path: Path, start: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(start))


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


SPOILT = [
    ("substances.csv", "acetone,", "67-64-1", "67-64-2", "check digit"),
    ("substances.csv", "toluene,", "2902.30", "7702.30", "HS code"),
    ("substances.csv", "toluene,", "toluene,Toluene,II", "toluene,Toluene,I", "controls.csv"),
    ("substances.csv", "toluene,", "toluene,Toluene", "acetone,Toluene", "twice"),
    (
        "controls.csv",
        "acetic-anhydride,I,",
        "acetic-anhydride,I,2001-01-01",
        "acetic-anhydride,I,2000-06-01",
        "overlap",
    ),
    ("controls.csv", "mapa,", "2020-11-03", "2020-11-33", "not a date"),
    ("controls.csv", "mapa,", "mapa,I", "mapaa,I", "not known"),
    ("names.csv", "piperonal,", "piperonal,", "piperonall,", "not known"),
    ("numbers.csv", "ergotamine,", "379-79-3", "379-79-4", "check digit"),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: f"{spoilt[0]} {spoilt[4]}")
def test_a_spoilt_row_is_named(folder: Path, spoilt: tuple[str, str, str, str, str]) -> None:
    file, row, old, new, fault = spoilt
    path = folder / file
    line = _line_of(path, row)
    _replace(path, old, new)
    with pytest.raises(PackError) as refused:
        read_un_pack(folder)
    message = str(refused.value)
    assert fault in message
    assert f"{file}, line {line}:" in message or (fault == "overlap" and f"{file}, line" in message)


def test_a_row_with_a_value_too_many_is_named(folder: Path) -> None:
    path = folder / "controls.csv"
    path.write_text(path.read_text(encoding="utf-8") + "mapa,I,2020-11-03\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"un-1988/controls\.csv, line \d+: 7 values are wanted"):
        read_un_pack(folder)


def test_a_missing_file_and_a_strange_heading_are_named(folder: Path) -> None:
    (folder / "numbers.csv").write_text("substance,number\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"numbers\.csv, line 1: the heading must be"):
        read_un_pack(folder)
    (folder / "numbers.csv").unlink()
    with pytest.raises(PackError, match=r"numbers\.csv, line 0: cannot be read"):
        read_un_pack(folder)


def test_a_request_for_an_unknown_substance_is_refused(folder: Path) -> None:
    path = folder / "requests.csv"
    path.write_text(path.read_text(encoding="utf-8") + "IS,I unobtainium,,source,no\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"requests\.csv, line \d+: .*unobtainium"):
        read_requests(path)


def test_the_union_pack_is_refused_for_a_span_that_ends_before_it_begins(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACKS / "eu", tmp_path / "eu"))
    _replace(folder / "members.csv", "GB,1973-01-01,2021-01-01", "GB,2021-01-01,1973-01-01")
    with pytest.raises(PackError, match=r"members\.csv, line \d+: the last day"):
        read_eu_pack(folder)


def test_every_country_of_the_packs_is_assigned() -> None:
    from_packs = {request.country for request in read_requests()} - {"EU"} | set(read_eu_pack().members)
    assert not {code for code in from_packs if country(code) is None}
