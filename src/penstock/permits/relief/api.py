"""Operations on relief: emergencies, agreements with the yearly report, and requests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import sheet_body, step_body
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import APPLY_FOR_PERMITS, READ_PERMITS, SIGN_PERMITS
from penstock.permits.relief import queries, services, standing
from penstock.permits.relief.annual import report_of
from penstock.permits.relief.fields import AGREEMENT, DECLARATION, REQUEST
from penstock.permits.relief.models import Agreement, Emergency, ReliefRequest
from penstock.permits.relief.states import AGREEMENTS, EMERGENCIES, RELIEF
from penstock.permits.shapes import plain

router = Router(tags=["relief"])
DeclarationBody = body_of(DECLARATION, strict=True)
AgreementBody = sheet_body(AGREEMENT, strict=True, name="ReliefAgreement")
RequestDraft = sheet_body(REQUEST, strict=False, name="ReliefRequest")


class ReliefStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class EmergencyShape(Schema):
    """A declared emergency; without substances it is for all controlled medicines."""

    reference: str
    state: str
    country: str
    substances: list[str]
    from_on: date
    until_on: date
    is_in_force: bool
    authority: str
    basis: str
    unreachable: str
    steps: list[ReliefStep]


class AgreementShape(Schema):
    """What a supplier may send in emergencies by agreement with its authority."""

    reference: str
    state: str
    supplier: str
    authority: str
    until_on: date
    content: dict[str, Any]
    steps: list[ReliefStep]


class DifferenceShape(Schema):
    """Of one substance what left, was used, was not, and is unaccounted for: pure substance in `unit`."""

    substance: str
    unit: str
    left: str
    used: str
    unused: str
    missing: str


class ReliefShape(Schema):
    """A request for relief with what left and what became of it."""

    reference: str
    state: str
    title: str
    operator: str
    supplier: str | None
    authority: str | None
    emergency: str | None
    sent_on: date | None
    waybill: str
    content: dict[str, Any]
    use: dict[str, Any]
    differences: list[DifferenceShape]
    steps: list[ReliefStep]


class ReportRow(Schema):
    """One delivery of a year."""

    sent_on: date
    request: str
    state: str
    country: str
    operator: str
    emergency: str
    substance: str
    product: str
    pure: str
    unit: str


class ReportShape(Schema):
    """A supplier's report of a year."""

    supplier: str
    year: int
    rows: list[ReportRow]


def emergency(viewer: Viewer, one: Emergency) -> dict[str, Any]:
    """A declared emergency."""
    named = ("reference", "state", "country", "substances", "basis", "unreachable")
    return {
        **{name: getattr(one, name) for name in named},
        "from_on": one.from_on.isoformat(),
        "until_on": one.until_on.isoformat(),
        "is_in_force": queries.is_in_force(one),
        "authority": one.authority.name,
        "steps": told_steps(EMERGENCIES, one, viewer),
    }


def agreement(viewer: Viewer, one: Agreement) -> dict[str, Any]:
    """A standing agreement."""
    return {
        "reference": one.reference,
        "state": one.state,
        "supplier": one.supplier.name,
        "authority": one.authority.name,
        "until_on": one.until_on.isoformat(),
        "content": one.content,
        "steps": told_steps(AGREEMENTS, one, viewer),
    }


def whole(viewer: Viewer, one: ReliefRequest) -> dict[str, Any]:
    """A request with everything on it."""
    return {
        "reference": one.reference,
        "state": one.state,
        "title": one.title,
        "operator": one.opener.name,
        "supplier": one.counterpart.name if one.counterpart else None,
        "authority": one.authority.name if one.authority else None,
        "emergency": one.emergency.reference if one.emergency else None,
        "sent_on": one.sent_on and one.sent_on.isoformat(),
        "waybill": one.waybill,
        "content": content_for(viewer, one),
        "use": one.use,
        "differences": [
            {
                "substance": each.substance,
                "unit": each.unit,
                **{name: plain(getattr(each, name)) for name in ("left", "used", "unused", "missing")},
            }
            for each in queries.differences(viewer, one)
        ],
        "steps": told_steps(RELIEF, one, viewer),
    }


def _made(request: HttpRequest, body: Any, act: Callable[..., Any], told: Callable[[Viewer, Any], Any]) -> Response:
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, told(viewer, act(viewer=viewer, raw=entered(body)))))


@router.get("/relief/emergencies", response={200: list[EmergencyShape], **PROBLEMS}, summary="List emergencies")
@opened_by(READ_PERMITS)
def list_emergencies(request: HttpRequest) -> list[dict[str, Any]]:
    """List the declared emergencies, the newest first; everybody who reads permits reads them."""
    viewer = viewer_in(request)
    return [emergency(viewer, one) for one in queries.emergencies(viewer)]


