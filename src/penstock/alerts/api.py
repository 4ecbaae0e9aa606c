"""Operations on alerts, the same for both kinds; the steps are generated from the workflows' tables."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.alerts import queries, services
from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.fields import PASSING
from penstock.alerts.models import Alert, Passing, Recipient
from penstock.alerts.outputs.cap import MEDIA_TYPE, cap_of
from penstock.alerts.received.services import acknowledge, pass_on
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, entered, told_signature, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import SEND_ALERTS

router = Router(tags=["alerts"])
LONGEST_PAGE = 200


class AlertStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class AlertShape(Schema):
    """An alert as lists give it."""

    reference: str
    state: str
    headline: str
    indicators: list[str]
    substances: list[str]
    urgency: str
    sent_by: str
    shared_with: str
    marking: str
    edition: int
    sent_at: datetime | None
    expires_on: date | None
    updated_at: datetime


class AlertProposal(FirstSignature):
    """A release that waits for its second signature."""


class RecipientShape(Schema):
    """An organisation that was told of an alert, and whether the present edition is acknowledged."""

    organisation: str
    country: str
    told_at: datetime
    told_edition: int
    acknowledged_edition: int
    acknowledged_at: datetime | None
    acknowledged_by: str
    reminders: int
    passed: int


class PassingShape(Schema):
    """To whom one's own organisation passed an alert on."""

    id: UUID
    sort: str
    name: str
    passed_on: date
    edition: int
    note: str
    recorded_by: str


class AlertDetail(AlertShape):
    """An alert with its content; all recipients for the sender, and one's own organisation for the others."""

    content: dict[str, Any]
    steps: list[AlertStep]
    proposal: AlertProposal | None
    recipients: list[RecipientShape]
    passings: list[PassingShape]


class WantedAlerts(Schema):
    """What a list of alerts is narrowed to, and the page of it."""

    text: str = ""
    state: str = ""
    substance: str = ""
    waiting: bool = False
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class AlertPage(Schema):
    """A page of alerts; `next` is the cursor of the following one, null on the last."""

    items: list[AlertShape]
    next: str | None


def brief(alert: Alert) -> dict[str, Any]:
    """An alert as lists give it."""
    return {
        "reference": alert.reference,
        "state": alert.state,
        "headline": alert.title,
        "indicators": alert.indicators,
        "substances": alert.substances,
        "urgency": alert.urgency,
        "sent_by": alert.opener.name,
        "shared_with": alert.shared_with,
        "marking": alert.marking,
        "edition": alert.edition,
        "sent_at": alert.sent_at and alert.sent_at.isoformat(),
        "expires_on": alert.expires_on and alert.expires_on.isoformat(),
        "updated_at": alert.updated_at.isoformat(),
    }


def whole(viewer: Viewer, alert: Alert) -> dict[str, Any]:
    """An alert with everything that the viewer may read of it."""
    return {
        **brief(alert),
        "content": content_for(viewer, alert),
        "steps": told_steps(DESKS[alert.kind].workflow, alert, viewer),
        "proposal": told_signature(alert, viewer),
        "recipients": [_recipient(one) for one in queries.recipients(viewer, alert)],
        "passings": [_passing(one) for one in queries.passings(viewer, alert)],
    }


def _recipient(row: Recipient) -> dict[str, Any]:
    return {
        "organisation": row.organisation.name,
        "country": row.organisation.government_id or "",
        "told_at": row.told_at.isoformat(),
        "told_edition": row.told_edition,
        "acknowledged_edition": row.acknowledged_edition,
        "acknowledged_at": row.acknowledged_at and row.acknowledged_at.isoformat(),
        "acknowledged_by": row.acknowledged_by,
        "reminders": row.reminders,
        "passed": row.passed,
    }


def _passing(row: Passing) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "sort": row.sort,
        "name": row.name,
        "passed_on": row.passed_on.isoformat(),
        "edition": row.edition,
        "note": row.note,
        "recorded_by": row.made_by,
    }


