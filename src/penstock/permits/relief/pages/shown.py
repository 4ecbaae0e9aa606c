"""Relief as pages show it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.sheets.sheet import Sheet
from penstock.catalogue.substances import substance
from penstock.kernel.viewer import Viewer
from penstock.permits.relief import queries
from penstock.permits.relief.fields import AGREEMENT, REQUEST, USE
from penstock.permits.relief.models import Agreement, Emergency, ReliefRequest
from penstock.permits.shapes import plain

Shown = dict[str, Any]
CONSEQUENCES = {
    "ask": "The supplier reads it, and in the same moment the exporting authority and the secretariat.",
    "accept": "The operator and the exporting authority are told. It can be sent off from now on.",
    "send": "It leaves without import paper and estimates, and is counted as used in the country that it leaves. The "
    "authority over there reads it from now on.",
    "report": "The supplier and the authorities read what was used and what was not.",
    "stop": "The operator and the supplier are told that it may not leave.",
    "end": "From now on nothing leaves on it.",
    "prolong": "Everybody reads the new last day.",
}


def emergency(one: Emergency) -> Shown:
    """An emergency as a row and as a page."""
    names = ", ".join(substance(each).name for each in one.substances)
    return {
        "reference": one.reference,
        "url": reverse("relief_emergency", args=[one.reference]),
        "title": one.title,
        "scope": names or _("all controlled medicines"),
        "from_on": one.from_on,
        "until_on": one.until_on,
        "badge": pages.badge(one),  # type: ignore[arg-type]
        "is_in_force": queries.is_in_force(one),
        "authority": one.authority.name,
        "basis": one.basis,
        "unreachable": one.unreachable,
    }


def agreement(one: Agreement) -> Shown:
    """An agreement as a row."""
    return {
        "reference": one.reference,
        "url": reverse("relief_agreement", args=[one.reference]),
        "title": one.title,
        "authority": one.authority.name,
        "until_on": one.until_on,
        "badge": pages.badge(one),  # type: ignore[arg-type]
    }


def request(one: ReliefRequest) -> Shown:
    """A request as a row."""
    return {
        "reference": one.reference,
        "url": reverse("relief_request", args=[one.reference]),
        "title": one.title,
        "operator": one.content.get("operator_name") or one.opener.name,
        "supplier": one.counterpart.name if one.counterpart else "",
        "badge": pages.badge(one),
        "updated_on": one.updated_at.date(),
    }


def sections(sheet: Sheet, content: Shown, names: dict[str, str] | None = None) -> list[Shown]:
    """What was answered, without what was left empty; `names` says what ids stand for."""
    found = []
    for part in pages.answers(sheet, content):
        rows = [{**row, "value": (names or {}).get(row["value"], row["value"])} for row in part["rows"] if row["value"]]
        if rows:
            found.append({**part, "rows": rows})
    return found


def agreement_sections(one: Agreement) -> list[Shown]:
    """An agreement's answers."""
    return sections(AGREEMENT, one.content, {str(one.supplier_id): one.supplier.name})


def request_parts(viewer: Viewer, one: ReliefRequest) -> Shown:
    """What was asked, what left, and what became of it."""
    return {
        "sections": sections(REQUEST, one.content),
        "use": sections(USE, one.use) if one.use else [],
        "differences": [
            {
                "substance": substance(each.substance).name,
                "unit": each.unit,
                **{name: plain(getattr(each, name)) for name in ("left", "used", "unused", "missing")},
                "tone": "bad" if one.use and each.missing else "",
            }
            for each in queries.differences(viewer, one)
        ],
        "is_reported": bool(one.use),
    }
