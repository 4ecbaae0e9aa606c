"""The criteria of trust: those that the house's own rows speak to, with the evidence, and those that only people judge.

Each is a pure function over what is known of a company; none decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from penstock.industry.conduct.queries import Conduct
from penstock.industry.contacts.models import ContactPoint
from penstock.industry.inspections.fields import MENDED
from penstock.industry.partnership.fields import KEPT

MET, OPEN, UNKNOWN = "met", "not met", "not known"
YEAR = timedelta(days=365)
AGAINST = {"suspended", "revoked"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the house finds on a criterion: how it stands by its rows, and the rows in words."""

    stands: str
    lines: tuple[str, ...]


def licence(known: Conduct, _contact: ContactPoint | None, _on: date) -> Evidence:
    """It holds a licence or registration in force, and none was suspended or revoked."""
    lines = tuple(f"{one.reference}: {one.state}, since {one.valid_from}" for one in known.licences)
    states = {one.state for one in known.licences}
    if not states:
        return Evidence(UNKNOWN, ())
    return Evidence(OPEN if states & AGAINST or "granted" not in states else MET, lines)


def inspections(known: Conduct, _contact: ContactPoint | None, _on: date) -> Evidence:
    """Inspections of three years left no grave finding that is not closed."""
    lines = tuple(_visit(known))
    if not known.inspections:
        return Evidence(UNKNOWN, ())
    is_open = any(one.is_open or one.grade == "critical" for one, _visit in known.findings if one.grade in MENDED)
    return Evidence(OPEN if is_open else MET, lines)


def _visit(known: Conduct) -> Iterator[str]:
    for visit in known.inspections:
        grave = [one for one, of in known.findings if of.pk == visit.pk and one.grade in MENDED]
        still = sum(one.is_open for one in grave)
        yield f"{visit.reference}: held {visit.held_on}, grave findings {len(grave)}, of them open {still}"


def returns(known: Conduct, _contact: ContactPoint | None, _on: date) -> Evidence:
    """The annual returns of three years were handed in by the day that the law names."""
    lines = tuple(
        f"{one.licence}, {one.year}: due {one.due_by}, " + (f"handed in {one.filed_on}" if one.filed_on else "missing")
        for one in known.returns
    )
    if not known.returns:
        return Evidence(UNKNOWN, ())
    return Evidence(MET if all(one.is_in_time for one in known.returns) else OPEN, lines)


def code(known: Conduct, _contact: ContactPoint | None, on: date) -> Evidence:
    """It signed a memorandum or code, and assessed itself within a year without a practice that is not kept."""
    if not known.agreements:
        return Evidence(UNKNOWN, ())
    assessed = known.assessment
    if assessed is None:
        return Evidence(OPEN, ("signed, not assessed yet",))
    said = [value for name, value in assessed.content.items() if name.startswith("kept_")]
    counts = ", ".join(f"{label}: {said.count(kept)}" for kept, label in KEPT.items() if kept in said)
    is_met = "no" not in said and assessed.made_at.date() + YEAR > on
    return Evidence(MET if is_met else OPEN, (f"signed, assessed {assessed.made_at:%Y-%m-%d}: {counts}",))


def contact(_known: Conduct, point: ContactPoint | None, on: date) -> Evidence:
    """It named a point of contact with a deputy, and checked it within a year."""
    if point is None:
        return Evidence(UNKNOWN, ())
    return Evidence(OPEN if point.is_due(on) else MET, (f"named, checked {point.checked_on}",))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its sentence, and how the house gathers evidence for it, if it can."""

    code: str
    label: str
    gather: Callable[[Conduct, ContactPoint | None, date], Evidence] | None = None


CRITERIA = (
    Criterion("licence", "Holds a licence in force; none was suspended or revoked", licence),
    Criterion("inspections", "Inspected without a grave finding that is still open", inspections),
    Criterion("returns", "Annual returns handed in by their day", returns),
    Criterion("code", "Signed a memorandum or code, and assessed itself", code),
    Criterion("contact", "Named a point of contact, and checked it within a year", contact),
    Criterion("customers", "Knows its customers, and takes declarations of end use"),
    Criterion("people", "Nothing speaks against its owners and those who answer for it"),
    Criterion("cooperation", "Reports what is suspicious, and answers when it is asked"),
)


def gathered(known: Conduct, point: ContactPoint | None, on: date) -> dict[str, Evidence]:
    """The evidence for each criterion that the house's rows speak to."""
    return {one.code: one.gather(known, point, on) for one in CRITERIA if one.gather}
