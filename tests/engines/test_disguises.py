"""The tricks by which a name is hidden from a reader of letters, and that the place found is the place given."""

# ruff: noqa: RUF001 - lookalike letters are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.engines.recognition.lines.disguises import unsigned, unspaced
from penstock.engines.recognition.lines.text import fold


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("a.c.e.t.o.n.e", "acetone"),
        ("drums of a c e t o n e 5 kg", "acetone"),
        ("a-c-e-t-i-c a-n-h-y-d-r-i-d-e", "acetic-anhydride"),
        ("p o t a s s i u m  p e r m a n g a n a t e, 25 kg", "potassium-permanganate"),
        ("1 - p h e n y l - 2 - p r o p a n o n e", "p2p"),
        ("4c3t0n3", "acetone"),
        ("ph3nyl4cetic acid", "phenylacetic-acid"),
        ("@cetone, 200 l", "acetone"),
        ("p$eudoephedrine", "pseudoephedrine"),
        ("aacceettoonnee", "acetone"),
        ("potassiurn perrnanganate", "potassium-permanganate"),
        ("5afrole", "safrole"),
        ("piperona1 99%", "piperonal"),
        ("асеtonе", "acetone"),
        ("ａｃｅｔｉｃ　ａｎｈｙｄｒｉｄｅ", "acetic-anhydride"),
        ("aceto\u00adne", "acetone"),
        ("ace\u200bto\u2060ne", "acetone"),
        ("a\u0301c\u0308etone", "acetone"),
        ("efedrin", "ephedrine"),
        ("псевдоефедрин", "pseudoephedrine"),
        ("67 - 64 - 1", "acetone"),
        ("6 7 - 6 4 - 1", "acetone"),
    ],
)
def test_a_hidden_name_is_found(text: str, id_: str) -> None:
    found = {hit.id: hit for hit in listed_recogniser().recognise(text)}
    assert id_ in found
    assert found[id_].span is not None
    assert text[slice(*found[id_].span)] == found[id_].matched


@pytest.mark.parametrize(
    "text",
    [
        "a b c d e",
        "N,N-dimethyl",
        "vitamins a, b, c, d, e",
        "x.y.z",
        "1 2 3 4",
        "info@example.org",
        "$500!",
        "room 4b, 5a, 6c",
    ],
)
def test_what_is_no_trick_is_left_alone(text: str) -> None:
    assert not [hit for hit in listed_recogniser().recognise(text) if hit.is_listed]


@given(st.text(max_size=80))
def test_every_character_keeps_its_place(text: str) -> None:
    folded = fold(text)
    for made in (unspaced(folded), unsigned(folded)):
        for index in range(len(made.text) if made else 0):
            start, end = made.span(index, index + 1)
            assert 0 <= start < end <= len(text)


@given(st.lists(st.sampled_from("acetonephidr"), min_size=5, max_size=12), st.sampled_from(" .-"))
def test_a_spaced_word_is_closed_up(letters: list[str], gap: str) -> None:
    assert unspaced(fold(gap.join(letters))).text == "".join(letters)
