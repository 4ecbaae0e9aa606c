"""Numbers and structures that stand for a substance, those that only support one, and those that are not judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.engines.recognition.entries import Entry, KnownName
from penstock.engines.recognition.numbers.registry import find_structures, is_ec
from penstock.engines.recognition.recogniser import Recogniser

ANHYDRIDE = "WFDIJRYMOXRFFG-UHFFFAOYSA-N"
ENTRY = Entry(
    "aa",
    "Acetic anhydride",
    "108-24-7",
    (KnownName("EINECS 203-564-8", "code"),),
    formula="C4H6O3",
    inchikey=ANHYDRIDE,
    numbers=(("dea", "8519"), ("cus", "0011027-3"), ("hs", "291524")),
)
OTHER = Entry("other", "Sucrose", "57-50-1")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """A recogniser of one substance with every kind of number."""
    return Recogniser([ENTRY, OTHER])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("goods 108-24-7", "cas"),
        ("EC No 203-564-8", "ec"),
        ("203\u2013564\u20138", "ec"),
        ("DEA code number 8519", "dea"),
        ("dea: 8519", "dea"),
        ("CUS 0011027-3", "cus"),
        (f"key {ANHYDRIDE}", "inchikey"),
        (ANHYDRIDE.lower(), "inchikey"),
        ("WFDIJRYMOXRFFG-ABCDEFGHSA-N", "form"),
    ],
)
def test_a_number_is_found(recogniser: Recogniser, text: str, kind: str) -> None:
    found = [one for one in recogniser.recognise(text, threshold=0) if one.is_listed]
    assert [(one.id, one.kind) for one in found] == [("aa", kind)]
    assert found[0].span is not None
    assert text[slice(*found[0].span)] == found[0].matched


@pytest.mark.parametrize("text", ["108-24-8", "203-564-7", "8519", "0011027-3", "invoice 8519", "dea 85190", "2915.24"])
def test_a_wrong_or_bare_number_is_none(recogniser: Recogniser, text: str) -> None:
    assert not [one for one in recogniser.recognise(text, threshold=0) if one.is_listed]


def test_an_hs_code_only_supports(recogniser: Recogniser) -> None:
    assert not recogniser.recognise("HS 2915.24")
    assert [one.kind for one in recogniser.recognise("HS 2915.24", threshold=0)] == ["hs"]
    together = recogniser.recognise("acetic anhydrde, HS code 2915.24")
    assert [one.kind for one in together] == ["spelling"]
    assert "HS code" in together[0].reason


def test_structures_are_read_by_whom_the_caller_names() -> None:
    keys = {"CC(=O)OC(C)=O": ANHYDRIDE, "InChI=1S/C4H6O3/c1-3(5)7-4(2)6/h1-2H3": ANHYDRIDE}
    chemist = Recogniser([ENTRY], structure_key=keys.get)
    for structure in keys:
        assert [(one.id, one.kind) for one in chemist.recognise(f"offer: {structure} 5 kg")] == [("aa", "structure")]


def test_without_a_chemist_a_structure_is_told_as_unjudged(recogniser: Recogniser) -> None:
    (told,) = recogniser.recognise("offer CC(=O)OC(C)=O")
    assert (told.kind, told.id, told.matched) == ("unknown", "", "CC(=O)OC(C)=O")
    assert "not judged" in told.reason


@pytest.mark.parametrize(
    "text", ["drums of acetone", "(CH3CO)2O", "a (b) c", "no. 12345", "C10H15NO", "----====", "((((("]
)
def test_what_is_no_structure_is_not_taken_for_one(text: str) -> None:
    assert not list(find_structures(text))


@given(st.integers(200, 999), st.integers(0, 999))
def test_at_most_one_check_digit_is_right(first: int, second: int) -> None:
    assert sum(is_ec(f"{first}-{second:03d}-{digit}") for digit in range(10)) <= 1


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("4-fluoro-glutaric piperonyloxide", ""),
        ("sucrose analogue", "sucrose analogue"),
        ("polysucrose", "polysucrose"),
    ],
)
def test_a_stranger_with_the_marks_of_a_listed_chemical_is_told_as_unknown(
    recogniser: Recogniser, text: str, matched: str
) -> None:
    found = recogniser.recognise(text)
    assert [one.matched for one in found] == ([matched] if matched else [])
    assert all(one.kind == "unknown" and not one.is_listed and one.confidence < 0.4 for one in found)
    assert not recogniser.recognise(text, suspicious=False)
