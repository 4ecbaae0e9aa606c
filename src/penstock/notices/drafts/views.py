"""Pages on which notices are written: a new draft, its editing, the last look before sending, and amendments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.secrecy.notes import within_said, without_said
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.pages import step_open_to
from penstock.catalogue.ports import ports
from penstock.kernel.routes import SIGNED_IN, door, viewer_in
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.notices import queries, services
from penstock.notices.checks.table import check
from penstock.notices.dossier.panel import shown as pages_of_findings
from penstock.notices.dossier.standing import structure_of
from penstock.notices.drafts.asked import asked
from penstock.notices.drafts.columns import let_in
from penstock.notices.drafts.outlook import Amendment, Outlook, amendment, outlook
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import STATUTORY, VOLUNTARY
from penstock.notices.tracks.waiting import GENTLE_REMINDER_DAYS
from penstock.notices.views import frame
from penstock.parties.duties import SEND_NOTICES
from penstock.parties.queries import government_of

EITHER = require_http_methods(["GET", "POST"])
MOST_SUGGESTIONS = 12


@EITHER
@door(SEND_NOTICES)
def new(request: HttpRequest) -> HttpResponse:
    """A new notice; whatever is entered can be kept as a draft."""
    viewer = viewer_in(request)
    if request.method == "POST":
        notice = services.draft_notice(viewer=viewer, raw=pages.entered(SHIPMENT, request.POST))
        return _saved(request, notice)
    shown = {
        "page_title": _("New notice"),
        "crumbs": [{"label": _("Notices"), "url": reverse("notices")}, {"label": _("New notice")}],
        "sections": asked({"track": STATUTORY, "exporter_country": government_of(viewer.organisation_id)}),
        "cancel_url": reverse("notices"),
    }
    return render(request, "notices/draft.html", shown)


def _saved(request: HttpRequest, notice: Notice) -> HttpResponse:
    """After a draft is kept: on to the last look, or back to the form with what is still to do."""
    if request.POST.get("go") == "send":
        return redirect("notice_step", reference=notice.reference, verb="submit")
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": notice.reference})
    return redirect("notice_step", reference=notice.reference, verb="edit")


@EITHER
@door(SEND_NOTICES)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft with what is still to do, what the goods are, and whether a notice is due."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    step_open_to(viewer, notice, "edit")
    if request.method == "POST":
        raw = pages.entered(SHIPMENT, request.POST)
        saved = services.take_step(viewer=viewer, notice_id=notice.id, verb="edit", raw=raw)
        return _saved(request, saved)
    return _draft_page(request, notice, outlook(viewer, notice))


def _draft_page(request: HttpRequest, notice: Notice, ahead: Outlook, *, refused: bool = False) -> HttpResponse:
    """The form of a draft; what cannot be sent is a list of things to do until somebody tries to send it."""
    shown = {
        **frame(notice, _("Draft")),
        "sections": asked(content_for(viewer_in(request), notice), ahead.faults if refused else (), track=ahead.track),
        # What is mended here is kept as the draft, also where the last look refused it.
        "form_action": reverse("notice_step", args=[notice.reference, "edit"]),
        "errors": pages.summary(SHIPMENT, ahead.faults) if refused else [],
        "to_do": [] if refused else pages.summary(SHIPMENT, ahead.faults),
        "ahead": ahead,
    }
    return render(request, "notices/draft.html", shown, status=422 if refused else 200)


@EITHER
@door(SEND_NOTICES)
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look before sending: exactly who will see it, and by when the answer is due."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    step_open_to(viewer, notice, "submit")
    ahead = outlook(viewer, notice)
    if ahead.faults:
        return _draft_page(request, notice, ahead, refused=True)
    if request.method == "POST":
        sent = services.take_step(viewer=viewer, notice_id=notice.id, verb="submit")
        messages.success(request, _("Sent to %(name)s.") % {"name": sent.counterpart.name if sent.counterpart else ""})
        return redirect("notice", reference=reference)
    return render(request, "notices/submit.html", _last_look(notice, ahead, viewer))


def _last_look(notice: Notice, ahead: Outlook, viewer: Viewer) -> dict[str, Any]:
    going = ahead.addressing
    if going is None:
        raise Refused("no_country", _("The importing country is missing."))
    reasons = {one.id: _("sees every notice") for one in ahead.audience}
    reasons |= {one.id: _("gets a copy") for one in going.copied}
    reasons |= {viewer.organisation_id: _("sends it"), going.counterpart.id: _("receives it and answers")}
    reasons |= without_said(SHIPMENT, notice.secret_fields, reasons, let_in(notice, going))
    return {
        **frame(notice, _("Send the notice")),
        "ahead": ahead,
        "findings": pages_of_findings(check(viewer, notice)),
        "audience": pages.seeing(ahead.audience, reasons),
        "content": pages.answers_for(viewer, notice, SHIPMENT),
        "structure": structure_of(content_for(viewer, notice)),
        "effects": [
            *_awaited(ahead),
            *([within_said(SHIPMENT, notice.secret_fields)] if notice.secret_within else []),
            _("What is sent can be amended or withdrawn, but not unsent."),
        ],
        "submit_label": _("Send the notice"),
        "cancel_url": reverse("notice_step", args=[notice.reference, "edit"]),
    }


def _awaited(ahead: Outlook) -> list[str]:
    """What sending asks of the other side, and what it means if nobody answers."""
    told: dict[str, Any] = {"name": ahead.addressing.counterpart.name if ahead.addressing else ""}
    if ahead.due_on is None or ahead.addressing is None:
        return [
            _("%(name)s is told by mail that a voluntary notice came. It owes no answer.") % told,
            _("It is reminded once, after %(days)s working days. You may close the notice when you like.")
            % {"days": GENTLE_REMINDER_DAYS},
        ]
    told |= {"days": ahead.addressing.days, "due": date_format(ahead.due_on, "j M Y")}
    return [
        _("%(name)s is told by mail that a planned shipment awaits its answer.") % told,
        _("Its clock starts: %(days)s working days, so the answer is due by %(due)s.") % told,
        *([ahead.silence] if ahead.silence else []),
    ]


@EITHER
@door(SEND_NOTICES)
def amend(request: HttpRequest, reference: str) -> HttpResponse:
    """An amendment: the whole form, then the difference and what follows from it, then the act."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    step_open_to(viewer, notice, "amend")
    if request.method != "POST":
        return _amend_form(request, notice, content_for(viewer, notice))
    raw = pages.entered(SHIPMENT, request.POST)
    plan = amendment(notice, raw)
    if plan.faults:
        return _amend_form(request, notice, raw, plan.faults)
    if not plan.changes or request.POST.get("go") == "back":
        return _amend_form(request, notice, raw, unchanged=not plan.changes)
    if request.POST.get("go") != "send":
        return render(request, "notices/amendment.html", _difference(notice, plan, raw))
    services.take_step(viewer=viewer, notice_id=notice.id, verb="amend", raw=raw)
    messages.success(request, _("The notice was amended."))
    return redirect("notice", reference=reference)


