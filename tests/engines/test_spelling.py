"""Which spellings are one name, which are two, and that the fast search loses none of what the slow one finds."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from penstock.engines.recognition.entries import Entry, KnownName
from penstock.engines.recognition.names.ordinary import gather
from penstock.engines.recognition.recogniser import Recogniser
from penstock.engines.recognition.spelling.neighbours import LONGEST_KEY, Neighbours, budget
from penstock.engines.recognition.spelling.slips import has_other_ending, is_another_chemical
from penstock.engines.recognition.spelling.sounds import look, sound

FEW_LETTERS = st.text("abc1", min_size=3, max_size=26)
DRUGS = (
    "clonazepam",
    "lorazepam",
    "diazepam",
    "oxazepam",
    "temazepam",
    "methadone",
    "methedrone",
    "codeine",
    "codeinone",
    "fentanyl",
    "alfentanil",
    "sufentanil",
    "remifentanil",
    "morphine",
    "hydromorphone",
    "oxymorphone",
    "hydrocodone",
    "oxycodone",
    "methylphenidate",
    "alprazolam",
    "triazolam",
    "midazolam",
    "estazolam",
    "ketamine",
    "amfetamine",
    "metamfetamine",
    "ephedrine",
    "norephedrine",
    "pseudoephedrine",
    "barbital",
    "pentobarbital",
    "secobarbital",
    "buprenorphine",
    "tramadol",
    "tapentadol",
    "zolpidem",
    "pethidine",
    "phenmetrazine",
    "phendimetrazine",
)


@pytest.fixture(scope="module")
def drugs() -> Recogniser:
    """A recogniser of drug names alone, with no public record to lean on."""
    return Recogniser(Entry(name, name, None, salts=frozenset({"base"})) for name in DRUGS)


def _slips(word: str, draw: st.DataObject) -> Iterator[str]:
    for _ in range(draw.draw(st.integers(0, 4))):
        at = draw.draw(st.integers(0, max(len(word) - 2, 0)))
        letter = draw.draw(st.sampled_from("abcd"))
        word = draw.draw(
            st.sampled_from(
                [
                    word[:at] + word[at + 1 :],
                    word[:at] + letter + word[at:],
                    word[:at] + letter + word[at + 1 :],
                    word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
                ]
            )
        )
    yield word


@settings(max_examples=300, deadline=None)
@given(st.lists(FEW_LETTERS, min_size=1, max_size=40, unique=True), st.data())
def test_the_search_by_pieces_finds_what_measuring_all_finds(keys: list[str], data: st.DataObject) -> None:
    written = next(_slips(data.draw(st.sampled_from(keys)), data))
    found = {(near.key, near.distance) for near in Neighbours(keys, most=10**6).within_reach(written)}
    slow = {(known, OSA.distance(written, known)) for known in keys if budget(len(known))}
    assert found == {(known, far) for known, far in slow if far <= min(budget(len(known)), budget(len(written)))}


def test_how_many_are_measured_is_bounded() -> None:
    alike = [f"{number:04d}" + "x" * 8 for number in range(3000)]
    unbounded, bounded = Neighbours(alike, most=10**6), Neighbours(alike, most=50)
    unbounded.within_reach("x" * 12)
    bounded.within_reach("x" * 12)
    assert bounded.measured == 50 < unbounded.measured


def test_a_very_long_key_has_no_neighbours() -> None:
    assert not Neighbours(["x" * 20]).within_reach("x" * (LONGEST_KEY + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [("acetone", "aseton"), ("ephedrine", "efedrina"), ("phenylacetic", "fenylacetic"), ("toluene", "ttolluene")],
)
def test_what_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("4c3t0n3", "acetone"), ("potassiurn", "potassium"), ("clioxane", "dioxane")]
)
def test_what_looks_alike_has_one_key(one: str, other: str) -> None:
    assert look(one) == look(other)


@given(st.text("0123456789", min_size=1, max_size=6), st.text("0123456789", min_size=1, max_size=6))
def test_no_two_locants_look_alike(one: str, other: str) -> None:
    assert (look(one) == look(other)) is (one == other)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("norephedrine", "ephedrine"),
        ("codeinone", "codeine"),
        ("ethylamine", "methylamine"),
        ("isosafrole", "safrole"),
        ("chlorotoluene", "toluene"),
        ("bromobenzene", "iodobenzene"),
        ("homopiperonal", "piperonal"),
    ],
)
def test_a_piece_that_carries_meaning_makes_another_chemical(written: str, known: str) -> None:
    assert is_another_chemical(written, known)


@pytest.mark.parametrize(
    ("written", "known"), [("ephedrne", "ephedrine"), ("fentynal", "fentanyl"), ("tolune", "toluene")]
)
def test_a_slip_of_the_pen_does_not(written: str, known: str) -> None:
    assert not is_another_chemical(written, known)


def test_an_other_ending_is_seen() -> None:
    assert has_other_ending("piperidone", "piperidine")
    assert not has_other_ending("piperidne", "piperidine")


@pytest.mark.parametrize("name", DRUGS)
def test_names_that_differ_in_few_letters_stay_apart(drugs: Recogniser, name: str) -> None:
    assert [hit.id for hit in drugs.recognise(f"{name} tablets")] == [name]


@pytest.mark.parametrize("stranger", ["clonazolam", "flualprazolam", "methedrine", "acetylfentanyl", "dihydrocodeine"])
def test_a_relative_that_an_ordinary_record_knows_is_no_misspelling(stranger: str) -> None:
    known = Recogniser((Entry(name, name, None) for name in DRUGS), gather([[stranger]]))
    assert not [hit for hit in known.recognise(stranger) if hit.is_listed]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("methylphenadate", "methylphenidate"),
        ("alprazolm", "alprazolam"),
        ("fentynal", "fentanyl"),
        ("hydromorphne", "hydromorphone"),
        ("ketamin", "ketamine"),
        ("oxycodonee", "oxycodone"),
        ("tramdol", "tramadol"),
        ("buprenorfin", "buprenorphine"),
        ("midazelam", "midazolam"),
        ("zolpidam", "zolpidem"),
        ("fentanyyl", "fentanyl"),
        ("морфин", "morphine"),
        ("кодеин", "codeine"),
        ("диазепам", "diazepam"),
        ("метадон", "methadone"),
    ],
)
def test_a_misspelt_or_transcribed_drug_is_found(drugs: Recogniser, written: str, meant: str) -> None:
    assert meant in {hit.id for hit in drugs.recognise(f"25 mg {written}")}


def test_the_word_order_of_chemical_names_does_not_matter() -> None:
    own = Recogniser([Entry("paa", "Phenylacetic acid", None, (KnownName("benzeneacetic acid"),))])
    for text in ("acid phenylacetic", "acid, phenylacetic", "Acid, benzeneacetic"):
        assert [hit.id for hit in own.recognise(text)] == ["paa"]
    assert not [hit for hit in own.recognise("acid, benzoic") if hit.is_listed]
