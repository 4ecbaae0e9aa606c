"""Operations on incidents; the steps are generated from the workflow's table."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import sheet_body, step_body
from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, entered, told_signature, told_steps
from penstock.incidents import queries, services
from penstock.incidents.fields import INCIDENT
from penstock.incidents.models import Incident
from penstock.incidents.particulars.identifying import proposals
from penstock.incidents.states import INCIDENTS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_INCIDENTS, REPORT_INCIDENTS

router = Router(tags=["incidents"])
LONGEST_PAGE = 200


Draft = sheet_body(INCIDENT, strict=False, name="Incident")


class IncidentStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


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


class IncidentProposal(FirstSignature):
    """A release that waits for its second signature."""


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
    content, is_own = content_for(viewer, incident), incident.opener_id == viewer.organisation_id
    readers = {one.organisation.name for one in case_queries.receipts(viewer, incident)}
    return {
        **brief(incident),
        "content": content,
        "follow_up": incident.follow_up,
        "audience": [one.name for one in case_queries.who_sees(incident)],
        "read_by": sorted(readers),
        "steps": told_steps(INCIDENTS, incident, viewer),
        "proposal": told_signature(incident, viewer),
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
        return 201, whole(viewer, services.draft_incident(viewer=viewer, raw=entered(body)))

    return answer_once(request, act)


@router.get("/incidents/{reference}", response={200: IncidentDetail, **PROBLEMS}, summary="Read an incident")
@opened_by(READ_INCIDENTS)
def read_incident(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an incident; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    note_read(viewer=viewer, case=incident)
    return whole(viewer, incident)


ON_INCIDENT = Acts(
    router=router,
    path="/incidents/{reference}",
    name="incident",
    shape=IncidentDetail,
    find=queries.incident_by_reference,
    whole=whole,
)
ON_INCIDENT.add_steps(
    INCIDENTS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, incident_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="Incident"),
)
ON_INCIDENT.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, incident_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, incident_id=one.pk),
    duty=READ_INCIDENTS,
)
