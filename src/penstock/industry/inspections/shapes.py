"""Inspections as operations tell them."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.api import OpenStep, told_steps
from penstock.industry.inspections import queries
from penstock.industry.inspections.models import Inspection
from penstock.industry.inspections.states import INSPECTIONS
from penstock.kernel.viewer import Viewer


class InspectionStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class InspectionShape(Schema):
    """An inspection as lists give it; `due_on` is the earliest day by which something is to be mended."""

    reference: str
    state: str
    title: str
    licence: str
    holder: str
    site: str
    planned_on: date
    held_on: date | None
    due_on: date | None
    waits_for: str | None
    updated_at: datetime


class FindingShape(Schema):
    """What was found, what must be done about it by when, and what became of it."""

    number: int
    grade: str
    found: str
    article: str
    action: str
    due_on: date | None
    answer: str
    done_on: date | None
    wanted: str
    closed_on: date | None
    is_open: bool


class InspectionDetail(InspectionShape):
    """An inspection with its findings, who sees it, and what may be done."""

    inspectors: str
    is_announced: bool
    content: dict[str, Any]
    findings: list[FindingShape]
    audience: list[str]
    steps: list[InspectionStep]


def brief(inspection: Inspection) -> dict[str, Any]:
    """An inspection as lists give it."""
    return {
        "reference": inspection.reference,
        "state": inspection.state,
        "title": inspection.title,
        "licence": inspection.under.reference,
        "holder": inspection.under.holder_name,
        "site": inspection.site,
        "planned_on": inspection.planned_on.isoformat(),
        "held_on": inspection.held_on and inspection.held_on.isoformat(),
        "due_on": inspection.due_on and inspection.due_on.isoformat(),
        "waits_for": inspection.waits_for.name if inspection.waits_for else None,
        "updated_at": inspection.updated_at.isoformat(),
    }


def whole(viewer: Viewer, inspection: Inspection) -> dict[str, Any]:
    """An inspection with everything that the viewer may read of it."""
    return {
        **brief(inspection),
        "inspectors": inspection.inspectors,
        "is_announced": inspection.is_announced,
        "content": content_for(viewer, inspection),
        "findings": [
            {
                "number": one.number,
                "grade": one.grade,
                "found": one.found,
                "article": one.article,
                "action": one.action,
                "due_on": one.due_on and one.due_on.isoformat(),
                "answer": one.answer,
                "done_on": one.done_on and one.done_on.isoformat(),
                "wanted": one.wanted,
                "closed_on": one.closed_on and one.closed_on.isoformat(),
                "is_open": one.is_open,
            }
            for one in queries.findings_of(viewer, inspection)
        ],
        "audience": [one.name for one in case_queries.who_sees(inspection)],
        "steps": told_steps(INSPECTIONS, inspection, viewer),
    }
