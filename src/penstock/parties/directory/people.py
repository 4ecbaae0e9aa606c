"""Writes about people: inviting them, changing and ending their duties, and leaving duties to a colleague."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.fields import DELEGATION, holding, invitation
from penstock.parties.directory.queries import keeps, readers_of
from penstock.parties.duties import ADMINISTER, GRANTABLE
from penstock.parties.models import Delegation, DutyHeld, Organisation, Person
from penstock.parties.queries import duties_today, people_with, secretariat
from penstock.parties.services import add_person, deactivate


def kept_office(viewer: Viewer, office_id: UUID) -> Organisation:
    """An office whose people the viewer keeps: an authority of the own country, or of any for the secretariat."""
    viewer.needs(ADMINISTER)
    office = Organisation.objects.filter(id=office_id, kind="authority").first()
    if office is None or not keeps(viewer, office.government_id or ""):
        raise NotVisible
    return office


def kept_person(viewer: Viewer, person_id: UUID) -> Person:
    """A person whose duties the viewer keeps; NotVisible for anybody of another country."""
    viewer.needs(ADMINISTER)
    rows = Person.objects.filter(id=person_id, is_active=True).select_related("organisation")
    person = rows.select_for_update(of=("self",)).first()
    if person is None:
        raise NotVisible
    kept_office(viewer, person.organisation_id)
    return person


def invite(*, viewer: Viewer, office_id: UUID, raw: Mapping[str, Any]) -> Person:
    """Make an account for somebody of an authority, who is told by mail where to choose a password."""
    with transaction.atomic():
        office = kept_office(viewer, office_id)
        reading = invitation(GRANTABLE[office.kind]).read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        asked = reading.values
        person = admit(viewer, office, name=asked["name"], email=asked["email"], duties=asked["duties"])
        _tell_of_administrators(office, person, set(asked["duties"]))
    return person


def admit(viewer: Viewer, office: Organisation, *, name: str, email: str, duties: Iterable[str]) -> Person:
    """Make the account and write the mail; Refused when the address is known, whoever it belongs to."""
    if Person.objects.filter(email=email).exists():
        raise refused_for([Fault("email", "known_already", "There is an account with this address.")])
    person = add_person(
        viewer=viewer, organisation=office, name=name, email=email, password=None, duties=duties, on=today()
    )
    body = (
        f"An account was made for you at {office.name}.\n\nChoose a password with this address here:\n"
        f"{settings.BASE_URL}/accounts/reset/\n"
    )
    send("mail", {"to": email, "subject": "Your account", "body": body})
    return person


def set_duties(*, viewer: Viewer, person_id: UUID, raw: Mapping[str, Any]) -> None:
    """Let somebody hold exactly these of the duties that may be given, from today on; nobody changes their own.

    What is not an administrator's to give is left as it is.
    """
    with transaction.atomic():
        person = kept_person(viewer, person_id)
        _refuse_own(viewer, person)
        offered = GRANTABLE[person.organisation.kind]
        reading = holding(offered).read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        wanted, held = set(reading.values["duties"] or ()), set(duties_today([person])[person.id]) & offered
        if wanted == held:
            raise Refused("nothing_changed", "These are the duties held already.")
        _end(person, held - wanted)
        for duty in sorted(wanted - held):
            DutyHeld(person=person, duty=duty, from_on=today()).save(force_insert=True)
        _note(viewer, person, given=sorted(wanted - held), ended=sorted(held - wanted))
        _tell_of_administrators(person.organisation, person, wanted - held)


def _end(person: Person, duties: set[str]) -> None:
    """Let duties end yesterday; one that only began today, or has not begun, is taken away."""
    rows = DutyHeld.objects.filter(person=person, duty__in=duties)
    rows.filter(from_on__gte=today()).delete()
    still = Q(until_on__isnull=True) | Q(until_on__gte=today())
    rows.filter(still).update(until_on=today() - timedelta(days=1))


def shut_out(*, viewer: Viewer, person_id: UUID) -> None:
    """Close somebody's account: sessions and tokens end at once; nobody closes their own."""
    with transaction.atomic():
        person = kept_person(viewer, person_id)
        _refuse_own(viewer, person)
        held = duties_today([person])[person.id]
        _end(person, set(held))
        Delegation.objects.filter(Q(giver=person) | Q(taker=person), until_on__gte=today()).delete()
        deactivate(viewer=viewer, person=person)
        _note(viewer, person, given=[], ended=held)


