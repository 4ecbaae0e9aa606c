"""Operations on suspicious reports; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema, UploadedFile
from ninja.responses import Response
from pydantic import Field

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel import files
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, FaultShape, body_of
from penstock.kernel.viewer import Viewer
from penstock.orders.reports import queries, services
from penstock.orders.reports.desk.page import goaml_of
from penstock.orders.reports.fields import GRADING, REPORT
from penstock.orders.reports.goaml.written import NO_NUMBER
from penstock.orders.reports.handed.services import hand_in
from penstock.orders.reports.models import Judgement, Owed, SuspiciousReport
from penstock.orders.reports.states import REPORTS
from penstock.orders.reports.triage.judging import grade
from penstock.parties.duties import HANDLE_REPORTS, READ_REPORTS, REPORT_SUSPICIONS

router = Router(tags=["suspicious reports"])
LONGEST_PAGE = 200
Draft = body_of(REPORT, strict=False)
Whole = body_of(REPORT, strict=True)


class ReportStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class ReportShape(Schema):
    """A suspicious report as lists give it."""

    reference: str
    sort: str
    state: str
    title: str
    became: str
    signs: list[str]
    substances: list[str]
    reporter: str
    office: str | None
    wants_instruction: bool
    instruction: str
    led_to: str
    due_on: date | None
    waits_for: str | None
    acknowledged_at: datetime | None
    updated_at: datetime


class OwedShape(Schema):
    """One thing that law asks of the reporter; owed at once where `due_at` is null."""

    to: str
    form: str
    words: str
    source: str
    verified: bool
    due_at: datetime | None
    done_at: datetime | None


class ReportTurn(Schema):
    """What was said with a step: what was entered, by its names."""

    verb: str
    at: datetime
    person: str
    organisation: str
    data: dict[str, Any]


class JudgementShape(Schema):
    """What the viewer's own office judged."""

    sort: str
    code: str
    note: str
    by: str
    at: datetime


class ReportFile(Schema):
    """A file on a report."""

    id: str
    name: str
    sha256: str
    size: int


class ReportDetail(ReportShape):
    """A report with its content and what may be done; `judgements` are told within the office alone."""

    content: dict[str, Any]
    owed: list[OwedShape]
    turns: list[ReportTurn]
    judgements: list[JudgementShape]
    files: list[ReportFile]
    steps: list[ReportStep]


class WantedReports(Schema):
    """What a list of reports is narrowed to, and the page of it; `owed` is "us" for what waits for us."""

    text: str = ""
    sort: str = ""
    state: str = ""
    owed: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class ReportPage(Schema):
    """A page of reports; `next` is the cursor of the following one, null on the last."""

    items: list[ReportShape]
    next: str | None


class ReportResults(Schema):
    """What an organisation's own reports led to."""

    sent: int
    acknowledged: int
    unanswered: int
    by_sort: dict[str, int]
    by_led_to: dict[str, int]


def brief(report: SuspiciousReport) -> dict[str, Any]:
    """A report as lists give it."""
    return {
        "reference": report.reference,
        "sort": report.sort,
        "state": report.state,
        "title": report.title,
        "became": report.became,
        "signs": report.signs,
        "substances": report.substances,
        "reporter": report.opener.name,
        "office": report.counterpart.name if report.counterpart else None,
        "wants_instruction": report.wants_instruction,
        "instruction": report.instruction,
        "led_to": report.led_to,
        "due_on": report.due_on and report.due_on.isoformat(),
        "waits_for": report.waits_for.name if report.waits_for else None,
        "acknowledged_at": report.acknowledged_at and report.acknowledged_at.isoformat(),
        "updated_at": report.updated_at.isoformat(),
    }


def whole(viewer: Viewer, report: SuspiciousReport) -> dict[str, Any]:
    """A report with everything that the viewer may read of it."""
    return {
        **brief(report),
        "content": content_for(viewer, report),
        "owed": [_owed(one) for one in queries.owed_on(viewer, report)],
        "turns": report.turns,
        "judgements": [_judged(one) for one in queries.judgements_on(viewer, report)],
        "files": [{"id": str(one.pk), **one.facts} for one in queries.papers_of(viewer, report)],
        "steps": told_steps(REPORTS, report, viewer),
    }


def _owed(one: Owed) -> dict[str, Any]:
    return {
        "to": one.to,
        "form": one.form,
        "words": one.words,
        "source": one.source,
        "verified": one.verified,
        "due_at": one.due_at and one.due_at.isoformat(),
        "done_at": one.done_at and one.done_at.isoformat(),
    }


def _judged(one: Judgement) -> dict[str, Any]:
    return {
        "sort": one.sort,
        "code": one.code,
        "note": one.note,
        "by": one.person_name,
        "at": one.made_at.isoformat(),
    }


