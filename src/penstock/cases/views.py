"""Pages that every regime's cases share: the link that is mailed, comments and files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages, queries, services
from penstock.cases.models import Case
from penstock.kernel import files
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.parties.duties import COMMENT, READ_CASES

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(READ_CASES)
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the link that mails carry to the page of the case's regime."""
    return redirect(pages.page_of(queries.case_by_reference(viewer_in(request), reference)))


@EITHER
@door(COMMENT)
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Say something on a case."""
    viewer = viewer_in(request)
    case = queries.case_by_reference(viewer, reference)
    if request.method != "POST":
        return _ask(request, "cases/comment.html", case)
    text, within = request.POST.get("text", ""), bool(request.POST.get("within"))
    try:
        services.comment(viewer=viewer, case_id=case.id, text=text, within=within)
    except Refused as no:
        return _ask(request, "cases/comment.html", case, no, text=text, within=within)
    messages.success(request, _("Your comment was added."))
    return redirect(f"{pages.page_of(case)}#story")


@EITHER
@door(COMMENT)
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Attach a file to a case."""
    viewer = viewer_in(request)
    case = queries.case_by_reference(viewer, reference)
    if request.method != "POST":
        return _ask(request, "cases/attach.html", case)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
        row = services.attach(viewer=viewer, case_id=case.id, name=given.name or "", chunks=given.chunks())
    except Refused as no:
        return _ask(request, "cases/attach.html", case, no)
    messages.success(request, _("The file %(name)s was attached.") % {"name": row.name})
    return redirect(f"{pages.page_of(case)}#files")


def _ask(request: HttpRequest, template: str, case: Case, no: Refused | None = None, **entered: object) -> HttpResponse:
    """Show a form again with what was entered, and what is wrong with it."""
    faults = no.faults or (Fault("", no.code, no.message.replace("{", "{{").replace("}", "}}")),) if no else ()
    shown = {
        "case": case,
        "back": pages.page_of(case),
        "crumbs": [{"label": case.reference, "url": pages.page_of(case)}],
        "fault": " ".join(said(fault) for fault in faults),
        **entered,
    }
    return render(request, template, shown, status=422 if no else 200)


@require_GET
@door(READ_CASES)
def file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Give a file of a case, always as a download."""
    viewer = viewer_in(request)
    row = queries.attachment(viewer, queries.case_by_reference(viewer, reference), file_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)
