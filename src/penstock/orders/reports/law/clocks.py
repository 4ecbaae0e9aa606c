"""What is owed for something suspicious, stolen or lost: to whom, in which form, by when, and where that is written.

The duties and their clocks stand in the packs of law (`suspicious-report`, `theft-report`, `loss-report`);
`readings.yaml` says by which words of a row it is known whom it is owed to. Where a clock counts in hours and only the
day is known, it runs from the beginning of that day in UTC, the strictest reading.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from penstock.cases.calendars import calendar_of
from penstock.catalogue.law.book import INTERNATIONAL, Rule
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Duty
from penstock.kernel.clock import now, today

REGULATOR, POLICE = "regulator", "police"
AT_ONCE, WRITTEN = "at once", "written"
UNION = "eu"
END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that law asks of the reporter; without `due_at` it is owed at once."""

    to: str
    form: str
    words: str
    source: str
    verified: bool
    due_at: datetime | None
    is_international: bool = False


@cache
def readings() -> Mapping[str, Any]:
    """How rows of the packs are read."""
    told: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("readings.yaml").read_text(encoding="utf-8"))
    return told


def aware_at(aware_on: date) -> datetime:
    """The instant from which clocks run: now for today, else the beginning of the day."""
    return now() if aware_on >= today() else datetime.combine(aware_on, time(tzinfo=UTC))


def dues(sort: str, *, country: str, other: str, substances: Sequence[str], since: datetime) -> list[Due]:
    """What a reporter in a country owes for a sort of report about substances, the nearest first.

    `other` is the country of the other party. Where a country or its union has rows of its own, those of the
    international conventions say nothing more and are left out.
    """
    on, book = today(), current_book()
    places = book.jurisdictions_of(country, on)
    union = book.members_on(UNION, on)
    is_inland = not other or other == country or {other, country} <= union
    doing = {"any", "domestic", "possession"} if is_inland or sort in {"theft", "loss"} else {"any", "export"}
    rules = [rule for one in substances if one in book.substances for rule in book.rules_of(one, on, places)]
    found: list[Due] = []
    for name in readings()["duties"][sort]:
        found = [_due(rule, duty, since, country) for rule in rules for duty in _rows(rule, name, doing)]
        if found:
            break
    own = [one for one in found if not one.is_international] or found
    return sorted(dict.fromkeys(own), key=lambda one: (one.due_at is not None, one.due_at or since, one.to, one.words))


def _rows(rule: Rule, name: str, doing: Iterable[str]) -> list[Duty]:
    return [
        duty
        for duty in current_book().duties_of(rule, today())
        if duty.duty == name
        and duty.operation in doing
        and duty.who != "authority"
        and not _says(duty, readings()["papers"])
    ]


def _says(duty: Duty, words: Iterable[str]) -> bool:
    text = f"{duty.condition} {duty.anchor}".casefold()
    return any(one.casefold() in text for one in words)


def _due(rule: Rule, duty: Duty, since: datetime, country: str) -> Due:
    length = f"{duty.amount} {duty.unit}" if duty.amount else ""
    words = ", ".join(one for one in (f"{length} {duty.anchor}".strip(), duty.condition) if one)
    return Due(
        to=POLICE if _says(duty, readings()["police"]) else REGULATOR,
        form=WRITTEN if _says(duty, readings()["written"]) else AT_ONCE,
        words=words,
        source=duty.source,
        verified=duty.verified,
        due_at=_ends(duty, since, country),
        is_international=rule.jurisdiction == INTERNATIONAL,
    )


def _ends(duty: Duty, since: datetime, country: str) -> datetime | None:
    if not duty.amount:
        return None
    if duty.unit == "hours":
        return since + timedelta(hours=duty.amount)
    if duty.unit == "working-days":
        day = calendar_of(country).after(since.date(), duty.amount)
    else:
        day = since.date() + timedelta(days=duty.amount)
    return datetime.combine(day, END_OF_DAY)
