"""Whatever is given, the answer comes in bounded time and without a crash; the bounds are what keeps it so."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.engines.structures.molecules.reading import MOST_ATOMS, MOST_DEPTH, MOST_RINGS, sketches
from tests.structures.hostile import BUCKYBALL, PROVOCATION, TEXTS
from tests.structures.law import BOOK
from tests.structures.test_rules import MET

ROOT = Path(__file__).parents[2]
CUT_OFF = 8


def judge(*arguments: str, seconds: float) -> int:
    """A child's exit code: what crashes or hangs is not this process."""
    program = [sys.executable, "-m", "tests.structures.hostile", *arguments]
    return subprocess.run(program, cwd=ROOT, timeout=seconds, check=False).returncode


def test_all_hostile_structures_are_judged_in_time():
    assert judge(seconds=10 * CUT_OFF) == 0


def test_without_the_bounds_one_of_them_is_not():
    assert PROVOCATION in TEXTS
    with pytest.raises(subprocess.TimeoutExpired):
        judge("--unbounded", seconds=CUT_OFF)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing was given"),
        ("C" * (MOST_ATOMS + 1), f"too large to be judged; {MOST_ATOMS + 1} atoms"),
        ("C" * 1_000_000, "too long to be judged; 1000000 characters"),
        ("C(" * (MOST_DEPTH + 1) + "C" + ")" * (MOST_DEPTH + 1), "nested too deeply"),
        ("C1CC1" * (MOST_RINGS + 1), f"too many rings to be judged; {MOST_RINGS + 1}"),
        ("Cжc", "plain ASCII"),
        ("[CH5](C)C", "no structure that can be read"),
        ("C*", "open positions"),
        ("InChI=1S/nonsense", "no structure that can be read"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_a_sentence(text, said):
    answer = BOOK.match(text)
    assert said in answer.refused
    assert not answer.hits


def test_what_is_just_within_the_bounds_is_judged():
    for text in ("C" * MOST_ATOMS, "C(" * MOST_DEPTH + "C" + ")" * MOST_DEPTH, "C1CC1" * MOST_RINGS, BUCKYBALL):
        assert not BOOK.match(text).refused


LETTERS = "CNOSPFIcnos()[]=#+-@/\\%.1234567890:*HBrl"
ALPHABET = st.sampled_from([*LETTERS, "Cl", "Br", "[nH]", "[Na+]", "c1ccccc1", "C(=O)"])
STRUCTURES = [smiles for _, smiles, *_ in MET]


@st.composite
def mutated(draw_one):
    text = draw_one(st.sampled_from(STRUCTURES))
    for _ in range(draw_one(st.integers(1, 4))):
        at = draw_one(st.integers(0, len(text)))
        gone = draw_one(st.integers(0, 3))
        text = text[:at] + draw_one(ALPHABET | st.just("")) + text[at + gone :]
    return text


def agree(text: str) -> None:
    """Full judgement and the screened one must name the same rules."""
    answer = BOOK.match(text)
    (quick,) = BOOK.match_many([text])
    assert [(hit.rule, hit.relation, hit.atoms) for hit in quick.hits] == [
        (hit.rule, hit.relation, hit.atoms) for hit in answer.hits
    ]
    assert not (answer.refused and answer.hits)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    agree(text)
    sketches(text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_any_text_of_the_letters_of_smiles_is_answered(text):
    agree(text)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_any_spoilt_structure_is_answered(text):
    agree(text)
