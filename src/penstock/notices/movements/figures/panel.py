"""The movements of a notice as its page shows them: the balance as a bar with its table, and a row for each."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.cases.models import Link
from penstock.cases.queries import links_of
from penstock.cases.secrecy.sight import sees_all
from penstock.catalogue.amounts import Amount
from penstock.catalogue.fields import Quantity
from penstock.kernel.viewer import Viewer
from penstock.notices.models import Notice
from penstock.notices.movements import queries, services
from penstock.notices.movements.figures.amounts import Balance
from penstock.notices.movements.figures.content import BaseContent, base_content
from penstock.notices.movements.figures.limits import last_day_of, read_balance, terms_of
from penstock.notices.movements.figures.shapes import arrival_difference
from penstock.notices.movements.frame import MONTHS
from penstock.notices.movements.models import Movement
from penstock.parties.duties import SEND_NOTICES

HUNDRED = Decimal(100)
WORDS = {"diversion": ("Goods were diverted to", "Takes goods diverted from")}
"""How each kind of link reads from its first case, and from the other."""


def panel(viewer: Viewer, notice: Notice) -> dict[str, Any] | None:
    """What moves under a notice, for its page; None before anything may move, and where something on it is hidden."""
    if not sees_all(viewer, notice):
        return None
    if notice.state != services.RELEASED and notice.span not in MONTHS:
        return None
    balance, found = read_balance(notice), queries.movements_under(viewer, notice)
    base, calendars = base_content(notice), Calendars()
    may_plan = viewer.has(SEND_NOTICES) and services.reason_against_planning(notice, viewer) is None
    last = last_day_of(notice)
    return {
        "bar": bar(balance, base) if balance else None,
        "base": base,
        "conditions": terms_of(notice),
        "last_day": last,
        "rows": [row(one, calendars) for one in found],
        "columns": columns(),
        "plan_url": reverse("movement_plan", args=[notice.reference]) if may_plan else "",
        "is_released": notice.state == services.RELEASED,
    }


def links(viewer: Viewer, notice: Notice) -> list[dict[str, str]]:
    """The cases that a notice is linked with, for those who see both."""
    return [_link(notice, one) for one in links_of(viewer, notice)]


def _link(notice: Notice, one: Link) -> dict[str, str]:
    is_first = one.one_id == notice.pk
    case = one.other if is_first else one.one
    words = WORDS.get(one.kind, (one.kind, one.kind))
    url = pages.page_of(case)
    return {"said": _(words[0 if is_first else 1]), "reference": case.reference, "url": url, "note": one.note}


def bar(balance: Balance, base: BaseContent | None) -> dict[str, Any]:
    """A balance as the shares part takes it: its parts in the order in which they were used up."""
    parts = (
        (_("Moved"), balance.moved, "info"),
        (_("Planned"), balance.planned, "warn"),
        (_("Given back, free again"), balance.given_back, "solid"),
        (_("Not used yet"), balance.untouched, "ok"),
    )
    start, rows = Decimal(0), []
    for label, quantity, tone in parts:
        width = HUNDRED * quantity / balance.ceiling if balance.ceiling else Decimal(0)
        share = {"label": label, "text": amount(quantity, balance.unit), "tone": tone, "hint": ""}
        if base and quantity:
            share["hint"] = _("as base: %(amount)s") % {"amount": amount(base.of(quantity), balance.unit)}
        rows.append({**share, "start": f"{start:.4f}", "width": f"{width:.4f}", "percent": f"{width:.1f} %"})
        start += width
    left = {"left": amount(balance.left, balance.unit), "ceiling": amount(balance.ceiling, balance.unit)}
    return {
        "rows": rows,
        "whole": amount(balance.ceiling, balance.unit),
        "said": _("%(left)s of %(ceiling)s are left.") % left,
    }


def amount(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit, for people."""
    return f"{Quantity().show(quantity.normalize() + 0 if quantity else Decimal(0))} {unit}"


def row(movement: Movement, calendars: Calendars | None = None) -> dict[str, Any]:
    """A movement as a row of a list."""
    owes_export = movement.waits_for_id == movement.opener_id
    country = movement.under.exporting if owes_export else movement.under.importing
    return {
        "reference": movement.reference,
        "url": reverse("movement", args=[movement.reference]),
        "notice": movement.under.reference,
        "notice_url": reverse("notice", args=[movement.under.reference]),
        "title": movement.title,
        "badge": pages.badge(movement),
        "clock": pages.clock(movement, country, calendars),
        "owed_by": movement.waits_for.name if movement.due_on and movement.waits_for else "",
        "is_overdue": movement.is_overdue,
        "tone": "bad" if movement.is_overdue else "",
        "planned_on": movement.planned_on,
        "dispatched_on": movement.dispatched_on,
        "arrived_on": movement.arrived_on,
        "quantity": amount(movement.quantity, movement.unit),
        "arrived": _arrived(movement),
        "difference": _difference(arrival_difference(movement)),
        "returned": _returned(movement),
        "lane": f"{movement.under.exporting} → {movement.under.importing}",
    }


def columns() -> list[dict[str, Any]]:
    """The heads of a list of movements."""
    return [
        {"label": _("Movement")},
        {"label": _("Dispatch")},
        {"label": _("Quantity"), "kind": "number"},
        {"label": _("Arrival")},
    ]


def _arrived(movement: Movement) -> str:
    if movement.arrived_quantity is None:
        return ""
    return amount(movement.arrived_quantity, movement.arrived_unit)


def _returned(movement: Movement) -> str:
    if movement.returned_quantity is None:
        return ""
    return _("%(amount)s came back") % {"amount": amount(movement.returned_quantity, movement.returned_unit)}


def _difference(more: Amount | None) -> str:
    """A shortage or a surplus in words; nothing where what arrived is what left."""
    if more is None or not more.quantity:
        return ""
    said = {"amount": amount(abs(more.quantity), more.unit)}
    return _("Surplus of %(amount)s") % said if more.quantity > 0 else _("Shortage of %(amount)s") % said
