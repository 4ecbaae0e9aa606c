"""The pages of the shell: the inbox, search, the directory, and whether the instance is well."""

from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.models import Case
from penstock.catalogue.adoption import queries as adoption
from penstock.kernel.routes import ANYBODY, SIGNED_IN, door, viewer_in
from penstock.kernel.viewer import NotVisible
from penstock.parties.duties import CHECK_SHIPMENTS, KEEP_LAW, READ_CASES, SEND_NOTICES
from penstock.parties.models import Organisation
from penstock.parties.queries import directory as organisations_of_kind
from penstock.parties.queries import secretariat

DIRECTORY_PAGE = 100


@require_GET
@door(SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's answer and what the viewer waits for, by clock; for others, where their work is."""
    viewer = viewer_in(request)
    if not viewer.has(READ_CASES):
        return redirect("check" if viewer.has(CHECK_SHIPMENTS) else "directory")
    found = case_queries.inbox(viewer)
    shown = {
        "columns": pages.columns(),
        "may_send": viewer.has(SEND_NOTICES),
        "to_sign": _rows(found, found.to_sign),
        "to_answer": _rows(found, found.to_answer),
        "awaited": _rows(found, found.awaited),
        "drafts": _rows(found, found.drafts),
        "watched": _rows(found, found.watched),
        "laws_to_sign": adoption.waiting(viewer) if viewer.has(KEEP_LAW) else [],
        "length": case_queries.INBOX_LENGTH,
    }
    return render(request, "web/inbox.html", shown)


def _rows(found: case_queries.Inbox, cases: list[Case]) -> list[dict[str, Any]]:
    return [pages.row(one, proposed=found.proposals.get(one.id, "")) for one in cases]


@require_GET
@door(READ_CASES)
def search(request: HttpRequest) -> HttpResponse:
    """Straight to a case by its reference, else to the list of notices that hold the text."""
    text = request.GET.get("q", "").strip()
    if not text:
        return redirect("notices")
    try:
        case = case_queries.case_by_reference(viewer_in(request), text.upper())
    except NotVisible:
        return redirect(f"{reverse('notices')}?{urlencode({'text': text})}")
    return redirect(pages.page_of(case))


@require_GET
@door(SIGNED_IN)
def directory(request: HttpRequest) -> HttpResponse:
    """The authorities by government with their treaty status and reply days, and the secretariat."""
    text = request.GET.get("text", "").strip()
    found = organisations_of_kind("authority", text, after=request.GET.get("after", ""), limit=DIRECTORY_PAGE + 1)
    page = found[:DIRECTORY_PAGE]
    more = urlencode({"text": text, "after": str(page[-1].id)}) if len(found) > len(page) else ""
    heads = (
        _("Government"),
        _("Authority"),
        _("Competent for"),
        _("1988 Convention"),
        _("Days to answer"),
        _("Contact"),
    )
    shown = {
        "text": text,
        "secretariat": secretariat(),
        "columns": [{"label": label, "kind": "number" if label == heads[4] else ""} for label in heads],
        "rows": [_authority(one) for one in page],
        "next_url": f"?{more}" if more else "",
    }
    return render(request, "web/directory.html", shown)


def _authority(one: Organisation) -> dict[str, Any]:
    government = one.government
    if government is None:
        return {"authority": one}
    return {"authority": one, "government": government, "is_counterpart": government.counterpart_id == one.id}


@require_GET
@door(ANYBODY)
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", "text/plain", HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse("well\n", "text/plain")


@door(ANYBODY)
def closed(_request: HttpRequest, **_names: str) -> HttpResponse:
    """Nobody signs up or changes an address by themselves: the directory keeps the accounts."""
    raise Http404
