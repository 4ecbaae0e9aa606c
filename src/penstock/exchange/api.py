"""Operations for other systems: the feed of events, and the webhooks that tell them of the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.exchange.messages import events_after, messages_of, seq_of
from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import queries, services
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import CONNECT_SYSTEMS, READ_CASES, READ_INCIDENTS

router = Router(tags=["events"])
EndpointBody = body_of(services.ENDPOINT, strict=True)
PAGE, LONGEST_PAGE = 100, 500


class DataShape(Schema):
    """What an event says: its case, the link to it, and the step's own answers where these were asked for."""

    reference: str
    link: str
    details: dict[str, Any] | None = None


class MessageShape(Schema):
    """An event, exactly as its webhook sends it."""

    id: str
    type: str
    timestamp: datetime
    data: DataShape


class FeedPage(Schema):
    """A page of events in the order of the record; `next` is what to give as `after` from here, also on the last."""

    items: list[MessageShape]
    next: str
    more: bool


class Asked(Schema):
    """After which event to read, which kinds, how full, and how many."""

    after: str = ""
    kinds: str = Field("", max_length=500, description="names of events or their beginnings, parted by spaces")
    full: bool = False
    limit: int = Field(PAGE, ge=1, le=LONGEST_PAGE)


class EndpointShape(Schema):
    """A webhook, and how its deliveries go."""

    id: UUID
    label: str
    url: str
    kinds: list[str]
    body: str
    incidents: bool
    is_running: bool
    stopped_because: str
    failing_since: datetime | None
    attempts: int
    next_attempt_at: datetime | None
    last_answer: str
    last_taken_at: datetime | None
    test_answer: str
    former_secret_until: datetime | None


class SecretShape(Schema):
    """The secret that signs a webhook's messages."""

    secret: str


@router.get("/events", response={200: FeedPage, **PROBLEMS}, summary="Read the events after one")
@opened_by(READ_CASES)
def read_events(request: HttpRequest, asked: Query[Asked]) -> Response:
    """The acts on the viewer's cases: ids and bodies as the webhooks send them, so that nothing is lost."""
    viewer = viewer_in(request)
    found = list(events_after(viewer, seq_of(viewer, asked.after), asked.kinds.split())[: asked.limit + 1])
    items = list(messages_of(viewer, found[: asked.limit], full=asked.full))
    last = items[-1]["id"] if items else asked.after
    return Response({"items": items, "next": last, "more": len(found) > len(items)})


def told(one: Endpoint) -> dict[str, Any]:
    """An endpoint as the API tells it."""
    return {
        "id": str(one.id),
        "label": one.label,
        "url": one.url,
        "kinds": one.kinds,
        "body": "full" if one.is_full else "brief",
        "incidents": READ_INCIDENTS in one.duties,
        "is_running": one.stopped_at is None,
        "stopped_because": one.stopped_because,
        "failing_since": one.failing_since and one.failing_since.isoformat(),
        "attempts": one.attempts,
        "next_attempt_at": one.due_at.isoformat() if one.attempts and one.stopped_at is None else None,
        "last_answer": one.last_answer,
        "last_taken_at": one.last_taken_at and one.last_taken_at.isoformat(),
        "test_answer": one.test_answer,
        "former_secret_until": one.former_until and one.former_until.isoformat(),
    }


@router.get("/webhooks", response={200: list[EndpointShape], **PROBLEMS}, summary="List the webhooks")
@opened_by(CONNECT_SYSTEMS)
def list_webhooks(request: HttpRequest) -> list[dict[str, Any]]:
    """The webhooks of one's own organisation."""
    return [told(one) for one in queries.endpoints(viewer_in(request))]


@router.post("/webhooks", response={201: EndpointShape, **PROBLEMS}, summary="Register a webhook")
@opened_by(CONNECT_SYSTEMS)
def register_webhook(request: HttpRequest, body: EndpointBody) -> Response:  # type: ignore[valid-type]
    """Have the acts on one's cases sent to an https address from now on; the secret is read by its own operation."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    return answer_once(request, lambda: (201, told(services.register(viewer=viewer, raw=raw))))


@router.get("/webhooks/{endpoint_id}", response={200: EndpointShape, **PROBLEMS}, summary="Read a webhook")
@opened_by(CONNECT_SYSTEMS)
def read_webhook(request: HttpRequest, endpoint_id: UUID) -> dict[str, Any]:
    """One webhook, with how its deliveries go."""
    return told(queries.endpoint(viewer_in(request), endpoint_id))


@router.get("/webhooks/{endpoint_id}/secret", response={200: SecretShape, **PROBLEMS}, summary="Read the secret")
@opened_by(CONNECT_SYSTEMS)
def read_secret(request: HttpRequest, endpoint_id: UUID) -> dict[str, str]:
    """The secret that signs now; who read it is kept."""
    return {"secret": services.secret(viewer=viewer_in(request), endpoint_id=endpoint_id)}


def _act_operation(name: str, act: services.Act) -> Callable[..., Any]:
    def operation(request: HttpRequest, endpoint_id: UUID) -> Response:
        viewer = viewer_in(request)
        return answer_once(request, lambda: (200, told(act(viewer, endpoint_id))))

    operation.__name__ = f"webhook_{name}".replace("-", "_")
    return operation


for _name, (_summary, _act) in services.ACTS.items():
    router.add_api_operation(
        f"/webhooks/{{endpoint_id}}/{_name}",
        ["POST"],
        opened_by(CONNECT_SYSTEMS)(_act_operation(_name, _act)),
        response={200: EndpointShape, **PROBLEMS},
        summary=_summary,
        operation_id=f"webhook_{_name}".replace("-", "_"),
    )


@router.delete("/webhooks/{endpoint_id}", response={204: None, **PROBLEMS}, summary="Remove a webhook")
@opened_by(CONNECT_SYSTEMS)
def remove_webhook(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Forget a webhook."""
    services.remove(viewer=viewer_in(request), endpoint_id=endpoint_id)
    return HttpResponse(status=204)
