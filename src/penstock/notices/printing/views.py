"""Pages of printed forms: the print view, the PDF, and the question whether a paper is genuine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases.printing.asking import asker_of
from penstock.cases.printing.symbols import as_address
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.kernel.routes import ANYBODY, door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.notices import queries
from penstock.notices.printing.forms import form_named
from penstock.notices.printing.papers import Paper, notes_on, paper_of, pdf_of
from penstock.notices.printing.verifying import AMENDED, IN_FORCE, WITHDRAWN, Answer, verify
from penstock.notices.profiles.profile import profiles
from penstock.parties.duties import READ_CASES

STANDS = {
    IN_FORCE: ("ok", "Genuine, and in force"),
    AMENDED: ("warn", "Genuine, but the notice was amended since"),
    WITHDRAWN: ("bad", "Genuine, but the notice was withdrawn"),
}


def _paper(request: HttpRequest, reference: str) -> Paper:
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=notice)
    content = content_for(viewer, notice)
    return paper_of(form_named(content, request.GET.get("form", "")), notice, content)


@require_GET
@door(READ_CASES)
def print_view(request: HttpRequest, reference: str) -> HttpResponse:
    """A notice as one of the forms, to be looked at and printed."""
    paper = _paper(request, reference)
    pdf = reverse("notice_pdf", args=[reference])
    shown = {
        "paper": paper,
        "page_title": f"{_(paper.profile.name)}: {reference}",
        "heading": _(paper.profile.title),
        "notes": notes_on(paper.profile),
        "crumbs": [
            {"label": _("Notices"), "url": reverse("notices")},
            {"label": reference, "url": reverse("notice", args=[reference])},
            {"label": _("Print")},
        ],
        "qr": as_address(paper.qr) if paper.qr else "",
        "pdf_url": f"{pdf}?form={paper.profile.id}",
        "tabs": [
            {"label": _(one.name), "url": f"?form={one.id}", "current": one.id == paper.profile.id}
            for one in profiles().values()
        ],
    }
    return render(request, "notices/print.html", shown)


@require_GET
@door(READ_CASES)
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """A notice as one of the forms, as a PDF."""
    return pdf_answer(_paper(request, reference))


def pdf_answer(paper: Paper) -> HttpResponse:
    """The PDF under the notice's reference and the form's name."""
    response = HttpResponse(pdf_of(paper), content_type="application/pdf")
    name = f"{paper.reference}-{paper.profile.id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@door(ANYBODY)
def verify_page(request: HttpRequest) -> HttpResponse:
    """Ask whether a printed form is genuine; the symbol on it leads here with both answers filled in."""
    given = request.POST if request.method == "POST" else request.GET
    reference, code = (str(given.get(name, "")).strip()[:60] for name in ("reference", "code"))
    shown: dict[str, Any] = {"reference": reference, "code": code, "page_title": _("Is this paper genuine?")}
    status = 200
    if reference and code:
        try:
            shown["answer"] = _said(verify(asker=asker_of(request), reference=reference, code=code))
        except Refused as no:
            shown["fault"], status = _(no.message), 429
    elif reference or code or request.method == "POST":
        status = 422
        shown["errors"] = [
            {"field_id": f"id_{name}", "label": label, "message": _("This is missing.")}
            for name, label, value in (("reference", _("Reference"), reference), ("code", _("Code"), code))
            if not value
        ]
    return render(request, "notices/verify.html", shown, status=status)


def _said(answer: Answer) -> dict[str, Any]:
    if not answer.is_genuine:
        text = _("Check the reference and the code for slips. If they are right, this paper did not come from here.")
        return {"tone": "bad", "title": _("Not genuine"), "text": text}
    tone, title = STANDS[answer.state]
    return {"tone": tone, "title": _(title), "text": _("It is edition %(number)s.") % {"number": answer.edition}}
