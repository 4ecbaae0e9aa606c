"""Everything that a check needs to know of customers, read at once however many orders are judged.

These few statements are written by hand: a check is asked for at every order of a company's own system, and what it
needs hangs on one row. Each names the viewer's company as `visible_to` would, beside the policy of every table.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from penstock.kernel.viewer import Viewer
from penstock.orders.checking.law.orders import (
    Declared,
    Known,
    Licence,
    Order,
    Supplied,
    Undertaken,
    dimension_of,
    in_base,
)

PARTED = "\x1f"
"""Between the number of an order and its line, where both are one key."""

# Orders of one group of customers wait for each other, so that two at once do not both stay below what they pass
# together. So do the lines with one number, whoever ordered them, for only one check of a line stands: by few places,
# since the database has room for some thousands of locks. The lists to screen against are read along.
HOLD = """
SELECT ARRAY(SELECT id FROM cases_screeninglist WHERE organisation_id = %(company)s AND ended_at IS NULL ORDER BY id),
  (SELECT count(pg_advisory_xact_lock(hashtextextended('orders ' || found.named, 0))) FROM (
    SELECT "group"::text AS named FROM orders_customer
    WHERE organisation_id = %(company)s AND number = ANY(%(customers)s)
    UNION SELECT %(company)s || ' ' || (hashtext(line) & 63) FROM unnest(%(lines)s::text[]) AS line
    ORDER BY 1) AS found)
"""
KNOWN = """
SELECT c.id, c.number, c.name, c.country, c.category, c.sector, c.edition, c.content, c.known_since,
  c.identity_verified_on, c."group", c.stopped, c.screened,
  (SELECT json_agg(json_build_array(l.kind, l.number, l.goods, l.from_on, l.until_on, l.verified_on IS NOT NULL))
    FROM orders_customerlicence l WHERE l.customer_id = c.id AND l.ended_at IS NULL),
  (SELECT json_agg(json_build_array(d.goods, d.use, d.quantity::text, d.unit, d.span, d.order_number, d.from_on,
      d.until_on, d.signed_at IS NOT NULL, d.verified_at IS NOT NULL))
    FROM orders_declaration d WHERE d.customer_id = c.id AND d.goods = ANY(%(goods)s) AND d.ended_at IS NULL),
  (SELECT json_agg(json_build_array(k.ordered_on, k.goods, k.dimension, k.own, k.number, k.base::text, k.orders,
      k.most::text))
    FROM (SELECT k.ordered_on, k.goods, k.dimension, k.customer_id = c.id AS own,
        CASE WHEN k.number = ANY(%(numbers)s) THEN k.number ELSE '' END AS number,
        sum(k.base) AS base, count(DISTINCT k.number) AS orders, max(k.base) AS most
      FROM orders_customer g JOIN orders_check k ON k.customer_id = g.id
      WHERE g.organisation_id = c.organisation_id AND g."group" = c."group" AND k.stands
        AND k.goods = ANY(%(goods)s) AND k.ordered_on > %(since)s AND k.number || %(parted)s || k.line <> ALL(%(lines)s)
      GROUP BY 1, 2, 3, 4, 5) AS k),
  (SELECT json_object_agg(s.code, s.country) FROM orders_site s WHERE s.customer_id = c.id AND s.ended_at IS NULL),
  (SELECT json_agg(json_build_array(u.goods, u.from_on, u.until_on, u.signed_at IS NOT NULL, u.verified_at IS NOT NULL))
    FROM orders_undertaking u WHERE u.customer_id = c.id AND u.ended_at IS NULL)
FROM orders_customer c WHERE c.organisation_id = %(company)s AND c.number = ANY(%(customers)s)
"""
BEFORE = """
SELECT k.id, k.number, k.line, k.content, k.reasons, h.case_ptr_id, s.state, h.decided_by_name
FROM orders_check k LEFT JOIN orders_heldorder h ON h.check_row_id = k.id LEFT JOIN cases_case s ON s.id = h.case_ptr_id
WHERE k.organisation_id = %(company)s AND k.stands AND k.number = ANY(%(numbers)s)
  AND k.number || %(parted)s || k.line = ANY(%(lines)s)
