"""The screen loses no hit: over every structure of the shared tables the screened answers are the unscreened ones."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from penstock.engines.structures.molecules.reading import Counts, Refused, first_word, read, sketches
from penstock.engines.structures.molecules.standard import standardise
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.screening import Demand, Screen, bits
from tests.structures.law import BOOK, RULES

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "substances"


class Unscreened(Screen):
    """Lets every query through."""

    def candidates(self, counts: Counts, *, whole: bool) -> int:
        assert counts.atoms >= 0 or whole
        return self.everything


def plain_book() -> Rulebook:
    """The same rules asked of every structure."""
    book = Rulebook(RULES)
    book._screen = Unscreened([query.demand for query in book.queries])
    return book


def structures() -> Iterator[str]:
    with gzip.open(DATA / "chemicals_large.tsv.gz", "rt", encoding="utf-8") as large:
        yield from (line.split("\t")[4] for line in large)
    with (DATA / "chemicals_small.tsv").open(encoding="utf-8") as small:
        yield from (line.split("\t")[4] for line in small)
    with (DATA / "psymol_library.csv").open(encoding="utf-8", newline="") as drugs:
        yield from (row["smiles"] for row in csv.DictReader(drugs))


def differences(book: Rulebook, plain: Rulebook, texts: list[str]) -> list[str]:
    pairs = zip(book.match_many(texts), plain.match_many(texts), strict=True)
    return [screened.text for screened, asked in pairs if screened.hits != asked.hits]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    if not DATA.is_dir():
        pytest.skip("the shared tables of chemicals are not beside the project")
    return list(structures())


def test_no_hit_is_lost_on_real_structures(texts):
    plain = plain_book()
    assert differences(BOOK, plain, texts) == []
    found = {hit.rule for answer in BOOK.match_many(texts) for hit in answer.hits}
    assert len(found) > len(RULES) / 2


def test_a_screen_that_asks_too_much_is_caught(texts):
    book = Rulebook(RULES)
    demands = [query.demand for query in book.queries]
    one_more = [Demand(each.least._replace(C=each.least.C + 1), each.exact, each.most) for each in demands]
    book._screen = Screen(one_more)
    assert differences(book, plain_book(), texts[:20_000])


def test_the_text_alone_counts_what_the_molecule_has(texts):
    for text in texts[::29]:
        pieces = sketches(first_word(text))
        try:
            fragments = standardise(read(text)).fragments
        except Refused:
            continue
        if pieces is None or not all(piece.whole for piece in pieces):
            continue
        counted = sorted(piece.counts[:10] for piece in pieces if piece.counts.atoms)
        assert counted == sorted(fragment.counts[:10] for fragment in fragments if fragment.counts.atoms), text
        rings = sum(piece.counts.rings for piece in pieces)
        assert rings >= sum(fragment.counts.rings for fragment in fragments), text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("C1.C1", 1), ("CC(.O)CC", 1), ("C12.C12", 1), ("CC.O", 2), ("C1CC1.[Na+].[Cl-]", 3), ("C%10CC%10.C", 2)],
)
def test_pieces_are_told_apart_only_where_that_is_safe(text, pieces):
    assert len(sketches(text)) == pieces


@pytest.mark.parametrize("text", ["[#6]C", "C*", "C:C", "C~C"])
def test_what_only_a_parser_can_judge_is_left_to_it(text):
    assert sketches(text) is None


def test_columns_of_bits():
    nothing = Counts(*[0] * 12)
    carbon, exact = nothing._replace(C=2), nothing._replace(C=1, O=1)
    screen = Screen([Demand(carbon), Demand(exact, exact=True), Demand(nothing, most=3)])

    def asked(counts: Counts, *, whole: bool = True) -> list[int]:
        return list(bits(screen.candidates(counts, whole=whole)))

    assert asked(nothing._replace(C=5)) == [0]
    assert asked(nothing._replace(C=2, O=1)) == [0, 2]
    assert asked(nothing._replace(C=1, O=1)) == [1, 2]
    assert asked(nothing._replace(C=5, O=5), whole=False) == [0, 1, 2]
