"""The pages of the shell: the inbox, search, and whether the instance is well."""

from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.alerts import queries as alert_queries
from penstock.alerts.pages import views as alert_views
from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.assignments.queries import MINE, NOBODYS, holder_names
from penstock.cases.calendars import Calendars
from penstock.cases.lists.register import TO_ANSWER, CaseList
from penstock.cases.lists.walks import towards
from penstock.cases.models import Case
from penstock.catalogue.adoption import queries as adoption
from penstock.exchange.live.addresses import live_url
from penstock.incidents import queries as incident_queries
from penstock.incidents import views as incident_views
from penstock.incidents.requests import queries as request_queries
from penstock.incidents.requests.desk import rows as request_rows
from penstock.kernel.routes import ANYBODY, SIGNED_IN, door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.movements.figures.panel import columns, row
from penstock.notices.movements.queries import overdue
from penstock.operations import waiting as operations
from penstock.orders.reports import queries as report_queries
from penstock.orders.reports.desk import frame as reports
from penstock.parties.duties import (
    ANSWER_NOTICES,
    CHECK_ORDERS,
    CHECK_SHIPMENTS,
    HANDLE_PERMITS,
    KEEP_LAW,
    READ_CASES,
    READ_INCIDENTS,
    READ_REPORTS,
    RECORD_AT_BORDER,
    SEND_NOTICES,
)
from penstock.permits.passages.pages import frame as passages


@require_GET
@door(SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's answer and what the viewer waits for, by clock; for others, where their work is."""
    viewer = viewer_in(request)

    def rows(cases: list[Case], within: CaseList | None = None) -> list[str]:
        told = [
            {
                **pages.row(one, calendars, proposed=found.proposals.get(one.id, ""), viewer=viewer),
                **({"url": towards(within, {}, one)} if within else {}),
                "held": held_by.get(one.id, ""),
            }
            for one in cases
        ]
        return pages.drawn("cases/row.html", told)

    if not viewer.has(READ_CASES):
        return redirect(_place_of_work(viewer))
    whose = request.GET.get("held", "")
    found, calendars = case_queries.inbox(viewer, whose), Calendars()
    held_by = holder_names(viewer, [*found.to_sign, *found.to_answer, *found.awaited, *found.drafts])
    shown = {
        "columns": pages.columns(),
        "views": _views(whose),
        "absent": sorted({one.name for one in viewer.absent.values()}),
        "may_send": viewer.has(SEND_NOTICES),
        "to_sign": rows(found.to_sign),
        "to_answer": rows(found.to_answer, TO_ANSWER),
        "awaited": rows(found.awaited),
        "drafts": rows(found.drafts),
        "watched": rows(found.watched),
        "overdue": [row(one, calendars) for one in overdue(viewer)],
        "movement_columns": columns(),
        "laws_to_sign": adoption.waiting(viewer) if viewer.has(KEEP_LAW) else [],
        "incidents": _incidents(viewer) if viewer.has(READ_INCIDENTS) else None,
        "alerts": _alerts(viewer),
        "requests": request_rows.inbox(viewer, request_queries.waiting(viewer)) if viewer.has(READ_INCIDENTS) else None,
        "operations": operations.inbox(viewer),
        "reports": _reports(viewer) if viewer.has(READ_REPORTS) else None,
        "passages": passages.inbox(viewer) if viewer.has(HANDLE_PERMITS) else None,
        "length": case_queries.INBOX_LENGTH,
        "all_waiting": reverse("sitting") if viewer.has(ANSWER_NOTICES) else "",
        "all_awaited": f"{reverse('notices')}?state=sent",
        "all_drafts": f"{reverse('notices')}?state=draft",
        "live_url": live_url(),
    }
    return render(request, "web/inbox.html", shown)


def _place_of_work(viewer: Viewer) -> str:
    """Where those work who read no cases."""
    places = {CHECK_ORDERS: "order_checks", CHECK_SHIPMENTS: "check", RECORD_AT_BORDER: "passages_expected"}
    return next((place for duty, place in places.items() if viewer.has(duty)), "directory")


def _views(whose: str) -> list[dict[str, Any]]:
    """The inbox of all, of one's own cases, and of those that nobody holds, each with an address of its own."""
    known = {"": _("All"), MINE: _("Mine"), NOBODYS: _("Nobody's")}
    shown = whose if whose in known else ""
    return [
        {"label": label, "url": f"?held={key}" if key else reverse("inbox"), "current": key == shown}
        for key, label in known.items()
    ]


def _incidents(viewer: Viewer) -> dict[str, Any]:
    """What of incidents waits to be signed, published or read."""
    found = incident_queries.waiting(viewer)
    return {
        "columns": incident_views.columns(),
        "to_sign": incident_views.rows(found.to_sign),
        "to_publish": incident_views.rows(found.to_publish),
        "unread": incident_views.rows(found.unread),
    }


def _reports(viewer: Viewer) -> dict[str, Any]:
    """What of suspicious reports waits for the viewer's office."""
    return {"columns": reports.columns(), "rows": reports.rows(report_queries.waiting(viewer), viewer)}


def _alerts(viewer: Viewer) -> dict[str, Any]:
    """What of alerts waits to be acknowledged, signed or decided; nothing for those who read none."""
    found = alert_queries.waiting(viewer)
    return {
        "columns": alert_views.columns(),
        "to_acknowledge": alert_views.rows(found.to_acknowledge),
        "to_sign": alert_views.rows(found.to_sign),
        "suggestions": found.suggestions,
    }


@require_GET
@door(READ_CASES)
def search(request: HttpRequest) -> HttpResponse:
    """Straight to a case by its reference, else to the list that holds the text: of notices, or of incidents.

    Incidents are searched for those whose work they are: who reads them, and neither sends nor answers notices.
    """
    text, viewer = request.GET.get("q", "").strip(), viewer_in(request)
    of_notices = not viewer.has(READ_INCIDENTS) or bool({SEND_NOTICES, ANSWER_NOTICES} & viewer.duties)
    place = "notices" if of_notices else "incidents"
    if not text:
        return redirect(place)
    try:
        case = case_queries.case_by_reference(viewer, text.upper())
    except NotVisible:
        return redirect(f"{reverse(place)}?{urlencode({'text': text})}")
    return redirect(pages.page_of(case))


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
