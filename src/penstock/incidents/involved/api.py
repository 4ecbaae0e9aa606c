"""Operations on names, on the rule of release, on follow-up, and on originals of files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.responses import Response

from penstock.incidents import queries
from penstock.incidents.followed.queries import measure
from penstock.incidents.involved import services
from penstock.incidents.involved.fields import PARTY
from penstock.incidents.models import Party
from penstock.incidents.sharing.rules import needs_two, set_rule
from penstock.kernel import files
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.parties.duties import KEEP_RELEASE_RULE, READ_INCIDENTS, REPORT_INCIDENTS

router = Router(tags=["incidents"])
NameBody = body_of(PARTY, strict=True)


class NameShape(Schema):
    """A person or company that was given to the viewer's organisation."""

    id: UUID
    role: str
    name: str
    content: dict[str, Any]


class RuleShape(Schema):
    """Whether two people release the incidents of the viewer's organisation."""

    two: bool


class RuleBody(Body):
    """The same, to be set."""

    two: bool


class FollowedShape(Schema):
    """One kind of incident: how many, how many have each step done or not needed, and how many have all of them."""

    kind: str
    incidents: int
    steps: dict[str, int]
    whole: int


def _shape(party: Party) -> dict[str, Any]:
    return {"id": str(party.pk), "role": party.role, "name": party.name, "content": party.content}


@router.get("/incidents/{reference}/names", response={200: list[NameShape], **PROBLEMS}, summary="List the names")
@opened_by(READ_INCIDENTS)
def list_names(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """The persons and companies of an incident that were given to the viewer's organisation."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    return [_shape(one) for one in queries.parties(viewer, incident)]


@router.post("/incidents/{reference}/names", response={201: NameShape, **PROBLEMS}, summary="Give a name")
@opened_by(REPORT_INCIDENTS)
def give_name(request: HttpRequest, reference: str, body: NameBody) -> Response:  # type: ignore[valid-type]
    """Add a person or company, for those alone to whom it is given."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        incident = queries.incident_by_reference(viewer, reference)
        return 201, _shape(services.give_name(viewer=viewer, incident_id=incident.pk, raw=raw))

    return answer_once(request, act)


@router.post("/incidents/{reference}/names/{party_id}", response={200: NameShape, **PROBLEMS}, summary="Change a name")
@opened_by(REPORT_INCIDENTS)
def change_name(
    request: HttpRequest,
    reference: str,
    party_id: UUID,
    body: NameBody,  # type: ignore[valid-type]
) -> Response:
    """Change a person or company, or to whom the name is given."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        party = queries.party(viewer, queries.incident_by_reference(viewer, reference), party_id)
        return 200, _shape(services.change_name(viewer=viewer, party_id=party.pk, raw=raw))

    return answer_once(request, act)


@router.delete("/incidents/{reference}/names/{party_id}", response={204: None, **PROBLEMS}, summary="Remove a name")
@opened_by(REPORT_INCIDENTS)
def remove_name(request: HttpRequest, reference: str, party_id: UUID) -> Response:
    """Remove a person or company."""
    viewer = viewer_in(request)
    party = queries.party(viewer, queries.incident_by_reference(viewer, reference), party_id)
    services.remove_name(viewer=viewer, party_id=party.pk)
    return Response(None, status=204)


@router.get(
    "/incidents/{reference}/originals/{original_id}", response={200: None, **PROBLEMS}, summary="Fetch an original"
)
@opened_by(READ_INCIDENTS)
def fetch_original(request: HttpRequest, reference: str, original_id: UUID) -> HttpResponse:
    """A file exactly as one's own organisation gave it, always as a download."""
    viewer = viewer_in(request)
    row = queries.original(viewer, queries.incident_by_reference(viewer, reference), original_id)
    response = HttpResponse(files.content_of(row.sha256), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    return response


@router.get("/incident-rule", response={200: RuleShape, **PROBLEMS}, summary="Read the rule of release")
@opened_by(READ_INCIDENTS)
def read_rule(request: HttpRequest) -> dict[str, bool]:
    """Whether one person or two release the incidents of one's organisation."""
    return {"two": needs_two(viewer_in(request))}


@router.post("/incident-rule", response={200: RuleShape, **PROBLEMS}, summary="Set the rule of release")
@opened_by(KEEP_RELEASE_RULE)
def write_rule(request: HttpRequest, body: RuleBody) -> Response:
    """Say whether one person or two release the incidents of one's organisation."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, {"two": set_rule(viewer=viewer, two=body.two).needs_two}

    return answer_once(request, act)


@router.get("/incident-follow-up", response={200: list[FollowedShape], **PROBLEMS}, summary="Measure the follow-up")
@opened_by(READ_INCIDENTS)
def read_measure(request: HttpRequest, *, own: bool = False) -> list[dict[str, Any]]:
    """Of each kind of incident that the viewer sees (or that is one's `own`), how many have which step behind them."""
    return [
        {"kind": one.kind, "incidents": one.incidents, "steps": one.steps, "whole": one.whole}
        for one in measure(viewer_in(request), own=own)
    ]
