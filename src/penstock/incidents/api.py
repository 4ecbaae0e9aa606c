"""Operations on incidents; the steps are generated from the workflow's table."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field, create_model

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.incidents import queries, services
from penstock.incidents.fields import INCIDENT
from penstock.incidents.models import Incident
from penstock.incidents.particulars.identifying import proposals
from penstock.incidents.particulars.sheet import Sheet
from penstock.incidents.states import INCIDENTS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.kernel.forms.specification import Form, Section
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps
from penstock.parties.duties import READ_INCIDENTS, REPORT_INCIDENTS

router = Router(tags=["incidents"])
LONGEST_PAGE = 200


def sheet_body(sheet: Sheet, *, strict: bool) -> type[Body]:
    """The body in which a sheet is sent: its fields, and its lines as lists."""
    lines: dict[str, Any] = {}
    for name, kind in sheet.lines.items():
        one = Form(name=f"{sheet.name} {name}", sections=(Section(title=kind.title, fields=kind.fields),))
        lines[name] = (list[body_of(one, strict=strict)] | None, None)  # type: ignore[misc]
    flat = body_of(Form(name=sheet.name, sections=sheet.sections), strict=strict)
    return create_model("IncidentBody" if strict else "IncidentDraft", __base__=flat, **lines)


Draft = sheet_body(INCIDENT, strict=False)


class IncidentStep(Schema):
    """A step that may be taken from here, or the reason against it."""

    verb: str
    label: str
    needs_second: bool
    reason: str | None


class IncidentShape(Schema):
    """An incident as lists give it; `kind` is the kind of incident, `country` where it happened."""

    reference: str
    state: str
    title: str
    kind: str
    domain: str
    happened_on: date | None
    country: str
    route: list[str]
    substances: list[str]
    reported_by: str
    shared_with: str
    marking: str
    edition: int
    sent_at: datetime | None
    updated_at: datetime


class FileOfIncident(Schema):
    """The original of a file that one's own organisation gave, and what its shared copy no longer holds."""

    id: UUID
    name: str
    sha256: str
    shared_sha256: str
    removed: list[str]


class IncidentProposal(Schema):
    """A release that waits for its second signature."""

    verb: str
    by: str
    at: datetime


class MayBe(Schema):
    """A substance of the catalogue that an unidentified line may be, by its number from one; a person says if it is."""

    line: int
    named: str
    substance: str
    name: str
    reason: str


class IncidentDetail(IncidentShape):
    """An incident with its content, who sees it, who has read it, and what may be done.

    `published_as` is told to the reporter and the secretariat alone, `may_be` to the reporter.
    """

    content: dict[str, Any]
    follow_up: dict[str, str]
    audience: list[str]
    read_by: list[str]
    steps: list[IncidentStep]
    proposal: IncidentProposal | None
    originals: list[FileOfIncident]
    published_as: str
    may_be: list[MayBe]


class WantedIncidents(Schema):
    """What a list of incidents is narrowed to, and the page of it."""

    text: str = ""
    kind: str = ""
    domain: str = ""
    state: str = ""
    substance: str = ""
    country: str = ""
    updated_since: datetime | None = None
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class IncidentPage(Schema):
    """A page of incidents; `next` is the cursor of the following one, null on the last."""

    items: list[IncidentShape]
    next: str | None


def brief(incident: Incident) -> dict[str, Any]:
    """An incident as lists give it."""
    return {
        "reference": incident.reference,
        "state": incident.state,
        "title": incident.title,
        "kind": incident.category,
        "domain": incident.domain,
        "happened_on": incident.happened_on and incident.happened_on.isoformat(),
        "country": incident.country,
        "route": incident.route,
        "substances": incident.substances,
        "reported_by": incident.opener.name,
        "shared_with": incident.shared_with,
        "marking": incident.marking,
        "edition": incident.edition,
        "sent_at": incident.sent_at and incident.sent_at.isoformat(),
        "updated_at": incident.updated_at.isoformat(),
    }


