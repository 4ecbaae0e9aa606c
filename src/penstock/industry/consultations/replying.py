"""Writes of consultations by a company: a draft of its reply, and the reply in its own name or without one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.consultations.fields import OWN_NAME, REPLY
from penstock.industry.consultations.models import Consultation, Consulted, Reply
from penstock.industry.contacts.sectors import sectors_of, sectors_of_company
from penstock.industry.partnership.keeping import note, offered, strictly
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import JOIN_PARTNERSHIP

Raw = Mapping[str, Any]


def reply_form(row: Consultation) -> Form:
    """What a company replies, with the sectors of its country and the ways to reply that the office opened."""
    ways = {OWN_NAME: "In your own name"}
    ways |= {one: f"Through {one}, without your name" for one in row.channels}
    return offered(REPLY, {"sector": sectors_of(row.country), "name": ways})


def keep_draft(*, viewer: Viewer, consultation_id: UUID, raw: Raw) -> Reply:
    """Keep what one has so far; nobody else sees it, and nothing of it goes on the record."""
    with transaction.atomic():
        row, _asked = _asked_of(viewer, consultation_id)
        own = _own(viewer, row)
        if own.given_on:
            raise Refused("replied", "You have replied already. Change the reply instead.")
        own.content, own.person_name = dict(reply_form(row).read(raw, strict=False).kept), viewer.name
        own.save()
    return own


def reply(*, viewer: Viewer, consultation_id: UUID, raw: Raw) -> Reply:
    """Reply in one's own name, or through an association without it.

    A reply in one's own name may be changed until the office closes the consultation. One without a name may not: to
    change it, somebody would have to know whose it is.
    """
    with transaction.atomic():
        row, asked = _asked_of(viewer, consultation_id)
        own = _own(viewer, row)
        if own.became_id:
            raise Refused("passed_on", "Your reply was passed on without your name and cannot be changed.")
        reading = strictly(reply_form(row), raw)
        through = reading.values["name"]
        if through != OWN_NAME and asked.answered_on:
            text = "The office has a reply of yours in your name. Change that one."
            raise refused_for([Fault("name", "named_already", text)])
        own.content, own.person_name, own.given_on = dict(reading.kept), viewer.name, today()
        if through == OWN_NAME:
            _in_own_name(viewer, row, asked, own)
        else:
            _without_name(viewer, row, own, through)
    return own


def _in_own_name(viewer: Viewer, row: Consultation, asked: Consulted, own: Reply) -> None:
    own.audience = [row.office_id, viewer.organisation_id]
    own.save()
    asked.answered_on = today()
    asked.save()
    told = {"reference": row.reference, "content": own.content}
    note("consultation.replied", viewer, own.audience, told, JOIN_PARTNERSHIP, case_id=row.pk)


def _without_name(viewer: Viewer, row: Consultation, own: Reply, through: str) -> None:
    """The office gets a row and an act of the house itself; the company's own row and act are the company's alone."""
    content = {name: value for name, value in own.content.items() if name != "name"}
    with acting(SYSTEM) as system:
        passed = Reply(consultation=row, through=through, content=content, given_on=today(), audience=[row.office_id])
        passed.save(force_insert=True)
        told = {"reference": row.reference, "through": through}
        note("consultation.unnamed_received", system, [row.office_id], told, JOIN_PARTNERSHIP, case_id=row.pk)
    own.became_id = passed.pk
    own.save()
    told = {"reference": row.reference, "through": through}
    note("consultation.replied_unnamed", viewer, [viewer.organisation_id], told, JOIN_PARTNERSHIP, case_id=row.pk)


def reply_unused(*, viewer: Viewer, consultation_id: UUID) -> Reply:
    """Say in one's own name that one does not make, trade or use it."""
    row, _asked = _asked_of(viewer, consultation_id)
    own = sorted(sectors_of_company(viewer.organisation_id, row.country)) or sorted(sectors_of(row.country))
    raw = {"used": "no", "sector": own[0], "name": OWN_NAME}
    return reply(viewer=viewer, consultation_id=consultation_id, raw=raw)


def _asked_of(viewer: Viewer, consultation_id: UUID) -> tuple[Consultation, Consulted]:
    """An open consultation in which the viewer's own company is asked, with its row."""
    viewer.needs(JOIN_PARTNERSHIP)
    rows = Consulted.objects.visible_to(viewer).select_for_update(of=("self",)).select_related("consultation")
    asked = rows.filter(consultation=consultation_id, organisation=viewer.organisation_id).first()
    if asked is None:
        raise NotVisible
    if asked.consultation.state != "open":
        raise Refused("over", "This consultation is closed.")
    return asked.consultation, asked


def _own(viewer: Viewer, row: Consultation) -> Reply:
    rows = Reply.objects.visible_to(viewer).select_for_update()
    known = rows.filter(consultation=row, organisation=viewer.organisation_id).first()
    if known is not None:
        return known
    return Reply(consultation=row, organisation_id=viewer.organisation_id, audience=[viewer.organisation_id])
