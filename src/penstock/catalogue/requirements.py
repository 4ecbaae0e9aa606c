"""Whether a pre-export notification is due, and what a silence after it means: on what basis, and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from penstock.catalogue.law.book import holds
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Entry, Request, Silence
from penstock.catalogue.substances import CONVENTION, Substance, control_on
from penstock.catalogue.substances import substance as substance_by_id
from penstock.engines.working_days import WorkingCalendar

UNION = "eu"
_EU = "EU"
_ANYWHERE = "*"
_ARTICLE = "article 12(10)(a) of the 1988 Convention"
_CHECK = "Annex VI of the newest INCB report on precursors"
_UNVERIFIED = " A row behind this answer is not verified: check it before relying on it."


@dataclass(frozen=True, slots=True)
class Requirement:
    """An answer: is a notification due, the sentence that says why, and whether every row behind it was verified."""

    due: bool
    basis: str
    verified: bool


def notification_requirement(*, exporting: str | None, importing: str, substance: str, on: date) -> Requirement:
    """Say whether the exporting Government owes the importing one a notice of a shipment dispatched on a day.

    Countries are alpha-2 codes, `exporting` None when unknown; `substance` is an id (KeyError when unknown). Sources:
    article 12(10)(a) of the 1988 Convention; article 11 of Regulation (EC) No 111/2005 for exports from the Union.
    """
    listed = substance_by_id(substance)
    control = control_on(listed.id, on)
    union = current_book().members_on(UNION, on)
    if exporting is not None and exporting in union:
        if importing in union:
            basis = f"{exporting} and {importing} are both in the European Union: no export under Regulation 111/2005."
            return _answer(basis, due=False, verified=current_book().packs[UNION].verified)
        category = next((entry for entry in current_book().history_of(listed.id, UNION) if holds(entry, on)), None)
        if category is not None:
            return _union_rule(category, listed, importing, on)
    if control is None:
        basis = f"{listed.name} stood on neither Table of the 1988 Convention on {on.isoformat()}."
        return _answer(basis, due=False, verified=_is_history_verified(listed))
    return _convention_rule(control, listed, importing, on)


def _is_history_verified(listed: Substance) -> bool:
    return all(entry.verified for entry in current_book().history_of(listed.id, CONVENTION))


def _answer(basis: str, *, due: bool, verified: bool) -> Requirement:
    return Requirement(due=due, basis=basis if verified else basis + _UNVERIFIED, verified=verified)


def _request_for(listed: Substance, importing: str, on: date) -> Request | None:
    control = control_on(listed.id, on)
    if control is None:
        return None
    names = {importing, _EU} if importing in current_book().members_on(UNION, on) else {importing}
    covering = [
        each
        for each in current_book().requests_on(CONVENTION, on)
        if each.country in names and {listed.id, control.list} & each.scope
    ]
    return max(covering, key=lambda each: each.verified, default=None)


def _convention_rule(control: Entry | None, listed: Substance, importing: str, on: date) -> Requirement:
    request = _request_for(listed, importing, on)
    if request is None:
        basis = f"No request of {importing} for {listed.name} under {_ARTICLE} is on record here; check {_CHECK}."
        return Requirement(due=False, basis=basis, verified=False)
    asked = "The European Union, for its members," if request.country == _EU else importing
    since = f" since {request.since.isoformat()}" if request.since else ""
    basis = f"{asked} requested notification of {listed.name} under {_ARTICLE}{since} ({request.source})."
    return _answer(basis, due=True, verified=request.verified and control is not None and control.verified)


def _union_rule(category: Entry, listed: Substance, importing: str, on: date) -> Requirement:
    article = f"article 11 of Regulation (EC) No 111/2005 (category {category.list[0]})"
    if category.list in {"1", "4"}:
        basis = f"Every export of {listed.name} from the European Union is notified: {article}."
        return _answer(basis, due=True, verified=category.verified)
    if _lists_destination(category, importing):
        basis = f"{importing} is a listed destination for {listed.name}: {article}."
        return _answer(basis, due=True, verified=False)
    asked = _convention_rule(control_on(listed.id, on), listed, importing, on)
    if asked.due:
        basis = f"{asked.basis} The Union lists such destinations: {article}."
        return Requirement(due=True, basis=basis, verified=False)
    basis = f"{importing} is no destination on record here for {listed.name}, {article}; check its list and {_CHECK}."
    return Requirement(due=False, basis=basis, verified=False)


def _lists_destination(category: Entry, destination: str) -> bool:
    return any(
        each.entry == category.entry and each.destination in {_ANYWHERE, destination}
        for each in current_book().packs[UNION].destinations
    )


@dataclass(frozen=True, slots=True)
class SilencePolicy:
    """What the law of an exporting country makes of a destination's silence; `days` is None where it never releases.

    The days are working days of the exporting country if `is_working`. `basis` says it in a sentence.
    """

    days: int | None
    is_working: bool
    basis: str
    verified: bool

    def last_day(self, since: date, calendar: WorkingCalendar) -> date | None:
        """The last day of silence that has to pass, counted from the day of the notice; None where none is enough."""
        if self.days is None:
            return None
        return calendar.after(since, self.days) if self.is_working else since + timedelta(days=self.days)


def silence_policy(*, exporting: str, substances: Iterable[str], on: date) -> SilencePolicy | None:
    """Say what silence means for goods of several substances by the exporting country's law on a day, the strictest.

    None when no law on record says it for one of them. The 1988 Convention itself says nothing of silence. Source:
    `silence.csv` of the packs, a country's own before that of its union.
    """
    found = [_silence_about(exporting, one, on) for one in substances]
    known = [row for row in found if row is not None]
    if not known or len(known) < len(found):
        return None
    strictest = max(known, key=lambda row: (row.meaning == "nothing", row.amount or 0, row.unit == "working-days"))
    condition = f", {strictest.condition}" if strictest.condition else ""
    if strictest.meaning == "nothing":
        basis = f"By the law of {exporting} silence never lets a shipment go{condition} ({strictest.source})."
    else:
        unit = "working days" if strictest.unit == "working-days" else "days"
        after = f"after {strictest.amount} {unit} of silence"
        basis = f"By the law of {exporting} a shipment may go {after}{condition} ({strictest.source})."
    return SilencePolicy(
        days=strictest.amount if strictest.meaning == "release" else None,
        is_working=strictest.unit == "working-days",
        basis=basis if strictest.verified else basis + _UNVERIFIED,
        verified=strictest.verified,
    )


def _silence_about(exporting: str, id_: str, on: date) -> Silence | None:
    """The row on silence for one substance: of the lists on which the exporting country or its union has it."""
    book = current_book()
    rules = book.rules_of(id_, on, book.jurisdictions_of(exporting, on))
    rows = [
        (rule.jurisdiction != exporting, row)
        for rule in rules
        for row in rule.pack.silence
        if holds(row, on) and {"*", rule.list.code} & set(row.list.split())
    ]
    return min(rows, key=lambda found: found[0])[1] if rows else None
