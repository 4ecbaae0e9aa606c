"""Operations on the work that waits, on queues, and on routing rules with their simulation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.sheets.bodies import sheet_body
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.applications.queries import application_by_reference
from penstock.permits.handling.routing import queries, services
from penstock.permits.handling.routing.fields import PLACING, QUEUE, RULES
from penstock.permits.handling.routing.judging import Outcome
from penstock.permits.handling.routing.models import Placement, Queue, RuleSet
from penstock.permits.handling.routing.simulating import simulate
from penstock.permits.handling.routing.states import ROUTING

router = Router(tags=["work on applications"])
QueueBody = body_of(QUEUE, strict=True)
PlacingBody = body_of(PLACING, strict=True)


class QueueShape(Schema):
    """A queue of one's authority; `waiting` is how many applications lie in it."""

    id: UUID
    name: str
    members: list[UUID]
    is_default: bool
    is_closed: bool
    waiting: int


class WaitingShape(Schema):
    """An application that waits: in which queue and by which rule, who holds it, and how far advice is."""

    reference: str
    title: str
    state: str
    due_on: str | None
    queue: str | None
    rule: str
    rules: int | None
    placed_by: str
    flags: list[str]
    holder: str
    agencies_asked: int
    agencies_answered: int


class RuleSetStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class RuleSetShape(Schema):
    """A version of one's routing rules, in their order, with what must be mended before it is used."""

    number: int
    state: str
    written_by: str
    rules: list[dict[str, Any]]
    faults: list[str]
    steps: list[RuleSetStep]


class OutcomeShape(Schema):
    """Where a set of rules puts an application; an empty queue is the one for everything else."""

    queue: str
    rule: str
    person: str
    agencies: list[str]
    flags: list[str]
    fired: list[str]


class TrialShape(Schema):
    """One application under the rules in use and under the tried ones, and in what they differ."""

    reference: str
    now: OutcomeShape
    then: OutcomeShape
    differs: list[str]


class SimulationShape(Schema):
    """What was tried, and how many of them would go another way."""

    different: int
    trials: list[TrialShape]


class Wanted(Schema):
    """Which applications rules are tried on: the last so many, or one."""

    last: int = Field(50, ge=1, le=queries.MOST)
    reference: str = ""


def _queue(one: Queue, waiting: int) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "name": one.name,
        "members": [str(each) for each in one.members],
        "is_default": one.is_default,
        "is_closed": one.is_closed,
        "waiting": waiting,
    }


@router.get("/handling/work", response={200: list[WaitingShape], **PROBLEMS}, summary="List the work that waits")
@opened_by(HANDLE_PERMITS)
def list_work(request: HttpRequest, of: str = "") -> list[dict[str, Any]]:
    """List what waits in one's queues, `of` a queue (its id), `mine` or `all`; the nearest deadline first."""
    return [_waiting(one) for one in queries.work(viewer_in(request), of)]


def _waiting(one: queries.Piece) -> dict[str, Any]:
    due_on = one.application.due_on
    return {
        "reference": one.application.reference,
        "title": one.application.title,
        "state": one.application.state,
        "due_on": due_on and due_on.isoformat(),
        **_placement(one.placement),
        "holder": one.holder,
        "agencies_asked": one.asked,
        "agencies_answered": one.answered,
    }


def _placement(one: Placement | None) -> dict[str, Any]:
    return {
        "queue": one.queue.name if one and one.queue else None,
        "rule": one.rule if one else "",
        "rules": one.rules.number if one and one.rules else None,
        "placed_by": one.placed_by if one else "",
        "flags": one.flags if one else [],
    }


@router.post("/applications/{reference}/queue", response={200: WaitingShape, **PROBLEMS}, summary="Move to a queue")
@opened_by(HANDLE_PERMITS)
def place_application(request: HttpRequest, reference: str, body: PlacingBody) -> Response:  # type: ignore[valid-type]
    """Move an application to another queue of one's authority."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        application = application_by_reference(viewer, reference)
        services.place(viewer=viewer, application_id=application.pk, raw=entered(body))
        return 200, next(_waiting(one) for one in queries.pieces(viewer, [application]))

    return answer_once(request, act)


@router.get("/handling/queues", response={200: list[QueueShape], **PROBLEMS}, summary="List queues")
@opened_by(HANDLE_PERMITS)
def list_queues(request: HttpRequest) -> list[dict[str, Any]]:
    """List the queues of one's authority."""
    viewer = viewer_in(request)
    counts = queries.waiting(viewer)
    return [_queue(one, counts.get(one.pk, 0)) for one in queries.queues(viewer, with_closed=True)]


