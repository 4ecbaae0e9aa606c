"""Packs of places compared with the texts of law: every difference, in words that a table of reasons can name."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

from penstock.catalogue.law.book import Book, Rule, holds
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.law.records import Duty, Entry, Threshold
from tests.catalogue.lawtexts import British, Line, folded, names_in

_QUANTITY = re.compile(r"(?P<amount>[0-9.]+)(?: (?P<unit>kg|g))?(?P<package> per package)?")
_NUMBERS = {
    1: "one", 2: "two", 3: "three", 5: "five", 7: "seven", 180: "one hundred and eighty",
}  # fmt: skip
_SINGULAR = {"working-days": "business day"}


def names_of(book: Book, entry: Entry, language: str = "en") -> frozenset[str]:
    """Return what an entry is called: by its wording, and by the register where it names a substance itself."""
    found = set(names_in(entry.wording)) if language == "en" else set()
    if entry.substance and entry.rule in {"substance", "natural-product"}:
        each = book.substances[entry.substance]
        found |= {folded(name.text) for name in book.names.get(each.id, ()) if name.language == language}
        if language == "en":
            found |= names_in(each.name)
    return frozenset(found)


def matches(book: Book, entries: Iterable[Entry], line: Line) -> list[Entry]:
    """Return the entries that a line of a text names: those of its own wording, else those of a synonym."""
    asked = names_in(line.wording)
    named = [each for each in entries if asked & names_of(book, each)]
    return [each for each in named if asked & names_in(each.wording)] or named


def entries_on(pack: Pack, lists: Collection[str], on: date) -> list[Entry]:
    """Return the entries of some lists that hold on a day."""
    return [each for each in pack.entries if each.list in lists and holds(each, on)]


def unmatched(book: Book, entries: list[Entry], lines: Iterable[Line]) -> Iterator[str]:
    """Yield what stands on one side only."""
    met: set[str] = set()
    for line in lines:
        found = matches(book, entries, line)
        met |= {each.entry for each in found}
        if not found:
            yield f"{line.place} {line.wording}: not in the pack"
    for each in entries:
        if each.entry not in met:
            yield f"{each.entry}: not in the text"


def canadian_differences(book: Book, lines: Iterable[Line], on: date) -> Iterator[str]:
    """Yield how the pack of Canada differs from the schedule: names, forms and quantities."""
    lines, pack = list(lines), book.packs["ca"]
    entries = entries_on(pack, {"A"}, on)
    yield from unmatched(book, entries, lines)
    for line in lines:
        for entry in matches(book, entries, line):
            yield from _forms(entry, line)
            rule = Rule(pack, pack.lists["A"], entry)
            own = [each for each in book.thresholds_of(rule, on) if each.entry == entry.entry]
            if [_quantity(each) for each in own] != [line.said]:
                yield f"{entry.entry}: {[_quantity(each) for each in own]}, the text says {line.said}"


def _quantity(threshold: Threshold) -> str:
    if threshold.amount == Decimal(0):
        return "0"
    package = " per package" if threshold.per == "package" else ""
    return f"{threshold.amount} {threshold.unit}{package}"


def _forms(entry: Entry, line: Line) -> Iterator[str]:
    for form in sorted(entry.covers - line.forms):
        yield f"{entry.entry}: covers {form}, the text does not say so"
    for form in sorted(line.forms - entry.covers):
        yield f"{entry.entry}: {form} of the text are not covered"


def french_differences(book: Book, english: Iterable[Line], french: Iterable[Line], on: date) -> Iterator[str]:
    """Yield the lines of the French schedule of which no name is a French name in the register."""
    entries = entries_on(book.packs["ca"], {"A"}, on)
    other = {line.place: line for line in french}
    for line in english:
        known = {name for entry in matches(book, entries, line) for name in names_of(book, entry, "fr")}
        if line.place not in other:
            yield f"{line.place}: not in the French text"
        elif not known & names_in(other[line.place].wording):
            yield f"{line.place} {other[line.place].wording}: no French name of it is known"
        elif other[line.place].said.replace(",", ".").replace("par emballage", "per package") != line.said:
            yield f"{line.place}: the two texts say different quantities"


def british_differences(book: Book, listed: Iterable[British], on: date) -> Iterator[str]:
    """Yield how the pack of Great Britain differs from the Home Office's list: names, categories and codes."""
    listed = [each for each in listed if not each.is_northern_ireland]
    entries = entries_on(book.packs["gb"], {"1", "2", "3"}, on)
    yield from unmatched(book, entries, (each.line for each in listed))
    for each in listed:
        for entry in matches(book, entries, each.line):
            if entry.list != each.category:
                yield f"{entry.entry}: category {entry.list}, the text says {each.category}"
            if [code.replace(".", "") for code in entry.hs] != [each.code]:
                yield f"{entry.entry}: code {' '.join(entry.hs)}, the text says {each.code}"


def american_differences(book: Book, listed: Iterable[tuple[str, Line]], on: date) -> Iterator[str]:
    """Yield how the pack of the United States differs from section 802(34) and (35): names, lists and forms."""
    listed = list(listed)
    everywhere = entries_on(book.packs["us"], {"I", "II"}, on)
    of_statute = [each for each in everywhere if "802(34)" in each.source or "802(35)" in each.source]
    salts_of = _salts_of(listed)
    for each in unmatched(book, everywhere, (line for _, line in listed)):
        if not each.endswith("not in the text") or each.split(":")[0] in {entry.entry for entry in of_statute}:
            yield each
    for list_, line in listed:
        for entry in matches(book, everywhere, line):
            if entry.list != list_:
                yield f"{entry.entry}: list {entry.list}, the text says {list_}"
            yield from _forms(entry, line._replace(forms=line.forms | salts_of.get(line.place, frozenset())))


def _salts_of(listed: Iterable[tuple[str, Line]]) -> dict[str, frozenset[str]]:
    """Return what the closing subparagraph adds: salts and optical isomers of those it refers to by letters."""
    found = {}
    for _, line in listed:
        span = re.search(r"subparagraphs \(([A-Z])\) through \(([A-Z])\)", line.wording)
        if span:
            for letter in range(ord(span[1]), ord(span[2]) + 1):
                found[f"802(34)({chr(letter)})"] = line.forms | {"stereoisomers"}
    return found


def clock_differences(duties: Iterable[Duty], sections: dict[str, str], section: re.Pattern[str]) -> Iterator[str]:
    """Yield the verified duties whose clock is not in the section that their source names."""
    for duty in duties:
        named = section.findall(duty.source)
        if duty.amount is None or not duty.verified or not named:
            continue
        text = " ".join(sections.get(each, "") for each in named).casefold()
        if not any(_clock(duty, word) in text for word in (str(duty.amount), _NUMBERS.get(duty.amount, "?"))):
            yield f"{duty.source}: {duty.amount} {duty.unit} is not in the text"


def _clock(duty: Duty, amount: str) -> str:
    unit = _SINGULAR.get(duty.unit, duty.unit)
    return f"{amount} {unit.removesuffix('s') if duty.amount == 1 else unit}"
