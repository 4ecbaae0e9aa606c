"""Pages of copies: handing out, the copy with its conditions and steps, its content, and its files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step, open_steps, reason_against_beginning
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.surveillance import pages, queries
from penstock.surveillance.copies import reading, services
from penstock.surveillance.fields import CLASSES, ENDINGS, ENTRY, HANDING
from penstock.surveillance.keeping.views import crumbs
from penstock.surveillance.marks.papers import MEDIA
from penstock.surveillance.models import Copy
from penstock.surveillance.states import COPIES

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"recall", "withdraw"}
CONSEQUENCES = {
    "acknowledge": "The copy opens for you and the other persons named on it. Every opening is recorded.",
    "recall": "The copy closes at once, with those passed on from it. Its persons are told by mail, and confirm.",
    "withdraw": "The copy closes at once, with those passed on from it. Its persons are told by mail, and confirm.",
    "return": "The copy is closed for good. The owner sees what you confirm.",
}


@EITHER
@door(KEEP_LISTS)
def hand_out(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Hand a copy of an edition of one's own to an organisation."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    if edition.state != "published":
        raise Refused("not_published", _("Only the edition in force is handed out, after two people have signed it."))
    back = {"label": str(edition), "url": reverse("surveillance_edition", args=[edition_id])}

    def give(raw: dict[str, Any]) -> Copy:
        return services.hand_out(viewer=viewer, edition_id=edition_id, raw=raw)

    return _hand(request, viewer, None, give, back)


@EITHER
@door(KEEP_LISTS)
def pass_on(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Pass a copy that one holds on to somebody who was vetted for it."""
    viewer = viewer_in(request)
    copy = queries.copy_of(viewer, copy_id)
    if not services.can_pass_on(copy, viewer):
        raise Refused("may_not_pass_on", _("This copy may not be passed on, or cannot be read now."))
    back = {"label": str(copy.edition), "url": reverse("surveillance_copy", args=[copy_id])}

    def give(raw: dict[str, Any]) -> Copy:
        return services.pass_on(viewer=viewer, copy_id=copy_id, raw=raw)

    return _hand(request, viewer, copy, give, back)


def _hand(request: HttpRequest, viewer: Viewer, parent: Copy | None, give: Any, back: dict[str, str]) -> HttpResponse:
    """First the recipient, then the persons there and the rest."""
    raw, refusal = pages.entered(HANDING, request.POST), None
    chosen = request.POST.get("holder") or request.GET.get("to", "")
    if request.method == "POST":
        try:
            made = give(raw)
        except Refused as no:
            refusal = no
        else:
            messages.success(request, _("The copy was handed to %(name)s.") % {"name": made.holder.name})
            return redirect("surveillance_copy", copy_id=made.id)
    offered = queries.recipients(viewer, parent)
    readers = queries.readers_at(offered, chosen)
    holder = next((one for one in offered if str(one.id) == chosen), None)
    people = [(str(one.id), one.name) for one in readers]
    drawn = pages.fields(HANDING, raw, refusal, {"people": people})
    shown = {
        "page_title": _("Hand out a copy") if parent is None else _("Pass on the copy"),
        "crumbs": crumbs(back),
        "recipients": [{"value": code, "label": label} for code, label in pages.organisations(offered)],
        "holder": holder,
        "nobody": holder is not None and not readers,
        "fields": [one for one in drawn if one["name"] != "holder"],
        "errors": pages.faults_of(refusal),
        "submit_label": _("Hand it out"),
        "cancel_url": back["url"],
    }
    return render(request, "surveillance/hand.html", shown, status=422 if refusal else 200)


