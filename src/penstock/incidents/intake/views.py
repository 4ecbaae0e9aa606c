"""Pages of messages: handing in, mapping headings, what was understood how, mending in place, and the release."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.incidents.intake import messages, queries
from penstock.incidents.intake.mapping import PARTS, proposed, targets
from penstock.incidents.intake.messages import SHARED
from penstock.incidents.intake.reading import headings_of
from penstock.incidents.models import Message, MessageMeaning
from penstock.incidents.sharing.audience import EVERYBODY, audience_of
from penstock.incidents.sharing.offered import with_circles
from penstock.incidents.sharing.rules import needs_two
from penstock.incidents.views import columns as incident_columns
from penstock.incidents.views import rows as incident_rows
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import READ_INCIDENTS, RELEASE_INCIDENTS, REPORT_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": _("Incidents"), "url": reverse("incidents")},
        {"label": _("Messages"), "url": reverse("incident_messages")},
        *more,
    ]


def _way(message: Message) -> dict[str, str]:
    return {"label": message.reference, "url": reverse("incident_message", args=[message.reference])}


def _faults(no: Refused | None) -> list[dict[str, Any]]:
    if no is None:
        return []
    return [{"message": one.message} for one in no.faults] or [{"message": _(no.message)}]


@EITHER
@door(READ_INCIDENTS)
def message_list(request: HttpRequest) -> HttpResponse:
    """The messages one may see, and the form to hand in a file."""
    viewer = viewer_in(request)
    no = None
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            viewer.needs(REPORT_INCIDENTS)
            if given is None:
                raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
            kept = messages.take_in(
                viewer=viewer,
                name=given.name or "",
                chunks=given.chunks(),
                sharing=pages.entered(SHARED, request.POST),
                mapping=request.POST.get("mapping", ""),
            )
        except Refused as refused:
            no = refused
        else:
            return redirect("incident_message", reference=kept.reference)
    found = queries.messages_seen(viewer, before=request.GET.get("before", ""))
    page = found[: queries.PAGE]
    begun = {"shared_with": EVERYBODY, "marking": "AMBER"}
    entered = pages.entered(SHARED, request.POST) if no else begun
    shown = {
        "found": [{"message": one, "state": _state(viewer, one), "url": _way(one)["url"]} for one in page],
        "columns": [{"label": label} for label in (_("Message"), _("Of"), _("State"), _("Incidents"))],
        "crumbs": _crumbs()[:1],
        "may_report": viewer.has(REPORT_INCIDENTS),
        "sections": with_circles(viewer, pages.sections(SHARED, entered, no.faults if no else ())),
        "mapping": request.POST.get("mapping", "") if no else "",
        "errors": _faults(no),
        "next_url": f"?before={page[-1].reference}" if len(found) > len(page) else "",
    }
    return render(request, "incidents/messages/list.html", shown, status=422 if no else 200)


def _state(viewer: Viewer, message: Message) -> dict[str, str]:
    """How far a message is, in words with a tone."""
    if message.organisation_id != viewer.organisation_id:
        return {"label": _("Released"), "tone": "ok"}
    steps = (
        (bool(message.failure), _("Failed"), "bad"),
        (message.waits_for_headings, _("Headings to be mapped"), "warn"),
        (bool(message.released_at), _("Released"), "ok"),
        (bool(message.release_asked_at), _("Being released"), "info"),
        (bool(message.proposed_at), _("Waits for a second signature"), "warn"),
        (bool(message.read_at), _("Read, not released"), "info"),
    )
    return next(({"label": label, "tone": tone} for holds, label, tone in steps if holds), _being_read())


def _being_read() -> dict[str, str]:
    return {"label": _("Being read"), "tone": "neutral"}


def _progress(message: Message) -> dict[str, Any]:
    """How far the worker is, as the progress part takes it."""
    releasing = message.release_asked_at is not None
    done = bool(message.released_at if releasing else message.read_at)
    return {
        "message": message,
        "label": _("Releasing the incidents") if releasing else _("Reading the file"),
        "value": message.released if releasing else message.lines_done,
        "max": (message.good if releasing else message.lines_total) or 100,
        "state": "failed" if message.failure else "done" if done else "running",
        "text": _(message.failure),
        "url": reverse("incident_message_progress", args=[message.reference]),
        "page_url": _way(message)["url"],
        "is_over": done or bool(message.failure),
    }


@require_GET
@door(REPORT_INCIDENTS)
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The progress alone, for the page that asks again; it sends the page on when there is more to see."""
    shown = _progress(messages.own_message(viewer_in(request), reference))
    return pages.progress(request, "incidents/messages/progress.html", shown)


