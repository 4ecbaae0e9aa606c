"""`penstock catalogue`, as a person at a terminal uses it: the real command, without a database."""

import subprocess
import sys
from pathlib import Path

from penstock.catalogue.law.packs import PACKS


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "penstock.commands", "catalogue", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_law_of_a_place_on_a_day() -> None:
    before = _run("ask", "drums of 4-piperidone", "--in", "NL", "--on", "2024-12-02")
    assert (before.returncode, before.stdout) == (1, "4-Piperidone: on no list on 2024-12-02\n")
    after = _run("ask", "drums of 4-piperidone", "--in", "NL", "--on", "2025-09-01")
    assert after.returncode == 0
    assert "UN Table I: 4-Piperidone with salts, since 2024-12-03" in after.stdout
    assert "EU category 1: 4-Piperidone" in after.stdout


def test_goods_on_no_list_and_a_country_that_is_none() -> None:
    sugar = _run("ask", "sugar", "--on", "2026-01-01")
    assert (sugar.returncode, sugar.stdout) == (1, "Nothing in 'sugar' is a substance of the packs.\n")
    nowhere = _run("ask", "acetone", "--in", "XQ")
    assert nowhere.returncode == 2
    assert "two letters" in nowhere.stderr


def test_what_changes_between_two_days() -> None:
    found = _run("diff", "2025-08-13", "2025-08-14", "--in", "NL")
    assert found.returncode == 0
    assert "2025-08-14 EU category 1 begins: 4-Piperidone" in found.stdout
    assert _run("diff", "2025-08-14", "2025-08-14").stdout.startswith("Nothing changes")
    assert _run("diff", "yesterday", "2025-08-14").returncode == 2


def test_a_pack_of_ones_own_from_template_to_fault_to_law(tmp_path: Path) -> None:
    mine = tmp_path / "exemplia"
    assert _run("template", mine).returncode == 0
    assert "exists already" in _run("template", mine).stderr
    entries = mine / "entries.csv"
    heading = entries.read_text(encoding="utf-8")
    row = "acetone,{list},substance,acetone,,,,,,,Acetone,,2026-01-01,,day,Act No 1,no\n"
    entries.write_text(heading + row.format(list="B"), encoding="utf-8")
    refused = _run("check", mine)
    assert refused.returncode == 2
    assert "exemplia/entries.csv, line 2: list 'B' is not known; pack.yaml has A" in refused.stderr
    entries.write_text(heading + row.format(list="A"), encoding="utf-8")
    good = _run("check", mine)
    assert good.returncode == 0
    assert "Schedule A begins: Acetone" in good.stdout


def test_the_shipped_packs_are_whole_and_their_ids_are_taken() -> None:
    shipped = _run("check")
    assert shipped.returncode in {0, 1}
    assert "no fault" in shipped.stdout
    assert "ships" in _run("check", PACKS / "eu").stderr
