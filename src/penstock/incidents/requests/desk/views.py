"""Pages on which requests are listed and written: the list, the draft, and the last look before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.assignments.queries import MINE
from penstock.cases.calendars import Calendars
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.pages import step_open_to
from penstock.incidents.models import Incident
from penstock.incidents.queries import incident_by_reference
from penstock.incidents.requests import fields, queries, services
from penstock.incidents.requests.desk.frame import answers, frame, sections
from penstock.incidents.requests.desk.rows import columns, rows
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import STATES
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.parties.duties import ARRANGE_CONTACTS, READ_INCIDENTS, REPORT_INCIDENTS
from penstock.parties.queries import organisations

EITHER = require_http_methods(["GET", "POST"])
ASKED = {"text": "Text", "sort": "Sort", "state": "State", "which": "Which"}
WHICH = {
    "": "All",
    queries.TO_ANSWER: "To answer",
    queries.ASKED_BY_US: "Asked by us",
    MINE: "Mine",
    queries.OVERDUE: "Overdue",
}


@require_GET
@door(READ_INCIDENTS)
def request_list(request: HttpRequest) -> HttpResponse:
    """What the viewer's office asks and is asked, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.requests(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    shown = {
        "rows": rows(viewer, page.requests),
        "columns": columns(),
        "asked": asked,
        "filters": _filters(asked),
        "sorts": pages.offered((key, _(label)) for key, label in fields.SORTS.items()),
        "states": pages.offered((key, _(label)) for key, label in STATES.items()),
        "which": [
            {"label": _(label), "url": f"?{urlencode({'which': key})}", "current": key == asked["which"]}
            for key, label in WHICH.items()
        ],
        "sorts_to_ask": _sorts_to_ask(viewer),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "incidents/requests/list.html", shown)