@require_GET
@door(READ_INCIDENTS)
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """A message: for its own organisation how far it is and what was understood how; for others its incidents."""
    viewer = viewer_in(request)
    found = messages.find_message(viewer, reference)
    is_own = found.organisation_id == viewer.organisation_id and viewer.has(REPORT_INCIDENTS)
    if is_own and found.waits_for_headings:
        return redirect("incident_message_headings", reference=reference)
    shown = {**_progress(found), "crumbs": _crumbs({"label": reference}), "state_badge": _state(viewer, found)}
    shown |= {"marking": f"TLP:{found.marking}", "is_own": is_own}
    if is_own and (not shown["is_over"] or found.failure):
        return render(request, "incidents/messages/waiting.html", shown)
    asked = request.GET.get("show", "faulty" if is_own and found.bad else "meanings" if is_own else "incidents")
    after = request.GET.get("after", "")
    at = int(after) if after.isdecimal() else 0
    if not is_own or asked == "incidents":
        shown |= _incidents(viewer, found, at)
    elif asked == "meanings":
        shown |= _meanings(viewer, found, at)
    else:
        shown |= _faulty(viewer, found, at)
    shown["tabs"] = _tabs(found, shown["asked"]) if is_own else []
    shown["to_release"] = messages.to_release(found) if is_own and viewer.has(RELEASE_INCIDENTS) else 0
    return render(request, "incidents/messages/message.html", shown)


def _tabs(found: Message, asked: str) -> list[dict[str, Any]]:
    named = (
        ("faulty", _("Not understood"), found.bad),
        ("meanings", _("What was understood how"), None),
        ("incidents", _("Incidents"), found.released),
    )
    return [{"label": label, "url": f"?show={key}", "current": key == asked, "count": n} for key, label, n in named]


def _incidents(viewer: Viewer, found: Message, after: int) -> dict[str, Any]:
    rows = queries.incidents_of(viewer, found, after=after)
    page = rows[: queries.PAGE]
    more = f"?show=incidents&after={page[-1].message_line}" if len(rows) > len(page) else ""
    return {"asked": "incidents", "rows": incident_rows(page), "columns": incident_columns(), "next_url": more}


def _meanings(viewer: Viewer, found: Message, after: int) -> dict[str, Any]:
    rows = queries.meanings(viewer, found, after=after)
    page = rows[: queries.PAGE]
    heads = (_("In the file"), _("Stands for"), _("Understood as"), _("How"), _("Lines"))
    return {
        "asked": "meanings",
        "columns": [{"label": label} for label in heads],
        "meanings": [_told(found, one) for one in page],
        "next_url": f"?show=meanings&after={after + len(page)}" if len(rows) > len(page) else "",
    }


def _told(found: Message, one: MessageMeaning) -> dict[str, Any]:
    answers = [", ".join(map(str, value)) if isinstance(value, list) else str(value) for value in one.answers.values()]
    return {
        "meaning": one,
        "topic": _(targets().get(one.topic, one.topic)),
        "answers": "; ".join(answers),
        "url": reverse("incident_message_meaning", args=[found.reference, one.pk]),
    }


