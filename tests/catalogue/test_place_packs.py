"""The packs of places say what the texts of law beside the project say; a difference is explained here or a fault."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from penstock.catalogue.law.book import Book, shipped_book
from tests.catalogue import comparison, lawtexts

CONSOLIDATED = date(2026, 6, 15)
BRITISH_DAY = date(2026, 6, 30)
AMERICAN_DAY = date(2026, 6, 30)

_SALTS = "the Act says so, Schedule VI, Part 1; the schedule to the Regulations only names the substance"
_PLANTS = "the Act adds plants and oils, Schedule VI, Part 1; the schedule to the Regulations has no quantity for them"
CANADA = {
    **{
        f"{entry}: covers salts, the text does not say so": _SALTS
        for entry in (
            "n-acetylanthranilic-acid", "anthranilic-acid", "ephedrine", "ergometrine", "ergotamine", "lysergic-acid",
            "norephedrine", "phenylacetic-acid", "piperidine", "pseudoephedrine",
        )
    },
    "ephedrine-plants: not in the text": _PLANTS,
    "pseudoephedrine-plants: not in the text": _PLANTS,
    "safrole-oils: not in the text": _PLANTS,
    "hypophosphorous-acid: derivatives of the text are not covered": "they have a definition of their own",
    "apaan: covers stereoisomers, the text does not say so": "stereoisomers are isomers, which the text does say",
}  # fmt: skip
FRENCH = {
    "8 Isosafrole (propényl-1)-5 benzodioxole-1,3: no French name of it is known": (
        "the French text leaves out the brackets around the systematic name"
    ),
}
_ESTERS = "the list says any controlled esters of the acid without naming them"
BRITAIN = {
    "Red Phosphorous (2804 7000) Red Phosphorous: not in the pack": "the list misspells phosphorus",
    "red-phosphorus: not in the text": "the list misspells phosphorus",
    "pmk-glycidic-acid-methyl-ester: not in the text": _ESTERS,
    "bmk-glycidic-acid-methyl-ester: not in the text": _ESTERS,
}
AMERICA = {
    "802(34)(Y) Any salt, optical isomer, or salt of an optical isomer of the chemicals listed in subparagraphs (M) "
    "through (U) of this paragraph: not in the pack": "it names no chemical: its forms are in the rows of (M) to (U)",
    "802(35)(E) Repealed: not in the pack": "the row was repealed in 1990",
    **{
        f"{entry}: {form} of the text are not covered": "21 CFR 1310.02(a) has fewer forms, as the Act allows"
        for entry, form in (
            ("methylamine", "stereoisomers"), ("ethylamine", "stereoisomers"),
            ("propionic-anhydride", "salts"), ("propionic-anhydride", "stereoisomers"),
            ("isosafrole", "salts"), ("isosafrole", "stereoisomers"),
            ("safrole", "salts"), ("safrole", "stereoisomers"),
            ("piperonal", "salts"), ("piperonal", "stereoisomers"),
            ("hydriodic-acid", "salts"), ("hydriodic-acid", "stereoisomers"),
        )
    },
    "iodine: list I, the text says II": "moved to list I by 72 FR 35920; section 802(35) lets a regulation do so",
}  # fmt: skip
CLOCKS = {
    "Precursor Control Regulations, SOR/2002-359, subsection 8(3): 1 years is not in the text": (
        "the text says the same calendar year"
    ),
    "Precursor Control Regulations, SOR/2002-359, subsection 21(2): 1 working-days is not in the text": (
        "the text says the next business day"
    ),
    "21 U.S.C. 830(b)(3)(B); year from general knowledge: 1 months is not in the text": "the text says a monthly basis",
}


@pytest.fixture(scope="module")
def book() -> Book:
    return shipped_book()


def canada(book: Book) -> set[str]:
    lines = lawtexts.canadian_schedule(lawtexts.canadian("en"))
    return set(comparison.canadian_differences(book, lines, CONSOLIDATED))


def french(book: Book) -> set[str]:
    one, two = (lawtexts.canadian_schedule(lawtexts.canadian(language)) for language in ("en", "fr"))
    return set(comparison.french_differences(book, one, two, CONSOLIDATED))


def britain(book: Book) -> set[str]:
    return set(comparison.british_differences(book, lawtexts.british_list(), BRITISH_DAY))


def america(book: Book) -> set[str]:
    listed = lawtexts.american_lists(lawtexts.american_sections()["802"])
    return set(comparison.american_differences(book, listed, AMERICAN_DAY))


def clocks(book: Book) -> set[str]:
    regulations = lawtexts.canadian("en")
    sections = lawtexts.canadian_sections(regulations)
    canadian = [each for each in book.packs["ca"].duties if "SOR/2002-359" in each.source]
    section = re.compile(r"(?:sub)?(?:section|paragraph)s? ([0-9.]+)")
    amendments = lawtexts.canadian_amendments(regulations)
    coming = [each for each in book.packs["ca"].duties if "SOR/2002-359" not in each.source]
    enacted = {
        f"SOR/{key.removeprefix('SOR/').replace(', s. ', ', section ')}": text for key, text in amendments.items()
    }
    return {
        *comparison.clock_differences(canadian, sections, section),
        *comparison.clock_differences(coming, enacted, re.compile(r"SOR/[0-9-]+, section [0-9]+")),
        *comparison.clock_differences(
            book.packs["us"].duties, lawtexts.american_sections(), re.compile(r"21 U\.S\.C\. (\w+)")
        ),
    }


def test_the_pack_of_canada_is_the_schedule_to_its_regulations(book: Book) -> None:
    assert canada(book) == CANADA.keys()


def test_each_french_name_of_the_canadian_schedule_is_known(book: Book) -> None:
    assert french(book) == FRENCH.keys()


def test_the_pack_of_great_britain_is_the_list_of_the_home_office(book: Book) -> None:
    assert britain(book) == BRITAIN.keys()


def test_what_the_list_keeps_for_northern_ireland_is_law_of_the_union(book: Book) -> None:
    kept = [each for each in lawtexts.british_list() if each.is_northern_ireland]
    union = comparison.entries_on(book.packs["eu"], {"1"}, date(2023, 2, 20))
    assert len(kept) == 3
    assert all(comparison.matches(book, union, each.line) for each in kept)


def test_the_pack_of_the_united_states_is_section_802(book: Book) -> None:
    assert america(book) == AMERICA.keys()


def test_the_first_tables_are_those_of_the_convention_as_signed(book: Book) -> None:
    signed = lawtexts.convention_tables()
    for table, names in signed.items():
        entries = comparison.entries_on(book.packs["un-1988"], {table}, date(1990, 1, 1))
        assert {lawtexts.folded(each.wording) for each in entries} == names


def test_each_clock_is_in_the_section_it_is_taken_from(book: Book) -> None:
    assert clocks(book) == CLOCKS.keys()


def test_the_quantities_of_retail_are_in_the_sections_they_are_taken_from(book: Book) -> None:
    sections = lawtexts.american_sections()
    limits = [each for each in book.packs["us"].thresholds if each.effect == "limit"]
    assert len(limits) == 9
    for each in limits:
        found = re.search(r"21 U\.S\.C\. (\w+)", each.source)
        assert found is not None
        assert f"{each.amount} grams" in sections[found[1]]


def test_the_convention_keeps_papers_two_years_and_waits_180_days(book: Book) -> None:
    text = lawtexts.text_of("law/un_convention_1988.md")
    clocks = {each.duty: each.amount for each in book.packs["un-1988"].duties if each.amount}
    assert clocks == {"records": 2, "entry-into-force": 180}
    assert "not less than two years" in text
    assert "one hundred and eighty days after the date of such communication" in text


def test_german_law_punishes_papers_thrown_away_before_the_three_years_of_the_union(book: Book) -> None:
    text = " ".join(lawtexts.text_of("law/de_gueg.md").split())
    for article in ("Artikel 5 Abs. 5", "Artikel 4 der Verordnung (EG) Nr. 111/2005"):
        assert re.search(rf"{re.escape(article)}.{{1,250}}drei Jahre nach Ende des Kalenderjahres", text)
    kept = [each for each in book.packs["eu"].duties if each.duty == "records"]
    assert {(each.amount, each.unit) for each in kept} == {(3, "years")}


def test_the_articles_of_the_unions_duties_are_those_that_dutch_law_enforces(book: Book) -> None:
    assert not _unenforced(each.source for each in book.packs["eu"].duties if each.who != "authority")
    assert _unenforced(["Regulation (EC) No 273/2004, article 6(1)", "Regulation (EC) No 111/2005, article 12(1)"]) == {
        "Regulation (EC) No 273/2004, article 6(1)"
    }


def _unenforced(sources: Iterable[str]) -> set[str]:
    enforced, ordinals = lawtexts.dutch_articles(), {"1": "eerste", "2": "tweede", "3": "derde", "6": "zesde"}
    missing = set()
    for source in sources:
        for regulation, article, paragraph in re.findall(r"No (\d+)/\d+, article (\d+)(?:\((\d)\))?", source):
            said = enforced.get((regulation, article))
            if said is None or (said and paragraph and ordinals[paragraph] not in said):
                missing.add(source)
    return missing


# Planted differences: each comparison must see a row that is taken away or changed.
def _with(book: Book, pack: str, **changed: tuple[object, ...]) -> Book:
    spoilt = replace(book.packs[pack], **changed)
    return replace(book, packs=MappingProxyType({**book.packs, pack: spoilt}))


def _spoilt(book: Book, pack: str, file: str, entry: str, **changed: object) -> Book:
    rows = tuple(
        (replace(each, **changed) if each.entry == entry else each) for each in getattr(book.packs[pack], file)
    )
    return _with(book, pack, **{file: rows})


def _without(book: Book, pack: str, entry: str) -> Book:
    return _with(book, pack, entries=tuple(each for each in book.packs[pack].entries if each.entry != entry))


REMOVED = [
    (canada, "ca", "toluene", False), (canada, "ca", "r-29676", True), (canada, "ca", "apaa", True),
    (britain, "gb", "safrole", True), (america, "us", "nitroethane", True), (america, "us", "acetone", True),
]  # fmt: skip


@pytest.mark.parametrize(("compared", "pack", "entry", "seen"), REMOVED, ids=lambda each: str(each)[:20])
def test_a_row_taken_away_is_seen(book: Book, compared, pack: str, entry: str, seen: bool) -> None:  # noqa: FBT001
    """Class B of Canada stands in no text that is held: nobody can see that toluene is missing."""
    assert (compared(_without(book, pack, entry)) != compared(book)) is seen


def test_a_row_changed_is_seen(book: Book) -> None:
    assert canada(_spoilt(book, "ca", "thresholds", "piperonal", amount=5)) - CANADA.keys() == {
        "piperonal: ['5 kg'], the text says 0.5 kg"
    }
    assert canada(_spoilt(book, "ca", "entries", "npp", covers=frozenset())) - CANADA.keys() == {
        "npp: salts of the text are not covered"
    }
    assert britain(_spoilt(book, "gb", "entries", "acetone", hs=("2914.12.00",))) - BRITAIN.keys() == {
        "acetone: code 2914.12.00, the text says 29141100"
    }
    assert britain(_spoilt(book, "gb", "entries", "piperidine", list="3")) - BRITAIN.keys() == {
        "piperidine: category 3, the text says 2"
    }
    assert america(
        _spoilt(book, "us", "entries", "phenylacetic-acid", covers=frozenset({"salts"}))
    ) - AMERICA.keys() == {"phenylacetic-acid: esters of the text are not covered"}
    assert america(_spoilt(book, "us", "entries", "toluene", list="I")) - AMERICA.keys() == {
        "toluene: list I, the text says II"
    }


def test_a_clock_changed_is_seen(book: Book) -> None:
    for pack in ("ca", "us"):
        duties = tuple(replace(each, amount=each.amount and each.amount + 40) for each in book.packs[pack].duties)
        assert len(clocks(_with(book, pack, duties=duties)) - CLOCKS.keys()) > 5


def test_a_french_name_taken_away_is_seen(book: Book) -> None:
    names = {
        key: tuple(name for name in names if (key, name.language) != ("ephedra", "fr"))
        for key, names in book.names.items()
    }
    assert french(replace(book, names=MappingProxyType(names))) - FRENCH.keys() == {
        "4 Éphédra: no French name of it is known"
    }
