"""How the receiving office grades a report, for itself alone; grades order its work and decide nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel import record
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.reports.fields import GRADING
from penstock.orders.reports.models import Judgement, SuspiciousReport
from penstock.orders.reports.states import REPORTS, WITH_OFFICE
from penstock.parties.duties import HANDLE_REPORTS


def grade(*, viewer: Viewer, report_id: UUID, raw: Mapping[str, Any]) -> Judgement:
    """Grade a report; the reporter learns nothing of it, not even that it was graded."""
    viewer.needs(HANDLE_REPORTS)
    with transaction.atomic():
        report = office_report(viewer, report_id)
        reading = GRADING.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        row = keep_judgement(report, viewer, "grade", reading.values["grade"], reading.values["note"] or "")
        record.append(judged(report, viewer, "grade"))
    return row


def keep_judgement(report: SuspiciousReport, viewer: Viewer, sort: str, code: str, note: str) -> Judgement:
    """Keep a judgement of the viewer's office on a report."""
    row = Judgement(
        case=report,
        organisation_id=viewer.organisation_id,
        sort=sort,
        code=code,
        note=note,
        person_name=viewer.name,
    )
    row.save(force_insert=True)
    return row


def judged(report: SuspiciousReport, viewer: Viewer, sort: str) -> record.Act:
    """The act that goes on the record for the office alone: that it judged, and not what."""
    return record.Act(
        name="suspicion.judged",
        case_id=report.pk,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={"sort": sort},
        duty=HANDLE_REPORTS,
    )


def office_report(viewer: Viewer, report_id: UUID) -> SuspiciousReport:
    """The report, locked, for the office that works on it; others are told that there is none, or why not now."""
    report: SuspiciousReport = REPORTS.lock(viewer, report_id)
    if report.counterpart_id != viewer.organisation_id:
        raise NotVisible
    if report.state not in WITH_OFFICE:
        raise Refused("wrong_state", "Only a report that the office is working on is graded or taken onward.")
    return report
