"""Pages of the library: what there is, one edition, publishing it, and confirming to have read it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.industry.guidance import queries, services
from penstock.industry.guidance.fields import WITHDRAWAL
from penstock.industry.guidance.models import Guidance
from penstock.industry.partnership.frame import ask, crumbs, heads, tabs
from penstock.kernel import files
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.directory.types import Language
from penstock.parties.duties import PUBLISH_GUIDANCE, READ_GUIDANCE

EITHER = require_http_methods(["GET", "POST"])
ASKED = ("text", "sector", "language", "which")
WHICH = {"": "Valid, for our sectors", "all": "Valid, for all sectors", "old": "Not valid any more"}


def _between() -> tuple[str, str]:
    return _("Guidance"), reverse("guidance")


@require_GET
@door(READ_GUIDANCE)
def home(request: HttpRequest) -> HttpResponse:
    """What there is for the viewer, narrowed to what is wanted."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    sectors = queries.offered_sectors(viewer)
    shown = {
        "page_title": _("Guidance"),
        "tabs": tabs(viewer, "guidance"),
        "asked": asked,
        "sectors": pages.offered(sectors.items()),
        "whiches": [{"value": code, "label": _(label)} for code, label in WHICH.items()],
        "rows": [_row(one, sectors) for one in queries.library(viewer, queries.Wanted(**asked))],
        "columns": heads(_("Document"), _("Publisher"), _("Sectors"), _("Language"), _("Valid")),
        "may_publish": viewer.has(PUBLISH_GUIDANCE),
    }
    return render(request, "industry/guidance/list.html", shown)


def _row(one: Guidance, sectors: dict[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "sectors": "; ".join(sectors.get(code, code) for code in one.sectors) or _("Everybody"),
        "written_in": Language().show(one.language),
        "stands": _stands(one),
    }


def _stands(one: Guidance) -> dict[str, str]:
    if one.withdrawn_on:
        return {"label": _("Withdrawn"), "tone": "bad"}
    if one.replaced_on:
        return {"label": _("Replaced by a later edition"), "tone": "neutral"}
    if one.until_on and one.until_on < today():
        return {"label": _("Not valid any more"), "tone": "neutral"}
    return {"label": _("Valid"), "tone": "ok"} if one.from_on <= today() else {"label": _("Ahead"), "tone": "info"}


@require_GET
@door(READ_GUIDANCE)
def document(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """One edition of a document, with its other editions, and for its publisher who has read it."""
    viewer = viewer_in(request)
    row = queries.guidance(viewer, guidance_id)
    is_own = row.publisher_id == viewer.organisation_id
    readings = queries.readings(viewer, row)
    read_by = {one.organisation_id for one in readings}
    shown = {
        "page_title": row.title,
        **_row(row, queries.offered_sectors(viewer)),
        "crumbs": crumbs(viewer, row.title, _between()),
        "editions": [{"one": one, "stands": _stands(one)} for one in queries.editions(viewer, row)],
        "readings": readings if is_own else [],
        "unread": [one for one in queries.meant(row) if one.pk not in read_by] if is_own and row.asks_reading else [],
        "has_read": viewer.organisation_id in read_by,
        "may_confirm": row.asks_reading and not is_own and viewer.organisation_id not in read_by,
        "may_keep": is_own and viewer.has(PUBLISH_GUIDANCE) and not row.replaced_on and not row.withdrawn_on,
    }
    return render(request, "industry/guidance/document.html", shown)


@require_GET
@door(READ_GUIDANCE)
def document_file(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """The file of an edition, always as a download."""
    row = queries.guidance(viewer_in(request), guidance_id)
    if not row.sha256:
        raise NotVisible
    return pages.download(files.content_of(row.sha256), row.media_type, row.file_name)


def _file(request: HttpRequest) -> services.Upload | None:
    chosen = request.FILES.get("file")
    return (chosen.name or "", chosen.chunks()) if isinstance(chosen, UploadedFile) else None


@EITHER
@door(PUBLISH_GUIDANCE)
def new(request: HttpRequest) -> HttpResponse:
    """Publish a document."""
    viewer = viewer_in(request)

    def act(raw: dict[str, Any]) -> str:
        made = services.publish(viewer=viewer, raw=raw, file=_file(request))
        return reverse("guidance_document", args=[made.pk])

    return ask(
        request,
        viewer,
        services.form_for(viewer),
        act,
        title=_("Publish guidance"),
        back=reverse("guidance"),
        kept={"language": "en", "from_on": today().isoformat(), "reading": "no"},
        between=(_between(),),
        submit_label=_("Publish"),
        form_has_files=True,
    )


@EITHER
@door(PUBLISH_GUIDANCE)
def edition(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """Publish the next edition, beginning with this one."""
    viewer = viewer_in(request)
    row = _of_office(viewer, guidance_id)

    def act(raw: dict[str, Any]) -> str:
        made = services.publish_edition(viewer=viewer, guidance_id=row.pk, raw=raw, file=_file(request))
        return reverse("guidance_document", args=[made.pk])

    return ask(
        request,
        viewer,
        services.form_for(viewer),
        act,
        title=_("New edition: %(title)s") % {"title": row.title},
        back=reverse("guidance_document", args=[row.pk]),
        kept={**row.content, "from_on": today().isoformat()},
        between=(_between(),),
        submit_label=_("Publish"),
        form_has_files=True,
    )


@EITHER
@door(PUBLISH_GUIDANCE)
def withdraw(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """Withdraw a document."""
    viewer = viewer_in(request)
    row = _of_office(viewer, guidance_id)

    def act(raw: dict[str, Any]) -> None:
        services.withdraw(viewer=viewer, guidance_id=row.pk, raw=raw)

    title, back = _("Withdraw: %(title)s") % {"title": row.title}, reverse("guidance_document", args=[row.pk])
    return ask(request, viewer, WITHDRAWAL, act, title=title, back=back, between=(_between(),))


def _of_office(viewer: Viewer, guidance_id: UUID) -> Guidance:
    row = queries.guidance(viewer, guidance_id)
    if row.publisher_id != viewer.organisation_id:
        raise NotVisible
    return row


@require_POST
@door(READ_GUIDANCE)
def confirm(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """Confirm to have read an edition."""
    services.confirm_reading(viewer=viewer_in(request), guidance_id=guidance_id)
    messages.success(request, _("Noted: your organisation has read it."))
    return redirect("guidance_document", guidance_id)