@router.post("/handling/queues", response={201: QueueShape, **PROBLEMS}, summary="Open a queue")
@opened_by(SIGN_PERMITS)
def open_queue(request: HttpRequest, body: QueueBody) -> Response:  # type: ignore[valid-type]
    """Open a queue; the first one takes everything that no rule puts elsewhere."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _queue(services.keep_queue(viewer=viewer, raw=entered(body)), 0)))


@router.post("/handling/queues/{queue_id}", response={200: QueueShape, **PROBLEMS}, summary="Change a queue")
@opened_by(SIGN_PERMITS)
def change_queue(request: HttpRequest, queue_id: UUID, body: QueueBody) -> Response:  # type: ignore[valid-type]
    """Change who works on a queue, its name, or whether it is open."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        queue = services.keep_queue(viewer=viewer, raw=entered(body), queue_id=queue_id)
        return 200, _queue(queue, queries.waiting(viewer).get(queue.pk, 0))

    return answer_once(request, act)


def whole(viewer: Viewer, rules: RuleSet) -> dict[str, Any]:
    """A set of rules with what must be mended in it."""
    faults = services.against(viewer, rules.content) if rules.state == ROUTING.initial else []
    return {
        "number": rules.number,
        "state": rules.state,
        "written_by": rules.written_by,
        "rules": rules.content.get("rules") or [],
        "faults": [f"{one.field}: {one.message}" for one in faults],
        "steps": told_steps(ROUTING, rules, viewer),
    }


@router.get("/handling/rules", response={200: list[RuleSetShape], **PROBLEMS}, summary="List routing rules")
@opened_by(SIGN_PERMITS)
def list_rules(request: HttpRequest) -> list[dict[str, Any]]:
    """List all versions of one's routing rules, the newest first."""
    viewer = viewer_in(request)
    return [whole(viewer, one) for one in queries.rule_sets(viewer)]


@router.post("/handling/rules", response={201: RuleSetShape, **PROBLEMS}, summary="Begin the next routing rules")
@opened_by(SIGN_PERMITS)
def begin_rules(request: HttpRequest) -> Response:
    """Begin the next version as a copy of the rules in use; the one that is being written, where there is one."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, whole(viewer, services.begin_rules(viewer=viewer))))


@router.get("/handling/rules/{number}", response={200: RuleSetShape, **PROBLEMS}, summary="Read routing rules")
@opened_by(SIGN_PERMITS)
def read_rules(request: HttpRequest, number: int) -> dict[str, Any]:
    """Read a version of one's routing rules."""
    viewer = viewer_in(request)
    return whole(viewer, queries.rule_set(viewer, number))


@router.get("/handling/rules/{number}/simulation", response={200: SimulationShape, **PROBLEMS}, summary="Try rules")
@opened_by(SIGN_PERMITS)
def simulate_rules(request: HttpRequest, number: int, wanted: Query[Wanted]) -> dict[str, Any]:
    """What a version would have made of applications, against the rules in use; nothing is written."""
    viewer = viewer_in(request)
    found = simulate(viewer, queries.rule_set(viewer, number), last=wanted.last, reference=wanted.reference)
    trials = [
        {
            "reference": one.application.reference,
            "now": _outcome(one.now),
            "then": _outcome(one.then),
            "differs": list(one.differs),
        }
        for one in found.trials
    ]
    return {"different": found.different, "trials": trials}


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "queue": one.queue,
        "rule": one.rule,
        "person": one.person,
        "agencies": [each.agency for each in one.asked],
        "flags": list(one.flags),
        "fired": list(one.fired),
    }


Acts(
    router=router,
    path="/handling/rules/{number}",
    name="routing_rules",
    shape=RuleSetShape,
    find=queries.rule_set,
    whole=whole,
).add_steps(
    ROUTING.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, rules_id=one.pk, verb=verb, raw=raw),
    body=lambda step: sheet_body(RULES, strict=False, name="RoutingRules") if step.form else None,
)
