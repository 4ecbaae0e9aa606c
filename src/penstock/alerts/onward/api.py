"""Operations that take a suspicious report onward, one for each way."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.alerts.onward.drafts import INDUSTRY_WARNING, TO_GOVERNMENTS, TO_INCIDENTS
from penstock.alerts.onward.services import take_onward
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.orders.reports.queries import report_by_reference
from penstock.parties.duties import HANDLE_REPORTS

router = Router(tags=["suspicious reports"])


class MadeOfReport(Schema):
    """The draft that was begun: its kind, and the reference under which it is gone on with."""

    kind: str
    reference: str


def _onward(request: HttpRequest, reference: str, way: str) -> Response:
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        report = report_by_reference(viewer, reference)
        made = take_onward(viewer=viewer, report_id=report.pk, way=way)
        return 201, {"kind": made.kind, "reference": made.reference}

    return answer_once(request, act)


@router.post(
    "/suspicious-reports/{reference}/onward/warn", response={201: MadeOfReport, **PROBLEMS}, summary="Warn companies"
)
@opened_by(HANDLE_REPORTS)
def warn_of_report(request: HttpRequest, reference: str) -> Response:
    """Begin an alert for industry with the substances and the signs of a report, and with nothing else of it."""
    return _onward(request, reference, INDUSTRY_WARNING)


@router.post(
    "/suspicious-reports/{reference}/onward/refer", response={201: MadeOfReport, **PROBLEMS}, summary="Make an incident"
)
@opened_by(HANDLE_REPORTS)
def refer_report(request: HttpRequest, reference: str) -> Response:
    """Begin an incident with the substances, the signs and the month of a report, and with nothing else of it."""
    return _onward(request, reference, TO_INCIDENTS)


@router.post(
    "/suspicious-reports/{reference}/onward/alert", response={201: MadeOfReport, **PROBLEMS}, summary="Tell governments"
)
@opened_by(HANDLE_REPORTS)
def alert_of_report(request: HttpRequest, reference: str) -> Response:
    """Begin a special alert with the substances and the signs of a report, and with nothing else of it."""
    return _onward(request, reference, TO_GOVERNMENTS)
