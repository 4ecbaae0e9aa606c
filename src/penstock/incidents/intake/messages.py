"""Writes of messages: handed in, mapped, mended, and given to the worker to be released."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.incidents.intake import content
from penstock.incidents.intake.mapping import Columns, lacking, positions, proposed, read_mapping
from penstock.incidents.intake.reading import cells_of, reader_of, understood_line
from penstock.incidents.models import Message, MessageLine, MessageMeaning
from penstock.incidents.particulars.facts import SHARING
from penstock.incidents.sharing.audience import audience_fits_marking, circle_fits
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel import numbers, record
from penstock.kernel.clock import now, today
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import RELEASE_INCIDENTS, REPORT_INCIDENTS
from penstock.parties.models import Organisation

SHARED = Form(name="message sharing", sections=(SHARING,), rules=(audience_fits_marking,))
"""Who may see the incidents of a message; said once for all of them."""
OF_NO_COUNTRY = "SEC"
LONGEST_SAID = 300


def take_in(
    *, viewer: Viewer, name: str, chunks: Iterable[bytes], sharing: Mapping[str, Any], mapping: object = None
) -> Message:
    """Keep a file to be read by the worker; Refused when it cannot be read as a table at all.

    Without a `mapping` its headings are understood where they can be; else it waits for `map_headings`.
    """
    viewer.needs(REPORT_INCIDENTS)
    shared = _shared(viewer, sharing)
    given = read_mapping(mapping) if mapping else None
    kept = content.keep(chunks)
    headings = _headings(kept.pieces, kept.kind)
    columns = given or proposed(headings)
    if lacking(columns):
        if given:
            raise _lacks(columns)
        columns = Columns({})
    positions(headings, columns)
    return _begin(viewer, name, kept, shared, columns.kept() if columns.columns else {})


def take_in_list(*, viewer: Viewer, name: str, incidents: Sequence[Any], sharing: Mapping[str, Any]) -> Message:
    """Keep a list of incidents, each as the sheet has them, to be read by the worker."""
    viewer.needs(REPORT_INCIDENTS)
    shared = _shared(viewer, sharing)
    return _begin(viewer, name, content.keep_list(incidents), shared, {})


def _shared(viewer: Viewer, raw: Mapping[str, Any]) -> dict[str, Any]:
    reading = SHARED.read(raw, strict=True)
    own = Organisation.objects.get(id=viewer.organisation_id)
    if faults := [*reading.faults, *circle_fits(own, reading.kept)]:
        raise refused_for(faults)
    return {key: value for key, value in reading.kept.items() if value}


def _headings(pieces: Sequence[str], kind: str) -> list[str]:
    first = next(content.lines(pieces, kind), None)
    if first is None:
        raise content.Unreadable("The file is empty. Its first line must hold the headings.")
    return [one.strip() for one in first[1]]


def _lacks(columns: Columns) -> Refused:
    named = ", ".join(lacking(columns))
    return refused_for([Fault("mapping", "columns_missing", "No heading stands for: {named}.", {"named": named})])


def _begin(
    viewer: Viewer, name: str, kept: content.Content, sharing: dict[str, Any], mapping: dict[str, Any]
) -> Message:
    own = Organisation.objects.get(id=viewer.organisation_id)
    series = f"{own.government_id or OF_NO_COUNTRY}-MSG-{today().year}"
    with transaction.atomic():
        message = Message(
            reference=f"{series}-{numbers.take(series):06d}",
            organisation=own,
            person_id=viewer.person_id,
            person_name=viewer.name,
            name=name[:200],
            kind=kept.kind,
            pieces=kept.pieces,
            left_out=kept.left_out,
            mapping=mapping,
            sharing=sharing,
            marking=sharing["marking"],
            audience=[own.id],
        )
        message.save(force_insert=True)
        _note(viewer, message, "incident.message_handed_in", {"kind": kept.kind, "pieces": kept.pieces, **sharing})
    return message


def _note(viewer: Viewer, message: Message, name: str, data: Mapping[str, Any], duty: str = REPORT_INCIDENTS) -> None:
    told = {"message": message.reference, **data}
    own = [viewer.organisation_id]
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=own, data=told, duty=duty))


def find_message(viewer: Viewer, reference: str, *, lock: bool = False) -> Message:
    """The message, if this viewer may see it; NotVisible otherwise."""
    seen = Message.objects.visible_to(viewer).filter(reference=reference).select_related("organisation")
    message = (seen.select_for_update(of=("self",)) if lock else seen).first()
    if message is None:
        raise NotVisible
    return message


def own_message(viewer: Viewer, reference: str, *, lock: bool = False) -> Message:
    """The message, if it is one of the viewer's own organisation; NotVisible otherwise."""
    message = find_message(viewer, reference, lock=lock)
    if message.organisation_id != viewer.organisation_id:
        raise NotVisible
    return message


def _open(viewer: Viewer, reference: str) -> Message:
    """One's own message, locked, as long as its reading may still change."""
    viewer.needs(REPORT_INCIDENTS)
    message = own_message(viewer, reference, lock=True)
    if message.release_asked_at is not None:
        raise Refused("being_released", "This message is released already, or about to be.")
    return message


def _again(message: Message) -> None:
    """Have the worker read it anew; what was proposed is proposed no more, for it is another message now."""
    message.read_at, message.failure = None, ""
    _unpropose(message)
    message.save()


def _unpropose(message: Message) -> None:
    message.proposed_by, message.proposed_name, message.proposed_at = None, "", None


