"""Pages on which a file is given to a case of licensing, and fetched from it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.services import attach
from penstock.cases.steps import pages as steps
from penstock.industry.evidence.queries import dossier
from penstock.kernel import files
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import APPLY_FOR_LICENCES, READ_LICENCES


@require_http_methods(["GET", "POST"])
@door(APPLY_FOR_LICENCES)
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a file to a case; what is wrong with it is said, and nothing else is lost."""
    viewer = viewer_in(request)
    case = dossier(viewer, reference)
    fault = ""
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
            row = attach(viewer=viewer, case_id=case.pk, name=given.name or "", chunks=given.chunks())
        except Refused as no:
            fault = " ".join(said(one) for one in no.faults) or _(no.message)
        else:
            messages.success(request, _("The file %(name)s was attached.") % {"name": row.name})
            return redirect(f"{pages.page_of(case)}#evidence")
    shown = {**steps.frame(case, _("Attach a file")), "back": pages.page_of(case), "fault": fault}
    return render(request, "cases/attach.html", shown, status=422 if fault else 200)


@require_GET
@door(READ_LICENCES)
def evidence_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Give a file of a case, always as a download."""
    viewer = viewer_in(request)
    row = case_queries.attachment(viewer, dossier(viewer, reference), file_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)
