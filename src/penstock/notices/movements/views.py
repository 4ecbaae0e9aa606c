"""Pages of movements: the plan, a movement with its story, a page for each step, the list and its file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.calendars import Calendars
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.notices import queries as notice_queries
from penstock.notices.models import Notice
from penstock.notices.movements import queries, services
from penstock.notices.movements.events import EVENTS
from penstock.notices.movements.fields import BESIDE, PLAN
from penstock.notices.movements.figures.panel import columns, panel, row
from penstock.notices.movements.figures.shapes import COLUMNS, line
from penstock.notices.movements.models import Movement
from penstock.notices.movements.states import MOVEMENTS, STATES, TONES
from penstock.notices.shipments.sheets import written_csv
from penstock.parties.duties import READ_CASES, SEND_NOTICES

EITHER = require_http_methods(["GET", "POST"])
MOST_IN_SHEET = 100_000
FIRST_CHOICES = ("dispatch", "arrive")
GRAVE = {"cancel", "miss", "divert", "return"}
WORDS = CASE_EVENTS | EVENTS

CONSEQUENCES = {
    "replan": "The balance holds the new quantity instead of the former one.",
    "dispatch": "The quantity is taken from the balance. The importing side owes the confirmation of the arrival.",
    "cancel": "The quantity that was held is free again.",
    "adjust": "The balance is reckoned anew with the corrected quantity.",
    "arrive": "A shortage or a surplus is reckoned and shown to both sides. The balance keeps counting what left.",
    "correct": "The difference is reckoned anew and shown to both sides.",
    "miss": "The exporting side owes an answer to where the goods are.",
    "divert": "Another importer or country needs a notice of its own, which is linked with this one.",
    "return": "What came back is given back to the balance and marked as such.",
}


@EITHER
@door(SEND_NOTICES)
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan a dispatch under a notice."""
    viewer = viewer_in(request)
    notice = notice_queries.notice_by_reference(viewer, reference)
    reason = services.reason_against_planning(notice, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))
    if request.method != "POST":
        return _ask_plan(request, notice, {"unit": notice.unit})
    raw = pages.entered(PLAN, request.POST)
    try:
        made = services.plan_movement(viewer=viewer, notice_id=notice.pk, raw=raw)
    except Refused as no:
        return _ask_plan(request, notice, raw, no)
    messages.success(request, _("%(reference)s is planned.") % {"reference": made.reference})
    return redirect("movement", reference=made.reference)


def _ask_plan(
    request: HttpRequest, notice: Notice, entered: Mapping[str, Any], no: Refused | None = None
) -> HttpResponse:
    shown = {
        "page_title": f"{_('Plan a dispatch')}: {notice.reference}",
        "heading": _("Plan a dispatch"),
        "case": notice,
        "crumbs": _crumbs(notice),
        "cancel_url": reverse("notice", args=[notice.reference]),
        "submit_label": _("Plan the dispatch"),
        "effects": [_("The balance holds the quantity until it leaves or the plan is cancelled.")],
        "tone": "primary",
        "moving": panel(viewer_in(request), notice),
        **_drawn(PLAN, entered, no),
    }
    return render(request, "notices/movements/step.html", shown, status=422 if no else 200)


def _drawn(form: Form, entered: Mapping[str, Any], no: Refused | None) -> dict[str, Any]:
    """A form with what was entered, and everything that is wrong with it."""
    drawn = pages.sections(form, entered, no.faults if no else (), beside=BESIDE)
    return {"sections": drawn, "errors": pages.errors(form, no)}


def _crumbs(notice: Notice, *further: dict[str, str]) -> list[dict[str, str]]:
    back = {"label": notice.reference, "url": reverse("notice", args=[notice.reference])}
    return [{"label": _("Notices"), "url": reverse("notices")}, back, *further]


