"""Operations on links: what is suggested, what is linked, and the answer to a suggestion."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.incidents.api import IncidentShape, brief
from penstock.incidents.linking import queries, services
from penstock.incidents.linking.queries import Ground, Suggestion
from penstock.incidents.queries import incident_by_reference
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.parties.duties import READ_INCIDENTS, REPORT_INCIDENTS

router = Router(tags=["links of incidents"])
LONGEST_PAGE = 100


class TraitShape(Schema):
    """One trait of a likeness: how much it speaks for it (or against, below nothing), and what was seen."""

    trait: str
    points: float
    seen: str


class GroundShape(Schema):
    """What a suggestion rests on; `others` counts the incidents you may see that hold the value.

    `restricted` says that it was taken from names, which not everybody reads who sees both incidents.
    """

    kind: str
    value: str
    other_value: str
    score: float
    others: int
    restricted: bool
    reasons: list[TraitShape]


class SuggestedLink(Schema):
    """That two incidents may belong together, with every ground that you may read."""

    incident: IncidentShape
    other: IncidentShape
    score: float
    grounds: list[GroundShape]


class MadeLink(Schema):
    """A link between two incidents, of what and by whom."""

    other: IncidentShape
    note: str
    by: str
    at: datetime


class CommonShape(Schema):
    """A value that too many incidents hold to mean anything."""

    kind: str
    value: str


class LinksShape(Schema):
    """The links of an incident, what is suggested, and the values that were left out as over-common."""

    linked: list[MadeLink]
    suggested: list[SuggestedLink]
    over_common: list[CommonShape]


class SuggestedLinks(Schema):
    """A page of suggestions; `next` is the cursor of the following one, null on the last."""

    items: list[SuggestedLink]
    next: str | None


class WantedLinks(Schema):
    """Which page of suggestions."""

    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class LinkBody(Body):
    """Whether two incidents belong together, and why; of an accepted link, whoever sees both reads the note."""

    answer: Literal["accept", "refuse"]
    note: str = ""


class AnsweredLink(Schema):
    """What was answered."""

    reference: str
    other: str
    answer: str
    note: str


def _ground(one: Ground) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "value": one.shown,
        "other_value": one.other_shown,
        "score": one.score,
        "others": one.others,
        "restricted": one.restricted,
        "reasons": list(one.reasons),
    }


def _shape(one: Suggestion) -> dict[str, Any]:
    return {
        "incident": brief(one.incident),
        "other": brief(one.other),
        "score": one.score,
        "grounds": [_ground(ground) for ground in one.grounds],
    }


@router.get(
    "/incident-links", response={200: SuggestedLinks, **PROBLEMS}, summary="List what is suggested of one's own"
)
@opened_by(READ_INCIDENTS)
def list_links(request: HttpRequest, wanted: Query[WantedLinks]) -> dict[str, Any]:
    """What is suggested of the incidents of one's own organisation, the newest first."""
    page = queries.own_suggestions(viewer_in(request), cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [_shape(one) for one in page.suggestions], "next": page.next or None}


@router.get("/incidents/{reference}/links", response={200: LinksShape, **PROBLEMS}, summary="Read the links")
@opened_by(READ_INCIDENTS)
def read_links(request: HttpRequest, reference: str) -> dict[str, Any]:
    """The links of an incident, what is suggested of it, and the values that were left out as over-common."""
    viewer = viewer_in(request)
    incident = incident_by_reference(viewer, reference)
    return {
        "linked": [
            {"other": brief(other), "note": link.note, "by": link.person_name, "at": link.made_at.isoformat()}
            for link, other in queries.linked(viewer, incident)
        ],
        "suggested": [_shape(one) for one in queries.suggestions(viewer, incident)],
        "over_common": [{"kind": one.kind, "value": one.shown} for one in queries.over_common(viewer, incident)],
    }


@router.post(
    "/incidents/{reference}/links/{other}", response={200: AnsweredLink, **PROBLEMS}, summary="Answer a suggestion"
)
@opened_by(REPORT_INCIDENTS)
def answer_link(request: HttpRequest, reference: str, other: str, body: LinkBody) -> Response:
    """Link two incidents for whoever sees both, or have it suggested to one's organisation never again."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        answer = services.accept if body.answer == "accept" else services.refuse
        row = answer(viewer=viewer, reference=reference, other=other, note=body.note)
        return 200, {"reference": reference, "other": other, "answer": body.answer, "note": row.note}

    return answer_once(request, act)
