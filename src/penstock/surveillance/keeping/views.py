"""The owner's pages: lists, editions with their entries, their steps and signatures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.kernel.record import note_access
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps, reason_against_beginning
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.surveillance import pages, queries
from penstock.surveillance.fields import CONDITIONS, EDITION, ENTRY, LIST, MARKINGS, REACHES
from penstock.surveillance.keeping import services, sheets
from penstock.surveillance.models import Edition
from penstock.surveillance.states import EDITIONS

EITHER = require_http_methods(["GET", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRAVE = {"recall", "discard"}
CONSEQUENCES = {
    "publish": "It can be handed out from then on, and the edition before is superseded: its holders are told.",
    "discard": "The draft is closed. Nobody outside has seen it or will.",
    "recall": "Every copy closes at once, also those passed on. Each named person is told by mail, and confirms.",
}


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way back to the first page of surveillance lists."""
    return [{"label": _("Surveillance lists"), "url": reverse("surveillance")}, *more]


@require_GET
@door(READ_LISTS)
def home(request: HttpRequest) -> HttpResponse:
    """The copies in the viewer's name, the lists that the viewer keeps, and the copies passed on."""
    viewer = viewer_in(request)
    may_keep = viewer.has(KEEP_LISTS)
    shown = {
        "may_keep": may_keep,
        "received": [pages.copy_row(one) for one in queries.received(viewer)],
        "given": [pages.copy_row(one) for one in queries.given(viewer)],
        "copy_columns": pages.copy_columns(),
        "lists": [_listed(one) for one in queries.own_lists(viewer)] if may_keep else [],
        "list_columns": [{"label": one} for one in (_("List"), _("Reach"), _("Marking"), _("Newest edition"))],
    }
    return render(request, "surveillance/home.html", shown)


def _listed(one: Any) -> dict[str, Any]:
    newest = next(iter(one.editions.all()), None)
    return {
        "title": one.title,
        "url": reverse("surveillance_list", args=[one.id]),
        "reach": _(REACHES[one.reach]),
        "marking": f"TLP:{one.marking}",
        "number": newest.number if newest else None,
        "badge": pages.badge(newest.state) if newest else None,
    }


@EITHER
@door(KEEP_LISTS)
def new_list(request: HttpRequest) -> HttpResponse:
    """Make an empty list."""
    raw, refusal = {"conditions": CONDITIONS, "marking": "AMBER+STRICT"}, None
    if request.method == "POST":
        raw = pages.entered(LIST, request.POST)
        try:
            made = services.make_list(viewer=viewer_in(request), raw=raw)
        except Refused as no:
            refusal = no
        else:
            return redirect("surveillance_list", list_id=made.id)
    shown = {
        "page_title": _("New surveillance list"),
        "crumbs": crumbs(),
        "fields": pages.fields(LIST, raw, refusal),
        "errors": pages.faults_of(refusal),
        "submit_label": _("Make the list"),
        "cancel_url": reverse("surveillance"),
    }
    return render(request, "surveillance/form.html", shown, status=422 if refusal else 200)


