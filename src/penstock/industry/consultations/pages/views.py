"""Pages of consultations: the list, one of them for the office or for a company, its steps, and the reply."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.industry.consultations import queries, replying, services
from penstock.industry.consultations.fields import SHARING
from penstock.industry.consultations.models import Consultation
from penstock.industry.consultations.pages import shown
from penstock.industry.partnership.frame import ask, crumbs, given, heads, tabs
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP, READ_CASES

EITHER = require_http_methods(["GET", "POST"])


def _between() -> tuple[str, str]:
    return _("Consultations"), reverse("consultations")


@require_GET
@door(JOIN_PARTNERSHIP)
def home(request: HttpRequest) -> HttpResponse:
    """The consultations of the viewer's office, or those in which the viewer's company is asked."""
    viewer = viewer_in(request)
    replied = queries.replied(viewer)
    drawn = {
        "page_title": _("Consultations"),
        "tabs": tabs(viewer, "consultations"),
        "rows": [
            {
                "one": one,
                "badge": pages.badge(one),  # type: ignore[arg-type]
                "is_late": shown.is_late(one),
                "has_replied": one.pk in replied,
            }
            for one in queries.consultations(viewer)
        ],
        "columns": heads(_("Number"), _("Substance"), _("Authority"), _("Replies by"), _("State")),
        "may_keep": viewer.has(KEEP_PARTNERSHIP),
    }
    return render(request, "industry/consultations/list.html", drawn)


@EITHER
@door(KEEP_PARTNERSHIP)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a consultation."""
    viewer = viewer_in(request)

    def act(raw: dict[str, Any]) -> str:
        made = services.draft_consultation(viewer=viewer, raw=raw)
        return reverse("consultation", args=[made.reference])

    return ask(
        request,
        viewer,
        services.form_for(viewer),
        act,
        title=_("Ask industry about a substance"),
        back=reverse("consultations"),
        between=(_between(),),
        about=_("It is kept as a draft that nobody else sees until you ask."),
    )


@require_GET
@door(JOIN_PARTNERSHIP)
def consultation(request: HttpRequest, reference: str) -> HttpResponse:
    """One consultation: for the office with who is asked and what was replied, for a company with its own reply."""
    viewer = viewer_in(request)
    row = queries.consultation_by_reference(viewer, reference)
    is_own = row.office_id == viewer.organisation_id

    def button(step: Any) -> dict[str, Any]:
        tone = "primary" if step.verb == "open" else "secondary"
        return {"label": _(step.label), "url": reverse("consultation_step", args=[reference, step.verb]), "tone": tone}

    may, _may_not = steps.acts(viewer, row, button)  # type: ignore[arg-type]
    drawn = {
        "page_title": f"{row.reference} {row.title}",
        "row": row,
        "crumbs": crumbs(viewer, reference, _between()),
        "badge": pages.badge(row),  # type: ignore[arg-type]
        "is_late": shown.is_late(row),
        "acts": may,
        "is_own": is_own,
        "sections": given(services.form_for(viewer) if is_own else shown.ASKED, services.asked_content(viewer, row)),
        **(shown.of_office(viewer, row) if is_own else shown.of_company(viewer, row)),
    }
    return render(request, "industry/consultations/consultation.html", drawn)


@EITHER
@door(KEEP_PARTNERSHIP)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a consultation."""
    viewer = viewer_in(request)
    row = queries.consultation_by_reference(viewer, reference)
    taken, no = steps.step_open_to(viewer, row, verb), None  # type: ignore[arg-type]
    form = services.form_for(viewer) if verb == "edit" else taken.form
    kept = dict(row.content) if verb == "edit" else {}
    if request.method == "POST":
        kept = pages.entered(form, request.POST)
        try:
            services.take_step(viewer=viewer, consultation_id=row.pk, verb=verb, raw=kept)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("consultation", reference=reference)
    drawn = {
        **steps.frame(row, _(taken.label), {"label": _between()[0], "url": _between()[1]}),  # type: ignore[arg-type]
        "sections": pages.sections(form, kept, no.faults if no else ()) if form else [],
        "errors": pages.errors(form or services.form_for(viewer), no),
        "effects": shown.consequences(verb),
        "submit_label": _(taken.label),
        "tone": "danger" if verb == "discard" else "primary",
    }
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)


@EITHER
@door(KEEP_PARTNERSHIP)
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Key in a reply that an association passed on."""
    viewer = viewer_in(request)
    row = _of_office(viewer, reference)

    def act(raw: dict[str, Any]) -> None:
        services.receive(viewer=viewer, consultation_id=row.pk, raw=raw)

    return ask(
        request,
        viewer,
        services.passed_on_form(row),
        act,
        title=_("Reply passed on: %(reference)s") % {"reference": reference},
        back=reverse("consultation", args=[reference]),
        between=(_between(),),
    )


