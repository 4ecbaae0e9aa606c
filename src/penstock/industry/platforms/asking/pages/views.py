"""Pages of notices to platforms: lists and measures, the sheet, the notice itself, its link and its steps."""

from typing import Any
from uuid import UUID

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
from penstock.industry.platforms.asking import links, queries, services
from penstock.industry.platforms.asking.fields import ANSWER, LINK, NOTICE, OUTCOMES
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.pages.frame import (
    GRAVE,
    ON_PAGES_OF_THEIR_OWN,
    OUTCOME_TONES,
    Shown,
    acts,
    columns,
    consequences,
    frame,
    rows,
    said,
    took,
)
from penstock.industry.platforms.asking.states import PLATFORM_NOTICES, STATES, TONES
from penstock.industry.platforms.events import EVENTS
from penstock.industry.platforms.pages.frame import ask, tabs
from penstock.industry.platforms.queries import platform as platform_by_id
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, WORK_WITH_PLATFORMS

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = ("text", "state", "outcome", "late")
BLANK: tuple[dict[str, Any], ...] = ({}, {})
"""The empty lines to go on in; whoever needs more asks for more."""
BEGUN = {"answer_days": "10", "silence": "silent"}


@require_GET
@door(WORK_WITH_PLATFORMS)
def notice_list(request: HttpRequest) -> HttpResponse:
    """The office's notices to platforms, the newest change first."""
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.notices(viewer_in(request), queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {
        "text": f"{_('Text')}: {asked['text']}",
        "state": f"{_('State')}: {_(STATES.get(asked['state'], ''))}",
        "outcome": f"{_('What it did')}: {_(OUTCOMES.get(asked['outcome'], ''))}",
        "late": _("Overdue"),
    }
    shown = {
        "page_title": _("Notices to platforms"),
        "tabs": tabs("platform_notices"),
        "rows": rows(page.notices),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters(words, asked),
        "states": pages.offered((code, _(label)) for code, label in STATES.items()),
        "outcomes": pages.offered((code, _(label)) for code, label in OUTCOMES.items()),
        "lates": pages.offered([("yes", _("Overdue"))]),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "industry/platforms/notices.html", shown)


@require_GET
@door(WORK_WITH_PLATFORMS)
def measures(request: HttpRequest) -> HttpResponse:
    """How each platform answered: how many, what it did, and how long it took."""
    heads = (_("Platform"), _("Sent"), _("Acknowledged"), _("Did all"), _("Did a part"), _("Did nothing"),
             _("Overdue"), _("Days to answer"))  # fmt: skip
    shown = {
        "page_title": _("How platforms answer"),
        "tabs": tabs("platform_measures"),
        "rows": queries.measured(viewer_in(request)),
        "columns": [{"label": one, "kind": "number" if at else ""} for at, one in enumerate(heads)],
    }
    return render(request, "industry/platforms/measures.html", shown)


@EITHER
@door(WORK_WITH_PLATFORMS)
def new(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """Write a notice to a platform: kept as a draft, or sent at once."""
    viewer = viewer_in(request)
    to = platform_by_id(viewer, platform_id)
    above: Shown = {"heading": _("Notice to %(name)s") % {"name": to.name}, "back": reverse("platform", args=[to.pk])}
    if request.method != "POST":
        contact = f"{viewer.name}, {viewer.organisation_name}"
        return _sheet(request, {**BEGUN, "contact": contact}, **above)
    raw = sheets.entered(NOTICE, request.POST)
    if request.POST.get("go") == "more":
        return _sheet(request, raw, **above)
    row = services.draft_notice(viewer=viewer, platform_id=platform_id, raw=raw)
    return _kept(request, row, raw)


@EITHER
@door(WORK_WITH_PLATFORMS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on writing a draft, and send it."""
    viewer = viewer_in(request)
    row = queries.notice_by_reference(viewer, reference)
    steps.step_open_to(viewer, row, "edit")
    if request.method != "POST":
        return _sheet(request, dict(content_for(viewer, row)), **_above(row))
    raw = sheets.entered(NOTICE, request.POST)
    if request.POST.get("go") == "more":
        return _sheet(request, raw, **_above(row))
    services.take_step(viewer=viewer, notice_id=row.pk, verb="edit", raw=raw)
    return _kept(request, row, raw)


def _above(row: PlatformNotice) -> Shown:
    edit_url = reverse("platform_notice_edit", args=[row.reference])
    back = reverse("platform_notice", args=[row.reference])
    return {"heading": f"{row.title}: {row.reference}", "back": back, "form_action": edit_url}


def _kept(request: HttpRequest, row: PlatformNotice, raw: Shown) -> HttpResponse:
    """A draft was kept; where it is to be sent too, what is missing is said beside it."""
    if request.POST.get("go") != "send":
        messages.success(request, _("The draft is kept."))
        return redirect("platform_notice", reference=row.reference)
    try:
        services.take_step(viewer=viewer_in(request), notice_id=row.pk, verb="send")
    except Refused as no:
        return _sheet(request, raw, no=no, **_above(row))
    messages.success(request, _("The notice is sent. Make a link for the answer, and hand it over."))
    return redirect("platform_notice", reference=row.reference)


def _sheet(
    request: HttpRequest, kept: Shown, *, heading: str, back: str, form_action: str = "", no: Refused | None = None
) -> HttpResponse:
    faults = no.faults if no else ()
    drawn = {**kept, "items": [*(kept.get("items") or ()), *BLANK]}
    shown = {
        "page_title": heading,
        "crumbs": [{"label": _("Platforms"), "url": reverse("platforms")}, {"label": heading}],
        "sections": sheets.sections(NOTICE, NOTICE.only(()), drawn, faults, beside=BESIDE),
        "errors": sheets.summary(NOTICE, NOTICE, drawn, faults)
        or ([{"message": _(no.message)}] if no and not faults else []),
        "cancel_url": back,
        "form_action": form_action,
    }
    return render(request, "industry/platforms/sheet.html", shown, status=422 if no else 200)


BESIDE = tuple((f"items-{at}-quantity", f"items-{at}-unit", f"items-{at}-seen_on") for at in range(50))


@require_GET
@door(WORK_WITH_PLATFORMS)
def notice_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A notice to a platform: what was asked, what it answered, and how long that took."""
    viewer = viewer_in(request)
    row = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=row)
    may, may_not = acts(row, viewer)
    moments = case_queries.timeline(viewer, row)
    given = case_queries.attachments(viewer, row)
    shown = {
        **frame(row, row.title),
        "crumbs": [{"label": _("Notices to platforms"), "url": reverse("platform_notices")}, {"label": reference}],
        "badge": pages.badge(row),
        "clock": pages.clock(row, viewer.country),
        "outcome": _(OUTCOMES[row.outcome]) if row.outcome else "",
        "outcome_tone": OUTCOME_TONES.get(row.outcome, ""),
        "took": took(row),
        "acts": may,
        "absent": may_not,
        "sections": said(content_for(viewer, row)),
        "answer": [one for part in pages.answers(ANSWER, row.answer) for one in part["rows"] if one["value"]],
        "files": pages.files(given, lambda one: reverse("case_file", args=[reference, one.pk])),
        "story": pages.story(PLATFORM_NOTICES, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(
            case_queries.who_sees(row), case_queries.receipts(viewer, row), row.edition, {row.opener_id: _("asks")}
        ),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "industry/platforms/notice.html", shown)


@EITHER
@door(WORK_WITH_PLATFORMS)
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the link by which the platform answers; it is shown once, on the page that answers."""
    viewer = viewer_in(request)
    row = queries.notice_by_reference(viewer, reference)
    steps.step_open_to(viewer, row, "link")
    back = reverse("platform_notice", args=[reference])

    def act(raw: Shown) -> HttpResponse:
        made, address = links.make_link(viewer=viewer, notice_id=row.pk, raw=raw)
        shown = {**frame(row, _("Link for the answer")), "link": address, "until": made.link_until, "back": back}
        response = render(request, "industry/platforms/link.html", shown)
        response.headers["Cache-Control"] = "no-store"
        return response

    kept = {"days": "30", "email": row.platform.content.get("email") or ""}
    about = _(
        "The platform reads the notice and answers in its browser, without an account. The link is shown to you once;"
        " whoever has it can answer, and an older link is good no more."
    )
    title = _("Link for the answer to %(reference)s") % {"reference": reference}
    return ask(request, LINK, act, title=title, back=back, kept=kept, about=about, submit_label=_("Make the link"))


@EITHER
@door(WORK_WITH_PLATFORMS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    row = queries.notice_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, row, verb)
    if verb in ON_PAGES_OF_THEIR_OWN:
        return redirect(ON_PAGES_OF_THEIR_OWN[verb], reference=reference)
    if request.method != "POST":
        return _ask(request, row, taken)
    try:
        services.take_step(viewer=viewer, notice_id=row.pk, verb=verb, raw=pages.entered(taken.form, request.POST))
    except Refused as no:
        return _ask(request, row, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("platform_notice", reference=reference)


def _ask(request: HttpRequest, row: PlatformNotice, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(row, _(taken.label)),
        **steps.asked(request, taken.form, no, dict(row.answer) if taken.verb == "answer" else None),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)
