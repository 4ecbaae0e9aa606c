"""Pages of held orders: the list, one of them with its reasons, and the step that decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.kernel.workflow import Step
from penstock.orders.checking import shown
from penstock.orders.desk import EITHER, Shown, listed
from penstock.orders.events import EVENTS
from penstock.orders.holds import queries, services
from penstock.orders.holds.models import HeldOrder
from penstock.orders.holds.states import HOLDS, STATES, TONES
from penstock.parties.duties import CHECK_ORDERS, REPORT_SUSPICIONS

WORDS = CASE_EVENTS | EVENTS


@require_GET
@door(CHECK_ORDERS)
def held_list(request: HttpRequest) -> HttpResponse:
    """The held orders, those that wait first."""
    found = sorted(queries.held_orders(viewer_in(request)), key=lambda one: one.state != "held")
    rows = [
        {
            "cells": [
                {"text": one.reference, "url": reverse("held_order", args=[one.reference]), "hint": one.order_number},
                one.customer_name or _("not on record"),
                shown.title(one.check_row),
                {"text": _(STATES[one.state]), "tone": TONES[one.state], "hint": one.decided_by_name},
                {"text": one.checked_by_name, "hint": one.created_at.strftime("%Y-%m-%d %H:%M")},
            ]
        }
        for one in found
    ]
    heads = [_("Held order"), _("Customer"), _("Goods"), _("State"), _("Checked by")]
    return listed(request, _("Held orders"), heads, rows, empty=_("No order is held."))


@require_GET
@door(CHECK_ORDERS)
def held_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A held order with every reason, and what may be done about it."""
    viewer = viewer_in(request)
    case = queries.held_order(viewer, reference)
    may, may_not = steps.acts(viewer, case, lambda step: _button(case, step))
    told = {
        **steps.frame(case, _("Held order"), {"label": _("Held orders"), "url": reverse("held_orders")}),
        "title": case.title,
        "badge": pages.badge(case),
        "answer": shown.badge(case.answer),
        "acts": may,
        "report_url": f"{reverse('suspicious_report_new')}?order={reference}" if viewer.has(REPORT_SUSPICIONS) else "",
        "absent": may_not,
        "groups": shown.grouped(case.check_row.reasons),
        "check": case.check_row,
        "story": pages.story(HOLDS, case_queries.timeline(viewer, case), WORDS, TONES),
    }
    return render(request, "orders/held.html", told)


def _button(case: HeldOrder, step: Step) -> Shown:
    return {
        "label": _(step.label),
        "url": reverse("held_order_step", args=[case.reference, step.verb]),
        "tone": "primary" if step.verb == "lift" else "danger",
    }


@EITHER
@door(CHECK_ORDERS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Lift a held order or refuse it, with the reason."""
    viewer = viewer_in(request)
    case = queries.held_order(viewer, reference)
    taken = steps.step_open_to(viewer, case, verb)
    no = None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, case_id=case.pk, verb=verb, raw=pages.entered(taken.form, request.POST))
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("held_order", reference)
    effects = {
        "lift": [_("The order may go; its quantity stays in the sums."), _("Whoever checked it is told by mail.")],
        "refuse": [_("The order counts in no sum any more."), _("Whoever checked it is told by mail.")],
    }
    told = {
        **steps.frame(case, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": effects[verb],
        "submit_label": _(taken.label),
        "tone": "danger" if verb == "refuse" else "primary",
    }
    return render(request, "cases/steps/step.html", told, status=422 if no else 200)
