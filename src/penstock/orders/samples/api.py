"""Operations on samples; the steps are generated from the workflow's table."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.orders.samples import queries, services
from penstock.orders.samples.fields import SAMPLE
from penstock.orders.samples.models import SampleRequest
from penstock.orders.samples.states import SAMPLES
from penstock.parties.duties import CHECK_ORDERS

router = Router(tags=["orders"])
NewSample = body_of(SAMPLE, strict=True)


class SampleFinding(Schema):
    """What was found of a request; `against` keeps it from being approved."""

    code: str
    effect: str
    message: str


class SampleBrief(Schema):
    """A request for a sample as lists give it."""

    reference: str
    state: str
    customer: str
    goods: str
    asked_on: date
    entered_by: str
    decided_by: str
    justification: str
    given_on: date | None


class SampleShape(SampleBrief):
    """A request with what was entered, what was found then, and what may be done."""

    content: dict[str, Any]
    findings: list[SampleFinding]
    steps: list[OpenStep]


def brief(case: SampleRequest) -> dict[str, Any]:
    """A request as lists give it."""
    return {
        "reference": case.reference,
        "state": case.state,
        "customer": case.customer.number,
        "goods": case.goods,
        "asked_on": case.asked_on.isoformat(),
        "entered_by": case.entered_by_name,
        "decided_by": case.decided_by_name,
        "justification": case.justification,
        "given_on": case.given_on.isoformat() if case.given_on else None,
    }


def whole(viewer: Viewer, case: SampleRequest) -> dict[str, Any]:
    """A request with everything that the viewer may read of it."""
    found = [
        {"code": one["code"], "effect": one["effect"], "message": one["text"].format(**one["values"])}
        for one in case.findings
    ]
    return {**brief(case), "content": case.content, "findings": found, "steps": told_steps(SAMPLES, case, viewer)}


@router.get("/samples", response={200: list[SampleBrief], **PROBLEMS}, summary="List samples")
@opened_by(CHECK_ORDERS)
def list_samples(request: HttpRequest, state: str = "") -> list[dict[str, Any]]:
    """List the newest requests for samples, in one state or in any."""
    return [brief(one) for one in queries.samples(viewer_in(request), state=state)]


@router.post("/samples", response={201: SampleShape, **PROBLEMS}, summary="Request a sample")
@opened_by(CHECK_ORDERS)
def request_sample(request: HttpRequest, body: NewSample) -> Response:  # type: ignore[valid-type]
    """Enter what a customer asks for as a sample, with what was looked at."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (201, whole(viewer, services.request_sample(viewer=viewer, raw=raw))))


@router.get("/samples/{reference}", response={200: SampleShape, **PROBLEMS}, summary="Read a sample")
@opened_by(CHECK_ORDERS)
def read_sample(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a request for a sample with what was found of it."""
    viewer = viewer_in(request)
    return whole(viewer, queries.sample(viewer, reference))


Acts(
    router=router,
    path="/samples/{reference}",
    name="sample",
    shape=SampleShape,
    find=queries.sample,
    whole=whole,
).add_steps(
    SAMPLES.steps,
    lambda viewer, case, verb, raw: services.take_step(viewer=viewer, case_id=case.pk, verb=verb, raw=raw),
)
