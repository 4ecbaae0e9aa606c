"""Writes of declarations: asked, signed on paper or through a link, verified, ended."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel.viewer import Viewer
from penstock.orders.customers.queries import customer as customer_by_number
from penstock.orders.customers.services import strictly
from penstock.orders.declarations.fields import DECLARATION
from penstock.orders.declarations.models import Declaration
from penstock.orders.declarations.texts import last_day, worded
from penstock.orders.signatures.services import Papers, hash_of
from penstock.parties.duties import KEEP_CUSTOMERS

PAPERS = Papers(
    model=Declaration,
    word="declaration",
    signed_at="declare",
    kept_at="declarations",
    asks="%(company)s asks for a declaration of end use",
    please="Please read and sign the declaration here. The link works once, until %(day)s:",
    signed="Declaration signed by %(name)s",
    then="A customer signed a declaration of end use. It covers orders once it is verified.",
)
to_sign, sign = PAPERS.to_sign, PAPERS.sign


def draw_up(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Declaration:
    """Draw up what a customer is to declare; its words do not change any more."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(DECLARATION, raw).values
    customer = customer_by_number(viewer, number)
    with transaction.atomic():
        row = Declaration(
            organisation_id=viewer.organisation_id,
            customer=customer,
            goods=values["goods"],
            use=values["use"],
            uses=values["uses"],
            quantity=values["quantity"],
            unit=values["unit"],
            span=values["span"],
            order_number=values["order_number"] or "",
            from_on=values["from_on"],
            until_on=last_day(values["span"], values["from_on"]),
            asked_by=viewer.name,
        )
        row.text = worded(row, customer, viewer.organisation_name, viewer.country)
        row.text_hash = hash_of(row.text)
        row.save(force_insert=True)
        PAPERS.note(viewer, "drawn_up", row, {"text": row.text})
    return row


def make_link(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> tuple[Declaration, str]:
    """Make the link by which a customer signs a declaration; answers the row and the link, which is not kept."""
    return PAPERS.make_link(viewer=viewer, paper_id=declaration_id, raw=raw)


def take_paper(
    *, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any], name: str, chunks: Iterable[bytes]
) -> Declaration:
    """Keep the paper on which a customer signed a declaration."""
    return PAPERS.take_paper(viewer=viewer, paper_id=declaration_id, raw=raw, name=name, chunks=chunks)


def verify(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> Declaration:
    """Say how a signed declaration was verified; from then on it covers orders."""
    return PAPERS.verify(viewer=viewer, paper_id=declaration_id, raw=raw)


def end(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> Declaration:
    """End a declaration before its last day, with the reason."""
    return PAPERS.end(viewer=viewer, paper_id=declaration_id, raw=raw)
