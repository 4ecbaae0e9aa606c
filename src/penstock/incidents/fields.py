"""The forms of an incident: the sheet on which it is reported, and what each step asks for.

One sheet serves all kinds and domains: `asked` cuts it down to what pages ask of one kind in one domain, and `SHORT` to
the minimum facts. Names of persons and companies are no part of it: see `involved`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.cases.sheets.sheet import Sheet
from penstock.incidents.followed.fields import FOLLOW_UP
from penstock.incidents.involved.fields import PARTY
from penstock.incidents.particulars.carriage import CONCEALMENT, NOT_OF_KINDS, ROUTE, TRANSPORT, sure_of_what
from penstock.incidents.particulars.facts import (
    ASKED_OF_KINDS,
    FACTS,
    FOLLOWING,
    LABORATORY,
    LEAD,
    SHARING,
)
from penstock.incidents.particulars.facts import (
    EQUIPMENT as EQUIPMENT_KIND,
)
from penstock.incidents.particulars.findings import ASKED_OF_DOMAINS, EQUIPMENT, SUBSTANCES, quantities_have_units
from penstock.incidents.sharing.audience import audience_fits_marking
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs
from penstock.kernel.viewer import Fault

__all__ = ["CLOSING", "FOLLOW_UP", "INCIDENT", "NOTE", "OUTCOMES", "PARTY", "REASON", "SHORT", "asked"]

OUTCOMES = {
    "prosecuted": "Prosecuted",
    "administrative": "Administrative measure",
    "source found": "The source was found",
    "handed over": "Handed to another country or agency",
    "legitimate": "It turned out to be legitimate",
    "no result": "No further result",
}


def something_was_found(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An incident is about a substance or equipment; a site or a lead may be told in words alone."""
    in_words = values["kind"] in {LABORATORY, LEAD} and values["summary"]
    if not values["substances"] and not values["equipment"] and not in_words:
        where = "equipment-0-sort" if values["kind"] == EQUIPMENT_KIND else "substances-0-named"
        yield Fault(where, "nothing_found", "Say what was found: a substance or a piece of equipment.")


def it_has_happened(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nothing is reported before its day; both coordinates are given, or neither."""
    if values["happened_on"] and values["happened_on"] > today():
        text = "{given} is still to come: enter the day it happened."
        yield Fault("happened_on", "future_date", text, {"given": values["happened_on"]})
    if (values["latitude"] is None) != (values["longitude"] is None):
        where = "longitude" if values["longitude"] is None else "latitude"
        yield Fault(where, "half_a_point", "Enter both degrees north and degrees east, or neither.")


INCIDENT = Sheet(
    name="incident",
    sections=(FACTS, SHARING, ROUTE, TRANSPORT, CONCEALMENT, FOLLOWING),
    lines={"substances": SUBSTANCES, "equipment": EQUIPMENT},
    rules=(something_was_found, it_has_happened, sure_of_what, quantities_have_units, audience_fits_marking),
)

SHORT = INCIDENT.only(
    {
        *("kind", "domain", "happened_on", "country", "place", "summary"),
        *("shared_with", "shared_countries", "shared_circle", "marking"),
        *("substances.named", "substances.quantity", "substances.unit", "equipment.sort", "equipment.number"),
    }
)
"""The minimum facts: what, when, where, how much, and who may see it."""


def asked(content: Mapping[str, Any]) -> Sheet:
    """The sheet cut down to what pages ask of an incident's kind and domain; what holds an answer is asked too."""
    kind, domain = content.get("kind"), content.get("domain")
    names = {
        one.name
        for one in INCIDENT.fields
        if content.get(one.name)
        or (
            (one.name not in ASKED_OF_KINDS or kind in ASKED_OF_KINDS[one.name])
            and kind not in NOT_OF_KINDS.get(one.name, ())
        )
    }
    for name, lines in INCIDENT.lines.items():
        filled = {key for line in content.get(name) or () for key, value in line.items() if value}
        names |= {
            f"{name}.{one.name}"
            for one in lines.fields
            if one.name in filled or one.name not in ASKED_OF_DOMAINS or domain in ASKED_OF_DOMAINS[one.name]
        }
    return INCIDENT.only(names)


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


NOTE = _one("incident note", "Note", Field(name="note", label="Note", type=Paragraphs(2000)))
REASON = _one("incident reason", "Reason", Field(name="note", label="Why", type=Paragraphs(2000), required=True))
CLOSING = _one(
    "incident outcome",
    "Outcome",
    Field(name="outcome", label="Outcome", type=Choice(OUTCOMES), required=True),
    Field(name="note", label="Note", type=Paragraphs(2000)),
)
