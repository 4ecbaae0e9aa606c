"""Objects written ahead: the acts of incidents and notices on the record, each a new version of the case's objects.

The worker follows the record; whoever reads while it lags follows a few acts first, and what is then still unfollowed
hides the objects of its case until it is, so that nobody reads what was amended or retracted before.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from penstock.cases.services import case_link
from penstock.exchange.stix.identifiers import Stix, instant
from penstock.exchange.stix.incidents import Told, incident_objects
from penstock.exchange.stix.names import name_objects, withdrawn_objects
from penstock.exchange.taxii.models import StixFollowed, StixObject
from penstock.exchange.taxii.notices import BESIDE, NOTICE_ACTS, notices_written
from penstock.incidents.fields import INCIDENT
from penstock.incidents.models import Incident, Party
from penstock.incidents.sharing.columns import title_of
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.models import ChainHead, Event
from penstock.kernel.rowsecurity import acting, copy_rows
from penstock.kernel.viewer import SYSTEM, Viewer

EDITIONS = ("incident.released", "incident.released_by_two", "incident.amended")
ENDS = ("incident.closed", "incident.reopened", "incident.retracted")
NAMES = ("incident.name_given", "incident.name_changed", "incident.name_removed")
OF_INCIDENTS = (*EDITIONS, *ENDS, *NAMES)
FOLLOWED = (*OF_INCIDENTS, *NOTICE_ACTS)
OUT = {"released", "closed"}
AT_ONCE, BEFORE_A_READ = 500, 50
TICK, STEP = timedelta(microseconds=1), timedelta(milliseconds=1)
WRITTEN = ("object_id", "type", "spec_version", "version", "version_text", "added_at", "text")
COLUMNS = (*WRITTEN, "case_id", "edition", "party_id", "marking", "audience")


@dataclass(slots=True)
class Case:
    """How far an incident has been told: its newest edition, and its first and last version."""

    row: Incident
    parties: Sequence[Party]
    content: Mapping[str, Any] = field(default_factory=dict)
    marking: str = "AMBER"
    edition: int = 0
    outcome: str = ""
    created: datetime | None = None
    last: datetime | None = None


def follow_the_record(most: int = AT_ONCE) -> int:
    """Write the objects of the next acts of cases; answers how many acts that were."""
    with acting(SYSTEM):
        StixFollowed.objects.get_or_create(id=1)
        place = StixFollowed.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if place is None:
            return 0
        head = ChainHead.objects.get(id=1).seq
        news = Event.objects.visible_to(SYSTEM).filter(seq__gt=place.seq, seq__lte=head, name__in=FOLLOWED)
        acts = list(news.order_by("seq")[:most])
        at = max(now(), place.added_at + TICK)
        if acts and _write(acts, at):
            place.added_at = at
        place.seq = acts[-1].seq if len(acts) == most else head
        crash_point("after_rows_before_commit")
        place.save(update_fields=["seq", "added_at"])
    return len(acts)


def _write(acts: Sequence[Event], at: datetime) -> int:
    """Write the objects of acts, all at one instant; answers how many."""
    of_notices = [one for one in acts if one.name in NOTICE_ACTS]
    others = [one for one in acts if one.name in OF_INCIDENTS]
    count = add(_written(others), at) if others else 0
    rows = [[*_written_columns(one.stix, at), *one.beside] for one in notices_written(of_notices, STEP)]
    return count + (copy_rows("exchange_stixnotice", (*WRITTEN, *BESIDE), rows) if rows else 0)


def catch_up() -> int | None:
    """Follow a few acts before a read; answers None when all is followed, or up to which act it is."""
    for _try in range(2):
        followed = StixFollowed.objects.filter(id=1).values_list("seq", flat=True).first() or 0
        if followed >= ChainHead.objects.get(id=1).seq:
            return None
        if _try == 0:
            follow_the_record(BEFORE_A_READ)
    return followed


def told_to(viewer: Viewer, followed: int | None) -> "QuerySet[StixObject]":
    """The objects of cases that this viewer may see, but those of cases of which an act is not followed yet."""
    rows = StixObject.objects.visible_to(viewer).filter(case__isnull=False)
    if followed is None:
        return rows
    unfollowed = Event.objects.visible_to(viewer).filter(seq__gt=followed, name__in=OF_INCIDENTS, case_id__isnull=False)
    return rows.exclude(case__in=unfollowed.values("case_id"))


@dataclass(frozen=True, slots=True)
class Row:
    """An object and what decides who reads it."""

    stix: Stix
    case: Case | None
    audience: Sequence[UUID]
    party_id: UUID | None = None
    marking: str = "AMBER"


def add(rows: Iterable[Row], at: datetime) -> int:
    """Add objects in the order given, all at one instant; answers how many."""
    # Written first and copied then: while rows are being copied, the connection answers no question.
    return copy_rows("exchange_stixobject", COLUMNS, [_columns(one, at) for one in rows])


def _columns(row: Row, at: datetime) -> list[Any]:
    case = row.case
    edition = case.edition if case else 0
    of = case.row.pk if case else None
    return [*_written_columns(row.stix, at), of, edition, row.party_id, row.marking, list(row.audience)]


def _written_columns(stix: Stix, at: datetime) -> list[Any]:
    version = str(stix.get("modified", stix["created"]))
    text = json.dumps(stix, ensure_ascii=False, separators=(",", ":"))
    return [stix["id"], stix["type"], stix["spec_version"], datetime.fromisoformat(version), version, at, text]


def _written(acts: Sequence[Event]) -> Iterator[Row]:
    cases = _cases(acts)
    for act in acts:
        case = cases.get(act.case_id) if act.case_id else None
        if case:
            yield from _after(act, case)


def _cases(acts: Sequence[Event]) -> dict[UUID, Case]:
    """How far each case had been told before these acts."""
    first: dict[UUID, int] = {}
    for act in acts:
        if act.case_id:
            first.setdefault(act.case_id, act.seq)
    names: dict[UUID, list[Party]] = {}
    for party in Party.objects.visible_to(SYSTEM).filter(incident__in=first):
        names.setdefault(party.incident_id, []).append(party)
    rows = Incident.objects.visible_to(SYSTEM).filter(pk__in=first)
    cases = {one.pk: Case(one, names.get(one.pk, ())) for one in rows}
    spans = StixObject.objects.visible_to(SYSTEM).filter(case__in=first).order_by()
    for of, created, last in (
        spans.values("case").annotate(a=Min("version"), z=Max("version")).values_list("case", "a", "z")
    ):
        cases[of].created, cases[of].last = created, last
    told = [one for one in cases if cases[one].created]
    earlier = Event.objects.visible_to(SYSTEM).filter(case_id__in=told, seq__lt=acts[-1].seq)
    for event in earlier.filter(name__in=(*EDITIONS, *ENDS)).order_by("seq"):
        if event.case_id and event.seq < first[event.case_id]:
            _take(event, cases[event.case_id])
    return cases


def _take(act: Event, case: Case) -> None:
    """Let the act be the newest that is known of the case."""
    if act.name in EDITIONS:
        case.content, case.marking = act.data["content"], act.data["marking"]
        case.edition = act.data["edition"]
    elif act.name == "incident.closed":
        case.outcome = act.data.get("outcome") or ""
    elif act.name == "incident.reopened":
        case.outcome = ""


def _after(act: Event, case: Case) -> Iterator[Row]:
    if act.name in NAMES:
        if case.created and case.content:
            yield from _name(act, case)
        return
    is_out = act.data.get("to") in OUT
    _take(act, case)
    if is_out or (act.name == "incident.retracted" and case.created):
        told = _told(act, case)
        yield from (Row(one, case, act.audience, marking=case.marking) for one in incident_objects(told))
        for party in case.parties:
            stix = name_objects(told, party.pk, party.content)
            yield from (Row(one, case, party.audience, party.pk, case.marking) for one in stix)


def _told(act: Event, case: Case) -> Told:
    """The edition as it stands after an act; its instant is that of the act, and later than any before."""
    at = act.at.replace(microsecond=act.at.microsecond // 1000 * 1000)
    case.last = at = max(at, case.last + STEP) if case.last else at
    case.created = case.created or at
    row = case.row
    title = row.title if row.edition == case.edition else title_of(INCIDENT.read(case.content, strict=False).values)
    return Told(
        case_id=row.pk,
        reference=row.reference,
        title=title,
        link=case_link(row.reference),
        opener_id=row.opener_id,
        content=case.content,
        marking=case.marking,
        created=case.created,
        modified=at,
        outcome=case.outcome,
        is_revoked=act.name == "incident.retracted",
    )


def _name(act: Event, case: Case) -> Iterator[Row]:
    """A name that was given, changed or removed: for those who have it now, and a withdrawal for those who had it."""
    party_id = UUID(act.data["party"])
    party = next((one for one in case.parties if one.pk == party_id), None)
    told = _told(act, case)
    now_given = set(party.audience) if party else set()
    if party:
        for one in name_objects(told, party_id, party.content):
            yield Row(one, case, party.audience, party_id, case.marking)
    lost = [one for one in act.audience if one not in now_given]
    if lost and act.name != "incident.name_given":
        yield from (Row(one, case, lost, None, case.marking) for one in withdrawn_objects(told, party_id))


def keep_common(objects: Iterable[Stix]) -> int:
    """Keep what everybody may know; what reads as before is not added again. Answers how many were added."""
    with acting(SYSTEM):
        StixFollowed.objects.get_or_create(id=1)
        place = StixFollowed.objects.select_for_update().get(id=1)
        rows = StixObject.objects.visible_to(SYSTEM).filter(case__isnull=True).order_by("place")
        kept = {one.object_id: one for one in rows}
        at = max(now(), place.added_at + TICK)
        fresh = [Row(one, None, ()) for one in objects if _is_new(one, kept.get(one["id"]))]
        for row in fresh:
            _date(row.stix, kept.get(row.stix["id"]), at)
        if fresh:
            add(fresh, at)
            place.added_at = at
            place.save(update_fields=["added_at"])
    return len(fresh)


def _is_new(stix: Stix, kept: StixObject | None) -> bool:
    if kept is None:
        return True
    before = json.loads(kept.text)
    return {**before, "modified": ""} != {**stix, "modified": ""}


def _date(stix: Stix, kept: StixObject | None, at: datetime) -> None:
    """What replaces an object is newer than it."""
    if kept and "modified" in stix:
        stix["modified"] = instant(max(at, kept.version + STEP))