def _amend_form(
    request: HttpRequest,
    notice: Notice,
    kept: dict[str, Any],
    faults: tuple[Fault, ...] = (),
    *,
    unchanged: bool = False,
) -> HttpResponse:
    nothing = [{"message": _("Nothing was changed, so there is nothing to amend.")}] if unchanged else []
    errors = pages.summary(SHIPMENT, faults) or nothing
    shown = {**frame(notice, _("Amend")), "sections": asked(kept, faults), "errors": errors, "is_amendment": True}
    return render(request, "notices/draft.html", shown, status=422 if errors else 200)


def _difference(notice: Notice, plan: Amendment, raw: dict[str, Any]) -> dict[str, Any]:
    anew = _("asks the importing side anew")
    days = _("The reply clock starts anew, and %(name)s must answer again.")
    if plan.judged.track == VOLUNTARY:
        days = _("Any answer so far no longer stands. %(name)s may answer again, and owes no answer.")
    told = {"name": notice.counterpart.name if notice.counterpart else ""}
    return {
        **frame(notice, _("Amendment")),
        "rows": [
            {
                "label": _(one.field.label),
                "old": one.old,
                "new": one.new,
                "effect": anew if one.field.name in plan.reopening else "",
            }
            for one in plan.changes
        ],
        "raw": pages.carried(raw),
        "effects": [
            *([plan.judged.moved] if plan.judged.moved else []),
            days % told if plan.reopening else _("The reply clock is not touched: nothing that was asked has changed."),
            _("%(name)s is told by mail.") % told,
            _("Both editions stay on record and can be compared."),
        ],
    }


@require_GET
@door(SIGNED_IN)
def places(request: HttpRequest) -> HttpResponse:
    """Suggestions of ports for what is being typed under whichever name."""
    typed = str(next(iter(request.GET.values()), "")).strip().casefold()
    found = [one for one in ports().values() if typed in one.code.casefold() or typed in one.name.casefold()]
    options = format_html_join(
        "", '<option value="{}">{}</option>', ((one.code, one.name) for one in found[:MOST_SUGGESTIONS])
    )
    return HttpResponse(format_html("{}", options) if typed else "")
