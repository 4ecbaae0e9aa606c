"""Pages of checks: an order entered by hand, a file of them, what was checked, and one check with every reason."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases.registers import queries as registers
from penstock.cases.registers import services as register_services
from penstock.cases.registers.fields import SCREENED, SCREENING
from penstock.cases.registers.sheets import template as headings_of
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.orders.checking import queries, services, shown
from penstock.orders.checking.fields import ORDER
from penstock.orders.checking.models import Check
from penstock.orders.desk import EITHER, Shown, ask, chunks, listed
from penstock.parties.duties import CHECK_ORDERS, KEEP_CUSTOMERS, KEEP_REGISTERS
from penstock.parties.queries import is_uuid

NOTHING = Form(name="file", sections=())


@require_GET
@door(CHECK_ORDERS)
def check_list(request: HttpRequest) -> HttpResponse:
    """The checked orders, the newest first."""
    text, after = request.GET.get("text", "").strip(), request.GET.get("after", "")
    page = queries.checks(viewer_in(request), text=text, after=UUID(after) if is_uuid(after) else None)
    following = urlencode({"text": text, "after": page.next})
    return listed(
        request,
        _("Checked orders"),
        [_("Order"), _("Customer"), _("Goods"), _("Answer"), _("Checked")],
        _rows(page.checks),
        acts=[
            {"label": _("Check an order"), "url": reverse("order_check")},
            {"label": _("Check a file"), "url": reverse("order_file")},
        ],
        search={"label": _("Order or customer"), "text": text},
        next_url=f"?{following}" if page.next else "",
        empty=_("No order was checked yet."),
    )


def _rows(checks: Sequence[Check]) -> list[Shown]:
    return [
        {
            "cells": [
                {"text": f"{one.number} {one.line}".strip(), "url": reverse("order_checked", args=[one.pk])},
                one.customer.name if one.customer else one.content.get("customer", ""),
                shown.title(one),
                {"text": shown.badge(one.answer)["label"], "tone": shown.TONES[one.answer], "hint": _held(one)},
                one.checked_at.strftime("%Y-%m-%d %H:%M"),
            ]
        }
        for one in checks
    ]


def _held(one: Check) -> str:
    held = getattr(one, "held", None)
    return f"{held.reference}: {_(shown.OF_HELD[held.state])}" if held else ""


@EITHER
@door(CHECK_ORDERS)
def check(request: HttpRequest) -> HttpResponse:
    """Check one order by hand."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        answered = services.check_order(viewer=viewer, raw=raw)
        return redirect("order_checked", answered.check.pk)

    known = {"ordered_on": today().isoformat(), "customer": request.GET.get("customer", "")}
    crumbs = [{"label": _("Checked orders"), "url": reverse("order_checks")}]
    return ask(request, ORDER, act, title=_("Check an order"), back=reverse("order_checks"), crumbs=crumbs, kept=known,
               submit_label=_("Check"))  # fmt: skip


@EITHER
@door(CHECK_ORDERS)
def file(request: HttpRequest) -> HttpResponse:
    """Check a file of orders."""
    viewer = viewer_in(request)

    def act(_raw: Shown) -> HttpResponse:
        answered = services.check_file(viewer=viewer, chunks=chunks(request))
        said = {one: sum(each.check.answer == one for each in answered) for one in shown.ANSWERS}
        text = _("%(go)s go, %(hold)s held, %(ask)s to be asked about.")
        messages.success(request, text % said)
        return render(
            request,
            "orders/list.html",
            {
                "page_title": _("Checked from a file"),
                "columns": [
                    {"label": one} for one in (_("Order"), _("Customer"), _("Goods"), _("Answer"), _("Checked"))
                ],
                "rows": _rows([one.check for one in answered]),
            },
        )

    crumbs = [{"label": _("Checked orders"), "url": reverse("order_checks")}]
    return ask(request, NOTHING, act, title=_("Check a file"), back=reverse("order_checks"), crumbs=crumbs,
               form_has_files=True, template_url=reverse("order_file_template"), submit_label=_("Check"))  # fmt: skip


@require_GET
@door(CHECK_ORDERS)
def file_template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file with the headings."""
    headers = {"Content-Disposition": 'attachment; filename="orders.csv"'}
    return HttpResponse(headings_of(ORDER), content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
@door(CHECK_ORDERS)
def checked(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """One check: the answer, every reason with its law, and whether it is as it was sealed."""
    viewer = viewer_in(request)
    row = queries.check(viewer, check_id)
    held = getattr(row, "held", None)
    told = {
        "page_title": f"{row.number} {row.line}".strip(),
        "row": row,
        "title": shown.title(row),
        "badge": shown.badge(row.answer),
        "groups": shown.grouped(row.reasons),
        "sections": [one for one in pages.answers(ORDER, row.content) if any(each["value"] for each in one["rows"])],
        "held": held,
        "held_state": _(shown.OF_HELD[held.state]) if held else "",
        "packs": sorted(row.judged_under.get("packs", {}).items()),
        "is_as_sealed": queries.is_as_sealed(viewer, row),
        "may_keep": viewer.has(KEEP_CUSTOMERS),
        "crumbs": [{"label": _("Checked orders"), "url": reverse("order_checks")}, {"label": row.number}],
    }
    return render(request, "orders/check.html", told)


@require_GET
@door(KEEP_CUSTOMERS)
def lists(request: HttpRequest) -> HttpResponse:
    """The lists that customers are screened against."""
    rows = [
        {"cells": [{"text": one.title, "hint": one.source}, str(one.as_of), str(one.names)]}
        for one in registers.screening_lists(viewer_in(request))
    ]
    may_load = viewer_in(request).has(KEEP_REGISTERS)
    acts = [{"label": _("Load your own list"), "url": reverse("order_list_new")}] if may_load else []
    empty = _("No list is loaded: customers are screened against none.")
    return listed(request, _("Screening lists"), [_("List"), _("As of"), _("Names")], rows, acts=acts, empty=empty)


@EITHER
@door(KEEP_REGISTERS)
def new_list(request: HttpRequest) -> HttpResponse:
    """Load a list of names; one of the same title ends with it."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        register_services.load_screening(viewer=viewer, raw={**raw, "shared": "no"}, chunks=chunks(request))
        messages.success(request, _("Loaded. Orders are screened against it from now on."))
        return redirect("order_lists")

    crumbs = [{"label": _("Screening lists"), "url": reverse("order_lists")}]
    return ask(request, SCREENING, act, title=_("Load your own list"), back=reverse("order_lists"), crumbs=crumbs,
               form_has_files=True, kept={"shared": "no", "as_of": today().isoformat()},
               headings=headings_of(SCREENED).strip())  # fmt: skip
