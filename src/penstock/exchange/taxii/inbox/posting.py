"""Writes of an inbox: what is put into it, kept as it came, and what its organisation takes out again."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length

from penstock.exchange.taxii.inbox.envelopes import Object
from penstock.exchange.taxii.keeping import TICK
from penstock.exchange.taxii.models import Inbox, Posted, Posting, Source
from penstock.exchange.taxii.paging import Asked, matching, written_time
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import REPORT_INCIDENTS

TWICE = "The same id and version stands twice in this envelope."
OTHER = "Another object with this id and version is kept already; give it a newer 'modified'."
MOST_WAITING, MOST_BYTES = 50_000, 256 * 1024 * 1024
# One statement for all objects, given as one parameter: the temporary table of a COPY costs more than a few rows do.
PUT = """
WITH put AS (
  INSERT INTO exchange_posted (object_id, type, spec_version, version, version_text, text,
    added_at, organisation_id, source_id, person_name, sender_id, drafted_as)
  SELECT one.object_id, one.type, one.spec_version, one.version, one.version_text, one.text,
    %(at)s, %(organisation)s, %(source)s, %(person)s, %(sender)s, ''
  FROM ROWS FROM (json_to_recordset(%(given)s) AS (
    object_id text, type text, spec_version text, version timestamptz, version_text text, text text
  )) WITH ORDINALITY AS one(object_id, type, spec_version, version, version_text, text, number)
  ORDER BY number
  ON CONFLICT (organisation_id, object_id, version) DO NOTHING
  RETURNING octet_length(text) AS bytes
)
SELECT count(*), COALESCE(sum(bytes), 0)::bigint FROM put
"""
Key = tuple[str, datetime | None]
Told = list[dict[str, str]]


class Bytes(Length):
    """The bytes of a text."""

    function = "OCTET_LENGTH"


class Full(Exception):  # noqa: N818 - it is an answer, not an error
    """More waits in the inbox from one sender than is kept."""


def post(*, viewer: Viewer, objects: Sequence[Object], source: Source | None = None) -> Posting:
    """Keep what came; what is there already is taken as it is, and what is not as it should be is told by object.

    Full, and nothing is kept, when more of this sender's would wait than is kept for one.
    """
    with transaction.atomic(savepoint=False):
        box = _locked(viewer)
        at = max(now(), box.added_at + TICK)
        first: dict[Key, Object] = {}
        for one in objects:
            if not one.fault:
                first.setdefault((one.id, one.version), one)
        kept = _undated(viewer, first)
        fresh = {key: one for key, one in first.items() if key not in kept}
        written, bytes_ = _put(viewer, list(fresh.values()), at, source) if fresh else (0, 0)
        if written < len(fresh):
            kept |= _known(viewer, fresh, at)
        if written:
            box.added_at = at
            _wait(box, sender_of(viewer, source), written, bytes_)
            box.save(update_fields=["added_at", "waiting"])
        successes, failures = _sorted(objects, first, kept, written_time(at))
        posting = Posting(
            organisation_id=viewer.organisation_id,
            person_name=viewer.name,
            requested_at=at,
            successes=successes,
            failures=failures,
        )
        posting.save(force_insert=True)
        if written:
            _on_record("inbox.objects_kept", viewer, {"status": str(posting.pk), "objects": written})
    return posting


def sender_of(viewer: Viewer, source: Source | None) -> UUID:
    """Who fills the inbox: a source, or the person whose system it is."""
    return source.pk if source else viewer.person_id


def remove(*, viewer: Viewer, object_id: str, asked: Asked) -> int:
    """Take versions of an object out of one's own inbox; NotVisible when there is none. Answers how many."""
    with transaction.atomic():
        box = _locked(viewer)
        rows = matching(Posted.objects.visible_to(viewer).filter(object_id=object_id), asked)
        places = list(rows.values_list("place", flat=True))
        if not places:
            raise NotVisible
        gone = Posted.objects.visible_to(viewer).filter(place__in=places)
        counted = gone.order_by().values("sender_id").annotate(Count("place"), bytes=Sum(Bytes("text")))
        for sender, objects, bytes_ in counted.values_list("sender_id", "place__count", "bytes"):
            if sender:
                _wait(box, sender, -objects, -bytes_)
        box.save(update_fields=["waiting"])
        gone.delete()
        _on_record("inbox.object_removed", viewer, {"object": object_id, "versions": len(places)})
    return len(places)


