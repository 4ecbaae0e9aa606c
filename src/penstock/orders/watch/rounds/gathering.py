"""What a round reads of a company: its orders and earlier ones, needs of a year, thresholds of the law."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from penstock.catalogue.law.force import current_book
from penstock.engines.signals.desk.sitting import Need
from penstock.engines.signals.orders import Order
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.gathering import PARTED
from penstock.orders.checking.law.asked import asked_of
from penstock.orders.checking.law.orders import dimension_of, in_base
from penstock.orders.checking.models import Check
from penstock.orders.customers.capacity import capacities
from penstock.orders.customers.models import Customer
from penstock.orders.declarations.fields import TRANSACTION
from penstock.orders.declarations.models import Declaration
from penstock.orders.watch.fields import OLDEST
from penstock.orders.watch.models import EarlierOrder


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order as it was ordered: what a person needs to find it again."""

    number: str
    line: str
    quantity: str
    unit: str
    use: str


@dataclass(frozen=True)
class Matter:
    """Everything that is judged, by the names that the engine uses."""

    orders: tuple[Order, ...]
    lines: dict[str, Line]
    customers: dict[str, Customer]
    needs: tuple[Need, ...]
    thresholds: dict[str, Decimal] = field(default_factory=dict)

    @cached_property
    def series(self) -> dict[tuple[str, str], list[Order]]:
        """The orders of each customer and its goods."""
        found: dict[tuple[str, str], list[Order]] = {}
        for one in self.orders:
            found.setdefault((one.buyer, one.substance), []).append(one)
        return found

    def others(self, buyer: str, substance: str) -> list[Order]:
        """What other customers of the same sector ordered of the same goods; those of one owner are no others."""
        own = self.customers[buyer]
        return [
            one
            for one in self.orders
            if one.substance == substance and one.kind == own.sector and one.owner != str(own.group)
        ]


def substance_of(goods: str, dimension: str) -> str:
    """What the engine calls goods: kilograms and litres of one are two, so that they are never summed."""
    return goods + PARTED + dimension


def goods_of(substance: str) -> tuple[str, str]:
    """The goods and the dimension that the engine called so."""
    goods, _parted, dimension = substance.partition(PARTED)
    return goods, dimension


def gathered(viewer: Viewer, until: date) -> Matter:
    """What the viewer's company knows up to a day.

    An order counts where it went or its hold was lifted; one that was loaded as history and checked too counts as
    checked. An order of a customer that is not on record cannot be held against anything, and is left out.
    """
    customers = {one.pk: one for one in Customer.objects.visible_to(viewer)}
    orders: list[Order] = []
    lines: dict[str, Line] = {}

    def take(row: Check | EarlierOrder, line: Line) -> None:
        customer = customers[row.customer_id]  # type: ignore[index]
        reference = line.number + PARTED + line.line
        lines[reference] = line
        orders.append(
            Order(
                reference=reference,
                seller=str(viewer.organisation_id),
                buyer=customer.number,
                substance=substance_of(row.goods, row.dimension),
                day=row.ordered_on,
                quantity=row.base,
                goods=row.goods,
                kind=customer.sector,
                area=customer.country,
                owner=str(customer.group),
            )
        )

    went = Q(answer="go") | Q(held__state="lifted")
    checks = Check.objects.visible_to(viewer).filter(went, stands=True, customer__isnull=False, base__gt=0)
    for check in checks.filter(ordered_on__range=(OLDEST, until)).defer("reasons", "judged_under"):
        said = check.content
        line = Line(check.number, check.line, said.get("quantity", ""), said.get("unit", ""), said.get("use") or "")
        take(check, line)
    # A line that was checked here stands as checked, whatever became of it.
    judged = set(Check.objects.visible_to(viewer).filter(stands=True).values_list("number", "line"))
    for row in EarlierOrder.objects.visible_to(viewer).filter(ordered_on__lte=until):
        if (row.number, row.line) not in judged:
            take(row, Line(row.number, row.line, f"{row.quantity.normalize():f}", row.unit, row.use))
    return Matter(
        orders=tuple(sorted(orders, key=lambda one: (one.day, one.reference))),
        lines=lines,
        customers={one.number: one for one in customers.values()},
        needs=tuple(_needs(viewer, customers.values())),
        thresholds=_thresholds(viewer, {one.substance for one in orders}, until),
    )


def _needs(viewer: Viewer, customers: Iterable[Customer]) -> Iterator[Need]:
    """The needs of a year that customers declared and somebody verified; after the last, what they can use in one."""
    last: dict[tuple[str, str], date] = {}
    for need in _declared(viewer):
        key = need.buyer, need.substance
        last[key] = max(need.to_day, last.get(key, need.to_day))
        yield need
    for customer in customers:
        for one in capacities(customer.content):
            substance = substance_of(one["goods"], dimension_of(one["unit"]))
            ended = last.get((customer.number, substance))
            since = ended + timedelta(days=1) if ended else OLDEST
            most = in_base(Decimal(one["quantity"]), one["unit"])
            yield Need(customer.number, substance, most, since, date.max)


def _declared(viewer: Viewer) -> Iterator[Need]:
    rows = Declaration.objects.visible_to(viewer).select_related("customer").exclude(span=TRANSACTION)
    for row in rows.filter(verified_at__isnull=False, ended_at__isnull=True).order_by("pk"):
        substance = substance_of(row.goods, dimension_of(row.unit))
        yield Need(row.customer.number, substance, in_base(row.quantity, row.unit), row.from_on, row.until_on)


def _thresholds(viewer: Viewer, substances: Iterable[str], on: date) -> dict[str, Decimal]:
    """For each substance the lowest quantity of one order at which the law of the company's country asks for more."""
    book, found = current_book(), dict[str, Decimal]()
    for substance in sorted(substances):
        goods, dimension = goods_of(substance)
        bounds = [
            bound.base
            for asked in asked_of(book, viewer.country, goods, on)
            for bound in asked.bounds
            if bound.per == "transaction" and bound.dimension == dimension and not bound.is_retail and bound.base > 0
        ]
        if bounds:
            found[substance] = min(bounds)
    return found
