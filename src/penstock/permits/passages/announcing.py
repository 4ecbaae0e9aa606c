"""Announcing goods under a permit: who may, what speaks against it, and who sees it from then on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import NotVisible, Refused, Viewer, lacking
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import APPLY_FOR_PERMITS, HANDLE_PERMITS
from penstock.permits.ledger.keeping import Overdrawn
from penstock.permits.models import Line, Permit
from penstock.permits.passages.fields import ANNOUNCEMENT
from penstock.permits.passages.letters import tell_of_announcement
from penstock.permits.passages.models import EXPORT, Goods, Passage
from penstock.permits.passages.offices import border_office
from penstock.permits.passages.reckoning import closing, judging
from penstock.permits.passages.reckoning.counting import take_of_permit
from penstock.permits.passages.states import PASSAGES


def reason_against_announcing(permit: Permit, viewer: Viewer) -> Refused | None:
    """Why this viewer may not announce goods under a permit now."""
    needed = {permit.holder_id: APPLY_FOR_PERMITS, permit.opener_id: HANDLE_PERMITS}.get(viewer.organisation_id)
    if needed is None:
        return Refused("other_side", "Only the holder of the permit and the authority that issued it may do this.")
    if not viewer.has(needed):
        return Refused("missing_duty", lacking(needed))
    if permit.direction == "transit":
        return Refused("transit", "What passes through is announced under the permits of its export and its import.")
    if permit.direction != EXPORT and permit.counterpart_id:
        return Refused("announced_there", "The exporting country announces it under a permit of its own.")
    return None


def announce(*, viewer: Viewer, permit_id: UUID, raw: Mapping[str, Any]) -> Passage:
    """Announce goods under a permit, which holds their quantity; the offices at the border see both from now on."""
    with transaction.atomic():
        permit = _locked(viewer, permit_id)
        no = reason_against_announcing(permit, viewer) or judging.against_standing(permit)
        if no:
            raise no
        lines = {one.position + 1: one for one in Line.objects.visible_to(viewer).filter(case=permit)}
        reading = _read(permit, lines, raw)
        if permit.shipments == "one" and _was_used(viewer, permit):
            raise Refused("one_shipment", "This permit is for one shipment, and that was announced already.")
        passage = _new(viewer, permit, reading.values, dict(reading.kept))
        workflow.begin(PASSAGES, passage).save(force_insert=True)
        goods = [
            Goods(case=passage, line=lines[int(one["line"])], number=int(one["line"]), planned=one["quantity"])
            for one in reading.values["goods"]
            if one["quantity"]
        ]
        Goods.objects.bulk_create(goods)
        try:
            take_of_permit(viewer, passage, goods, held="planned")
        except Overdrawn as short:
            raise refused_for([judging.beyond_the_permit(short, reading.values["goods"], lines)]) from short
        data = {**reading.kept, "reference": passage.reference, "under": permit.reference}
        record.append(
            record.Act(
                name="passage.announced", case_id=passage.pk, viewer=viewer, audience=passage.audience, data=data
            )
        )
        tell_of_announcement(passage, viewer)
    return passage


def _read(permit: Permit, lines: Mapping[int, Line], raw: Mapping[str, Any]) -> Reading:
    reading = ANNOUNCEMENT.read(raw, strict=True)
    faults = [
        *reading.faults,
        *judging.against_day(permit, reading.values["planned_on"], "planned_on"),
        *judging.against_lines(reading.values["goods"], lines, is_whole=False),
    ]
    if faults:
        raise refused_for(faults)
    return reading


def _was_used(viewer: Viewer, permit: Permit) -> bool:
    rows = Passage.objects.visible_to(viewer).filter(under=permit)
    return rows.exclude(state__in=("cancelled", "returned")).exists()


def _locked(viewer: Viewer, permit_id: UUID) -> Permit:
    """The permit, if this viewer may see it, locked with the one it rests on so that neither ends meanwhile."""
    permit = Permit.objects.visible_to(viewer).filter(pk=permit_id).first()
    if permit is None:
        raise NotVisible
    closing.lock_chain(permit_id)
    permit.refresh_from_db()
    return permit


def _new(viewer: Viewer, permit: Permit, values: Mapping[str, Any], kept: dict[str, Any]) -> Passage:
    former = Passage.objects.visible_to(viewer).filter(under=permit)
    number = (former.aggregate(last=Max("number"))["last"] or 0) + 1
    is_export = permit.direction == EXPORT
    importer = permit.counterpart if is_export else permit.opener
    exit_office, entry_office = border_office(permit.opener if is_export else None), border_office(importer)
    offices = [one.pk for one in (exit_office, entry_office) if one is not None]
    if missing := [one for one in offices if one not in permit.audience]:
        permit.audience = [*permit.audience, *missing]
        permit.save(update_fields=["audience"])
    passage_id = new_id()
    return Passage(
        id=passage_id,
        case_ptr_id=passage_id,
        kind=PASSAGES.kind,
        reference=f"{permit.reference}-P{number:02d}",
        title=permit.title,
        marking=permit.marking,
        opener_id=permit.opener_id,
        counterpart_id=permit.counterpart_id,
        audience=list(permit.audience),
        sent_at=now(),
        edition=1,
        content={"announce": kept},
        under=permit,
        number=number,
        importer=importer,
        exit_office=exit_office,
        entry_office=entry_office,
        planned_on=values["planned_on"],
        place=values["place"] or "",
    )