@require_GET
@door(READ_LISTS)
def copy_page(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """A copy: its conditions and how to open it for its reader, its fate for owner and giver."""
    viewer = viewer_in(request)
    copy = queries.copy_of(viewer, copy_id)
    steps = open_steps(COPIES, copy, viewer)
    shown = {
        **_frame(copy),
        "page_title": str(copy.edition),
        "is_holder": copy.holder_id == viewer.organisation_id,
        "is_readable": reading.is_readable(copy, viewer, today()),
        "may_hand_on": services.can_pass_on(copy, viewer),
        "facts": _facts(copy),
        "acts": [_act(copy, one) for one, reason in steps if not reason],
        "forms": [{"label": form.upper(), "url": reverse("surveillance_file", args=[copy.id, form])} for form in MEDIA],
        "openings": queries.openings(viewer, copy),
        "opening_columns": [{"label": one} for one in (_("Person"), _("When"), _("As"))],
        "story": pages.story(queries.acts_on(viewer, copy.id)),
    }
    return render(request, "surveillance/copy.html", shown)


def _facts(copy: Copy) -> list[dict[str, Any]]:
    facts = [
        (_("Recipient"), copy.holder.name),
        (_("Access class"), _(CLASSES[copy.access_class])),
        (_("Named persons"), ", ".join(copy.people_names)),
        (_("Purpose"), copy.purpose),
        (_("Handed out by"), f"{copy.given_by}, {copy.giver.name}"),
        (_("Owner of the list"), copy.owner.name),
        (_("Last day"), copy.expires_on.isoformat()),
        (_("May be passed on"), _("Yes") if copy.may_hand_on else _("No")),
        (_("Acknowledged by"), copy.acknowledged_by),
        (_("Closed because"), copy.closed_because),
        (_("Confirmed by"), copy.returned_by),
        (_("What became of it"), _(ENDINGS[copy.returned_how]) if copy.returned_how else ""),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _act(copy: Copy, step: Step) -> dict[str, str]:
    url = reverse("surveillance_copy_step", args=[copy.id, step.verb])
    return {"label": _(step.label), "url": url, "tone": "primary" if step.verb == "acknowledge" else "secondary"}


def _frame(copy: Copy) -> dict[str, Any]:
    return {
        "copy": copy,
        "badge": pages.badge(copy.state),
        "marking": f"TLP:{copy.edition.list.marking}",
        "crumbs": crumbs(),
        "cancel_url": reverse("surveillance_copy", args=[copy.id]),
    }


@EITHER
@door(READ_LISTS)
def step(request: HttpRequest, copy_id: UUID, verb: str) -> HttpResponse:
    """A step of a copy's workflow; before it opens, its conditions are shown and must be accepted."""
    viewer = viewer_in(request)
    copy = queries.copy_of(viewer, copy_id)
    taken = next((one for one in COPIES.steps if one.verb == verb and one.duty != "system"), None)
    if taken is None:
        raise NotVisible
    reason = reason_against_beginning(COPIES, taken, copy, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))
    raw, refusal = _ticked(pages.entered(taken.form, request.POST)), None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, copy_id=copy_id, verb=verb, raw=raw)
        except Refused as no:
            refusal = no
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("surveillance_copy", copy_id=copy_id)
    shown = {
        **_frame(copy),
        "page_title": f"{_(taken.label)}: {copy.edition}",
        "crumbs": crumbs({"label": str(copy.edition), "url": reverse("surveillance_copy", args=[copy.id])}),
        "conditions": copy.edition.list.conditions if verb == "acknowledge" else "",
        "fields": pages.fields(taken.form, raw, refusal),
        "errors": pages.faults_of(refusal),
        "effects": [_(CONSEQUENCES[verb])],
        "submit_label": _(taken.label),
        "tone": "danger" if verb in GRAVE else "primary",
    }
    return render(request, "surveillance/step.html", shown, status=422 if refusal else 200)


def _ticked(raw: dict[str, Any]) -> dict[str, Any]:
    """What is entered, with a ticked box read as yes."""
    return {name: "yes" if name == "accepted" and value else value for name, value in raw.items()}


@require_GET
@door(READ_LISTS)
def content(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The content of a copy in the viewer's name, marked; opening it is recorded."""
    sheet = reading.open_copy(viewer=viewer_in(request), copy_id=copy_id, form="page")
    label = {one.name: _(one.label) for one in ENTRY.fields}
    about = [one.name for one in ENTRY.fields if one.name not in {"name", "note"}]
    shown = {
        "sheet": sheet,
        "page_title": f"{sheet.title}, {sheet.edition}",
        "marking": sheet.marking,
        "crumbs": crumbs({"label": _("Copy"), "url": reverse("surveillance_copy", args=[copy_id])}),
        "rows": [
            {
                "name": row["name"],
                "note": row["note"],
                "about": [
                    {"label": label[one], "value": ENTRY.field(one).type.line(row[one])}
                    for one in about
                    if row.get(one)
                ],
            }
            for row in sheet.rows
        ],
    }
    return render(request, "surveillance/content.html", shown)


@require_GET
@door(READ_LISTS)
def file(request: HttpRequest, copy_id: UUID, form: str) -> HttpResponse:
    """A copy as a file, marked; taking it away is recorded."""
    made = reading.file_of(viewer=viewer_in(request), copy_id=copy_id, form=form)
    response = HttpResponse(made, content_type=MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="copy.{form}"'
    return response
