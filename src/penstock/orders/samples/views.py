"""Pages of samples: the list, a request with what was found, and the steps that decide."""

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
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.views import SECTIONS
from penstock.orders.desk import EITHER, Shown, ask, listed, sheet
from penstock.orders.events import EVENTS
from penstock.orders.samples import queries, services
from penstock.orders.samples.fields import SAMPLE
from penstock.orders.samples.models import SampleRequest
from penstock.orders.samples.states import SAMPLES, STATES, TONES
from penstock.parties.duties import CHECK_ORDERS

WORDS = CASE_EVENTS | EVENTS
EFFECTS = {"against": ("Against it", "bad"), "note": ("What else was noticed", "")}


def _heads() -> list[str]:
    return [_("Request"), _("Customer"), _("Goods"), _("State"), _("Entered by")]


def _row(one: SampleRequest) -> Shown:
    against = _("something is against it") if any(each["effect"] == "against" for each in one.findings) else ""
    return {
        "cells": [
            {"text": one.reference, "url": reverse("sample", args=[one.reference]), "hint": one.asked_on.isoformat()},
            one.customer_name,
            {"text": title_of(one.goods), "hint": _quantity(one)},
            {"text": _(STATES[one.state]), "tone": TONES[one.state], "hint": against},
            one.entered_by_name,
        ]
    }  # fmt: skip


def _quantity(one: SampleRequest) -> str:
    return f"{one.content.get('quantity', '')} {one.content.get('unit', '')}".strip()


@require_GET
@door(CHECK_ORDERS)
def sample_list(request: HttpRequest) -> HttpResponse:
    """The requests for samples, those that wait first."""
    found = sorted(queries.samples(viewer_in(request)), key=lambda one: one.state != "requested")
    acts = [{"label": _("Enter a request"), "url": reverse("sample_new")}]
    empty = _("No sample was asked for. A sample is looked into like a sale, and approved by another person.")
    return listed(request, _("Samples"), _heads(), [_row(one) for one in found], acts=acts, empty=empty)


def _of_customer(viewer: Viewer, customer: Customer) -> Shown:
    return {
        "title": _("Samples"),
        "id": "samples",
        "columns": [{"label": one} for one in _heads()],
        "rows": [_row(one) for one in queries.samples(viewer, customer)],
        "empty": _("None yet."),
        "act": {"label": _("Enter a request"), "url": f"{reverse('sample_new')}?customer={customer.number}"},
    }


SECTIONS.append(_of_customer)


@EITHER
@door(CHECK_ORDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter what a customer asks for as a sample."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        case = services.request_sample(viewer=viewer, raw=raw)
        messages.success(request, _("Kept. Another person approves it or refuses it."))
        return redirect("sample", case.reference)

    crumbs = [{"label": _("Samples"), "url": reverse("samples")}]
    kept = {"customer": request.GET.get("customer", "")}
    return ask(request, SAMPLE, act, title=_("Request for a sample"), back=reverse("samples"), crumbs=crumbs, kept=kept)


@require_GET
@door(CHECK_ORDERS)
def sample_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A request with what was found of it, and what may be done about it."""
    viewer = viewer_in(request)
    case = queries.sample(viewer, reference)
    may, may_not = steps.acts(viewer, case, lambda step: _button(case, step))
    found = services.found_of(viewer, case) if case.state == "requested" else ()
    told = [one.kept() for one in found] or case.findings
    frame = steps.frame(case, _("Sample"), {"label": _("Samples"), "url": reverse("samples")})
    badge = pages.badge(case)
    return sheet(
        request,
        frame.pop("page_title"),
        **frame,
        badges=[badge],
        lede=f"{title_of(case.goods)} · {_quantity(case)} · {case.customer_name}",
        acts=may,
        absent=may_not,
        banners=[{"tone": badge["tone"], "title": f"{badge['label']}: {case.decided_by_name}",
                  "text": case.justification}] if case.justification else [],
        cards=[_card(told, effect) for effect in EFFECTS if any(one["effect"] == effect for one in told)],
        sections=pages.answers(SAMPLE, case.content),
        story=pages.story(SAMPLES, case_queries.timeline(viewer, case), WORDS, TONES),
    )  # fmt: skip


def _card(told: list[Shown], effect: str) -> Shown:
    title, tone = EFFECTS[effect]
    rows = [{"cells": [_(one["text"]).format(**one["values"])]} for one in told if one["effect"] == effect]
    return {"title": _(title), "tone": tone, "columns": [{"label": _("What was found")}], "rows": rows}


def _button(case: SampleRequest, step: Step) -> Shown:
    tones = {"approve": "primary", "send": "primary", "refuse": "danger"}
    return {
        "label": _(step.label),
        "url": reverse("sample_step", args=[case.reference, step.verb]),
        "tone": tones.get(step.verb, "secondary"),
    }


@EITHER
@door(CHECK_ORDERS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Approve, refuse, withdraw, or note that it was sent."""
    viewer = viewer_in(request)
    case = queries.sample(viewer, reference)
    taken = steps.step_open_to(viewer, case, verb)
    no = None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, case_id=case.pk, verb=verb, raw=pages.entered(taken.form, request.POST))
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("sample", reference)
    effects = {
        "approve": [_("The sample may go, and counts towards those of a year.")],
        "withdraw": [_("It counts no more.")],
    }
    told = {
        **steps.frame(case, _(taken.label)),
        **steps.asked(request, taken.form, no, {"sent_on": today().isoformat()}),
        "effects": effects.get(verb, []),
        "submit_label": _(taken.label),
        "tone": "danger" if verb == "refuse" else "primary",
    }
    return render(request, "cases/steps/step.html", told, status=422 if no else 200)
