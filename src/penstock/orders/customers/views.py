"""Pages of customers: the list, one customer with all that is known, and a form for each thing that is kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from penstock.cases import pages
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.orders.customers import fields, queries, services
from penstock.orders.customers.capacity import CAPACITY, HOW, capacities, keep_capacity
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer, CustomerLicence
from penstock.orders.customers.sectors import CATEGORIES, trades
from penstock.orders.desk import EITHER, Shown, ask, listed
from penstock.parties.duties import KEEP_CUSTOMERS

SECTIONS: "list[Callable[[Viewer, Customer], Shown]]" = []
"""Cards that the rooms above add to the page of a customer."""


@require_GET
@door(KEEP_CUSTOMERS)
def customer_list(request: HttpRequest) -> HttpResponse:
    """The company's customers by name."""
    text = request.GET.get("text", "").strip()
    page = queries.customers(viewer_in(request), text, after=request.GET.get("after", ""))
    rows = [
        {"cells": [{"text": one.name, "url": reverse("customer", args=[one.number]), "hint": one.number},
                   {"text": _(CATEGORIES[one.category]), "hint": _(trades().sectors[one.sector])},
                   one.country, _identity(one), {"text": str(one.held)}, _standing(one)]}  # type: ignore[attr-defined]
        for one in page.customers
    ]  # fmt: skip
    heads = [_("Customer"), _("What it does"), _("Country"), _("Identity"), _("Licences"), _("Supply")]
    following = urlencode({"text": text, "after": page.next})
    return listed(
        request,
        _("Customers"),
        heads,
        rows,
        acts=[{"label": _("Enter a customer"), "url": reverse("customer_new")}],
        search={"label": _("Name or number"), "text": text},
        next_url=f"?{following}" if page.next else "",
        empty=_("No customer is on record. An order of somebody who is not on record is held."),
    )


def _identity(one: Customer) -> Shown:
    day = one.identity_verified_on
    return (
        {"text": _("verified"), "tone": "ok", "hint": str(day)} if day else {"text": _("not verified"), "tone": "warn"}
    )


def _standing(one: Customer) -> Shown:
    return (
        {"text": _("stopped"), "tone": "bad", "hint": one.stopped} if one.stopped else {"text": _("open"), "tone": "ok"}
    )


@require_GET
@door(KEEP_CUSTOMERS)
def customer_page(request: HttpRequest, number: str) -> HttpResponse:
    """A customer with its identity, sites, licences, the customers it belongs to, and its declarations."""
    viewer = viewer_in(request)
    row = queries.customer(viewer, number)
    shown = {
        "page_title": row.name,
        "customer": row,
        "crumbs": [{"label": _("Customers"), "url": reverse("customers")}, {"label": number}],
        "identity": _identity(row),
        "standing": _standing(row),
        "sections": pages.answers(fields.CUSTOMER, row.content),
        "identified": _identified(row),
        "sites": queries.sites(viewer, row),
        "licences": [_licence(one) for one in queries.licences(viewer, row)],
        "licence_columns": [{"label": one} for one in (_("Licence"), _("For"), _("Runs"), _("Verified"))],
        "linked": queries.linked(viewer, row),
        "cards": [section(viewer, row) for section in SECTIONS],
    }
    return render(request, "orders/customer.html", shown)


def _identified(row: Customer) -> Shown | None:
    if not row.identity_verified_on:
        return None
    how = str(row.content.get("identity_how") or "")
    return {
        "on": row.identity_verified_on,
        "how": _(fields.HOW.get(how, how)),
        "paper": row.content.get("identity_paper", ""),
        "by": row.content.get("identity_by", ""),
    }


def _licence(one: CustomerLicence) -> Shown:
    ran_out = bool(one.until_on and one.until_on < today())
    state = (
        (_("ran out"), "bad") if ran_out else (_("verified"), "ok") if one.verified_on else (_("not verified"), "warn")
    )
    return {
        "number": one.number,
        "kind": _(fields.KINDS[one.kind]),
        "goods": ", ".join(title_of(each) for each in one.goods),
        "from_on": one.from_on,
        "until_on": one.until_on,
        "state": {"label": state[0], "tone": state[1]},
        "verified": _("%(day)s, %(how)s, by %(name)s")
        % {"day": one.verified_on, "how": _(fields.HOW.get(one.verified_how, "")), "name": one.verified_by}
        if one.verified_on
        else "",
        "end_url": reverse("customer_licence_end", args=[one.pk]),
    }


Act = Callable[[Viewer, Shown], Any]


def _asking(
    request: HttpRequest, number: str, form: Form, act: Act, *, title: str, done: str, kept: Shown | None = None
) -> HttpResponse:
    """A form about one customer, which leads back to its page."""
    viewer = viewer_in(request)
    row = queries.customer(viewer, number)
    back = reverse("customer", args=[number])
    crumbs = [{"label": _("Customers"), "url": reverse("customers")}, {"label": row.name, "url": back}]

    def done_with(raw: Shown) -> HttpResponse:
        act(viewer, raw)
        messages.success(request, done)
        return redirect("customer", number)

    return ask(request, form, done_with, title=title, back=back, crumbs=crumbs, kept=kept)


