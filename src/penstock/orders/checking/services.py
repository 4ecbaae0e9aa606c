"""Writes of checks: one order or many, judged and sealed on the record in one transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.catalogue.law.force import current_book
from penstock.kernel import record
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.checking.fields import ORDER
from penstock.orders.checking.gathering import Before, Gathered, gather
from penstock.orders.checking.judging import Judged, judge
from penstock.orders.checking.law.orders import SUBSTANCE, TRADE, Order, in_base
from penstock.orders.checking.models import Check
from penstock.orders.holds.models import HeldOrder
from penstock.orders.holds.services import hold, set_aside
from penstock.parties.duties import CHECK_ORDERS

MOST_AT_ONCE = 500
"""Each customer that occurs is locked until the end, and the database has room for some thousands of locks."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A check as it was kept, and the held order where it did not go."""

    check: Check
    held: HeldOrder | None


def check_order(*, viewer: Viewer, raw: Mapping[str, Any]) -> Answered:
    """Check one line of an order; Refused with every fault of what was entered."""
    viewer.needs(CHECK_ORDERS)
    reading = ORDER.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return _checked(viewer, [reading])[0]


def check_orders(*, viewer: Viewer, raws: Sequence[Mapping[str, Any]]) -> list[Answered]:
    """Check many lines in the order given, with one set of reads; all are judged, or none where one is faulty."""
    viewer.needs(CHECK_ORDERS)
    if not 0 < len(raws) <= MOST_AT_ONCE:
        raise Refused("misshapen", f"Send from 1 to {MOST_AT_ONCE} orders at once.")
    readings = [ORDER.read(raw, strict=True) for raw in raws]
    faults = [
        Fault(f"orders.{at}.{one.field}", one.code, "Order {at}, {field}: " + one.text,
              {**one.values, "at": at + 1, "field": one.field})
        for at, reading in enumerate(readings) for one in reading.faults
    ]  # fmt: skip
    if faults:
        raise refused_for(faults)
    return _checked(viewer, readings)


def check_file(*, viewer: Viewer, chunks: Iterable[bytes]) -> list[Answered]:
    """Check a CSV file of orders; Refused with every fault at its line, and then nothing was judged."""
    viewer.needs(CHECK_ORDERS)
    sheet = sheets.read(ORDER, chunks)
    if len(sheet.lines) > MOST_AT_ONCE:
        raise Refused("too_many", f"The file has more than {MOST_AT_ONCE} orders. Cut it into parts.")
    return _checked(viewer, sheet.lines)


def _checked(viewer: Viewer, readings: Sequence[Reading]) -> list[Answered]:
    orders = [order_of(one.values) for one in readings]
    _refuse_twice(orders)
    book = current_book()
    with transaction.atomic(savepoint=False):  # a check is one act: what undoes it undoes the whole call
        gathered = gather(viewer, orders)
        rows: list[tuple[Check, Judged]] = []
        for order, reading in zip(orders, readings, strict=True):
            content = {key: value for key, value in reading.kept.items() if value not in (None, "", [])}
            judged = judge(viewer, book, order, gathered, content)
            gathered.add(order)
            rows.append((_row(viewer, judged, content), judged))
        _replace(viewer, gathered)
        Check.objects.bulk_create([row for row, _judged in rows])
        held = {row.pk: hold(viewer, row, judged) for row, judged in rows if judged.answer != "go"}
        # The record is locked last: whoever held it while taking a number could wait for one that waits for the record.
        _set_aside(gathered)
        record.append(*(_act(viewer, row, held.get(row.pk)) for row, _judged in rows))
    return [Answered(row, held.get(row.pk)) for row, _judged in rows]


def order_of(values: Mapping[str, Any]) -> Order:
    """The order that a form holds."""
    package = values["package"]
    return Order(
        number=values["number"],
        line=values["line"] or "",
        goods=values["goods"],
        quantity=values["quantity"],
        unit=values["unit"],
        ordered_on=values["ordered_on"] or today(),
        customer=values["customer"],
        site=values["site"] or "",
        use=values["use"] or "",
        percent=values["percent"],
        package=None if package is None else in_base(package, values["unit"]),
        form=values["form"] or SUBSTANCE,
        channel=values["channel"] or TRADE,
        indicators=tuple(values["indicators"] or ()),
    )


def _refuse_twice(orders: Sequence[Order]) -> None:
    lines = [(one.number, one.line) for one in orders]
    twice = sorted({one for one in lines if lines.count(one) > 1}) if len(set(lines)) < len(lines) else []
    if twice:
        number, line = twice[0]
        text = "The order {number} {line} stands twice: give its lines different names."
        raise refused_for([Fault("line", "line_twice", text, {"number": number, "line": line})])


def _row(viewer: Viewer, judged: Judged, content: Mapping[str, Any]) -> Check:
    order = judged.order
    row = Check(
        id=new_id(),
        organisation_id=viewer.organisation_id,
        number=order.number,
        line=order.line,
        customer_id=judged.known.id if judged.known else None,
        goods=order.goods,
        base=order.base,
        dimension=order.dimension,
        ordered_on=order.ordered_on,
        content=dict(content),
        answer=judged.answer,
        reasons=[one.told() for one in judged.reasons],
        judged_under=dict(judged.judged_under),
        person_id=viewer.person_id,
        person_name=viewer.name,
        checked_at=now(),
    )
    row.digest = digest_of(row)
    return row


def digest_of(row: Check) -> str:
    """The hash of all that a check says, as the record keeps it: whoever changes a word of it is found out."""
    sealed = {
        "id": str(row.pk),
        "organisation": str(row.organisation_id),
        "number": row.number,
        "line": row.line,
        "customer": str(row.customer_id or ""),
        "goods": row.goods,
        "content": row.content,
        "answer": row.answer,
        "reasons": row.reasons,
        "judged_under": row.judged_under,
        "ordered_on": row.ordered_on.isoformat(),
        "checked_at": row.checked_at.isoformat(timespec="microseconds"),
        "person": str(row.person_id),
    }
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _replace(viewer: Viewer, gathered: Gathered) -> None:
    """Take what stood for the same lines out of the sums; it stays readable."""
    gone: list[Before] = list(gathered.before.values())
    if gone:
        Check.objects.visible_to(viewer).filter(pk__in=[one.id for one in gone]).update(stands=False)


def _set_aside(gathered: Gathered) -> None:
    for one in gathered.before.values():
        if one.held and one.state == "held":
            set_aside(one.held)


def _act(viewer: Viewer, row: Check, held: HeldOrder | None) -> record.Act:
    told = {
        "check": str(row.pk),
        "order": row.number,
        "line": row.line,
        "answer": row.answer,
        "digest": row.digest,
        "held": held.reference if held else "",
    }
    return record.Act(
        name="order.checked",
        case_id=held.pk if held else None,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={key: value for key, value in told.items() if value},
        duty=CHECK_ORDERS,
    )