@require_GET
@door(KEEP_LISTS)
def list_page(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A list: its editions, and who got which of them."""
    viewer = viewer_in(request)
    the_list = queries.own_list(viewer, list_id)
    shown = {
        "list": the_list,
        "page_title": the_list.title,
        "crumbs": crumbs(),
        "marking": f"TLP:{the_list.marking}",
        "facts": [
            {"label": _("Reach"), "value": _(REACHES[the_list.reach])},
            {"label": _("Marking"), "value": _(MARKINGS[the_list.marking])},
            {"label": _("Legal basis"), "value": the_list.basis},
            {"label": _("May be received by"), "value": LIST.field("open_to").type.show(tuple(the_list.open_to))},
        ],
        "editions": [
            {
                "edition": one,
                "url": reverse("surveillance_edition", args=[one.id]),
                "badge": pages.badge(one.state),
                "label": _("Edition %(number)s") % {"number": one.number},
            }
            for one in queries.editions(viewer, the_list)
        ],
        "edition_columns": [{"label": one} for one in (_("Edition"), _("State"), _("Published"), _("Last day"))],
        "copies": [pages.copy_row(one) for one in queries.copies(viewer, the_list)],
        "copy_columns": pages.copy_columns(),
        "story": pages.story(queries.acts_on(viewer, the_list.id)),
    }
    return render(request, "surveillance/list.html", shown)


@require_GET
@door(KEEP_LISTS)
def template(_request: HttpRequest) -> HttpResponse:
    """An empty file with the headings."""
    response = HttpResponse(sheets.template(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="surveillance_entries.xlsx"'
    return response


@EITHER
@door(KEEP_LISTS)
def new_edition(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Begin the next edition of a list from a file."""
    viewer = viewer_in(request)
    the_list = queries.own_list(viewer, list_id)
    raw, refusal = pages.entered(EDITION, request.POST), None
    if request.method == "POST":
        try:
            name, content = _file(request)
            sheets.read(content)
            edition = services.draft_edition(viewer=viewer, list_id=list_id, raw=raw)
            services.load(viewer=viewer, edition_id=edition.id, name=name, content=content)
        except Refused as no:
            refusal = no
        else:
            return redirect("surveillance_edition", edition_id=edition.id)
    shown = {
        "page_title": _("New edition"),
        "crumbs": crumbs({"label": the_list.title, "url": reverse("surveillance_list", args=[list_id])}),
        "fields": pages.fields(EDITION, raw, refusal),
        "errors": pages.faults_of(refusal),
        "with_file": True,
        "form_has_files": True,
        "submit_label": _("Load and check"),
        "cancel_url": reverse("surveillance_list", args=[list_id]),
    }
    return render(request, "surveillance/form.html", shown, status=422 if refusal else 200)


def _file(request: HttpRequest) -> tuple[str, bytes]:
    given = request.FILES.get("file")
    if given is None:
        raise Refused("file_missing", _("Choose a file first."))
    return given.name or "file", given.read()


@require_GET
@door(KEEP_LISTS)
def edition_page(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """An edition as it was loaded, line by line with its faults, and what may be done with it."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    note_access(viewer, f"surveillance edition {edition.id} as its owner", "read")
    lines = queries.entries(viewer, edition)
    steps = [(one, reason) for one, reason in open_steps(EDITIONS, edition, viewer) if one.verb != "load"]
    shown = {
        **frame(edition),
        "page_title": str(edition),
        "crumbs": crumbs({"label": edition.list.title, "url": reverse("surveillance_list", args=[edition.list_id])}),
        "lines": [_line(one.line, one.content, one.faults) for one in lines],
        "line_columns": [{"label": one} for one in (_("Line"), _("Name"), _("Numbers"), _("Rule"), _("Faults"))],
        "faulty": sum(bool(one.faults) for one in lines),
        "acts": [_act(edition, one) for one, reason in steps if not reason],
        "absent": [{"label": _(one.label), "reason": _(reason.message)} for one, reason in steps if reason],
        "proposal": proposal_on(edition, viewer),
        "story": pages.story(queries.acts_on(viewer, edition.id)),
    }
    return render(request, "surveillance/edition.html", shown)


def _line(number: int, content: dict[str, Any], faults: list[dict[str, str]]) -> dict[str, Any]:
    def shown(*names: str) -> list[str]:
        return [text for name in names if (text := ENTRY.field(name).type.line(content.get(name)))]

    labels = {one.name: _(one.label) for one in ENTRY.fields}
    return {
        "line": number,
        "name": content.get("name") or "",
        "others": "; ".join(content.get("other_names") or ()),
        "numbers": shown("cas_number", "formula", "inchikey", "smiles"),
        "rules": shown("definition", "structure_rule", "note"),
        "days": " to ".join(shown("from_on", "until_on")),
        "faults": [{"label": labels[one["column"]], "message": one["message"]} for one in faults],
    }


def _act(edition: Edition, step: Step) -> dict[str, str]:
    url = reverse("surveillance_edition_step", args=[edition.id, step.verb])
    return {"label": _(step.label), "url": url, "tone": "primary" if step.verb == "publish" else "secondary"}


def frame(edition: Edition) -> dict[str, Any]:
    """What every page about one edition needs."""
    return {
        "edition": edition,
        "badge": pages.badge(edition.state),
        "marking": f"TLP:{edition.list.marking}",
        "cancel_url": reverse("surveillance_edition", args=[edition.id]),
    }


def proposal_on(edition: Edition, viewer: Viewer) -> dict[str, Any] | None:
    """The first signature that waits on an edition, as pages show it."""
    found = open_signature(edition, viewer)
    if found is None:
        return None
    return {
        "label": _(EDITIONS.step(found.verb).label),
        "by": found.person_name,
        "at": found.signed_at,
        "is_own": found.person_id == viewer.person_id,
    }


@EITHER
@door(KEEP_LISTS)
def load(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Load another file into a draft."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    refuse_for(EDITIONS.step("load"), edition, viewer)
    refusal = None
    if request.method == "POST":
        try:
            name, content = _file(request)
            services.load(viewer=viewer, edition_id=edition_id, name=name, content=content)
        except Refused as no:
            refusal = no
        else:
            return redirect("surveillance_edition", edition_id=edition_id)
    shown = {
        **frame(edition),
        "page_title": _("Load another file"),
        "crumbs": crumbs({"label": str(edition), "url": reverse("surveillance_edition", args=[edition_id])}),
        "errors": pages.faults_of(refusal),
        "with_file": True,
        "form_has_files": True,
        "submit_label": _("Load and check"),
    }
    return render(request, "surveillance/form.html", shown, status=422 if refusal else 200)


def refuse_for(step: Step, edition: Edition, viewer: Viewer) -> None:
    """Refused when something speaks against taking the step now."""
    reason = reason_against_beginning(EDITIONS, step, edition, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


@require_GET
@door(KEEP_LISTS)
def faulty(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The faulty lines of a draft as they were entered, with their faults."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    note_access(viewer, f"surveillance edition {edition.id} as a file of faults", "read")
    lines = [(one.line, one.content, one.faults) for one in queries.entries(viewer, edition) if one.faults]
    response = HttpResponse(sheets.faulty_lines(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="faulty-lines.csv"'
    return response


@EITHER
@door(KEEP_LISTS)
def step(request: HttpRequest, edition_id: UUID, verb: str) -> HttpResponse:
    """A step of an edition's workflow: what will happen, and the button that does it."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    taken = next((one for one in EDITIONS.steps if one.verb == verb and one.duty != "system"), None)
    if taken is None or verb == "load":
        raise NotVisible
    refuse_for(taken, edition, viewer)
    raw, refusal = pages.entered(taken.form, request.POST), None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, edition_id=edition_id, verb=verb, raw=raw)
        except Refused as no:
            refusal = no
        else:
            done = _("Your signature is kept. Another person must give the second.") if taken.second else _("Done.")
            messages.success(request, done)
            return redirect("surveillance_edition", edition_id=edition_id)
    told = [_(CONSEQUENCES[verb])]
    if taken.second:
        told.insert(0, _("Your signature is kept as the first of two; the second must be another person's."))
    shown = {
        **frame(edition),
        "page_title": f"{_(taken.label)}: {edition}",
        "crumbs": crumbs({"label": str(edition), "url": reverse("surveillance_edition", args=[edition_id])}),
        "fields": pages.fields(taken.form, raw, refusal),
        "errors": pages.faults_of(refusal),
        "effects": told,
        "submit_label": _("Propose: %(step)s") % {"step": _(taken.label)} if taken.second else _(taken.label),
        "tone": "danger" if verb in GRAVE else "primary",
    }
    return render(request, "surveillance/step.html", shown, status=422 if refusal else 200)


@EITHER
@door(KEEP_LISTS)
def signature(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """What waits for a second signature: to be confirmed or declined by another person, or taken back."""
    viewer = viewer_in(request)
    edition = queries.own_edition(viewer, edition_id)
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            services.confirm_step(viewer=viewer, edition_id=edition_id)
            messages.success(request, _("Confirmed. Your signature is the second of two."))
        else:
            services.decline_step(viewer=viewer, edition_id=edition_id)
            messages.success(request, _("The proposal was closed. Nothing else has changed."))
        return redirect("surveillance_edition", edition_id=edition_id)
    proposal = proposal_on(edition, viewer)
    if proposal is None:
        raise Refused("nothing_proposed", _("There is no first signature waiting here."))
    shown = {
        **frame(edition),
        "page_title": _("Second signature: %(edition)s") % {"edition": edition},
        "crumbs": crumbs({"label": str(edition), "url": reverse("surveillance_edition", args=[edition_id])}),
        "proposal": proposal,
        "effects": [_(CONSEQUENCES["publish"])],
        "count": len(queries.entries(viewer, edition)),
    }
    return render(request, "surveillance/signature.html", shown)
