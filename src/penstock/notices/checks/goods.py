"""Checks of the goods: end use against substance and kind of company, form and strength, repetition, refusals."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from django.urls import reverse

from penstock.catalogue.substances import substance
from penstock.notices.checks.findings import Finding, Link
from penstock.notices.checks.matter import Matter
from penstock.parties.companies.models import KINDS

USES = "Usual licit uses from general knowledge; this table was not compared with a source"
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?(?:%|per ?cent)")
_DISSOLVED = re.compile(r"\b(solution|dissolved|in water|aqueous|mixture|suspension|syrup|oil|elixir)\b", re.IGNORECASE)
_MOST = Decimal(100)
_STEM = 5


class Usual(NamedTuple):
    """What is usual of a substance: solid or liquid, the highest strength it is sold in, its uses, who uses it."""

    state: str
    most_percent: Decimal
    uses: frozenset[str]
    kinds: frozenset[str]


@cache
def usual() -> Mapping[str, Usual]:
    """What is usual, by substance."""
    text = files("penstock.notices.checks").joinpath("goods.csv").read_text("utf-8")
    return MappingProxyType(
        {
            row["substance"]: Usual(
                row["state"],
                Decimal(row["most_percent"] or 100),
                frozenset(row["uses"].split()),
                frozenset(row["kinds"].split()),
            )
            for row in csv.DictReader(text.splitlines())
        }
    )


def end_use(matter: Matter) -> Finding | None:
    """Whether the stated use is one of the usual ones of the substance."""
    said, known = matter.values["end_use"], [usual()[one] for one in matter.substances if one in usual()]
    if not said:
        return Finding("look", "No end use is stated.", {}, "1988 Convention, article 12(9)")
    if not known:
        return Finding("cannot say", "No usual uses of this substance are on record here.", {}, USES)
    stems = {word[:_STEM] for word in re.findall(r"\w+", said.casefold())}
    strange = [
        substance(one).name
        for one in matter.substances
        if one in usual() and not stems & {use[:_STEM] for use in usual()[one].uses}
    ]
    values = {"use": said, "names": ", ".join(strange)}
    if strange:
        text = "“{use}” is none of the usual uses of {names} on record, which are in English. Ask if it is not plain."
        return Finding("look", text, values, USES)
    return Finding("fine", "“{use}” is a usual use.", values, USES)


def kind_of_company(matter: Matter) -> Finding | None:
    """Whether a company of this kind usually needs the substance; only where the register is the viewer's own."""
    party = matter.parties.get("importer")
    company = party.whole.company if party and party.whole else None
    if company is None:
        return None
    strange = [
        substance(one).name
        for one in matter.substances
        if one in usual() and usual()[one].kinds and company.kind not in usual()[one].kinds
    ]
    values = {"name": company.name, "kind": KINDS[company.kind].lower(), "names": ", ".join(strange)}
    if strange:
        return Finding("look", "{name} is registered as: {kind}. Such a company seldom needs {names}.", values, USES)
    return Finding("fine", "{name} is registered as: {kind}.", values, USES)


def form(matter: Matter) -> Finding | None:
    """Whether unit, form and strength can be."""
    said = str(matter.values["goods_description"] or "")
    stated = [Decimal(one.replace(",", ".")) for one in _PERCENT.findall(said)]
    known = [(one, usual()[one]) for one in matter.substances if one in usual()]
    if any(one > _MOST for one in stated):
        return Finding("warning", "{share} per cent of anything cannot be.", {"share": max(stated)})
    for one, each in known:
        values = {"name": substance(one).name, "share": max(stated, default=0), "most": each.most_percent}
        if len(known) == 1 and stated and max(stated) > each.most_percent:
            return Finding("look", "{name} of {share} per cent is not sold; the strongest has {most}.", values, USES)
        if each.state == "solid" and matter.notice.litres is not None and not _DISSOLVED.search(said):
            text = "{name} is a solid, yet the quantity is in litres and no solution is spoken of."
            return Finding("look", text, values, USES)
    return Finding("fine", "Unit, form and strength are plausible.", {}, USES) if known else None


def duplicate(matter: Matter) -> Finding | None:
    """Other notices of the same goods to the same importer on the same day, or under the same reference."""
    own = matter.notice
    same = [
        one
        for one in matter.kin
        if (own.likeness and one.likeness == own.likeness)
        or (own.own_reference and one.own_reference == own.own_reference and one.is_own)
    ]
    if not same:
        return Finding("fine", "No other notice is of the same goods, importer and day.")
    links = tuple(Link(one.reference, reverse("notice", args=[one.reference])) for one in same)
    values = {"count": len(same), "names": ", ".join(one.reference for one in same)}
    return Finding("look", "This may have been notified before: {names}.", values, "", links)


def refused_elsewhere(matter: Matter) -> Finding | None:
    """A similar order that was refused: the same importer or consignee, and one of the substances."""
    if not matter.is_sent:
        return Finding("cannot say", "Refusals elsewhere are looked up when the notice has been sent.")
    if not matter.refusals:
        return Finding("fine", "No similar order was refused in the last three years.")
    said = "; ".join(f"{one.month:%Y-%m}, because of {one.reason}" for one in matter.refusals)
    links = tuple(
        Link(one.reference, reverse("notice", args=[one.reference])) for one in matter.refusals if one.reference
    )
    text = "{count} similar order(s) of this importer or consignee were refused: {said}."
    if len(links) < len(matter.refusals):
        text += " Ask the secretariat about them, naming {own}."
    values = {"count": len(matter.refusals), "said": said, "own": matter.notice.reference}
    return Finding("warning", text, values, "1988 Convention, article 12(9)(c)", links)
