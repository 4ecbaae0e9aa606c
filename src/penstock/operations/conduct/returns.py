"""Daily returns: handing one in, what is late by the clock of the office's own country, and the reminders."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from penstock.cases.services import tell
from penstock.incidents.models import Incident
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.delivery.worker import alone, every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.operations.conduct.fields import RETURN
from penstock.operations.models import DailyReturn, NamedIncident, Operation
from penstock.parties.circles.queries import members
from penstock.parties.directory.models import Entry
from penstock.parties.duties import TAKE_PART
from penstock.parties.models import Organisation

DUE_HOUR = 12
"""A return of a day is due at this hour of the next day, in the office's own time zone."""
TAKEN_WHILE = {"running", "closing"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an office stands with its returns: the days handed in in time and late, and those that are missing."""

    office: Organisation
    handed: int
    late: int
    missing: list[date]

    @property
    def last_missing(self) -> date | None:
        """The newest day that is missing."""
        return self.missing[-1] if self.missing else None


def zone_of(office: Organisation) -> ZoneInfo:
    """The time zone that the directory has for an office, or for another authority of its country; UTC for none."""
    rows = Entry.objects.filter(kind="authority", ended_on__isnull=True, government=office.government_id)
    found = sorted(rows, key=lambda one: one.organisation_id != office.pk)
    return next((ZoneInfo(one.content["zone"]) for one in found if one.content.get("zone")), ZoneInfo("UTC"))


def due_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the return of a day is due."""
    return datetime.combine(day + timedelta(days=1), time(DUE_HOUR), zone).astimezone(UTC)


def standing(viewer: Viewer, operation: Operation, office: Organisation, since: date) -> Standing:
    """How an office that has taken part since a day stands now."""
    zone = zone_of(office)
    rows = DailyReturn.objects.visible_to(viewer).filter(operation=operation, organisation=office)
    handed = {one.day: one.handed_at for one in rows if one.handed_at}
    late = sum(at > due_at(day, zone) for day, at in handed.items())
    missing = [day for day in days_due(operation, zone, since) if day not in handed]
    return Standing(office, len(handed) - late, late, missing)


def days_due(operation: Operation, zone: ZoneInfo, since: date) -> list[date]:
    """The days of an operation whose returns were due by now."""
    if operation.from_on is None or operation.until_on is None:
        return []
    first, instant = max(operation.from_on, since), now()
    days = (first + timedelta(days=n) for n in range((operation.until_on - first).days + 1))
    return [day for day in days if due_at(day, zone) <= instant]


def hand_in(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> DailyReturn:
    """Hand in the return of a day, or correct it; Refused outside the period, and for who does not take part."""
    viewer.needs(TAKE_PART)
    reading = RETURN.read(raw, strict=True)
    with transaction.atomic():
        rows = Operation.objects.visible_to(viewer).select_for_update(of=("self",))
        operation = rows.filter(reference=reference).first()
        if operation is None or operation.circle_id not in viewer.circles:
            raise NotVisible
        if operation.state not in TAKEN_WHILE:
            raise Refused("not_running", "Returns are handed in while it runs, and until its report is out.")
        named = _named(viewer, reading.values["incidents"] or ())
        if faults := [*reading.faults, *_faults(operation, reading.values, named)]:
            raise refused_for(faults)
        row = _kept(viewer, operation, reading.values["day"])
        apart = {"day", "incidents"}
        row.content = {name: value for name, value in reading.kept.items() if name not in apart and value}
        row.edition += 1
        row.handed_by, row.handed_at = viewer.name, row.handed_at or now()
        row.save()
        NamedIncident.objects.visible_to(viewer).filter(daily_return=row).delete()
        NamedIncident.objects.bulk_create([NamedIncident(daily_return=row, incident=one) for one in named.values()])
        record.append(_act(viewer, operation, row))
    return row


def _act(viewer: Viewer, operation: Operation, row: DailyReturn) -> record.Act:
    """Which incidents are named is for those alone who see them, so it is not said here."""
    return record.Act(
        name="operation.returned",
        case_id=operation.pk,
        viewer=viewer,
        audience=operation.audience,
        data={"day": row.day.isoformat(), "return": row.edition, **row.content},
        duty=TAKE_PART,
    )


def _named(viewer: Viewer, references: Iterable[str]) -> dict[str, Incident]:
    """The incidents that are named, by reference, as far as the viewer sees them."""
    seen = Incident.objects.visible_to(viewer).filter(reference__in=[one.upper() for one in references])
    return {one.reference: one for one in seen}


def _faults(operation: Operation, values: Mapping[str, Any], named: Mapping[str, Incident]) -> Iterator[Fault]:
    day, first, last = values["day"], operation.from_on, operation.until_on
    if day and first and last and not first <= day <= last:
        text = "{given} is no day of the operation, which runs from {first} to {last}."
        yield Fault("day", "outside_period", text, {"given": day, "first": first, "last": last})
    for one in values["incidents"] or ():
        if one.upper() not in named:
            yield Fault("incidents", "unknown_incident", "You see no incident '{given}'.", {"given": one})


def _kept(viewer: Viewer, operation: Operation, day: date) -> DailyReturn:
    rows = DailyReturn.objects.visible_to(viewer).select_for_update()
    row = rows.filter(operation=operation, organisation=viewer.organisation_id, day=day).first()
    if row is not None:
        return row
    row = DailyReturn(operation=operation, organisation_id=viewer.organisation_id, day=day)
    row.audience = list(operation.audience)
    return row


@every(300)
def remind() -> int:
    """Remind each office, once for each day, of a return that was due and has not come; answers how many."""
    with alone("reminders of daily returns") as is_mine, acting(SYSTEM):
        if not is_mine:
            return 0
        running = Operation.objects.visible_to(SYSTEM).filter(state="running")
        return sum(_remind(operation) for operation in running)


def _remind(operation: Operation) -> int:
    since = joined_on(operation)
    count = 0
    for office in members(operation.circle_id):
        if office.pk == operation.opener_id:
            continue
        due = days_due(operation, zone_of(office), since.get(office.pk, operation.from_on or now().date()))
        if not due:
            continue
        # Only the newest day: whoever was away for a week is asked once.
        known = DailyReturn.objects.visible_to(SYSTEM).filter(operation=operation, organisation=office, day=due[-1])
        if known.exists():
            continue
        DailyReturn(
            operation=operation,
            organisation=office,
            day=due[-1],
            reminded_at=now(),
            audience=list(operation.audience),
        ).save(force_insert=True)
        body = f"Your return of {due[-1].isoformat()} has not come yet. If there is nothing to report, say so."
        tell(operation, office.pk, duty=TAKE_PART, subject="Daily return missing:", body=body)
        count += 1
    return count


def joined_on(operation: Operation) -> dict[UUID, date]:
    """Since when each office takes part."""
    rows = operation.circle.memberships.filter(until_on__isnull=True)
    return dict(rows.values_list("organisation_id", "from_on"))