def _reading(desk: Desk) -> list[tuple[str, str, str, Callable[..., Any], Any, str]]:
    """The operations of readers: method, path, duty, operation, answer and summary."""

    def list_alerts(request: HttpRequest, wanted: Query[WantedAlerts]) -> dict[str, Any]:
        viewer = viewer_in(request)
        narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
        page = queries.alerts(viewer, desk, narrowed, cursor=wanted.cursor, limit=wanted.limit)
        return {"items": [brief(one) for one in page.alerts], "next": page.next or None}

    def read_alert(request: HttpRequest, reference: str) -> dict[str, Any]:
        viewer = viewer_in(request)
        alert = queries.alert_by_reference(viewer, desk, reference)
        note_read(viewer=viewer, case=alert)
        return whole(viewer, alert)

    def read_cap(request: HttpRequest, reference: str) -> HttpResponse:
        viewer = viewer_in(request)
        alert = queries.alert_by_reference(viewer, desk, reference)
        content = cap_of(viewer, alert)
        note_read(viewer=viewer, case=alert)
        return HttpResponse(content, content_type=MEDIA_TYPE)

    start, one = f"/{desk.path}", f"/{desk.path}/{{reference}}"
    return [
        ("GET", start, "list", list_alerts, AlertPage, f"List {desk.title.lower()}, newest change first"),
        ("GET", one, "read", read_alert, AlertDetail, "Read an alert; the first reading by each person is noted"),
        ("GET", f"{one}/cap", "cap", read_cap, None, "An alert as a message of CAP 1.2"),
    ]


def _drafting(desk: Desk) -> Callable[..., Any]:
    def draft(request: HttpRequest, body: Any) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            alert = services.draft_alert(viewer=viewer, raw=entered(body), kind=desk.kind)
            return 201, whole(viewer, alert)

        return answer_once(request, act)

    draft.__annotations__["body"] = body_of(desk.form, strict=False)
    return draft


def _add(
    desk: Desk, name: str, operation: Any, *, method: str = "POST", path: str, duty: str, answer: Any, summary: str
) -> None:
    operation.__name__ = f"{desk.route}_{name}"
    operation.__doc__ = f"{summary}."
    router.add_api_operation(
        path,
        [method],
        opened_by(duty)(operation),
        response=answer,
        summary=summary,
        operation_id=f"{desk.route}_{name}",
    )


def _add_desk(desk: Desk) -> None:
    start = f"/{desk.path}"
    for method, path, name, operation, shape, summary in _reading(desk):
        answer = {200: shape, **PROBLEMS} if shape else None
        _add(desk, name, operation, method=method, path=path, duty=desk.reads, answer=answer, summary=summary)
    said, drafted = f"Draft one of the {desk.title.lower()}", {201: AlertDetail, **PROBLEMS}
    _add(desk, "draft", _drafting(desk), path=start, duty=SEND_ALERTS, answer=drafted, summary=said)
    _add_acts(desk)


def _add_acts(desk: Desk) -> None:
    """Add what is done to one alert."""

    def find(viewer: Viewer, reference: str) -> Alert:
        return queries.alert_by_reference(viewer, desk, reference)

    on_alert = Acts(
        router=router,
        path=f"/{desk.path}/{{reference}}",
        name=desk.route,
        shape=AlertDetail,
        find=find,
        whole=whole,
        is_read_again=True,
        is_restated=True,
    )
    on_alert.add_steps(
        desk.workflow.steps,
        lambda viewer, alert, verb, raw: services.take_step(viewer=viewer, alert=alert, verb=verb, raw=raw),
    )
    on_alert.add_signatures(
        confirm=lambda viewer, alert: services.confirm_step(viewer=viewer, alert=alert),
        decline=lambda viewer, alert: services.decline_step(viewer=viewer, alert=alert),
        duty=SEND_ALERTS,
    )
    on_alert.add(
        "acknowledge",
        lambda viewer, alert, _raw: acknowledge(viewer=viewer, alert=alert),
        duty=desk.reads,
        summary="Acknowledge an alert",
    )
    on_alert.add(
        "pass",
        lambda viewer, alert, raw: pass_on(viewer=viewer, alert=alert, raw=raw),
        duty=desk.reads,
        summary="Record to whom an alert was passed on",
        body=body_of(PASSING, strict=True),
    )


for _desk in DESKS.values():
    _add_desk(_desk)
