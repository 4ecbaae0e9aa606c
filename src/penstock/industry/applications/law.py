"""What the law of a country says of licences: the document it asks for, by when it is decided, how long it lasts.

All of it is read from the packs. Where they say nothing, nothing is made up: no clock runs, no day bounds a licence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from penstock.catalogue.law.book import Rule
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Duty
from penstock.catalogue.law.reports import months_after

IN_LAW = {
    "make": ("manufacture", "domestic"),
    "import": ("import",),
    "export": ("export",),
    "distribute": ("domestic",),
    "broker": ("brokering", "domestic"),
    "store": ("domestic",),
    "carry": ("domestic",),
    "use": ("possession",),
    "retail": ("retail", "domestic"),
    "research": ("possession",),
    "destroy": ("possession",),
}
"""By what name the packs know an activity; of several, the first that a list has a row for counts."""
STRICTEST = ("licence", "registration")
FROM_APPLICATION = "from the complete application"
RENEWAL = "renewal"
MONTHS = {"years": 12, "months": 1}


@dataclass(frozen=True, slots=True)
class Demand:
    """What the law asks for before an activity with a substance: the document, "" for none on record, and the row."""

    activity: str
    substance: str
    document: str
    duty: Duty | None
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Span:
    """A length that the law names, with the row that names it."""

    days: int
    duty: Duty


def demands(country: str, lines: Iterable[Mapping[str, Any]], on: date) -> list[Demand]:
    """What the law asks for on a day before each activity with each substance, each pair once."""
    pairs = dict.fromkeys((one["activity"], one["substance"]) for one in lines if one["activity"] and one["substance"])
    return [_demand(country, activity, substance, on) for activity, substance in pairs]


def _demand(country: str, activity: str, substance: str, on: date) -> Demand:
    found = [
        (duty, rule)
        for duty, rule in _duties(country, substance, on)
        if duty.duty in STRICTEST and duty.who != "authority" and duty.operation in {"any", *IN_LAW[activity]}
    ]
    if not found:
        return Demand(activity, substance, "", None, None)
    # A duty without a condition counts before one that holds only sometimes, and what was compared with the law first.
    duty, rule = min(found, key=lambda one: (bool(one[0].condition), STRICTEST.index(one[0].duty), not one[0].verified))
    return Demand(activity, substance, duty.duty, duty, rule)


def _duties(country: str, substance: str, on: date) -> Iterator[tuple[Duty, Rule]]:
    book = current_book()
    for rule in book.rules_of(substance, on, book.jurisdictions_of(country, on)):
        for duty in book.duties_of(rule, on):
            yield duty, rule


def decision_within(country: str, substances: Sequence[str], *, renews: bool, on: date) -> Span | None:
    """The working days in which the law wants a decision from the complete application, the shortest of all substances.

    A row for renewals counts for those alone. None where the law on record names no such days.
    """
    spans = []
    for substance in substances:
        rows = [
            duty
            for duty, _rule in _duties(country, substance, on)
            if (duty.duty, duty.operation, duty.who) == ("decision", "any", "authority")
            and duty.anchor == FROM_APPLICATION
            and duty.unit == "working-days"
            and duty.amount
        ]
        fitting = [one for one in rows if renews and one.condition == RENEWAL] or [
            one for one in rows if not one.condition
        ]
        spans += [Span(one.amount, one) for one in fitting if one.amount]
    return min(spans, key=lambda one: one.days, default=None)


def last_day(country: str, substances: Sequence[str], start: date, *, on: date) -> tuple[date, Duty] | None:
    """The last day that the law allows a document which begins on a day, with the row that says so; None for no end."""
    ends = [
        (months_after(start, duty.amount * MONTHS[duty.unit]) - timedelta(days=1), duty)
        for substance in substances
        for duty, _rule in _duties(country, substance, on)
        if duty.amount and duty.unit in MONTHS and _bounds(duty)
    ]
    return min(ends, key=lambda one: one[0], default=None)


def _bounds(duty: Duty) -> bool:
    """A row on how long documents last; or a document that the law wants anew each year."""
    return duty.duty == "licence-validity" or (duty.duty in STRICTEST and duty.anchor.startswith("renewed"))
