"""Pages of leads: the list, a lead with what was said since, and a page for each step."""

from collections.abc import Callable, Iterable
from datetime import datetime
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
from penstock.catalogue.substances import substance
from penstock.industry.platforms.asking.fields import SORTS
from penstock.industry.platforms.events import EVENTS
from penstock.industry.platforms.leads import queries, services
from penstock.industry.platforms.leads.fields import LEAD, THANKS
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.states import LEADS, STATES, TONES
from penstock.industry.platforms.pages.frame import tabs
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, WORK_WITH_PLATFORMS

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = ("text", "state", "sort")
Shown = dict[str, Any]
ONWARD: list[Callable[[Viewer, Lead], Iterable[Shown]]] = []
"""What the floors above make of a lead, as buttons; each adds its own beside its addresses."""
CONSEQUENCES = {
    "tell": "Whoever reported it reads it when they look, with their number and code. It names nobody.",
    "close": "They read what they are told when they look; what came of it stays in your office.",
    "reopen": "It waits for your office again.",
}


@require_GET
@door(WORK_WITH_PLATFORMS)
def lead_list(request: HttpRequest) -> HttpResponse:
    """The leads of the viewer's office, the newest change first."""
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.leads(viewer_in(request), queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {
        "text": f"{_('Text')}: {asked['text']}",
        "state": f"{_('State')}: {_(STATES.get(asked['state'], ''))}",
        "sort": f"{_('What it is')}: {_(SORTS.get(asked['sort'], ''))}",
    }
    shown = {
        "page_title": _("Leads"),
        "tabs": tabs("leads"),
        "rows": [_row(one) for one in page.leads],
        "columns": [{"label": one} for one in (_("Reference"), _("What"), _("Arrived"), _("State"))],
        "asked": asked,
        "filters": pages.filters(words, asked),
        "states": pages.offered((code, _(label)) for code, label in STATES.items()),
        "sorts": pages.offered((code, _(label)) for code, label in SORTS.items()),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
        "report_url": request.build_absolute_uri(reverse("lead_report")),
    }
    return render(request, "industry/platforms/leads/list.html", shown)


def _row(one: Lead) -> Shown:
    return {
        "reference": one.reference,
        "url": reverse("lead", args=[one.reference]),
        "title": one.title,
        "at": one.sent_at,
        "badge": pages.badge(one),
    }


def frame(row: Lead, heading: str) -> Shown:
    """The way back, and what the page is called."""
    return {"lead": row, **steps.frame(row, heading, {"label": _("Leads"), "url": reverse("leads")})}


@require_GET
@door(WORK_WITH_PLATFORMS)
def lead_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A lead with everything that was said on it, and what can be made of it."""
    viewer = viewer_in(request)
    row = queries.lead_by_reference(viewer, reference)
    note_read(viewer=viewer, case=row)
    may, may_not = steps.acts(viewer, row, lambda step: _act(row, step))
    moments = case_queries.timeline(viewer, row)
    others = [one.other if one.one_id == row.pk else one.one for one in case_queries.links_of(viewer, row)]
    given = case_queries.attachments(viewer, row)
    shown = {
        **frame(row, row.title),
        "crumbs": [{"label": _("Leads"), "url": reverse("leads")}, {"label": reference}],
        "badge": pages.badge(row),
        "acts": may,
        "absent": may_not,
        "onward": [one for offer in ONWARD for one in offer(viewer, row)],
        "substances": [substance(one).name for one in row.substances],
        "sections": [
            {**part, "rows": filled}
            for part in pages.answers(LEAD, content_for(viewer, row))
            if (filled := [one for one in part["rows"] if one["value"]])
        ],
        "turns": [_turn(one) for one in reversed(row.turns)],
        "links": [{"reference": one.reference, "title": one.title, "url": pages.page_of(one)} for one in others],
        "files": pages.files(given, lambda one: reverse("case_file", args=[reference, one.pk])),
        "story": pages.story(LEADS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(
            case_queries.who_sees(row), case_queries.receipts(viewer, row), row.edition, {row.opener_id: _("got it")}
        ),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "industry/platforms/leads/lead.html", shown)


def _act(row: Lead, step: Step) -> Shown:
    return {
        "label": _(step.label),
        "url": reverse("lead_step", args=[row.reference, step.verb]),
        "tone": "primary" if step.verb == "take" else "secondary",
    }


def _turn(said: Shown) -> Shown:
    return {
        "title": _("Told to whoever reported it") if said["who"] == "office" else _("Added by whoever reported it"),
        "at": datetime.fromisoformat(said["at"]),
        "led_to": _(THANKS[said["led_to"]]) if said.get("led_to") else "",
        "words": said["words"],
    }


@EITHER
@door(WORK_WITH_PLATFORMS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    row = queries.lead_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, row, verb)
    no = None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, lead_id=row.pk, verb=verb, raw=pages.entered(taken.form, request.POST))
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("lead", reference=reference)
    shown = {
        **frame(row, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": [_(CONSEQUENCES[verb])] if verb in CONSEQUENCES else [],
        "submit_label": _(taken.label),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)
