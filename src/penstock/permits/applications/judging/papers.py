"""Which papers the law asks for before a substance crosses a border, and what holds for each: read from the packs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from penstock.catalogue.law.book import Rule
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Document
from penstock.catalogue.law.reports import months_after

NAMES = {
    "import-authorisation": "Import authorisation",
    "export-authorisation": "Export authorisation",
    "simplified-authorisation": "Simplified authorisation for many shipments",
    "import-certificate": "Import certificate",
    "no-objection-certificate": "No objection certificate",
    "letter-of-no-objection": "Letter of no objection",
    "transit-permit": "Transit permit",
}
LETTER = "letter-of-no-objection"
LIMITS = {"narcotic": 0, "psychotropic": 1, "precursor": 2, "national": 3}
"""The kinds of law by strictness, the strictest first: of several a paper stands under that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of a pack that asks for a paper, the rule through which it holds, and the kind of law it is."""

    document: Document
    regime: str
    rule: Rule | None


def asked_for(country: str, substance: str, on: date, *, paper: str = "", operation: str = "") -> list[Asked]:
    """The rows by which a country's law asks for papers for a substance on a day, the strictest law first.

    A letter of no objection may be written for anything that needs no import paper in the country (INCB annual report
    for 2023, recommendation 29). KeyError for an unknown substance.
    """
    book = current_book()
    rules = book.rules_of(substance, on, book.jurisdictions_of(country, on))
    found = [Asked(row, rule.list.regime, rule) for rule in rules for row in book.documents_of(rule, on)]
    if not any(one.document.operation == "import" for one in found):
        found += [Asked(row, "national", None) for row in _letters(on)]
    wanted = [
        one for one in found if paper in {"", one.document.document} and operation in {"", one.document.operation}
    ]
    return sorted(wanted, key=lambda one: (LIMITS.get(one.regime, 9), not one.document.verified))


def _letters(on: date) -> list[Document]:
    rows = (row for pack in current_book().packs.values() for row in pack.documents if row.document == LETTER)
    return [row for row in rows if row.since <= on and (row.until is None or on < row.until)]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one paper over several substances: the strictest law's kind, and the tightest of all bounds."""

    direction: str
    regime: str
    title: str
    cites: frozenset[str]
    shipments: str
    most_substances: int | None
    last_day: date | None
    guides: frozenset[str]
    sources: tuple[str, ...]
    is_verified: bool


def terms_of(country: str, paper: str, operation: str, substances: Iterable[str], start: date) -> Terms | None:
    """What holds for a paper of a country from a day on; None where no law asks for it for one of the substances."""
    rows = []
    for substance in substances:
        found = asked_for(country, substance, start, paper=paper, operation=operation)
        if not found:
            return None
        rows.append(found[0])
    if not rows:
        return None
    strictest = min(rows, key=lambda one: LIMITS.get(one.regime, 9))
    documents = [one.document for one in rows]
    return Terms(
        direction=strictest.document.operation,
        regime=strictest.regime,
        title=strictest.document.title,
        cites=frozenset().union(*(one.cites for one in documents)),
        shipments="one" if any(one.shipments == "one" for one in documents) else "many",
        most_substances=min((one.most_substances for one in documents if one.most_substances), default=None),
        last_day=min((end for one in documents if (end := _last_day(one, start))), default=None),
        guides=frozenset(one.guide for one in documents if one.guide),
        sources=tuple(dict.fromkeys(one.source for one in documents)),
        is_verified=all(one.verified for one in documents),
    )


def _last_day(document: Document, start: date) -> date | None:
    """The last day of a paper that is valid from a day on; a month that is too short ends on its own last day."""
    if not document.amount:
        return None
    if document.unit == "days":
        return date.fromordinal(start.toordinal() + document.amount)
    return months_after(start, document.amount)
