"""Writes of copies: handing out, passing on, the effects of each step, and the letters that go with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from penstock.kernel import record, workflow
from penstock.kernel.clock import now, today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import is_uuid, people_with
from penstock.surveillance.fields import HANDING
from penstock.surveillance.models import Copy, Edition, SurveillanceList, Vetting
from penstock.surveillance.states import COPIES, OPEN

COPIES.model = Copy
FALLEN = "What this copy rested on no longer stands."


@dataclass(frozen=True, slots=True)
class Standing:
    """Why an organisation may receive a copy: its access class, and the vetting it rests on if it needs one."""

    access_class: str
    vetting: Vetting | None


def hand_out(*, viewer: Viewer, edition_id: UUID, raw: Mapping[str, Any]) -> Copy:
    """Hand a copy of one of the viewer's own published editions to an organisation and named persons there."""
    viewer.needs(KEEP_LISTS)
    with transaction.atomic():
        own = Edition.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id)
        edition = own.select_for_update().filter(pk=edition_id).first()
        if edition is None:
            raise NotVisible
        if edition.state != "published":
            raise Refused("not_published", "Only the edition in force is handed out, after two people have signed it.")
        return _give(viewer, edition, None, raw)


def pass_on(*, viewer: Viewer, copy_id: UUID, raw: Mapping[str, Any]) -> Copy:
    """Pass a copy that one holds on to an organisation that was vetted for it."""
    viewer.needs(KEEP_LISTS)
    with transaction.atomic():
        parent = workflow_lock(viewer, copy_id)
        if not can_pass_on(parent, viewer):
            raise Refused("may_not_pass_on", "This copy may not be passed on, or cannot be read now.")
        return _give(viewer, parent.edition, parent, raw)


def workflow_lock(viewer: Viewer, copy_id: UUID) -> Copy:
    """The copy, locked, if this viewer may see it; NotVisible otherwise."""
    copy: Copy = COPIES.lock(viewer, copy_id)
    return copy


def can_pass_on(copy: Copy, viewer: Viewer) -> bool:
    """Whether the viewer may pass on this copy now."""
    is_own = copy.holder_id == viewer.organisation_id and viewer.has(KEEP_LISTS)
    return is_own and copy.may_hand_on and copy.state == "acknowledged" and copy.expires_on >= today()


def _give(viewer: Viewer, edition: Edition, parent: Copy | None, raw: Mapping[str, Any]) -> Copy:
    """Make the copy once nothing speaks against it; Refused with every fault at once."""
    reading = HANDING.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    holder = Organisation.objects.filter(pk=values["holder"]).first() if is_uuid(values["holder"]) else None
    standing = standing_of(viewer.organisation_id, parent, holder, today()) if holder else None
    people = _people(holder, values["people"])
    faults = list(_against(edition, parent, standing, values, people))
    if faults or holder is None or standing is None:
        raise refused_for(faults)
    chain = [*(parent.audience if parent else [edition.owner_id]), viewer.organisation_id, holder.id]
    copy = Copy(
        edition=edition,
        parent=parent,
        owner_id=edition.owner_id,
        giver_id=viewer.organisation_id,
        holder=holder,
        vetting=standing.vetting,
        access_class=standing.access_class,
        people=[one.id for one in people],
        people_names=[one.name for one in people],
        purpose=values["purpose"],
        expires_on=values["expires_on"],
        may_hand_on=values["may_hand_on"] == "yes",
        given_by=viewer.name,
        audience=list(dict.fromkeys(chain)),
    )
    workflow.begin(COPIES, copy).save(force_insert=True)
    _let_know(edition, holder.id)
    _on_record("surveillance.copy_given", copy, viewer)
    _tell_people(copy, "Something confidential waits for you", "Acknowledge the conditions before it opens.")
    return copy


def standing_of(giver_id: UUID, parent: Copy | None, holder: Organisation, day: date) -> Standing | None:
    """Why an organisation may receive a copy from this giver on a day; None when it may not.

    The owner hands to authorities, and each authority to those whom it vetted itself. An association passes on to its
    members whom the authority vetted that gave it its own copy.
    """
    if holder.id == giver_id:
        return None
    if holder.kind != "company":
        return Standing("authority", None) if parent is None else None
    by_association = parent is not None and parent.access_class == "association"
    authority_id = parent.giver_id if parent is not None and by_association else giver_id
    vettings = Vetting.objects.filter(authority_id=authority_id, organisation=holder)
    if by_association:
        vettings = vettings.filter(association_id=giver_id)
    found = next((one for one in vettings if one.holds_on(day)), None)
    return Standing(found.access_class, found) if found else None


def _people(holder: Organisation | None, given: Iterable[str]) -> list[Person]:
    """The named persons, as far as they work there and may read lists."""
    ids = [one for one in given if is_uuid(one)]
    return list(people_with(READ_LISTS, holder.id).filter(id__in=ids)) if holder else []


def _against(
    edition: Edition, parent: Copy | None, standing: Standing | None, values: Mapping[str, Any], people: list[Person]
) -> Iterable[Fault]:
    """What speaks against giving a copy."""
    the_list = edition.list
    if standing is None:
        yield Fault("holder", "not_vetted", "This organisation is not vetted for it, or its vetting has ended.")
    elif standing.access_class not in the_list.open_to:
        yield Fault("holder", "class_closed", "This list may not be received by recipients of this kind.")
    if len(people) != len(values["people"]):
        text = "Choose persons who work there and hold the duty '{duty}'."
        yield Fault("people", "not_a_reader", text, {"duty": READ_LISTS})
    if values["expires_on"] < today():
        yield Fault("expires_on", "past", "This day has passed; enter a later one.")
    vetting = standing.vetting if standing else None
    ends = [one for one in (edition.expires_on, parent and parent.expires_on, vetting and vetting.until_on) if one]
    if ends and values["expires_on"] > min(ends):
        text = "It cannot be read after {day}, when what it rests on ends; enter that day or an earlier one."
        yield Fault("expires_on", "too_late", text, {"day": min(ends)})
    if values["may_hand_on"] == "yes" and standing and standing.access_class not in {"authority", "association"}:
        yield Fault("may_hand_on", "ends_here", "Only an authority or an association may pass a copy on.")


