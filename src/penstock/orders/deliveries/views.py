"""Pages of deliveries: the list, one with what was sent and what was found, and its forms."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.orders.customers.goods import title_of
from penstock.orders.deliveries import fields, queries, services
from penstock.orders.deliveries.models import Delivery
from penstock.orders.desk import EITHER, Shown, ask, listed, sheet
from penstock.parties.duties import CHECK_ORDERS, KEEP_CUSTOMERS, REPORT_SUSPICIONS


@require_GET
@door(CHECK_ORDERS)
def delivery_list(request: HttpRequest) -> HttpResponse:
    """The deliveries, the newest first."""
    text = request.GET.get("text", "").strip()
    rows = [_row(one) for one in queries.deliveries(viewer_in(request), text)]
    return listed(
        request,
        _("Goods sent and received"),
        [_("Delivery"), _("Partner"), _("Goods"), _("Sent"), _("State")],
        rows,
        acts=[{"label": _("Enter a delivery"), "url": reverse("delivery_new")}],
        search={"label": _("Number of the delivery note"), "text": text},
        empty=_("No delivery yet. Enter what you send or receive under seal, to see whether it arrives whole."),
    )


def _row(one: Delivery) -> Shown:
    standing = queries.standing_of(one)
    return {
        "cells": [
            {"text": one.number, "url": reverse("delivery", args=[one.pk]), "hint": _(fields.WAYS[one.way])},
            {"text": one.partner, "hint": one.carrier},
            {"text": title_of(one.goods), "hint": _weight(one)},
            one.sent_on.isoformat(),
            {"text": _(queries.STATES[standing]), "tone": queries.TONES[standing]},
        ]
    }


def _weight(one: Delivery) -> str:
    return f"{one.weight.normalize():f} {one.unit}"


@EITHER
@door(CHECK_ORDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a delivery from its papers."""

    def act(raw: Shown) -> HttpResponse:
        row = services.enter(viewer=viewer_in(request), raw=raw)
        messages.success(request, _("Kept. Enter its arrival when it is there."))
        return redirect("delivery", row.pk)

    crumbs = [{"label": _("Goods sent and received"), "url": reverse("deliveries")}]
    kept = {"way": fields.SENT, "sent_on": today().isoformat(), "customer": request.GET.get("customer", "")}
    return ask(request, fields.DELIVERY, act, title=_("Enter a delivery"), back=reverse("deliveries"), crumbs=crumbs,
               kept=kept)  # fmt: skip


@require_GET
@door(CHECK_ORDERS)
def delivery_page(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """A delivery: what the papers say beside what was found, what differs, and why."""
    viewer = viewer_in(request)
    row = queries.delivery(viewer, delivery_id)
    standing = queries.standing_of(row)
    return sheet(
        request,
        _("Delivery %(number)s") % {"number": row.number},
        badges=[{"label": _(queries.STATES[standing]), "tone": queries.TONES[standing]}],
        lede=f"{title_of(row.goods)} · {_weight(row)} · {row.partner}",
        crumbs=[{"label": _("Goods sent and received"), "url": reverse("deliveries")}, {"label": row.number}],
        acts=_acts(viewer, row, standing),
        banners=[{"tone": "neutral" if row.cause != fields.NOTHING_CAUSED else "bad",
                  "title": f"{_(fields.CAUSES[row.cause])}: {row.explained_by}", "text": row.words}]
        if row.cause else [],
        cards=_cards(row),
        side=[{"title": _("About this delivery"), "data": _about(viewer, row)}],
    )  # fmt: skip


def _acts(viewer: Viewer, row: Delivery, standing: str) -> list[Shown]:
    arrive = {"label": _("Enter its arrival"), "url": reverse("delivery_arrive", args=[row.pk]), "tone": "primary"}
    explain = {"label": _("Say why it differs"), "url": reverse("delivery_explain", args=[row.pk]), "tone": "primary"}
    address = f"{reverse('suspicious_report_new')}?delivery={row.pk}"
    report = {"label": _("Report it"), "url": address, "tone": "secondary"}
    may_report = bool(row.differences) and viewer.has(REPORT_SUSPICIONS)
    first = {"on its way": [arrive], "differs": [explain]}.get(standing, [])
    return [*first, *([report] if may_report else [])]


def _cards(row: Delivery) -> list[Shown]:
    said = [
        (_("Packages"), str(row.packages), str(row.found.get("packages", ""))),
        (_("Weight or volume"), _weight(row), f"{row.found['weight']} {row.unit}" if row.found else ""),
        (_("Seals"), ", ".join(row.seals), ", ".join(row.found.get("seals") or ())),
        (_("Broken seals"), "", ", ".join(row.found.get("broken") or ())),
    ]
    both = {
        "title": _("Sent and found"),
        "columns": [{"label": one} for one in (_("What"), _("As the papers say"), _("As it was found"))],
        "rows": [{"cells": [*one]} for one in said],
    }
    differing = [{"cells": [_(one["text"]).format(**one["values"])]} for one in row.differences]
    found = {"title": _("What differs"), "tone": "bad", "columns": [{"label": _("Difference")}], "rows": differing}
    seen = {"title": _("What else was seen"), "lines": str(row.found.get("note") or "").split("\n")}
    return [*([found] if differing else []), both, *([seen] if row.found.get("note") else [])]


def _about(viewer: Viewer, row: Delivery) -> list[Shown]:
    customer = row.customer
    place = reverse("customer", args=[customer.number]) if customer and viewer.has(KEEP_CUSTOMERS) else ""
    return [
        {"label": _(fields.WAYS[row.way]), "text": row.partner, "url": place},
        {"label": _("Order number"), "text": row.order_number},
        {"label": _("Carrier"), "text": row.carrier},
        {"label": _("Sent on"), "text": row.sent_on.isoformat(), "hint": row.kept_by},
        {
            "label": _("Arrived on"),
            "text": row.arrived_on.isoformat() if row.arrived_on else "",
            "hint": row.checked_by,
        },
        {"label": _("May differ by"), "text": f"{row.tolerance.normalize():f} %"},
    ]


def _asking(
    request: HttpRequest, delivery_id: UUID, form: Form, act: Callable[..., Any], *, title: str, done: str, **more: Any
) -> HttpResponse:
    viewer = viewer_in(request)
    row = queries.delivery(viewer, delivery_id)
    back = reverse("delivery", args=[row.pk])

    def done_with(raw: Shown) -> HttpResponse:
        act(viewer=viewer, delivery_id=delivery_id, raw=raw)
        messages.success(request, done)
        return redirect("delivery", delivery_id)

    crumbs = [{"label": _("Goods sent and received"), "url": reverse("deliveries")}, {"label": row.number, "url": back}]
    return ask(request, form, done_with, title=title, back=back, crumbs=crumbs, **more)


@EITHER
@door(CHECK_ORDERS)
def arrive(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Enter what was found on arrival."""
    kept = {"arrived_on": today().isoformat()}
    title, done = _("Enter its arrival"), _("Compared with the papers.")
    return _asking(request, delivery_id, fields.ARRIVAL, services.arrive, title=title, done=done, kept=kept)


@EITHER
@door(CHECK_ORDERS)
def explain(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Say why a delivery differs."""
    title = _("Say why it differs")
    return _asking(request, delivery_id, fields.CAUSE, services.explain, title=title, done=_("Kept."))
