"""Pages of applications: the list, the sheet, the application itself, its steps, and what officers recommend."""

from typing import Any

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
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_PERMITS, COMMENT, HANDLE_PERMITS, READ_PERMITS, SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.applications import queries, services
from penstock.permits.applications.fields import APPLICATION, RECOMMENDATION, SHORT
from penstock.permits.applications.judging.office import PERMITS_SIGNED
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.applications.models import Application, Recommendation
from penstock.permits.applications.pages.frame import (
    BESIDE,
    GRAVE,
    ON_THE_SHEET,
    acts,
    columns,
    consequences,
    frame,
    goods_first,
    rows,
)
from penstock.permits.applications.states import APPLICATIONS, STATES, TONES
from penstock.permits.events import EVENTS
from penstock.permits.pages.frame import APPLICATION_PANELS, panels

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = {"text": "Text", "paper": "Paper", "state": "State", "substance": "Substance", "owed": "Waits for us"}


@require_GET
@door(READ_PERMITS)
def application_list(request: HttpRequest) -> HttpResponse:
    """The viewer's applications, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.applications(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {**asked, "paper": NAMES.get(asked["paper"], ""), "state": STATES.get(asked["state"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    shown = {
        "rows": rows(page.applications),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters({**said, "owed": _("Waits for us")}, asked),
        "papers": pages.offered([(code, _(label)) for code, label in NAMES.items()]),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "may_apply": viewer.has(APPLY_FOR_PERMITS),
        "may_rule": viewer.has(SIGN_PERMITS),
        "may_handle": viewer.has(HANDLE_PERMITS),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "permits/applications/list.html", shown)


@EITHER
@door(APPLY_FOR_PERMITS)
def new(request: HttpRequest) -> HttpResponse:
    """A new application; whatever is entered is kept."""
    viewer = viewer_in(request)
    if request.method == "POST":
        made = services.draft_application(viewer=viewer, raw=sheets.entered(APPLICATION, request.POST))
        return _saved(request, made)
    own = Organisation.objects.get(pk=viewer.organisation_id)
    company = {"own_name": own.name, "own_address": own.address} if own.kind == "company" else {}
    begun = {"marking": "AMBER", "shipments": "one", "paper": request.GET.get("paper", ""), **company}
    shown = {
        "page_title": _("Apply for a permit"),
        "heading": _("Apply for a permit"),
        "lede": _("Whatever you enter is kept as a draft, which nobody else sees until you apply."),
        "crumbs": [{"label": _("Applications"), "url": reverse("applications")}, {"label": _("Apply for a permit")}],
        "sections": goods_first(sheets.sections(APPLICATION, SHORT, begun, beside=BESIDE)),
        "cancel_url": reverse("applications"),
    }
    return render(request, "permits/applications/form.html", shown)


def _saved(request: HttpRequest, application: Application) -> HttpResponse:
    if request.POST.get("go") == "apply":
        return redirect("application_step", reference=application.reference, verb="apply")
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": application.reference})
    return redirect("application_edit", reference=application.reference)


@EITHER
@door(APPLY_FOR_PERMITS)
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
    return redirect("application", reference=reference)


def _form(
    request: HttpRequest, application: Application, kept: dict[str, Any], faults: tuple[Fault, ...], *, said: str = ""
) -> HttpResponse:
    errors = sheets.summary(APPLICATION, SHORT, kept, faults) or ([{"message": said}] if said else [])
    shown = {
        **frame(application, _(STATES[application.state])),
        "sections": goods_first(sheets.sections(APPLICATION, SHORT, kept, faults, beside=BESIDE)),
        "form_action": reverse("application_edit", args=[application.reference]),
        "errors": errors,
    }
    return render(request, "permits/applications/form.html", shown, status=422 if errors else 200)


@require_GET
@door(READ_PERMITS)
def application_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An application with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    note_read(viewer=viewer, case=application)
    may, may_not = acts(application, viewer)
    moments = case_queries.timeline(viewer, application)
    decides = application.counterpart_id == viewer.organisation_id
    parts = pages.answers_for(viewer, application, APPLICATION)
    reasons = {application.opener_id: _("applies"), application.counterpart_id: _("decides")}
    seeing = case_queries.who_sees(application)
    shown = {
        **frame(application, application.title),
        "crumbs": [{"label": _("Applications"), "url": reverse("applications")}, {"label": reference}],
        "badge": pages.badge(application),
        "clock": pages.clock(application),
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, application),
        "sections": goods_first([part for part in parts if any(row["value"] for row in part["rows"])]),
        "panels": panels(APPLICATION_PANELS, viewer, application),
        "recommendations": [_told(one) for one in queries.recommendations_on(viewer, application)],
        "may_recommend": decides and viewer.has(HANDLE_PERMITS) and application.state == "applied",
        "story": pages.story(APPLICATIONS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(seeing, case_queries.receipts(viewer, application), application.edition,
                                 {one.pk: reasons.get(one.pk, _("advises")) for one in seeing}),
        "files": pages.files(
            case_queries.attachments(viewer, application), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT) or viewer.has(APPLY_FOR_PERMITS),
        "editions": pages.editions(
            APPLICATION, case_queries.editions(viewer, application), request.GET.get("compare", "")
        ),
    }  # fmt: skip
    return render(request, "permits/applications/application.html", shown)


def _told(one: Recommendation) -> dict[str, Any]:
    rows = [row for part in pages.answers(RECOMMENDATION, one.content) for row in part["rows"] if row["value"]]
    return {"by": one.person_name, "at": one.made_at, "edition": one.edition, "rows": rows}


@EITHER
@door(HANDLE_PERMITS)
def recommend(request: HttpRequest, reference: str) -> HttpResponse:
    """What an officer recommends; it stays within the authority."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    no = None
    if request.method == "POST":
        try:
            raw = pages.entered(RECOMMENDATION, request.POST)
            services.recommend(viewer=viewer, application_id=application.pk, raw=raw)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Your recommendation is kept. Another officer decides."))
            return redirect("application", reference=reference)
    shown = {
        **frame(application, _("Recommend a decision")),
        **steps.asked(request, RECOMMENDATION, no),
        "effects": [_("It is read within your authority alone. Another officer decides.")],
        "submit_label": _("Recommend"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_PERMITS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, application, verb)
    if verb in ON_THE_SHEET:
        return redirect("application_edit", reference=reference)
    if request.method != "POST":
        return _ask(request, application, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        after = services.take_step(viewer=viewer, application_id=application.pk, verb=verb, raw=raw)
    except Refused as no:
        if verb == "apply" and no.faults:
            return _form(request, application, content_for(viewer, application), no.faults)
        return _ask(request, application, taken, no)
    return _taken(request, after, taken)


def _taken(request: HttpRequest, after: Application, taken: Step) -> HttpResponse:
    waits = _("Your signature is kept. Another officer of your organisation must confirm it.")
    messages.success(request, waits if taken.second else _("Done: %(step)s.") % {"step": _(taken.label)})
    if after.issued_as is not None and not taken.second:
        return redirect("permit", reference=after.issued_as.reference)
    return redirect("application", reference=after.reference)


def _ask(request: HttpRequest, application: Application, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(application, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_PERMITS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """An issue that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        after = act(viewer=viewer, application_id=application.pk)
        steps.say_signed(request, _("Confirmed. The permit is issued."))
        if after.issued_as is not None:
            return redirect("permit", reference=after.issued_as.reference)
        return redirect("application", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, application))
    form = proposal["step"].form
    proposal["rows"] = [row for part in pages.answers(form, proposal["kept"]) for row in part["rows"]] if form else []
    shown = {**frame(application, _("Second signature")), "proposal": proposal}
    return render(request, "permits/applications/signature.html", shown)


@EITHER
@door(SIGN_PERMITS)
def rule(request: HttpRequest) -> HttpResponse:
    """How many officers sign a permit at the viewer's authority."""
    return signing_page(
        request,
        Signed(
            matter=PERMITS_SIGNED,
            duty=SIGN_PERMITS,
            event="application.rule_set",
            heading=_("Who signs permits"),
            lede=_("One officer always recommends, and another signs."),
            one=_("One, beside the one who recommended"),
            above={"label": _("Applications"), "url": reverse("applications")},
        ),
    )
