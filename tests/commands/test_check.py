"""`penstock check shipments` as it is run in a shell, without any database."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "notices"
HEADS = (
    "reference,exporter_name,exporter_country,importer_name,importer_country,goods_description,cas_number,quantity,unit,"
    "dispatch_on"
)
GOOD = "A-1,Polder Solvents BV,NL,Lagoon Practice Labs,CL,Acetone 99%,67-64-1,800,kg,2030-01-31"
Run = subprocess.CompletedProcess[str]


def check(*arguments: object) -> Run:
    """Run the command in a process of its own that has no database to find."""
    environment = {name: value for name, value in os.environ.items() if "DATABASE" not in name and "DJANGO" not in name}
    command = [sys.executable, "-m", "penstock.commands", "check", "shipments", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, heads: str = HEADS) -> Path:
        path = tmp_path / "shipments.csv"
        path.write_text("\n".join([heads, *lines]), "utf-8")
        return path

    return write


def answers(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_good_line_is_named_with_its_reason_and_its_basis(file: Callable[..., Path]):
    run = check(file(GOOD))
    (answer,) = answers(run)
    assert run.returncode == 0, run.stderr
    assert (answer["line"], answer["reference"], answer["faults"]) == (2, "A-1", [])
    (substance,) = answer["substances"]
    assert (substance["cas"], substance["list"]) == ("67-64-1", "UN Table II")
    assert "67-64-1" in substance["reason"]
    assert set(answer["notification"]) == {"due", "basis"}
    assert "1 lines" in run.stderr


def test_all_faults_of_a_line_are_told_at_once_by_column(file: Callable[..., Path]):
    run = check(file("A-1,,NL,,QX,Acetone,67-64-2,-5,casks,2030-02-30"))
    (answer,) = answers(run)
    assert run.returncode == 1
    assert {(fault["column"], fault["code"]) for fault in answer["faults"]} == {
        ("exporter_name", "missing_exporter"),
        ("importer_name", "missing_importer"),
        ("importer_country", "unknown_country"),
        ("cas_number", "cas_check_digit"),
        ("quantity", "negative_quantity"),
        ("unit", "unknown_unit"),
        ("dispatch_on", "impossible_date"),
    }


def test_the_exporting_country_changes_the_basis(file: Callable[..., Path]):
    line = ",,,Importer,EG,Ephedrine,299-42-3,5,kg,2030-01-31"
    (union,), (other,) = (answers(check(file(line), "--exporting", code)) for code in ("NL", "IN"))
    assert "111/2005" in union["notification"]["basis"]
    assert "111/2005" not in other["notification"]["basis"]


def test_other_headings_can_be_mapped(file: Callable[..., Path]):
    path = file("Acetone;800;kg", heads="Stoff;Menge;Einheit")
    run = check(path, "--map", "Stoff=goods_description", "--map", "Menge=quantity", "--map", "Einheit=unit")
    (answer,) = answers(run)
    assert [one["name"] for one in answer["substances"]] == ["Acetone"]
    assert not {"quantity", "unit"} & {fault["column"] for fault in answer["faults"]}


def test_a_workbook_says_the_same_as_its_text(file: Callable[..., Path], tmp_path: Path):
    text = file(GOOD)
    book = openpyxl.Workbook()
    with text.open(newline="") as lines:
        for row in csv.reader(lines):
            book.active.append(row)
    book.save(tmp_path / "shipments.xlsx")
    assert answers(check(tmp_path / "shipments.xlsx")) == answers(check(text))


def test_a_result_as_csv_is_no_place_for_formulas(file: Callable[..., Path], tmp_path: Path):
    out = tmp_path / "result.csv"
    run = check(file(GOOD.replace("A-1", "=HYPERLINK(1)")), "--out", out)
    assert (run.returncode, run.stdout) == (0, "")
    with out.open(newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["reference"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"one,two\n1,2\n", "headings"),
        (b"\x00\x01\x02\x03" * 50, "neither CSV nor XLSX"),
        (b"PK\x03\x04 but no workbook", "XLSX"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_2(tmp_path: Path, content: bytes, told: str):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    run = check(path)
    assert run.returncode == 2
    assert told in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_missing_file_is_one_line_and_exit_2(tmp_path: Path):
    run = check(tmp_path / "nowhere.csv")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not beside the project")
def test_every_planted_fault_of_the_shared_file_is_found_and_no_other(tmp_path: Path):
    out = tmp_path / "result.json"
    run = check(SHARED / "planned_shipments.csv", "--out", out)
    assert run.returncode == 1
    with (SHARED / "planned_shipments_truth.csv").open(newline="") as lines:
        planted = {(int(row["line"]), row["fault"]) for row in csv.DictReader(lines) if row["fault"]}
    found = {
        (answer["line"], fault["code"])
        for answer in map(json.loads, out.read_text("utf-8").splitlines())
        for fault in answer["faults"]
    }
    assert planted - found == set()
    assert found - planted == set()