def _faulty(viewer: Viewer, found: Message, after: int) -> dict[str, Any]:
    rows = queries.faulty_lines(viewer, found, after=after)
    page = rows[: queries.PAGE]
    heads = (_("Line"), _("As it stands"), _("Why it was not understood"))
    return {
        "asked": "faulty",
        "columns": [{"label": label} for label in heads],
        "lines": [
            {
                "line": one.line,
                "text": " · ".join(str(cell) for cell in _cells(one.cells) if cell),
                "faults": [{**each, "label": _(targets().get(each["topic"], each["topic"]))} for each in one.faults],
                "url": reverse("incident_message_line", args=[found.reference, one.line]),
            }
            for one in page
        ],
        "reasons": queries.reasons(viewer, found) if not after else [],
        "next_url": f"?show=faulty&after={page[-1].line}" if len(rows) > len(page) else "",
    }


def _cells(cells: Any) -> list[Any]:
    return list(cells.values()) if isinstance(cells, dict) else list(cells)


@EITHER
@door(REPORT_INCIDENTS)
def headings(request: HttpRequest, reference: str) -> HttpResponse:
    """What each heading of a file stands for."""
    viewer = viewer_in(request)
    found = messages.own_message(viewer, reference)
    if found.kind == "list":
        raise Refused("no_headings", _("A list has no headings."))
    examples = queries.example_of(found)
    named = [heading for heading, _example in examples]
    begun = found.mapping.get("columns") or dict(proposed(named).columns)
    chosen = {one: request.POST.get(f"heading_{at}", begun.get(one, "")) for at, one in enumerate(named)}
    how = {key: request.POST.get(key, found.mapping.get(key, "")) for key in ("days", "decimals")}
    no = None
    if request.method == "POST":
        try:
            mapping = {**how, "fixed": found.mapping.get("fixed", {}), "columns": chosen}
            messages.map_headings(viewer=viewer, reference=reference, mapping=mapping)
        except Refused as refused:
            no = refused
        else:
            return redirect("incident_message", reference=reference)
    labels = sorted(
        ({"value": name, "label": _(label)} for name, label in targets().items()), key=lambda one: one["label"]
    )
    shown = {
        "page_title": _("What do the headings stand for?"),
        "crumbs": _crumbs(_way(found), {"label": _("Headings")}),
        "headings": [
            {"name": f"heading_{at}", "text": heading, "example": example[:60], "value": chosen[heading]}
            for at, (heading, example) in enumerate(examples)
        ],
        "choices": [{"value": "", "label": _("Leave out")}, *labels],
        "needed": [_(PARTS[one]) for one in ("happened_on", "country", "substance")],
        "how": how,
        "orders": [{"value": "", "label": _("As the file shows")}, {"value": "DMY", "label": _("Day first")},
                   {"value": "MDY", "label": _("Month first")}],
        "marks": [{"value": "", "label": _("As the file shows")}, {"value": ".", "label": _("Point")},
                  {"value": ",", "label": _("Comma")}],
        "errors": _faults(no),
        "cancel_url": reverse("incident_messages"),
    }  # fmt: skip
    return render(request, "incidents/messages/headings.html", shown, status=422 if no else 200)


@EITHER
@door(REPORT_INCIDENTS)
def meaning(request: HttpRequest, reference: str, meaning_id: UUID) -> HttpResponse:
    """What one value means, to be put right for every line that holds it."""
    viewer = viewer_in(request)
    found = messages.own_message(viewer, reference)
    row = queries.meaning(viewer, found, meaning_id)
    no = None
    if request.method == "POST":
        given = "=" if request.POST.get("as_named") else request.POST.get("said", "")
        try:
            messages.say_meaning(viewer=viewer, reference=reference, meaning_id=meaning_id, said=given)
        except Refused as refused:
            no = refused
        else:
            said.success(request, _("It is kept, and the file is read anew."))
            return redirect("incident_message", reference=reference)
    shown = {
        "page_title": _("What does this value mean?"),
        "crumbs": _crumbs(_way(found), {"label": row.given[:60]}),
        "row": row,
        "topic": _(targets().get(row.topic, row.topic)),
        "said": request.POST.get("said", row.said if row.said != "=" else ""),
        "as_named": row.said == "=",
        "is_substance": row.topic == "substance",
        "errors": _faults(no),
        "cancel_url": _way(found)["url"],
    }
    return render(request, "incidents/messages/meaning.html", shown, status=422 if no else 200)


