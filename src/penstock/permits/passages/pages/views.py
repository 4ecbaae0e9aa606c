"""Pages of passages: the list, what is expected at the border, announcing, the passage itself, and its steps."""

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
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, READ_PERMITS, RECORD_AT_BORDER, SIGN_PERMITS
from penstock.permits import queries as permit_queries
from penstock.permits.events import EVENTS
from penstock.permits.models import Permit
from penstock.permits.passages import announcing, offices, queries, services
from penstock.permits.passages.fields import ANNOUNCEMENT
from penstock.permits.passages.models import Passage
from penstock.permits.passages.pages import frame
from penstock.permits.passages.states import PASSAGES, STATES, TONES

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = {"text": "Text", "state": "State", "owed": "Endorsement"}
OWED = {"us": "We owe it", "late": "Overdue on either side"}


@require_GET
@door(READ_PERMITS)
def passage_list(request: HttpRequest) -> HttpResponse:
    """The viewer's passages, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.passages(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {**asked, "state": STATES.get(asked["state"], ""), "owed": OWED.get(asked["owed"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    shown = {
        "rows": frame.rows(page.passages),
        "columns": frame.columns(),
        "asked": asked,
        "filters": pages.filters(said, asked),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "owed_choices": pages.offered([(code, _(label)) for code, label in OWED.items()]),
        "at_border": viewer.has(RECORD_AT_BORDER),
        "may_name": viewer.has(SIGN_PERMITS),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "permits/passages/list.html", shown)


@require_GET
@door(RECORD_AT_BORDER)
def expected(request: HttpRequest) -> HttpResponse:
    """What the viewer's office is to hold and to record at the border, for a phone."""
    viewer = viewer_in(request)
    found = queries.expected(viewer)
    shown = {
        "held": [_card(one, "") for one in found.held],
        "leaving": [_card(one, "leave") for one in found.leaving],
        "arriving": [_card(one, "arrive") for one in found.arriving],
    }
    return render(request, "permits/passages/expected.html", shown)


def _card(passage: Passage, verb: str) -> dict[str, Any]:
    step_url = reverse("passage_step", args=[passage.reference, verb]) if verb else ""
    return {
        "reference": passage.reference,
        "url": reverse("passage", args=[passage.reference]),
        "step_url": step_url,
        "title": passage.title,
        "planned_on": passage.planned_on,
        "left_on": passage.left_on,
        "place": passage.place,
        "badge": pages.badge(passage),
    }


@EITHER
@door(SIGN_PERMITS)
def office(request: HttpRequest) -> HttpResponse:
    """Which office records at the border for the viewer's authority."""
    viewer = viewer_in(request)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            offices.name_office(viewer=viewer, office_id=request.POST.get("office", ""))
        except Refused as no:
            faults = no.faults
        else:
            messages.success(request, _("Kept. It holds for goods that are announced from now on."))
            return redirect("passages")
    kept = offices.office_named(viewer)
    named = [{"value": str(one.pk), "label": one.name} for one in offices.offices_to_name(viewer)]
    shown = {
        "choices": [{"value": "", "label": _("Our own authority")}, *named],
        "value": str(kept.office_id) if kept else "",
        "errors": pages.summary(None, faults),
        "crumbs": [{"label": _("Passages"), "url": reverse("passages")}, {"label": _("Office at the border")}],
        "cancel_url": reverse("passages"),
    }
    return render(request, "permits/passages/office.html", shown, status=422 if faults else 200)


