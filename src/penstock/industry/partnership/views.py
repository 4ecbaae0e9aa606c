"""Pages of partnership: associations, agreements, their parties and signatures, and what parties say of themselves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.industry.partnership import queries, services
from penstock.industry.partnership.fields import AGREEMENT, ASSOCIATION, ENDED, PAPER, PARTY, REVIEWED, assessment_form
from penstock.industry.partnership.frame import ask, tabs
from penstock.industry.partnership.models import KINDS, Agreement, Partner
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP

EITHER = require_http_methods(["GET", "POST"])
Shown = dict[str, Any]
TONES = {queries.DRAFT: "warn", queries.IN_FORCE: "ok", queries.ENDED: ""}
STANDS = {queries.DRAFT: "Waits for signatures", queries.IN_FORCE: "In force", queries.ENDED: "Ended"}


@require_GET
@door(JOIN_PARTNERSHIP)
def home(request: HttpRequest) -> HttpResponse:
    """The agreements of the viewer's organisation, and for an authority the associations of its country."""
    viewer = viewer_in(request)
    rows = []
    for one in queries.agreements(viewer):
        stands = queries.stands(one, list(one.partners.all()))
        rows.append({"agreement": one, "kind": _(KINDS[one.kind]), "stands": _(STANDS[stands]), "tone": TONES[stands]})
    heads = (_("Agreement"), _("Authority"), _("Reviewed by"), _("State"))
    of_associations = (_("Association"), _("Contact"), _("Passes on alerts"))
    shown = {
        "page_title": _("Partnership"),
        "tabs": tabs(viewer, "partnership"),
        "rows": rows,
        "columns": [{"label": one} for one in heads],
        "associations": queries.associations(viewer),
        "association_columns": [{"label": one} for one in of_associations],
        "may_keep": viewer.has(KEEP_PARTNERSHIP),
        "today": today(),
    }
    return render(request, "industry/partnership/home.html", shown)


@EITHER
@door(KEEP_PARTNERSHIP)
def association(request: HttpRequest) -> HttpResponse:
    """Enter an association, or change the one of the same name."""
    viewer = viewer_in(request)
    name = request.GET.get("name", "")
    known = next((one.content for one in queries.associations(viewer) if one.name == name), None)

    def act(raw: Shown) -> None:
        services.keep_association(viewer=viewer, raw=raw)

    return ask(request, viewer, ASSOCIATION, act, title=_("Association"), back=reverse("partnership"), kept=known)


@EITHER
@door(KEEP_PARTNERSHIP)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an agreement."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> None:
        services.draft(viewer=viewer, raw=raw)

    kept = {"kind": "memorandum", "frame": "bdo-gbl"}
    return ask(request, viewer, AGREEMENT, act, title=_("Draft an agreement"), back=reverse("partnership"), kept=kept)


@require_GET
@door(JOIN_PARTNERSHIP)
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: its text, practices, parties, and the assessments that the viewer may see."""
    viewer = viewer_in(request)
    row = queries.agreement(viewer, agreement_id)
    parties = queries.partners(viewer, row)
    stands, own = queries.stands(row, parties), _own(viewer, parties)
    heads = (_("Party"), _("Point of contact"), _("Signature"))
    shown = {
        "page_title": row.title,
        "crumbs": [{"label": _("Partnership"), "url": reverse("partnership")}, {"label": row.title}],
        "agreement": row,
        "badge": {"tone": TONES[stands], "label": _(STANDS[stands])},
        "facts": [one for part in pages.answers(AGREEMENT, row.content) for one in part["rows"] if one["value"]],
        "practices": list(row.practices.values()),
        "parties": parties,
        "columns": [{"label": one} for one in heads],
        "assessments": [
            {"one": one, "sections": pages.answers(assessment_form(row.practices), one.content)}
            for one in queries.assessments(viewer, row)
        ],
        "may_keep": _keeps(viewer, row),
        "may_sign": bool(own and not own.signed_on and len(parties) > 1 and not row.ended_on),
        "may_rewrite": _keeps(viewer, row) and not any(one.signed_on for one in parties),
        "may_assess": bool(own and not row.ended_on and row.practices),
        "is_due": row.review_on <= today() and not row.ended_on,
    }
    return render(request, "industry/partnership/agreement.html", shown)


def _own(viewer: Viewer, parties: list[Partner]) -> Partner | None:
    return next((one for one in parties if one.organisation_id == viewer.organisation_id), None)


def _keeps(viewer: Viewer, row: Agreement) -> bool:
    return viewer.has(KEEP_PARTNERSHIP) and row.office_id == viewer.organisation_id and not row.ended_on


def _of_agreement(
    request: HttpRequest, agreement_id: UUID, form: Form, act: Callable[..., Any], title: str, **more: Any
) -> HttpResponse:
    """A form of an agreement that only its own office fills in."""
    viewer = viewer_in(request)
    row = queries.agreement(viewer, agreement_id)
    if row.office_id != viewer.organisation_id:
        raise NotVisible
    back = reverse("industry_agreement", args=[agreement_id])
    do = lambda raw: act(viewer=viewer, agreement_id=agreement_id, raw=raw)  # noqa: E731 - what the form does
    return ask(request, viewer, form, do, title=f"{title}: {row.title}", back=back, **more)


@EITHER
@door(KEEP_PARTNERSHIP)
def rewrite(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Change an agreement that nobody has signed."""
    kept = queries.agreement(viewer_in(request), agreement_id).content
    return _of_agreement(request, agreement_id, AGREEMENT, services.rewrite, _("Change"), kept=kept)


@EITHER
@door(KEEP_PARTNERSHIP)
def party(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Name a party."""
    return _of_agreement(request, agreement_id, PARTY, services.name_party, _("Name a party"))


@EITHER
@door(KEEP_PARTNERSHIP)
def paper(request: HttpRequest, agreement_id: UUID, partner_id: UUID) -> HttpResponse:
    """Enter a signature on paper."""

    def act(**said: Any) -> None:
        services.enter_paper(partner_id=partner_id, **said)

    return _of_agreement(request, agreement_id, PAPER, act, _("Signed on paper"))


@EITHER
@door(KEEP_PARTNERSHIP)
def review(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Review an agreement."""
    return _of_agreement(request, agreement_id, REVIEWED, services.review, _("Review"))


@EITHER
@door(KEEP_PARTNERSHIP)
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement."""
    return _of_agreement(request, agreement_id, ENDED, services.end, _("End"))


@require_POST
@door(JOIN_PARTNERSHIP)
def sign(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Sign for one's own organisation."""
    try:
        services.sign(viewer=viewer_in(request), agreement_id=agreement_id)
        messages.success(request, _("Signed."))
    except Refused as no:
        messages.error(request, _(no.message))
    return redirect("industry_agreement", agreement_id)


@EITHER
@door(JOIN_PARTNERSHIP)
def assess(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Say how one's own organisation keeps the practices, beginning with what it said last."""
    viewer = viewer_in(request)
    row = queries.agreement(viewer, agreement_id)
    own = _own(viewer, queries.partners(viewer, row))
    if own is None:
        raise NotVisible
    last = next((one.content for one in queries.assessments(viewer, row) if one.partner_id == own.pk), None)

    def act(raw: Shown) -> None:
        services.assess(viewer=viewer, agreement_id=agreement_id, raw=raw)

    title = _("Self-assessment: %(title)s") % {"title": row.title}
    back = reverse("industry_agreement", args=[agreement_id])
    return ask(request, viewer, assessment_form(row.practices), act, title=title, back=back, kept=last)
