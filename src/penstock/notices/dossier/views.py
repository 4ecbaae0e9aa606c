"""The page of a notice."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.assignments import shown as assignments
from penstock.cases.enquiries import shown as enquiries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.lists import walks
from penstock.cases.secrecy.notes import within_said, without_said
from penstock.cases.secrecy.sight import content_for, hidden_from, title_for, told_for
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.notices import queries
from penstock.notices.checks.table import check
from penstock.notices.dossier.acts import acts
from penstock.notices.dossier.panel import shown as pages_of_findings
from penstock.notices.dossier.route import route_of
from penstock.notices.dossier.standing import standing, structure_of
from penstock.notices.drafts.outlook import copies_of
from penstock.notices.escalation.shown import next_reminder
from penstock.notices.events import EVENTS
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.movements.figures.panel import links, panel
from penstock.notices.states import NOTICES, TONES
from penstock.parties.duties import COMMENT, ENQUIRE, READ_CASES

WORDS = CASE_EVENTS | EVENTS


@require_GET
@door(READ_CASES)
def notice_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A notice with everything on it; the first reading by each person is shown to everyone."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=notice)
    may, may_not = acts(notice, viewer)
    walk = walks.walk_in(request)
    moments = case_queries.timeline(viewer, notice)
    shown = {
        "notice": notice,
        "crumbs": [{"label": _("Notices"), "url": "/notices/"}, {"label": notice.reference}],
        **walks.shown(viewer, walk),
        "badge": pages.badge(notice),
        "clock": pages.clock(notice, notice.importing),
        "marking": pages.marking(notice),
        "acts": [{**one, "url": one["url"] + (walk.suffix if walk else "")} for one in may],
        "absent": may_not,
        "proposal": proposal_on(notice, viewer),
        "standing": standing(viewer, notice),
        "structure": structure_of(content_for(viewer, notice)),
        "title": title_for(viewer, notice),
        "held": assignments.card(viewer, notice),
        "next_reminder": next_reminder(viewer, notice),
        "sections": _filled(pages.answers_for(viewer, notice, SHIPMENT)),
        "basis": sorted({one.basis for one in SHIPMENT.fields if one.basis}),
        "judged": _judged(notice),
        "route": route_of(content_for(viewer, notice)),
        "why_due": "" if "basis" in hidden_from(viewer, notice) else notice.basis,
        "story": pages.story(NOTICES, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": _seen_by(notice, viewer),
        "secret_within": within_said(SHIPMENT, notice.secret_fields) if notice.secret_within else "",
        "enquiries": enquiries.card(viewer, notice) if viewer.has(ENQUIRE) else None,
        "files": pages.files(
            case_queries.attachments(viewer, notice), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT),
        "findings": pages_of_findings(check(viewer, notice)),
        "duplicates": queries.likely_duplicates(viewer, notice),
        "moving": panel(viewer, notice),
        "links": links(viewer, notice),
        "editions": pages.editions(SHIPMENT, case_queries.editions(viewer, notice), request.GET.get("compare", "")),
    }
    return render(request, "notices/notice.html", shown)


def _filled(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sections in which something was entered."""
    return [part for part in parts if any(row["value"] for row in part["rows"])]


def _judged(notice: Notice) -> dict[str, Any] | None:
    """The law the present edition was judged under: its day, and the version of each pack."""
    under = notice.judged_under
    return {"on": date.fromisoformat(under["on"]), "packs": sorted(under["packs"].items())} if under else None


def proposal_on(notice: Notice, viewer: Viewer) -> dict[str, Any] | None:
    """The step that another officer's signature waits for, and what was entered, as the viewer may read it."""
    waiting = steps.proposal_on(viewer, notice)
    if waiting is None:
        return None
    form, told = waiting["step"].form, told_for(viewer, notice, waiting["kept"])
    return {**waiting, "rows": [one for part in pages.answers(form, told) for one in part["rows"]] if form else []}


def _seen_by(notice: Notice, viewer: Viewer) -> list[dict[str, Any]]:
    reasons = {notice.opener_id: _("exporting side")}
    copied = {one.id for one in copies_of(notice.content.get("copied_to") or ())}
    for one in case_queries.who_sees(notice):
        reasons.setdefault(one.id, _("has a copy") if one.id in copied else _("sees every notice"))
    if notice.counterpart_id:
        reasons[notice.counterpart_id] = _("importing side")
    reasons |= without_said(SHIPMENT, notice.secret_fields, reasons, notice.let_in)
    return pages.readers(case_queries.who_sees(notice), case_queries.receipts(viewer, notice), notice.edition, reasons)