@EITHER
@door(READ_PERMITS)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Announce goods under a permit."""
    viewer = viewer_in(request)
    permit = permit_queries.permit_by_reference(viewer, reference)
    if no := announcing.reason_against_announcing(permit, viewer):
        raise Refused(no.code, _(no.message))
    lines = [(one.position + 1, one) for one in permit_queries.lines_of(viewer, permit)]
    if request.method != "POST":
        return _ask_new(request, permit, frame.drawn(ANNOUNCEMENT, lines, {}))
    raw = frame.entered(ANNOUNCEMENT, lines, request.POST)
    try:
        made = announcing.announce(viewer=viewer, permit_id=permit.pk, raw=raw)
    except Refused as no:
        found = frame.drawn(ANNOUNCEMENT, lines, raw, no.faults)
        found["errors"] = found["errors"] or [{"message": _(no.message)}]
        return _ask_new(request, permit, found)
    messages.success(request, _("%(reference)s is announced.") % {"reference": made.reference})
    return redirect("passage", reference=made.reference)


def _ask_new(request: HttpRequest, permit: Permit, found: dict[str, Any]) -> HttpResponse:
    above = {"label": _("Permits"), "url": reverse("permits")}
    shown = {
        **steps.frame(permit, _("Announce goods"), above),
        **found,
        "effects": [_("The permit holds the quantity. The offices at the border see the permit and the goods.")],
        "submit_label": _("Announce"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if found["errors"] else 200)


@require_GET
@door(READ_PERMITS)
def passage_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A passage with the figures of both sides; the first reading by each person is shown to everyone."""
    viewer = viewer_in(request)
    passage = queries.passage_by_reference(viewer, reference)
    note_read(viewer=viewer, case=passage)
    may, may_not = frame.acts(passage, viewer)
    moments = case_queries.timeline(viewer, passage)
    content = content_for(viewer, passage)
    shown = {
        **frame.frame(passage, passage.title),
        "crumbs": [{"label": _("Passages"), "url": reverse("passages")}, {"label": reference}],
        "badge": pages.badge(passage),
        "row": frame.rows([passage])[0],
        "acts": may,
        "absent": may_not,
        "figures": frame.figures(queries.goods_of(viewer, passage)),
        "answers": _answers(content),
        "owed": content.get("owed") if passage.due_on else None,
        "needs_paper": passage.is_export and not passage.importer_id and passage.is_open,
        "story": pages.story(PASSAGES, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": _seen_by(passage, case_queries.receipts(viewer, passage)),
        "files": pages.files(
            case_queries.attachments(viewer, passage), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "permits/passages/passage.html", shown)


def _seen_by(passage: Passage, receipts: list[Any]) -> list[dict[str, Any]]:
    seeing = case_queries.who_sees(passage)
    reasons = {one.pk: _("secretariat") if one.kind == "secretariat" else _("is told of it") for one in seeing}
    sides = {
        passage.entry_office_id: _("records what arrives"),
        passage.exit_office_id: _("records what leaves"),
        passage.importer_id: _("endorses it"),
        passage.opener_id: _("issued the permit"),
    }
    reasons |= {key: reason for key, reason in sides.items() if key}
    return pages.readers(seeing, receipts, passage.edition, reasons)


def _answers(content: dict[str, Any]) -> list[dict[str, Any]]:
    """What was entered with each step besides the quantities, in the order of the workflow."""
    forms = {"announce": ANNOUNCEMENT} | {step.verb: step.form for step in PASSAGES.steps if step.form}
    found = []
    for verb, form in forms.items():
        if verb not in content:
            continue
        for part in pages.answers(form, {**content[verb], "goods": []}):
            rows = [row for row in part["rows"] if row["value"]]
            if rows:
                found.append({**part, "rows": rows})
    return found


@EITHER
@door(READ_PERMITS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a passage: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    passage = queries.passage_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, passage, verb)
    goods = queries.goods_of(viewer, passage)
    lines = [(one.number, one.line) for one in goods]
    if request.method != "POST":
        return _ask(request, passage, taken, frame.drawn(taken.form, lines, frame.known_before(passage, goods, taken)))
    raw = frame.entered(taken.form, lines, request.POST)
    try:
        services.take_step(viewer=viewer, passage_id=passage.pk, verb=verb, raw=raw)
    except Refused as no:
        found = frame.drawn(taken.form, lines, raw, no.faults)
        found["errors"] = found["errors"] or [{"message": _(no.message)}]
        return _ask(request, passage, taken, found)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("passage", reference=reference)


def _ask(request: HttpRequest, passage: Passage, taken: Step, found: dict[str, Any]) -> HttpResponse:
    shown = {
        **frame.frame(passage, _(taken.label)),
        **found,
        "effects": frame.consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in frame.GRAVE else "primary",
        "figures": frame.figures(queries.goods_of(viewer_in(request), passage)),
    }
    return render(request, "permits/passages/step.html", shown, status=422 if found["errors"] else 200)
