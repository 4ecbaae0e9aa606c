"""Pages of files of shipments: handing one in, mapping its headings, how far it is, its preview, and lodging it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Batch, BatchLine
from penstock.notices.profiles.profile import profiles
from penstock.notices.shipments import batches, blanks, queries, sheets, wordings
from penstock.parties.duties import SEND_NOTICES
from penstock.parties.queries import is_uuid, secretariat

EITHER = require_http_methods(["GET", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def crumbs(*labels: str) -> list[dict[str, str]]:
    """The way back to the list of files."""
    return [{"label": _("Files"), "url": reverse("batches")}, *({"label": label} for label in labels)]


@EITHER
@door(SEND_NOTICES)
def batch_list(request: HttpRequest) -> HttpResponse:
    """The files handed in, and the form to hand in another."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _files(request, viewer)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
        kept = batches.take_in(viewer=viewer, name=given.name or "", chunks=given.chunks(), mapping={}, may_map=True)
    except Refused as no:
        return _files(request, viewer, _(no.message))
    return redirect("batch_headings" if kept.can_be_mapped else "batch", batch_id=kept.id)


def _files(request: HttpRequest, viewer: Viewer, fault: str = "") -> HttpResponse:
    found = queries.batches(viewer, before=request.GET.get("before", ""))
    page = found[: queries.PAGE]
    shown = {
        "batches": [_listed(one) for one in page],
        "columns": [{"label": label} for label in (_("File"), _("Handed in"), _("State"), _("Lines"))],
        "next_url": f"?before={page[-1].id}" if len(found) > len(page) else "",
        "fault": fault,
        "forms": [{"id": one.id, "name": _(one.name)} for one in profiles().values()],
        "errors": [{"field_id": "id_file", "label": _("File"), "message": fault}] if fault else [],
    }
    return render(request, "notices/files.html", shown, status=422 if fault else 200)


def _listed(batch: Batch) -> dict[str, Any]:
    return {"batch": batch, "url": reverse("batch", args=[batch.id]), "state": _state(batch)}


def _state(batch: Batch) -> dict[str, str]:
    """How far a file is, in words with a tone."""
    if batch.can_be_mapped:
        return {"label": _("Headings to be mapped"), "tone": "warn"}
    if batch.failure:
        return {"label": _("Failed"), "tone": "bad"}
    if batch.lodged_at:
        return {"label": _("Lodged"), "tone": "ok"}
    if batch.lodge_asked_at:
        return {"label": _("Being lodged"), "tone": "info"}
    if batch.checked_at:
        return {"label": _("Checked"), "tone": "info"}
    return {"label": _("Being checked"), "tone": "neutral"}


@require_GET
@door(SEND_NOTICES)
def template(request: HttpRequest) -> HttpResponse:
    """An empty file for a form, with the headings, help and an example."""
    profile = blanks.profile_named(request.GET.get("form", ""))
    if request.GET.get("kind") == "csv":
        response = HttpResponse(blanks.blank_csv(profile), content_type="text/csv; charset=utf-8")
        name = f"planned_shipments_{profile.id}.csv"
    else:
        response = HttpResponse(blanks.blank_xlsx(profile), content_type=XLSX)
        name = f"planned_shipments_{profile.id}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@EITHER
@door(SEND_NOTICES)
def known_headings(request: HttpRequest) -> HttpResponse:
    """What the organisation's own headings mean, each to be forgotten."""
    viewer = viewer_in(request)
    if request.method == "POST":
        asked = request.POST.get("forget", "")
        if not is_uuid(asked):
            raise NotVisible
        wordings.forget(viewer, UUID(asked))
        messages.success(request, _("The heading is forgotten."))
        return redirect("known_headings")
    shown = {
        "crumbs": crumbs(_("Headings")),
        "columns": [{"label": label} for label in (_("Heading"), _("Field"), _("Explained by"), "")],
        "rows": [{"one": one, "label": label_of(one.field)} for one in wordings.wordings(viewer)],
    }
    return render(request, "notices/wordings.html", shown)


