"""Releasing messages: the worker makes an incident of each line that was understood, in pieces, each in one act.

A piece is one transaction: its incidents, findings, events, and how far the message is. A killed worker's message is
taken up after its last piece; so each line is released once. Whoever it is for is told when all of it is there.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError

from penstock.incidents.intake import reading
from penstock.incidents.intake.lines import Line
from penstock.incidents.intake.reading import from_list, lines_of, reader_of
from penstock.incidents.models import Finding, Incident, Message, MessageLine
from penstock.incidents.services import series_of
from penstock.incidents.sharing.audience import audience_of, circle_fits
from penstock.incidents.sharing.columns import findings_of, project
from penstock.incidents.states import INCIDENTS
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now
from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import alone
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused, Viewer
from penstock.parties.circles.queries import reached
from penstock.parties.duties import READ_INCIDENTS, RELEASE_INCIDENTS
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

INCIDENTS_AT_ONCE = 2000
"""While a piece is put on the record, everybody else's acts wait; this is about a second of it."""
logger = logging.getLogger(__name__)


def read_waiting() -> None:
    """Read every message that waits for it."""
    waiting = Message.objects.visible_to(SYSTEM).filter(read_at__isnull=True, failure="", release_asked_at__isnull=True)
    for message in _one_by_one(waiting):
        if not message.waits_for_headings:
            with _failing(message.pk):
                reading.read(message)


def release_waiting() -> None:
    """Release every message that was asked to be."""
    waiting = Message.objects.visible_to(SYSTEM).filter(
        release_asked_at__isnull=False, released_at__isnull=True, failure=""
    )
    for message in _one_by_one(waiting):
        with _failing(message.pk):
            viewer = _releasing(message.person_id)
            release(viewer=viewer, message_id=message.pk)


def _one_by_one(waiting: VisibleRows[Message]) -> Iterator[Message]:
    """The messages that wait, each as long as no other worker has it, and as it stands then."""
    with acting(SYSTEM):
        ids = list(waiting.values_list("pk", flat=True))
    for message_id in ids:
        with alone(f"message {message_id}") as is_mine:
            if not is_mine:
                continue
            with acting(SYSTEM):
                message = waiting.select_related("organisation").filter(pk=message_id).first()
            if message is not None:
                yield message


def _releasing(person_id: UUID) -> Viewer:
    with acting(SYSTEM):
        return viewer_for(Person.objects.select_related("organisation").get(pk=person_id))


@contextmanager
def _failing(message_id: UUID) -> Iterator[None]:
    """Put what is wrong with one message on that message, so that it does not hold up the others."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except (Refused, NotVisible) as wrong:
        failure = str(wrong) or "The message is gone."
    except Exception:
        logger.exception("a message of incidents cannot be worked on: %s", message_id)
        failure = "Something went wrong here with this message. It was written down; hand it in again later."
    else:
        return
    with acting(SYSTEM):
        Message.objects.visible_to(SYSTEM).filter(pk=message_id).update(failure=failure)


def release(*, viewer: Viewer, message_id: UUID) -> int:
    """Release what is understood and not released yet, in the name of the viewer; answers how many."""
    viewer.needs(RELEASE_INCIDENTS)
    with acting(viewer):
        message = Message.objects.visible_to(viewer).select_related("organisation").get(pk=message_id)
        if faults := circle_fits(message.organisation, message.sharing):
            raise Refused("not_in_circle", faults[0].message)
        audience = audience_of(message.organisation, message.sharing).ids
        lines = _understood(viewer, message)
    count = 0
    while piece := list(islice(lines, INCIDENTS_AT_ONCE)):
        with acting(viewer):
            _release_piece(viewer, message, audience, piece)
        count += len(piece)
        crash_point("between_pieces_released")
    with acting(viewer):
        _finish(viewer, message, audience, count)
    return count


def _understood(viewer: Viewer, message: Message) -> Iterator[tuple[Line, bool]]:
    """The lines to be released: of the file behind where it was left, and then those that were mended."""
    stored = MessageLine.objects.visible_to(viewer).filter(message=message)
    apart = set(stored.values_list("line", flat=True))
    mended = list(stored.filter(is_good=True, is_released=False).values_list("line", "cells"))
    reader = reader_of(viewer, message) if message.kind != "list" else None

    def line(number: int, cells: object) -> Line:
        return reader.read(number, cells) if reader else from_list(message, number, cells)  # type: ignore[arg-type]

    def found() -> Iterator[tuple[Line, bool]]:
        for number, cells in lines_of(message):
            if number > message.passed and number not in apart:
                yield line(number, cells), False
        for number, cells in mended:
            yield line(number, cells), True

    return found()


def _release_piece(viewer: Viewer, message: Message, audience: Sequence[UUID], piece: list[tuple[Line, bool]]) -> None:
    wrong = next((line for line, _mended in piece if line.faults), None)
    if wrong:
        said = f"Line {wrong.number} is not understood any more: {wrong.faults[0]['reason']} Have the file read anew."
        raise Refused("changed_since", said)
    incidents = _incidents(message, [line for line, _mended in piece])
    verb = "propose" if message.proposed_by else "release"
    acts = workflow.begin_many(INCIDENTS, incidents, verb, viewer, list(audience))
    copy_models(Incident, incidents)
    found = zip(incidents, piece, strict=True)
    copy_models(Finding, [row for incident, (line, _mended) in found for row in findings_of(incident, line.values)])
    record.append_many(acts)
    crash_point("after_rows_before_commit")
    message.passed = max([message.passed, *(line.number for line, mended in piece if not mended)])
    message.released += len(piece)
    message.save(update_fields=["passed", "released"])
    mended = [line.number for line, is_mended in piece if is_mended]
    MessageLine.objects.visible_to(viewer).filter(message=message, line__in=mended).update(is_released=True)


def _incidents(message: Message, lines: Sequence[Line]) -> list[Incident]:
    series = series_of(message.organisation)
    first = numbers.take(series, len(lines))
    found = []
    for number, line in enumerate(lines, start=first):
        id_ = new_id()
        incident = Incident(
            id=id_,
            case_ptr_id=id_,
            kind=INCIDENTS.kind,
            reference=f"{series}-{number:06d}",
            opener=message.organisation,
            content=dict(line.kept),
            message_id=message.pk,
            message_line=line.number,
        )
        project(incident, line.values)
        found.append(incident)
    return found


def _finish(viewer: Viewer, message: Message, audience: Sequence[UUID], count: int) -> None:
    """Everybody it is for sees the message, and is told once by mail."""
    message.audience = list(audience)
    message.released_at = now()
    message.proposed_by, message.proposed_name, message.proposed_at = None, "", None
    message.save()
    act = record.Act(
        name="incident.message_released",
        case_id=None,
        viewer=viewer,
        audience=message.audience,
        data={"message": message.reference, "incidents": count, "marking": message.marking},
        duty=RELEASE_INCIDENTS,
    )
    record.append(act)
    for one in reached(audience):
        if one.pk != message.organisation_id:
            send("announcement", _letter(message, one.pk, count))


def _letter(message: Message, to: UUID, count: int) -> dict[str, str]:
    link = f"{settings.BASE_URL}/incidents/messages/{message.reference}/"
    return {
        "organisation": str(to),
        "duty": READ_INCIDENTS,
        "subject": f"{count} incidents in one message: {message.reference}",
        "body": f"A message of {count} incidents was released to you.\n\nTLP:{message.marking}\n\n{link}\n",
    }
