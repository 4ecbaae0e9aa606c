"""Writes of an inbox: what is put into it, kept as it came, and what its organisation takes out again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.exchange.taxii.inbox.envelopes import Object
from penstock.exchange.taxii.keeping import TICK
from penstock.exchange.taxii.models import Inbox, Posted, Posting, Source
from penstock.exchange.taxii.paging import Asked, matching, written_time
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import copy_rows
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import REPORT_INCIDENTS

COLUMNS = (
    "object_id", "type", "spec_version", "version", "version_text", "added_at", "text",
    "organisation_id", "source_id", "person_name", "drafted_as",
)  # fmt: skip
OTHER = "Another object with this id and version is kept already; give it a newer 'modified'."
TWICE = "The same id and version stands twice in this envelope."
Kept = Mapping[tuple[str, Any], str]


def post(*, viewer: Viewer, objects: Sequence[Object], source: Source | None = None) -> Posting:
    """Keep what came; what is there already is taken as it is, and what is not as it should be is told by object."""
    with transaction.atomic():
        box = _locked(viewer)
        at = max(now(), box.added_at + TICK)
        successes, failures, rows = _sorted(objects, _kept(viewer, objects), written_time(at))
        if rows:
            beside = [viewer.organisation_id, source and source.pk, viewer.name, ""]
            copy_rows("exchange_posted", COLUMNS, ([*_columns(one, at), *beside] for one in rows))
            box.added_at = at
            box.save(update_fields=["added_at"])
        posting = Posting(
            organisation_id=viewer.organisation_id,
            person_name=viewer.name,
            requested_at=at,
            successes=successes,
            failures=failures,
        )
        posting.save(force_insert=True)
        if rows:
            _on_record("inbox.objects_kept", viewer, {"status": str(posting.pk), "objects": len(rows)})
    return posting


def remove(*, viewer: Viewer, object_id: str, asked: Asked) -> int:
    """Take versions of an object out of one's own inbox; NotVisible when there is none. Answers how many."""
    with transaction.atomic():
        _locked(viewer)
        rows = matching(Posted.objects.visible_to(viewer).filter(object_id=object_id), asked)
        places = list(rows.values_list("place", flat=True))
        if not places:
            raise NotVisible
        Posted.objects.visible_to(viewer).filter(place__in=places).delete()
        _on_record("inbox.object_removed", viewer, {"object": object_id, "versions": len(places)})
    return len(places)


def status_of(viewer: Viewer, posting_id: UUID) -> Posting:
    """What became of an envelope; NotVisible for anybody else's."""
    found = Posting.objects.visible_to(viewer).filter(pk=posting_id).first()
    if found is None:
        raise NotVisible
    return found


def _locked(viewer: Viewer) -> Inbox:
    Inbox.objects.get_or_create(organisation_id=viewer.organisation_id)
    return Inbox.objects.visible_to(viewer).select_for_update().get(organisation=viewer.organisation_id)


def _kept(viewer: Viewer, objects: Iterable[Object]) -> dict[tuple[str, Any], str]:
    """The text of each object of these ids that is there, by id and version, and by id alone."""
    ids = {one.id for one in objects if not one.fault}
    rows = Posted.objects.visible_to(viewer).filter(object_id__in=ids).order_by("place")
    found: dict[tuple[str, Any], str] = {}
    for id_, version, text in rows.values_list("object_id", "version", "text"):
        found[id_, version] = found[id_, None] = text
    return found


def _sorted(
    objects: Iterable[Object], kept: Kept, at: str
) -> tuple[list[dict[str, str]], list[dict[str, str]], list[Object]]:
    """What is taken, what is not, and what is to be written; an object without dates never changes."""
    successes, failures, rows = [], [], []
    fresh: dict[tuple[str, Any], str] = {}
    for one in objects:
        detail = {"id": one.id, "version": one.version_text or at}
        key = (one.id, one.version)
        if one.fault:
            failures.append({**detail, "message": one.fault})
        elif key in kept or key in fresh:
            same = kept.get(key, fresh.get(key)) == one.text
            successes.append(detail) if same else failures.append(
                {**detail, "message": TWICE if key in fresh else OTHER}
            )
        else:
            fresh[key] = one.text
            successes.append(detail)
            rows.append(one)
    return successes, failures, rows


def _columns(one: Object, at: Any) -> list[Any]:
    version = one.version or at
    return [one.id, one.type, one.spec_version, version, one.version_text or written_time(at), at, one.text]


def _on_record(name: str, viewer: Viewer, data: Mapping[str, Any]) -> None:
    act = record.Act(
        name=name, case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=data, duty=REPORT_INCIDENTS
    )
    record.append(act)
