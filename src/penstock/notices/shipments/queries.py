"""Reads of files of planned shipments; the viewer comes first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from penstock.kernel.viewer import Viewer
from penstock.notices.drafts.outlook import addressing, copies_of
from penstock.notices.models import Batch, BatchLine, Notice
from penstock.parties.models import Organisation
from penstock.parties.queries import government, is_uuid, secretariat

PAGE = 50


def batches(viewer: Viewer, *, before: str = "") -> list[Batch]:
    """The viewer's newest batches, at most one more than a page; `before` is the id of the last one seen."""
    rows = Batch.objects.visible_to(viewer).order_by("-id")
    if is_uuid(before):
        rows = rows.filter(id__lt=before)
    return list(rows[: PAGE + 1])


def batch_lines(viewer: Viewer, batch: Batch, *, bad: bool | None = None, after: int = 0) -> list[BatchLine]:
    """Lines of a batch in order, only the faulty or only the good ones if asked, those `after` a line."""
    lines = BatchLine.objects.visible_to(viewer).filter(batch=batch, line__gt=after)
    if bad is not None:
        lines = lines.filter(is_good=not bad)
    return list(lines.order_by("line")[: PAGE + 1])


def faulty_lines(viewer: Viewer, batch: Batch) -> Iterable[dict[str, object]]:
    """The faulty lines of a batch as they were entered, with their faults in a column more."""
    for line in BatchLine.objects.visible_to(viewer).filter(batch=batch, is_good=False).iterator():
        told = "; ".join(f"{fault['column']}: {fault['message']}" for fault in line.faults)
        yield {**line.content, "faults": told}


@dataclass(frozen=True, slots=True)
class Share:
    """How many notices of a batch one authority receives."""

    organisation: Organisation
    notices: int


def shares(viewer: Viewer, batch: Batch) -> list[Share]:
    """Who receives how many notices when the good lines of a batch are lodged, the most first."""
    lines = BatchLine.objects.visible_to(viewer).filter(batch=batch, is_good=True)
    counted = lines.values_list("content__importer_country").annotate(count=Count("id"))
    office, received = secretariat(), Counter[Organisation]()
    for country, count in counted.order_by():
        received[addressing(batch.organisation_id, government(country or ""), office).counterpart] += count
    for codes in lines.exclude(content__copied_to=[]).values_list("content__copied_to", flat=True):
        received.update(copies_of(codes or ()))
    return [Share(organisation, count) for organisation, count in received.most_common()]


def lodged_references(viewer: Viewer, batch: Batch, lines: Iterable[BatchLine]) -> dict[str, str]:
    """The references of the notices that lines became, by the references the lines bear."""
    if batch.lodged_at is None:
        return {}
    own = {str(line.content.get("reference") or "") for line in lines if line.is_good}
    rows = Notice.objects.visible_to(viewer).filter(opener_id=batch.organisation_id, own_reference__in=own - {""})
    rows = rows.filter(sent_at__range=(batch.lodge_asked_at, batch.lodged_at))
    return dict(rows.values_list("own_reference", "reference"))
