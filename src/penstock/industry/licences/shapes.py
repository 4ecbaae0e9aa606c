"""Licences as operations tell them."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.api import FirstSignature, OpenStep, told_signature, told_steps
from penstock.industry.licences import queries
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.states import LICENCES
from penstock.kernel.viewer import Viewer


class LicenceStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class LicenceProposal(FirstSignature):
    """A step that waits for its second signature."""


class LicenceShape(Schema):
    """A licence as lists give it; `sorts` are the kinds of operator that its holder is."""

    reference: str
    state: str
    title: str
    document: str
    country: str
    holder: str
    company_number: str
    sorts: list[str]
    substances: list[str]
    granted_on: date
    valid_from: date
    valid_until: date | None
    updated_at: datetime


class AllowanceShape(Schema):
    """What a licence allows: an activity with a substance at a site; `percent` bounds it to mixtures."""

    activity: str
    substance: str
    site: str
    percent: str | None
    quantity: str | None
    unit: str


class LicenceDetail(LicenceShape):
    """A licence with what it allows and says, who sees it, and what may be done."""

    granted_by: str
    edition: int
    replaces: str | None
    reason: str
    content: dict[str, Any]
    lines: list[AllowanceShape]
    audience: list[str]
    steps: list[LicenceStep]
    proposal: LicenceProposal | None


def brief(held: OperatorLicence) -> dict[str, Any]:
    """A licence as lists give it."""
    return {
        "reference": held.reference,
        "state": held.state,
        "title": held.title,
        "document": held.document,
        "country": held.country,
        "holder": held.holder_name,
        "company_number": held.company_number,
        "sorts": held.sorts,
        "substances": held.substances,
        "granted_on": held.granted_on.isoformat(),
        "valid_from": held.valid_from.isoformat(),
        "valid_until": held.valid_until and held.valid_until.isoformat(),
        "updated_at": held.updated_at.isoformat(),
    }


def whole(viewer: Viewer, held: OperatorLicence) -> dict[str, Any]:
    """A licence with everything that the viewer may read of it."""
    return {
        **brief(held),
        "granted_by": held.opener.name,
        "edition": held.edition,
        "replaces": held.replaces.reference if held.replaces else None,
        "reason": held.reason,
        "content": content_for(viewer, held),
        "lines": [
            {
                "activity": one.activity,
                "substance": one.substance,
                "site": one.site,
                "percent": f"{one.percent.normalize():f}" if one.percent is not None else None,
                "quantity": f"{one.quantity.normalize():f}" if one.quantity is not None else None,
                "unit": one.unit,
            }
            for one in queries.allowances_of(viewer, held)
        ],
        "audience": [one.name for one in case_queries.who_sees(held)],
        "steps": told_steps(LICENCES, held, viewer),
        "proposal": told_signature(held, viewer),
    }
