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
from penstock.cases.steps import pages as steps
from penstock.catalogue.fields import Country
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.kernel.workflow import Step
from penstock.notices import queries, services
from penstock.notices.dossier.acts import consequences, tone_of
from penstock.notices.dossier.views import proposal_on
from penstock.notices.lists.register import NOTICE_LIST, wanted
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import TRACKS
from penstock.notices.states import STATES
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
    rows = lists.rows(viewer, NOTICE_LIST, narrowing, columns, [(one, one.importing) for one in page.notices])
    shown = {
        **lists.beside(viewer, NOTICE_LIST, narrowing, may_answer=viewer.has(ANSWER_NOTICES)),
        "rows": pages.drawn("cases/lists/row.html" if has_own_columns(viewer, NOTICE_LIST) else "cases/row.html", rows),
        "columns": lists.heads(columns),
        "asked": asked,
        "filters": _filters(asked),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "countries": pages.offered(Country().choices()),
        "substances": pages.offered_substances(),
        "tracks": pages.offered([(code, _(label.partition(":")[0])) for code, label in TRACKS.items()]),
        "emergencies": pages.offered([("yes", _("Emergencies only"))]),
        "may_answer": viewer_in(request).has(ANSWER_NOTICES),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
        "is_first": not request.GET.get("cursor"),
    }
    return render(request, "notices/list.html", shown)


def _filters(asked: dict[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    names = {"text": _("Text"), "state": _("State"), "country": _("Country"), "substance": _("Substance")}
    names |= {"track": _("Track"), "emergency": _("Emergency")}
    words = {**asked, "state": _(STATES[asked["state"]]) if asked["state"] in STATES else asked["state"]}
    return pages.filters({name: f"{label}: {words[name]}" for name, label in names.items()}, asked)


@EITHER
@door(READ_CASES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: its form, what will happen, and who will be told."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, notice, verb)
    if request.method != "POST":
        return _ask(request, notice, taken)
    try:
        services.take_step(viewer=viewer, notice_id=notice.id, verb=verb, raw=pages.entered(taken.form, request.POST))
    except Refused as no:
        return _ask(request, notice, taken, no)
    messages.success(request, _done(taken))
    return redirect(reverse("notice", args=[reference]) + suffix_in(request))


def _done(taken: Step) -> str:
    if taken.second:
        return _("Your signature is kept. Another officer of your organisation must confirm it.")
    return _("Done: %(step)s.") % {"step": _(taken.label)}


def _ask(request: HttpRequest, notice: Notice, taken: Step, no: Refused | None = None) -> HttpResponse:
    """Show the form of a step, again with what was entered where something was wrong with it."""
    shown = {
        **frame(notice, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken, notice, viewer_in(request)),
        "submit_label": _("Propose: %(step)s") % {"step": _(taken.label)} if taken.second else _(taken.label),
        "tone": tone_of(taken),
        "cancel_url": reverse("notice", args=[notice.reference]) + suffix_in(request),
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


def frame(notice: Notice, heading: str) -> dict[str, Any]:
    """What every page about one notice needs: the way back, and what it is called."""
    above = {"label": _("Notices"), "url": reverse("notices")}
    return {"notice": notice, **steps.frame(notice, heading, above)}


@EITHER
@door(READ_CASES)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """What waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, notice_id=notice.id)
        steps.say_signed(request, _("Confirmed. Your signature is the second of two."))
        return redirect("notice", reference=reference)
    proposal = steps.to_sign(proposal_on(notice, viewer))
    effects = consequences(proposal["step"], notice, viewer)[2:]
    shown = {**frame(notice, _("Second signature")), "proposal": proposal, "effects": effects}
    return render(request, "notices/signature.html", shown)
