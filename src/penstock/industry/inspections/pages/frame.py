"""What pages of inspections share: the way back, buttons, findings, rows of lists, and the card on a licence."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.industry.inspections import queries
from penstock.industry.inspections.fields import GRADE_TONES, GRADES
from penstock.industry.inspections.models import Finding, Inspection
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.pages.frame import LICENCE_PANELS
from penstock.industry.licences.states import STANDING
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import INSPECT

Shown = dict[str, Any]
FIRST = ("hold", "answer")
CONSEQUENCES = {
    "replan": "If the company was told, it is told of the change.",
    "cancel": "It will not take place. If the company was told, it is told of this too.",
    "hold": "The company reads everything that you write here. Without an action it is closed at once.",
    "answer": "The inspector reads what you did, and closes it or asks for more. Attach photographs or papers first.",
    "return": "What you name stays open until the day that you enter. Whatever else was answered is taken for done.",
    "close": "Every action that is still open is taken for done. It cannot be undone.",
}


def frame(inspection: Inspection, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Inspections"), "url": reverse("inspections")}
    return {"inspection": inspection, **steps.frame(inspection, heading, above)}


def acts(inspection: Inspection, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not."""
    return steps.acts(viewer, inspection, lambda step: _act(inspection, step))


def _act(inspection: Inspection, step: Step) -> Shown:
    return {
        "label": _(step.label),
        "url": reverse("inspection_step", args=[inspection.reference, step.verb]),
        "tone": "primary" if step.verb in FIRST else "secondary",
    }


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def findings(found: Iterable[Finding]) -> list[Shown]:
    """Findings with what became of each."""
    return [
        {
            "number": one.number,
            "grade": _(GRADES[one.grade]),
            "tone": GRADE_TONES[one.grade],
            "found": one.found,
            "article": one.article,
            "action": one.action,
            "due_on": one.due_on,
            "answer": one.answer,
            "done_on": one.done_on,
            "wanted": one.wanted,
            **_standing(one),
        }
        for one in found
    ]


def _standing(one: Finding) -> Shown:
    """Whether something is owed for a finding, in a word with its tone."""
    if not one.action:
        return {"standing": _("Nothing to mend"), "standing_tone": "neutral"}
    if one.closed_on:
        return {"standing": _("Done"), "standing_tone": "ok"}
    if one.answer:
        return {"standing": _("Answered"), "standing_tone": "info"}
    if one.due_on and one.due_on < today():
        return {"standing": _("Overdue"), "standing_tone": "bad"}
    return {"standing": _("Open"), "standing_tone": "warn"}


def rows(inspections: Iterable[Inspection]) -> list[Shown]:
    """Inspections as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("inspection", args=[one.reference]),
            "title": one.title,
            "licence": one.under.reference,
            "day": one.held_on or one.planned_on,
            "due": one.due_on,
            "is_late": one.due_on is not None and one.due_on < today(),
            "badge": pages.badge(one),
        }
        for one in inspections
    ]


def columns() -> list[Shown]:
    """The heads of a list of inspections."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Where")},
        {"label": _("Day"), "kind": "narrow"},
        {"label": _("To be mended by"), "kind": "narrow"},
        {"label": _("State")},
    ]


def on_licence(viewer: Viewer, held: OperatorLicence) -> Shown | None:
    """The card of inspections on the page of a licence; None where there are none and none can be planned."""
    found = queries.inspections_under(viewer, held)
    may_plan = viewer.has(INSPECT) and held.opener_id == viewer.organisation_id and held.state in STANDING
    if not found and not may_plan:
        return None
    return {
        "template": "industry/inspections/panel.html",
        "rows": [{**row, "title": one.site, "licence": ""} for one, row in zip(found, rows(found), strict=True)],
        "columns": columns(),
        "plan_url": reverse("inspection_new", args=[held.reference]) if may_plan else "",
    }


LICENCE_PANELS.append(on_licence)
