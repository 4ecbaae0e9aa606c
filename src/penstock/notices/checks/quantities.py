"""Checks of how much: against the annual requirement, the importer's own history, and thresholds dodged by parts."""

from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.urls import reverse

from penstock.catalogue.law.book import Rule
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Threshold
from penstock.catalogue.substances import substance
from penstock.catalogue.units import unit
from penstock.notices.checks.findings import Finding, Link, Tone
from penstock.notices.checks.matter import Kin, Matter

ALR = "Annual legitimate requirements, CND resolution 49/3: a guide for exporters, not a quota"
STALE_YEARS = 3
MUCH, FAR_MORE = Decimal("0.8"), Decimal(3)
WINDOWS = {"transaction": 30, "package": 30, "month": 31, "quarter": 92, "year": 365}
"""Days over which parts are added; single deals are added over thirty days, which no law says."""
MOST_SHOWN = 5
WORST: tuple[Tone, ...] = ("warning", "look", "cannot say", "fine")


def annual_requirement(matter: Matter) -> Finding | None:
    """The shipment and the year's other notices, as pure substance, against what the country says it needs."""
    found = [one for each in matter.totals if (one := _requirement(matter, each))]
    return min(found, key=lambda one: WORST.index(one.tone), default=None)


def _requirement(matter: Matter, id_: str) -> Finding | None:
    needed = next((one for one in matter.requirements.get(id_, ()) if one.form == "bulk"), None)
    total = matter.totals[id_]
    scope = "that you see" if matter.side == "exporting" else "of all exporters"
    values: dict[str, object] = {
        "name": substance(id_).name, "year": matter.year, "country": matter.notice.importing, "scope": scope,
        "before": kilograms(total.kilograms), "count": total.notices,
    }  # fmt: skip
    if needed is None:
        text = (
            "{country} has stated no annual requirement of {name}. Notified for {year}, {scope}: {before} in {count}."
        )
        return Finding("cannot say", text, values, ALR)
    values |= {"stated": needed.stated_on, "of": needed.year}
    links = (Link(f"{needed.source}, {needed.stated_on}", reverse("register_requirements")),)
    if needed.is_prohibited:
        return Finding("warning", "{country} prohibits the import of {name} ({of}).", values, ALR, links)
    if needed.kilograms is None:
        return Finding("cannot say", "{country} made no estimate for {name} ({of}).", values, ALR, links)
    this = _of_this(matter)
    if this is None:
        text = "The quantity cannot be compared with the {needed} that {country} needs of {name}: it is in litres, of"
        text += " several substances, or of a salt whose share is not known."
        return Finding("cannot say", text, values | {"needed": kilograms(needed.kilograms)}, ALR, links)
    sum_ = this + total.kilograms
    values |= {"this": kilograms(this), "sum": kilograms(sum_), "needed": kilograms(needed.kilograms)}
    values["litres"] = f" {total.litres.normalize():f} l more cannot be compared." if total.litres else ""
    text = "With this {this} of {name}, {sum} are notified to {country} for {year} ({scope}), of {needed} needed."
    return Finding(_bearing(sum_, needed.kilograms, matter.year - needed.year), text + _aged(matter, needed.year)
                   + "{litres}", values, ALR, links)  # fmt: skip


def _aged(matter: Matter, year: int) -> str:
    return " That estimate is of {of} and out of date." if matter.year - year > STALE_YEARS else ""


def _bearing(sum_: Decimal, needed: Decimal, age: int) -> Tone:
    if sum_ > needed:
        return "warning"
    return "look" if sum_ > needed * MUCH or age > STALE_YEARS else "fine"


def _of_this(matter: Matter) -> Decimal | None:
    """The kilograms of this shipment as pure substance; as they are where the substance makes no salts."""
    return matter.notice.base_kilograms


def kilograms(amount: Decimal) -> str:
    """An amount for a sentence, to the gram."""
    plain = amount.quantize(Decimal("0.001")).normalize()
    return f"{plain:,f} kg".replace(",", "\u202f")


