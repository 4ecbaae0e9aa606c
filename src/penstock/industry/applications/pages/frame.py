"""What pages of applications for licences share: the way back, the buttons, the sheet, and rows of lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.sheets.sheet import MOST_LINES
from penstock.cases.steps import pages as steps
from penstock.catalogue.substances import substance
from penstock.industry.applications.fields import APPLICATION, LINES, SITES
from penstock.industry.applications.judging import country_of
from penstock.industry.applications.law import decision_within, demands
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.services import signed_by_two
from penstock.industry.licences.fields import ACTIVITIES, DOCUMENTS
from penstock.industry.licences.register import company_of, is_like
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.parties.companies.models import STANDINGS

Shown = dict[str, Any]
FIRST = ("apply", "grant", "propose", "supply")
GRAVE = {"discard", "withdraw", "refuse"}
ON_THE_SHEET = {"edit", "mend"}
"""Steps that are taken on the page of the sheet."""
BESIDE = (
    ("asked", "document"),
    ("concerns", "valid_until"),
    ("officer_name", "officer_post"),
    ("officer_phone", "officer_email"),
    *((f"lines-{n}-activity", f"lines-{n}-substance", f"lines-{n}-site") for n in range(MOST_LINES)),
    *((f"lines-{n}-quantity", f"lines-{n}-unit") for n in range(MOST_LINES)),
)
CONSEQUENCES = {
    "apply": "The authority reads it, and the days that the law gives it to decide begin. You may answer what it asks,"
    " or withdraw.",
    "discard": "The draft is closed. Nobody else has seen it.",
    "ask": "The applicant is told by mail. The clock stands still until it has answered.",
    "supply": "The authority is told, and its clock runs on with the days that were left.",
    "withdraw": "The authority is told, and decides nothing. It cannot be undone.",
    "grant": "The licence is granted and stands in the register of companies. The applicant is told.",
    "propose": "Your signature is kept as the first of two. When another has confirmed it, the licence is granted.",
    "refuse": "The applicant is told the reasons and what you write. A new application may be handed in later.",
}


def frame(application: LicenceApplication, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Applications for licences"), "url": reverse("licence_applications")}
    return {"application": application, **steps.frame(application, heading, above)}


def acts(application: LicenceApplication, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not; of the two ways to grant, one."""
    unwanted = "grant" if signed_by_two(application) else "propose"
    return steps.acts(viewer, application, lambda step: _act(application, step), without=unwanted)


def _act(application: LicenceApplication, step: Step) -> Shown:
    tone = "primary" if step.verb in FIRST else "secondary"
    if step.verb in ON_THE_SHEET:
        url = reverse("licence_application_edit", args=[application.reference])
    else:
        url = reverse("licence_application_step", args=[application.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": tone}


def lines_early(drawn: list[Shown]) -> list[Shown]:
    """The parts of a sheet with sites and lines behind the operator, before the officer and what proves him fit."""
    added = [one for one in drawn if str(one["title"]).rpartition(" ")[0] in {SITES.title, LINES.title}]
    others = [one for one in drawn if one not in added]
    return [*others[:2], *added, *others[2:]]


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def law_of(application: LicenceApplication, kept: Shown) -> Shown:
    """What the law on record asks for before each line, and by when it wants a decision."""
    country, values = country_of(application), APPLICATION.read(kept, strict=False).values
    span = decision_within(country, application.substances, renews=application.asked == "renew", on=today())
    return {
        "rows": [
            {
                "activity": _(ACTIVITIES[one.activity]),
                "substance": substance(one.substance).name,
                "document": _(DOCUMENTS[one.document]) if one.document else _("Nothing on record"),
                "condition": one.duty.condition if one.duty else "",
                "source": one.duty.source if one.duty else "",
                "is_verified": one.duty.verified if one.duty else True,
            }
            for one in demands(country, values["lines"], today())
        ],
        "columns": [{"label": _("Activity")}, {"label": _("Asked for")}, {"label": _("Law")}],
        "days": span.days if span else None,
        "source": span.duty.source if span else "",
        "is_verified": span.duty.verified if span else True,
    }


def register_of(viewer: Viewer, application: LicenceApplication, kept: Shown) -> Shown | None:
    """What the country's register says of the applicant, for its own authorities; None for all others."""
    number = kept.get("company_number") or ""
    if viewer.organisation_id != application.counterpart_id or not number:
        return None
    company = company_of(viewer, country_of(application), number)
    if company is None:
        return {
            "tone": "info",
            "text": _("The register has no company under this number. It is entered with the grant."),
        }
    if not is_like(company, kept.get("name") or ""):
        text = _("The register has another company under this number: %(name)s.") % {"name": company.name}
        return {"tone": "bad", "text": text}
    said = {"name": company.name, "standing": _(STANDINGS[company.standing])}
    tone = "ok" if company.standing == "good" else "warn"
    return {"tone": tone, "text": _("The register knows %(name)s: %(standing)s.") % said}


def rows(applications: list[LicenceApplication]) -> list[Shown]:
    """Applications as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("licence_application", args=[one.reference]),
            "title": one.title,
            "applicant": one.applicant_name or one.opener.name,
            "clock": pages.clock(one, country_of(one)),
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
