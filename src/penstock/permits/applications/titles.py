"""What an application or a permit is called in one line: the paper, the goods, and where they go."""

from collections.abc import Mapping
from typing import Any

from penstock.catalogue.countries import country
from penstock.catalogue.substances import substance
from penstock.permits.applications.judging.papers import NAMES

LONGEST = 120


def title_of(values: Mapping[str, Any]) -> str:
    """The paper, the substances with their quantities, and the other country."""
    goods = ", ".join(_said(one) for one in values["substances"] if one["substance"])[:LONGEST]
    other = country(values["other_country"]) if values["other_country"] else None
    direction = {"import": "from", "export": "to"}.get(values["direction"] or "", "with")
    paper = NAMES.get(values["paper"] or "", "Permit")
    return " ".join(
        one
        for one in (f"{paper}:" if goods or other else paper, goods, f"{direction} {other.name}" if other else "")
        if one
    )


def _said(line: Mapping[str, Any]) -> str:
    name = substance(line["substance"]).name
    named = f"{name} {line['form']}" if line["form"] else name
    return f"{named} {line['quantity'].normalize():f} {line['unit'] or ''}".strip() if line["quantity"] else named
