"""Writes of partnership: associations, agreements, their parties and signatures, assessments and reviews."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.partnership import queries
from penstock.industry.partnership.fields import AGREEMENT, ASSOCIATION, ENDED, PAPER, PARTY, REVIEWED, assessment_form
from penstock.industry.partnership.keeping import note, own_country, strictly
from penstock.industry.partnership.models import Agreement, Assessment, Association, Partner
from penstock.industry.partnership.practices import practices_of
from penstock.kernel.clock import now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP
from penstock.parties.models import Organisation


def keep_association(*, viewer: Viewer, raw: Mapping[str, Any]) -> Association:
    """Enter an association of one's country, or change the one of this name."""
    with transaction.atomic():
        viewer.needs(KEEP_PARTNERSHIP)
        country = own_country(viewer)
        reading = strictly(ASSOCIATION, raw)
        rows = Association.objects.visible_to(viewer).select_for_update()
        row = rows.filter(government=country, name=reading.values["name"]).first()
        row = row or Association(government_id=country, name=reading.values["name"])
        row.content, row.person_name, row.updated_at = reading.kept, viewer.name, now()
        row.save()
        audience = [one.pk for one in offices_of(country)]
        note("partnership.association_kept", viewer, audience, {"name": row.name}, KEEP_PARTNERSHIP)
    return row


def draft(*, viewer: Viewer, raw: Mapping[str, Any]) -> Agreement:
    """Draft an agreement of one's office, which is its first party."""
    with transaction.atomic():
        viewer.needs(KEEP_PARTNERSHIP)
        own_country(viewer)
        reading = strictly(AGREEMENT, raw)
        row = Agreement(office_id=viewer.organisation_id, person_name=viewer.name, audience=[viewer.organisation_id])
        _write(row, reading)
        row.save(force_insert=True)
        Partner.objects.create(
            agreement=row,
            organisation_id=viewer.organisation_id,
            name=viewer.organisation_name,
            contact=reading.values["contact"],
        )
        note("partnership.drafted", viewer, row.audience, _told(row, **reading.kept), KEEP_PARTNERSHIP)
    return row


def rewrite(*, viewer: Viewer, agreement_id: UUID, raw: Mapping[str, Any]) -> Agreement:
    """Change an agreement that nobody has signed; from the first signature on its text is fixed."""
    with transaction.atomic():
        row = _kept(viewer, agreement_id)
        if any(one.signed_on for one in queries.partners(viewer, row)):
            raise Refused("signed", "Somebody has signed this text. End it, and draft another.")
        reading = strictly(AGREEMENT, raw)
        _write(row, reading)
        row.save()
        note("partnership.rewritten", viewer, row.audience, _told(row, **reading.kept), KEEP_PARTNERSHIP)
    return row


def _write(row: Agreement, reading: Reading) -> None:
    values = reading.values
    own = [line.strip() for line in (values["rules"] or "").splitlines() if line.strip()]
    row.kind, row.title, row.content, row.review_on = values["kind"], values["title"], reading.kept, values["review_on"]
    if own:
        row.practices = {f"p{number}": text for number, text in enumerate(own, start=1)}
    else:
        row.practices = {one.code: f"{one.name}: {one.text}" for one in practices_of(values["frame"])}


def name_party(*, viewer: Viewer, agreement_id: UUID, raw: Mapping[str, Any]) -> Partner:
    """Name a party; a company of the country that works on this instance sees the agreement from now on."""
    with transaction.atomic():
        row = _kept(viewer, agreement_id)
        values = strictly(PARTY, raw).values
        if any(one.name.casefold() == values["name"].casefold() for one in queries.partners(viewer, row)):
            text = "This party is named already."
            raise refused_for([Fault("name", "party_named", text)])
        companies = Organisation.objects.filter(kind="company", government=viewer.country)
        organisation = companies.filter(name__iexact=values["name"]).first()
        if organisation:
            row.audience = [*row.audience, organisation.pk]
            row.save()
        partner = Partner(agreement=row, organisation=organisation, name=values["name"], contact=values["contact"])
        partner.save(force_insert=True)
        note("partnership.party_named", viewer, row.audience, _told(row, party=partner.name), KEEP_PARTNERSHIP)
    return partner