"""


@dataclass(frozen=True, slots=True)
class Before:
    """The check of a line that stood until now, with its held order where there was one."""

    id: UUID
    content: Mapping[str, Any]
    reasons: Sequence[Mapping[str, Any]]
    held: UUID | None
    state: str
    decided_by: str


@dataclass(slots=True)
class Gathered:
    """What was read: customers by number, their orders by goods, checks that stood, lists to screen against."""

    customers: dict[str, Known] = field(default_factory=dict)
    supplied: dict[tuple[str, str], list[Supplied]] = field(default_factory=dict)
    before: dict[tuple[str, str], Before] = field(default_factory=dict)
    lists: tuple[UUID, ...] = ()

    def add(self, order: Order) -> None:
        """Let an order that was judged count for those behind it, of its customer and of all that belong to it."""
        known = self.customers.get(order.customer)
        for one in self.customers.values() if known else ():
            if known and one.group == known.group:
                row = Supplied(
                    order.ordered_on, order.dimension, one.id == known.id, order.number, order.base, 1, order.base
                )
                self.supplied.setdefault((one.number, order.goods), []).append(row)


def gather(viewer: Viewer, orders: Sequence[Order]) -> Gathered:
    """Hold the customers' groups and the lines, and read what is known; three statements, however many orders."""
    asked: dict[str, Any] = {
        "company": viewer.organisation_id,
        "customers": sorted({one.customer for one in orders}),
        "goods": sorted({one.goods for one in orders}),
        "numbers": sorted({one.number for one in orders}),
        "lines": sorted({one.number + PARTED + one.line for one in orders}),
        "parted": PARTED,
        # A declaration may have begun before the year that ends with the order.
        "since": min(one.ordered_on for one in orders) - timedelta(days=2 * 366),
    }
    found = Gathered()
    with connection.cursor() as cursor:
        cursor.execute(HOLD, asked)
        found.lists = tuple(cursor.fetchone()[0])
        cursor.execute(BEFORE, asked)
        for id_, number, line, content, reasons, held, state, by in cursor.fetchall():
            found.before[number, line] = Before(id_, _read(content), _read(reasons), held, state or "", by or "")
        cursor.execute(KNOWN, asked)
        for row in cursor.fetchall():
            _take(found, row)
    return found


def _read(value: Any) -> Any:
    """JSON as Python has it, whether the driver read it or not."""
    return json.loads(value) if isinstance(value, str) else value


def _take(found: Gathered, row: Sequence[Any]) -> None:
    *own, licences, declared, supplied, sites, undertaken = row
    id_, number, name, country, category, sector, edition, content, since, verified_on, group, stopped, screened = own
    for day, goods, *rest in _read(supplied) or ():
        found.supplied.setdefault((number, goods), []).append(_supplied(day, rest))
    found.customers[number] = Known(
        id=id_,
        number=number,
        name=name,
        country=country,
        category=category,
        sector=sector,
        edition=edition,
        content=_read(content),
        known_since=since,
        identity_verified_on=verified_on,
        group=group,
        stopped=stopped,
        screened=_read(screened) or {},
        licences=tuple(_licences(_read(licences) or ())),
        declarations=tuple(_declared(_read(declared) or ())),
        sites=_read(sites) or {},
        undertakings=tuple(_undertaken(_read(undertaken) or ())),
    )


def _supplied(day: str, rest: Sequence[Any]) -> Supplied:
    dimension, own, number, base, orders, most = rest
    return Supplied(date.fromisoformat(day), dimension, own, number, Decimal(base), orders, Decimal(most))


def _licences(rows: Iterable[Sequence[Any]]) -> Iterable[Licence]:
    for kind, number, goods, first, last, is_verified in rows:
        until = date.fromisoformat(last) if last else None
        yield Licence(kind, number, frozenset(goods), date.fromisoformat(first), until, is_verified)


def _declared(rows: Iterable[Sequence[Any]]) -> Iterable[Declared]:
    for goods, use, quantity, unit, span, order_number, first, last, is_signed, is_verified in rows:
        yield Declared(
            goods,
            use,
            in_base(Decimal(quantity), unit),
            dimension_of(unit),
            span,
            order_number,
            date.fromisoformat(first),
            date.fromisoformat(last),
            is_signed,
            is_verified,
        )


def _undertaken(rows: Iterable[Sequence[Any]]) -> Iterable[Undertaken]:
    for goods, first, last, is_signed, is_verified in rows:
        yield Undertaken(frozenset(goods), date.fromisoformat(first), date.fromisoformat(last), is_signed, is_verified)