@router.post("/relief/emergencies", response={201: EmergencyShape, **PROBLEMS}, summary="Declare an emergency")
@opened_by(SIGN_PERMITS)
def declare_emergency(request: HttpRequest, body: DeclarationBody) -> Response:  # type: ignore[valid-type]
    """Declare an emergency in one's own country, or in another where no authority can be reached."""
    return _made(request, body, standing.declare, emergency)


@router.get("/relief/emergencies/{reference}", response={200: EmergencyShape, **PROBLEMS}, summary="Read an emergency")
@opened_by(READ_PERMITS)
def read_emergency(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a declared emergency."""
    viewer = viewer_in(request)
    return emergency(viewer, queries.emergency_by_reference(viewer, reference))


@router.get("/relief/agreements", response={200: list[AgreementShape], **PROBLEMS}, summary="List agreements on relief")
@opened_by(READ_PERMITS)
def list_agreements(request: HttpRequest) -> list[dict[str, Any]]:
    """List the agreements that one may see."""
    viewer = viewer_in(request)
    return [agreement(viewer, one) for one in queries.agreements(viewer)]


@router.post("/relief/agreements", response={201: AgreementShape, **PROBLEMS}, summary="Agree with a supplier")
@opened_by(SIGN_PERMITS)
def make_agreement(request: HttpRequest, body: AgreementBody) -> Response:  # type: ignore[valid-type]
    """Agree what a supplier (its id) may send in emergencies."""
    return _made(request, body, standing.agree, agreement)


@router.get("/relief/agreements/{reference}", response={200: AgreementShape, **PROBLEMS}, summary="Read an agreement")
@opened_by(READ_PERMITS)
def read_agreement(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an agreement on relief."""
    viewer = viewer_in(request)
    return agreement(viewer, queries.agreement_by_reference(viewer, reference))


@router.get("/relief/agreements/{reference}/reports/{year}", response={200: ReportShape, **PROBLEMS}, summary="Report")
@opened_by(READ_PERMITS)
def read_relief_report(request: HttpRequest, reference: str, year: int) -> dict[str, Any]:
    """Read what the supplier of an agreement sent in a year, and to where."""
    found = report_of(viewer_in(request), reference, year)
    names = ReportRow.model_fields
    rows = [{name: str(getattr(one, name)) for name in names} | {"pure": plain(one.pure)} for one in found.rows]
    return {"supplier": found.supplier, "year": found.year, "rows": rows}


@router.get("/relief/requests", response={200: list[ReliefShape], **PROBLEMS}, summary="List requests for relief")
@opened_by(READ_PERMITS)
def list_relief(request: HttpRequest) -> list[dict[str, Any]]:
    """List one's requests for relief, the newest change first."""
    viewer = viewer_in(request)
    return [whole(viewer, one) for one in queries.requests(viewer)]


@router.post("/relief/requests", response={201: ReliefShape, **PROBLEMS}, summary="Draft a request for relief")
@opened_by(APPLY_FOR_PERMITS)
def draft_relief(request: HttpRequest, body: RequestDraft) -> Response:  # type: ignore[valid-type]
    """Begin a request for relief; nobody else sees it yet."""
    return _made(request, body, services.draft_request, whole)


@router.get("/relief/requests/{reference}", response={200: ReliefShape, **PROBLEMS}, summary="Read a request")
@opened_by(READ_PERMITS)
def read_relief(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a request for relief."""
    viewer = viewer_in(request)
    one = queries.request_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    return whole(viewer, one)


def _acts(part: str, name: str, shape: type[Schema], find: Any, told: Any) -> Acts:
    path = f"/relief/{part}/{{reference}}"
    return Acts(router=router, path=path, name=name, shape=shape, find=find, whole=told, is_read_again=True)


_acts("emergencies", "emergency", EmergencyShape, queries.emergency_by_reference, emergency).add_steps(
    EMERGENCIES.steps,
    lambda viewer, one, verb, raw: standing.take_emergency_step(viewer=viewer, emergency_id=one.pk, verb=verb, raw=raw),
)
_acts("agreements", "relief_agreement", AgreementShape, queries.agreement_by_reference, agreement).add_steps(
    AGREEMENTS.steps,
    lambda viewer, one, verb, raw: standing.take_agreement_step(viewer=viewer, agreement_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="ReliefAgreementChanged"),
)
_acts("requests", "relief", ReliefShape, queries.request_by_reference, whole).add_steps(
    RELIEF.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, request_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name=f"Relief{step.verb.title()}"),
)
