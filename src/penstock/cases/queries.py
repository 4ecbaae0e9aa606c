"""Reads that every regime's cases share: inbox, timeline, versions, and who sees a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from penstock.cases.assignments.queries import held
from penstock.cases.models import Attachment, Case, Comment, Link, Receipt, Seen
from penstock.cases.secrecy.sight import told_for
from penstock.kernel.models import Event, Signature
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.circles.queries import reached
from penstock.parties.duties import SEND_NOTICES
from penstock.parties.models import Organisation

Kind = TypeVar("Kind", bound=Case)
INBOX_LENGTH = 25
LISTED_APART: set[str] = set()
"""Kinds of cases that have lists of their own, and stand in no inbox; each regime adds its own."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the viewer must do and what the viewer waits for, each ordered by clock.

    `proposals` names who gave the first signature on a case; `to_sign` holds those cases that stand in no other
    list, and `watched` what runs between others, for whoever sees all.
    """

    to_answer: list[Case]
    awaited: list[Case]
    drafts: list[Case]
    to_sign: list[Case]
    watched: list[Case]
    proposals: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a case's timeline: an act, a comment or a first reading."""

    at: datetime
    kind: str
    person: str
    organisation: str
    name: str
    text: str = ""
    hash: str = ""
    seq: int | None = None
    data: dict[str, object] | None = None


def inbox(viewer: Viewer, whose: str = "") -> Inbox:
    """The viewer's inbox; each list is cut at `INBOX_LENGTH`, the page links to the whole.

    `whose` narrows it to the viewer's own cases (`mine`) or to nobody's (`nobody`), as the viewer's office holds them.
    """
    seen = Case.objects.visible_to(viewer, one_by_one=True).filter(held(viewer, whose), is_open=True)
    seen = seen.exclude(kind__in=LISTED_APART).select_related("opener", "counterpart", "waits_for")
    own = viewer.organisation_id
    sent = seen.filter(sent_at__isnull=False)
    waiting = sent.exclude(waits_for=own)
    # The counterpart waits, too, while its clock is stopped for something that the opener owes. Asked for apart, since
    # each has an index in the order of clocks, and both together have none.
    stopped = waiting.filter(counterpart=own, days_left__isnull=False).exclude(opener=own)
    proposals = _proposals(viewer)
    to_answer = _by_clock(sent.filter(waits_for=own))
    awaited = sorted([*_by_clock(waiting.filter(opener=own)), *_by_clock(stopped)], key=_clock)[:INBOX_LENGTH]
    listed = {case.id for case in (*to_answer, *awaited)}
    return Inbox(
        to_answer=to_answer,
        awaited=awaited,
        drafts=list(seen.filter(opener=own, sent_at__isnull=True).order_by("-updated_at", "-id")[:INBOX_LENGTH]),
        to_sign=_by_clock(sent.filter(id__in=proposals.keys() - listed)),
        watched=[] if viewer.has(SEND_NOTICES) else _watched(sent, own),
        proposals=proposals,
    )


def _by_clock(cases: "QuerySet[Case]") -> list[Case]:
    return list(cases.order_by("due_on", "id")[:INBOX_LENGTH])


def _clock(case: Case) -> tuple[bool, date, UUID]:
    """The order of clocks; what has none comes last, as in the database."""
    return case.due_on is None, case.due_on or date.max, case.id


def _watched(sent: "QuerySet[Case]", own: UUID) -> list[Case]:
    return _by_clock(sent.filter(due_on__isnull=False).exclude(opener=own).exclude(counterpart=own))


def _proposals(viewer: Viewer) -> dict[UUID, str]:
    """Who gave the first signature, by case, where the second is still wanted."""
    rows = Signature.objects.filter(organisation_id=viewer.organisation_id, outcome="open").order_by("signed_at")
    return dict(rows.values_list("case_id", "person_name")[:INBOX_LENGTH])


def case_by_reference(viewer: Viewer, reference: str) -> Case:
    """The case with this reference, if this viewer may see it; NotVisible otherwise."""
    case = Case.objects.visible_to(viewer).filter(reference=reference).first()
    if case is None:
        raise NotVisible
    return case


