"""Notices written ahead: each act that everybody on a notice is told, turned into a new version of its consignment.

What an act sealed is left out of the version for those who only look on or got a copy; how a row is read is decided by
`models.OfNotices`, by the case as it is today.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from penstock.cases.secrecy.sight import without
from penstock.cases.services import case_link
from penstock.exchange.stix.consignments import consignment_object, permit_answers, permit_object, permit_withdrawn
from penstock.exchange.stix.extension import NOTIFIED, SIDES
from penstock.exchange.stix.identifiers import Stix
from penstock.exchange.stix.incidents import Told
from penstock.exchange.taxii.models import CUT, TO_ALL, WHOLE, StixNotice
from penstock.kernel.models import Event
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices.models import Notice
from penstock.notices.states import STEPS

EDITIONS = ("notice.sent", "notice.amended", "notice.moved_to_statutory")
WITHDRAWN = "notice.withdrawn"
NOTICE_ACTS = tuple(one.event for one in STEPS if one.to not in {"draft", "discarded"})
"""The acts that change what everybody on a notice reads; what is only proposed is not among them."""
STRICT = "AMBER+STRICT"
NAMES = frozenset(one.name for one in NOTIFIED)


@dataclass(slots=True)
class Consignment:
    """How far a notice has been told: its newest edition and state, and its first and last version."""

    row: Notice
    content: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    sealed: frozenset[str] = frozenset()
    sealed_before: frozenset[str] = frozenset()
    edition: int = 0
    created: datetime | None = None
    last: datetime | None = None

    @property
    def sides(self) -> list[UUID]:
        """The two who work on it, and read the whole of it."""
        return [one for one in (self.row.opener_id, self.row.counterpart_id) if one]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An object of a notice, and what decides who reads it."""

    stix: Stix
    of: Consignment
    audience: Sequence[UUID]
    told_as: str
    tells: frozenset[str]
    marking: str

    @property
    def beside(self) -> list[Any]:
        """The columns beside the object, in the order of `BESIDE`."""
        return [self.of.row.pk, self.of.edition, self.told_as, sorted(self.tells), self.marking, list(self.audience)]


BESIDE = ("case_id", "edition", "told_as", "tells", "marking", "audience")


def told_to(viewer: Viewer, followed: int | None) -> "QuerySet[StixNotice]":
    """The objects of notices that this viewer may read, but those of a notice of which an act is not followed yet."""
    rows = StixNotice.objects.visible_to(viewer)
    if followed is None:
        return rows
    unfollowed = Event.objects.visible_to(viewer).filter(seq__gt=followed, name__in=NOTICE_ACTS, case_id__isnull=False)
    return rows.exclude(case__in=unfollowed.values("case_id"))


def notices_written(acts: Sequence[Event], step: Any) -> Iterator[NoticeRow]:
    """The objects of these acts, in their order; each version is at least a `step` later than the one before."""
    if not acts:
        return
    known = _known(acts)
    for act in acts:
        one = known.get(act.case_id) if act.case_id else None
        if one:
            _take(act, one)
            yield from _rows(act, one, step)


def _known(acts: Sequence[Event]) -> dict[UUID, Consignment]:
    """How far each notice had been told before these acts."""
    first: dict[UUID, int] = {}
    for act in acts:
        if act.case_id:
            first.setdefault(act.case_id, act.seq)
    known = {one.pk: Consignment(one) for one in Notice.objects.visible_to(SYSTEM).filter(pk__in=first)}
    spans = StixNotice.objects.visible_to(SYSTEM).filter(case__in=first).order_by()
    for of, created, last in (
        spans.values("case").annotate(a=Min("version"), z=Max("version")).values_list("case", "a", "z")
    ):
        known[of].created, known[of].last = created, last
    told = [of for of, one in known.items() if one.created]
    earlier = Event.objects.visible_to(SYSTEM).filter(case_id__in=told, seq__lt=acts[-1].seq, name__in=EDITIONS)
    for event in earlier.order_by("seq"):
        if event.case_id and event.seq < first[event.case_id]:
            _take(event, known[event.case_id])
    return known


def _take(act: Event, one: Consignment) -> None:
    """Let an act be the newest that is known of a notice."""
    one.before, one.sealed_before = one.content, one.sealed
    if act.name in EDITIONS:
        one.content, one.sealed = act.data["content"], NAMES & set(act.data.get("sealed", ()))
        one.edition = act.data["edition"]


def _rows(act: Event, one: Consignment, step: Any) -> Iterator[NoticeRow]:
    at = act.at.replace(microsecond=act.at.microsecond // 1000 * 1000)
    one.last = at = max(at, one.last + step) if one.last else at
    one.created = one.created or at
    answered = frozenset(name for name in NAMES if one.content.get(name) not in (None, "", [], {}))
    sealed = answered & one.sealed
    marking = STRICT if sealed else one.row.marking
    whole = _told(act, one, one.content, marking)
    if sealed:
        cut = _told(act, one, without(one.content, sealed), marking)
        yield NoticeRow(consignment_object(whole), one, one.sides, WHOLE, answered, marking)
        yield NoticeRow(consignment_object(cut), one, act.audience, CUT, answered - sealed, marking)
    else:
        yield NoticeRow(consignment_object(whole), one, act.audience, TO_ALL, answered, marking)
    yield from _permits(act, one, whole)


def _permits(act: Event, one: Consignment, whole: Told) -> Iterator[NoticeRow]:
    """The permits, each told to those who may read both of its answers, and revoked when it is named no more."""
    for side in SIDES:
        number, _until = names = permit_answers(side)
        stix = permit_object(whole, side)
        if stix is None and not one.before.get(number):
            continue
        sealed = set(names) & (one.sealed if stix else one.sealed | one.sealed_before)
        audience, told_as = (one.sides, WHOLE) if sealed else (act.audience, TO_ALL)
        yield NoticeRow(stix or permit_withdrawn(whole, side), one, audience, told_as, frozenset(names), whole.marking)


def _told(act: Event, one: Consignment, content: Mapping[str, Any], marking: str) -> Told:
    row = one.row
    if one.created is None or one.last is None:
        raise ValueError(act.name)
    return Told(
        case_id=row.pk,
        reference=row.reference,
        title="",
        link=case_link(row.reference),
        opener_id=row.opener_id,
        content=content,
        marking=marking,
        created=one.created,
        modified=one.last,
        outcome=act.data["to"],
        is_revoked=act.name == WITHDRAWN,
    )