def history(matter: Matter) -> Finding | None:
    """The quantity against what the same importer was notified of before, of the same substances."""
    if not matter.notice.importer_key:
        return None
    same = [one for one in matter.kin if set(one.substances) & set(matter.substances) and one.state != "draft"]
    if not same:
        return Finding("look", "This importer was not notified of this substance before, in what you see.")
    this, before, symbol = _comparable(matter, same)
    if this is None or not before:
        text = "{count} earlier notice(s) to this importer do not compare with this one: units or salts differ."
        return Finding("cannot say", text, {"count": len(same)})
    usual, most = median(before), max(before)
    values = {
        "this": _amount(this, symbol), "median": _amount(usual, symbol), "most": _amount(most, symbol),
        "count": len(before), "left": len(same) - len(before),
    }  # fmt: skip
    tone: Tone = "warning" if this > FAR_MORE * most else "look" if this > most else "fine"
    text = "{this} here; the median of {count} earlier notice(s) to this importer is {median}, the most {most}."
    if values["left"]:
        text += " {left} more do not compare: units or salts differ."
    return Finding(tone, text, values, "", _links(same))


def _comparable(matter: Matter, same: list[Kin]) -> tuple[Decimal | None, list[Decimal], str]:
    """The amount and the earlier ones in one unit: pure substance if known, else kilograms or litres."""
    own = matter.notice
    if own.base_kilograms is not None:
        return own.base_kilograms, [one.base_kilograms for one in same if one.base_kilograms is not None], "kg"
    if own.kilograms is not None:
        return own.kilograms, [one.kilograms for one in same if one.kilograms is not None], "kg"
    return own.litres, [one.litres for one in same if one.litres is not None], "l"


def _amount(amount: Decimal, symbol: str) -> str:
    return kilograms(amount).removesuffix("kg") + symbol


def _links(kin: list[Kin]) -> tuple[Link, ...]:
    return tuple(Link(one.reference, reverse("notice", args=[one.reference])) for one in kin[:MOST_SHOWN])


class Dodged(NamedTuple):
    """A threshold under which every part stays and above which they are together."""

    rule: Rule
    threshold: Threshold
    sum: Decimal
    parts: list[Kin]
    symbol: str


def split(matter: Matter) -> Finding | None:
    """Shipments to one importer within a threshold's window, each below it and together above it."""
    day = matter.notice.dispatch_on
    if day is None or not matter.substances or not matter.notice.importer_key:
        return None
    found = _dodged(matter)
    if found is None:
        return Finding("fine", "No threshold is passed by adding up what goes to this importer in parts.")
    rule, threshold, sum_, parts, symbol = found
    values = {
        "parts": len(parts) + 1, "days": WINDOWS[threshold.per], "sum": _amount(sum_, symbol),
        "limit": f"{threshold.amount.normalize():f} {threshold.unit}",
        "list": f"{rule.jurisdiction}, {rule.list.title}",
    }  # fmt: skip
    text = "{parts} shipments to this importer within {days} days are each below {limit} ({list}), and together {sum}."
    basis = threshold.source if threshold.verified else f"{threshold.source} (this row was not compared with the law)"
    return Finding("warning", text, values, basis, _links(parts))


def _dodged(matter: Matter) -> Dodged | None:
    book, on = current_book(), matter.on
    countries = (matter.notice.exporting, matter.notice.importing)
    where = frozenset().union(*(book.jurisdictions_of(one, on) for one in countries if one))
    for id_ in matter.substances:
        for rule in book.rules_of(id_, on, where):
            for threshold in book.thresholds_of(rule, on):
                found = _passed_in_parts(matter, id_, rule, threshold)
                if found:
                    return found
    return None


def _passed_in_parts(matter: Matter, id_: str, rule: Rule, threshold: Threshold) -> Dodged | None:
    measure, window = unit(threshold.unit), WINDOWS.get(threshold.per)
    day = matter.notice.dispatch_on
    if measure is None or window is None or day is None or threshold.operation not in {"any", "export", "import"}:
        return None
    limit, by = measure.to_base(threshold.amount), "kilograms" if measure.dimension == "mass" else "litres"
    own = getattr(matter.notice, by)
    if own is None or own >= limit:
        return None
    near = timedelta(days=window)
    parts = [
        one
        for one in matter.kin
        if id_ in one.substances and one.state not in {"draft", "objected"} and one.dispatch_on
        and abs(one.dispatch_on - day) <= near and getattr(one, by) is not None and getattr(one, by) < limit
    ]  # fmt: skip
    sum_ = own + sum((getattr(one, by) for one in parts), Decimal(0))
    return Dodged(rule, threshold, sum_, parts, "kg" if by == "kilograms" else "l") if sum_ >= limit else None
