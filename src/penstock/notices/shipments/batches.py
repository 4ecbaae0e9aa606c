"""Files of planned shipments: taken in, checked by the worker line by line, and the good lines lodged in one act."""

import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from penstock.cases.services import tell
from penstock.catalogue.law.force import moment
from penstock.kernel import files, numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import alone
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused, Viewer
from penstock.notices.dossier.letters import letters_after
from penstock.notices.drafts.columns import likeness
from penstock.notices.drafts.outlook import copies_faults, copies_of
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Batch, BatchLine, Notice
from penstock.notices.particulars.tracks import STATUTORY, VOLUNTARY
from penstock.notices.queries import likenesses_sent
from penstock.notices.services import Desk, new_notice, series_of
from penstock.notices.shipments.checks import Checked, ShipmentChecker
from penstock.notices.shipments.sheets import Heading, Unmapped, Unreadable, headings, rows
from penstock.notices.shipments.wordings import remember
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES, READ_CASES, SEND_NOTICES
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import viewer_for

LINES_AT_ONCE = 500
logger = logging.getLogger(__name__)
FROM_OUTSIDE = {"exporter_country"}
"""Required fields that a file need not hold, since they are known of whoever hands it in."""


def take_in(
    *, viewer: Viewer, name: str, chunks: Iterable[bytes], mapping: Mapping[str, str], may_map: bool = False
) -> Batch:
    """Keep a file to be checked; Refused when it cannot be read as a list of shipments at all.

    With `may_map` a file whose headings are not understood is kept too, and waits for `map_headings`.
    """
    viewer.needs(SEND_NOTICES)
    stored = files.store(chunks)
    doubt = _doubt_about(stored.sha256, mapping, may_map=may_map)
    batch = Batch(
        organisation_id=viewer.organisation_id,
        person_id=viewer.person_id,
        person_name=viewer.name,
        name=name[:200],
        sha256=stored.sha256,
        mapping=dict(mapping),
        failure=doubt,
        audience=[viewer.organisation_id],
    )
    batch.save(force_insert=True)
    return batch


def _doubt_about(sha256: str, mapping: Mapping[str, str], *, may_map: bool) -> str:
    """Why the headings must be mapped first; empty when they need not. Refused when the file cannot be read."""
    content = files.content_of(sha256)
    try:
        next(rows(io.BytesIO(content), mapping), None)
        known = headings(io.BytesIO(content), mapping)
    except Unmapped as wrong:
        if may_map:
            return str(wrong)
        raise Refused("unreadable", str(wrong)) from None
    except Unreadable as wrong:
        raise Refused("unreadable", str(wrong)) from None
    understood = {one.field for one in known}
    lacking = [one.label for one in SHIPMENT.fields if one.required and one.name not in understood | FROM_OUTSIDE]
    if may_map and not mapping and lacking and "" in understood:
        return f"No heading is understood as: {', '.join(lacking)}."
    return ""


def map_headings(*, viewer: Viewer, batch_id: UUID, mapping: Mapping[str, str]) -> Batch:
    """Say which heading means which field, so that a file that waits for it is checked."""
    viewer.needs(SEND_NOTICES)
    with transaction.atomic():
        batch = find_batch(viewer, batch_id, lock=True)
        if not batch.can_be_mapped:
            raise Refused("already_checked", "This file has been checked already. Hand it in again to map it anew.")
        given = {heading: field for heading, field in mapping.items() if field}
        doubt = _doubt_about(batch.sha256, given, may_map=False)
        batch.mapping, batch.failure = given, doubt
        batch.save(update_fields=["mapping", "failure"])
        remember(viewer, given)
    return batch


def headings_of(viewer: Viewer, batch_id: UUID) -> tuple[Batch, list[Heading]]:
    """A batch with the headings of its file, and what they are taken for."""
    batch = find_batch(viewer, batch_id)
    try:
        return batch, headings(io.BytesIO(files.content_of(batch.sha256)), batch.mapping)
    except Unreadable as wrong:
        raise Refused("unreadable", str(wrong)) from None


def find_batch(viewer: Viewer, batch_id: UUID, *, lock: bool = False) -> Batch:
    """The batch, if this viewer may see it; NotVisible otherwise."""
    seen = Batch.objects.visible_to(viewer).filter(pk=batch_id)
    batch = (seen.select_for_update() if lock else seen).first()
    if batch is None:
        raise NotVisible
    return batch


