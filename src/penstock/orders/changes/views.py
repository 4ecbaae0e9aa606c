"""Pages of what a change of the law touches, and of the tasks that it leaves."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.law.differences import Change
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.orders.changes import fields, queries, services
from penstock.orders.changes.models import LawTask
from penstock.orders.changes.queries import Touched, touched
from penstock.orders.customers.goods import title_of
from penstock.orders.desk import EITHER, Shown, ask, listed, sheet, tabs
from penstock.parties.duties import KEEP_CUSTOMERS

VERDICTS = {"begins": "begins", "changes": "changes", "ends": "ends"}
LOOKING = timedelta(days=365)


@require_GET
@door(KEEP_CUSTOMERS)
def law_changes(request: HttpRequest) -> HttpResponse:
    """What changed or will change between two days, a year around today where none are given."""
    before = _day(request.GET.get("before", ""), today() - LOOKING)
    after = _day(request.GET.get("after", ""), today() + LOOKING)
    shown = {
        "page_title": _("What changes of the law touch"),
        "tabs": tabs(request),
        "before": before.isoformat(),
        "after": after.isoformat(),
        "found": [_shown(one) for one in touched(viewer_in(request), before, after)] if before < after else [],
    }
    return render(request, "orders/changes.html", shown)


def _day(text: str, usual: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return usual


def _shown(one: Touched) -> dict[str, Any]:
    return {
        "title": title_of(one.goods),
        "changes": [_change(each) for each in one.changes],
        "tasks": [_(task) for task in one.tasks],
        "orders": one.orders,
        "customers": [{"name": row.name, "url": reverse("customer", args=[row.number])} for row in one.customers],
        "licences": [row.number for row in one.licences],
        "declarations": [
            {"name": row.customer.name, "url": reverse("declaration", args=[row.pk])} for row in one.declarations
        ],
        "held": [{"name": row.reference, "url": reverse("held_order", args=[row.reference])} for row in one.held],
    }


def _change(one: Change) -> str:
    day = one.record.since if one.verdict != "ends" else one.record.until
    return f"{one.title}: {one.file} {_(VERDICTS[one.verdict])} {day or ''} ({one.record.source})"


@require_GET
@door(KEEP_CUSTOMERS)
def task_list(request: HttpRequest) -> HttpResponse:
    """The tasks that changes of the law left, the next due first, and below them those that were settled."""
    viewer = viewer_in(request)
    rows = [*queries.tasks(viewer, is_open=True), *queries.tasks(viewer, is_open=False)]
    heads = [_("What is touched"), _("Goods"), _("Changes on"), _("Until"), _("State")]
    empty = _("No change of the law has left a task. Tasks are made when an edition is adopted, and before its days.")
    return listed(request, _("Tasks of law"), heads, [_task_row(one) for one in rows], empty=empty)


def _task_row(one: LawTask) -> Shown:
    return {
        "cells": [
            {"text": one.name, "url": reverse("law_task", args=[one.pk]), "hint": _(fields.KINDS[one.kind])},
            title_of(one.goods),
            one.changes_on.isoformat(),
            one.due_on.isoformat(),
            {**_state(one), "hint": one.settled_by},
        ]
    }


def _state(one: LawTask) -> Shown:
    if one.outcome:
        return {"text": _(fields.OUTCOMES[one.outcome]), "tone": "ok" if one.outcome == fields.DONE else "neutral"}
    return {"text": _("late"), "tone": "bad"} if one.due_on < today() else {"text": _("to do"), "tone": "warn"}


@require_GET
@door(KEEP_CUSTOMERS)
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A task: what it touches, why with the article, until when, and what came of it."""
    row = queries.task(viewer_in(request), task_id)
    state = _state(row)
    aside = [
        {"label": _("Until"), "text": row.due_on.isoformat()},
        {"label": _(fields.KINDS[row.kind]), "text": row.name, "url": _place(row)},
        {"label": _("Pack"), "text": f"{row.pack} {row.version}"},
    ]
    settling = {"label": _("Say what came of it"), "url": reverse("law_task_settle", args=[row.pk]), "tone": "primary"}
    return sheet(
        request,
        _("Task: %(name)s") % {"name": row.name},
        badges=[{"label": state["text"], "tone": state["tone"]}],
        lede=f"{title_of(row.goods)} · {row.changes_on}",
        crumbs=[{"label": _("Tasks of law"), "url": reverse("law_tasks")}, {"label": row.name}],
        acts=[] if row.outcome else [settling],
        banners=[{"tone": "ok", "title": f"{state['text']}: {row.settled_by}", "text": row.note}]
        if row.outcome
        else [],
        cards=[
            {"title": _("To do"), "lines": [_(fields.ASKS[row.kind])]},
            {
                "title": _("What changes"),
                "columns": [{"label": _("Change")}, {"label": _("Article")}],
                "rows": [{"cells": [one["text"], one["source"]]} for one in row.why],
            },
        ],
        side=[{"title": _("About this task"), "data": aside}],
    )


def _place(row: LawTask) -> str:
    """Where what a task touches is found."""
    routes = {fields.DECLARATION: "declaration", fields.HELD: "held_order"}
    return reverse(routes.get(row.kind, "customer"), args=[row.target])


@EITHER
@door(KEEP_CUSTOMERS)
def task_settle(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Say what was done about a task, or why nothing is to be done."""
    viewer = viewer_in(request)
    row = queries.task(viewer, task_id)
    back = reverse("law_task", args=[row.pk])

    def act(raw: Shown) -> HttpResponse:
        services.settle(viewer=viewer, task_id=task_id, raw=raw)
        messages.success(request, _("Kept."))
        return redirect("law_task", task_id)

    crumbs = [{"label": _("Tasks of law"), "url": reverse("law_tasks")}, {"label": row.name, "url": back}]
    return ask(request, fields.SETTLING, act, title=_("Settle this task"), back=back, crumbs=crumbs)