@EITHER
@door(KEEP_PARTNERSHIP)
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Share the summary with the secretariat."""
    viewer = viewer_in(request)
    row = _of_office(viewer, reference)

    def act(raw: dict[str, Any]) -> None:
        services.share(viewer=viewer, consultation_id=row.pk, raw=raw)

    return ask(
        request,
        viewer,
        SHARING,
        act,
        title=_("Share the summary: %(reference)s") % {"reference": reference},
        back=reverse("consultation", args=[reference]),
        between=(_between(),),
        submit_label=_("Share"),
        about=_("The secretariat and your country's authorities read it. No name, and no figure of fewer than five."),
    )


@require_POST
@door(KEEP_PARTNERSHIP)
def unshare(request: HttpRequest, reference: str) -> HttpResponse:
    """Share the summary no more."""
    viewer = viewer_in(request)
    row = _of_office(viewer, reference)
    services.unshare(viewer=viewer, consultation_id=row.pk)
    messages.success(request, _("It is shared no more."))
    return redirect("consultation", reference=reference)


def _of_office(viewer: Viewer, reference: str) -> Consultation:
    row = queries.consultation_by_reference(viewer, reference)
    if row.office_id != viewer.organisation_id:
        raise NotVisible
    return row


@EITHER
@door(JOIN_PARTNERSHIP)
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """Reply for one's own company, or keep a draft of it."""
    viewer = viewer_in(request)
    row = queries.consultation_by_reference(viewer, reference)
    if row.office_id == viewer.organisation_id:
        raise NotVisible
    known = queries.own_reply(viewer, row)
    is_draft = request.POST.get("go") == "keep"

    def act(raw: dict[str, Any]) -> None:
        keep = replying.keep_draft if is_draft else replying.reply
        keep(viewer=viewer, consultation_id=row.pk, raw=raw)

    return ask(
        request,
        viewer,
        replying.reply_form(row),
        act,
        title=_("Reply: %(reference)s") % {"reference": reference},
        back=reverse("consultation", args=[reference]),
        between=(_between(),),
        kept=known.content if known else shown.begun(viewer, row),
        submit_label=_("Reply"),
        is_draft=not (known and known.given_on),
        done=_("The draft is kept.") if is_draft else _("Your reply has reached the office."),
    )


@require_POST
@door(JOIN_PARTNERSHIP)
def unused(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one's own company does not use it."""
    viewer = viewer_in(request)
    row = queries.consultation_by_reference(viewer, reference)
    try:
        replying.reply_unused(viewer=viewer, consultation_id=row.pk)
        messages.success(request, _("Your reply has reached the office."))
    except Refused as no:
        messages.error(request, _(no.message))
    return redirect("consultation", reference=reference)


@require_GET
@door(READ_CASES)
def shared(request: HttpRequest) -> HttpResponse:
    """The summaries of consultations that authorities share, one's own among them."""
    viewer = viewer_in(request)
    drawn = {
        "page_title": _("What was asked of industry"),
        "tabs": tabs(viewer, "consultations_shared"),
        "summaries": [
            {"one": one, **shown.summary(one.government_id, one.content)} for one in queries.summaries(viewer)
        ],
        "columns": shown.quantity_heads(),
    }
    return render(request, "industry/consultations/shared.html", drawn)