def _let_know(edition: Edition, holder_id: UUID) -> None:
    """From now on the holder may know that the list and this edition are there."""
    for row in (edition, SurveillanceList.objects.select_for_update().get(pk=edition.list_id)):
        if holder_id not in row.audience:
            row.audience = [*row.audience, holder_id]
            row.save(update_fields=["audience"])


def take_step(*, viewer: Viewer, copy_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Copy:
    """Take a step of a copy's workflow; NotVisible or Refused where it may not be."""
    taken: Copy = workflow.advance(COPIES, copy_id, verb, viewer, raw)
    return taken


def recall_all(edition: Edition, viewer: Viewer, reason: Mapping[str, Any]) -> None:
    """Recall the open copies of an edition in the owner's name; what was passed on from them falls with them."""
    copies = Copy.objects.filter(edition=edition, state__in=OPEN, parent=None)
    for copy_id in copies.values_list("id", flat=True):
        workflow.advance(COPIES, copy_id, "recall", viewer, reason)


@COPIES.guard("acknowledge")
def _too_late(copy: Copy, _viewer: Viewer) -> str | None:
    return None if copy.expires_on >= today() else "The last day of this copy has passed."


@COPIES.guard("withdraw")
def _is_the_owners(copy: Copy, _viewer: Viewer) -> str | None:
    return None if copy.parent_id else "The owner of the list recalls its own copies."


@COPIES.guard("expire")
def _not_over(copy: Copy, _viewer: Viewer) -> str | None:
    return None if copy.expires_on < today() else "Its last day has not passed."


@COPIES.guard("return")
def _passed_on(copy: Copy, _viewer: Viewer) -> str | None:
    still_out = Copy.objects.filter(parent=copy, state__in=OPEN).exists()
    return "Take back the copies that you passed on first." if still_out else None


@COPIES.effect("acknowledge")
def _acknowledge(taking: Taking) -> Effect:
    copy = taking.case
    copy.acknowledged_at, copy.acknowledged_by = now(), taking.viewer.name
    return Effect(data={"holder": copy.holder.name})


def _closed(taking: Taking) -> Effect:
    """The copy closes at once, and those passed on from it fall with it."""
    copy = taking.case
    copy.closed_at = now()
    copy.closed_because = taking.values.get("reason", FALLEN)
    for copy_id in Copy.objects.filter(parent=copy, state__in=OPEN).values_list("id", flat=True):
        workflow.advance(COPIES, copy_id, "fall", SYSTEM)
    return Effect(data={"holder": copy.holder.name, "reason": copy.closed_because})


for _verb in ("recall", "withdraw", "fall"):
    COPIES.effect(_verb)(_closed)


@COPIES.effect("expire")
def _expire(taking: Taking) -> Effect:
    copy = taking.case
    copy.closed_at, copy.closed_because = now(), "Its last day has passed."
    return Effect(data={"holder": copy.holder.name, "expired_on": copy.expires_on.isoformat()})


@COPIES.effect("return")
def _return(taking: Taking) -> Effect:
    copy = taking.case
    copy.returned_at, copy.returned_by = now(), taking.viewer.name
    copy.returned_how = taking.kept["how"]
    copy.closed_at = copy.closed_at or now()
    return Effect(data={"holder": copy.holder.name, **taking.kept})


DESTROY = "It cannot be read any more. Destroy what you took away of it, and confirm that you did."
LETTERS = {
    "recall": ("Recalled: something confidential", DESTROY),
    "withdraw": ("Recalled: something confidential", DESTROY),
    "fall": ("Recalled: something confidential", DESTROY),
    "expire": ("Expired: something confidential", DESTROY),
}
"""What is mailed to the persons named on a copy: never what it is a copy of, for a mail is read by others too."""


def _tell(taking: Taking) -> None:
    if taking.step.verb in LETTERS:
        _tell_people(taking.case, *LETTERS[taking.step.verb])


COPIES.tell = _tell


def tell_holders(edition: Edition) -> None:
    """Tell the persons named on the open copies of an edition that it was superseded."""
    for copy in Copy.objects.filter(edition=edition, state__in=OPEN):
        _tell_people(copy, "Superseded: something confidential", "There is a later edition of what you hold.")


def _tell_people(copy: Copy, subject: str, sentence: str) -> None:
    body = f"{sentence}\n\n{settings.BASE_URL}/surveillance/copies/{copy.id}/\n"
    for email in Person.objects.filter(id__in=copy.people, is_active=True).values_list("email", flat=True):
        send("mail", {"to": email, "subject": subject, "body": body})


def _on_record(name: str, copy: Copy, viewer: Viewer) -> None:
    data = {
        "edition_number": copy.edition.number,
        "holder": copy.holder.name,
        "access_class": copy.access_class,
        "people": copy.people_names,
        "expires_on": copy.expires_on.isoformat(),
        "may_hand_on": copy.may_hand_on,
    }
    record.append(record.Act(name=name, case_id=copy.id, viewer=viewer, audience=copy.audience, data=data))
