"""Pages of surveys for the office: making a link, and looking through what was answered."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import ANSWER, ASIDE, INVITATION, with_sectors
from penstock.industry.mapping.finding.services import found_form
from penstock.industry.mapping.models import Survey
from penstock.industry.mapping.pages.frame import Shown, ask, crumbs, given, heads, tabs
from penstock.industry.mapping.surveys import services
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import MAP_INDUSTRY

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(MAP_INDUSTRY)
def survey_list(request: HttpRequest) -> HttpResponse:
    """The links that were made, and what became of them."""
    viewer = viewer_in(request)
    rows = [{"survey": one, **stands(one)} for one in queries.surveys(viewer)[: queries.PAGE]]
    shown = {
        "page_title": _("Surveys"),
        "tabs": tabs(viewer, "mapping_surveys"),
        "rows": rows,
        "columns": heads(_("Company"), _("Made"), _("Until"), _("State")),
    }
    return render(request, "industry/mapping/surveys.html", shown)


def stands(one: Survey) -> Shown:
    """How a link stands, in words with a tone."""
    if one.taken_at:
        return {"stands": _("Taken over"), "tone": "ok"}
    if one.set_aside:
        return {"stands": _("Set aside"), "tone": ""}
    if one.answered_at:
        return {"stands": _("Answered, to be looked through"), "tone": "warn"}
    if one.withdrawn_at:
        return {"stands": _("Withdrawn"), "tone": ""}
    return {"stands": _("Expired"), "tone": ""} if one.until_on < today() else {"stands": _("Sent"), "tone": "info"}


@EITHER
@door(MAP_INDUSTRY)
def invite(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """Make a link; it is shown once, on the page that answers."""
    viewer = viewer_in(request)
    row = queries.company(viewer, found_id)
    back = reverse("mapping_company", args=[found_id])

    def act(raw: Shown) -> HttpResponse:
        survey, secret = services.invite(viewer=viewer, found_id=found_id, raw=raw)
        link = settings.BASE_URL + reverse("survey", args=[secret])
        title = _("Survey link for %(name)s") % {"name": row.name}
        shown = {"page_title": title, "survey": survey, "link": link, "found": row}
        response = render(
            request, "industry/mapping/link.html", {**shown, "crumbs": crumbs(_("Link"), (row.name, back))}
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    title = _("Ask %(name)s") % {"name": row.name}
    about = _(
        "The company answers in its browser, without an account. The link works once and is shown to you once: send it"
        " by a way that reaches the company and nobody else."
    )
    more: Shown = {"submit_label": _("Make the link"), "about": about, "between": [(row.name, back)]}
    return ask(request, INVITATION, act, title=title, back=back, kept={"days": "30"}, **more)


@EITHER
@door(MAP_INDUSTRY)
def survey(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """What was answered, beside what is known, to be corrected where needed and taken over."""
    viewer = viewer_in(request)
    row = queries.survey(viewer, survey_id)
    form = found_form(viewer)
    proposed = services.proposed(row.found, row) if row.content else {}

    def act(raw: Shown) -> HttpResponse:
        services.take_over(viewer=viewer, survey_id=survey_id, raw=raw)
        messages.success(request, _("The answer is taken over."))
        return redirect("mapping_company", row.found_id)

    answer = with_sectors(ANSWER, queries.sector_names(viewer))
    title = _("Survey: %(name)s") % {"name": row.found.name}
    more: Shown = {
        "survey": row,
        **stands(row),
        "answers": given(answer, row.content) if row.content else [],
        "changes": form.changes(services.kept_of(row.found), proposed) if row.content else [],
        "may_take": bool(row.answered_at) and not row.taken_at and not row.set_aside,
        "submit_label": _("Take over"),
        "template": "industry/mapping/survey.html",
    }
    return ask(request, form, act, title=title, back=reverse("mapping_surveys"), kept=proposed, **more)


@require_POST
@door(MAP_INDUSTRY)
def withdraw(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Withdraw a link that nobody has answered."""
    try:
        services.withdraw(viewer=viewer_in(request), survey_id=survey_id)
        messages.success(request, _("The link is withdrawn."))
    except Refused as no:
        messages.error(request, _(no.message))
    return redirect("mapping_survey", survey_id)


@EITHER
@door(MAP_INDUSTRY)
def aside(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Set an answer aside."""
    viewer = viewer_in(request)
    row = queries.survey(viewer, survey_id)

    def act(raw: Shown) -> HttpResponse:
        services.set_aside(viewer=viewer, survey_id=survey_id, raw=raw)
        messages.success(request, _("The answer is set aside, and stays readable."))
        return redirect("mapping_survey", survey_id)

    back = reverse("mapping_survey", args=[survey_id])
    title = _("Set aside the answer of %(name)s") % {"name": row.found.name}
    return ask(request, ASIDE, act, title=title, back=back)
