"""Operations on movements; the steps are generated from the workflow's table."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.secrecy.sight import sees_all
from penstock.cases.steps.api import Acts, entered
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import open_steps
from penstock.notices import queries as notice_queries
from penstock.notices.models import Notice
from penstock.notices.movements import queries, services
from penstock.notices.movements.fields import PLAN
from penstock.notices.movements.figures.content import base_content
from penstock.notices.movements.figures.limits import last_day_of, read_balance
from penstock.notices.movements.figures.panel import links
from penstock.notices.movements.figures.shapes import balance_line, line
from penstock.notices.movements.models import Movement
from penstock.notices.movements.states import MOVEMENTS
from penstock.parties.duties import READ_CASES, SEND_NOTICES

router = Router(tags=["movements"])
LONGEST_PAGE = 200
Plan = body_of(PLAN, strict=True)


class MovementShape(Schema):
    """A movement in figures; `difference` is what arrived more than left, less being negative."""

    reference: str
    notice: str
    state: str
    exporting_country: str
    importing_country: str
    planned_on: date
    quantity: str
    unit: str
    dispatched_on: date | None
    arrived_on: date | None
    arrived_quantity: str | None
    arrived_unit: str
    difference: str | None
    difference_unit: str
    returned_quantity: str | None
    returned_unit: str
    owed_by: str | None
    due_on: date | None
    is_overdue: bool


class MovementStep(Schema):
    """A step that may be taken from here, or the reason against it."""

    verb: str
    label: str
    reason: str | None


class MovementDetail(MovementShape):
    """A movement with the latest answers to each step, the notice it went on under, and what may be done."""

    content: dict[str, Any]
    onward: str | None
    steps: list[MovementStep]


class BalanceShape(Schema):
    """`untouched`, `given_back`, `planned` and `moved` add up to `ceiling`; `left` is what may still be planned.

    `base_factor` is the mass of the substance in one unit of mass of the salt that the goods name.
    """

    unit: str
    ceiling: str
    moved: str
    planned: str
    given_back: str
    untouched: str
    left: str
    returned: str
    base_factor: str | None
    base_of: str


class LinkShape(Schema):
    """Another case that a notice is linked with, and how."""

    said: str
    reference: str
    note: str


class UnderShape(Schema):
    """What moves under a notice."""

    balance: BalanceShape | None
    last_day: date | None
    movements: list[MovementShape]
    links: list[LinkShape]


class MovementsWanted(Schema):
    """What a list of movements is narrowed to, and the page of it; `owed` is "us" or "late"."""

    state: str = ""
    owed: str = ""
    text: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class MovementPage(Schema):
    """A page of movements; `next` is the cursor of the following one, null on the last."""

    items: list[MovementShape]
    next: str | None


def whole(viewer: Viewer, movement: Movement) -> dict[str, Any]:
    """A movement with what may be done."""
    onward = Notice.objects.visible_to(viewer).filter(pk=movement.onward_id).first() if movement.onward_id else None
    return {
        **line(movement),
        "content": movement.content,
        "onward": onward.reference if onward else None,
        "steps": [
            {"verb": step.verb, "label": step.label, "reason": reason.message if reason else None}
            for step, reason in open_steps(MOVEMENTS, movement, viewer)
        ],
    }


@router.get("/notices/{reference}/movements", response={200: UnderShape, **PROBLEMS}, summary="What moves under it")
@opened_by(READ_CASES)
def read_movements(request: HttpRequest, reference: str) -> dict[str, Any]:
    """The balance of a notice, its movements in the order in which they were planned, and the linked cases."""
    viewer = viewer_in(request)
    notice = notice_queries.notice_by_reference(viewer, reference)
    if not sees_all(viewer, notice):
        return {"balance": None, "last_day": None, "movements": [], "links": []}
    last = last_day_of(notice)
    return {
        "balance": balance_line(read_balance(notice), base_content(notice)),
        "last_day": last.isoformat() if last else None,
        "movements": [line(one) for one in queries.movements_under(viewer, notice)],
        "links": [{name: one[name] for name in ("said", "reference", "note")} for one in links(viewer, notice)],
    }


@router.post("/notices/{reference}/movements", response={201: MovementDetail, **PROBLEMS}, summary="Plan a dispatch")
@opened_by(SEND_NOTICES)
def plan_movement(request: HttpRequest, reference: str, body: Plan) -> Response:  # type: ignore[valid-type]
    """Plan a dispatch under a released notice; it holds its quantity of the balance."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        notice = notice_queries.notice_by_reference(viewer, reference)
        made = services.plan_movement(viewer=viewer, notice_id=notice.pk, raw=entered(body))
        return 201, whole(viewer, queries.movement_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get("/movements", response={200: MovementPage, **PROBLEMS}, summary="List movements, newest change first")
@opened_by(READ_CASES)
def list_movements(request: HttpRequest, wanted: Query[MovementsWanted]) -> dict[str, Any]:
    """List the movements this viewer may see."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.movements(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [line(one) for one in page.movements], "next": page.next or None}


@router.get("/movements/{reference}", response={200: MovementDetail, **PROBLEMS}, summary="Read a movement")
@opened_by(READ_CASES)
def read_movement(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a movement."""
    viewer = viewer_in(request)
    return whole(viewer, queries.movement_by_reference(viewer, reference))


ON_MOVEMENT = Acts(
    router=router,
    path="/movements/{reference}",
    name="movement",
    shape=MovementDetail,
    find=queries.movement_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_MOVEMENT.add_steps(
    MOVEMENTS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, movement_id=one.pk, verb=verb, raw=raw),
)