def sign(*, viewer: Viewer, agreement_id: UUID) -> Partner:
    """Sign for one's own organisation."""
    with transaction.atomic():
        viewer.needs(JOIN_PARTNERSHIP)
        row, partner = _own_part(viewer, agreement_id)
        _require_open(row)
        if partner.signed_on:
            raise Refused("signed", "Your organisation has signed already.")
        if len(queries.partners(viewer, row)) < 2:  # noqa: PLR2004 - nobody agrees with themselves
            raise Refused("alone", "Name another party first.")
        partner.signed_on, partner.signed_by = today(), viewer.name
        partner.save()
        note("partnership.signed", viewer, row.audience, _told(row, party=partner.name), JOIN_PARTNERSHIP)
    return partner


def enter_paper(*, viewer: Viewer, agreement_id: UUID, partner_id: UUID, raw: Mapping[str, Any]) -> Partner:
    """Enter the signature of a party that signed on paper; who works on this instance signs here."""
    with transaction.atomic():
        row = _kept(viewer, agreement_id)
        partner = Partner.objects.visible_to(viewer).filter(agreement=row, pk=partner_id).first()
        if partner is None:
            raise NotVisible
        if partner.organisation_id or partner.signed_on:
            raise Refused("not_on_paper", "This party signs here, or has signed already.")
        values = strictly(PAPER, raw).values
        partner.signed_by, partner.signed_on, partner.paper = values["signed_by"], values["signed_on"], values["paper"]
        partner.save()
        note("partnership.paper_entered", viewer, row.audience, _told(row, party=partner.name), KEEP_PARTNERSHIP)
    return partner


def assess(*, viewer: Viewer, agreement_id: UUID, raw: Mapping[str, Any]) -> Assessment:
    """Say how one's own organisation keeps the practices; other parties do not see it."""
    with transaction.atomic():
        viewer.needs(JOIN_PARTNERSHIP)
        row, partner = _own_part(viewer, agreement_id)
        _require_open(row)
        reading = strictly(assessment_form(row.practices), raw)
        made = Assessment(
            partner=partner,
            content=reading.kept,
            person_name=viewer.name,
            audience=list({row.office_id, viewer.organisation_id}),
        )
        made.save(force_insert=True)
        note("partnership.assessed", viewer, made.audience, _told(row, party=partner.name), JOIN_PARTNERSHIP)
    return made


def review(*, viewer: Viewer, agreement_id: UUID, raw: Mapping[str, Any]) -> Agreement:
    """Review an agreement, and say when it is reviewed next."""
    with transaction.atomic():
        row = _kept(viewer, agreement_id)
        reading = strictly(REVIEWED, raw)
        row.review_on = reading.values["review_on"]
        row.save()
        note("partnership.reviewed", viewer, row.audience, _told(row, **reading.kept), KEEP_PARTNERSHIP)
    return row


def end(*, viewer: Viewer, agreement_id: UUID, raw: Mapping[str, Any]) -> Agreement:
    """End an agreement, with the reason."""
    with transaction.atomic():
        row = _kept(viewer, agreement_id)
        row.ended_why, row.ended_on = strictly(ENDED, raw).values["reason"], today()
        row.save()
        note("partnership.ended", viewer, row.audience, _told(row, reason=row.ended_why), KEEP_PARTNERSHIP)
    return row


def _kept(viewer: Viewer, agreement_id: UUID) -> Agreement:
    """An agreement of the viewer's office that has not ended, locked; NotVisible for anybody else."""
    viewer.needs(KEEP_PARTNERSHIP)
    rows = Agreement.objects.visible_to(viewer).select_for_update().filter(office=viewer.organisation_id)
    row = rows.filter(pk=agreement_id).first()
    if row is None:
        raise NotVisible
    _require_open(row)
    return row


def _own_part(viewer: Viewer, agreement_id: UUID) -> tuple[Agreement, Partner]:
    row = queries.agreement(viewer, agreement_id)
    rows = Partner.objects.visible_to(viewer).select_for_update()
    partner = rows.filter(agreement=row, organisation=viewer.organisation_id).first()
    if partner is None:
        raise NotVisible
    return row, partner


def _require_open(row: Agreement) -> None:
    if row.ended_on:
        raise Refused("ended", "This agreement has ended.")


def _told(row: Agreement, **more: Any) -> dict[str, Any]:
    return {"agreement": str(row.pk), "title": row.title, **more}
