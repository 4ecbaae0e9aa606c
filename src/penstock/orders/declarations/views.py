"""Pages of declarations within the company: drawn up, sent, taken in, verified and ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.kernel.clock import today
from penstock.kernel.files import content_of
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers import queries as customers
from penstock.orders.customers.fields import HOW
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.views import SECTIONS
from penstock.orders.declarations import fields, queries, services
from penstock.orders.declarations.models import Declaration
from penstock.orders.desk import EITHER, Shown, ask, chunks, file_name, listed
from penstock.orders.signatures import fields as signing
from penstock.orders.signatures.services import hash_of
from penstock.parties.duties import KEEP_CUSTOMERS


def _quantity(one: Declaration) -> str:
    return f"{one.quantity.normalize():f} {one.unit}"


def _row(one: Declaration) -> Shown:
    state = queries.state_of(one)
    return {
        "cells": [
            {"text": one.customer.name, "url": reverse("declaration", args=[one.pk]), "hint": one.order_number},
            {"text": title_of(one.goods), "hint": _quantity(one)},
            {"text": _(fields.SPANS[one.span]), "hint": f"{one.from_on} – {one.until_on}"},  # noqa: RUF001 - a dash
            {"text": _(queries.STATES[state]), "tone": queries.TONES[state]},
        ]
    }


def _heads() -> list[str]:
    return [_("Customer"), _("Goods"), _("Good for"), _("State")]


@require_GET
@door(KEEP_CUSTOMERS)
def declaration_list(request: HttpRequest) -> HttpResponse:
    """The newest declarations, and above them those that end soon."""
    viewer = viewer_in(request)
    soon = queries.ending_soon(viewer)
    return listed(
        request,
        _("Declarations"),
        _heads(),
        [_row(one) for one in queries.declarations(viewer)],
        above={"title": _("End within thirty days"), "rows": [_row(one) for one in soon]} if soon else None,
        empty=_("No declaration yet. Open a customer to draw one up."),
    )


def _of_customer(viewer: Viewer, customer: Customer) -> Shown:
    return {
        "title": _("Declarations of end use"),
        "id": "declarations",
        "columns": [{"label": one} for one in _heads()],
        "rows": [_row(one) for one in queries.declarations(viewer, customer)],
        "empty": _("None yet."),
        "act": {"label": _("Draw up a declaration"), "url": reverse("declaration_new", args=[customer.number])},
    }


SECTIONS.append(_of_customer)


@EITHER
@door(KEEP_CUSTOMERS)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draw up what a customer is to declare."""
    viewer = viewer_in(request)
    customer = customers.customer(viewer, number)
    back = reverse("customer", args=[number])

    def act(raw: Shown) -> HttpResponse:
        row = services.draw_up(viewer=viewer, number=number, raw=raw)
        messages.success(request, _("Drawn up. Send the customer a link, or take in the signed paper."))
        return redirect("declaration", row.pk)

    crumbs = [{"label": _("Customers"), "url": reverse("customers")}, {"label": customer.name, "url": back}]
    kept = {"from_on": today().isoformat()}
    return ask(request, fields.DECLARATION, act, title=_("Draw up a declaration"), back=back, crumbs=crumbs, kept=kept,
               submit_label=_("Draw up"))  # fmt: skip