def map_headings(*, viewer: Viewer, reference: str, mapping: object) -> Message:
    """Say what the headings stand for, so that the file is read, or read anew."""
    columns = read_mapping(mapping)
    if lacking(columns):
        raise _lacks(columns)
    with transaction.atomic():
        message = _open(viewer, reference)
        if message.kind == "list":
            raise Refused("no_headings", "A list has no headings.")
        positions(_headings(message.pieces, message.kind), columns)
        message.mapping = columns.kept()
        MessageMeaning.objects.visible_to(viewer).filter(message=message, said="").delete()
        _again(message)
        _note(viewer, message, "incident.message_mapped", {"mapping": message.mapping})
    return message


def share(*, viewer: Viewer, reference: str, sharing: Mapping[str, Any]) -> Message:
    """Say anew who is to see the incidents of a message, as long as it is not released."""
    shared = _shared(viewer, sharing)
    with transaction.atomic():
        message = _open(viewer, reference)
        message.sharing, message.marking = shared, shared["marking"]
        _unpropose(message)
        message.save()
        _note(viewer, message, "incident.message_shared", shared)
    return message


def say_meaning(*, viewer: Viewer, reference: str, meaning_id: UUID, said: str) -> Message:
    """Say what a value means, by another wording for it; Refused where that is not understood either."""
    with transaction.atomic():
        message = _open(viewer, reference)
        meaning = MessageMeaning.objects.visible_to(viewer).filter(message=message, pk=meaning_id).first()
        if meaning is None:
            raise NotVisible
        reader = reader_of(viewer, message)
        said = said.strip()[:LONGEST_SAID]
        if not reader.can_be_said(meaning.topic):
            raise Refused("not_to_be_said", "This is evidence of how values were read; mend the line instead.")
        found = reader.say(meaning.topic, meaning.given, said)
        if found.reason:
            raise refused_for([Fault("said", "not_understood", found.reason)])
        meaning.said, meaning.said_by = said, viewer.name
        meaning.answers, meaning.how, meaning.reason = dict(found.answers), found.how, ""
        meaning.save()
        _again(message)
        data = {"topic": meaning.topic, "given": meaning.given, "said": said}
        _note(viewer, message, "incident.message_meaning_said", data)
    return message


def mend_line(*, viewer: Viewer, reference: str, line: int, cells: Mapping[str, Any]) -> MessageLine:
    """Write a line that was not understood otherwise, by heading; Refused with what is still not understood in it."""
    viewer.needs(REPORT_INCIDENTS)
    with transaction.atomic():
        message = own_message(viewer, reference, lock=True)
        if message.read_at is None or (message.release_asked_at and not message.released_at):
            raise Refused("being_worked_on", "The message is being worked on. Wait until that is done.")
        row = MessageLine.objects.visible_to(viewer).filter(message=message, line=line).first()
        if row is None or row.is_released:
            raise NotVisible
        mended = cells_of(message, row, cells)
        found = understood_line(viewer, message, line, mended)
        if found.faults:
            raise refused_for([Fault(one["topic"], "not_understood", one["reason"]) for one in found.faults])
        message.bad -= not row.is_good
        row.cells, row.faults, row.is_good, row.mended_by = mended, [], True, viewer.name
        row.save()
        if not message.release_asked_at:
            _unpropose(message)
        message.save()
        _note(viewer, message, "incident.message_line_mended", {"line": line})
    return row


def ask_to_release(*, viewer: Viewer, reference: str) -> Message:
    """Have the worker release what was understood; where two people release, the first of them proposes it."""
    viewer.needs(RELEASE_INCIDENTS)
    with transaction.atomic():
        message = own_message(viewer, reference, lock=True)
        _refuse_release(viewer, message)
        if needs_two(viewer) and message.proposed_at is None:
            away = viewer.absent.get(RELEASE_INCIDENTS)
            message.proposed_by = viewer.person_id
            message.proposed_name = f"{viewer.name} for {away.name}" if away else viewer.name
            message.proposed_at = now()
            name = "incident.message_proposed"
        else:
            message.release_asked_at, message.released_at = now(), None
            message.person_id, message.person_name = viewer.person_id, viewer.name
            name = "incident.message_release_asked"
        message.save()
        _note(viewer, message, name, {"good": message.good, "bad": message.bad}, RELEASE_INCIDENTS)
    return message


def _refuse_release(viewer: Viewer, message: Message) -> None:
    if message.read_at is None:
        raise Refused("not_read", "The file is still being read. Wait until it is done.")
    if message.release_asked_at and not message.released_at:
        raise Refused("being_released", "This message is about to be released.")
    if to_release(message) == 0:
        raise Refused("nothing_good", "There is nothing in it that was understood and is not released yet.")
    if message.proposed_by and message.proposed_by in {viewer.person_id, *viewer.acts_as(RELEASE_INCIDENTS)}:
        raise Refused("same_person", "The second signature must come from another person.")
    faults = list(audience_fits_marking(SHARED.read(message.sharing, strict=True).values))
    if faults := [*faults, *circle_fits(message.organisation, message.sharing)]:
        raise refused_for(faults)


def to_release(message: Message) -> int:
    """How many incidents were understood and are not released yet."""
    return message.good - message.released


def decline(*, viewer: Viewer, reference: str) -> Message:
    """Decline the release that was proposed, or take back one's own proposal."""
    viewer.needs(RELEASE_INCIDENTS)
    with transaction.atomic():
        message = own_message(viewer, reference, lock=True)
        if message.proposed_at is None or (message.release_asked_at and not message.released_at):
            raise Refused("nothing_proposed", "There is no first signature waiting here.")
        _unpropose(message)
        message.save()
        _note(viewer, message, "incident.message_declined", {}, RELEASE_INCIDENTS)
    return message
