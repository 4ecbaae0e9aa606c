"""Permits as operations tell them."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.api import FirstSignature, OpenStep, told_signature, told_steps
from penstock.kernel.viewer import Viewer
from penstock.permits import queries
from penstock.permits.ledger.keeping import room
from penstock.permits.ledger.models import Account
from penstock.permits.models import Permit
from penstock.permits.states import PERMITS


class PermitStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class PermitProposal(FirstSignature):
    """A step that waits for its second signature."""


class PermitShape(Schema):
    """A permit as lists give it; `country` issued it."""

    reference: str
    state: str
    title: str
    paper: str
    direction: str
    regime: str
    country: str
    other_country: str
    holder: str
    other_party: str
    substances: list[str]
    issued_on: date
    valid_from: date
    valid_until: date | None
    updated_at: datetime


class PermitLine(Schema):
    """What a permit allows of one substance; `pure` is the pure substance in kilograms, or litres for volumes."""

    substance: str
    form: str
    quantity: str
    unit: str
    pure: str
    pure_unit: str


class PermitBalance(Schema):
    """How much of what a permit allows is used: amounts of pure substance in `unit`."""

    substance: str
    unit: str
    allowed: str
    reserved: str
    settled: str
    left: str


class PermitDetail(PermitShape):
    """A permit with what stands on it, what is used of it, who sees it, and what may be done."""

    issued_by: str
    other_authority: str | None
    shipments: str
    cites: str | None
    replaces: str | None
    reason: str
    content: dict[str, Any]
    lines: list[PermitLine]
    balances: list[PermitBalance]
    audience: list[str]
    steps: list[PermitStep]
    proposal: PermitProposal | None


def brief(permit: Permit) -> dict[str, Any]:
    """A permit as lists give it."""
    return {
        "reference": permit.reference,
        "state": permit.state,
        "title": permit.title,
        "paper": permit.paper,
        "direction": permit.direction,
        "regime": permit.regime,
        "country": permit.country,
        "other_country": permit.other_country,
        "holder": permit.holder_name,
        "other_party": permit.other_name,
        "substances": permit.substances,
        "issued_on": permit.issued_on.isoformat(),
        "valid_from": permit.valid_from.isoformat(),
        "valid_until": permit.valid_until and permit.valid_until.isoformat(),
        "updated_at": permit.updated_at.isoformat(),
    }


def whole(viewer: Viewer, permit: Permit) -> dict[str, Any]:
    """A permit with everything that the viewer may read of it."""
    return {
        **brief(permit),
        "issued_by": permit.opener.name,
        "other_authority": permit.counterpart.name if permit.counterpart else None,
        "shipments": permit.shipments,
        "cites": permit.cites.reference if permit.cites else None,
        "replaces": permit.replaces.reference if permit.replaces else None,
        "reason": permit.reason,
        "content": content_for(viewer, permit),
        "lines": [
            {
                "substance": one.substance,
                "form": one.content.get("form") or "",
                "quantity": plain(one.quantity),
                "unit": one.unit,
                "pure": plain(one.pure),
                "pure_unit": one.pure_unit,
            }
            for one in queries.lines_of(viewer, permit)
        ],
        "balances": [balance(one) for one in queries.accounts_of(viewer, permit)],
        "audience": [one.name for one in case_queries.who_sees(permit)],
        "steps": told_steps(PERMITS, permit, viewer),
        "proposal": told_signature(permit, viewer),
    }


def balance(account: Account) -> dict[str, str]:
    """An account of a permit, or of a country's year, in figures."""
    return {
        "substance": account.substance,
        "unit": account.unit,
        "allowed": plain(account.granted + account.confirmed),
        "reserved": plain(account.reserved),
        "settled": plain(account.settled),
        "left": plain(room(account)),
    }


def plain(value: Any) -> str:
    """A number without needless zeros and without an exponent."""
    return f"{value.normalize():f}" if value else "0"
