"""Pages of changes: beginning a variation, extending many, and the cards on permits and applications."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from penstock.cases import pages
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import APPLY_FOR_PERMITS, SIGN_PERMITS
from penstock.permits.applications.models import Application
from penstock.permits.fields import EXTENSION
from penstock.permits.handling.changing import services
from penstock.permits.handling.choosing import Ticked, offering
from penstock.permits.models import Permit

Shown = dict[str, Any]
USUAL, LONGEST = 60, 3660
MANY = Form(
    name="extension of many",
    sections=(
        Section(title="Permits", fields=(Field(name="permits", label="Which", type=Ticked(), required=True),)),
        *EXTENSION.sections,
    ),
)


def permit_panel(viewer: Viewer, permit: Permit) -> Shown | None:
    """The way to apply for a change, on the page of a permit."""
    if not services.may_be_changed(viewer, permit):
        return None
    url = reverse("permit_change", args=[permit.reference])
    return {"template": "permits/handling/change_panel.html", "change_url": url}


def application_panel(viewer: Viewer, application: Application) -> Shown | None:
    """What an application for a change would change, on its page."""
    found = services.changes(viewer, application)
    if found is None:
        return None
    permit, differing = found
    return {
        "template": "permits/handling/difference_panel.html",
        "replaced": permit,
        "rows": [{"label": _(one.field.label), "old": one.old, "new": one.new} for one in differing],
    }


@require_POST
@door(APPLY_FOR_PERMITS)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin an application for a change of a permit."""
    made = services.begin_change(viewer=viewer_in(request), reference=reference)
    said = _("The draft %(draft)s holds what stands on the permit. Change what is to change, and apply.")
    messages.success(request, said % {"draft": made.reference})
    return redirect("application_edit", reference=made.reference)


@require_http_methods(["GET", "POST"])
@door(SIGN_PERMITS)
def extension(request: HttpRequest) -> HttpResponse:
    """Extend several permits at once; what could not be extended is said, and stays ticked."""
    viewer, no = viewer_in(request), None
    within = request.GET.get("within", "")
    days = min(int(within), LONGEST) if within.isdecimal() and within.isascii() and len(within) < 6 else USUAL  # noqa: PLR2004
    raw: Shown = {}
    if request.method == "POST":
        raw = pages.entered(MANY, request.POST)
        try:
            done = services.extend_many(viewer=viewer, references=raw["permits"], raw=raw)
        except Refused as refused:
            no = refused
        else:
            left = [one for one in done if one.reason]
            messages.success(request, _("Extended: %(number)s.") % {"number": len(done) - len(left)})
            for one in left:
                messages.error(request, f"{one.reference}: {_(one.reason)}")
            return redirect("extension")
    drawn: Shown = {
        "page_title": _("Extend several permits"),
        "lede": _("Everyone on each of them is told. Those in force that end soon are listed, the nearest first."),
        "crumbs": [{"label": _("Permits"), "url": reverse("permits")}, {"label": _("Extend several")}],
        "sections": pages.sections(MANY, raw, no.faults if no else ()),
        "errors": pages.errors(MANY, no),
        "cancel_url": reverse("permits"),
        "submit_label": _("Extend"),
        "within": days,
    }
    known = services.extensible(viewer, days)
    offers = [(one.reference, f"{one.reference}, {one.holder_name}: {one.valid_until}") for one in known]
    offering(drawn["sections"], {"permits": offers}, empty="")
    return render(request, "permits/handling/extension.html", drawn, status=422 if no else 200)
