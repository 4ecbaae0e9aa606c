"""The workflow of notices against an oracle that shares no code with it, and planted defects that it must find.

`make test` plays a small budget from fixed seeds. For more, from other seeds each time:

    PENSTOCK_PLAYS=1000 make test TESTS=tests/workflow/test_machine.py

What was measured stands in docs/reference/assurance.md.
"""

import ast
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.workflow import oracle
from tests.workflow.conftest import MONDAY_MORNING
from tests.workflow.defects import DEFECTS, Defect
from tests.workflow.machine import Notices

PLAYS = int(os.environ.get("PENSTOCK_PLAYS", "0"))
SMALL = settings(
    max_examples=140,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
LARGE = settings(SMALL, max_examples=max(PLAYS, 1), stateful_step_count=40, derandomize=False)


@pytest.fixture
def machine(cast: Cast) -> Iterator[type[Notices]]:
    """The machine with the cast put in, and its tallies at nought."""
    Notices.cast, Notices.begun = cast, MONDAY_MORNING
    Notices.taken, Notices.refused = Counter(), Counter()
    yield Notices
    del Notices.cast


def test_house_and_oracle_agree(machine):
    run_state_machine_as_test(machine, settings=LARGE if PLAYS else SMALL)
    untaken = {*oracle.ACTS, "confirm", "decline"} - machine.taken.keys()
    assert not untaken, f"never taken: {untaken}"
    assert len(machine.refused) > 100, "too few kinds of refusal were met to mean anything"


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.what)
def test_a_planted_defect_is_killed(machine, defect: Defect, monkeypatch):
    defect.plant(monkeypatch)
    with pytest.raises(AssertionError) as found:
        run_state_machine_as_test(machine, settings=SMALL)
    assert not isinstance(found.value, pytest.fail.Exception)


def test_the_oracle_asks_nothing_of_the_house():
    tree = ast.parse(Path(oracle.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"dataclasses", "datetime", "typing"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
