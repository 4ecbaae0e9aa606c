"""No text breaks it, and none is slow: the work is counted, with a control that shows what it would be unbounded."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.engines.recognition.entries import Entry
from penstock.engines.recognition.recogniser import Recogniser

LONG = 100_000
TEN_MEGABYTES = 10_000_000


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=300), st.none() | st.text(max_size=20))
def test_no_text_breaks_it(text: str, cas: str | None) -> None:
    for one in listed_recogniser().recognise(text, cas, threshold=0):
        assert one.reason
        assert 0 <= one.confidence <= 1
        for start, end in one.spans:
            assert 0 <= start < end <= len(text)
        if one.span:
            assert text[slice(*one.span)] == one.matched


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "acetone",
                "(",
                "[",
                "-",
                "1,2-",
                " ",
                "\n",
                "InChI=1S/",
                "C(=O)",
                "25 kg",
                "%",
                "ü",
                "丙酮",
                "\u0600",
                "dea ",
                "@",
                ".",
                "a b c d ",
                "phenyl",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_no_text_of_chemical_pieces_breaks_it(text: str) -> None:
    listed_recogniser().recognise(text, threshold=0)


@pytest.mark.parametrize(
    "piece", ["a-", "(", "[(", "1", "x", "- ", "a c e ", "\u200b", "InChI=1S/", "é", "=O)", "dea code "], ids=repr
)
def test_a_monstrous_line_comes_to_an_end(piece: str) -> None:
    small = Recogniser([Entry("acetone", "Acetone", "67-64-1")])
    text = piece * (LONG // len(piece)) + "; acetone"
    assert "acetone" in {one.id for one in small.recognise(text)}


def test_ten_megabytes_in_one_line_come_to_an_end() -> None:
    small = Recogniser([Entry("acetone", "Acetone", "67-64-1")])
    text = "1" * TEN_MEGABYTES + "; acetone"
    (found,) = small.recognise(text)
    assert found.span == (TEN_MEGABYTES + 2, TEN_MEGABYTES + 9)


def test_a_hostile_text_is_cut_off() -> None:
    """Each word is near to some name, none is one: every one of them would be measured against hundreds."""
    names = [f"{first}{second}ethylamphetaminol" for first in "bcdfghklmnpqrst" for second in "aeiou"]
    bounded = Recogniser(Entry(name, name, None) for name in names)
    unbounded = copy.deepcopy(bounded)
    bounded.most_questions, unbounded.most_questions = 200, 10**9
    for words in (1000, 2000):
        text = "; ".join(f"zz{number:04d}hylamphetaminol" for number in range(words))
        bounded.recognise(text)
        unbounded.recognise(text)
    assert bounded.measured <= 2 * 200 * 400
    assert unbounded.measured > 5 * bounded.measured


def test_behind_the_bound_exact_names_are_found_still() -> None:
    recogniser = Recogniser([Entry("acetone", "Acetone", "67-64-1")])
    recogniser.most_questions = 10
    text = "zebras; " * 100 + "acetne; " + "acetone"
    assert [one.kind for one in recogniser.recognise(text)] == ["name"]
    recogniser.most_questions = 10_000
    assert len(recogniser.recognise(text)[0].spans) >= 1


def test_many_texts_are_answered_in_turn() -> None:
    recogniser = Recogniser([Entry("acetone", "Acetone", "67-64-1")])
    endless = (f"{number} drums of acetone" if number % 2 else ("goods", "67-64-1") for number in iter(int, 1))
    answers = recogniser.recognise_many(endless)
    assert [next(answers)[0].kind for _ in range(3)] == ["cas"] * 3


def test_the_rules_met_are_asked_of_the_caller() -> None:
    asked = []

    def rules(id_, on, jurisdictions):
        asked.append((id_, on, jurisdictions))
        return ("xx:one",)

    recogniser = Recogniser([Entry("acetone", "Acetone", "67-64-1")], rules=rules)
    assert recogniser.recognise("acetone", jurisdictions=["XX"])[0].rules == ("xx:one",)
    assert asked == [("acetone", None, ["XX"])]
