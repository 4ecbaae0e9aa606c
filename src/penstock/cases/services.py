"""Writes that every regime's cases share: comments, files, receipts, and telling people by mail."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.models import READ_WITH, UNWRITTEN, Attachment, Case, Comment, Link, Receipt
from penstock.kernel import files, record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import handles, send
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.days import CHANGED
from penstock.parties.duties import COMMENT, READ_CASES
from penstock.parties.queries import people_with

LONGEST_COMMENT = 5000
KEEPERS: dict[str, Callable[[Viewer, Case, str, Iterable[bytes]], dict[str, Any]]] = {}
"""What a regime does to a file before it is shared, by the kind of case: it answers the columns of the shared file."""


def find_case(viewer: Viewer, case_id: UUID) -> Case:
    """The case, if this viewer may see it; NotVisible otherwise."""
    case = Case.objects.visible_to(viewer).filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    return case


def case_to_write_on(viewer: Viewer, case_id: UUID) -> Case:
    """The case, if comments, files and enquiries may stand beside it; Refused where its kind takes none."""
    case = find_case(viewer, case_id)
    if reason := UNWRITTEN.get(case.kind):
        raise Refused("nothing_written", reason)
    return case


def comment(*, viewer: Viewer, case_id: UUID, text: str, within: bool = False) -> Comment:
    """Say something on a case, to everyone on it, or `within` one's own organisation only."""
    text = text.strip()
    if not text:
        raise refused_for([Fault("text", "missing", "Write the comment first.")])
    if len(text) > LONGEST_COMMENT:
        raise refused_for(
            [Fault("text", "too_long", "Shorten this to {longest} characters.", {"longest": LONGEST_COMMENT})]
        )
    with transaction.atomic():
        case = case_to_write_on(viewer, case_id)
        row = Comment(
            case=case,
            person_name=viewer.name,
            organisation_id=viewer.organisation_id,
            text=text,
            audience=[viewer.organisation_id] if within else case.audience,
        )
        row.save(force_insert=True)
        record.append(
            record.Act(
                name="case.commented",
                case_id=case.id,
                viewer=viewer,
                audience=row.audience,
                data={"comment": str(row.id), "within": within},
                duty=COMMENT,
            )
        )
        if not within and case.sent_at:
            others = {case.opener_id, case.counterpart_id} - {viewer.organisation_id}
            # Of cases that ask their readers for a duty, nobody else hears that there is one.
            duty = READ_WITH.get(case.kind, READ_CASES)
            for other in others:
                tell(case, other, duty=duty, subject="A comment on", body=f"{viewer.name} wrote a comment.")
    return row


def attach(*, viewer: Viewer, case_id: UUID, name: str, chunks: Iterable[bytes]) -> Attachment:
    """Attach a file to a case; the content decides what it is, not the name."""
    with transaction.atomic():
        case = case_to_write_on(viewer, case_id)
        keeper = KEEPERS.get(case.kind)
        kept = keeper(viewer, case, name, chunks) if keeper else given(viewer, name, chunks)
        row = Attachment(case=case, **kept)
        row.save(force_insert=True)
        record.append(
            record.Act(
                name="case.file_attached",
                case_id=case.id,
                viewer=viewer,
                audience=case.audience,
                data=row.facts,
                duty=COMMENT,
            )
        )
    return row


def given(viewer: Viewer, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Store a file that the viewer gives, and answer the columns of its row; the content decides what it is."""
    stored = files.store(chunks)
    return {
        "name": _plain_name(name),
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "person_name": viewer.name,
        "organisation_id": viewer.organisation_id,
    }


def _plain_name(name: str) -> str:
    """A file name without folders or control characters, at most 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:120].strip(" .") or "file"


def link(*, viewer: Viewer, one: Case, other: Case, kind: str, note: str = "") -> Link:
    """Link two cases that the viewer sees, in the transaction of the act that makes the link; `note` says of what."""
    row = Link(one_id=one.pk, other_id=other.pk, kind=kind, note=note, person_name=viewer.name)
    row.save(force_insert=True)
    return row


def note_read(*, viewer: Viewer, case: Case) -> None:
    """Keep the first time a person opened this edition of a case that was sent to or by them."""
    if viewer.is_system or case.sent_at is None:
        return
    known = Receipt.objects.filter(case_id=case.pk, edition=case.edition, person_id=viewer.person_id).exists()
    if not known:
        Receipt.objects.bulk_create(
            [
                Receipt(
                    case_id=case.pk,
                    edition=case.edition,
                    person_id=viewer.person_id,
                    person_name=viewer.name,
                    organisation_id=viewer.organisation_id,
                )
            ],
            ignore_conflicts=True,
        )


def note_editions_read(*, viewer: Viewer, editions: Iterable[tuple[UUID, int]]) -> None:
    """Keep that a person's system was given these editions of cases (by id), at once and each only the first time."""
    if viewer.is_system:
        return
    rows = [
        Receipt(
            case_id=case_id,
            edition=edition,
            person_id=viewer.person_id,
            person_name=viewer.name,
            organisation_id=viewer.organisation_id,
        )
        for case_id, edition in editions
    ]
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)


def tell(case: Case, organisation_id: UUID | None, *, duty: str, subject: str, body: str) -> None:
    """Tell the people of an organisation who hold a duty of something on a case, by mail; no details leave by mail."""
    if organisation_id is None:
        return
    send(
        "announcement",
        {
            "organisation": str(organisation_id),
            "duty": duty,
            "subject": f"{subject} {case.reference}",
            "body": f"{body}\n\n{case_link(case.reference)}\n",
        },
    )


def case_link(reference: str) -> str:
    """The address of a case's page, to be mailed."""
    return f"{settings.BASE_URL}/cases/{reference}/"


@handles("announcement")
def announce(_message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Turn one announcement into a mail for each person who holds the duty at this moment."""
    for person in people_with(str(payload["duty"]), UUID(payload["organisation"])):
        send("mail", {"to": person.email, "subject": payload["subject"], "body": payload["body"]})


@handles(CHANGED)
def recount_clocks(_message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Count every running clock of a country anew after a correction of its calendar; each that moved is recorded.

    An answer that has lapsed already stays lapsed: what was true on its last day is not made untrue afterwards.
    """
    country = str(payload["country"])
    calendar = calendar_of(country)
    running = Case.objects.visible_to(SYSTEM).filter(counted_in=country, due_on__isnull=False)
    acts = []
    for case in running.select_for_update().order_by("id"):
        was = case.due_on
        if not clocks.recount(case, calendar, on=today()):
            continue
        case.save(update_fields=["due_on", "remind_on"])
        data = {"was": str(was), "due_on": str(case.due_on), "country": country}
        acts.append(
            record.Act(name="case.recounted", case_id=case.pk, viewer=SYSTEM, audience=case.audience, data=data)
        )
    if acts:
        record.append_many(acts)
