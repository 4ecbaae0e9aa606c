"""Pages of enquiries: one's own, one enquiry with what may be done, and a new one on a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.cases.enquiries import queries, services, shown
from penstock.cases.enquiries.fields import ASKING
from penstock.cases.enquiries.phrases import LANGUAGES, language_now
from penstock.cases.enquiries.states import ENQUIRIES, STEPS
from penstock.cases.models import Case
from penstock.cases.queries import case_by_reference
from penstock.kernel import files
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, NotVisible, Refused
from penstock.kernel.workflow import Step, open_steps
from penstock.parties.duties import ENQUIRE
from penstock.parties.models import Organisation
from penstock.parties.queries import is_uuid

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(ENQUIRE)
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """The viewer's enquiries by whose turn it is."""
    viewer = viewer_in(request)
    found = queries.desk(viewer)
    parts = (
        (_("Your turn"), found.own_turn),
        (_("You wait for"), found.others_turn),
        (_("Closed"), found.closed),
    )
    drawn = [{"title": title, "rows": [shown.row(one, viewer) for one in rows]} for title, rows in parts]
    return render(request, "cases/enquiries/list.html", {"parts": drawn, "columns": columns()})


def columns() -> list[dict[str, str]]:
    """The heads of a list of enquiries."""
    heads = (_("Enquiry"), _("Asked by"), _("Asked of"), _("State"), _("Answer due"))
    return [{"label": one} for one in heads]


@require_GET
@door(ENQUIRE)
def enquiry_page(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """An enquiry with what was said in it; a company sees this, and nothing of the case."""
    return _page(request, enquiry_id)


@EITHER
@door(ENQUIRE)
def step(request: HttpRequest, enquiry_id: UUID, verb: str) -> HttpResponse:
    """Answer, ask on or close; on a fault the page comes back with what was entered."""
    viewer = viewer_in(request)
    queries.enquiry(viewer, enquiry_id)
    taken = next((one for one in STEPS if one.verb == verb), None)
    if taken is None:
        raise NotVisible
    if request.method != "POST":
        return redirect("enquiry", enquiry_id)
    try:
        services.take_step(viewer=viewer, enquiry_id=enquiry_id, verb=verb, raw=pages.entered(taken.form, request.POST))
    except Refused as no:
        if not no.faults:
            raise
        return _page(request, enquiry_id, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("enquiry", enquiry_id)


def _page(
    request: HttpRequest, enquiry_id: UUID, refused: Step | None = None, no: Refused | None = None
) -> HttpResponse:
    viewer = viewer_in(request)
    row = queries.enquiry(viewer, enquiry_id)
    case = queries.case_of(viewer, row)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else language_now()
    faults = no.faults if no else ()
    forms = [
        shown.form_of(row, one, pages.entered(one.form, request.POST), faults)
        if refused and one.verb == refused.verb
        else shown.form_of(row, one, {})
        for one, reason in open_steps(ENQUIRIES, row, viewer)
        if reason is None
    ]
    drawn = {
        "row": shown.row(row, viewer),
        "enquiry": row,
        "case": case,
        "case_url": pages.page_of(case) if case else "",
        "crumbs": [*_crumbs(case), {"label": _("Enquiry %(number)s") % {"number": row.number}}],
        "turns": shown.thread(queries.turns(viewer, row), language),
        "read_in": language,
        "phrase_languages": shown.languages(language),
        "papers": shown.papers(row, queries.papers(viewer, row)),
        "forms": forms,
        "may_attach": row.state != "closed",
        "errors": pages.summary(refused.form if refused else None, faults),
        "refused": refused.verb if refused else "",
    }
    return render(request, "cases/enquiries/enquiry.html", drawn, status=422 if no else 200)


def _crumbs(case: Case | None) -> list[dict[str, str]]:
    """The way back: by the case for those who see it, else by the list."""
    crumbs = [{"label": _("Enquiries"), "url": reverse("enquiries")}]
    return [*crumbs, {"label": case.reference, "url": pages.page_of(case)}] if case else crumbs


@EITHER
@door(ENQUIRE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """A new enquiry on a case: whom, and what."""
    viewer = viewer_in(request)
    case = case_by_reference(viewer, reference)
    known = queries.may_be_asked(viewer, case)
    if request.method != "POST":
        if case.sent_at is None or not known:
            raise Refused("not_to_be_asked", _("On this case you have nobody to ask."))
        return _ask_form(request, case, known)
    of = request.POST.get("of", "")
    try:
        raw = pages.entered(ASKING, request.POST)
        chosen = UUID(of) if is_uuid(of) else None
        row = services.ask(viewer=viewer, case_id=case.pk, raw=raw, of=chosen)
    except Refused as no:
        if not no.faults:
            raise
        return _ask_form(request, case, known, no)
    messages.success(request, _("Your question was sent to %(name)s.") % {"name": row.asked.name})
    return redirect("enquiry", row.pk)


def _ask_form(request: HttpRequest, case: Case, known: list[Organisation], no: Refused | None = None) -> HttpResponse:
    entered = pages.entered(ASKING, request.POST) if no else {}
    faults: tuple[Fault, ...] = no.faults if no else ()
    drawn: dict[str, Any] = {
        "page_title": _("Ask about %(reference)s") % {"reference": case.reference},
        "crumbs": [*_crumbs(case), {"label": _("Ask")}],
        "case": case,
        "sections": pages.sections(ASKING, entered, faults),
        "errors": pages.summary(ASKING, faults),
        "known": [{"value": str(one.pk), "label": one.name} for one in known],
        "of": request.POST.get("of", "") or (str(known[0].pk) if known else ""),
        "cancel_url": pages.page_of(case),
    }
    return render(request, "cases/enquiries/ask.html", drawn, status=422 if no else 200)


@require_POST
@door(ENQUIRE)
def attach(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Give a file to an enquiry."""
    viewer = viewer_in(request)
    queries.enquiry(viewer, enquiry_id)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the page
        row = services.attach(viewer=viewer, enquiry_id=enquiry_id, name=given.name or "", chunks=given.chunks())
    except Refused as no:
        messages.error(request, _(no.message))
        return redirect(f"{reverse('enquiry', args=[enquiry_id])}#files")
    messages.success(request, _("The file %(name)s was attached.") % {"name": row.name})
    return redirect(f"{reverse('enquiry', args=[enquiry_id])}#files")


@require_GET
@door(ENQUIRE)
def paper(request: HttpRequest, enquiry_id: UUID, paper_id: UUID) -> HttpResponse:
    """A file of an enquiry, always as a download."""
    viewer = viewer_in(request)
    row = queries.paper(viewer, queries.enquiry(viewer, enquiry_id), paper_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)
