"""Operations on messages of many incidents: handed in as a file or a list, mended, and released."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.incidents.api import IncidentPage, brief
from penstock.incidents.intake import messages, queries
from penstock.incidents.intake.mapping import read_mapping
from penstock.incidents.models import Message
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_INCIDENTS, RELEASE_INCIDENTS, REPORT_INCIDENTS

router = Router(tags=["messages of incidents"])


class SharedMessage(Schema):
    """Who may see every incident of a message."""

    shared_with: str
    shared_countries: list[str] = []
    shared_circle: str = ""
    marking: str


class ToldOfFile(Schema):
    """Who may see what a file holds, countries by code with spaces between them, and what its headings stand for."""

    shared_with: str
    marking: str
    shared_countries: str = ""
    shared_circle: str = ""
    mapping: str = ""


class ListedIncidents(SharedMessage):
    """Many incidents with who may see them; each as in drafting one, without an audience of its own."""

    name: str = "list"
    incidents: list[dict[str, Any]]


class MessageMapping(Schema):
    """Which heading stands for what; where a file leaves it open, `days` is DMY or MDY, `decimals` a point or comma."""

    columns: dict[str, str]
    fixed: dict[str, str] = {}
    days: str = ""
    decimals: str = ""


class SaidMeaning(Schema):
    """Another wording for a value; for a substance "=" keeps it as named."""

    said: str


class MendedLine(Schema):
    """Cells of a line written otherwise, by heading; of a list, the whole incident anew."""

    cells: dict[str, Any]


class MessageShape(Schema):
    """How far a message is. Other organisations than its own are told of its incidents alone."""

    reference: str
    organisation: str
    marking: str
    incidents: int
    released_at: datetime | None
    name: str | None = None
    lines_total: int | None = None
    lines_done: int | None = None
    good: int | None = None
    bad: int | None = None
    waits_for_headings: bool | None = None
    read_at: datetime | None = None
    proposed_by: str | None = None
    release_asked_at: datetime | None = None
    failure: str | None = None
    sharing: dict[str, Any] | None = None
    mapping: dict[str, Any] | None = None


class MessagePage(Schema):
    """A page of messages; `next` is the reference before which the following page begins."""

    items: list[MessageShape]
    next: str | None


class FaultyLine(Schema):
    """A line that was not understood: as it stands, and every reason."""

    line: int
    cells: Any
    faults: list[dict[str, str]]


class FaultyLines(Schema):
    """A page of lines; `next` is the line after which the following page begins."""

    items: list[FaultyLine]
    next: int | None


class MeaningShape(Schema):
    """What a value was understood as, how, by how many lines it is held; or why it was not understood."""

    id: UUID
    topic: str
    given: str
    answers: dict[str, Any]
    how: str
    reason: str
    proposals: list[str]
    lines: int
    said_by: str


class MeaningPage(Schema):
    """A page of meanings; `next` is how many to pass over for the following page."""

    items: list[MeaningShape]
    next: int | None


def _shape(viewer: Viewer, message: Message) -> dict[str, Any]:
    told = {
        "reference": message.reference,
        "organisation": message.organisation.name,
        "marking": message.marking,
        "incidents": message.released,
        "released_at": _at(message.released_at),
    }
    if message.organisation_id != viewer.organisation_id:
        return told
    return told | {
        "name": message.name,
        "lines_total": message.lines_total,
        "lines_done": message.lines_done,
        "good": message.good,
        "bad": message.bad,
        "waits_for_headings": message.waits_for_headings,
        "read_at": _at(message.read_at),
        "proposed_by": message.proposed_name,
        "release_asked_at": _at(message.release_asked_at),
        "failure": message.failure,
        "sharing": message.sharing,
        "mapping": message.mapping,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@router.get("/messages", response={200: MessagePage, **PROBLEMS}, summary="List messages of incidents")
@opened_by(READ_INCIDENTS)
def list_messages(request: HttpRequest, before: str = "") -> dict[str, Any]:
    """The messages of one's own organisation and those released to it, the newest first."""
    viewer = viewer_in(request)
    found = queries.messages_seen(viewer, before=before)
    page = found[: queries.PAGE]
    more = page[-1].reference if len(found) > len(page) else None
    return {"items": [_shape(viewer, one) for one in page], "next": more}