@EITHER
@door(SEND_NOTICES)
def headings(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The headings of a file, each with the field it stands for."""
    viewer = viewer_in(request)
    batch, found = batches.headings_of(viewer, batch_id)
    proposed = wordings.proposals(viewer)
    chosen = {
        one.text: request.POST.get(f"heading_{at}", one.field or proposed.get(sheets.folded(one.text), ""))
        for at, one in enumerate(found)
    }
    fault = ""
    if request.method == "POST":
        try:
            batches.map_headings(viewer=viewer, batch_id=batch_id, mapping=chosen)
        except Refused as no:
            fault = _(no.message)
        else:
            return redirect("batch", batch_id=batch_id)
    labels = [{"value": one.name, "label": _(one.label)} for one in SHIPMENT.fields]
    shown = {
        "batch": batch,
        "crumbs": crumbs(batch.name),
        "headings": [
            {
                "name": f"heading_{at}",
                "text": one.text,
                "example": one.example,
                "value": chosen[one.text],
                "is_proposed": not one.field and sheets.folded(one.text) in proposed,
            }
            for at, one in enumerate(found)
        ],
        "choices": [{"value": "", "label": _("Leave out")}, *labels],
        "needed": [_(one.label) for one in SHIPMENT.fields if one.required],
        "errors": [{"message": fault}] if fault else [],
        "cancel_url": reverse("batches"),
    }
    return render(request, "notices/headings.html", shown, status=422 if fault else 200)


def _progress(batch: Batch) -> dict[str, Any]:
    """How far a file is, as the progress part takes it."""
    is_lodging = batch.lodge_asked_at is not None
    done = bool(batch.lodged_at if is_lodging else batch.checked_at)
    text = ""
    if is_lodging and not done:
        text = _("The notices are being sent, all in one act.")
    return {
        "batch": batch,
        "label": _("Lodging the good lines") if is_lodging else _("Checking the file"),
        "value": None if is_lodging or batch.lines_total is None else batch.lines_done,
        "max": batch.lines_total or 100,
        "state": "failed" if batch.failure else "done" if done else "running",
        "text": _(batch.failure) or text,
        "url": reverse("batch_progress", args=[batch.id]),
        "page_url": reverse("batch", args=[batch.id]),
        "is_over": done or bool(batch.failure),
    }


@require_GET
@door(SEND_NOTICES)
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The progress alone, for the page that asks again; it sends the page on when there is more to see."""
    shown = _progress(batches.find_batch(viewer_in(request), batch_id))
    return pages.progress(request, "notices/progress.html", shown)


@require_GET
@door(SEND_NOTICES)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """A file: how far it is, then its preview line by line."""
    viewer = viewer_in(request)
    found = batches.find_batch(viewer, batch_id)
    if found.can_be_mapped:
        return redirect("batch_headings", batch_id=batch_id)
    shown = {**_progress(found), "crumbs": crumbs(found.name), "state_badge": _state(found)}
    if not shown["is_over"] or found.failure:
        return render(request, "notices/waiting.html", shown)
    asked = request.GET.get("show") or ("bad" if found.bad else "good")
    after = request.GET.get("after", "")
    lines = queries.batch_lines(viewer, found, bad=asked == "bad", after=int(after) if after.isdecimal() else 0)
    page = lines[: queries.PAGE]
    shown |= {
        "asked": asked,
        "tabs": [
            {"label": _("Faulty lines"), "url": "?show=bad", "current": asked == "bad", "count": found.bad},
            {"label": _("Good lines"), "url": "?show=good", "current": asked != "bad", "count": found.good},
        ],
        "columns": line_columns(is_good=asked != "bad"),
        "lines": _lines(viewer, found, page),
        "shares": queries.shares(viewer, found),
        "next_url": f"?show={asked}&after={page[-1].line}" if len(lines) > len(page) else "",
    }
    return render(request, "notices/batch.html", shown)


def line_columns(*, is_good: bool) -> list[dict[str, str]]:
    """The heads of a table of checked lines."""
    wrong = _("Warnings") if is_good else _("Faults")
    heads = (_("Line"), _("Your reference"), _("Goods"), wrong, _("Controlled substances"), _("Notice due?"))
    return [{"label": label, "kind": "narrow" if at == 0 else ""} for at, label in enumerate(heads)]


def _lines(viewer: Viewer, batch: Batch, lines: list[BatchLine]) -> list[dict[str, Any]]:
    """Lines as the table shows them, with the notice each became."""
    references = queries.lodged_references(viewer, batch, lines)
    return [
        {
            "line": one.line,
            "content": one.content,
            "substances": one.substances,
            "due": one.due,
            "faults": [{**fault, "label": label_of(fault["column"], fault["message"])} for fault in one.faults],
            "warnings": one.warnings,
            "notice": references.get(str(one.content.get("reference") or ""), ""),
        }
        for one in lines
    ]


def label_of(column: str, message: str = "") -> str:
    """What a column is called on pages; nothing where the message begins with it anyway."""
    label = next((_(one.label) for one in SHIPMENT.fields if one.name == column), column)
    return "" if message.startswith(label) else label


@EITHER
@door(SEND_NOTICES)
def lodge(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The last look before the good lines are sent: which authority receives how many."""
    viewer = viewer_in(request)
    if request.method == "POST":
        batches.ask_to_lodge(viewer=viewer, batch_id=batch_id)
        messages.success(request, _("The notices are being sent. You may leave this page and come back."))
        return redirect("batch", batch_id=batch_id)
    found = batches.find_batch(viewer, batch_id)
    shares = queries.shares(viewer, found)
    office = secretariat()
    count = {"count": found.good}
    heading = ngettext("Lodge %(count)s notice", "Lodge %(count)s notices", found.good) % count
    shown = {
        "batch": found,
        "page_title": heading,
        "crumbs": [*crumbs()[:1], {"label": found.name, "url": reverse("batch", args=[batch_id])}, {"label": heading}],
        "effects": [
            _("Every good line becomes a notice and is sent, all in one act or none."),
            *([_("The faulty lines are not sent; you can have them back as a file.")] if found.bad else []),
            _("Each authority is told once by mail, and the clock of each notice starts."),
        ],
        "audience": [*(_share(one) for one in shares), {"name": office.name, "reason": _("sees every notice")}],
        "submit_label": heading,
        "cancel_url": reverse("batch", args=[batch_id]),
    }
    return render(request, "notices/lodge.html", shown)


def _share(one: queries.Share) -> dict[str, Any]:
    received = ngettext("receives %(count)s notice", "receives %(count)s notices", one.notices)
    code = one.organisation.government_id or ""
    return {"name": one.organisation.name, "code": code, "reason": received % {"count": one.notices}}


@require_GET
@door(SEND_NOTICES)
def faulty(request: HttpRequest, batch_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The faulty lines as they were entered, with their faults in a column more; as XLSX with the lists of codes."""
    viewer = viewer_in(request)
    found = batches.find_batch(viewer, batch_id)
    name = f"faulty-lines-{found.made_at:%Y-%m-%d}"
    if request.GET.get("kind") == "xlsx":
        lines = list(queries.faulty_lines(viewer, found))
        profile = blanks.profile_named(str(lines[0].get("national_form") or "") if lines else "")
        answer = HttpResponse(blanks.workbook(profile, lines, extra=["faults"]), content_type=XLSX)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return answer
    columns = [*(one.name for one in SHIPMENT.fields), "faults"]
    # Read before the transaction of the request ends; afterwards the fence shows nothing.
    text = list(sheets.written_csv(columns, queries.faulty_lines(viewer, found)))
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
