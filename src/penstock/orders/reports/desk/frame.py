"""What pages of suspicious reports share: the way back, the buttons, what may be told, and rows of lists."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.kernel.clock import now
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Step
from penstock.orders.reports import queries
from penstock.orders.reports.fields import REPORT, SORTS
from penstock.orders.reports.law.clocks import POLICE, Due
from penstock.orders.reports.law.silence import words_for
from penstock.orders.reports.models import Owed, SuspiciousReport
from penstock.parties.duties import HANDLE_REPORTS

Shown = dict[str, Any]
Onward = Callable[[Viewer, SuspiciousReport], Iterable[Shown]]
ONWARD: list[Onward] = []
"""What those above offer to make of a report, as buttons; each adds its own beside its addresses."""
FIRST = ("send", "acknowledge", "supply")
GRAVE = {"discard", "close"}
ON_THE_SHEET = {"edit", "send"}
"""Steps that are taken on the page of the form."""
BESIDE = (
    ("sort", "became"),
    ("happened_on", "aware_on"),
    ("product", "cas_number"),
    ("quantity", "unit"),
    ("value", "currency"),
    ("party_being", "party_name"),
    ("party_country", "party_address"),
    ("party_contact", "party_numbers"),
    ("police_on", "police_at"),
    ("contact_name", "contact_reach"),
)
CONSEQUENCES = {
    "discard": "The draft is closed. Nobody else has seen it.",
    "tell": "The office reads what you have entered so far. The clock of law for the written report runs.",
    "police": "The office sees that the police were told.",
    "add": "The office reads it at once.",
    "supply": "The office reads it at once, and goes on.",
    "take": "You hold it for your office.",
    "acknowledge": "The company knows that its report was read, and by whom it is worked on.",
    "ask": "The company is told that something waits, and reads your question here.",
    "instruct": "The company reads it here at once. Call it as well, where hours count.",
    "feedback": "The company reads it. Write nothing that harms an investigation or names others.",
    "close": "The company reads what it is told; what came of it within stays with your office.",
}


def frame(report: SuspiciousReport, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Suspicious reports"), "url": reverse("suspicious_reports")}
    return {"report": report, **steps.frame(report, heading, above)}


def acts(report: SuspiciousReport, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not."""
    return steps.acts(viewer, report, lambda step: _act(report, step))


def _act(report: SuspiciousReport, step: Step) -> Shown:
    tone = "primary" if step.verb in FIRST else "secondary"
    if step.verb in ON_THE_SHEET:
        url = reverse("suspicious_report_edit", args=[report.reference])
    else:
        url = reverse("suspicious_report_step", args=[report.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def sections(viewer: Viewer, kept: Mapping[str, Any], faults: Iterable[Fault] = ()) -> list[Shown]:
    """The form to be filled in; a company is not asked who telephoned."""
    drawn = pages.sections(REPORT, kept, faults, beside=BESIDE)
    if viewer.has(HANDLE_REPORTS):
        return drawn
    for part in drawn:
        part["rows"] = [row for row in part["rows"] if row[0]["name"] != "taken_from"]
    return drawn


def silence(country: str) -> list[Shown]:
    """What may be told to whom, by the law of a country."""
    return [{"says": _(one.says), "source": one.source, "verified": one.verified} for one in words_for(country)]


def owed(rows: Iterable[Owed | Due]) -> list[Shown]:
    """What law asks, each with whom it is owed to, by when, whether it is done, and where it is written."""
    return [
        {
            "to": _("The police") if one.to == POLICE else _("The authority"),
            "words": one.words,
            "source": one.source,
            "verified": one.verified,
            "due_at": one.due_at,
            "done_at": getattr(one, "done_at", None),
            "is_late": bool(one.due_at and one.due_at < now() and not getattr(one, "done_at", None)),
        }
        for one in rows
    ]


def rows(reports: Iterable[SuspiciousReport], viewer: Viewer) -> list[Shown]:
    """Reports as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("suspicious_report", args=[one.reference]),
            "title": one.title,
            "sort": _(SORTS[one.sort]) if one.sort in SORTS else "",
            "from": one.opener.name,
            "grade": queries.grade_of(viewer, one) if one.counterpart_id == viewer.organisation_id else "",
            "waits": one.wants_instruction and not one.instruction and one.is_open and bool(one.sent_at),
            "clock": pages.clock(one, one.opener.government_id or ""),
            "badge": pages.badge(one),
            "updated_on": one.updated_at.date(),
        }
        for one in reports
    ]


def columns() -> list[Shown]:
    """The heads of a list of reports."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Time left"), "kind": "narrow"},
        {"label": _("What")},
        {"label": _("Reported by")},
        {"label": _("State")},
        {"label": _("Updated"), "kind": "narrow"},
    ]