def _refuse_own(viewer: Viewer, person: Person) -> None:
    if person.id == viewer.person_id:
        raise Refused("own_duties", "Nobody changes their own duties. Ask another administrator, or the secretariat.")


def _note(viewer: Viewer, person: Person, **told: list[str]) -> None:
    code = person.organisation.government_id or ""
    audience = readers_of(code)
    data = {"person": str(person.id), "name": person.name, **told}
    record.append(
        record.Act(name="directory.duties_changed", case_id=None, viewer=viewer, audience=audience, data=data)
    )


def _tell_of_administrators(office: Organisation, person: Person, given: set[str]) -> None:
    """A new administrator is told to the other ones and to the secretariat, so that none appears unseen."""
    if ADMINISTER not in given:
        return
    others = people_with(ADMINISTER, office.id).exclude(id=person.id)
    for one in {*others, *people_with(ADMINISTER, secretariat().id)}:
        body = f"{person.name} of {office.name} is an administrator from today on.\n\n{settings.BASE_URL}/directory/\n"
        send("mail", {"to": one.email, "subject": "A new administrator", "body": body})


def delegate(*, viewer: Viewer, raw: Mapping[str, Any]) -> Delegation:
    """Leave duties that one holds oneself to a colleague of the same office, for a time."""
    reading = DELEGATION.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    asked = reading.values
    with transaction.atomic():
        giver = Person.objects.get(id=viewer.person_id)
        people = Person.objects.filter(email=asked["taker"], is_active=True, organisation=viewer.organisation_id)
        taker = people.exclude(id=giver.id).first()
        if taker is None:
            raise refused_for([Fault("taker", "no_colleague", "Choose another person of your office.")])
        foreign = set(asked["duties"]) - set(duties_today([giver])[giver.id])
        if foreign:
            told = {"duties": ", ".join(sorted(foreign))}
            raise refused_for([Fault("duties", "not_held", "You do not hold this yourself: {duties}.", told)])
        row = Delegation(
            giver=giver,
            taker=taker,
            duties=sorted(asked["duties"]),
            from_on=asked["from_on"],
            until_on=asked["until_on"],
        )
        row.save(force_insert=True)
        _note_delegation("directory.delegated", row, viewer)
        body = f"{giver.name} leaves these duties to you from {row.from_on} to {row.until_on}: {', '.join(row.duties)}."
        send("mail", {"to": taker.email, "subject": "You stand in for a colleague", "body": body})
    return row


def end_delegation(*, viewer: Viewer, delegation_id: UUID) -> None:
    """End a delegation, from today on: by the one who made it, or by the one who stands in."""
    with transaction.atomic():
        mine = Q(giver=viewer.person_id) | Q(taker=viewer.person_id)
        rows = Delegation.objects.filter(mine, id=delegation_id, until_on__gte=today()).select_for_update(of=("self",))
        row = rows.select_related("giver", "taker").first()
        if row is None:
            raise NotVisible
        _note_delegation("directory.delegation_ended", row, viewer)
        _shorten(row, today() - timedelta(days=1))


def _shorten(row: Delegation, until: date) -> None:
    if row.from_on > until:
        row.delete()
        return
    row.until_on = until
    row.save(update_fields=["until_on"])


def _note_delegation(name: str, row: Delegation, viewer: Viewer) -> None:
    data = {
        "giver": row.giver.name,
        "taker": row.taker.name,
        "duties": row.duties,
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
    }
    own = [viewer.organisation_id]
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=own, data=data))