def ask_to_lodge(*, viewer: Viewer, batch_id: UUID) -> Batch:
    """Have the worker lodge the good lines of a checked batch, in the name of the viewer."""
    viewer.needs(SEND_NOTICES)
    with transaction.atomic():
        batch = find_batch(viewer, batch_id, lock=True)
        if batch.checked_at is None:
            raise Refused("not_checked", "The file is still being checked. Wait until it is done.")
        if batch.lodge_asked_at is not None:
            raise Refused("already_lodged", "The good lines of this file have already been lodged.")
        if batch.good == 0:
            raise Refused("nothing_good", "No line of this file is without a fault, so nothing can be lodged.")
        batch.lodge_asked_at = now()
        batch.person_id, batch.person_name = viewer.person_id, viewer.name
        batch.save(update_fields=["lodge_asked_at", "person_id", "person_name"])
    return batch


def check_waiting() -> None:
    """Check every batch that waits for it, each by one worker; a killed worker's batch is taken up where it stood."""
    unchecked = Batch.objects.visible_to(SYSTEM).filter(checked_at__isnull=True, failure="")
    with acting(SYSTEM):
        waiting = list(unchecked.values_list("pk", flat=True))
    for batch_id in waiting:
        with alone(f"batch {batch_id}") as is_mine:
            if not is_mine:
                continue
            # Read only now: until the lock was ours, a dying worker may have gone on.
            with acting(SYSTEM):
                batch = unchecked.select_related("organisation").filter(pk=batch_id).first()
            if batch is not None:
                with _failing(batch_id), moment():
                    _check(batch)