def timeline(viewer: Viewer, case: Case) -> list[Moment]:
    """Who did, said and read what on a case, in order of time."""
    moments = [
        Moment(
            e.at,
            "act",
            e.person_name,
            e.organisation_name,
            e.name,
            hash=e.hash,
            seq=e.seq,
            data=told_for(viewer, case, e.data),
        )
        for e in Event.objects.visible_to(viewer).filter(case_id=case.pk)
        if e.name != "case.commented"
    ]
    moments += [
        Moment(
            c.made_at,
            "comment",
            c.person_name,
            c.organisation.name,
            "case.commented",
            text=c.text,
            data={"within": len(c.audience) == 1},
        )
        for c in Comment.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation")
    ]
    moments += [
        Moment(r.first_at, "receipt", r.person_name, r.organisation.name, "case.read") for r in receipts(viewer, case)
    ]
    return sorted(moments, key=lambda moment: moment.at)


def receipts(viewer: Viewer, case: Case) -> list[Receipt]:
    """Who has read a case, in order of time."""
    return list(Receipt.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation"))


def editions(viewer: Viewer, case: Case) -> dict[int, Mapping[str, Any]]:
    """The content of each edition of a case as the viewer may read it, oldest first."""
    rows = Event.objects.visible_to(viewer).filter(case_id=case.pk, data__has_keys=["edition", "content"])
    told = [told_for(viewer, case, row.data) for row in rows]
    return {one["edition"]: one["content"] for one in told}


def attachments(viewer: Viewer, case: Case) -> list[Attachment]:
    """The files on a case."""
    return list(Attachment.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation"))


def attachment(viewer: Viewer, case: Case, attachment_id: UUID) -> Attachment:
    """One file on a case; NotVisible when there is none for this viewer."""
    row = Attachment.objects.visible_to(viewer).filter(case_id=case.pk, pk=attachment_id).first()
    if row is None:
        raise NotVisible
    return row


def links_of(viewer: Viewer, case: Case) -> list[Link]:
    """The links of a case whose other end the viewer sees too."""
    rows = Link.objects.visible_to(viewer).filter(Q(one=case.pk) | Q(other=case.pk))
    return list(rows.select_related("one", "other"))


def who_sees(case: Case) -> list[Organisation]:
    """The organisations that see a case today; its sides are among them, so nobody fetches those again."""
    found = reached(case.audience)
    by_id = {one.id: one for one in found}
    for side in ("opener", "counterpart", "waits_for"):
        if known := by_id.get(getattr(case, f"{side}_id")):
            setattr(case, side, known)
    return found


def newest_changes(
    viewer: Viewer, rows: "QuerySet[Kind]", cursor: str, limit: int, *, among: "QuerySet[Case] | None" = None
) -> tuple[list[Kind], str]:
    """A page of cases by their newest change, and the cursor of the next; NotVisible for one that was never given.

    Which cases stand on the page is found first, and what they hold is read for those alone. `among` are the same as
    plain cases, where what narrows them is known of every case: half of the tables to look into on the way.
    """
    wanted: QuerySet[Any] = (rows if among is None else among).order_by().values("pk")
    keys = list(_newest(viewer, wanted, _place(cursor) if cursor else None)[: limit + 1])
    by_key = {one.pk: one for one in rows.filter(pk__in=keys[:limit])}
    found = [by_key[key] for key in keys[:limit] if key in by_key]
    more = found[-1] if found and len(keys) > limit else None
    return found, f"{more.updated_at.isoformat()}~{more.id}" if more else ""


def _newest(viewer: Viewer, wanted: "QuerySet[Any]", place: tuple[datetime, UUID] | None) -> "QuerySet[Any]":
    """The keys of the wanted cases behind a place, the newest change first.

    Whoever sees as one organisation alone walks its rows of `Seen` in their order, up to the end of the page; who sees
    through circles too would meet a case several times there.
    """
    own = viewer.sees_as
    if viewer.is_system or len(own) > 1:
        rows: QuerySet[Any] = Case.objects.filter(pk__in=wanted).order_by("-updated_at", "-id")
        key = "id"
    else:
        # A value that is asked for row by row is not turned round: the planner takes the audience for far smaller than
        # it is, and would gather and sort all of it.
        hit = Subquery(wanted.filter(pk=OuterRef("case_id"))[:1])
        rows = Seen.objects.filter(organisation_id=own[0]).annotate(hit=hit).filter(hit__isnull=False)
        rows, key = rows.order_by("-updated_at", "-case_id"), "case_id"
    if place:
        at, last = place
        rows = rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, **{f"{key}__lt": last}))
    return rows.values_list(key, flat=True)


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, last = cursor.split("~")
        return datetime.fromisoformat(at), UUID(last)
    except ValueError:
        raise NotVisible from None
