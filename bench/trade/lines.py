"""Lines with truth: listed names and ordinary ones, with noise, in the phrases of trade, and prose that names none."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import NamedTuple

from penstock.catalogue.naming.public_record import public_rows, read_public_names
from penstock.catalogue.naming.recognisers import entry
from penstock.catalogue.substances import substances
from penstock.engines.recognition.entries import Entry, KnownName
from penstock.engines.recognition.names.keeping import Record
from trade.noise import KINDS

CAS, FORMULA, INCHI, FIRST_NAME = 1, 2, 5, 7
PHRASES = (
    "{}", "{}", "{}", "Drums of {}", "{} 99%", "{}, technical grade", "{} AR 500 ml", "{} (IBC 1000 L)",
    "25 kg {} in bags", "{} for laboratory use", "we offer {} at the best price", "please quote for 200 l of {}",
    "looking for {} urgently", "invoice 4711: {}, 3 drums", "{} 40% / wooden pallets",
    "cotton shirts; {}; printed books",
)  # fmt: skip
SHARE_LISTED, SHARE_PROSE = 0.5, 0.1
DOCUMENTS = Path(__file__).parents[2] / "docs"


class Line(NamedTuple):
    """A line, the ids of the listed substances that are in it, the noise on its name, and its half of the draw."""

    text: str
    truth: frozenset[str]
    noise: str
    is_held_out: bool


class World(NamedTuple):
    """What the recogniser is told, and the names of ordinary chemicals that it is not told."""

    entries: tuple[Entry, ...]
    record: Record
    strangers: tuple[str, ...]


def is_in_half(text: str) -> bool:
    """Divide texts in two halves, the same in every run."""
    return bool(blake2b(text.encode(), digest_size=1).digest()[0] % 2)


def world(adopted: int, seed: int) -> World:
    """List the register and so many other chemicals of one plain name; half of all the others stay strangers.

    What is a salt or another form of a listed chemical, by its InChI, is no stranger: the law covers it.
    """
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    register = [each for each in substances() if each.cas]
    known = {each.cas or "" for each in register}
    rows = list(public_rows())
    plain = [row for row in rows if row[CAS] not in known and is_drug_like(row)]
    chosen = random.sample(plain, adopted)
    numbers = known | {row[CAS] for row in chosen} | {number for each in register for number, _ in each.numbers}
    bones = {part for row in rows if row[CAS] in numbers for part in skeletons(row[INCHI])}
    strange = [row for row in rows if row[CAS] not in numbers and is_in_half(row[CAS])]
    record = read_public_names(frozenset(numbers), without=frozenset(row[CAS] for row in strange))
    entries = [entry(each, record.listed.get(each.cas or "", ())) for each in register]
    entries += (_adopted(row, record) for row in chosen)
    return World(
        tuple(entries),
        record,
        tuple(name for row in strange if not bones & set(skeletons(row[INCHI])) for name in row[FIRST_NAME:]),
    )


def is_drug_like(row: Sequence[str]) -> bool:
    """Tell whether a chemical has a name of one word, such as an INN is, and is an organic one of some size."""
    names = [name for name in row[FIRST_NAME : FIRST_NAME + 3] if name.isalpha() and name.isascii()]
    carbons = re.match(r"C(\d+)", row[FORMULA])
    is_plain = "/q" not in row[INCHI] and "/i" not in row[INCHI] and "." not in row[INCHI].partition("/")[0]
    return bool(names) and 7 <= len(names[0]) <= 18 and carbons is not None and int(carbons[1]) >= 9 and is_plain  # noqa: PLR2004


def skeletons(inchi: str) -> Iterator[str]:
    """Yield the heavy atoms and bonds of each carbon part of an InChI without its prefix."""
    formula, _, layers = inchi.partition("/")
    bonds = next((layer[1:] for layer in layers.split("/") if layer.startswith("c")), "").split(";")
    for place, part in enumerate(formula.split(".")):
        if part.startswith("C") and place < len(bonds):
            yield re.sub(r"H\d*(?![a-z])", "", part) + bonds[place]


def _adopted(row: Sequence[str], record: Record) -> Entry:
    names = tuple(KnownName(name, "recorded") for name in record.listed.get(row[CAS], ()))
    name = next(name for name in row[FIRST_NAME:] if name.isalpha())
    return Entry(row[CAS], name, row[CAS], names, frozenset({"base", "acid"}), formula=row[FORMULA])


def lines(made: World, count: int, seed: int) -> Iterator[Line]:
    """Yield lines: half with a listed name, one in ten prose of our own documents, the rest with a stranger's name."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    prose = [line for page in sorted(DOCUMENTS.rglob("*.md")) for line in page.read_text("utf-8").splitlines() if line]
    prose = [line for line in prose if not re.search(r"\d-\d\d-\d", line)]
    kinds, weights = list(KINDS), list(KINDS.values())
    for number in range(count):
        noise = random.choices(kinds, weights)[0]
        draw = random.random()
        if draw < SHARE_LISTED:
            one = random.choice(made.entries)
            own = [one.name, *(name.text for name in one.names if name.kind != "recorded")]
            pool = own if random.random() < SHARE_LISTED else [name.text for name in one.names] or own
            name, truth = random.choice(pool), frozenset({one.id})
        elif draw < SHARE_LISTED + SHARE_PROSE:
            yield Line(random.choice(prose), frozenset(), "prose", bool(number % 2))
            continue
        else:
            name, truth = random.choice(made.strangers), frozenset()
        text = random.choice(PHRASES).format(noise(name, random))
        yield Line(text, truth, noise.__name__, bool(number % 2))