def status_of(viewer: Viewer, posting_id: UUID) -> Posting:
    """What became of an envelope; NotVisible for anybody else's."""
    found = Posting.objects.visible_to(viewer).filter(pk=posting_id).first()
    if found is None:
        raise NotVisible
    return found


def _locked(viewer: Viewer) -> Inbox:
    own = Inbox.objects.visible_to(viewer).select_for_update().filter(organisation=viewer.organisation_id)
    found = own.first()
    if found is None:
        Inbox.objects.get_or_create(organisation_id=viewer.organisation_id)
        found = own.get()
    return found


def _undated(viewer: Viewer, first: Mapping[Key, Object]) -> dict[Key, str]:
    """The text of each object without dates that is there: such a one never changes."""
    ids = [id_ for id_, version in first if version is None]
    if not ids:
        return {}
    rows = Posted.objects.visible_to(viewer).filter(object_id__in=ids).order_by("place")
    return {(id_, None): text for id_, text in rows.values_list("object_id", "text")}


def _put(viewer: Viewer, objects: Iterable[Object], at: datetime, source: Source | None) -> tuple[int, int]:
    """Write what is not there yet, in the order given; answers how many objects and bytes that were."""
    given = [
        {
            "object_id": one.id,
            "type": one.type,
            "spec_version": one.spec_version,
            "version": (one.version or at).isoformat(),
            "version_text": one.version_text or written_time(at),
            "text": one.text,
        }
        for one in objects
    ]
    values: dict[str, Any] = {
        "given": json.dumps(given, ensure_ascii=False),
        "at": at,
        "organisation": viewer.organisation_id,
        "source": source and source.pk,
        "person": viewer.name,
        "sender": sender_of(viewer, source),
    }
    with connection.cursor() as cursor:
        cursor.execute(PUT, values)
        count, bytes_ = cursor.fetchone()
    return count, bytes_


def _known(viewer: Viewer, keys: Collection[Key], at: datetime) -> dict[Key, str]:
    """The text of what was there before, among these ids and versions."""
    rows = Posted.objects.visible_to(viewer).filter(object_id__in={id_ for id_, _version in keys}, added_at__lt=at)
    found = rows.filter(version__in={version for _id, version in keys if version})
    read = found.values_list("object_id", "version", "text")
    return {(id_, version): text for id_, version, text in read if (id_, version) in keys}


def _wait(box: Inbox, sender: UUID, objects: int, bytes_: int) -> None:
    """Count what waits of a sender's, or less of it when it was taken out; Full when it is too much."""
    before = box.waiting.get(str(sender), [0, 0])
    objects, bytes_ = max(0, before[0] + objects), max(0, before[1] + bytes_)
    if objects > max(MOST_WAITING, before[0]) or bytes_ > max(MOST_BYTES, before[1]):
        raise Full(
            f"{before[0]} objects with {before[1]} bytes of yours wait in the inbox; at most {MOST_WAITING} objects"
            f" with {MOST_BYTES} bytes are kept for one sender. Delete what is dealt with, then send this again."
        )
    box.waiting = {**box.waiting, str(sender): [objects, bytes_]}


def _sorted(
    objects: Iterable[Object], first: Mapping[Key, Object], kept: Mapping[Key, str], at: str
) -> tuple[Told, Told]:
    """What is taken and what is not: under one id and version, one text."""
    successes: Told = []
    failures: Told = []
    for one in objects:
        detail = {"id": one.id, "version": one.version_text or at}
        key = (one.id, one.version)
        if one.fault:
            failures.append({**detail, "message": one.fault})
        elif one.text == kept.get(key, first[key].text):
            successes.append(detail)
        else:
            failures.append({**detail, "message": OTHER if key in kept else TWICE})
    return successes, failures


def _on_record(name: str, viewer: Viewer, data: Mapping[str, Any]) -> None:
    act = record.Act(
        name=name, case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=data, duty=REPORT_INCIDENTS
    )
    record.append(act)