def _filters(asked: dict[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it; which of them is shown stands above the list."""
    words = {**asked, "sort": fields.SORTS.get(asked["sort"], ""), "state": STATES.get(asked["state"], "")}
    shown = {name: label for name, label in ASKED.items() if name != "which"}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in shown.items()}
    return pages.filters(said, asked)


def _sorts_to_ask(viewer: Viewer, about: str = "") -> list[dict[str, str]]:
    """The sorts of request that the viewer may draft, each with its page."""
    duty = {fields.TO_CONTACT: ARRANGE_CONTACTS}
    return [
        {
            "label": _(label),
            "url": f"{reverse('request_new')}?{urlencode({'sort': sort, **({'about': about} if about else {})})}",
        }
        for sort, label in fields.SORTS.items()
        if viewer.has(duty.get(sort, REPORT_INCIDENTS))
    ]


@EITHER
@door(REPORT_INCIDENTS)
def new(request: HttpRequest) -> HttpResponse:
    """A new request: the sort first, then what that sort asks for; whatever is entered is kept."""
    viewer = viewer_in(request)
    told = request.POST if request.method == "POST" else request.GET
    reference, sort = told.get("about", "").strip(), told.get("sort", "")
    about = incident_by_reference(viewer, reference) if reference else None
    if sort not in fields.SORTS:
        return _choose_sort(request, reference)
    if request.method == "POST":
        raw = {**pages.entered(fields.asked_of(sort), request.POST), "sort": sort}
        return _saved(request, services.draft_request(viewer=viewer, raw=raw, about=about))
    if sort == fields.TO_CONTACT:
        viewer.needs(ARRANGE_CONTACTS)
    usual = fields.usual(sort)
    shown = {
        "page_title": _(fields.SORTS[sort]),
        "lede": _("Each office you tick is asked by itself, and learns nothing of the others."),
        "crumbs": [{"label": _("Requests"), "url": reverse("requests")}, {"label": _(fields.SORTS[sort])}],
        "sections": sections(viewer, sort, {"days": str(usual.days), "marking": usual.marking}),
        "carried": [("sort", sort), ("about", about.reference if about else "")],
        "about": about,
        "is_contact": sort == fields.TO_CONTACT,
        "cancel_url": _back(about),
    }
    return render(request, "incidents/requests/form.html", shown)


def _back(about: Incident | None) -> str:
    return reverse("incident", args=[about.reference]) if about else reverse("requests")


def _choose_sort(request: HttpRequest, about: str) -> HttpResponse:
    shown = {
        "page_title": _("Ask another office"),
        "crumbs": [{"label": _("Requests"), "url": reverse("requests")}, {"label": _("Ask another office")}],
        "sorts_to_ask": _sorts_to_ask(viewer_in(request), about),
    }
    return render(request, "incidents/requests/sort.html", shown, status=422 if request.method == "POST" else 200)


def _saved(request: HttpRequest, case: Request) -> HttpResponse:
    """On to the last look, or back to the draft."""
    if request.POST.get("go") == "send":
        return redirect("request_send", reference=case.reference)
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": case.reference})
    return redirect("request_edit", reference=case.reference)


@EITHER
@door(REPORT_INCIDENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft, to be gone on with."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    step_open_to(viewer, case, "edit")
    if request.method == "POST":
        raw = pages.entered(fields.asked_of(case.sort), request.POST)
        return _saved(request, services.take_step(viewer=viewer, request_id=case.pk, verb="edit", raw=raw))
    return _form(request, case, content_for(viewer, case))


def _form(request: HttpRequest, case: Request, kept: dict[str, Any], faults: tuple[Fault, ...] = ()) -> HttpResponse:
    viewer = viewer_in(request)
    shown = {
        **frame(case, _("Draft")),
        "sections": sections(viewer, case.sort, kept, faults),
        "errors": pages.summary(fields.asked_of(case.sort), faults),
        # What is mended after a refused sending is kept as the draft.
        "form_action": reverse("request_edit", args=[case.reference]),
        "about": queries.incident_of(viewer, case),
        "is_contact": case.sort == fields.TO_CONTACT,
    }
    return render(request, "incidents/requests/form.html", shown, status=422 if faults else 200)


@EITHER
@door(REPORT_INCIDENTS)
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look before it is sent: who is asked, and by when each is to answer, by its own calendar."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    two = needs_two(viewer)
    step = step_open_to(viewer, case, "propose" if two else "send")
    kept = content_for(viewer, case)
    reading = fields.REQUEST.read(kept, strict=True)
    faults = reading.faults
    if request.method == "POST" and not faults:
        try:
            services.take_step(viewer=viewer, request_id=case.pk, verb=step.verb)
        except Refused as no:
            faults = no.faults
            if not faults:
                raise
        else:
            signed = _("Your signature is kept. Another officer of your organisation must confirm it.")
            messages.success(request, signed if two else _("The request is sent."))
            return redirect("request", reference=reference)
    if faults:
        return _form(request, case, kept, faults)
    calendars, days = Calendars(), int(reading.values["days"] or fields.usual(case.sort).days)
    offices = organisations(reading.values["asked"])
    due = {one.pk: calendars.of(one.government_id or "").after(today(), days) for one in offices}
    shown = {
        **frame(case, _("Send the request")),
        "audience": pages.seeing(
            offices, {key: _("to answer by %(day)s") % {"day": day.isoformat()} for key, day in due.items()}
        ),
        "content": answers(_without_whom(case.sort), kept),
        "effects": _effects(two=two, number=len(offices), about=queries.incident_of(viewer, case)),
        "submit_label": _("Propose to send it") if two else _("Send"),
        "cancel_url": reverse("request_edit", args=[reference]),
    }
    return render(request, "incidents/requests/send.html", shown)


def _without_whom(sort: str) -> Form:
    return Form(name="request", sections=fields.SECTIONS[sort][1:])


def _effects(*, two: bool, number: int, about: Incident | None) -> list[str]:
    return [
        *([_("Your signature is kept as the first of two. Nobody else sees it until it is confirmed.")] if two else []),
        *([_("Each office gets a request of its own, and learns nothing of the others.")] if number > 1 else []),
        *([_("The incident itself is not shown to them: they read what you wrote here.")] if about else []),
        _("They are told by mail, without any detail."),
    ]
