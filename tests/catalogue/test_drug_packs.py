"""The packs of 1961 and 1971 against the treaty texts: each difference is explained here, or it is a fault."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from penstock.catalogue.law.book import holds, shipped_book
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.law.records import Entry

LAW = Path(__file__).resolve().parents[3] / "shared" / "data" / "law"
STATE_OF_1961_TEXT = date(1989, 12, 31)
STATE_OF_1971_TEXT = date(1988, 10, 12)

# What the text of 1961 prints otherwise than it means: words run together and slips of the print.
MISPRINTS = {
    "andmppp": "and mppp",
    "oxidemppp": "oxide mppp",
    "propheptazine": "proheptazine",
    "resindesomorphine": "resin desomorphine",
}
EXPLAINED = {
    "I: pack only: Alfentanil": "added in 1984 by general knowledge; the text prints no alfentanil",
    "I: text only: in its two isomeric forms as n": "the isomers of 3-methylfentanyl, cis read as as, around a bracket",
    "I: text only: trans n": "the isomers of 3-methylfentanyl, around a bracket",
    "I: text only: propionanilide": "the end of the isomers' chemical name, after a bracket",
    "IV: text only: in its two isomeric forms as n": "as in Schedule I",
    "IV: text only: trans n": "as in Schedule I",
    "IV: text only: propionanilide": "as in Schedule I",
    "item 8": "mixtures of the other preparations: a rule without figures and without a drug",
}
COVERS_LESS = {"dextropropoxyphene": "the designation names one isomer"}


def _text(name: str) -> str:
    path = LAW / name
    if not path.is_file():
        pytest.skip("the shared law texts are not beside the project")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def narcotics() -> dict[str, str]:
    """The four Schedules of 1961 as printed, by list."""
    text = _text("un_single_convention_1961_1972.md")
    english = text[text.index("####Schedules") : text.index("Enkelvoudig Verdrag", text.index("####Schedules"))]
    parts = re.split(r"List of (?:drugs|preparations) included in Schedule (I{1,3}|IV)\b", english)[1:]
    return {parts[at]: parts[at + 1].lstrip(" *\n") for at in range(0, len(parts), 2)}


@pytest.fixture(scope="module")
def psychotropics() -> dict[str, str]:
    """The four Schedules of 1971 as printed, by list."""
    text = _text("un_psychotropic_convention_1971.md")
    parts = re.split(r"####List of Substances in Schedule (I{1,3}|IV)\b", text)[1:]
    return {parts[at]: parts[at + 1].split("####")[0] for at in range(0, len(parts), 2)}


def _entries(pack: str, on: date) -> tuple[Entry, ...]:
    return tuple(each for each in shipped_book().packs[pack].entries if holds(each, on))


def _words(text: str) -> tuple[str, ...]:
    folded = re.sub(r"<sup>.*?</sup>", " ", text.casefold())
    while re.search(r"\([^()]*\)|\[[^][]*]", folded):
        folded = re.sub(r"\([^()]*\)|\[[^][]*]", " | ", folded)
    found = re.findall(r"[a-z0-9]+|\|", folded)
    return tuple(word for each in found for word in MISPRINTS.get(each, each).split())


def _names_and_clauses(printed: str) -> tuple[str, str]:
    at = re.search(r"The (?:isomers|salts)", printed)
    assert at is not None
    return printed[: at.start()], printed[at.start() :]


def _differences_1961(code: str, printed: str, entries: Iterable[Entry]) -> list[str]:
    """Take the pack's designations out of the printed list, the longest first, and name what is left on either side."""
    wanted = {tuple(w for w in _words(each.wording) if w != "|"): each.wording for each in entries if each.list == code}
    words = _words(_names_and_clauses(printed)[0])
    seen, left, at = set(), [""], 0
    while at < len(words):
        length = next((n for n in range(12, 0, -1) if words[at : at + n] in wanted), 0)
        if length:
            seen.add(words[at : at + length])
            left.append("")
        elif words[at] in {"|", "and"}:
            left.append("")
        else:
            left[-1] = f"{left[-1]} {words[at]}".strip()
        at += length or 1
    missing = [f"{code}: pack only: {wording}" for name, wording in wanted.items() if name not in seen]
    return [*missing, *(f"{code}: text only: {each}" for each in left if each)]


@pytest.mark.parametrize("code", ["I", "II", "IV"])
def test_the_lists_of_1961_are_those_of_the_text(narcotics: dict[str, str], code: str) -> None:
    found = _differences_1961(code, narcotics[code], _entries("un-1961", STATE_OF_1961_TEXT))
    assert not [each for each in found if each not in EXPLAINED]
    assert {each for each in EXPLAINED if each.startswith(f"{code}:")} <= set(found), "an explanation without a case"


