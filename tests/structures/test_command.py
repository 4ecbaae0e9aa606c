"""`penstock structure`: one structure or many, JSON Lines, a drawing, and the words for what cannot be judged."""

import io
import json
import sys

import pytest

from penstock.commands.__main__ import main
from penstock.commands.chemistry.structure import UNREADABLE, lines


def said(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_structure_and_its_drawing(capsys, tmp_path):
    drawing = tmp_path / "drawing.svg"
    assert main(["structure", "CC(=O)Cc1ccccc1", "--on", "2026-01-01", "--svg", str(drawing)]) == 0
    (answer,) = said(capsys)
    assert "un-1988:p2p" in {hit["rule"] for hit in answer["hits"]}
    assert answer["hits"][0]["atoms"] == list(range(10))
    assert drawing.read_text(encoding="utf-8").startswith("<svg")


def test_the_day_decides(capsys):
    main(["structure", "O=C1CCNCC1", "--on", "2020-01-01"])
    main(["structure", "O=C1CCNCC1", "--on", "2026-01-01"])
    before, after = said(capsys)
    assert "un-1988:4-piperidone" not in {hit["rule"] for hit in before["hits"]}
    assert "un-1988:4-piperidone" in {hit["rule"] for hit in after["hits"]}


@pytest.mark.parametrize("options", [[], ["--hits-only"]])
def test_many_structures_from_the_input(capsys, monkeypatch, options):
    monkeypatch.setattr(sys, "stdin", io.StringIO("CC(C)=O acetone\n\nC1CC\n" + "C" * 10_000 + "\nCCOCC"))
    assert main(["structure", "--on", "2026-01-01", *options]) == 0
    acetone, broken, long, ether = said(capsys)
    assert acetone["structure"] == "CC(C)=O acetone"
    assert acetone["hits"]
    assert ether["hits"]
    assert not broken["hits"]
    assert "too long" in long["refused"]
    assert bool(broken["refused"]) != bool(options)


def test_what_cannot_be_judged_has_its_own_exit_code(capsys, tmp_path):
    assert main(["structure", "nonsense"]) == UNREADABLE
    assert "no structure that can be read" in said(capsys)[0]["refused"]
    assert main(["structure", "CCO", "--svg", str(tmp_path / "none" / "x.svg")]) == UNREADABLE
    assert main(["structure", "C" * 200, "--svg", str(tmp_path / "x.svg")]) == UNREADABLE
    assert "too large to be drawn" in capsys.readouterr().err


def test_a_line_beyond_all_bounds_is_never_held_whole():
    class Endless(io.StringIO):
        asked = 0

        def readline(self, size=-1):
            assert 0 < size < 10_000
            Endless.asked += 1
            return "C" * size if Endless.asked < 5_000 else ""

    assert len(list(lines(Endless()))) == 1
