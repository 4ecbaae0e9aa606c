"""The structural classes of a law text against the definitions that draw them, word by word."""

import re

import pytest

from penstock.catalogue.law.book import shipped_book
from tests.catalogue.lawtexts import text_of

US_CODE = "law/us_code_title21_controlled_substances.md"
CLASS = re.compile(
    r"^\((?P<place>i|ii|iii|iv|v)\) (?P<wording>[^\n]* by (?:alkyl|substitution) [^\n]*?)\.?$", re.MULTILINE
)
NAMED = re.compile(
    r"^\((?P<place>[ivx]+)\) [^\n]*\((?P<names>[A-Z][^()\n]*|cannabicyclohexanol[^()\n]*)\)[;.]", re.MULTILINE
)


@pytest.fixture(scope="module")
def passage() -> str:
    """Section 812(d)(2): what a cannabimimetic agent is."""
    text = text_of(US_CODE)
    start = text.index("structural classes:")
    return text[start : text.index("Schedule II", start)].replace("\u2013", "-")


def _definitions() -> dict[str, dict[str, object]]:
    definitions = shipped_book().packs["us"].definitions
    return {id_: dict(each) for id_, each in definitions.items() if "812(d)" in each["source"]}


def differences(passage: str, definitions: dict[str, dict[str, object]]) -> set[str]:
    """Say what text and definitions do not share: wordings of classes, and substances named as within them."""
    read = {f"{found['place']}: {found['wording']}" for found in CLASS.finditer(passage)}
    drawn = {f"{_place(each)}: {each['wording']}" for each in definitions.values()}
    shown = {str(one["name"]) for each in definitions.values() for one in each["positives"]}  # type: ignore[attr-defined]
    named = [frozenset(re.split(r" (?:and|or) ", found["names"])) for found in NAMED.finditer(passage)]
    return (read ^ drawn) | {" or ".join(sorted(names)) for names in named if not names & shown}


def _place(definition: dict[str, object]) -> str:
    return str(definition["source"]).rpartition("(")[2].rstrip(")")


def test_the_classes_and_their_named_substances_are_those_of_the_text(passage: str) -> None:
    assert len(CLASS.findall(passage)) == 5
    assert len(NAMED.findall(passage)) == 15
    assert not differences(passage, _definitions())


def test_a_word_that_differs_and_a_substance_left_out_are_faults(passage: str) -> None:
    spoilt = _definitions()
    spoilt["cannabimimetic-naphthoylpyrroles"]["wording"] = "3-(2-naphthoyl)pyrrole"
    assert len(differences(passage, spoilt)) == 2
    spoilt = _definitions()
    spoilt["cannabimimetic-benzoylindoles"]["positives"] = []
    assert differences(passage, spoilt) == {"AM694", "RCS-4 or SR-19"}
