"""Writes of customers: who they are, how that was verified, their sites, licences and whom they belong to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel import record
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.customers.fields import CUSTOMER, IDENTIFICATION, LICENCE, LINKING, SITE, STOPPING
from penstock.orders.customers.models import Customer, CustomerLicence, Site
from penstock.parties.duties import KEEP_CUSTOMERS

CAPACITIES = "capacities"
"""Where the content of a customer holds what it can use in a year, which no form of the customer itself asks for."""


def strictly(form: Form, raw: Mapping[str, Any]) -> Reading:
    """A form read strictly; Refused with every fault."""
    reading = form.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading


def note(viewer: Viewer, name: str, data: Mapping[str, Any], *, duty: str = KEEP_CUSTOMERS) -> None:
    """Put an act of the company on the record, for the company alone."""
    told = {key: value for key, value in data.items() if value not in (None, "")}
    record.append(
        record.Act(name=name, case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=told, duty=duty)
    )


def locked(viewer: Viewer, number: str) -> Customer:
    """The customer with this number, locked; NotVisible when there is none."""
    found = Customer.objects.visible_to(viewer).select_for_update().filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def keep_customer(*, viewer: Viewer, raw: Mapping[str, Any]) -> Customer:
    """Enter a customer, or correct the one with its number; what was verified of an identity falls with its name."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(CUSTOMER, raw)
    values = reading.values
    with transaction.atomic():
        rows = Customer.objects.visible_to(viewer).select_for_update()
        row = rows.filter(number=values["number"]).first()
        is_new = row is None
        if row is None:
            row = Customer(organisation_id=viewer.organisation_id, number=values["number"], known_since=today())
        elif (row.name, row.country) != (values["name"], values["country"]):
            row.identity_verified_on = None
        row.name, row.country = values["name"], values["country"]
        row.category, row.sector = values["category"], values["sector"]
        row.content = {**dict(reading.kept), **_beside(row)}
        changed(row, is_new=is_new)
        note(viewer, "customer.kept", {"customer": row.number, "edition": row.edition, "content": row.content})
    return row


def _beside(row: Customer) -> dict[str, Any]:
    """What other forms said of a customer and still holds."""
    known = row.content or {}
    identity = {key: one for key, one in known.items() if key.startswith("identity_") and row.identity_verified_on}
    return identity | {key: known[key] for key in (CAPACITIES,) if key in known}


def changed(row: Customer, *, is_new: bool = False) -> None:
    """Save a customer; its edition says to whoever remembers something of it that it must be read anew."""
    row.edition += 0 if is_new else 1
    row.updated_at = now()
    row.save(force_insert=is_new)


def identify(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Customer:
    """Say how and when a customer's identity was verified."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(IDENTIFICATION, raw)
    with transaction.atomic():
        row = locked(viewer, number)
        row.identity_verified_on = reading.values["verified_on"]
        row.content = {
            **row.content,
            "identity_how": reading.kept["verified_how"],
            "identity_paper": reading.kept["paper"],
            "identity_by": viewer.name,
        }
        changed(row)
        note(viewer, "customer.identified", {"customer": row.number, **reading.kept})
    return row


def keep_site(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Site:
    """Enter a site of a customer, or correct the one with its code."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(SITE, raw)
    with transaction.atomic():
        customer = locked(viewer, number)
        row = Site.objects.visible_to(viewer).filter(customer=customer, code=reading.values["code"]).first()
        is_new = row is None
        row = row or Site(organisation_id=viewer.organisation_id, customer=customer, code=reading.values["code"])
        row.name, row.address = reading.values["name"] or "", reading.values["address"]
        row.country, row.ended_at = reading.values["country"], None
        row.save(force_insert=is_new)
        changed(customer)
        note(viewer, "customer.site_kept", {"customer": customer.number, **reading.kept})
    return row


def keep_licence(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> CustomerLicence:
    """Enter a licence of a customer with how it was verified, or correct the one of its kind and number."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(LICENCE, raw)
    values = reading.values
    with transaction.atomic():
        customer = locked(viewer, number)
        same = {"customer": customer, "kind": values["kind"], "number": values["licence_number"]}
        row = CustomerLicence.objects.visible_to(viewer).filter(**same).first()
        is_new = row is None
        row = row or CustomerLicence(organisation_id=viewer.organisation_id, **same)
        row.authority, row.goods = values["authority"] or "", list(values["goods"])
        row.from_on, row.until_on = values["from_on"], values["until_on"]
        row.verified_on, row.verified_how = values["verified_on"], values["verified_how"] or ""
        row.verified_by = viewer.name if row.verified_on else ""
        row.ended_at, row.reminded_on = None, None
        row.save(force_insert=is_new)
        changed(customer)
        note(viewer, "customer.licence_kept", {"customer": customer.number, **reading.kept})
    return row


def end_licence(*, viewer: Viewer, licence_id: UUID) -> Customer:
    """Take a licence out of use, because it was revoked, given back or wrong; answers its customer."""
    viewer.needs(KEEP_CUSTOMERS)
    with transaction.atomic():
        rows = CustomerLicence.objects.visible_to(viewer).select_related("customer").select_for_update(of=("self",))
        row = rows.filter(pk=licence_id, ended_at__isnull=True).first()
        if row is None:
            raise NotVisible
        row.ended_at = now()
        row.save(update_fields=["ended_at"])
        note(viewer, "customer.licence_ended", {"customer": row.customer.number, "licence": row.number})
    return row.customer


def link(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Customer:
    """Say that two customers belong together, with all that belong to either: their quantities add up from now on."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(LINKING, raw)
    with transaction.atomic():
        row = locked(viewer, number)
        other = Customer.objects.visible_to(viewer).filter(number=reading.values["other"]).first()
        if other is None or other.pk == row.pk:
            text = "There is no other customer {given}; enter its number as the list of customers has it."
            raise refused_for([Fault("other", "unknown_customer", text, {"given": reading.values["other"]})])
        both = Customer.objects.visible_to(viewer).filter(group__in=[row.group, other.group])
        both.update(group=other.group, updated_at=now())
        row.refresh_from_db()
        note(viewer, "customer.linked", {"customer": row.number, **reading.kept})
    return row


def part(*, viewer: Viewer, number: str) -> Customer:
    """Say that a customer belongs to no other any more."""
    viewer.needs(KEEP_CUSTOMERS)
    with transaction.atomic():
        row = locked(viewer, number)
        row.group = new_id()
        changed(row)
        note(viewer, "customer.parted", {"customer": row.number})
    return row


def stop(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Customer:
    """Supply a customer no more, with the reason; or supply it again."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(STOPPING, raw)
    with transaction.atomic():
        row = locked(viewer, number)
        row.stopped = reading.values["stopped"] or ""
        changed(row)
        note(
            viewer, "customer.stopped" if row.stopped else "customer.supplied", {"customer": row.number, **reading.kept}
        )
    return row
