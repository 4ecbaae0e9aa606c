"""Reads of distribution; the viewer comes first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Sum

from penstock.catalogue.amounts import exactly
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.checking.law.orders import dimension_of, in_base
from penstock.orders.checking.models import Check
from penstock.orders.customers.models import Customer
from penstock.orders.customers.sectors import TRADES_ON
from penstock.orders.distribution.models import Resale, Undertaking

MOST = 300


@dataclass(slots=True)
class Resold:
    """What a distributor resold of some goods in a year beside what it ordered here; masses and volumes apart."""

    year: int
    goods: str
    rows: list[Resale] = field(default_factory=list)
    resold: dict[str, Decimal] = field(default_factory=dict)
    ordered: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_more(self) -> bool:
        """Whether more was resold than was ordered here; where no order is in a dimension, nothing is compared."""
        return any(self.resold[one] > self.ordered[one] for one in self.resold.keys() & self.ordered.keys())


def undertaking(viewer: Viewer, undertaking_id: UUID) -> Undertaking:
    """The undertaking, if this viewer may see it; NotVisible otherwise."""
    rows = Undertaking.objects.visible_to(viewer).select_related("customer", "confirms")
    found = rows.filter(pk=undertaking_id).first()
    if found is None:
        raise NotVisible
    return found


def undertakings(viewer: Viewer, customer: Customer | None = None) -> list[Undertaking]:
    """The newest undertakings, of one customer or of all."""
    rows = Undertaking.objects.visible_to(viewer).select_related("customer")
    return list((rows.filter(customer=customer) if customer else rows)[:MOST])


def without_undertaking(viewer: Viewer) -> list[Customer]:
    """Customers that sell on and were never asked to undertake anything."""
    asked = Undertaking.objects.visible_to(viewer).filter(ended_at__isnull=True).values("customer")
    rows = Customer.objects.visible_to(viewer).filter(category__in=sorted(TRADES_ON - {"retailer"}))
    return list(rows.exclude(pk__in=asked)[:MOST])


def resales(viewer: Viewer, customer: Customer, years: Sequence[int] = ()) -> list[Resale]:
    """What a distributor resold, in some years or in all."""
    rows = Resale.objects.visible_to(viewer).filter(customer=customer)
    return list(rows.filter(year__in=years) if years else rows)


def resold(viewer: Viewer, customer: Customer) -> list[Resold]:
    """What a distributor resold by year and goods, beside what it ordered here; the newest year first."""
    found: dict[tuple[int, str], Resold] = {}
    for row in resales(viewer, customer):
        one = found.setdefault((row.year, row.goods), Resold(row.year, row.goods))
        one.rows.append(row)
        dimension = dimension_of(row.unit)
        one.resold[dimension] = exactly(one.resold.get(dimension, Decimal(0)), in_base(row.quantity, row.unit))
    sums: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    checks = Check.objects.visible_to(viewer).filter(customer=customer, stands=True).order_by()
    for year, goods, dimension, base in checks.values_list(F("ordered_on__year"), "goods", "dimension").annotate(
        base=Sum("base")
    ):
        sums[year, goods][dimension] = base
    for key, one in found.items():
        one.ordered = sums[key]
    return sorted(found.values(), key=lambda one: (-one.year, one.goods))
