"""The page of what a change of the law touches."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.law.differences import Change
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.orders.changes.queries import Touched, touched
from penstock.orders.customers.goods import title_of
from penstock.orders.desk import tabs
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
