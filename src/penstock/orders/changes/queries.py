"""Which of a company's customers, papers and orders a change of the law touches; the viewer comes first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.differences import Change, between_days
from penstock.catalogue.law.force import current_book
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.changes.models import LawTask
from penstock.orders.checking.law.asked import SALE
from penstock.orders.checking.law.quantities import year_before
from penstock.orders.checking.models import Check
from penstock.orders.customers.models import Customer, CustomerLicence
from penstock.orders.declarations.models import Declaration
from penstock.orders.holds.models import HeldOrder

MOST = 300
OF_SALES = frozenset({"entries", "thresholds", "duties", "exemptions"})


@dataclass(slots=True)
class Touched:
    """Goods whose law changes, how, and what of the company it touches."""

    goods: str
    changes: list[Change] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    licences: list[CustomerLicence] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    held: list[HeldOrder] = field(default_factory=list)
    orders: int = 0

    @property
    def tasks(self) -> list[str]:
        """What follows for the company, in the order in which it is done."""
        begins = any(one.verdict != "ends" for one in self.changes)
        found = []
        if begins and self.customers:
            found.append("Ask these customers what licence, registration or declaration they need from that day on.")
        if self.licences:
            found.append("Look whether these licences still name what the law asks for.")
        if self.declarations:
            found.append("Look whether these declarations still cover what the law asks for.")
        if self.held:
            found.append("Check these held orders again: they were judged by the law before.")
        return found or ["Nothing is on record that this touches."]


def touched(viewer: Viewer, before: date, after: date) -> list[Touched]:
    """What changes for sales in the viewer's country from one day to another, by goods that the company deals in."""
    book = current_book()
    changes = between_days(book, before, after, book.jurisdictions_of(viewer.country, after))
    return touched_by(viewer, changed_goods((book,), changes, after), before, after)


def touched_by(viewer: Viewer, by_goods: Mapping[str, list[Change]], before: date, after: date) -> list[Touched]:
    """What of the company changes touch, by the goods whose law they change."""
    if not by_goods:
        return []
    found = {goods: Touched(goods, [*changes]) for goods, changes in by_goods.items()}
    _add_orders(viewer, found, after)
    licences = CustomerLicence.objects.visible_to(viewer).filter(ended_at__isnull=True, goods__overlap=[*found])
    for row in licences.select_related("customer"):
        for goods in set(row.goods) & found.keys():
            found[goods].licences.append(row)
    papers = Declaration.objects.visible_to(viewer).filter(ended_at__isnull=True, until_on__gte=before, goods__in=found)
    for paper in papers.select_related("customer"):
        found[paper.goods].declarations.append(paper)
    ours = [one for one in found.values() if one.orders or one.licences or one.declarations or one.held]
    return sorted(ours, key=lambda one: (-len(one.customers), one.goods))


def _add_orders(viewer: Viewer, found: Mapping[str, Touched], day: date) -> None:
    """The customers who ordered such goods in the year before, and the orders that wait."""
    rows = Check.objects.visible_to(viewer).filter(goods__in=found, stands=True, ordered_on__gte=year_before(day))
    customers: dict[str, dict[str, Customer]] = defaultdict(dict)
    for row in rows.select_related("customer"):
        found[row.goods].orders += 1
        if row.customer:
            customers[row.goods][row.customer.number] = row.customer
    for goods, known in customers.items():
        found[goods].customers = [known[number] for number in sorted(known)]
    waiting = HeldOrder.objects.visible_to(viewer).filter(state="held", check_row__goods__in=found)
    for case in waiting.select_related("check_row"):
        found[case.check_row.goods].held.append(case)


def changed_goods(books: Iterable[Book], changes: Iterable[Change], day: date) -> dict[str, list[Change]]:
    """Changes by the goods they are of, as the books name them; one of a whole list is of everything on it."""
    known = tuple(books)
    found: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        if one.file in OF_SALES and _is_of_sales(one):
            for goods in {goods for book in known for goods in _goods_of(book, one, day)}:
                found[goods].append(one)
    return found


def tasks(viewer: Viewer, *, is_open: bool) -> list[LawTask]:
    """The tasks that changes of the law left: those to be done by their day, or the newest that were settled."""
    rows = LawTask.objects.visible_to(viewer)
    if is_open:
        return list(rows.filter(outcome="")[:MOST])
    return list(rows.exclude(outcome="").order_by("-settled_at", "id")[:MOST])


def task(viewer: Viewer, task_id: UUID) -> LawTask:
    """The task, if this viewer may see it; NotVisible otherwise."""
    found = LawTask.objects.visible_to(viewer).filter(pk=task_id).first()
    if found is None:
        raise NotVisible
    return found


def _is_of_sales(one: Change) -> bool:
    return getattr(one.record, "operation", "any") in SALE | {"retail", "possession"}


def _goods_of(book: Book, one: Change, day: date) -> Collection[str]:
    record = one.record
    lists, entry = set(record.list.split()), getattr(record, "entry", "")
    rules = [rule for rule in book.rules if rule.pack.id == one.pack.id and ({"*", rule.list.code} & lists)]
    named = [rule for rule in rules if not entry or rule.entry.entry == entry]
    return {rule.entry.substance or rule.key for rule in named if entry or rule.entry.since <= day}
