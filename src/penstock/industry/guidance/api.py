"""Operations on the library of guidance."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.industry.guidance import queries, services
from penstock.industry.guidance.fields import GUIDANCE, WITHDRAWAL
from penstock.industry.guidance.models import Guidance
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import PUBLISH_GUIDANCE, READ_GUIDANCE

router = Router(tags=["partnership with industry"])
NewGuidance = body_of(GUIDANCE, strict=True)
WithdrawnGuidance = body_of(WITHDRAWAL, strict=True)


class WantedGuidance(Schema):
    """What the library is narrowed to; `which` is empty for one's own sectors, `all`, or `old`."""

    text: str = ""
    sector: str = ""
    language: str = ""
    which: str = ""


class GuidanceShape(Schema):
    """An edition as lists give it."""

    id: UUID
    document: UUID
    edition: int
    title: str
    publisher: str
    country: str | None
    sectors: list[str]
    language: str
    from_on: date
    until_on: date | None
    asks_reading: bool
    replaced_on: date | None
    withdrawn_on: date | None


class ReadingShape(Schema):
    """That an organisation says to have read it."""

    organisation: str
    by: str
    read_at: datetime


class GuidanceDetail(GuidanceShape):
    """An edition with its text; its file is at the page's address. Who has read it is for its publisher."""

    content: dict[str, Any]
    file_name: str
    sha256: str
    withdrawn_why: str
    readings: list[ReadingShape]


def brief(row: Guidance) -> dict[str, Any]:
    """An edition as lists give it."""
    named = ("edition", "title", "sectors", "language", "asks_reading")
    days = {name: getattr(row, name) for name in ("from_on", "until_on", "replaced_on", "withdrawn_on")}
    return {
        "id": str(row.pk),
        "document": str(row.document),
        **{name: getattr(row, name) for name in named},
        "publisher": row.publisher.name,
        "country": row.government_id,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def whole(viewer: Viewer, row: Guidance) -> dict[str, Any]:
    """An edition with everything that the viewer may see of it."""
    return {
        **brief(row),
        "content": row.content,
        "file_name": row.file_name,
        "sha256": row.sha256,
        "withdrawn_why": row.withdrawn_why,
        "readings": [
            {"organisation": one.organisation.name, "by": one.person_name, "read_at": one.read_at.isoformat()}
            for one in queries.readings(viewer, row)
        ],
    }


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True))


@router.get("/guidance", response={200: list[GuidanceShape], **PROBLEMS}, summary="The library of guidance")
@opened_by(READ_GUIDANCE)
def list_guidance(request: HttpRequest, wanted: Query[WantedGuidance]) -> list[dict[str, Any]]:
    """What there is for the viewer, narrowed to what is wanted."""
    return [brief(one) for one in queries.library(viewer_in(request), queries.Wanted(**wanted.model_dump()))]


@router.post("/guidance", response={201: GuidanceDetail, **PROBLEMS}, summary="Publish guidance")
@opened_by(PUBLISH_GUIDANCE)
def publish_guidance(request: HttpRequest, body: NewGuidance) -> Response:  # type: ignore[valid-type]
    """Publish a document with its text: an authority for its country, the secretariat for all."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, whole(viewer, services.publish(viewer=viewer, raw=_entered(body)))))


@router.get("/guidance/{guidance_id}", response={200: GuidanceDetail, **PROBLEMS}, summary="One edition")
@opened_by(READ_GUIDANCE)
def read_guidance(request: HttpRequest, guidance_id: UUID) -> dict[str, Any]:
    """One edition of a document."""
    viewer = viewer_in(request)
    return whole(viewer, queries.guidance(viewer, guidance_id))


@router.post(
    "/guidance/{guidance_id}/edition", response={201: GuidanceDetail, **PROBLEMS}, summary="Publish the next edition"
)
@opened_by(PUBLISH_GUIDANCE)
def publish_guidance_edition(request: HttpRequest, guidance_id: UUID, body: NewGuidance) -> Response:  # type: ignore[valid-type]
    """Publish the next edition of a document."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.publish_edition(viewer=viewer, guidance_id=guidance_id, raw=_entered(body))
        return 201, whole(viewer, made)

    return answer_once(request, act)


@router.post(
    "/guidance/{guidance_id}/file", response={201: GuidanceDetail, **PROBLEMS}, summary="Publish it anew with a file"
)
@opened_by(PUBLISH_GUIDANCE)
def publish_guidance_file(request: HttpRequest, guidance_id: UUID, file: File[UploadedFile]) -> Response:
    """Publish the next edition, which says the same and bears this file."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        row = queries.guidance(viewer, guidance_id)
        made = services.publish_edition(
            viewer=viewer, guidance_id=guidance_id, raw=row.content, file=(file.name or "", file.chunks())
        )
        return 201, whole(viewer, made)

    return answer_once(request, act, said=uploaded(file))


@router.post("/guidance/{guidance_id}/withdraw", response={200: GuidanceDetail, **PROBLEMS}, summary="Withdraw it")
@opened_by(PUBLISH_GUIDANCE)
def withdraw_guidance(request: HttpRequest, guidance_id: UUID, body: WithdrawnGuidance) -> Response:  # type: ignore[valid-type]
    """Withdraw a document, with the reason; it stays readable."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, whole(viewer, services.withdraw(viewer=viewer, guidance_id=guidance_id, raw=_entered(body)))

    return answer_once(request, act)


@router.post("/guidance/{guidance_id}/confirm", response={200: GuidanceDetail, **PROBLEMS}, summary="We have read it")
@opened_by(READ_GUIDANCE)
def confirm_guidance(request: HttpRequest, guidance_id: UUID) -> Response:
    """Confirm for one's own organisation to have read an edition that asks for it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        services.confirm_reading(viewer=viewer, guidance_id=guidance_id)
        return 200, whole(viewer, queries.guidance(viewer, guidance_id))

    return answer_once(request, act)
