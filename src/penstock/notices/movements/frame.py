"""The time frame of a notice: one shipment, or several over some months to the same importer, and where law allows it.

Needs no database, so that the check of a file judges by the same words as the page of a draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from penstock.catalogue.law.book import holds
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.law.records import Duty
from penstock.catalogue.law.reports import months_after
from penstock.catalogue.substances import substance
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Day
from penstock.kernel.viewer import Fault

SINGLE = "single"
MONTHS = {"6 months": 6, "12 months": 12}
SPANS = {
    SINGLE: "A single shipment",
    "6 months": "Several shipments over 6 months",
    "12 months": "Several shipments over 12 months",
}
COLLECTIVE = "collective-notification"
"""The duty under which a pack of law says what one notice may cover several shipments of, and for how long."""

TIME_FRAME = Section(
    title="Time frame",
    fields=(
        Field(
            name="span",
            label="What the notice covers",
            type=Choice(SPANS),
            help="Several shipments go to the same importer; the quantity is then the most that all of them may hold",
        ),
        Field(
            name="last_dispatch_on",
            label="Last expected date of dispatch",
            type=Day(),
            help="For several shipments: the day after which none of them leaves",
        ),
    ),
)


def within_the_span(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The days of a time frame agree with its length; a single shipment has no last one."""
    first, last, length = values["dispatch_on"], values["last_dispatch_on"], MONTHS.get(values["span"] or SINGLE)
    if length is None:
        if last is not None:
            text = "A single shipment has one date of dispatch. Leave this empty, or choose several shipments."
            yield Fault("last_dispatch_on", "not_several", text)
        return
    if last is None:
        text = (
            "Several shipments need the last expected date of dispatch: no later than {length} months after the first."
        )
        yield Fault("last_dispatch_on", "missing_last_dispatch", text, {"length": length})
    elif first is not None and last < first:
        text = "The last dispatch, {last}, would be before the first, {first}. Enter a later day."
        yield Fault("last_dispatch_on", "last_before_first", text, {"last": last, "first": first})
    elif first is not None and last > months_after(first, length):
        text = "{last} is more than {length} months after {first}. Enter {latest} or an earlier day."
        latest = months_after(first, length)
        values_said = {"last": last, "length": length, "first": first, "latest": latest}
        yield Fault("last_dispatch_on", "span_too_long", text, values_said)


def against_several(values: Mapping[str, Any], substances: Iterable[str], on: date) -> Iterator[Fault]:
    """What the law of the exporting country has against covering several shipments of these substances by one notice.

    A jurisdiction that says nothing of it forbids nothing. Source: the rows `collective-notification` of its pack.
    """
    length, exporting = MONTHS.get(values["span"] or SINGLE), values["exporter_country"]
    if length is None or exporting is None:
        return
    book, hs_code = current_book(), str(values["hs_code"] or "")
    whose = book.jurisdictions_of(exporting, on)
    for pack in book.packs.values():
        rows = [row for row in pack.duties if row.duty == COLLECTIVE and holds(row, on)]
        if rows and pack.jurisdiction in whose:
            for one in substances:
                yield from _against(pack, rows, length, substance(one).name, _lists_of(pack, one, hs_code, on))


def _against(pack: Pack, rows: list[Duty], length: int, name: str, named: set[str]) -> Iterator[Fault]:
    """What one pack has against several shipments of a substance that stands on some of its lists."""
    if not named:
        return
    allowing = [row for row in rows if named & set(row.list.split())]
    said = {"name": name, "basis": _basis(allowing or rows)}
    if not allowing:
        text = "{name} is notified shipment by shipment: one notice may cover several only of {lists} ({basis})."
        lists = ", ".join(sorted({pack.lists[code].title for row in rows for code in row.list.split()}))
        yield Fault("span", "several_not_allowed", text, {**said, "lists": lists})
    elif length > max(row.amount or length for row in allowing):
        text = "One notice may cover several shipments of {name} for {months} months at most ({basis})."
        yield Fault("span", "several_too_long", text, {**said, "months": max(row.amount or 0 for row in allowing)})


def _lists_of(pack: Pack, one: str, hs_code: str, on: date) -> set[str]:
    """The lists of a pack that hold a substance on a day; a preparation by its tariff code stands on its own list."""
    entries = [each for each in pack.entries if each.substance == one and holds(each, on)]
    medicines = (each for each in entries if each.rule == "preparation")
    prepared = {each.list for each in medicines if any(_is_under(hs_code, code) for code in each.hs)}
    return prepared or {each.list for each in entries if each.rule == "substance"}


def _is_under(hs_code: str, code: str) -> bool:
    """Whether goods of a tariff code stand under one that a list names, as far as both are written."""
    digits = code.replace(".", "")
    return bool(hs_code) and (digits.startswith(hs_code) or hs_code.startswith(digits))


def _basis(rows: list[Duty]) -> str:
    sources = dict.fromkeys(row.source if row.verified else f"{row.source}; not verified" for row in rows)
    return "; ".join(sources)