def test_a_planted_difference_with_1961_is_seen(narcotics: dict[str, str]) -> None:
    entries = _entries("un-1961", STATE_OF_1961_TEXT)
    for code in ("I", "II", "IV"):
        known = set(_differences_1961(code, narcotics[code], entries))
        for each in (entry for entry in entries if entry.list == code and not entry.entry.endswith("-derivatives")):
            same = {each.entry, f"{each.entry}-derivatives"}
            without = [entry for entry in entries if entry.entry not in same]
            changed = [replace(entry, wording="Sucrose") if entry.entry in same else entry for entry in entries]
            if f"{code}: pack only: {each.wording}" in known:
                continue
            assert set(_differences_1961(code, narcotics[code], without)) - known, each.entry
            assert set(_differences_1961(code, narcotics[code], changed)) - known, each.entry


def test_the_general_clauses_of_1961_are_covered(narcotics: dict[str, str]) -> None:
    words = {"isomers": "stereoisomers", "esters": "esters", "ethers": "ethers", "salts": "salts"}
    known = shipped_book().substances
    for code in ("I", "II", "IV"):
        clauses = _names_and_clauses(narcotics[code])[1]
        said = {cover for word, cover in words.items() if f"The {word}" in clauses or f"and {word}," in clauses}
        for each in _entries("un-1961", STATE_OF_1961_TEXT):
            if each.list == code and known[each.substance].smiles and "derivatives" not in each.covers:
                missing = said - each.covers
                assert not each.covers - said, each.entry
                assert not missing or COVERS_LESS.get(each.entry), each.entry


def test_what_the_footnote_of_1961_leaves_out_is_excepted(narcotics: dict[str, str]) -> None:
    footnote = re.search(r"<sup>(.*?)</sup>", narcotics["I"])
    assert footnote is not None
    left_out = re.findall(r"(\w+) \(\( \+ \)", footnote.group(1))
    assert left_out == ["Dextromethorphan", "dextrorphan"]
    by_id = {each.entry: each for each in _entries("un-1961", STATE_OF_1961_TEXT)}
    for entry in ("levomethorphan", "racemethorphan", "levorphanol", "racemorphan"):
        assert "dextromethorphan" in by_id[entry].except_
    for entry in ("levorphanol", "racemorphan"):
        assert "dextrorphan" in by_id[entry].except_


def _figures(text: str) -> set[tuple[str, str]]:
    found = re.findall(r"(\d+(?:\.\d+)?|\bone) (milligram|per cent)", text)
    return {("1" if number == "one" else number, unit) for number, unit in found}


def _differences_in_preparations(printed: str, pack: Pack) -> list[str]:
    items = dict(re.findall(r"^(\d)\.(.*?)(?=^\d\.|\Z)", printed, re.DOTALL | re.MULTILINE))
    found = []
    for number, text in items.items():
        rows = [each for each in pack.entries if each.list == "III" and f"item {number};" in each.source]
        if not rows:
            found.append(f"item {number}")
        elif {figure for each in rows for figure in _figures(each.wording)} != _figures(text):
            found.append(f"item {number}: the figures differ")
        named = {each.substance for each in pack.entries if re.search(rf"\b{each.substance}", _flat(text))}
        on_one_side = named ^ {each.substance for each in rows}
        found.extend(f"item {number}: {each} on one side only" for each in on_one_side if rows)
        shares = {number for number, unit in _figures(text) if unit == "per cent"}
        for each in pack.exemptions:
            if f"item {number}," in each.source and each.max_percent is not None:
                found.extend([f"item {number}: {each.max_percent} per cent"] * (str(each.max_percent) not in shares))
    return found


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold())


def test_the_preparations_of_1961_have_the_figures_of_the_text(narcotics: dict[str, str]) -> None:
    pack = shipped_book().packs["un-1961"]
    assert set(_differences_in_preparations(narcotics["III"], pack)) <= EXPLAINED.keys()


def test_a_planted_figure_of_a_preparation_is_seen(narcotics: dict[str, str]) -> None:
    pack = shipped_book().packs["un-1961"]
    for each in (entry for entry in pack.entries if entry.list == "III"):
        at = pack.entries.index(each)
        spoilt = replace(each, wording=re.sub(r"\d", "7", each.wording, count=1))
        for planted in ((spoilt,), ()):
            other = replace(pack, entries=(*pack.entries[:at], *planted, *pack.entries[at + 1 :]))
            assert set(_differences_in_preparations(narcotics["III"], other)) - EXPLAINED.keys(), each.entry
    exemptions = tuple(replace(each, max_percent=Decimal(42)) if each.max_percent else each for each in pack.exemptions)
    assert set(_differences_in_preparations(narcotics["III"], replace(pack, exemptions=exemptions))) - EXPLAINED.keys()


