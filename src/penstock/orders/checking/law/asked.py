"""What each list asks of a sale inside its jurisdiction, gathered from the packs once for a book, a country and a day.

Three things stand in the words of a duty and nowhere else, and are read there: that a yearly declaration is one of the
calendar year ("calendar year"), from how many supplies on it may stand ("at least 3 times in 12 months"), and that
holders of a licence owe none ("without licence"). A pack that an instance adopts is read alike (decision 0041).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from penstock.catalogue.law.book import Book, Rule
from penstock.catalogue.law.records import Duty, Threshold
from penstock.orders.checking.law.orders import Law, dimension_of, in_base

SALE = frozenset({"any", "domestic"})
RETAIL = "retail"
HELD_BY_ALL = frozenset({"user", "buyer", "anyone"})
OF_THE_TRADE = frozenset({"operator"})
PAPERS = ("licence", "registration")
AT_LEAST = re.compile(r"at least (\d+) times in (\d+) months")


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity that weighs: over what it adds up, whose, and what it does; in kilograms or litres."""

    per: str
    of: str
    amount: Decimal
    unit: str
    base: Decimal
    dimension: str
    effect: str
    is_retail: bool
    law: Law


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A licence or registration that the buyer must hold; `of_trade` asks it of those alone who sell on."""

    kind: str
    of_trade: bool
    law: Law


@dataclass(frozen=True, slots=True)
class DeclarationAsked:
    """A declaration of end use: for each order unless `lasts`, over a year only after some supplies.

    `spares_licensed` asks none of a buyer who holds a licence.
    """

    lasts: bool
    is_calendar: bool
    at_least: int
    within_months: int
    spares_licensed: bool
    law: Law


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a list leaves out: of what kind, up to which share, in the words of the pack."""

    kind: str
    most_percent: Decimal | None
    text: str
    law: Law


@dataclass(frozen=True, slots=True)
class Asked:
    """All that one entry of a list asks of a sale."""

    key: str
    title: str
    kind: str
    pack: str
    min_percent: Decimal | None
    bounds: tuple[Bound, ...]
    has_bounds: bool
    papers: tuple[PaperAsked, ...]
    declarations: tuple[DeclarationAsked, ...]
    identity: Law | None
    left_out: tuple[LeftOut, ...]
    law: Law


@lru_cache(maxsize=8192)
def asked_of(book: Book, country: str, goods: str, on: date) -> tuple[Asked, ...]:
    """What the law that holds in a country asks on a day of a sale of goods; empty where nothing controls them."""
    rules = book.rules_on(on, book.jurisdictions_of(country, on))
    return tuple(_asked(book, rule, on) for rule in rules if goods in {rule.entry.substance, rule.key})


@lru_cache(maxsize=1024)
def is_inland(book: Book, country: str, other: str, on: date) -> bool:
    """Whether a sale from one country to another stays inside one law: in one country, or in one union of states."""
    if country == other:
        return True
    return any({country, other} <= book.members_on(id_, on) for id_ in book.packs)


def _asked(book: Book, rule: Rule, on: date) -> Asked:
    thresholds = book.thresholds_of(rule, on)
    duties = [one for one in book.duties_of(rule, on) if one.operation in SALE | {RETAIL, "possession"}]
    return Asked(
        key=rule.key,
        title=rule.list.title,
        kind=rule.entry.rule,
        pack=rule.pack.id,
        min_percent=rule.entry.min_percent,
        bounds=tuple(_bound(rule, one) for one in thresholds if one.operation in SALE | {RETAIL}),
        has_bounds=bool(thresholds),
        papers=_papers(rule, duties),
        declarations=_declarations(rule, duties),
        identity=next((_law(rule, one) for one in duties if one.duty == "identity-check"), None),
        left_out=tuple(
            LeftOut(one.kind, one.max_percent, one.text, _law(rule, one)) for one in book.exemptions_of(rule, on)
        ),
        law=Law(rule.pack.id, rule.pack.version, rule.list.code, rule.entry.source, rule.entry.verified),
    )


def _law(rule: Rule, row: "Threshold | Duty | object") -> Law:
    source, verified = getattr(row, "source", ""), bool(getattr(row, "verified", False))
    return Law(rule.pack.id, rule.pack.version, rule.list.code, source, verified)


def _bound(rule: Rule, one: Threshold) -> Bound:
    return Bound(
        one.per,
        one.of,
        one.amount,
        one.unit,
        in_base(one.amount, one.unit),
        dimension_of(one.unit),
        one.effect,
        one.operation == RETAIL,
        _law(rule, one),
    )


def _papers(rule: Rule, duties: Iterable[Duty]) -> tuple[PaperAsked, ...]:
    """Each kind once: what everybody needs puts aside what only the trade needs; a transition asks for nothing more."""
    found: dict[str, PaperAsked] = {}
    for one in duties:
        if one.duty not in PAPERS or one.operation == RETAIL or one.who not in HELD_BY_ALL | OF_THE_TRADE:
            continue
        known = found.get(one.duty)
        if known is None or (known.of_trade and one.who in HELD_BY_ALL):
            found[one.duty] = PaperAsked(one.duty, one.who not in HELD_BY_ALL, _law(rule, one))
    return tuple(found.values())


def _declarations(rule: Rule, duties: Iterable[Duty]) -> tuple[DeclarationAsked, ...]:
    duties = list(duties)
    lasting = [one for one in duties if one.duty == "declaration-validity"]
    found = []
    for one in (each for each in duties if each.duty == "declaration"):
        term = lasting[0] if lasting else None
        words = f"{term.anchor} {term.condition}" if term else ""
        often = AT_LEAST.search(words)
        found.append(
            DeclarationAsked(
                lasts=term is not None,
                is_calendar="calendar year" in words,
                at_least=int(often[1]) if often else 0,
                within_months=int(often[2]) if often else 12,
                spares_licensed="without licence" in f"{one.anchor} {one.condition}",
                law=_law(rule, one),
            )
        )
    return tuple(found)