@contextmanager
def _failing(batch_id: UUID) -> Iterator[None]:
    """Put what is wrong with one batch on that batch, so that it does not hold up the others."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except (Unreadable, Refused, NotVisible) as wrong:
        failure = str(wrong) or "The batch is gone."
    except Exception:
        logger.exception("a file of shipments cannot be worked on: %s", batch_id)
        failure = "Something went wrong here with this file. It was written down; hand the file in again later."
    else:
        return
    with acting(SYSTEM):
        Batch.objects.filter(pk=batch_id).update(failure=failure)


def _check(batch: Batch) -> None:
    """Check in pieces, each kept in a transaction of its own so that the page can show how far it is."""
    content = files.content_of(batch.sha256)
    own = batch.organisation.government_id or ""
    checker = ShipmentChecker(on=today(), exporting=own)
    batch.lines_total = sum(1 for _line in rows(io.BytesIO(content), batch.mapping))
    lines, seen = rows(io.BytesIO(content), batch.mapping), 0
    while piece := [checker.check(number, raw) for number, raw in islice(lines, LINES_AT_ONCE)]:
        new = piece[max(batch.lines_done - seen, 0) :]
        seen += len(piece)
        with acting(SYSTEM):
            _keep_lines(batch, new, own)
            batch.save(update_fields=["lines_done", "lines_total", "bad"])
    batch.checked_at = now()
    with acting(SYSTEM):
        batch.save(update_fields=["checked_at"])


def _keep_lines(batch: Batch, piece: list[Checked], own: str) -> None:
    """Keep a piece of checked lines, with a warning where the like was sent before."""
    known = likenesses_sent(batch.organisation_id, [likeness(_with_found(one)) for one in piece])
    lines = [_line(batch, one, own, known) for one in piece]
    batch.bad += sum(not line.is_good for line in lines)
    batch.lines_done += len(lines)
    copy_models(BatchLine, lines)


def _with_found(checked: Checked) -> dict[str, Any]:
    values = checked.reading.values
    found = values["substances"] or tuple(dict.fromkeys(hit.id for hit in checked.hits))
    # What is controlled is sent on the statutory track, whatever the line says; that is decided again at sending.
    return {**values, "substances": found, "track": STATUTORY if found else values["track"]}


def _line(batch: Batch, checked: Checked, own: str, known: Mapping[str, str]) -> BatchLine:
    values = _with_found(checked)
    faults = [{"column": f.field, "code": f.code, "message": f.message} for f in checked.faults]
    faults += [{"column": column, "code": code, "message": text} for column, code, text in _unsendable(values, own)]
    like = known.get(likeness(values))
    return BatchLine(
        id=new_id(),
        batch=batch,
        line=checked.line,
        content={**checked.reading.kept, "substances": list(values["substances"])},
        faults=faults,
        warnings=[*checked.warnings, *([f"Much like {like}, which was sent before."] if like else [])],
        substances=checked.substances(today()),
        due={"due": checked.requirement.due, "basis": checked.requirement.basis},
        is_good=not faults,
    )


def _unsendable(values: Mapping[str, Any], own: str) -> Iterator[tuple[str, str, str]]:
    """What keeps a line that is otherwise right from being sent as a notice of this authority."""
    if values["exporter_country"] and values["exporter_country"] != own:
        yield "exporter_country", "not_yours", f"You send notices for {own}; this shipment leaves from elsewhere."
    if values["dispatch_on"] and values["dispatch_on"] <= today():
        yield "dispatch_on", "past_dispatch", f"{values['dispatch_on']} has passed; enter a later day."
    if not values["substances"] and values["track"] != VOLUNTARY:
        text = "No controlled substance is recognised in the goods: name it, or notify it voluntarily."
        yield "substances", "missing_substance", text
    if values["copied_to"]:
        yield from ((one.field, one.code, one.message) for one in copies_faults(values))


def lodge_waiting() -> None:
    """Lodge every batch that was asked to be, each in one transaction."""
    with acting(SYSTEM):
        waiting = Batch.objects.visible_to(SYSTEM).filter(
            lodge_asked_at__isnull=False, lodged_at__isnull=True, failure=""
        )
        asked = [(batch.pk, batch.person_id) for batch in waiting]
    for batch_id, person_id in asked:
        with _failing(batch_id):
            viewer = viewer_for(Person.objects.select_related("organisation").get(pk=person_id))
            with acting(viewer):
                lodge(viewer=viewer, batch_id=batch_id)


def lodge(*, viewer: Viewer, batch_id: UUID) -> int:
    """Send a notice for every good line of a batch, all or none; answers how many."""
    waiting = Batch.objects.visible_to(viewer).filter(pk=batch_id, lodged_at__isnull=True)
    batch = waiting.select_for_update(skip_locked=True).first()
    if batch is None:
        return 0
    opener, desk = batch.organisation, Desk.open()
    good = BatchLine.objects.visible_to(viewer).filter(batch=batch, is_good=True).order_by("line")
    notices = _drafts(opener, list(good.values_list("content", flat=True)))
    acts = workflow.begin_many(NOTICES, notices, "submit", viewer, desk)
    copy_models(Notice, notices)
    own_act = record.Act(
        name="notice.batch_lodged",
        case_id=None,
        viewer=viewer,
        audience=[opener.id],
        data={"batch": str(batch.pk), "file": batch.sha256, "notices": len(notices)},
        duty=SEND_NOTICES,
    )
    record.append_many([own_act, *acts])
    _announce(notices)
    batch.lodged_at = now()
    batch.save(update_fields=["lodged_at"])
    crash_point("after_rows_before_commit")
    return len(notices)


def _drafts(opener: Organisation, contents: list[Mapping[str, Any]]) -> list[Notice]:
    first = numbers.take(series_of(opener), len(contents))
    return [new_notice(opener, content, number=number) for number, content in enumerate(contents, start=first)]


def _announce(notices: list[Notice]) -> None:
    """One mail for each importing side, however many notices it got; an emergency has one of its own."""
    for notice in (one for one in notices if one.is_emergency):
        for letter in letters_after("submit", notice):
            tell(notice, letter.to(notice), duty=letter.duty, subject=letter.subject, body=letter.body)
    usual = Counter(notice.counterpart_id for notice in notices if not notice.is_emergency)
    for counterpart, count in usual.items():
        send(
            "announcement",
            {
                "organisation": str(counterpart),
                "duty": ANSWER_NOTICES,
                "subject": f"For your answer: {count} notices",
                "body": f"{count} planned shipments await your answer. See your inbox.",
            },
        )
    copies = Counter(one.id for notice in notices for one in copies_of(notice.content.get("copied_to") or ()))
    for copy, count in copies.items():
        send(
            "announcement",
            {
                "organisation": str(copy),
                "duty": READ_CASES,
                "subject": f"Copy of {count} notices",
                "body": f"Your authority has copies of {count} notices, and nothing to answer.",
            },
        )
