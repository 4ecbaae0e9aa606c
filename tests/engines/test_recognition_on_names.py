"""The recogniser on names of ordinary chemicals, which must be left alone, and on names of drugs, badly written too."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from penstock.catalogue.naming.recognisers import listed_recogniser, recognised
from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.catalogue.substances import substances

DATA = Path("../shared/data/substances")
TODAY = date(2026, 11, 21)
# Every chemical would take a minute and a half; each fourth gives some hundred thousand names.
EACH = 4
MOST_FALSE = 1 / 2000


@pytest.fixture(scope="module", autouse=True)
def shared() -> None:
    """Skip where the shared names are absent."""
    if not DATA.is_dir():
        pytest.skip("the shared names of chemicals and drugs are not beside the project")


def _chemicals() -> Iterator[list[str]]:
    with (DATA / "chemicals_small.tsv").open(encoding="utf-8") as small:
        yield from (line.rstrip("\n").split("\t") for line in small)
    with gzip.open(DATA / "chemicals_large.tsv.gz", "rt", encoding="utf-8") as large:
        yield from (line.rstrip("\n").split("\t") for line in large)


def _unlisted() -> Iterator[list[str]]:
    """Yield the chemicals that no pack lists: neither their number, nor their structure under any rule of any place."""
    numbers = {each.cas for each in substances()} | {number for each in substances() for number, _ in each.numbers}
    rows = [row for place, row in enumerate(_chemicals()) if place % EACH == 0 and row[1] not in numbers]
    answers = structure_rulebook(TODAY).match_many(row[4] for row in rows)
    yield from (row for row, answer in zip(rows, answers, strict=True) if not answer.hits)


def test_ordinary_names_are_left_alone() -> None:
    asked, false = 0, []
    for row in _unlisted():
        for name in row[7:]:
            asked += 1
            hits = [hit for hit in listed_recogniser().recognise(name) if hit.is_listed]
            if hits:
                false.append(f"{row[1]} {name!r}: {hits[0].reason} ({hits[0].confidence})")
    print(f"{len(false)} of {asked} ordinary names are hit", *false, sep="\n")  # noqa: T201 - the list to be looked at
    assert asked > 50_000
    assert len(false) <= MOST_FALSE * asked


@cache
def _drugs() -> dict[str, str]:
    """The substances of the packs by their English names, as the lexicons write them."""
    english = ((name.text, each.id) for each in recognised() for name in each.names if name.language == "en")
    named = {**dict(english), **{each.name: each.id for each in recognised()}}
    return {name.lower().replace("_", " "): id_ for name, id_ in named.items()}


def _is_found(written: str, id_: str) -> bool:
    return any(hit.id == id_ for hit in listed_recogniser().recognise(written))


# The least share found, by how the lexicon says it came by the word; pages of forums hold many words that are no names.
REDMED = {"known": 0.6, "misspellingPhon": 0.1, "edOne": 0.7, "edTwo": 0.2}


@pytest.mark.parametrize("kind", REDMED)
def test_words_that_forums_use_for_drugs(kind: str) -> None:
    tally = Counter[bool]()
    with (DATA / "redmed_lexicon.tsv").open(encoding="utf-8") as lexicon:
        for row in csv.DictReader(lexicon, delimiter="\t"):
            id_ = _drugs().get(row["drug"].replace("_", " "))
            for word in row[kind].split(",") if id_ and row[kind] != "-" else ():
                tally[_is_found(word.replace("_", " "), id_)] += 1
    print(f"{kind}: {tally[True]} of {tally.total()} found")  # noqa: T201 - the figure belongs in the report
    assert tally.total() > 20
    assert tally[True] >= REDMED[kind] * tally.total()


def test_variants_of_the_names_of_drugs() -> None:
    with gzip.open(DATA / "drug_names.json.gz", "rt", encoding="utf-8") as variants:
        meant = {variant: names[0] for variant, names in json.load(variants).items() if len(names) == 1}
    tally = Counter(
        _is_found(variant, _drugs()[name.lower()]) for variant, name in meant.items() if name.lower() in _drugs()
    )
    print(f"{tally[True]} of {tally.total()} variants found")  # noqa: T201 - likewise
    assert tally.total() > 100
    assert tally[True] >= 0.5 * tally.total()
