"""A licence in its country's register of companies: entered when it is granted, and changed by its steps alone.

Notices, permits and the public check ask the register, so that what was granted here and what was entered from paper
are one truth. The rows are the authorities' own; where the holder gives a licence back, or the clock ends it, they are
written as the system, for what happens to them follows from the step.
"""

from collections.abc import Mapping
from typing import Any

from penstock.engines.matching.likeness import ALIKE, likeness
from penstock.engines.matching.names import lookup_keys
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused, Viewer
from penstock.parties.companies.models import Company, Licence
from penstock.parties.companies.standing import BARRED

KIND_OF = {
    "maker": "manufacturer",
    "importer": "distributor",
    "exporter": "distributor",
    "distributor": "distributor",
    "broker": "broker",
    "warehouse": "logistics",
    "carrier": "logistics",
    "free zone": "logistics",
    "user": "user",
    "retail": "retail",
    "research": "laboratory",
}
"""What the register calls an operator, by the first kind that it is."""
STATE_OF = {
    "granted": "valid",
    "suspended": "suspended",
    "revoked": "revoked",
    "surrendered": "ended",
    "expired": "ended",
    "replaced": "ended",
}


def company_of(viewer: Viewer, country: str, number: str) -> Company | None:
    """The company that a country's register has under a number, for its own authorities."""
    return Company.objects.visible_to(viewer).filter(government=country, number=number).first()


def is_like(company: Company, name: str) -> bool:
    """Whether a name is one that the register knows the company by, or nearly so."""
    return any(likeness(name, known).score >= ALIKE for known in (company.name, *company.other_names))


def enter(viewer: Viewer, held: OperatorLicence, content: Mapping[str, Any]) -> Licence:
    """Enter a licence under its company, which is entered too where it is new; Refused where the register objects."""
    company = company_of(viewer, held.country, held.company_number)
    if company is None:
        company = _new_company(held, content)
    elif not is_like(company, held.holder_name):
        text = (
            f"The register has another company under number {held.company_number}. Ask the applicant which number is"
            " right, or correct the register."
        )
        raise Refused("other_company", text)
    elif company.standing in BARRED:
        text = "The register says of this company that it is suspended or struck off. Clear that first, or refuse."
        raise Refused("barred_company", text)
    row = Licence(
        company=company,
        government_id=held.country,
        kind=held.document,
        number=held.reference,
        substances=held.substances,
        from_on=held.valid_from,
        until_on=held.valid_until,
        granted_as=held.reference,
    )
    row.save(force_insert=True)
    return row


def _new_company(held: OperatorLicence, content: Mapping[str, Any]) -> Company:
    company = Company(
        government_id=held.country,
        number=held.company_number,
        name=held.holder_name,
        keys=sorted(lookup_keys(held.holder_name)),
        kind=KIND_OF.get(held.sorts[0] if held.sorts else "", "other"),
        address=content.get("address") or "",
    )
    company.save(force_insert=True)
    return company


def _know_by(company: Company, name: str) -> None:
    """A company whose new name its authority took over is found by both; public checks confirm either."""
    if not is_like(company, name):
        company.other_names = [*company.other_names, name]
        company.keys = sorted({*company.keys, *lookup_keys(name)})
        company.updated_at = now()
        company.save()


def follow(held: OperatorLicence, state: str) -> None:
    """Let the register say what a licence says after a step: its state, its days and its substances."""
    with acting(SYSTEM):
        rows = Licence.objects.visible_to(SYSTEM).select_for_update(of=("self",)).select_related("company")
        row = rows.get(granted_as=held.reference)
        _know_by(row.company, held.holder_name)
        # The register's word for it, which no workflow of its own moves.
        row.state, row.until_on, row.substances = STATE_OF[state], held.valid_until, held.substances
        row.updated_at = now()
        row.save()
