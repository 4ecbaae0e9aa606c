"""The page of a report, a page for each step, its files, and the report as goAML."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.assignments import shown as assignments
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.kernel import files
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.orders.reports import queries, services
from penstock.orders.reports.desk.frame import GRAVE, ON_THE_SHEET, ONWARD, acts, consequences, frame, owed, silence
from penstock.orders.reports.events import EVENTS
from penstock.orders.reports.fields import GRADES, GRADING, INSTRUCTIONS, LED_TO, REPORT, RESULTS
from penstock.orders.reports.goaml.written import NO_NUMBER, report_data_xml, report_xml
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.states import REPORTS, TONES
from penstock.orders.reports.triage.judging import grade as keep_grade
from penstock.parties.duties import HANDLE_REPORTS, READ_REPORTS

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
GOAML = {"report": report_xml, "reportdata": report_data_xml}


@require_GET
@door(READ_REPORTS)
def report_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A report with all that was said on it; the first reading by each person is shown to both sides."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    note_read(viewer=viewer, case=report)
    may, may_not = acts(report, viewer)
    moments = case_queries.timeline(viewer, report)
    is_office = report.counterpart_id == viewer.organisation_id
    papers = queries.papers_of(viewer, report)
    shown = {
        **frame(report, report.title),
        "crumbs": [{"label": _("Suspicious reports"), "url": reverse("suspicious_reports")}, {"label": reference}],
        "badge": pages.badge(report),
        "clock": pages.clock(report, report.opener.government_id or ""),
        "acts": may,
        "absent": may_not,
        "is_office": is_office,
        "may_grade": is_office and viewer.has(HANDLE_REPORTS) and report.state != "closed",
        "onward": [one for offer in ONWARD for one in offer(viewer, report)] if is_office else [],
        "instruction": _(INSTRUCTIONS[report.instruction]) if report.instruction else "",
        "led_to": _(LED_TO[report.led_to]) if report.led_to else "",
        "judgements": [_judged(one) for one in queries.judgements_on(viewer, report)],
        "sections": [
            part
            for part in pages.answers(REPORT, content_for(viewer, report))
            if any(row["value"] for row in part["rows"])
        ],
        "turns": [_turn(one) for one in reversed(report.turns)],
        "owed": owed(queries.owed_on(viewer, report)),
        "silence": silence(report.opener.government_id or ""),
        "held": assignments.card(viewer, report) if is_office and report.sent_at else None,
        "story": pages.story(REPORTS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": _seen_by(viewer, report),
        "files": pages.files(papers, lambda one: reverse("suspicious_report_file", args=[reference, one.pk])),
        "may_give": report.state != "discarded",
        "links": _links(viewer, report) if is_office else [],
    }  # fmt: skip
    return render(request, "orders/reports/report.html", shown)


def _links(viewer: Viewer, report: SuspiciousReport) -> list[dict[str, str]]:
    """What was made of a report, for whoever sees that too."""
    others = [one.other if one.one_id == report.pk else one.one for one in case_queries.links_of(viewer, report)]
    return [{"reference": one.reference, "title": one.title, "url": pages.page_of(one)} for one in others]


def _judged(one: Any) -> dict[str, Any]:
    words = GRADES | RESULTS
    return {"sort": _(one.SORTS[one.sort]), "code": _(words[one.code]), "note": one.note, "by": one.person_name,
            "at": one.made_at}  # fmt: skip


def _turn(said: dict[str, Any]) -> dict[str, Any]:
    step = REPORTS.step(said["verb"])
    parts = pages.answers(step.form, said["data"]) if step.form else []
    return {
        "verb": said["verb"],
        "label": _(step.label),
        "who": said["person"],
        "organisation": said["organisation"],
        "at": datetime.fromisoformat(said["at"]),
        "rows": [row for part in parts for row in part["rows"] if row["value"]],
    }


def _seen_by(viewer: Viewer, report: SuspiciousReport) -> list[dict[str, Any]]:
    reasons = {report.opener_id: _("reports, only those with the duty")}
    if report.counterpart_id:
        reasons[report.counterpart_id] = _("receives it, only those with the duty")
    readers = case_queries.receipts(viewer, report)
    return pages.readers(case_queries.who_sees(report), readers, report.edition, reasons)


@EITHER
@door(READ_REPORTS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, report, verb)
    if verb in ON_THE_SHEET:
        return redirect("suspicious_report_edit", reference=reference)
    if request.method != "POST":
        return _ask(request, report, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        services.take_step(viewer=viewer, report_id=report.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, report, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("suspicious_report", reference=reference)


def _ask(request: HttpRequest, report: SuspiciousReport, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(report, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(HANDLE_REPORTS)
def grade(request: HttpRequest, reference: str) -> HttpResponse:
    """How the office grades a report; it stays within the office."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    no = None
    if request.method == "POST":
        try:
            keep_grade(viewer=viewer, report_id=report.pk, raw=pages.entered(GRADING, request.POST))
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Graded. The company learns nothing of it."))
            return redirect("suspicious_report", reference=reference)
    elif report.counterpart_id != viewer.organisation_id:
        raise NotVisible
    shown = {
        **frame(report, _("Grade the report")),
        **steps.asked(request, GRADING, no),
        "effects": [_("It orders the work of your office. The company learns nothing of it.")],
        "submit_label": _("Grade"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@require_POST
@door(READ_REPORTS)
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a file to a report."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the page
        services.give_paper(viewer=viewer, report_id=report.pk, name=given.name or "", chunks=given.chunks())
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("The file was given."))
    return redirect("suspicious_report", reference=reference)


@require_GET
@door(READ_REPORTS)
def file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Give out a file of a report, always as a download."""
    viewer = viewer_in(request)
    row = queries.paper_of(viewer, queries.report_by_reference(viewer, reference), file_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)


@require_GET
@door(HANDLE_REPORTS)
def goaml(request: HttpRequest, reference: str, shape: str) -> HttpResponse:
    """The report as goAML, for the office alone."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    return pages.download(goaml_of(viewer, report, shape), "application/xml", f"{report.reference}-{shape}.xml")


def goaml_of(viewer: Viewer, report: SuspiciousReport, shape: str, *, entity: int = NO_NUMBER) -> bytes:
    """The report in a shape of goAML; NotVisible for others than the office, and for shapes that there are not."""
    if report.counterpart_id != viewer.organisation_id or shape not in GOAML or not report.sent_at:
        raise NotVisible
    content = content_for(viewer, report)
    return report_xml(report, content, entity=entity) if shape == "report" else report_data_xml(report, content)
