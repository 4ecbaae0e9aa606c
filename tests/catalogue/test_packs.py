"""A pack with a bad row is refused whole, and the refusal names the file and the line."""

import shutil
from pathlib import Path

import pytest

from penstock.catalogue.countries import country
from penstock.catalogue.law.book import bind, shipped_book
from penstock.catalogue.law.packs import PACKS, Pack, read_pack
from penstock.catalogue.law.reading import PackError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped packs that a test may spoil."""
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


def _bound(folder: Path) -> dict[str, Pack]:
    return dict(bind(map(read_pack, sorted(folder.iterdir()))).packs)


def _line_of(path: Path, start: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(start))


def _replace(path: Path, row: str, old: str, new: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = _line_of(path, row) - 1
    assert old in lines[at]
    lines[at] = lines[at].replace(old, new, 1)
    path.write_text("".join(lines), encoding="utf-8")


SPOILT = [
    ("register/substances.csv", "acetone,", "67-64-1", "67-64-2", "check digit"),
    ("register/substances.csv", "toluene,", "2902.30", "7702.30", "HS code"),
    ("register/substances.csv", "toluene,", "toluene,Toluene", "acetone,Toluene", "twice"),
    ("register/names.csv", "piperonal,", "piperonal,", "piperonall,", "not known in any pack"),
    ("register/numbers.csv", "ergotamine,", "379-79-3", "379-79-4", "check digit"),
    ("un-1988/entries.csv", "acetic-anhydride,I,", ",2001-01-01,", ",2000-06-01,", "overlap"),
    ("un-1988/entries.csv", "mapa,", "2020-11-03", "2020-11-33", "not a date"),
    ("un-1988/entries.csv", "mapa,", "substance,mapa", "substance,mapaa", "not known in any pack"),
    ("un-1988/entries.csv", "mapa,", "mapa,I,", "mapa,III,", "list 'III' is not known"),
    ("un-1988/entries.csv", "mapa,", "I,substance,mapa", "I,preparation,mapa", "hs is empty"),
    ("un-1988/entries.csv", "mapa,", "I,substance,mapa", "I,generic,mapa", "definitions.yaml"),
    ("eu/members.csv", "GB,", "GB,1973-01-01,2021-01-01", "GB,2021-01-01,1973-01-01", "the last day"),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: f"{spoilt[0]} {spoilt[4]}")
def test_a_spoilt_row_is_named(folder: Path, spoilt: tuple[str, str, str, str, str]) -> None:
    file, row, old, new, fault = spoilt
    path = folder / file
    line = _line_of(path, row)
    _replace(path, row, old, new)
    with pytest.raises(PackError) as refused:
        _bound(folder)
    message = str(refused.value)
    assert fault in message
    assert f"{file}, line {line}:" in message or (fault in {"overlap", "twice"} and f"{file}, line" in message)


def test_a_row_with_a_value_too_many_is_named(folder: Path) -> None:
    path = folder / "un-1988" / "requests.csv"
    path.write_text(path.read_text(encoding="utf-8") + "IS,I\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"un-1988/requests\.csv, line \d+: 5 values are wanted, 2 given"):
        _bound(folder)


def test_a_strange_heading_and_a_missing_pack_yaml_are_named(folder: Path) -> None:
    (folder / "register" / "numbers.csv").write_text("substance,number\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"numbers\.csv, line 1: the heading must be"):
        _bound(folder)
    (folder / "eu" / "pack.yaml").unlink()
    with pytest.raises(PackError, match=r"eu/pack\.yaml, line 0: cannot be read"):
        _bound(folder)


def test_a_request_for_an_unknown_substance_is_refused(folder: Path) -> None:
    path = folder / "un-1988" / "requests.csv"
    path.write_text(path.read_text(encoding="utf-8") + "IS,I unobtainium,,source,no\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"requests\.csv, line \d+: .*unobtainium"):
        _bound(folder)


def test_every_country_of_the_packs_is_assigned() -> None:
    packs = shipped_book().packs.values()
    named = {each.country for pack in packs for each in (*pack.requests, *pack.members, *pack.requirements)}
    assert not {code for code in named - {"EU"} if country(code) is None}