@router.post("/messages", response={202: MessageShape, **PROBLEMS}, summary="Hand in a list of incidents")
@opened_by(REPORT_INCIDENTS)
def take_in_list(request: HttpRequest, body: ListedIncidents) -> Response:
    """Hand in many incidents at once, to be read by the worker and then released as one message."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        sharing = body.model_dump(include=set(SharedMessage.model_fields))
        kept = messages.take_in_list(viewer=viewer, name=body.name, incidents=body.incidents, sharing=sharing)
        return 202, _shape(viewer, kept)

    return answer_once(request, act)


@router.post("/messages/files", response={202: MessageShape, **PROBLEMS}, summary="Hand in a file of incidents")
@opened_by(REPORT_INCIDENTS)
def take_in_file(request: HttpRequest, file: File[UploadedFile], told: Form[ToldOfFile]) -> Response:
    """Hand in a CSV (also packed by gzip) or XLSX file; `mapping` is YAML or JSON, if headings are unknown."""
    viewer, sharing = viewer_in(request), told.model_dump(exclude={"mapping"})

    def act() -> tuple[int, Any]:
        kept = messages.take_in(
            viewer=viewer, name=file.name or "file", chunks=file.chunks(), sharing=sharing, mapping=told.mapping
        )
        return 202, _shape(viewer, kept)

    return answer_once(request, act, said=uploaded(file, told.model_dump_json()))


@router.get("/messages/{reference}", response={200: MessageShape, **PROBLEMS}, summary="How far a message is")
@opened_by(READ_INCIDENTS)
def read_message(request: HttpRequest, reference: str) -> dict[str, Any]:
    """How far a message is; for others than its own organisation, how many incidents it brought."""
    viewer = viewer_in(request)
    return _shape(viewer, messages.find_message(viewer, reference))


@router.get("/messages/{reference}/incidents", response={200: IncidentPage, **PROBLEMS}, summary="Its incidents")
@opened_by(READ_INCIDENTS)
def read_incidents(request: HttpRequest, reference: str, after: int = 0) -> dict[str, Any]:
    """The incidents of a message in the order of its lines; `next` goes into `after`."""
    viewer = viewer_in(request)
    found = queries.incidents_of(viewer, messages.find_message(viewer, reference), after=after)
    page = found[: queries.PAGE]
    more = str(page[-1].message_line) if len(found) > len(page) else None
    return {"items": [brief(one) for one in page], "next": more}


@router.get("/messages/{reference}/lines", response={200: FaultyLines, **PROBLEMS}, summary="Lines not understood")
@opened_by(REPORT_INCIDENTS)
def read_lines(request: HttpRequest, reference: str, after: int = 0) -> dict[str, Any]:
    """The lines that were not understood, with every reason."""
    viewer = viewer_in(request)
    found = queries.faulty_lines(viewer, messages.own_message(viewer, reference), after=after)
    page = found[: queries.PAGE]
    items = [{"line": one.line, "cells": one.cells, "faults": one.faults} for one in page]
    return {"items": items, "next": page[-1].line if len(found) > len(page) else None}


@router.post("/messages/{reference}/lines/{line}", response={200: MessageShape, **PROBLEMS}, summary="Mend a line")
@opened_by(REPORT_INCIDENTS)
def mend_line(request: HttpRequest, reference: str, line: int, body: MendedLine) -> Response:
    """Write some cells of a line otherwise, by heading; of a list, the whole incident anew."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        messages.mend_line(viewer=viewer, reference=reference, line=line, cells=body.cells)
        return 200, _shape(viewer, messages.own_message(viewer, reference))

    return answer_once(request, act)


@router.get(
    "/messages/{reference}/meanings", response={200: MeaningPage, **PROBLEMS}, summary="What was understood how"
)
@opened_by(REPORT_INCIDENTS)
def read_meanings(request: HttpRequest, reference: str, topic: str = "", after: int = 0) -> dict[str, Any]:
    """What each value was understood as, and how; those that were not understood come first."""
    viewer = viewer_in(request)
    found = queries.meanings(viewer, messages.own_message(viewer, reference), topic=topic, after=max(after, 0))
    page = found[: queries.PAGE]
    names = ("id", "topic", "given", "answers", "how", "reason", "proposals", "lines", "said_by")
    items = [{name: getattr(one, name) for name in names} for one in page]
    return {"items": items, "next": after + len(page) if len(found) > len(page) else None}


@router.post(
    "/messages/{reference}/meanings/{meaning_id}", response={200: MessageShape, **PROBLEMS}, summary="Say a meaning"
)
@opened_by(REPORT_INCIDENTS)
def say_meaning(request: HttpRequest, reference: str, meaning_id: UUID, body: SaidMeaning) -> Response:
    """Say by another wording what a value means, for every line that holds it; the file is read anew."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        said = messages.say_meaning(viewer=viewer, reference=reference, meaning_id=meaning_id, said=body.said)
        return 200, _shape(viewer, said)

    return answer_once(request, act)


@router.post("/messages/{reference}/mapping", response={200: MessageShape, **PROBLEMS}, summary="Map its headings")
@opened_by(REPORT_INCIDENTS)
def map_headings(request: HttpRequest, reference: str, body: MessageMapping) -> Response:
    """Say what the headings stand for, so that the file is read, or read anew."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        mapping = read_mapping(body.model_dump()).kept()
        return 200, _shape(viewer, messages.map_headings(viewer=viewer, reference=reference, mapping=mapping))

    return answer_once(request, act)


@router.post("/messages/{reference}/sharing", response={200: MessageShape, **PROBLEMS}, summary="Say who may see it")
@opened_by(REPORT_INCIDENTS)
def share(request: HttpRequest, reference: str, body: SharedMessage) -> Response:
    """Say anew who is to see every incident of a message, before its release."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _shape(viewer, messages.share(viewer=viewer, reference=reference, sharing=body.model_dump()))

    return answer_once(request, act)


@router.post("/messages/{reference}/release", response={202: MessageShape, **PROBLEMS}, summary="Release it")
@opened_by(RELEASE_INCIDENTS)
def release(request: HttpRequest, reference: str) -> Response:
    """Have everything that was understood released; where two people release, the first of them proposes it."""
    viewer = viewer_in(request)
    return answer_once(
        request, lambda: (202, _shape(viewer, messages.ask_to_release(viewer=viewer, reference=reference)))
    )


@router.post("/messages/{reference}/decline", response={200: MessageShape, **PROBLEMS}, summary="Decline its release")
@opened_by(RELEASE_INCIDENTS)
def decline(request: HttpRequest, reference: str) -> Response:
    """Decline the release that somebody else proposed, or take back one's own proposal."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (200, _shape(viewer, messages.decline(viewer=viewer, reference=reference))))
