"""Pages of applications for licences: the list, the sheet, the application itself, its steps, and who signs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets import pages as sheets
from penstock.cases.steps import pages as steps
from penstock.cases.steps.signing import Signed, signing_page
from penstock.industry.applications import queries, services
from penstock.industry.applications.fields import APPLICATION, ASKED, SHORT
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.pages.frame import (
    BESIDE,
    GRAVE,
    ON_THE_SHEET,
    acts,
    columns,
    consequences,
    frame,
    law_of,
    lines_early,
    register_of,
    rows,
)
from penstock.industry.applications.states import APPLICATIONS, STATES, TONES
from penstock.industry.events import EVENTS
from penstock.industry.evidence.shown import evidence_of
from penstock.industry.fees.shown import fees_of
from penstock.industry.licences.queries import licence_by_reference
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_LICENCES, COMMENT, READ_LICENCES, SIGN_LICENCES
from penstock.parties.models import Organisation

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
NARROWED = {"text": "Text", "asked": "Asks for", "state": "State", "substance": "Substance", "owed": "Waits for us"}


@require_GET
@door(READ_LICENCES)
def application_list(request: HttpRequest) -> HttpResponse:
    """The viewer's applications, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in NARROWED}
    page = queries.applications(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {**asked, "asked": ASKED.get(asked["asked"], ""), "state": STATES.get(asked["state"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in NARROWED.items()}
    shown = {
        "rows": rows(page.applications),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters({**said, "owed": _("Waits for us")}, asked),
        "sorts": pages.offered([(code, _(label)) for code, label in ASKED.items()]),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "may_apply": viewer.has(APPLY_FOR_LICENCES),
        "may_rule": viewer.has(SIGN_LICENCES),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "industry/applications/list.html", shown)


@EITHER
@door(APPLY_FOR_LICENCES)
def new(request: HttpRequest) -> HttpResponse:
    """A new application; whatever is entered is kept."""
    viewer = viewer_in(request)
    if request.method == "POST":
        made = services.draft_application(viewer=viewer, raw=sheets.entered(APPLICATION, request.POST))
        return _saved(request, made)
    own = Organisation.objects.get(pk=viewer.organisation_id)
    company = {"name": own.name, "address": own.address} if own.kind == "company" else {}
    begun = {"marking": "AMBER", "asked": "new", "document": "licence", **company, **_as_it_stands(request)}
    begun |= {name: request.GET[name] for name in ("asked", "concerns", "document") if name in request.GET}
    shown = {
        "page_title": _("Apply for a licence"),
        "heading": _("Apply for a licence"),
        "lede": _("Whatever you enter is kept as a draft, which nobody else sees until you hand it in."),
        "crumbs": [
            {"label": _("Applications for licences"), "url": reverse("licence_applications")},
            {"label": _("Apply for a licence")},
        ],
        "sections": lines_early(sheets.sections(APPLICATION, SHORT, begun, beside=BESIDE)),
        "cancel_url": reverse("licence_applications"),
    }
    return render(request, "industry/applications/form.html", shown)


def _as_it_stands(request: HttpRequest) -> dict[str, Any]:
    """What stands on the licence that is to be renewed, amended or replaced, so that only what changes is entered."""
    number, viewer = request.GET.get("concerns", ""), viewer_in(request)
    if not number:
        return {}
    kept = content_for(viewer, licence_by_reference(viewer, number))
    known = {*(one.name for one in APPLICATION.fields), *APPLICATION.lines}
    return {name: value for name, value in kept.items() if name in known}


def _saved(request: HttpRequest, application: LicenceApplication) -> HttpResponse:
    if request.POST.get("go") == "apply":
        return redirect("licence_application_step", reference=application.reference, verb="apply")
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": application.reference})
    return redirect("licence_application_edit", reference=application.reference)


@EITHER
@door(APPLY_FOR_LICENCES)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet: of a draft, whose faults are told and kept; or of an application that is being asked about."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    verb = "edit" if application.state == APPLICATIONS.initial else "mend"
    steps.step_open_to(viewer, application, verb)
    kept = content_for(viewer, application)
    if request.method != "POST":
        return _form(request, application, kept, ())
    raw = sheets.entered(APPLICATION, request.POST)
    try:
        saved = services.take_step(viewer=viewer, application_id=application.pk, verb=verb, raw=raw)
    except Refused as no:
        return _form(request, application, raw, no.faults, said="" if no.faults else _(no.message))
    if verb == "edit":
        return _saved(request, saved)
    messages.success(request, _("The application was changed. Answer the authority to let its clock run on."))
    return redirect("licence_application", reference=reference)


def _form(
    request: HttpRequest,
    application: LicenceApplication,
    kept: dict[str, Any],
    faults: tuple[Fault, ...],
    *,
    said: str = "",
) -> HttpResponse:
    errors = sheets.summary(APPLICATION, SHORT, kept, faults) or ([{"message": said}] if said else [])
    shown = {
        **frame(application, _(STATES[application.state])),
        "sections": lines_early(sheets.sections(APPLICATION, SHORT, kept, faults, beside=BESIDE)),
        "form_action": reverse("licence_application_edit", args=[application.reference]),
        "errors": errors,
    }
    return render(request, "industry/applications/form.html", shown, status=422 if errors else 200)


@require_GET
@door(READ_LICENCES)
def application_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An application with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    note_read(viewer=viewer, case=application)
    may, may_not = acts(application, viewer)
    moments = case_queries.timeline(viewer, application)
    kept = content_for(viewer, application)
    parts = pages.answers_for(viewer, application, APPLICATION)
    seeing = case_queries.who_sees(application)
    shown = {
        **frame(application, application.title),
        "crumbs": [
            {"label": _("Applications for licences"), "url": reverse("licence_applications")},
            {"label": reference},
        ],
        "badge": pages.badge(application),
        "clock": pages.clock(application),
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, application),
        "sections": lines_early(
            [{**one, "rows": filled} for one in parts if (filled := [row for row in one["rows"] if row["value"]])]
        ),
        "law": law_of(application, kept),
        "known": register_of(viewer, application, kept),
        "story": pages.story(APPLICATIONS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(
            seeing, case_queries.receipts(viewer, application), application.edition, _parts(application)
        ),
        "fees": fees_of(viewer, application),
        "evidence": evidence_of(viewer, application),
        "may_comment": viewer.has(COMMENT),
        "editions": pages.editions(
            APPLICATION, case_queries.editions(viewer, application), request.GET.get("compare", "")
        ),
    }
    return render(request, "industry/applications/application.html", shown)


def _parts(application: LicenceApplication) -> dict[UUID, str]:
    """Why each of the two sees it."""
    decides = {application.counterpart_id: _("decides")} if application.counterpart_id else {}
    return {**decides, application.opener_id: _("applies")}


@EITHER
@door(READ_LICENCES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, application, verb)
    if verb in ON_THE_SHEET:
        return redirect("licence_application_edit", reference=reference)
    if request.method != "POST":
        return _ask(request, application, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        after = services.take_step(viewer=viewer, application_id=application.pk, verb=verb, raw=raw)
    except Refused as no:
        if verb == "apply" and no.faults:
            return _form(request, application, content_for(viewer, application), no.faults)
        return _ask(request, application, taken, no)
    waits = _("Your signature is kept. Another officer of your organisation must confirm it.")
    messages.success(request, waits if taken.second else _("Done: %(step)s.") % {"step": _(taken.label)})
    if after.granted_as is not None and not taken.second:
        return redirect("licence", reference=after.granted_as.reference)
    return redirect("licence_application", reference=reference)


def _ask(request: HttpRequest, application: LicenceApplication, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(application, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_LICENCES)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A grant that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        after = act(viewer=viewer, application_id=application.pk)
        steps.say_signed(request, _("Confirmed. The licence is granted."))
        if after.granted_as is not None:
            return redirect("licence", reference=after.granted_as.reference)
        return redirect("licence_application", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, application))
    form = proposal["step"].form
    proposal["rows"] = [row for part in pages.answers(form, proposal["kept"]) for row in part["rows"]] if form else []
    shown = {**frame(application, _("Second signature")), "proposal": proposal}
    return render(request, "industry/applications/signature.html", shown)


@EITHER
@door(SIGN_LICENCES)
def rule(request: HttpRequest) -> HttpResponse:
    """How many officers sign a licence at the viewer's authority."""
    return signing_page(
        request,
        Signed(
            matter=services.LICENCES_SIGNED,
            duty=SIGN_LICENCES,
            event="licensing.rule_set",
            heading=_("Who signs licences"),
            lede=_("It holds for whatever is granted, renewed, amended or replaced. Two always sign a revocation."),
            one=_("One"),
            above={"label": _("Applications for licences"), "url": reverse("licence_applications")},
        ),
    )
