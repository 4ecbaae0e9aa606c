"""Pages of alerts: the list, an alert, its steps, the second signature, its print, its files and its CAP message."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.alerts import queries, services
from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.events import EVENTS
from penstock.alerts.fields import URGENCIES
from penstock.alerts.models import Alert
from penstock.alerts.outputs.cap import MEDIA_TYPE, cap_of
from penstock.alerts.pages.frame import GRAVE, acts, answers, consequences, frame
from penstock.alerts.received.services import WITHIN
from penstock.alerts.sending.reaches import CIRCLE
from penstock.alerts.states import STATES, TONES
from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.kernel import files
from penstock.kernel.routes import viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, SEND_ALERTS

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ADDRESSES = ("acknowledge", "pass", "print", "cap", "signature")


@require_GET
def alert_list(request: HttpRequest, kind: str) -> HttpResponse:
    """The viewer's alerts of a kind, the newest change first."""
    viewer, desk = viewer_in(request), DESKS[kind]
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "state", "waiting")}
    wanted = queries.Filter(text=asked["text"], state=asked["state"], waiting=bool(asked["waiting"]))
    page = queries.alerts(viewer, desk, wanted, cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    shown = {
        "desk": desk,
        "page_title": _(desk.title),
        "here": reverse(f"{desk.route}s"),
        "rows": rows(page.alerts),
        "columns": columns(),
        "asked": asked,
        "filters": _filters(asked),
        "states": pages.offered((code, _(label)) for code, label in STATES.items()),
        "links": _links(viewer, desk),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "alerts/list.html", shown)


def _filters(asked: dict[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    said = {
        "text": f"{_('Text')}: {asked['text']}",
        "state": f"{_('State')}: {_(STATES.get(asked['state'], asked['state']))}",
        "waiting": _("To be acknowledged"),
    }
    return pages.filters(said, asked)


def _links(viewer: Viewer, desk: Desk) -> list[dict[str, str]]:
    """Where one goes from the list."""
    other = next(one for one in DESKS.values() if one is not desk)
    found = (
        [{"label": _(other.title), "url": reverse(f"{other.route}s"), "tone": ""}] if viewer.has(other.reads) else []
    )
    if not viewer.has(SEND_ALERTS):
        return found
    write = _("Write an alert for industry") if desk.is_industry else _("Write a special alert")
    found.insert(0, {"label": write, "url": reverse(f"{desk.route}_new"), "tone": "primary"})
    if viewer.country:
        found.append({"label": _("Trusted companies"), "url": reverse("alert_trusted"), "tone": ""})
    else:
        found.append({"label": _("Suggestions"), "url": reverse("alert_suggestions"), "tone": ""})
    return found


def rows(alerts: list[Alert]) -> list[dict[str, Any]]:
    """Alerts as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse(DESKS[one.kind].route, args=[one.reference]),
            "title": one.title,
            "opener": one.opener.name,
            "marking": pages.marking(one),
            "urgency": _(URGENCIES.get(one.urgency, "")),
            "badge": {"label": _(STATES[one.state]), "tone": TONES[one.state]},
            "expires_on": one.expires_on,
        }
        for one in alerts
    ]


def columns() -> list[dict[str, str]]:
    """The heads of a list of alerts."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Headline")},
        {"label": _("Sent by")},
        {"label": _("State")},
        {"label": _("In force until"), "kind": "narrow"},
    ]


