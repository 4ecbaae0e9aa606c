"""The cache of names: whole or absent, whoever writes; and a recogniser that travels between processes."""

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from penstock.catalogue.naming import public_record
from penstock.engines.recognition.entries import Entry
from penstock.engines.recognition.names.keeping import Record, keep, kept
from penstock.engines.recognition.names.ordinary import gather
from penstock.engines.recognition.recogniser import Recogniser

RECORD = Record({"67-64-1": ("propanone", "ацетон")}, gather([["toluidine", "2-methylaniline"], ["aniline"]] * 5))


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    assert keep(tmp_path / "deep" / "names", "1", RECORD)
    found = kept(tmp_path / "deep" / "names", "1")
    assert found == RECORD
    assert found is not None
    assert found.ordinary.is_name("toluidine")
    assert not found.ordinary.is_name("acetone")


def test_another_edition_counts_as_absent(tmp_path: Path) -> None:
    keep(tmp_path / "names", "1", RECORD)
    assert kept(tmp_path / "names", "2") is None
    assert kept(tmp_path / "nothing", "1") is None


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.5, 0.99])
def test_a_torn_file_counts_as_absent(tmp_path: Path, share: float) -> None:
    keep(tmp_path / "names", "1", RECORD)
    content = (tmp_path / "names").read_bytes()
    (tmp_path / "names").write_bytes(content[: int(len(content) * share)])
    assert kept(tmp_path / "names", "1") is None


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    keep(tmp_path / "names", "1", RECORD)
    content = bytearray((tmp_path / "names").read_bytes())
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 1
        (tmp_path / "names").write_bytes(changed)
        assert kept(tmp_path / "names", "1") is None, place


def test_where_nothing_may_be_written_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not keep(tmp_path / "file" / "names", "1", RECORD)
    assert kept(tmp_path / "file" / "names", "1") is None


def test_writers_do_not_disturb_readers(tmp_path: Path) -> None:
    keep(tmp_path / "names", "1", RECORD)
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(keep, tmp_path / "names", "1", RECORD) for _ in range(40)]
        read = [pool.submit(kept, tmp_path / "names", "1") for _ in range(40)]
    assert all(each.result() for each in writing)
    assert all(each.result() == RECORD for each in read)
    assert [path.name for path in tmp_path.iterdir()] == ["names"]


def test_a_torn_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_VAR", str(tmp_path))
    monkeypatch.setattr(
        public_record, "public_rows", lambda: iter([["1", "50-00-0", "CH2O", "", "", "", "", "formal"]])
    )
    numbers = frozenset({"67-64-1"})
    first = public_record.public_record(numbers)
    (tmp_path / "cache" / "names").write_bytes(b"torn")
    assert public_record.public_record(numbers) == first
    assert kept(tmp_path / "cache" / "names", public_record.edition_of(numbers)) == first


ASK = """
import pickle, sys
recogniser = pickle.load(sys.stdin.buffer)
print([hit.id for hit in recogniser.recognise("acetne, toluidine and 67-64-1")], recogniser.recognise("toluidine"))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_a_recogniser_answers_alike_in_another_process(seed: str) -> None:
    entries = [Entry("acetone", "Acetone", "67-64-1"), Entry("toluidin", "Toluidina", None)]
    recogniser = Recogniser(entries, RECORD.ordinary)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=pickle.dumps(recogniser),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    here = [hit.id for hit in recogniser.recognise("acetne, toluidine and 67-64-1")], recogniser.recognise("toluidine")
    assert done.stdout.decode().strip() == f"{here[0]} {here[1]}"
    assert here == (["acetone"], [])
