"""Pages of distribution: who sells on, what each undertook for which year, and what it resold."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.kernel.clock import today
from penstock.kernel.files import content_of
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.checking.law.quantities import amount
from penstock.orders.customers import queries as customers
from penstock.orders.customers.fields import HOW
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.sectors import CATEGORIES, TRADES_ON
from penstock.orders.customers.views import SECTIONS
from penstock.orders.desk import EITHER, Shown, ask, chunks, file_name, listed, sheet
from penstock.orders.distribution import fields, queries, services, texts
from penstock.orders.distribution.models import Undertaking
from penstock.orders.distribution.services import PAPERS
from penstock.orders.signatures import fields as signing
from penstock.orders.signatures.services import hash_of
from penstock.orders.signatures.standing import STATES, TONES, state_of
from penstock.parties.duties import KEEP_CUSTOMERS

OPEN_TO = {
    "drawn up": ("link", "paper", "end"),
    "sent": ("link", "paper", "end"),
    "signed": ("verify", "end"),
    "in force": ("confirm", "end"),
    "not yet": ("end",),
    "expired": ("confirm",),
}


def _heads() -> list[str]:
    return [_("Distributor"), _("Goods"), _("Year"), _("State")]


def _row(one: Undertaking) -> Shown:
    state = state_of(one)
    return {
        "cells": [
            {"text": one.customer.name, "url": reverse("undertaking", args=[one.pk]), "hint": one.customer.number},
            "; ".join(title_of(each) for each in one.goods) or _("all that are listed"),
            f"{one.from_on} – {one.until_on}",  # noqa: RUF001 - a dash
            {"text": _(STATES[state]), "tone": TONES[state]},
        ]
    }


@require_GET
@door(KEEP_CUSTOMERS)
def distributors(request: HttpRequest) -> HttpResponse:
    """The undertakings of customers that sell on, and above them who was never asked for one."""
    viewer = viewer_in(request)
    missing = [
        {"cells": [{"text": one.name, "url": reverse("customer", args=[one.number]), "hint": one.number},
                   _(CATEGORIES[one.category]), "", {"text": _("never asked"), "tone": "warn"}]}
        for one in queries.without_undertaking(viewer)
    ]  # fmt: skip
    return listed(
        request,
        _("Distributors"),
        _heads(),
        [_row(one) for one in queries.undertakings(viewer)],
        above={"title": _("They sell on, and have undertaken nothing"), "rows": missing} if missing else None,
        empty=_("No undertaking yet. Open a customer that sells on to draw one up."),
    )


def _of_customer(viewer: Viewer, customer: Customer) -> Shown:
    rows = [_row(one) for one in queries.undertakings(viewer, customer)]
    sells_on = customer.category in TRADES_ON
    return {
        "title": _("Duties passed on"),
        "id": "undertakings",
        "columns": [{"label": one} for one in _heads()],
        "rows": rows,
        "empty": _("It sells on, and has undertaken nothing yet.")
        if sells_on
        else _("None: it uses the goods itself."),
        "act": {"label": _("Draw up an undertaking"), "url": reverse("undertaking_new", args=[customer.number])},
    }


def _resold(viewer: Viewer, customer: Customer) -> Shown:
    return {
        "title": _("What it resold"),
        "id": "resales",
        "columns": [{"label": one} for one in (_("Year"), _("Goods"), _("Resold"), _("Ordered here"))],
        "rows": [_resold_row(one) for one in queries.resold(viewer, customer)],
        "empty": _("Nothing was told."),
        "act": {"label": _("Enter what it resold"), "url": reverse("resale", args=[customer.number])},
    }


def _resold_row(one: queries.Resold) -> Shown:
    to = "; ".join(f"{texts.amount(row)}, {row.buyers} x {_(CATEGORIES[row.sort])}" for row in one.rows)
    total = ", ".join(amount(base, dimension) for dimension, base in one.resold.items())
    ordered = ", ".join(amount(base, dimension) for dimension, base in one.ordered.items()) or _("nothing")
    more = {"text": ordered, "tone": "warn", "hint": _("it resold more")} if one.is_more else {"text": ordered}
    return {"cells": [str(one.year), title_of(one.goods), {"text": total, "hint": to}, more]}


SECTIONS.append(_of_customer)
SECTIONS.append(_resold)


def _crumbs(customer: Customer, *more: Shown) -> list[Shown]:
    place = {"label": customer.name, "url": reverse("customer", args=[customer.number])}
    return [{"label": _("Distributors"), "url": reverse("distributors")}, place, *more]


@EITHER
@door(KEEP_CUSTOMERS)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draw up which duties a customer that sells on takes over."""
    viewer = viewer_in(request)
    customer = customers.customer(viewer, number)

    def act(raw: Shown) -> HttpResponse:
        row = services.draw_up(viewer=viewer, number=number, raw=raw)
        messages.success(request, _("Drawn up. Send the distributor a link, or take in the signed paper."))
        return redirect("undertaking", row.pk)

    kept = {"from_on": today().isoformat(), "duties": list(fields.NEEDED)}
    back = reverse("customer", args=[number])
    return ask(request, fields.UNDERTAKING, act, title=_("Draw up an undertaking"), kept=kept, back=back,
               crumbs=_crumbs(customer), submit_label=_("Draw up"))  # fmt: skip


