"""Pages of the work that waits, of queues, and of moving an application from one to another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.assignments.queries import MINE
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.applications import queries as application_queries
from penstock.permits.applications.models import Application
from penstock.permits.handling.choosing import offering
from penstock.permits.handling.routing import queries, services
from penstock.permits.handling.routing.fields import PLACING, QUEUE
from penstock.permits.handling.routing.models import Queue
from penstock.permits.handling.routing.pages import shown

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(HANDLE_PERMITS)
def work(request: HttpRequest) -> HttpResponse:
    """What waits in the viewer's queues, or in one of them, the nearest deadline first."""
    viewer = viewer_in(request)
    of = request.GET.get("of", "")
    found = queries.work(viewer, of)
    drawn = {
        "rows": [shown.piece(one, viewer.country) for one in found],
        "is_cut": len(found) == queries.MOST,
        "tabs": _tabs(viewer, of),
        "columns": [
            {"label": _("Reference"), "kind": "narrow"},
            {"label": _("Time left"), "kind": "narrow"},
            {"label": _("What")},
            {"label": _("Queue")},
            {"label": _("Held by")},
            {"label": _("State")},
        ],
        "may_rule": viewer.has(SIGN_PERMITS),
        "has_queues": bool(queries.queues(viewer)),
        "crumbs": [{"label": _("Applications"), "url": reverse("applications")}, {"label": _("Work")}],
        "next_url": "",
        "previous_url": "",
    }
    return render(request, "permits/handling/work.html", drawn)


def _tabs(viewer: Viewer, of: str) -> list[dict[str, Any]]:
    counts = queries.waiting(viewer)
    fixed = [("", _("My queues"), None), (MINE, _("Held by me"), None), ("all", _("All"), None)]
    every = [*fixed, *((str(one.pk), one.name, counts.get(one.pk, 0)) for one in queries.queues(viewer))]
    return [
        {"label": label, "url": f"?of={key}" if key else reverse("handling"), "count": count, "current": key == of}
        for key, label, count in every
    ]


@require_GET
@door(HANDLE_PERMITS)
def queue_list(request: HttpRequest) -> HttpResponse:
    """The queues of the viewer's authority, with who works on each and how much waits."""
    viewer = viewer_in(request)
    named, counts = shown.names(viewer), queries.waiting(viewer)
    drawn = {
        "rows": [
            {
                "name": one.name,
                "url": reverse("queue_edit", args=[one.pk]) if viewer.has(SIGN_PERMITS) else "",
                "members": [named[str(each)] for each in one.members if str(each) in named],
                "waiting": counts.get(one.pk, 0),
                "is_default": one.is_default,
                "is_closed": one.is_closed,
            }
            for one in queries.queues(viewer, with_closed=True)
        ],
        "columns": [{"label": one} for one in (_("Queue"), _("Who works on it"), _("Waiting"), _("State"))],
        "may_rule": viewer.has(SIGN_PERMITS),
        "crumbs": [*_crumbs(), {"label": _("Queues")}],
    }
    return render(request, "permits/handling/queues.html", drawn)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Applications"), "url": reverse("applications")},
        {"label": _("Work"), "url": reverse("handling")},
    ]


@EITHER
@door(SIGN_PERMITS)
def queue_new(request: HttpRequest) -> HttpResponse:
    """Open a queue."""
    return _keep(request, None)


@EITHER
@door(SIGN_PERMITS)
def queue_edit(request: HttpRequest, queue_id: UUID) -> HttpResponse:
    """Change a queue."""
    return _keep(request, queries.queue_by_id(viewer_in(request), queue_id))


def _keep(request: HttpRequest, queue: Queue | None) -> HttpResponse:
    viewer, no = viewer_in(request), None
    if request.method == "POST":
        try:
            raw = pages.entered(QUEUE, request.POST)
            kept = services.keep_queue(viewer=viewer, raw=raw, queue_id=queue.pk if queue else None)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("The queue %(name)s is kept.") % {"name": kept.name})
            return redirect("queues")
    begun = {
        "name": queue.name,
        "members": [str(one) for one in queue.members],
        "is_default": "yes" if queue.is_default else "",
        "is_closed": "yes" if queue.is_closed else "",
    } if queue else {}  # fmt: skip
    heading = queue.name if queue else _("Open a queue")
    drawn = {
        "page_title": heading,
        "crumbs": [*_crumbs(), {"label": _("Queues"), "url": reverse("queues")}, {"label": heading}],
        **steps.asked(request, QUEUE, no, begun),
        "cancel_url": reverse("queues"),
        "submit_label": _("Keep"),
    }
    colleagues = [(str(one.pk), one.name) for one in queries.officers(viewer.organisation_id)]
    offering(drawn["sections"], {"members": colleagues}, empty="")
    return render(request, "permits/handling/form.html", drawn, status=422 if no else 200)


@EITHER
@door(HANDLE_PERMITS)
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Move an application to another queue."""
    viewer = viewer_in(request)
    application = application_queries.application_by_reference(viewer, reference)
    if application.counterpart_id != viewer.organisation_id or application.sent_at is None:
        raise NotVisible
    if request.method != "POST":
        return _place_page(request, application)
    try:
        raw = pages.entered(PLACING, request.POST)
        row = services.place(viewer=viewer, application_id=application.pk, raw=raw)
    except Refused as no:
        return _place_page(request, application, no)
    messages.success(request, _("It lies in %(queue)s now.") % {"queue": row.queue and row.queue.name})
    return redirect("application", reference=reference)


def _place_page(request: HttpRequest, application: Application, no: Refused | None = None) -> HttpResponse:
    viewer = viewer_in(request)
    drawn = {
        **steps.frame(application, _("Move to another queue")),
        **steps.asked(request, PLACING, no),
        "effects": [_("Nobody outside your authority sees it.")],
        "submit_label": _("Move"),
        "tone": "primary",
    }
    offers = {"queue": [(str(one.pk), one.name) for one in queries.queues(viewer)]}
    offering(drawn["sections"], offers, empty=_("Choose one"))
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)
