"""Pages of notices: the list, a page for each step, and the second signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.lists import shown as lists
from penstock.cases.lists.queries import columns_of, has_own_columns
from penstock.cases.lists.walks import suffix_in
from penstock.catalogue.countries import countries
from penstock.catalogue.substances import tabled
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step, reason_against_beginning
from penstock.notices import queries, services
from penstock.notices.dossier.acts import consequences, tone_of
from penstock.notices.dossier.views import proposal_on
from penstock.notices.lists.register import NOTICE_LIST, wanted
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import TRACKS
from penstock.notices.states import NOTICES, STATES
from penstock.parties.duties import ANSWER_NOTICES, READ_CASES

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(READ_CASES)
def notice_list(request: HttpRequest) -> HttpResponse:
    """The viewer's notices, the newest change first."""
    viewer, narrowing = viewer_in(request), lists.asked_in(request, NOTICE_LIST)
    asked = {name: narrowing.values.get(name, "") for name in NOTICE_LIST.filters}
    page = queries.notices(viewer, wanted(narrowing.values), cursor=request.GET.get("cursor", ""))
    following = urlencode({**narrowing.values, "cursor": page.next})
    columns = columns_of(viewer, NOTICE_LIST)
    shown = {
        **lists.beside(viewer, NOTICE_LIST, narrowing, may_answer=viewer.has(ANSWER_NOTICES)),
        "rows": lists.rows(viewer, NOTICE_LIST, narrowing, columns, [(one, one.importing) for one in page.notices]),
        "has_own_columns": has_own_columns(viewer, NOTICE_LIST),
        "columns": lists.heads(columns),
        "asked": asked,
        "filters": _filters(asked),
        "states": _choices([(code, _(label)) for code, label in STATES.items()]),
        "countries": _choices(sorted(((one.code, one.name) for one in countries().values()), key=lambda one: one[1])),
        "substances": _choices(sorted(((one.id, one.name) for one in tabled()), key=lambda one: one[1])),
        "tracks": _choices([(code, _(label.partition(":")[0])) for code, label in TRACKS.items()]),
        "emergencies": _choices([("yes", _("Emergencies only"))]),
        "may_answer": viewer_in(request).has(ANSWER_NOTICES),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
        "is_first": not request.GET.get("cursor"),
    }
    return render(request, "notices/list.html", shown)


def _choices(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": "", "label": _("Any")}, *({"value": value, "label": label} for value, label in pairs)]


def _filters(asked: dict[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    names = {"text": _("Text"), "state": _("State"), "country": _("Country"), "substance": _("Substance")}
    names |= {"track": _("Track"), "emergency": _("Emergency")}
    words = {**asked, "state": _(STATES[asked["state"]]) if asked["state"] in STATES else asked["state"]}
    return [
        {
            "label": f"{names[name]}: {words[name]}",
            "remove_url": "?" + urlencode({key: other for key, other in asked.items() if other and key != name}),
        }
        for name, value in asked.items()
        if value
    ]


@EITHER
@door(READ_CASES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: its form, what will happen, and who will be told."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    taken = step_of(verb)
    refuse_for(taken, notice, viewer)
    if request.method != "POST":
        return _ask(request, notice, taken)
    try:
        services.take_step(viewer=viewer, notice_id=notice.id, verb=verb, raw=pages.entered(taken.form, request.POST))
    except Refused as no:
        return _ask(request, notice, taken, no)
    messages.success(request, _done(taken))
    return redirect(reverse("notice", args=[reference]) + suffix_in(request))


def step_of(verb: str) -> Step:
    """The step that a person may take under this address; NotVisible when there is none."""
    found = next((one for one in NOTICES.steps if one.verb == verb and one.duty != "system"), None)
    if found is None:
        raise NotVisible
    return found


def refuse_for(taken: Step, notice: Notice, viewer: Viewer) -> None:
    """Refused when something speaks against taking the step now."""
    reason = reason_against_beginning(NOTICES, taken, notice, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


def _done(taken: Step) -> str:
    if taken.second:
        return _("Your signature is kept. Another officer of your organisation must confirm it.")
    return _("Done: %(step)s.") % {"step": _(taken.label)}


def _ask(request: HttpRequest, notice: Notice, taken: Step, no: Refused | None = None) -> HttpResponse:
    """Show the form of a step, again with what was entered where something was wrong with it."""
    entered = pages.entered(taken.form, request.POST) if no else {}
    faults = no.faults if no else ()
    shown = {
        **frame(notice, _(taken.label)),
        "sections": pages.sections(taken.form, entered, faults) if taken.form else [],
        "errors": pages.summary(taken.form, faults) or ([{"message": _(no.message)}] if no else []),
        "effects": consequences(taken, notice, viewer_in(request)),
        "submit_label": _("Propose: %(step)s") % {"step": _(taken.label)} if taken.second else _(taken.label),
        "tone": tone_of(taken),
        "cancel_url": reverse("notice", args=[notice.reference]) + suffix_in(request),
    }
    return render(request, "notices/step.html", shown, status=422 if no else 200)


def frame(notice: Notice, heading: str) -> dict[str, Any]:
    """What every page about one notice needs: the way back, and what it is called."""
    back = reverse("notice", args=[notice.reference])
    return {
        "notice": notice,
        "page_title": f"{heading}: {notice.reference}",
        "heading": heading,
        "crumbs": [{"label": _("Notices"), "url": reverse("notices")}, {"label": notice.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(notice),
    }


@EITHER
@door(READ_CASES)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """What waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            services.confirm_step(viewer=viewer, notice_id=notice.id)
            messages.success(request, _("Confirmed. Your signature is the second of two."))
        else:
            services.decline_step(viewer=viewer, notice_id=notice.id)
            messages.success(request, _("The proposal was closed. Nothing else has changed."))
        return redirect("notice", reference=reference)
    proposal = proposal_on(notice, viewer)
    if proposal is None:
        raise Refused("nothing_proposed", _("There is no first signature waiting here."))
    effects = consequences(proposal["step"], notice, viewer)[2:]
    shown = {**frame(notice, _("Second signature")), "proposal": proposal, "effects": effects}
    return render(request, "notices/signature.html", shown)