@EITHER
@door(KEEP_CUSTOMERS)
def resale(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what a distributor says that it resold."""
    viewer = viewer_in(request)
    customer = customers.customer(viewer, number)

    def act(raw: Shown) -> HttpResponse:
        services.keep_resale(viewer=viewer, number=number, raw=raw)
        messages.success(request, _("Kept. Enter the next line, or go back to the customer."))
        return redirect("resale", number)

    return ask(request, fields.RESALE, act, title=_("What a distributor resold"), kept={"year": str(today().year)},
               back=reverse("customer", args=[number]), crumbs=_crumbs(customer))  # fmt: skip


@require_GET
@door(KEEP_CUSTOMERS)
def undertaking_page(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """An undertaking with its words, their hash, who signed and who verified."""
    return _page(request, queries.undertaking(viewer_in(request), undertaking_id))


def _page(request: HttpRequest, row: Undertaking, link: str = "") -> HttpResponse:
    state = state_of(row)
    differs = _("Its hash differs. Take out of use what rests on it, and tell whoever keeps this instance.")
    changed = {"tone": "bad", "title": _("The text is not the one that was drawn up"), "text": differs}
    ended = {"tone": "warn", "title": _("Ended"), "text": row.end_reason}
    return sheet(
        request,
        _("Undertaking of %(name)s") % {"name": row.customer.name},
        badges=[{"label": _(STATES[state]), "tone": TONES[state]}],
        lede=f"{row.from_on} – {row.until_on}",  # noqa: RUF001 - a dash
        crumbs=_crumbs(row.customer, {"label": _("Undertaking")}),
        acts=[
            _button(row, name, tone="secondary" if at else "primary") for at, name in enumerate(OPEN_TO.get(state, ()))
        ],
        link=link,
        banners=[*([changed] if hash_of(row.text) != row.text_hash else []), *([ended] if row.end_reason else [])],
        cards=[
            {"title": _("What is signed"), "lines": row.text.split("\n"), "foot": f"SHA-256 {row.text_hash}"},
            _resold(viewer_in(request), row.customer),
        ],
        side=[{"title": _("Signature"), "data": _signature(row)}],
    )


def _button(row: Undertaking, name: str, *, tone: str) -> Shown:
    labels = {
        "link": _("Make a link to sign"),
        "paper": _("Take in a signed paper"),
        "verify": _("Verify"),
        "confirm": _("Have the year confirmed"),
        "end": _("End"),
    }
    return {"label": labels[name], "url": reverse(f"undertaking_{name}", args=[row.pk]), "tone": tone}


def _signature(row: Undertaking) -> list[Shown]:
    how = {"link": _("through the link"), "paper": _("on paper")}.get(row.signed_how, "")
    day = row.signed_at.date().isoformat() if row.signed_at else ""
    place = reverse("undertaking_file", args=[row.pk])
    return [
        {"label": _("Drawn up by"), "text": row.asked_by},
        {"label": _("Signed by"), "text": row.signer_name, "hint": row.signer_post},
        {"label": _("Signed"), "text": f"{day} {how}".strip()},
        {"label": _("Verified by"), "text": row.verified_by, "hint": _(HOW.get(row.verified_how, ""))},
        *([{"label": _("Paper"), "text": row.file["name"], "url": place}] if row.file else []),
    ]


def _step(
    request: HttpRequest,
    undertaking_id: UUID,
    form: Form,
    act: Callable[[Shown], HttpResponse],
    title: str,
    **more: Any,
) -> HttpResponse:
    row = queries.undertaking(viewer_in(request), undertaking_id)
    back = reverse("undertaking", args=[row.pk])
    crumbs = _crumbs(row.customer, {"label": _("Undertaking"), "url": back})
    return ask(request, form, act, title=title, back=back, crumbs=crumbs, **more)


@EITHER
@door(KEEP_CUSTOMERS)
def link(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """Make a link by which the distributor signs; it is shown this once."""

    def act(raw: Shown) -> HttpResponse:
        row, made = PAPERS.make_link(viewer=viewer_in(request), paper_id=undertaking_id, raw=raw)
        return _page(request, row, made)

    row = queries.undertaking(viewer_in(request), undertaking_id)
    kept = {"email": row.customer.content.get("email", "")}
    return _step(request, undertaking_id, signing.LINK, act, _("Make a link for a distributor"), kept=kept,
                 submit_label=_("Make the link"))  # fmt: skip


@EITHER
@door(KEEP_CUSTOMERS)
def paper(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """Take in the paper on which the distributor signed."""

    def act(raw: Shown) -> HttpResponse:
        given = chunks(request)
        PAPERS.take_paper(
            viewer=viewer_in(request), paper_id=undertaking_id, raw=raw, name=file_name(request), chunks=given
        )
        messages.success(request, _("Taken in. Verify it next."))
        return redirect("undertaking", undertaking_id)

    title = _("Take in the paper of a distributor")
    return _step(request, undertaking_id, signing.PAPER, act, title, form_has_files=True)


@EITHER
@door(KEEP_CUSTOMERS)
def verify(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """Say how a signed undertaking was verified."""

    def act(raw: Shown) -> HttpResponse:
        PAPERS.verify(viewer=viewer_in(request), paper_id=undertaking_id, raw=raw)
        messages.success(request, _("Verified. Orders of this distributor rest on it from now on."))
        return redirect("undertaking", undertaking_id)

    title = _("Verify an undertaking")
    return _step(request, undertaking_id, signing.VERIFICATION, act, title, submit_label=_("Verified"))


@EITHER
@door(KEEP_CUSTOMERS)
def confirm(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """Draw up the next year, with what was resold in this one."""

    def act(raw: Shown) -> HttpResponse:
        row = services.confirm(viewer=viewer_in(request), undertaking_id=undertaking_id, raw=raw)
        messages.success(request, _("Drawn up for the next year. Have it signed."))
        return redirect("undertaking", row.pk)

    title = _("Have the year confirmed")
    return _step(request, undertaking_id, fields.CONFIRMING, act, title, submit_label=_("Draw up"))


@EITHER
@door(KEEP_CUSTOMERS)
def end(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """End an undertaking, with the reason."""

    def act(raw: Shown) -> HttpResponse:
        PAPERS.end(viewer=viewer_in(request), paper_id=undertaking_id, raw=raw)
        messages.success(request, _("It counts no more."))
        return redirect("undertaking", undertaking_id)

    title = _("End an undertaking")
    return _step(request, undertaking_id, signing.ENDING, act, title, submit_label=_("End it"))


@require_GET
@door(KEEP_CUSTOMERS)
def file(request: HttpRequest, undertaking_id: UUID) -> HttpResponse:
    """The paper that was taken in."""
    row = queries.undertaking(viewer_in(request), undertaking_id)
    if not row.file:
        raise NotVisible
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=row.file["name"]) or ""}
    return HttpResponse(content_of(row.file["sha256"]), content_type=row.file["media_type"], headers=headers)