@require_GET
@door(KEEP_CUSTOMERS)
def declaration_page(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """A declaration with its words, their hash, who signed and who verified."""
    return _page(request, queries.declaration(viewer_in(request), declaration_id))


def _page(request: HttpRequest, row: Declaration, link: str = "") -> HttpResponse:
    state = queries.state_of(row)
    shown: dict[str, Any] = {
        "page_title": _("Declaration of %(name)s") % {"name": row.customer.name},
        "row": row,
        "lines": row.text.split("\n"),
        "is_whole": hash_of(row.text) == row.text_hash,
        "state": {"label": _(queries.STATES[state]), "tone": queries.TONES[state]},
        "goods": title_of(row.goods),
        "verified_how": _(HOW.get(row.verified_how, "")),
        "link": link,
        "crumbs": [
            {"label": _("Customers"), "url": reverse("customers")},
            {"label": row.customer.name, "url": reverse("customer", args=[row.customer.number])},
            {"label": _("Declaration")},
        ],
        "acts": _acts(row, state),
    }
    return render(request, "orders/declaration.html", shown)


def _acts(row: Declaration, state: str) -> list[Shown]:
    names = {
        "drawn up": ("declaration_link", "declaration_paper", "declaration_end"),
        "sent": ("declaration_link", "declaration_paper", "declaration_end"),
        "signed": ("declaration_verify", "declaration_end"),
        "ended": (),
        "expired": (),
    }.get(state, ("declaration_end",))
    labels = {
        "declaration_link": _("Make a link to sign"),
        "declaration_paper": _("Take in a signed paper"),
        "declaration_verify": _("Verify"),
        "declaration_end": _("End"),
    }
    return [
        {"label": labels[name], "url": reverse(name, args=[row.pk]), "tone": "primary" if not at else "secondary"}
        for at, name in enumerate(names)
    ]


def _asking(
    request: HttpRequest, declaration_id: UUID, form: Any, act: Any, *, title: str, **more: Any
) -> HttpResponse:
    row = queries.declaration(viewer_in(request), declaration_id)
    back = reverse("declaration", args=[row.pk])
    crumbs = [{"label": row.customer.name, "url": reverse("customer", args=[row.customer.number])},
              {"label": _("Declaration"), "url": back}]  # fmt: skip
    return ask(request, form, act, title=title, back=back, crumbs=crumbs, **more)


@EITHER
@door(KEEP_CUSTOMERS)
def link(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """Make a link by which the customer signs; it is shown this once."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row, address = services.make_link(viewer=viewer, declaration_id=declaration_id, raw=raw)
        return _page(request, row, address)

    known = queries.declaration(viewer, declaration_id)
    kept = {"email": known.link_email or str(known.customer.content.get("email") or "")}
    return _asking(request, declaration_id, signing.LINK, act, title=_("Make a link to sign"), kept=kept,
                   submit_label=_("Make the link"))  # fmt: skip


@EITHER
@door(KEEP_CUSTOMERS)
def paper(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """Take in the paper on which the customer signed."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        services.take_paper(
            viewer=viewer, declaration_id=declaration_id, raw=raw, name=file_name(request), chunks=chunks(request)
        )
        messages.success(request, _("Taken in. Verify it next."))
        return redirect("declaration", declaration_id)

    return _asking(request, declaration_id, signing.PAPER, act, title=_("Take in a signed paper"), form_has_files=True)


@EITHER
@door(KEEP_CUSTOMERS)
def verify(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """Say how a signed declaration was verified."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        services.verify(viewer=viewer, declaration_id=declaration_id, raw=raw)
        messages.success(request, _("Verified. It covers orders from now on."))
        return redirect("declaration", declaration_id)

    return _asking(request, declaration_id, signing.VERIFICATION, act, title=_("Verify"), submit_label=_("Verified"))


@EITHER
@door(KEEP_CUSTOMERS)
def end(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """End a declaration, with the reason."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        services.end(viewer=viewer, declaration_id=declaration_id, raw=raw)
        messages.success(request, _("It covers nothing any more."))
        return redirect("declaration", declaration_id)

    return _asking(request, declaration_id, signing.ENDING, act, title=_("End"), submit_label=_("End it"))


@require_GET
@door(KEEP_CUSTOMERS)
def file(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """The paper that was taken in."""
    row = queries.declaration(viewer_in(request), declaration_id)
    if not row.file:
        raise NotVisible
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=row.file["name"]) or ""}
    return HttpResponse(content_of(row.file["sha256"]), content_type=row.file["media_type"], headers=headers)