def whole(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """An incident with everything that the viewer may read of it, but the names."""
    proposal, content = open_signature(incident, viewer), content_for(viewer, incident)
    is_own = incident.opener_id == viewer.organisation_id
    readers = {one.organisation.name for one in case_queries.receipts(viewer, incident)}
    return {
        **brief(incident),
        "content": content,
        "follow_up": incident.follow_up,
        "audience": [one.name for one in case_queries.who_sees(incident)],
        "read_by": sorted(readers),
        "steps": [
            {
                "verb": step.verb,
                "label": step.label,
                "needs_second": step.second,
                "reason": reason.message if reason else None,
            }
            for step, reason in open_steps(INCIDENTS, incident, viewer)
        ],
        "proposal": proposal
        and {"verb": proposal.verb, "by": proposal.person_name, "at": proposal.signed_at.isoformat()},
        "originals": [
            {
                "id": str(one.pk),
                "name": one.name,
                "sha256": one.sha256,
                "shared_sha256": one.shared,
                "removed": one.removed,
            }
            for one in queries.originals(viewer, incident)
        ],
        "published_as": incident.published_as,
        "may_be": [asdict(one) for one in proposals(content)] if is_own else [],
    }


@router.get("/incidents", response={200: IncidentPage, **PROBLEMS}, summary="List incidents, newest change first")
@opened_by(READ_INCIDENTS)
def list_incidents(request: HttpRequest, wanted: Query[WantedIncidents]) -> dict[str, Any]:
    """List the incidents this viewer may see."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.incidents(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.incidents], "next": page.next or None}


@router.post("/incidents", response={201: IncidentDetail, **PROBLEMS}, summary="Draft an incident")
@opened_by(REPORT_INCIDENTS)
def draft_incident(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin an incident from whatever is known; nothing is released yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 201, whole(viewer, services.draft_incident(viewer=viewer, raw=_entered(body)))

    return answer_once(request, act)


@router.get("/incidents/{reference}", response={200: IncidentDetail, **PROBLEMS}, summary="Read an incident")
@opened_by(READ_INCIDENTS)
def read_incident(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an incident; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    note_read(viewer=viewer, case=incident)
    return whole(viewer, incident)


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True)) if body is not None else {}


def _step_operation(step: Step) -> Callable[..., Any]:
    """The operation that takes one step of the workflow."""

    def take(request: HttpRequest, reference: str, raw: dict[str, Any]) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            incident = queries.incident_by_reference(viewer, reference)
            taken = services.take_step(viewer=viewer, incident_id=incident.pk, verb=step.verb, raw=raw)
            return 200, whole(viewer, taken)

        return answer_once(request, act)

    if step.form is None:

        def without_body(request: HttpRequest, reference: str) -> Response:
            return take(request, reference, {})

        return without_body
    strict = not step.lenient
    shape = sheet_body(step.form, strict=strict) if isinstance(step.form, Sheet) else body_of(step.form, strict=strict)

    def with_body(request: HttpRequest, reference: str, body: Any) -> Response:
        return take(request, reference, _entered(body))

    with_body.__annotations__["body"] = shape
    return with_body


def _signature_operation(name: str, act_of: Callable[..., Incident]) -> Callable[..., Any]:
    """The operation that confirms or declines a first signature."""

    def sign(request: HttpRequest, reference: str) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            incident = queries.incident_by_reference(viewer, reference)
            return 200, whole(viewer, act_of(viewer=viewer, incident_id=incident.pk))

        return answer_once(request, act)

    sign.__name__ = f"incident_{name}"
    return sign


def _add_steps() -> None:
    for step in INCIDENTS.steps:
        operation = _step_operation(step)
        operation.__name__ = f"incident_{step.verb}"
        operation.__doc__ = f"{step.label}: from {', '.join(step.from_)} to {step.to}, by the {step.side}."
        router.add_api_operation(
            f"/incidents/{{reference}}/{step.verb}",
            ["POST"],
            opened_by(step.duty)(operation),
            response={200: IncidentDetail, **PROBLEMS},
            summary=step.label + (" (first of two signatures)" if step.second else ""),
            operation_id=f"incident_{step.verb}",
        )
    signatures = (
        ("confirm", services.confirm_step, "Give the second signature"),
        ("decline", services.decline_step, "Decline the first signature"),
    )
    for name, act_of, summary in signatures:
        router.add_api_operation(
            f"/incidents/{{reference}}/{name}",
            ["POST"],
            opened_by(READ_INCIDENTS)(_signature_operation(name, act_of)),
            response={200: IncidentDetail, **PROBLEMS},
            summary=summary,
            operation_id=f"incident_{name}",
        )


_add_steps()