@EITHER
@door(KEEP_CUSTOMERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a customer."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.keep_customer(viewer=viewer, raw=raw)
        messages.success(request, _("Kept. Verify its identity next."))
        return redirect("customer", row.number)

    crumbs = [{"label": _("Customers"), "url": reverse("customers")}]
    return ask(request, fields.CUSTOMER, act, title=_("Enter a customer"), back=reverse("customers"), crumbs=crumbs,
               kept={"country": viewer.country})  # fmt: skip


@EITHER
@door(KEEP_CUSTOMERS)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Correct a customer; its number stays."""
    kept = queries.customer(viewer_in(request), number).content

    def act(viewer: Viewer, raw: Shown) -> None:
        services.keep_customer(viewer=viewer, raw={**raw, "number": number})

    return _asking(request, number, fields.CUSTOMER, act, title=_("Correct"), done=_("Kept."), kept=dict(kept))


@EITHER
@door(KEEP_CUSTOMERS)
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Say how and when the identity was verified."""

    def act(viewer: Viewer, raw: Shown) -> None:
        services.identify(viewer=viewer, number=number, raw=raw)

    kept = {"verified_on": today().isoformat()}
    return _asking(
        request, number, fields.IDENTIFICATION, act, title=_("Verify the identity"), done=_("Kept."), kept=kept
    )


@EITHER
@door(KEEP_CUSTOMERS)
def site(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a site, or correct the one with its code."""

    def act(viewer: Viewer, raw: Shown) -> None:
        services.keep_site(viewer=viewer, number=number, raw=raw)

    kept = {"country": viewer_in(request).country}
    return _asking(request, number, fields.SITE, act, title=_("Site"), done=_("Kept."), kept=kept)


@EITHER
@door(KEEP_CUSTOMERS)
def licence(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a licence with its verification, or correct the one of its kind and number."""

    def act(viewer: Viewer, raw: Shown) -> None:
        services.keep_licence(viewer=viewer, number=number, raw=raw)

    return _asking(request, number, fields.LICENCE, act, title=_("Licence"), done=_("Kept."))


@require_POST
@door(KEEP_CUSTOMERS)
def end_licence(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Take a licence out of use."""
    row = services.end_licence(viewer=viewer_in(request), licence_id=licence_id)
    messages.success(request, _("The licence covers nothing any more."))
    return redirect("customer", row.number)


@EITHER
@door(KEEP_CUSTOMERS)
def capacity(request: HttpRequest, number: str) -> HttpResponse:
    """Say what it can use of some goods in a year, or take that back."""

    def act(viewer: Viewer, raw: Shown) -> None:
        keep_capacity(viewer=viewer, number=number, raw=raw)

    return _asking(request, number, CAPACITY, act, title=_("What it can use"), done=_("Kept."))


def _capacities(_viewer: Viewer, row: Customer) -> Shown:
    columns = (_("Goods"), _("In a year"), _("How it is known"))
    return {
        "title": _("What it can use in a year"),
        "id": "capacity",
        "columns": [{"label": one} for one in columns],
        "rows": [
            {"cells": [title_of(one["goods"]), f"{one['quantity']} {one['unit']}",
                       {"text": _(HOW[one["how"]]), "hint": f"{one['on']}, {one['by']}"}]}
            for one in capacities(row.content)
        ],
        "empty": _("Not known. With it, every order is held against what the customer can use."),
        "act": {"label": _("Enter a capacity"), "url": reverse("customer_capacity", args=[row.number])},
    }  # fmt: skip


SECTIONS.append(_capacities)


@EITHER
@door(KEEP_CUSTOMERS)
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Say with which other customer it belongs together."""

    def act(viewer: Viewer, raw: Shown) -> None:
        services.link(viewer=viewer, number=number, raw=raw)

    done = _("Their quantities add up from now on.")
    return _asking(request, number, fields.LINKING, act, title=_("Belongs together"), done=done)


@require_POST
@door(KEEP_CUSTOMERS)
def part(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it belongs to no other any more."""
    row = services.part(viewer=viewer_in(request), number=number)
    messages.success(request, _("Its quantities stand for themselves from now on."))
    return redirect("customer", row.number)


@EITHER
@door(KEEP_CUSTOMERS)
def supply(request: HttpRequest, number: str) -> HttpResponse:
    """Stop supplying it, or supply it again."""
    kept = {"stopped": queries.customer(viewer_in(request), number).stopped}

    def act(viewer: Viewer, raw: Shown) -> None:
        services.stop(viewer=viewer, number=number, raw=raw)

    return _asking(request, number, fields.STOPPING, act, title=_("Supply"), done=_("Kept."), kept=kept)