@EITHER
@door(REPORT_INCIDENTS)
def line(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One line that was not understood, to be written otherwise in place."""
    viewer = viewer_in(request)
    found = messages.own_message(viewer, reference)
    row = queries.faulty_line(viewer, found, number)
    is_list = found.kind == "list"
    named = [] if is_list else headings_of(found)
    no = None
    if request.method == "POST":
        try:
            given = _listed(request) if is_list else _written(request, named)
            messages.mend_line(viewer=viewer, reference=reference, line=number, cells=given)
        except Refused as refused:
            no = refused
        else:
            said.success(request, _("Line %(line)s is understood now.") % {"line": number})
            return redirect("incident_message", reference=reference)
    cells = [] if is_list else [*row.cells, *([""] * len(named))]
    shown = {
        "page_title": _("Line %(line)s") % {"line": number},
        "crumbs": _crumbs(_way(found), {"label": _("Line %(line)s") % {"line": number}}),
        "fields": [
            {"name": f"cell_{at}", "label": heading, "value": request.POST.get(f"cell_{at}", cells[at])}
            for at, heading in enumerate(named)
        ],
        "text": request.POST.get("incident", json.dumps(row.cells, indent=1, ensure_ascii=False)) if is_list else "",
        "faults": [{**one, "label": _(targets().get(one["topic"], one["topic"]))} for one in row.faults],
        "errors": _faults(no),
        "cancel_url": _way(found)["url"],
    }
    return render(request, "incidents/messages/line.html", shown, status=422 if no else 200)


def _written(request: HttpRequest, named: list[str]) -> dict[str, str]:
    return {heading: request.POST[f"cell_{at}"] for at, heading in enumerate(named) if f"cell_{at}" in request.POST}


def _listed(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.POST.get("incident", ""))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refused("not_an_incident", _("This is no JSON object. Mend it, nothing was lost."))
    return given


@EITHER
@door(RELEASE_INCIDENTS)
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look before the release: how many, exactly who will see them, by one signature or two."""
    viewer = viewer_in(request)
    found = messages.own_message(viewer, reference)
    no = None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "decline":
                messages.decline(viewer=viewer, reference=reference)
                said.success(request, _("The proposal was closed. Nothing else has changed."))
            else:
                after = messages.ask_to_release(viewer=viewer, reference=reference)
                said.success(request, _released_or_proposed(after))
        except Refused as refused:
            no = refused
        else:
            return redirect("incident_message", reference=reference)
    count = messages.to_release(found)
    audience = audience_of(found.organisation, found.sharing)
    first_of_two = needs_two(viewer) and not found.proposed_at
    shown = {
        "message": found,
        "page_title": _("Release %(count)s incidents") % {"count": count},
        "crumbs": _crumbs(_way(found), {"label": _("Release")}),
        "audience": pages.seeing(audience.organisations, {one: _(why) for one, why in audience.reasons.items()}),
        "marking": found.marking,
        "effects": [
            *([_("%(name)s has proposed this release.") % {"name": found.proposed_name}] if found.proposed_at else []),
            *([_("Your signature is the first of two; another officer must confirm it.")] if first_of_two else []),
            _("Each line that was understood becomes an incident. Those that were not stay here, to be mended."),
            _("Each organisation is told once by mail, without any detail."),
            _("What is released can be amended or retracted one by one, but not unsent."),
        ],
        "submit_label": _("Propose the release") if first_of_two else _("Release"),
        "errors": _faults(no),
        "cancel_url": _way(found)["url"],
    }
    return render(request, "incidents/messages/release.html", shown, status=409 if no else 200)


def _released_or_proposed(after: Message) -> str:
    if after.release_asked_at is None:
        return _("Your signature is kept. Another officer of your organisation must confirm it.")
    return _("The incidents are being released. You may leave this page and come back.")
