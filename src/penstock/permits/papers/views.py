"""Pages of papers: a permit as PDF and as signed data, and the keys of one's own authority with a specimen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases.services import note_read
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_PERMITS, SIGN_PERMITS
from penstock.permits import queries
from penstock.permits.models import Permit
from penstock.permits.papers import queries as paper_queries
from penstock.permits.papers.printing.sheet import paper_of, pdf_of, permit_code, verify_address
from penstock.permits.papers.printing.specimen import specimen_pdf
from penstock.permits.papers.public import TITLES
from penstock.permits.papers.signing.keys import fingerprint, rotate

EITHER = require_http_methods(["GET", "POST"])


def papers_of(viewer: Viewer, permit: Permit) -> dict[str, Any]:
    """The card of a permit's papers: both forms of it, its code, and to whoever issued it how often it was checked."""
    shown: dict[str, Any] = {
        "template": "permits/papers/panel.html",
        "pdf_url": reverse("permit_pdf", args=[permit.reference]),
        "token_url": reverse("permit_token", args=[permit.reference]),
        "verify_url": verify_address(),
        "code": permit_code(permit, permit.edition),
        "checks": None,
    }
    if permit.opener_id == viewer.organisation_id:
        found = paper_queries.checks_of(viewer, permit)
        shown["keys_url"] = reverse("permit_keys") if viewer.has(SIGN_PERMITS) else ""
        shown["checks"] = [{"row": one, "label": _(TITLES[one.answer])} for one in found]
    return shown


@require_GET
@door(READ_PERMITS)
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """A permit as a signed PDF."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    return _file(pdf_of(paper_of(viewer, permit)), "application/pdf", f"{reference}.pdf")


@require_GET
@door(READ_PERMITS)
def token(request: HttpRequest, reference: str) -> HttpResponse:
    """A permit as signed data, with nothing cut."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    return _file(paper_of(viewer, permit).token(whole=True).encode(), "application/jwt", f"{reference}.jwt")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@EITHER
@door(SIGN_PERMITS)
def keys(request: HttpRequest) -> HttpResponse:
    """The keys with which the viewer's authority signs, and a new one in the place of the last."""
    viewer = viewer_in(request)
    if request.method == "POST":
        rotate(viewer=viewer, is_distrusted=request.POST.get("is_distrusted") == "yes")
        messages.success(request, _("A new key signs from now on. Publish its fingerprint where others look for it."))
        return redirect("permit_keys")
    found = paper_queries.keys_of(viewer)
    shown = {
        "keys": [{"key": one, "fingerprint": fingerprint(one)} for one in found],
        "columns": [{"label": _("Key")}, {"label": _("From")}, {"label": _("Until")}, {"label": _("Certificate")}],
        "page_title": _("Keys that sign permits"),
        "crumbs": [{"label": _("Permits"), "url": reverse("permits")}, {"label": _("Keys")}],
        "choices": [
            {"value": "no", "label": _("It is time for a new one"), "help": _("What the old key signed stays valid.")},
            {
                "value": "yes",
                "label": _("The old key was or may have been in wrong hands"),
                "help": _("Every paper that it signed is refused from now on, and must be printed anew."),
            },
        ],
        "cancel_url": reverse("permits"),
    }
    return render(request, "permits/papers/keys.html", shown)


@require_GET
@door(SIGN_PERMITS)
def specimen(request: HttpRequest) -> HttpResponse:
    """A paper that allows nothing, signed with the authority's key, for others to try their verification on."""
    return _file(specimen_pdf(viewer_in(request)), "application/pdf", "specimen.pdf")
