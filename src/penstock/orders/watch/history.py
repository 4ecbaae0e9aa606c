"""Writes of earlier orders, and of how much a company's people can review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.orders.checking.law.orders import dimension_of, in_base
from penstock.orders.customers.models import Customer
from penstock.orders.customers.services import note, strictly
from penstock.orders.watch.fields import HISTORY, SETTING
from penstock.orders.watch.models import EarlierOrder, WatchSetting
from penstock.parties.duties import KEEP_CUSTOMERS

MOST_LINES, AT_ONCE, MOST_FAULTS = 200_000, 2000, 50
CORRECTED = ("customer", "goods", "quantity", "unit", "base", "dimension", "use", "ordered_on", "source", "loaded_at")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many orders a file brought, and how many of them were there before and are corrected by it."""

    orders: int
    corrected: int


def load_history(*, viewer: Viewer, chunks: Iterable[bytes]) -> Loaded:
    """Load a CSV or XLSX file of orders from before the house; Refused with every fault, and then nothing is kept.

    A line that was loaded before is corrected, so that the same file twice changes nothing.
    """
    viewer.needs(KEEP_CUSTOMERS)
    sheet = sheets.read(HISTORY, chunks)
    if len(sheet.lines) > MOST_LINES:
        raise Refused("too_many", f"The file has more than {MOST_LINES:,} orders. Cut it into parts.")
    with transaction.atomic():
        customers = dict(Customer.objects.visible_to(viewer).values_list("number", "pk"))
        faults, rows = [], {}
        for reading in sheet.lines:
            values = reading.values
            key = values["number"], values["line"] or ""
            said = {"order": " ".join(key).strip(), "given": values["customer"]}
            if values["customer"] not in customers:
                text = "Order {order}: there is no customer {given}; enter it first, or correct its number."
                faults.append(Fault("customer", "unknown_customer", text, said))
            elif key in rows:
                text = "The order {order} stands twice in the file; give its lines different names."
                faults.append(Fault("line", "line_twice", text, said))
            else:
                rows[key] = _row(viewer, customers[values["customer"]], values, sheet.sha256)
        if faults:
            raise Refused("faults", f"{len(faults)} fault(s) in the file; nothing was kept.", faults[:MOST_FAULTS])
        known = EarlierOrder.objects.visible_to(viewer)
        before = known.count()
        EarlierOrder.objects.bulk_create(
            rows.values(),
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["organisation", "number", "line"],
            update_fields=CORRECTED,
        )
        corrected = len(rows) - (known.count() - before)
        told = {"orders": len(rows), "corrected": corrected, "sha256": sheet.sha256}
        note(viewer, "watch.history_loaded", told)
        setting_of(viewer)
    return Loaded(len(rows), corrected)


def _row(viewer: Viewer, customer: Any, values: Mapping[str, Any], source: str) -> EarlierOrder:
    return EarlierOrder(
        organisation_id=viewer.organisation_id,
        customer_id=customer,
        number=values["number"],
        line=values["line"] or "",
        goods=values["goods"],
        quantity=values["quantity"],
        unit=values["unit"],
        base=in_base(values["quantity"], values["unit"]),
        dimension=dimension_of(values["unit"]),
        use=values["use"] or "",
        ordered_on=values["ordered_on"],
        source=source,
    )


def setting_of(viewer: Viewer) -> WatchSetting:
    """What the company set; with the first look it is made as it comes, and a round follows every month from then."""
    row, _made = WatchSetting.objects.visible_to(viewer).get_or_create(organisation_id=viewer.organisation_id)
    return row


def keep_setting(*, viewer: Viewer, raw: Mapping[str, Any]) -> WatchSetting:
    """Say how many cases a month can be reviewed, and whether a round is made every month."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(SETTING, raw)
    with transaction.atomic():
        row = setting_of(viewer)
        row.cases, row.is_monthly = int(reading.values["cases"]), reading.values["monthly"] == "yes"
        row.save()
        note(viewer, "watch.set", reading.kept)
    return row
