"""What notices and files of shipments hold of a substance, for whoever asks what a rule would touch."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from penstock.cases.secrecy.sight import readable, title_for
from penstock.catalogue.law.force import current_book
from penstock.catalogue.simulation import MOST_SHOWN, Holding, Item, register_holdings
from penstock.kernel.viewer import Viewer
from penstock.notices.models import BatchLine, Notice
from penstock.parties.duties import READ_CASES, SEND_NOTICES


def open_notices(viewer: Viewer, substances: frozenset[str]) -> Holding | None:
    """The open notices and drafts that name a substance, or bear one of its CAS numbers and name none yet."""
    if not viewer.has(READ_CASES):
        return None
    rows = Notice.objects.visible_to(viewer).filter(is_open=True).filter(_concerning(substances))
    rows = rows.filter(readable(viewer, "substances", "cas_number"))
    first = rows.order_by("due_on", "reference")[:MOST_SHOWN]
    return Holding(
        rows.count(),
        tuple(Item(one.reference, title_for(viewer, one), reverse("notice", args=[one.reference])) for one in first),
    )


def _concerning(substances: frozenset[str]) -> Q:
    named = Q(substances__overlap=sorted(substances))
    return named | Q(substances=[], content__cas_number__in=sorted(_cas_numbers(substances)))


def _cas_numbers(substances: frozenset[str]) -> set[str]:
    book = current_book()
    own = {book.substances[one].cas for one in substances if one in book.substances}
    others = {each.number for one in substances for each in book.numbers.get(one, ()) if each.system == "cas"}
    return {number for number in own | others if number}


def unlodged_lines(viewer: Viewer, substances: frozenset[str]) -> Holding | None:
    """The good lines of checked files that were not lodged yet."""
    if not viewer.has(SEND_NOTICES):
        return None
    rows = _unlodged(viewer, substances)
    first = rows.select_related("batch").order_by("batch__made_at", "line")[:MOST_SHOWN]
    return Holding(
        rows.count(),
        tuple(
            Item(f"{one.batch.name}, {one.line}", str(one.content.get("goods_description") or ""),
                 reverse("batch", args=[one.batch_id]))
            for one in first
        ),
    )  # fmt: skip


def _unlodged(viewer: Viewer, substances: frozenset[str]) -> "QuerySet[BatchLine]":
    waiting = BatchLine.objects.visible_to(viewer).filter(is_good=True, batch__lodged_at__isnull=True)
    named = Q(pk__in=[])
    for one in sorted(substances):
        named |= Q(content__substances__contains=[one])
    return waiting.filter(named)


register_holdings("Open notices and drafts", open_notices)
register_holdings("Lines of files not lodged yet", unlodged_lines)
