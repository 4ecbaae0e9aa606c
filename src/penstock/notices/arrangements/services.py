"""Writes of arrangements, by the secretariat alone: each is on the record, and none is changed afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from penstock.kernel import record
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import refused_for
from penstock.notices.arrangements import queries
from penstock.notices.arrangements.fields import ARRANGEMENT, ENDING
from penstock.notices.models import Arrangement
from penstock.parties.duties import KEEP_ARRANGEMENTS
from penstock.parties.models import Organisation


def make_arrangement(*, viewer: Viewer, raw: Mapping[str, Any]) -> Arrangement:
    """Record who answers for a territory from a day on; Refused with every fault at once."""
    viewer.needs(KEEP_ARRANGEMENTS)
    reading = ARRANGEMENT.read(raw, strict=True)
    values, faults = reading.values, list(reading.faults)
    authority, wrong = _authority(values["authority"])
    faults += wrong
    with transaction.atomic():
        if values["territory"] and values["since_on"]:
            faults += _overlaps(values["territory"], values["since_on"])
        if faults:
            raise refused_for(faults)
        made = Arrangement(
            territory=values["territory"],
            authority=authority,
            since_on=values["since_on"],
            basis=values["basis"],
            source=values["source"],
            made_by=viewer.name,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise refused_for([_still_open(values["territory"])]) from None
        _record("notice.arrangement_made", viewer, made, {**reading.kept})
    return made


def _authority(name: str | None) -> tuple[Organisation | None, list[Fault]]:
    """The authority of that name, or nobody and why."""
    if not name:
        return None, []
    found = list(queries.authorities().filter(name__iexact=name)[:2])
    if len(found) == 1:
        return found[0], []
    text = "There is no one authority called '{given}'. Write its name as the directory has it, or leave this empty."
    return None, [Fault("authority", "unknown_authority", text, {"given": name})]


def _overlaps(territory: str, since: date) -> list[Fault]:
    rows = Arrangement.objects.select_for_update().filter(territory=territory)
    if rows.filter(until_on__isnull=True).exists():
        return [_still_open(territory)]
    last = rows.filter(until_on__gte=since).order_by("-until_on").first()
    if last is None:
        return []
    text = "The arrangement before it holds until {day}: begin after that."
    return [Fault("since_on", "overlaps", text, {"day": last.until_on})]


def _still_open(territory: str) -> Fault:
    text = "There is an arrangement for {territory} already: end that one first."
    return Fault("territory", "still_open", text, {"territory": queries.name_of(territory)})


def end_arrangement(*, viewer: Viewer, arrangement_id: UUID, raw: Mapping[str, Any]) -> Arrangement:
    """Name the last day of an arrangement; notices that went by it keep it. Refused where it has ended already."""
    viewer.needs(KEEP_ARRANGEMENTS)
    reading = ENDING.read(raw, strict=True)
    with transaction.atomic():
        row = Arrangement.objects.select_for_update().filter(pk=arrangement_id).first()
        if row is None:
            raise NotVisible
        faults, until = list(reading.faults), reading.values["until_on"]
        if row.until_on is not None:
            faults.append(Fault("until_on", "ended_before", "It ends on {day} already.", {"day": row.until_on}))
        elif until and until < row.since_on:
            text = "It begins on {day}: its last day cannot be before that."
            faults.append(Fault("until_on", "ends_before_it_starts", text, {"day": row.since_on}))
        if faults:
            raise refused_for(faults)
        row.until_on = until
        row.save(update_fields=["until_on"])
        _record("notice.arrangement_ended", viewer, row, {**reading.kept, "territory": row.territory})
    return row


def _record(name: str, viewer: Viewer, row: Arrangement, data: Mapping[str, Any]) -> None:
    """On the record for every authority, since each may send there."""
    everybody = list(Organisation.objects.exclude(kind="company").values_list("id", flat=True))
    told = {**data, "arrangement": str(row.pk)}
    record.append(
        record.Act(name=name, case_id=None, viewer=viewer, audience=everybody, data=told, duty=KEEP_ARRANGEMENTS)
    )
