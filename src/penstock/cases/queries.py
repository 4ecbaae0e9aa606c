"""Reads that every regime's cases share: inbox, timeline, versions, and who sees a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from penstock.cases.models import Attachment, Case, Comment, Receipt
from penstock.kernel.models import Event
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation
from penstock.parties.queries import organisations

INBOX_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the viewer's answer, and what the viewer waits for, each ordered by clock."""

    to_answer: list[Case]
    awaited: list[Case]
    drafts: list[Case]


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


def inbox(viewer: Viewer) -> Inbox:
    """The viewer's inbox; each list is cut at `INBOX_LENGTH`, the page links to the whole."""
    seen = Case.objects.visible_to(viewer).filter(is_open=True).select_related("opener", "counterpart", "waits_for")
    own = viewer.organisation_id
    return Inbox(
        to_answer=list(seen.filter(waits_for=own, sent_at__isnull=False).order_by("due_on", "id")[:INBOX_LENGTH]),
        awaited=list(
            seen.filter(opener=own, sent_at__isnull=False)
            .exclude(waits_for=own)
            .order_by("due_on", "id")[:INBOX_LENGTH]
        ),
        drafts=list(seen.filter(opener=own, sent_at__isnull=True).order_by("-updated_at", "-id")[:INBOX_LENGTH]),
    )


def case_by_reference(viewer: Viewer, reference: str) -> Case:
    """The case with this reference, if this viewer may see it; NotVisible otherwise."""
    case = Case.objects.visible_to(viewer).filter(reference=reference).first()
    if case is None:
        raise NotVisible
    return case


def timeline(viewer: Viewer, case: Case) -> list[Moment]:
    """Who did, said and read what on a case, in order of time."""
    moments = [
        Moment(e.at, "act", e.person_name, e.organisation_name, e.name, hash=e.hash, seq=e.seq, data=e.data)
        for e in Event.objects.visible_to(viewer).filter(case_id=case.pk)
        if e.name != "case.commented"
    ]
    moments += [
        Moment(c.made_at, "comment", c.person_name, c.organisation.name, "case.commented", text=c.text)
        for c in Comment.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation")
    ]
    moments += [
        Moment(r.first_at, "receipt", r.person_name, r.organisation.name, "case.read") for r in receipts(viewer, case)
    ]
    return sorted(moments, key=lambda moment: moment.at)


def receipts(viewer: Viewer, case: Case) -> list[Receipt]:
    """Who has read a case, in order of time."""
    return list(Receipt.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation"))


def editions(viewer: Viewer, case: Case) -> list[Event]:
    """The acts that hold an edition of a case's content, oldest first."""
    return list(Event.objects.visible_to(viewer).filter(case_id=case.pk, data__has_key="edition"))


def attachments(viewer: Viewer, case: Case) -> list[Attachment]:
    """The files on a case."""
    return list(Attachment.objects.visible_to(viewer).filter(case_id=case.pk).select_related("organisation"))


def attachment(viewer: Viewer, case: Case, attachment_id: UUID) -> Attachment:
    """One file on a case; NotVisible when there is none for this viewer."""
    row = Attachment.objects.visible_to(viewer).filter(case_id=case.pk, pk=attachment_id).first()
    if row is None:
        raise NotVisible
    return row


def who_sees(case: Case) -> list[Organisation]:
    """The organisations that see a case."""
    return organisations(case.audience)
