"""Trusting a company with alerts, and ending that; both are on the record with their ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.alerts.fields import TRUST
from penstock.alerts.trusted.circles import OF, industry_of
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import held_today
from penstock.parties.duties import READ_INDUSTRY_ALERTS, SEND_ALERTS
from penstock.parties.models import Organisation
from penstock.parties.queries import is_uuid, people_with


@dataclass(frozen=True, slots=True)
class Trusted:
    """A company that is trusted today: since when, by whom, and how many of its people read alerts."""

    company: Organisation
    membership: Membership
    readers: int


def trusted_companies(viewer: Viewer) -> list[Trusted]:
    """The companies of the viewer's own country that are trusted today."""
    running = Membership.objects.filter(held_today(), circle=industry_of(viewer.country))
    rows = running.select_related("organisation").order_by("organisation__name")
    return [Trusted(one.organisation, one, _readers(one.organisation_id)) for one in rows]


def _readers(company_id: UUID) -> int:
    return people_with(READ_INDUSTRY_ALERTS, company_id).count()


def companies_to_trust(viewer: Viewer) -> list[Organisation]:
    """The companies of the viewer's own country that are not trusted yet."""
    trusted = {one.company.pk for one in trusted_companies(viewer)}
    found = Organisation.objects.filter(kind="company", government=viewer.country).order_by("name")
    return [one for one in found if one.pk not in trusted]


def trust(*, viewer: Viewer, raw: Mapping[str, Any]) -> Membership:
    """Trust a company of one's own country with alerts for industry, from today on."""
    viewer.needs(SEND_ALERTS)
    reading = TRUST.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    if not viewer.country:
        raise Refused("no_country", "Companies are trusted by the authorities of their own country.")
    given = reading.values["company"]
    known = {one.pk: one for one in companies_to_trust(viewer)}
    company = known.get(UUID(given)) if is_uuid(given) else None
    if company is None:
        text = "Choose a company of your own country that is not trusted yet."
        raise refused_for([Fault("company", "unknown_company", text)])
    circle = Circle(id=industry_of(viewer.country), of=OF, name=f"Trusted industry, {viewer.country}")
    with transaction.atomic():
        # Another authority of the country may have made it, and not being in it, nobody sees that.
        Circle.objects.bulk_create([circle], ignore_conflicts=True)
        row = Membership(circle_id=circle.pk, organisation=company, from_on=today(), set_by=viewer.name)
        row.save(force_insert=True)
        _keep(viewer, "industry.trusted", company, note=str(reading.kept["note"]))
    return row


def end_trust(*, viewer: Viewer, company_id: UUID) -> None:
    """Trust a company no more, from today on: what it was sent is no longer shown to it."""
    viewer.needs(SEND_ALERTS)
    with transaction.atomic():
        running = Membership.objects.filter(held_today(), circle=industry_of(viewer.country), organisation=company_id)
        row = running.select_related("organisation").select_for_update(of=("self",)).first()
        if row is None:
            raise NotVisible
        if row.from_on == today():
            row.delete()  # its last day would lie before its first
        else:
            row.until_on = today() - timedelta(days=1)
            row.save(update_fields=["until_on"])
        _keep(viewer, "industry.trust_ended", row.organisation)


def _keep(viewer: Viewer, name: str, company: Organisation, **data: str) -> None:
    act = record.Act(
        name=name,
        case_id=None,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={"company": str(company.pk), **data},
        duty=SEND_ALERTS,
    )
    record.append(act)