@require_GET
def alert_page(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """An alert with what the viewer may do; its sender sees who has received and acknowledged it."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    note_read(viewer=viewer, case=alert)
    may, may_not = acts(desk, alert, viewer)
    is_own = alert.opener_id == viewer.organisation_id
    shown = {
        **_read(desk, alert, viewer),
        "crumbs": [{"label": _(desk.title), "url": reverse(f"{desk.route}s")}, {"label": reference}],
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, alert),
        "is_own": is_own,
        "own": None if is_own else queries.own_recipient(viewer, alert),
        "recipients": queries.recipients(viewer, alert) if is_own else [],
        "silent": queries.silent(viewer, alert) if is_own else 0,
        "passings": queries.passings(viewer, alert),
        "may_pass": not is_own and alert.state == "released" and alert.marking not in WITHIN,
        "within": _(WITHIN.get(alert.marking, "")),
        "editions": _editions(desk, alert, viewer, request.GET.get("compare", "")),
        "story": pages.story(desk.workflow, _moments(viewer, alert), WORDS, TONES),
        "files": pages.files(
            case_queries.attachments(viewer, alert),
            lambda one: reverse(f"{desk.route}_file", args=[reference, one.pk]),
        ),
        "may_attach": is_own and viewer.has(COMMENT) and alert.state in {"draft", "released"},
        "industry_url": _industry_url(viewer, alert),
        **{name: reverse(f"{desk.route}_{name}", args=[reference]) for name in ADDRESSES},
    }
    return render(request, "alerts/alert.html", shown)


def _industry_url(viewer: Viewer, alert: Alert) -> str:
    """The version for industry, for those who prepared it."""
    if not alert.industry_as or alert.opener_id != viewer.organisation_id:
        return ""
    return reverse("industry_alert", args=[alert.industry_as])


def _read(desk: Desk, alert: Alert, viewer: Viewer) -> dict[str, Any]:
    """An alert to be read, on a page or on paper."""
    return {
        **frame(desk, alert, alert.title),
        "badge": pages.badge(alert),
        "sections": answers(desk, content_for(viewer, alert), viewer),
    }


def _editions(desk: Desk, alert: Alert, viewer: Viewer, compare: str) -> dict[str, Any] | None:
    """The editions against each other; a circle is left out, whose name not everybody may read."""
    contents = {number: {**one, CIRCLE: None} for number, one in case_queries.editions(viewer, alert).items()}
    return pages.editions(desk.form, contents, compare)


def _moments(viewer: Viewer, alert: Alert) -> list[case_queries.Moment]:
    """What happened: to its sender all of it, to others what the sender did and what they did themselves."""
    told = case_queries.timeline(viewer, alert)
    if alert.opener_id == viewer.organisation_id:
        return told
    return [one for one in told if one.organisation in {alert.opener.name, viewer.organisation_name, ""}]


@require_GET
def alert_print(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """An alert on paper."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    note_read(viewer=viewer, case=alert)
    return render(request, "alerts/print.html", _read(desk, alert, viewer))


@require_GET
def cap(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """An alert as a CAP message, as a download."""
    viewer = viewer_in(request)
    alert = queries.alert_by_reference(viewer, DESKS[kind], reference)
    content = cap_of(viewer, alert)
    note_read(viewer=viewer, case=alert)
    return pages.download(content, MEDIA_TYPE, f"{reference}.cap.xml")


@require_GET
def file(request: HttpRequest, reference: str, file_id: UUID, kind: str) -> HttpResponse:
    """A file of an alert, as a download."""
    viewer = viewer_in(request)
    row = case_queries.attachment(viewer, queries.alert_by_reference(viewer, DESKS[kind], reference), file_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)


@EITHER
def step(request: HttpRequest, reference: str, verb: str, kind: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    taken = steps.step_open_to(viewer, alert, verb)
    if request.method != "POST":
        return _ask(request, alert, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        after = services.take_step(viewer=viewer, alert=alert, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, alert, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    if verb == "derive":
        return redirect("industry_alert_edit", reference=after.industry_as)
    return redirect(desk.route, reference=reference)


def _ask(request: HttpRequest, alert: Alert, taken: Step, no: Refused | None = None) -> HttpResponse:
    """Show the form of a step, again with what was entered where something was wrong with it."""
    shown = {
        **frame(DESKS[alert.kind], alert, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
def signature(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """A release that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, alert=alert)
        steps.say_signed(request, _("Confirmed. The alert is released, and everybody is told by mail."))
        return redirect(desk.route, reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, alert))
    shown = {**frame(desk, alert, _("Second signature")), "proposal": proposal}
    return render(request, "alerts/signature.html", shown)