@require_GET
@door(READ_CASES)
def movement_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A movement with everything on it; the first reading by each person is shown to everyone."""
    viewer = viewer_in(request)
    movement = queries.movement_by_reference(viewer, reference)
    note_read(viewer=viewer, case=movement)
    may, may_not = steps.acts(viewer, movement, lambda one: _act(movement, one))
    moments = case_queries.timeline(viewer, movement)
    shown = {
        "movement": movement,
        "notice": movement.under,
        "crumbs": _crumbs(movement.under, {"label": movement.reference}),
        "badge": pages.badge(movement),
        "clock": pages.clock(movement, _country_that_owes(movement)),
        "marking": pages.marking(movement),
        "acts": may,
        "absent": may_not,
        "row": row(movement),
        "owed": movement.content.get("owed") if movement.due_on else None,
        "answers": _answers(movement),
        "goes_on": _goes_on(viewer, movement),
        "story": pages.story(MOVEMENTS, moments, WORDS, TONES),
        "seen_by": _seen_by(movement, viewer),
    }
    return render(request, "notices/movements/movement.html", shown)


def _seen_by(movement: Movement, viewer: Viewer) -> list[dict[str, Any]]:
    organisations, receipts = case_queries.who_sees(movement), case_queries.receipts(viewer, movement)
    reasons = {one.id: _("sees every notice") for one in organisations}
    reasons[movement.opener_id] = _("exporting side")
    if movement.counterpart_id:
        reasons[movement.counterpart_id] = _("importing side")
    return pages.readers(organisations, receipts, movement.edition, reasons)


def _country_that_owes(movement: Movement) -> str:
    owes_export = movement.waits_for_id == movement.opener_id
    return movement.under.exporting if owes_export else movement.under.importing


def _goes_on(viewer: Viewer, movement: Movement) -> str:
    """The reference of the notice under which diverted goods went on, for those who see it."""
    seen = Notice.objects.visible_to(viewer).filter(pk=movement.onward_id) if movement.onward_id else None
    found = seen.first() if seen else None
    return found.reference if found else ""


def _answers(movement: Movement) -> list[dict[str, Any]]:
    """The answers to the steps taken, the latest of each kind, in the order of the workflow."""
    forms = {"plan": PLAN} | {step.verb: step.form for step in MOVEMENTS.steps if step.form}
    shown = []
    for verb, form in forms.items():
        kept = movement.content.get(verb)
        if form and kept and verb not in _replaced(movement):
            shown += [part for part in pages.answers(form, kept) if any(one["value"] for one in part["rows"])]
    return shown


def _replaced(movement: Movement) -> set[str]:
    """The answers that a later one put aside."""
    later = {"replan": "plan", "adjust": "dispatch", "correct": "arrive"}
    return {former for verb, former in later.items() if verb in movement.content}


def _act(movement: Movement, taken: Step) -> dict[str, Any]:
    tone = "primary" if taken.verb in FIRST_CHOICES else "secondary"
    return {
        "label": _(taken.label),
        "url": reverse("movement_step", args=[movement.reference, taken.verb]),
        "tone": tone,
    }


@EITHER
@door(READ_CASES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a movement: its form filled with what is known, what will happen, and the balance beside it."""
    viewer = viewer_in(request)
    movement = queries.movement_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, movement, verb)
    if request.method != "POST":
        return _ask(request, movement, taken, _known(movement, taken))
    raw = pages.entered(taken.form, request.POST)
    try:
        services.take_step(viewer=viewer, movement_id=movement.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, movement, taken, raw, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("movement", reference=reference)


def _known(movement: Movement, taken: Step) -> dict[str, Any]:
    """What a form can be filled with before anybody writes: the latest answers, and what the notice says."""
    content, notice = movement.content, movement.under
    plan_kept = content.get("replan") or content.get("plan") or {}
    left = content.get("adjust") or content.get("dispatch") or {}
    came = content.get("correct") or content.get("arrive") or {}
    amount = {"quantity": f"{movement.quantity.normalize():f}", "unit": movement.unit}
    return {
        "replan": plan_kept,
        "dispatch": {**plan_kept, **amount, "remarks": ""},
        "adjust": left,
        "arrive": amount,
        "correct": came,
        "return": amount,
        "divert": {"importer_country": notice.importing, "importer_name": notice.content.get("importer_name")},
    }.get(taken.verb, {})


def _ask(
    request: HttpRequest, movement: Movement, taken: Step, entered: Mapping[str, Any], no: Refused | None = None
) -> HttpResponse:
    back = reverse("movement", args=[movement.reference])
    form = taken.form or PLAN
    shown = {
        "page_title": f"{_(taken.label)}: {movement.reference}",
        "heading": _(taken.label),
        "case": movement,
        "crumbs": _crumbs(movement.under, {"label": movement.reference, "url": back}),
        "cancel_url": back,
        "submit_label": _(taken.label),
        "effects": [*_becomes(movement, taken), _(CONSEQUENCES[taken.verb]), *_told(movement, taken)],
        "tone": "danger" if taken.verb in GRAVE else "primary",
        "moving": panel(viewer_in(request), movement.under),
        **_drawn(form, entered, no),
    }
    return render(request, "notices/movements/step.html", shown, status=422 if no else 200)


def _becomes(movement: Movement, taken: Step) -> Iterable[str]:
    if taken.to != movement.state:
        yield _("The movement becomes: %(state)s.") % {"state": _(STATES[taken.to])}


def _told(movement: Movement, taken: Step) -> Iterable[str]:
    letter = services.LETTERS.get(taken.verb)
    told = movement.opener if letter and letter.to_exporter else movement.counterpart
    if letter and told:
        yield _("%(name)s is told by mail.") % {"name": told.name}


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("text", "state", "owed")}


@require_GET
@door(READ_CASES)
def movement_list(request: HttpRequest) -> HttpResponse:
    """The viewer's movements, the newest change first."""
    viewer, asked = viewer_in(request), _wanted(request)
    page = queries.movements(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    calendars, kept = Calendars(), {key: value for key, value in asked.items() if value}
    shown = {
        "rows": [row(one, calendars) for one in page.movements],
        "movement_columns": columns(),
        "asked": asked,
        "filters": _filters(asked),
        "states": pages.offered((code, _(label)) for code, label in STATES.items()),
        "owed_choices": pages.offered((code, _(label)) for code, label in OWED.items()),
        "next_url": f"?{urlencode({**kept, 'cursor': page.next})}" if page.next else "",
        "previous_url": "",
        "is_first": not request.GET.get("cursor"),
        "sheet_url": f"{reverse('movement_sheet')}?{urlencode(kept)}",
    }
    return render(request, "notices/movements/list.html", shown)


OWED = {"us": "Figures that we owe", "late": "Overdue figures of either side"}


def _filters(asked: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    names = {"text": _("Text"), "state": _("State"), "owed": _("Owed")}
    labels: Mapping[str, Mapping[str, str]] = {"state": STATES, "owed": OWED}
    said = {
        name: f"{names[name]}: {_(labels[name][value]) if value in labels.get(name, {}) else value}"
        for name, value in asked.items()
    }
    return pages.filters(said, asked)


@require_GET
@door(READ_CASES)
def sheet(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a CSV file: every figure that was planned, sent, received and returned."""
    viewer = viewer_in(request)
    found = queries.movements(viewer, queries.Filter(**_wanted(request)), limit=MOST_IN_SHEET).movements
    pieces = list(written_csv(COLUMNS, map(line, found)))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="movements.csv"'
    return response
