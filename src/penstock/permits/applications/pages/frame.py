"""What pages of applications share: the way back, the buttons, the sheet, and rows of lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.sheets.sheet import MOST_LINES
from penstock.cases.steps import pages as steps
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.permits.applications.fields import SUBSTANCES
from penstock.permits.applications.judging.office import two_sign
from penstock.permits.applications.models import Application

Shown = dict[str, Any]
FIRST = ("apply", "issue", "propose", "supply", "allow")
GRAVE = {"discard", "withdraw", "refuse", "uphold"}
ON_THE_SHEET = {"edit", "mend"}
"""Steps that are taken on the page of the sheet."""
BESIDE = (
    ("paper", "direction"),
    ("purpose", "shipments"),
    ("valid_from", "valid_until"),
    ("own_place", "other_place"),
    ("cited_on", "cited_until"),
    *((f"substances-{n}-quantity", f"substances-{n}-unit") for n in range(MOST_LINES)),
    *((f"substances-{n}-strength", f"substances-{n}-units") for n in range(MOST_LINES)),
)
CONSEQUENCES = {
    "apply": "The authority reads it, and its clock to decide begins. You may answer what it asks, or withdraw.",
    "discard": "The draft is closed. Nobody else has seen it.",
    "ask": "The applicant is told by mail. The clock stands still until it has answered.",
    "supply": "The authority is told, and its clock runs on with the days that were left.",
    "withdraw": "The authority is told, and decides nothing. It cannot be undone.",
    "issue": "The permit is issued and reserves its quantity on the balances. The holder and the other government are "
    "told.",
    "propose": "Your signature is kept as the first of two. When another has confirmed it, the permit is issued "
    "and reserves its quantity on the balances.",
    "refuse": "The applicant is told the reasons and what you write, and may appeal.",
    "appeal": "Another officer than the one who refused decides anew.",
    "uphold": "The refusal stands. The applicant is told why.",
    "allow": "The permit is issued, and the record says that it was issued on appeal.",
}


def frame(application: Application, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Applications"), "url": reverse("applications")}
    return {"application": application, **steps.frame(application, heading, above)}


def acts(application: Application, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not; of the two ways to issue, one."""
    unwanted = "issue" if two_sign(application) else "propose"
    return steps.acts(viewer, application, lambda step: _act(application, step), without=unwanted)


def _act(application: Application, step: Step) -> Shown:
    tone = "primary" if step.verb in FIRST else "secondary"
    if step.verb in ON_THE_SHEET:
        url = reverse("application_edit", args=[application.reference])
    else:
        url = reverse("application_step", args=[application.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": tone}


def goods_first(drawn: list[Shown]) -> list[Shown]:
    """The parts of a sheet with the substances behind the first, which says what is asked for."""
    lines = [one for one in drawn if str(one["title"]).startswith(SUBSTANCES.title)]
    others = [one for one in drawn if one not in lines]
    return [*others[:1], *lines, *others[1:]]


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def rows(applications: list[Application]) -> list[Shown]:
    """Applications as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("application", args=[one.reference]),
            "title": one.title,
            "applicant": one.applicant_name or one.opener.name,
            "clock": pages.clock(one, (one.counterpart.government_id or "") if one.counterpart else ""),
            "badge": pages.badge(one),
            "updated_on": one.updated_at.date(),
        }
        for one in applications
    ]


def columns() -> list[Shown]:
    """The heads of a list of applications."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Time left"), "kind": "narrow"},
        {"label": _("What")},
        {"label": _("Applicant")},
        {"label": _("State")},
        {"label": _("Updated"), "kind": "narrow"},
    ]
