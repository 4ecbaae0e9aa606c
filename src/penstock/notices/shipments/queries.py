"""Reads of files of planned shipments; the viewer comes first."""

from collections.abc import Iterable

from penstock.kernel.viewer import Viewer
from penstock.notices.models import Batch, BatchLine

PAGE = 50


def batches(viewer: Viewer) -> list[Batch]:
    """The viewer's newest batches."""
    return list(Batch.objects.visible_to(viewer)[:PAGE])


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
