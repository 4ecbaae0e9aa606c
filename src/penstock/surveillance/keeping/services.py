"""Writes of the owner: lists, editions with their entries, and vettings."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel import record, workflow
from penstock.kernel.clock import now, today
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import KEEP_LISTS
from penstock.parties.models import Organisation
from penstock.parties.queries import is_uuid
from penstock.surveillance.copies.services import recall_all, tell_holders
from penstock.surveillance.fields import EDITION, ENTRY, LIST, VETTING
from penstock.surveillance.keeping import sheets
from penstock.surveillance.models import Edition, Entry, SurveillanceList, Vetting
from penstock.surveillance.states import COPIES, EDITIONS, OPEN

EDITIONS.model = Edition


def make_list(*, viewer: Viewer, raw: Mapping[str, Any]) -> SurveillanceList:
    """Make an empty list that the viewer's authority owns; Refused for companies."""
    viewer.needs(KEEP_LISTS)
    values = _strictly(LIST.read(raw, strict=True))
    owner = Organisation.objects.get(id=viewer.organisation_id)
    if owner.kind == "company":
        raise Refused("not_an_authority", "Only an authority can own a surveillance list.")
    with transaction.atomic():
        made = SurveillanceList(
            owner=owner,
            title=values["title"],
            reach=values["reach"],
            marking=values["marking"],
            basis=values["basis"] or "",
            conditions=values["conditions"],
            open_to=list(values["open_to"]),
            audience=[owner.id],
        )
        made.save(force_insert=True)
        _on_record("surveillance.list_made", made.id, viewer, made.audience, {"title": made.title})
    return made


def draft_edition(*, viewer: Viewer, list_id: UUID, raw: Mapping[str, Any]) -> Edition:
    """Begin the next edition of one of the viewer's lists, still empty."""
    viewer.needs(KEEP_LISTS)
    values = _strictly(EDITION.read(raw, strict=True))
    if values["expires_on"] and values["expires_on"] < today():
        raise refused_for([Fault("expires_on", "past", "This day has passed; enter a later one.")])
    with transaction.atomic():
        own = SurveillanceList.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id)
        the_list = own.select_for_update().filter(pk=list_id).first()
        if the_list is None:
            raise NotVisible
        last = Edition.objects.filter(list=the_list).order_by("-number").values_list("number", flat=True).first()
        edition = Edition(
            list=the_list,
            owner_id=the_list.owner_id,
            number=(last or 0) + 1,
            note=values["note"] or "",
            expires_on=values["expires_on"],
            audience=[the_list.owner_id],
        )
        workflow.begin(EDITIONS, edition).save(force_insert=True)
        _on_record(
            "surveillance.edition_drafted", edition.id, viewer, edition.audience, {"edition_number": edition.number}
        )
    return edition


def load(*, viewer: Viewer, edition_id: UUID, name: str, content: bytes) -> Edition:
    """Put the lines of a file into a draft, in the place of those before; the file itself is not kept.

    Lines with faults are kept as they were entered, each fault with its column and how to mend it.
    """
    _must_own(viewer, edition_id)
    checked = check(sheets.read(content))
    faulty = sum(bool(faults) for _number, _kept, faults in checked)
    about = {"file": name[:200] or "file", "lines": str(len(checked)), "faulty": str(faulty)}
    with transaction.atomic():
        edition: Edition = workflow.advance(EDITIONS, edition_id, "load", viewer, about)
        Entry.objects.filter(edition=edition).delete()
        Entry.objects.bulk_create(
            [Entry(edition=edition, line=number, content=kept, faults=faults) for number, kept, faults in checked]
        )
    return edition


Checked = tuple[int, Mapping[str, Any], list[dict[str, str]]]


def check(lines: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Checked]:
    """Line number, answers as they are kept, and faults, for each line; a name or number may stand only once."""
    seen: dict[str, int] = {}
    checked: list[Checked] = []
    for number, raw in lines:
        reading = ENTRY.read(raw, strict=True)
        faults = [*reading.faults, *_twice(reading.kept, number, seen)]
        told = [{"column": one.field, "code": one.code, "message": one.message} for one in faults]
        checked.append((number, dict(reading.kept), told))
    return checked


