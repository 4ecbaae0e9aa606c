"""The operation that reads the checks of a notice."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.notices import queries
from penstock.notices.checks.table import check
from penstock.parties.duties import READ_CASES

router = Router(tags=["notices"])


class FindingShape(Schema):
    """One finding; `tone` is warning, look, cannot say or fine, and none of them decides anything."""

    check: str
    question: str
    tone: str
    message: str
    basis: str
    rests_on: list[str]


class FindingsShape(Schema):
    """What the checks say at this moment to this reader, the worst first."""

    reference: str
    edition: int
    findings: list[FindingShape]


@router.get("/notices/{reference}/checks", response={200: FindingsShape, **PROBLEMS}, summary="Check a notice")
@opened_by(READ_CASES)
def read_checks(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Every check that an officer would make, as far as this reader may see or be told."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    findings = [one.kept() for one in check(viewer, notice)]
    return {"reference": notice.reference, "edition": notice.edition, "findings": findings}