@router.get("/suspicious-reports", response={200: ReportPage, **PROBLEMS}, summary="List suspicious reports")
@opened_by(READ_REPORTS)
def list_suspicious_reports(request: HttpRequest, wanted: Query[WantedReports]) -> dict[str, Any]:
    """List the reports of the viewer's company, or those sent to the viewer's office, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.reports(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.reports], "next": page.next or None}


@router.post("/suspicious-reports", response={201: ReportDetail, **PROBLEMS}, summary="Report something suspicious")
@opened_by(REPORT_SUSPICIONS)
def report_suspicion(request: HttpRequest, body: Whole) -> Response:  # type: ignore[valid-type]
    """Send a report in one call; it is refused with every fault at once, and then nothing of it is kept here."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.report_at_once(viewer=viewer, raw=entered(body))
        return 201, whole(viewer, queries.report_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.post("/suspicious-reports/drafts", response={201: ReportDetail, **PROBLEMS}, summary="Draft a report")
@opened_by(REPORT_SUSPICIONS)
def draft_suspicious_report(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin a report from whatever is known; nobody else sees it yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.draft_report(viewer=viewer, raw=entered(body))
        return 201, whole(viewer, queries.report_by_reference(viewer, made.reference))

    return answer_once(request, act)


class HandedLine(Schema):
    """What became of a line of a file: `sent`, or kept as a `draft` with what is wrong."""

    line: int
    reference: str
    state: str
    faults: list[FaultShape]


@router.post("/suspicious-reports/file", response={200: list[HandedLine], **PROBLEMS}, summary="Hand in a file")
@opened_by(REPORT_SUSPICIONS)
def hand_in_reports(request: HttpRequest, file: File[UploadedFile]) -> Response:
    """Hand in a CSV file of reports under the names of the form: good lines are sent, the others become drafts."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, [
            {
                "line": one.number,
                "reference": one.reference,
                "state": one.state,
                "faults": [{"field": f.field, "code": f.code, "message": f.message} for f in one.faults],
            }
            for one in hand_in(viewer=viewer, chunks=file.chunks())
        ]

    return answer_once(request, act, said=uploaded(file))


@router.get("/suspicious-reports/results", response={200: ReportResults, **PROBLEMS}, summary="What reports led to")
@opened_by(READ_REPORTS)
def read_report_results(request: HttpRequest) -> dict[str, Any]:
    """Count the reports of one's own organisation, and what it was told that came of them."""
    found = queries.results(viewer_in(request))
    return {name: getattr(found, name) for name in ReportResults.model_fields}


@router.get("/suspicious-reports/{reference}", response={200: ReportDetail, **PROBLEMS}, summary="Read a report")
@opened_by(READ_REPORTS)
def read_suspicious_report(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a suspicious report; the first reading by each person is shown to both sides."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    note_read(viewer=viewer, case=report)
    return whole(viewer, report)


@router.get("/suspicious-reports/{reference}/goaml/{shape}", response={200: None, **PROBLEMS}, summary="goAML")
@opened_by(HANDLE_REPORTS)
def read_report_as_goaml(request: HttpRequest, reference: str, shape: str, entity: int = NO_NUMBER) -> HttpResponse:
    """Read a report as goAML XML, for the receiving office: `shape` is `report`, or `reportdata` for a transaction.

    `entity` is the number under which the financial intelligence unit knows the reporter; 1 stands where none is given.
    """
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    text = goaml_of(viewer, report, shape, entity=max(entity, 1))
    return HttpResponse(text, content_type="application/xml")


@router.post("/suspicious-reports/{reference}/files", response={201: ReportFile, **PROBLEMS}, summary="Give a file")
@opened_by(READ_REPORTS)
def give_report_file(request: HttpRequest, reference: str, file: File[UploadedFile]) -> Response:
    """Give a file to a report; both of its sides read it, and nobody else."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        report = queries.report_by_reference(viewer, reference)
        row = services.give_paper(viewer=viewer, report_id=report.pk, name=file.name or "", chunks=file.chunks())
        return 201, {"id": str(row.pk), **row.facts}

    return answer_once(request, act, said=uploaded(file))


@router.get(
    "/suspicious-reports/{reference}/files/{file_id}",
    response={200: None, **PROBLEMS},
    summary="Fetch a file of a report",
)
@opened_by(READ_REPORTS)
def fetch_report_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """The content of a file on a report, always as a download."""
    viewer = viewer_in(request)
    row = queries.paper_of(viewer, queries.report_by_reference(viewer, reference), file_id)
    response = HttpResponse(files.content_of(row.sha256), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    return response


ON_REPORT = Acts(
    router=router,
    path="/suspicious-reports/{reference}",
    name="suspicious_report",
    shape=ReportDetail,
    find=queries.report_by_reference,
    whole=whole,
    is_read_again=True,
)


def _graded(viewer: Viewer, report: SuspiciousReport, raw: Any) -> SuspiciousReport:
    grade(viewer=viewer, report_id=report.pk, raw=raw)
    return report


ON_REPORT.add(
    "grade",
    _graded,
    duty=HANDLE_REPORTS,
    summary="Grade a report",
    body=body_of(GRADING, strict=True),
    about="Grade a report for one's own office; the reporter learns nothing of it.",
)
ON_REPORT.add_steps(
    REPORTS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, report_id=one.pk, verb=verb, raw=raw),
)