def _rows_1971(printed: str) -> dict[str, str]:
    """Return the table's substances, the first name with its further names, without the tetrahydrocannabinols."""
    found = {}
    for row in re.findall(r"^\| *\d+\.? *\|(.*)$", printed, re.MULTILINE):
        cells = [cell.strip(" *") for cell in row.split("|")]
        proper, further = (("" if cell == "---" else cell) for cell in cells[:2])
        if not further.startswith("tetrahydro"):
            found[_squeezed(proper or further)] = further if proper else ""
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _isomers(text: str) -> set[str]:
    """Return the locants before `-6,6-` of each tetrahydrocannabinol, without blanks and marks of the print."""
    plain = re.sub(r"[*\s/-]", "", text)
    return set(re.findall(r"((?:\([0-9aR,]+\))?[0-9a,]+(?:tetra|hexa)hydro)(?=6,6)", plain))


def _differences_1971(code: str, printed: str, entries: Iterable[Entry]) -> list[str]:
    rows = _rows_1971(printed)
    held = {_squeezed(each.wording): each for each in entries if each.list == code}
    cannabinols = {key: each for key, each in held.items() if key.startswith("tetrahydro")}
    found = [f"{code}: pack only: {each.wording}" for key, each in held.items() if key not in {*rows, *cannabinols}]
    found += [f"{code}: text only: {each}" for each in rows.keys() - held.keys()]
    in_pack = set[str]().union(*(_isomers(each.wording.split(": ")[1]) for each in cannabinols.values()))
    return found + [f"{code}: isomer on one side only: {each}" for each in in_pack ^ _isomers(printed)]


@pytest.mark.parametrize("code", ["I", "II", "III", "IV"])
def test_the_lists_of_1971_are_those_of_the_text(psychotropics: dict[str, str], code: str) -> None:
    assert len(_rows_1971(psychotropics[code])) == {"I": 21, "II": 13, "III": 7, "IV": 57}[code]
    assert not _differences_1971(code, psychotropics[code], _entries("un-1971", STATE_OF_1971_TEXT))


def test_a_planted_difference_with_1971_is_seen(psychotropics: dict[str, str]) -> None:
    entries = _entries("un-1971", STATE_OF_1971_TEXT)
    for each in entries:
        printed = psychotropics[each.list]
        assert _differences_1971(each.list, printed, [entry for entry in entries if entry is not each]), each.entry
        strange = replace(each, list="II" if each.list == "I" else "I")
        moved = [strange if entry is each else entry for entry in entries]
        assert _differences_1971(each.list, printed, moved), each.entry


def test_the_further_names_of_1971_are_in_the_register(psychotropics: dict[str, str]) -> None:
    book, entries = shipped_book(), _entries("un-1971", STATE_OF_1971_TEXT)
    for code, printed in psychotropics.items():
        by_name = {_squeezed(each.wording): each for each in entries if each.list == code}
        for key, further in _rows_1971(printed).items():
            id_ = by_name[key].substance
            known = {_squeezed(book.substances[id_].name), *(_squeezed(name.text) for name in book.names.get(id_, ()))}
            assert {_squeezed(name) for name in further.split(",") if name} <= known, id_
            assert key in known or key in {"psilocinepsilotsin", "stpdom"}, id_


def test_salts_are_covered_wherever_the_text_of_1971_says_so(psychotropics: dict[str, str]) -> None:
    for code, printed in psychotropics.items():
        assert "The salts of the substances listed in this Schedule" in printed
        assert all("salts" in each.covers for each in shipped_book().packs["un-1971"].entries if each.list == code)


def test_what_counts_as_verified_is_in_the_text() -> None:
    states: Mapping[str, tuple[str, date]] = {
        "un-1961": ("1964-12-13", STATE_OF_1961_TEXT),
        "un-1971": ("1976-08-16", STATE_OF_1971_TEXT),
    }
    for pack, (start, state) in states.items():
        entries = shipped_book().packs[pack].entries
        verified = [each for each in entries if each.verified]
        assert verified
        assert all("as printed in the treaty text" in each.source for each in verified)
        assert all(each.since == date.fromisoformat(start) and holds(each, state) for each in verified)


def test_a_psychotropic_stands_in_one_schedule_at_a_time() -> None:
    spans: dict[str, list[Entry]] = {}
    for each in shipped_book().packs["un-1971"].entries:
        spans.setdefault(each.substance, []).append(each)
    for each_spans in spans.values():
        for before, after in pairwise(sorted(each_spans, key=lambda each: each.since)):
            assert before.until == after.since, before.entry


def test_what_stands_in_schedule_iv_of_1961_stands_in_schedule_i() -> None:
    entries = shipped_book().packs["un-1961"].entries
    for each in (entry for entry in entries if entry.list == "IV"):
        last = each.until - timedelta(days=1) if each.until else date.max
        assert any(
            other.list == "I" and other.substance == each.substance and holds(other, each.since) and holds(other, last)
            for other in entries
        ), each.entry


def test_ketamine_and_the_abstention_list_have_duties_and_no_entries() -> None:
    packs = shipped_book().packs
    for pack, duty in (("ketamine", "import-permit"), ("no-known-legitimate-use", "abstention")):
        assert not packs[pack].entries
        assert [each.duty for each in packs[pack].duties] == [duty]
    assert not shipped_book().by_substance.get("ketamine", ())
    assert "ketamine" in shipped_book().substances
