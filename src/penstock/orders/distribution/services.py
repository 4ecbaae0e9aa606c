"""Writes of distribution: an undertaking drawn up, confirmed after its year, and what was resold."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel.clock import now, today
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.customers.queries import customer as customer_by_number
from penstock.orders.customers.sectors import TRADES_ON
from penstock.orders.customers.services import locked, note, strictly
from penstock.orders.declarations.fields import ROLLING
from penstock.orders.declarations.texts import last_day
from penstock.orders.distribution.fields import CONFIRMING, RESALE, UNDERTAKING
from penstock.orders.distribution.models import Resale, Undertaking
from penstock.orders.distribution.queries import resales, undertaking
from penstock.orders.distribution.texts import worded
from penstock.orders.signatures.services import Papers, hash_of
from penstock.parties.duties import KEEP_CUSTOMERS

PAPERS = Papers(
    model=Undertaking,
    word="undertaking",
    signed_at="undertake",
    kept_at="undertakings",
    asks="%(company)s asks you to take over duties for its goods",
    please="Please read and sign the undertaking here. The link works once, until %(day)s:",
    signed="Undertaking signed by %(name)s",
    then="A distributor signed which duties it keeps. It counts once it is verified.",
)


def draw_up(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Undertaking:
    """Draw up which duties a customer that sells on takes over for a year; the words do not change any more."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(UNDERTAKING, raw).values
    customer = customer_by_number(viewer, number)
    if customer.category not in TRADES_ON and "resale" not in customer.content.get("end_uses", ()):
        text = "{name} does not sell on, as it is on record: correct its category or its end uses first."
        raise refused_for([Fault("duties", "sells_nothing_on", text, {"name": customer.name})])
    return _kept(
        viewer,
        Undertaking(
            organisation_id=viewer.organisation_id,
            customer=customer,
            duties=list(values["duties"]),
            goods=list(values["goods"] or ()),
            bounds=values["bounds"] or "",
            from_on=values["from_on"],
        ),
        (),
    )


def _kept(viewer: Viewer, row: Undertaking, resold: Iterable[Resale]) -> Undertaking:
    with transaction.atomic():
        row.until_on, row.asked_by = last_day(ROLLING, row.from_on), viewer.name
        row.text = worded(row, row.customer, viewer.organisation_name, [*resold])
        row.text_hash = hash_of(row.text)
        row.save(force_insert=True)
        PAPERS.note(viewer, "drawn_up", row, {"text": row.text})
    return row


def confirm(*, viewer: Viewer, undertaking_id: UUID, raw: Mapping[str, Any]) -> Undertaking:
    """Draw up the next year of an undertaking, with what was resold in this one; the distributor signs it anew."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(CONFIRMING, raw).values
    before = undertaking(viewer, undertaking_id)
    years = sorted({before.from_on.year, min(before.until_on, today()).year})
    resold = resales(viewer, before.customer, years)
    if (values["resold"] == "listed") != bool(resold):
        text = (
            "Nothing was entered of what it resold in {years}: enter it first, or say that it was nothing."
            if values["resold"] == "listed"
            else "Resales of {years} were entered: choose that it was as entered."
        )
        raise refused_for([Fault("resold", "resold_differs", text, {"years": ", ".join(map(str, years))})])
    row = Undertaking(
        organisation_id=viewer.organisation_id,
        customer=before.customer,
        duties=before.duties,
        goods=before.goods,
        bounds=before.bounds,
        from_on=_day_after(before),
        confirms=before,
    )
    return _kept(viewer, row, resold)


def _day_after(before: Undertaking) -> date:
    """The day after the last one, or today where that is past."""
    return max(date.fromordinal(before.until_on.toordinal() + 1), today()) if not before.ended_at else today()


def keep_resale(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Resale:
    """Enter what a distributor says that it resold, or correct the line of the same year, goods, sort and unit."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(RESALE, raw)
    values = reading.values
    with transaction.atomic():
        customer = locked(viewer, number)
        same = {"customer": customer, "year": int(values["year"]), "goods": values["goods"], "sort": values["sort"],
                "unit": values["unit"]}  # fmt: skip
        row = Resale.objects.visible_to(viewer).filter(**same).first()
        is_new = row is None
        row = row or Resale(organisation_id=viewer.organisation_id, **same)
        row.quantity, row.buyers = values["quantity"], int(values["buyers"])
        row.kept_by, row.kept_at = viewer.name, now()
        row.save(force_insert=is_new)
        note(viewer, "resale.kept", {"customer": customer.number, **reading.kept})
    return row
