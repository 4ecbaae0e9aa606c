"""The paper of a licence on pages: its card, and the signed PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases.services import note_read
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.pages.frame import LICENCE_PANELS
from penstock.industry.licences.printing.sheet import check_address, pdf_of
from penstock.industry.licences.queries import licence_by_reference
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_LICENCES


@require_GET
@door(READ_LICENCES)
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """A licence as a signed PDF."""
    viewer = viewer_in(request)
    held = licence_by_reference(viewer, reference)
    note_read(viewer=viewer, case=held)
    return pages.download(pdf_of(viewer, held), "application/pdf", f"{reference}.pdf")


def paper_of(_viewer: Viewer, held: OperatorLicence) -> dict[str, Any] | None:
    """The card of the paper on the page of a licence."""
    return {
        "template": "industry/licences/paper.html",
        "pdf_url": reverse("licence_pdf", args=[held.reference]),
        "check_url": check_address(held.reference),
    }


LICENCE_PANELS.insert(0, paper_of)
