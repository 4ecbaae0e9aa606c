"""`penstock recognise`: text in, JSON Lines out, without a database."""

import json
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "penstock.commands", "recognise"]


def _asked(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], input=text, capture_output=True, text=True, check=False)


def test_each_line_with_a_substance_is_told():
    done = _asked("books\n25 kg ephedrine hydrochloride\nPMK derivative\n", "--on", "2026-01-01")
    assert done.returncode == 0, done.stderr
    second, third = map(json.loads, done.stdout.splitlines())
    assert (second["line"], third["line"]) == (2, 3)
    (told,) = second["recognitions"]
    assert (told["id"], told["salt"], told["quantity"]["amount"]) == ("ephedrine", "hydrochloride", "25")
    assert "un-1988:ephedrine" in told["rules"]
    assert [one["kind"] for one in third["recognitions"]] == ["unknown"]
    assert done.stderr.strip() == "3 lines, controlled substances in 1"


def test_a_file_is_read_and_rules_are_those_of_a_jurisdiction(tmp_path):
    (tmp_path / "goods.txt").write_text("acetone", encoding="utf-8")
    done = _asked("", str(tmp_path / "goods.txt"), "--jurisdiction", "un", "--on", "2026-01-01")
    rules = json.loads(done.stdout)["recognitions"][0]["rules"]
    assert rules
    assert all(rule.startswith("un-") for rule in rules)


def test_bytes_that_are_no_text_are_read_as_far_as_they_can_be(tmp_path):
    (tmp_path / "goods.bin").write_bytes(b"\xff\xfe\x00acetone 99%\nacetone")
    done = _asked("", str(tmp_path / "goods.bin"))
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()][-1] == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["nowhere.txt"], "No such file"), (["--threshold", "2"], "no share"), (["--on", "soon"], "no day")],
)
def test_what_cannot_be_done_is_said(arguments, complaint):
    done = _asked("", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
