"""A supplier's report of a year: what left in emergencies, to where, and what became of it; as rows and as CSV."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from penstock.catalogue.amounts import exactly, plain
from penstock.catalogue.substances import substance
from penstock.kernel.viewer import Viewer
from penstock.permits.relief.models import Delivery
from penstock.permits.relief.queries import agreement_by_reference

HEADS = ("sent_on", "request", "state", "country", "operator", "emergency", "substance", "product", "pure", "unit")
FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery."""

    sent_on: date
    request: str
    state: str
    country: str
    operator: str
    emergency: str
    substance: str
    product: str
    pure: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Report:
    """A year of a supplier: its deliveries, and their sums by substance and country."""

    supplier: str
    year: int
    rows: Sequence[Row]

    @property
    def sums(self) -> list[tuple[str, str, Decimal, str]]:
        """Substance, country, pure amount and unit."""
        found: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
        for one in self.rows:
            found[one.substance, one.country, one.unit].append(one.pure)
        return [(name, to, exactly(*parts), unit) for (name, to, unit), parts in sorted(found.items())]

    def csv(self) -> str:
        """The rows as a file; what a spreadsheet would take for a formula is made text."""
        sheet = io.StringIO()
        writer = csv.writer(sheet)
        writer.writerow(HEADS)
        for one in self.rows:
            writer.writerow([_cell(getattr(one, name)) for name in HEADS])
        return sheet.getvalue()


def _cell(value: object) -> str:
    text = f"{plain(value):f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def report_of(viewer: Viewer, reference: str, year: int) -> Report:
    """The report of the supplier of an agreement, over all its agreements; NotVisible for who does not see that one."""
    agreement = agreement_by_reference(viewer, reference)
    found = Delivery.objects.visible_to(viewer).filter(
        case__agreement__supplier=agreement.supplier_id, case__sent_on__year=year
    )
    found = found.select_related("case__emergency", "case__opener").order_by("case__sent_on", "case_id", "position")
    rows = [_row(one) for one in found]
    return Report(agreement.supplier.name, year, rows)


def _row(one: Delivery) -> Row:
    request = one.case
    emergency, sent_on = request.emergency, request.sent_on
    assert emergency is not None, "what left was for an emergency"  # noqa: S101 - the workflow keeps it
    assert sent_on is not None, "what left has its day"  # noqa: S101 - likewise
    return Row(
        sent_on=sent_on,
        request=request.reference,
        state=request.state,
        country=emergency.country,
        operator=request.content.get("operator_name") or request.opener.name,
        emergency=emergency.reference,
        substance=substance(one.substance).name,
        product=one.content.get("product") or "",
        pure=one.pure,
        unit=one.unit,
    )
