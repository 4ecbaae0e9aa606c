"""Pages of permits: the list, the permit itself, a page for each step, and the second signature."""

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
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.catalogue.fields import Country
from penstock.catalogue.substances import substance
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_PERMITS, COMMENT, HANDLE_PERMITS, READ_PERMITS, SIGN_PERMITS
from penstock.permits import queries, services
from penstock.permits.applications.fields import APPLICATION
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.events import EVENTS
from penstock.permits.models import Permit
from penstock.permits.pages.frame import GRAVE, PERMIT_PANELS, acts, columns, consequences, frame, panels, rows
from penstock.permits.shapes import balance, plain
from penstock.permits.states import PERMITS, STATES, TONES

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = {"text": "Text", "paper": "Paper", "state": "State", "substance": "Substance", "country": "Country"}


@require_GET
@door(READ_PERMITS)
def permit_list(request: HttpRequest) -> HttpResponse:
    """The viewer's permits, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.permits(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {**asked, "paper": NAMES.get(asked["paper"], ""), "state": STATES.get(asked["state"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    shown = {
        "rows": rows(page.permits),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters(said, asked),
        "papers": pages.offered([(code, _(label)) for code, label in NAMES.items()]),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "countries": pages.offered(Country().choices()),
        "may_apply": viewer.has(APPLY_FOR_PERMITS),
        "may_work": viewer.has(HANDLE_PERMITS),
        "may_sign": viewer.has(SIGN_PERMITS),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "permits/list.html", shown)


@require_GET
@door(READ_PERMITS)
def permit_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A permit with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    may, may_not = acts(permit, viewer)
    moments = case_queries.timeline(viewer, permit)
    receipts = case_queries.receipts(viewer, permit)
    seeing = case_queries.who_sees(permit)
    reasons = {one.pk: _("secretariat") if one.kind == "secretariat" else _("is told of it") for one in seeing}
    reasons |= {permit.opener_id: _("issued it")} | ({permit.holder_id: _("holds it")} if permit.holder_id else {})
    shown = {
        **frame(permit, permit.title),
        "crumbs": [{"label": _("Permits"), "url": reverse("permits")}, {"label": reference}],
        "badge": pages.badge(permit),
        "sees_cited": permit.cites is not None and queries.sees(viewer, permit.cites),
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, permit),
        "lines": [_line(one) for one in queries.lines_of(viewer, permit)],
        "line_columns": [{"label": _("Substance")}, {"label": _("Quantity")}, {"label": _("Pure substance")}],
        "panels": panels(PERMIT_PANELS, viewer, permit),
        "balances": [_balance(one) for one in queries.accounts_of(viewer, permit)],
        "sections": [
            {**part, "rows": filled}
            for part in pages.answers_for(viewer, permit, APPLICATION)
            if not part["name"].startswith("Substance ") and (filled := [row for row in part["rows"] if row["value"]])
        ],
        "story": pages.story(PERMITS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(seeing, receipts, permit.edition, reasons),
        "files": pages.files(
            case_queries.attachments(viewer, permit), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "permits/permit.html", shown)


def _line(line: Any) -> dict[str, str]:
    name, form = substance(line.substance).name, line.content.get("form") or ""
    product = ", ".join(str(line.content[one]) for one in ("product", "dosage_form") if line.content.get(one))
    return {
        "substance": f"{name} {form}".strip(),
        "product": product,
        "quantity": f"{plain(line.quantity)} {line.unit}",
        "pure": f"{plain(line.pure)} {line.pure_unit}",
    }


def _balance(account: Any) -> dict[str, str]:
    figures = balance(account)
    return {**figures, "name": substance(account.substance).name}


@EITHER
@door(READ_PERMITS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, permit, verb)
    if request.method != "POST":
        return _ask(request, permit, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        services.take_step(viewer=viewer, permit_id=permit.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, permit, taken, no)
    waits = _("Your signature is kept. Another officer of your organisation must confirm it.")
    messages.success(request, waits if taken.second else _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("permit", reference=reference)


def _ask(request: HttpRequest, permit: Permit, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(permit, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_PERMITS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A step that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, permit_id=permit.pk)
        steps.say_signed(request, _("Confirmed. Everyone on the permit is told."))
        return redirect("permit", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, permit))
    form = proposal["step"].form
    proposal["rows"] = [row for part in pages.answers(form, proposal["kept"]) for row in part["rows"]] if form else []
    shown = {**frame(permit, _("Second signature")), "proposal": proposal}
    return render(request, "permits/signature.html", shown)
