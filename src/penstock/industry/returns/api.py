"""Operations on annual returns and on the journal; the steps are generated from the workflow's table."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import step_body
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.industry.licences.queries import licence_by_reference
from penstock.industry.returns import queries, services
from penstock.industry.returns.fields import DAY, ENTRY, YEAR
from penstock.industry.returns.journal import add_entry
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.reminding.days import own_day, set_day
from penstock.industry.returns.reminding.models import ReturnDay
from penstock.industry.returns.states import RETURNS
from penstock.kernel.clock import today
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import APPLY_FOR_LICENCES, READ_LICENCES, SIGN_LICENCES

router = Router(tags=["licensing of industry"])
Begun = body_of(YEAR, strict=True)
Entered = body_of(ENTRY, strict=True)
NewDay = body_of(DAY, strict=True)


class ReturnStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class OwedShape(Schema):
    """A licence and how its return of a year stands; `last_day` is the law's or the authority's own, else null."""

    licence: str
    holder: str
    year: int
    last_day: date | None
    source: str
    standing: str
    reference: str | None
    is_nil: bool
    filed_on: date | None


class ReturnDetail(Schema):
    """A return with its figures, and what may be done."""

    reference: str
    state: str
    title: str
    licence: str
    year: int
    is_nil: bool
    due_by: date | None
    filed_on: date | None
    edition: int
    content: dict[str, Any]
    steps: list[ReturnStep]


class EntryShape(Schema):
    """That an entry was kept, under its number in the journal."""

    number: int


class DayShape(Schema):
    """A day of the following year, and on what it rests."""

    month: int
    day: int
    basis: str


class WantedReturns(Schema):
    """Of which year, last year's where none is given; and only those that stand so."""

    year: int | None = None
    standing: str = ""


def whole(viewer: Viewer, one: AnnualReturn) -> dict[str, Any]:
    """A return with everything that the viewer may read of it."""
    return {
        "reference": one.reference,
        "state": one.state,
        "title": one.title,
        "licence": one.under.reference,
        "year": one.year,
        "is_nil": one.is_nil,
        "due_by": one.due_by and one.due_by.isoformat(),
        "filed_on": one.filed_on and one.filed_on.isoformat(),
        "edition": one.edition,
        "content": content_for(viewer, one),
        "steps": told_steps(RETURNS, one, viewer),
    }


@router.get("/returns/day", response={200: DayShape | None, **PROBLEMS}, summary="The own day of annual returns")
@opened_by(READ_LICENCES)
def read_return_day(request: HttpRequest) -> dict[str, Any] | None:
    """Read the day that one's own authority set where the law on record names none; null where it set none."""
    found = own_day(viewer_in(request))
    return _day(found) if found else None


@router.post("/returns/day", response={200: DayShape, **PROBLEMS}, summary="Set the own day of annual returns")
@opened_by(SIGN_LICENCES)
def set_return_day(request: HttpRequest, body: NewDay) -> Response:  # type: ignore[valid-type]
    """Set the day by which one's authority wants annual returns where the law on record names none."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (200, _day(set_day(viewer=viewer, raw=entered(body)))))


def _day(row: ReturnDay) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DayShape.model_fields}


@router.get("/returns", response={200: list[OwedShape], **PROBLEMS}, summary="How the annual returns of a year stand")
@opened_by(READ_LICENCES)
def list_returns(request: HttpRequest, wanted: Query[WantedReturns]) -> list[dict[str, Any]]:
    """List every licence this viewer sees that stood in a year, with its return; the late ones first."""
    found = queries.owed_in(viewer_in(request), wanted.year or today().year - 1, standing=wanted.standing)
    return [
        {
            "licence": one.held.reference,
            "holder": one.held.holder_name,
            "year": one.year,
            "last_day": one.last_day and one.last_day.isoformat(),
            "source": one.source,
            "standing": one.standing,
            "reference": one.given.reference if one.given else None,
            "is_nil": bool(one.given and one.given.is_nil),
            "filed_on": one.given.filed_on.isoformat() if one.given and one.given.filed_on else None,
        }
        for one in found
    ]


@router.post(
    "/licences/{reference}/returns", response={201: ReturnDetail, **PROBLEMS}, summary="Begin an annual return"
)
@opened_by(APPLY_FOR_LICENCES)
def begin_return(request: HttpRequest, reference: str, body: Begun) -> Response:  # type: ignore[valid-type]
    """Begin the return of a year under one's own licence, filled from the journal."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        held = licence_by_reference(viewer, reference)
        made = services.begin_return(viewer=viewer, licence_id=held.pk, raw=entered(body))
        return 201, whole(viewer, queries.return_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.post("/journal", response={201: EntryShape, **PROBLEMS}, summary="Record what happened with a substance")
@opened_by(APPLY_FOR_LICENCES)
def record_entry(request: HttpRequest, body: Entered) -> Response:  # type: ignore[valid-type]
    """Add an entry to the journal of one's own organisation, from which its annual returns are made."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, {"number": add_entry(viewer=viewer, raw=entered(body)).number}))


@router.get("/returns/{reference}", response={200: ReturnDetail, **PROBLEMS}, summary="Read an annual return")
@opened_by(READ_LICENCES)
def read_return(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an annual return with its figures."""
    viewer = viewer_in(request)
    one = queries.return_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    return whole(viewer, one)


ON_RETURN = Acts(
    router=router,
    path="/returns/{reference}",
    name="annual_return",
    shape=ReturnDetail,
    find=queries.return_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_RETURN.add_steps(
    RETURNS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, return_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="AnnualReturn"),
)
