"""Operations on passages; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import sheet_body, step_body
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_PERMITS, RECORD_AT_BORDER, SIGN_PERMITS
from penstock.permits import queries as permit_queries
from penstock.permits.passages import announcing, offices, queries, services
from penstock.permits.passages.fields import ANNOUNCEMENT
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.states import PASSAGES
from penstock.permits.shapes import plain

router = Router(tags=["passages"])
LONGEST_PAGE = 200
Announcement = sheet_body(ANNOUNCEMENT, strict=True, name="PassageAnnouncement")


class PassageStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class PassageShape(Schema):
    """A passage as lists give it; `owed_by` owes its endorsement until `due_on`."""

    reference: str
    permit: str
    state: str
    title: str
    planned_on: date
    place: str
    left_on: date | None
    arrived_on: date | None
    imported_on: date | None
    is_from_papers: bool
    owed_by: str | None
    due_on: date | None
    is_overdue: bool
    updated_at: datetime


class PassageGoods(Schema):
    """The quantity of one line of the permit at each stage, in the unit of the permit; null where not recorded."""

    line: int
    substance: str
    unit: str
    planned: str | None
    left: str | None
    arrived: str | None
    endorsed: str | None
    agreed: str | None


class PassageDetail(PassageShape):
    """A passage with its goods, the answers to each step, the offices at the border, and what may be done."""

    goods: list[PassageGoods]
    content: dict[str, Any]
    exit_office: str | None
    entry_office: str | None
    steps: list[PassageStep]


class WantedPassages(Schema):
    """What a list of passages is narrowed to, and the page of it; `owed` is "us" or "late"."""

    text: str = ""
    state: str = ""
    owed: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class PassagePage(Schema):
    """A page of passages; `next` is the cursor of the following one, null on the last."""

    items: list[PassageShape]
    next: str | None


class ExpectedPassages(Schema):
    """What an office at the border waits for: what is to be held, to leave, and to arrive."""

    held: list[PassageShape]
    leaving: list[PassageShape]
    arriving: list[PassageShape]


class Office(Schema):
    """The id of the office that records at the border; empty for the authority itself."""

    office: str = ""


def brief(passage: Passage) -> dict[str, Any]:
    """A passage as lists give it."""
    return {
        "reference": passage.reference,
        "permit": passage.under.reference,
        "state": passage.state,
        "title": passage.title,
        "planned_on": passage.planned_on.isoformat(),
        "place": passage.place,
        **{name: _day(getattr(passage, name)) for name in ("left_on", "arrived_on", "imported_on", "due_on")},
        "is_from_papers": passage.is_from_papers,
        "owed_by": passage.waits_for.name if passage.waits_for else None,
        "is_overdue": passage.is_overdue,
        "updated_at": passage.updated_at.isoformat(),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(one: Goods) -> dict[str, Any]:
    stages = ("planned", "left", "arrived", "endorsed", "agreed")
    figures = {stage: None if (found := one.at(stage)) is None else plain(found) for stage in stages}
    return {"line": one.number, "substance": one.line.substance, "unit": one.line.unit, **figures}


def whole(viewer: Viewer, passage: Passage) -> dict[str, Any]:
    """A passage with everything that the viewer may read of it."""
    return {
        **brief(passage),
        "goods": [_line(one) for one in queries.goods_of(viewer, passage)],
        "content": content_for(viewer, passage),
        "exit_office": passage.exit_office.name if passage.exit_office else None,
        "entry_office": passage.entry_office.name if passage.entry_office else None,
        "steps": told_steps(PASSAGES, passage, viewer),
    }


@router.get("/permits/{reference}/passages", response={200: list[PassageShape], **PROBLEMS}, summary="What crossed")
@opened_by(READ_PERMITS)
def read_passages(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """What was announced, left and arrived under a permit, in the order in which it was announced."""
    viewer = viewer_in(request)
    permit = permit_queries.permit_by_reference(viewer, reference)
    return [brief(one) for one in queries.passages_under(viewer, permit)]


@router.post("/permits/{reference}/passages", response={201: PassageDetail, **PROBLEMS}, summary="Announce goods")
@opened_by(READ_PERMITS)
def announce_passage(request: HttpRequest, reference: str, body: Announcement) -> Response:  # type: ignore[valid-type]
    """Announce goods under a permit, as its holder or the authority that issued it; it holds their quantity."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        permit = permit_queries.permit_by_reference(viewer, reference)
        made = announcing.announce(viewer=viewer, permit_id=permit.pk, raw=entered(body))
        return 201, whole(viewer, queries.passage_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get("/passages", response={200: PassagePage, **PROBLEMS}, summary="List passages, newest change first")
@opened_by(READ_PERMITS)
def list_passages(request: HttpRequest, wanted: Query[WantedPassages]) -> dict[str, Any]:
    """List the passages this viewer may see."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.passages(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.passages], "next": page.next or None}


@router.get("/passages/expected", response={200: ExpectedPassages, **PROBLEMS}, summary="What is expected here")
@opened_by(RECORD_AT_BORDER)
def read_expected(request: HttpRequest) -> dict[str, Any]:
    """What one's own office is to hold, and what it is to record at the border."""
    found = queries.expected(viewer_in(request))
    return {name: [brief(one) for one in getattr(found, name)] for name in ("held", "leaving", "arriving")}


@router.post("/passages/office", response={200: Office, **PROBLEMS}, summary="Name the office at the border")
@opened_by(SIGN_PERMITS)
def name_border_office(request: HttpRequest, body: Office) -> Response:
    """Name the office of one's country that records at the border; it holds for goods announced from now on."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        row = offices.name_office(viewer=viewer, office_id=body.office)
        return 200, {"office": str(row.office_id) if row else ""}

    return answer_once(request, act)


@router.get("/passages/{reference}", response={200: PassageDetail, **PROBLEMS}, summary="Read a passage")
@opened_by(READ_PERMITS)
def read_passage(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a passage; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    passage = queries.passage_by_reference(viewer, reference)
    note_read(viewer=viewer, case=passage)
    return whole(viewer, passage)


ON_PASSAGE = Acts(
    router=router,
    path="/passages/{reference}",
    name="passage",
    shape=PassageDetail,
    find=queries.passage_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_PASSAGE.add_steps(
    PASSAGES.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, passage_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name=f"Passage{step.form.name.title().replace(' ', '') if step.form else ''}"),
)
