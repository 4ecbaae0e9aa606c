"""What of a notice's content stands in columns beside it: what lists, checks and clocks ask for, and what is secret."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from penstock.cases.secrecy.fields import COLLEAGUES, COPIED, SECRETARIAT, kept_from, sealed
from penstock.catalogue.substances import substance
from penstock.notices.checks.measures import keep_measures
from penstock.notices.drafts.outlook import Addressing
from penstock.notices.fields import GIVES_AWAY, SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import STATUTORY, VOLUNTARY


def project(notice: Notice, values: Mapping[str, Any]) -> None:
    """Put what lists and checks ask for into columns of its own."""
    notice.exporting = values["exporter_country"] or ""
    notice.importing = values["importer_country"] or ""
    notice.substances = list(values["substances"] or ())
    notice.quantity = values["quantity"]
    notice.unit = values["unit"] or ""
    notice.dispatch_on = values["dispatch_on"]
    notice.own_reference = values["reference"] or ""
    notice.span, notice.last_dispatch_on = values["span"] or "", values["last_dispatch_on"]
    notice.track = values["track"] or STATUTORY
    notice.is_emergency = bool(values["emergency"])
    notice.likeness = likeness(values)
    keep_measures(notice, values)
    notice.secret_fields = sealed(values, GIVES_AWAY)
    notice.secret_within = bool(notice.secret_fields) and COLLEAGUES in kept_from(values)
    whole, notice.title = title_of(notice, values), title_of(notice, values, hidden=frozenset(notice.secret_fields))
    notice.whole_title = whole if whole != notice.title else ""


def title_of(notice: Notice, values: Mapping[str, Any], *, hidden: Collection[str] = ()) -> str:
    """The goods and their amount in a line, marked where the notice is not a usual one, without what is hidden."""
    mark = "EMERGENCY: " if notice.is_emergency else "Voluntary: " if values["track"] == VOLUNTARY else ""
    named = ", ".join(substance(one).name for one in notice.substances)
    told = {"substances": named, **{name: values[name] for name in ("substance_name", "goods_description")}}
    goods = next((text for name, text in told.items() if text and name not in hidden), "")
    goods = goods or ("Goods kept confidential" if hidden else "New draft")
    amount = f"{SHIPMENT.field('quantity').type.show(notice.quantity)} {notice.unit}".strip()
    return mark + (f"{goods[:120]}, {amount}" if amount and "quantity" not in hidden else goods[:120])


def let_in(notice: Notice, going: Addressing) -> list[UUID]:
    """Whoever reads what is secret too: the two sides, and of the others those from whom it is not kept."""
    outside = kept_from(notice.content)
    others = set() if COPIED in outside else {one.id for one in going.copied}
    if SECRETARIAT not in outside:
        others.add(going.office.id)
    return list(dict.fromkeys([notice.opener_id, going.counterpart.id, *sorted(others)]))


def likeness(values: Mapping[str, Any]) -> str:
    """The same text for shipments that are probably one: goods, importer and day; empty while one is missing."""
    importer = "".join(c for c in (values["importer_name"] or "").casefold() if c.isalnum())
    parts = (values["importer_country"], importer, " ".join(sorted(values["substances"] or ())), values["dispatch_on"])
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24] if all(parts) else ""