def _twice(kept: Mapping[str, Any], number: int, seen: dict[str, int]) -> Iterable[Fault]:
    for column in ("name", "cas_number", "inchikey"):
        given = kept.get(column)
        before = seen.setdefault(f"{column} {given}".casefold(), number) if given else number
        if before != number:
            text = "'{given}' stands on line {line} already; keep one of the two."
            yield Fault(column, "twice", text, {"given": given, "line": before})


def take_step(*, viewer: Viewer, edition_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Edition:
    """Take a step of an edition's workflow; NotVisible or Refused where it may not be."""
    _must_own(viewer, edition_id)
    if verb == "load":
        raise NotVisible
    taken: Edition = workflow.advance(EDITIONS, edition_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, edition_id: UUID) -> Edition:
    """Give the second signature."""
    _must_own(viewer, edition_id)
    taken: Edition = workflow.confirm(EDITIONS, edition_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, edition_id: UUID) -> Edition:
    """Decline the first signature, or take back one's own."""
    _must_own(viewer, edition_id)
    taken: Edition = workflow.decline(EDITIONS, edition_id, viewer)
    return taken


def _must_own(viewer: Viewer, edition_id: UUID) -> None:
    """Go on only with an edition of one's own: to those who hold a copy it is as absent as to everybody else."""
    if not Edition.objects.visible_to(viewer).filter(pk=edition_id, owner_id=viewer.organisation_id).exists():
        raise NotVisible


@EDITIONS.effect("load")
def _load(taking: Taking) -> Effect:
    taking.case.file = taking.values["file"]
    return Effect(data=taking.kept)


@EDITIONS.guard("publish")
def _not_publishable(edition: Edition, _viewer: Viewer) -> str | None:
    entries = Entry.objects.filter(edition=edition)
    if not entries.exists():
        return "Load a file first: the edition is empty."
    faulty = entries.exclude(faults=[]).count()
    if faulty:
        return f"{faulty} line(s) have faults. Mend them in the file and load it again."
    if edition.expires_on and edition.expires_on < today():
        return "The last day of this edition has passed."
    if Edition.objects.filter(list_id=edition.list_id, number__gt=edition.number, published_at__isnull=False).exists():
        return "A later edition was published already. Load this content as a new one."
    return None


@EDITIONS.effect("publish")
def _publish(taking: Taking) -> Effect:
    edition = taking.case
    edition.published_at = now()
    edition.digest = digest_of(Entry.objects.filter(edition=edition).values_list("content", flat=True))
    for earlier in Edition.objects.filter(list_id=edition.list_id, state="published"):
        workflow.advance(EDITIONS, earlier.id, "supersede", SYSTEM)
    return Effect(data={"edition_number": edition.number, "digest": edition.digest})


def digest_of(contents: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the entries as canonical JSON, in the order of their lines."""
    text = json.dumps(list(contents), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@EDITIONS.effect("recall")
def _recall(taking: Taking) -> Effect:
    recall_all(taking.case, taking.viewer, taking.kept)
    return Effect(data=taking.kept)


@EDITIONS.guard("expire")
def _not_expired(edition: Edition, _viewer: Viewer) -> str | None:
    return None if edition.expires_on and edition.expires_on < today() else "Its last day has not passed."


def _tell(taking: Taking) -> None:
    if taking.step.verb == "supersede":
        tell_holders(taking.case)


EDITIONS.tell = _tell


def vet(*, viewer: Viewer, raw: Mapping[str, Any]) -> Vetting:
    """Decide whether an organisation may receive lists from the viewer's authority, and until when."""
    viewer.needs(KEEP_LISTS)
    values = _strictly(VETTING.read(raw, strict=True))
    organisation, association = _named(values["organisation"]), _named(values["association"])
    with transaction.atomic():
        faults = list(_against_vetting(viewer, values, organisation, association))
        if faults or organisation is None:
            raise refused_for(faults)
        made = Vetting(
            authority_id=viewer.organisation_id,
            organisation=organisation,
            access_class=values["access_class"],
            association=association,
            is_granted=values["decision"] == "grant",
            reasons=values["reasons"],
            decided_on=today(),
            until_on=values["until_on"],
            person_id=viewer.person_id,
            person_name=viewer.name,
            audience=[viewer.organisation_id, *([association.id] if association else [])],
        )
        made.save(force_insert=True)
        data = {"organisation": organisation.name, "access_class": made.access_class, "granted": made.is_granted}
        _on_record("surveillance.vetted", made.id, viewer, made.audience, data)
    return made


def _named(text: str | None) -> Organisation | None:
    return Organisation.objects.filter(pk=text).first() if text and is_uuid(text) else None


def _against_vetting(
    viewer: Viewer, values: Mapping[str, Any], organisation: Organisation | None, association: Organisation | None
) -> Iterable[Fault]:
    """What speaks against a vetting."""
    if Organisation.objects.filter(pk=viewer.organisation_id, kind="company").exists():
        yield Fault("organisation", "not_an_authority", "Only an authority can vet.")
    if organisation is None or organisation.kind != "company":
        yield Fault("organisation", "not_vettable", "Choose a company or an association; authorities need no vetting.")
    elif in_force(viewer.organisation_id, organisation.id, today()):
        yield Fault("organisation", "vetted", "A vetting of this organisation is in force. Revoke it first.")
    if values["until_on"] and values["until_on"] < today():
        yield Fault("until_on", "past", "This day has passed; enter a later one.")
    if values["access_class"] != "member":
        if values["association"]:
            yield Fault("association", "not_a_member", "Only a member is vetted with an association; leave this empty.")
    elif association is None or not [
        one for one in in_force(viewer.organisation_id, association.id, today()) if one.access_class == "association"
    ]:
        yield Fault("association", "no_association", "Choose an association that is itself vetted as such.")


def in_force(authority_id: UUID, organisation_id: UUID, day: date) -> list[Vetting]:
    """The vettings of an organisation by an authority that count on a day."""
    rows = Vetting.objects.filter(authority_id=authority_id, organisation_id=organisation_id)
    return [one for one in rows if one.holds_on(day)]


def revoke(*, viewer: Viewer, vetting_id: UUID, reason: str) -> Vetting:
    """Revoke a vetting at once; every open copy that rests on it falls, with those passed on from it."""
    viewer.needs(KEEP_LISTS)
    if not reason.strip():
        raise refused_for([Fault("reason", "missing_reason", "Reason is missing.")])
    with transaction.atomic():
        rows = Vetting.objects.visible_to(viewer).filter(authority_id=viewer.organisation_id)
        vetting = rows.select_for_update().filter(pk=vetting_id).first()
        if vetting is None:
            raise NotVisible
        if vetting.revoked_at or not vetting.is_granted:
            raise Refused("not_in_force", "This vetting is not in force, so there is nothing to revoke.")
        vetting.revoked_at, vetting.revoked_by, vetting.revoked_because = now(), viewer.name, reason.strip()[:2000]
        vetting.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        for copy_id in vetting.copies.filter(state__in=OPEN).values_list("id", flat=True):
            workflow.advance(COPIES, copy_id, "fall", SYSTEM)
        data = {"organisation": vetting.organisation.name, "reason": vetting.revoked_because}
        _on_record("surveillance.vetting_revoked", vetting.id, viewer, vetting.audience, data)
    return vetting


def _strictly(reading: Any) -> Mapping[str, Any]:
    if reading.faults:
        raise refused_for(reading.faults)
    values: Mapping[str, Any] = reading.values
    return values


def _on_record(name: str, case_id: UUID, viewer: Viewer, audience: Sequence[UUID], data: Mapping[str, Any]) -> None:
    record.append(record.Act(name=name, case_id=case_id, viewer=viewer, audience=audience, data=data))
