"""Whom an incident is released to, and which markings allow it.

`REACHES` is where later kinds of audience, such as a task force, are added: a code, its label, and the organisations
and circles it means.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from penstock.kernel.viewer import Fault
from penstock.parties.circles.queries import FOCAL_POINTS, focal_points, reached
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat

EVERYBODY, COUNTRIES, SECRETARIAT = "everybody", "countries", "secretariat"
AUDIENCES = {
    EVERYBODY: "All focal points",
    COUNTRIES: "The focal points of countries named",
    SECRETARIAT: "The secretariat only",
}
Reach = Callable[[Mapping[str, Any]], Iterable[UUID]]


def _of_countries(content: Mapping[str, Any]) -> Iterable[UUID]:
    countries = list(content.get("shared_countries") or ())
    found = focal_points().filter(government__in=countries).order_by("government__name", "name")
    return found.values_list("pk", flat=True)


REACHES: dict[str, Reach] = {
    EVERYBODY: lambda _content: [FOCAL_POINTS],
    COUNTRIES: _of_countries,
    SECRETARIAT: lambda _content: (),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an incident: the organisations and circles, the releasing side first, and why an organisation does."""

    ids: list[UUID]
    reasons: Mapping[UUID, str]

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations that it means today."""
        return reached(self.ids)


def audience_of(opener: Organisation, content: Mapping[str, Any]) -> Audience:
    """Who will see an incident with this content; the secretariat sees every one that is released."""
    office = secretariat()
    named = REACHES[str(content.get("shared_with") or SECRETARIAT)](content)
    ids = list(dict.fromkeys([opener.id, *named, office.id]))
    reasons = dict.fromkeys((one.id for one in reached(ids)), "focal point")
    reasons |= {office.id: "sees every incident that is released", opener.id: "releases it"}
    return Audience(ids, reasons)


def audience_fits_marking(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What is for named recipients only goes to no wider circle, and countries are named where they are meant."""
    shared, countries = values["shared_with"], values["shared_countries"]
    if shared == COUNTRIES and not countries:
        yield Fault("shared_countries", "missing_countries", "{label} is missing.", {"label": "Countries"})
    if countries and shared and shared != COUNTRIES:
        text = "Countries are named, but it is released to others: take them out, or release to them only."
        yield Fault("shared_countries", "countries_beside", text)
    if values["marking"] == "RED" and shared == EVERYBODY:
        text = "TLP:RED is for named recipients: name the countries, or choose the secretariat only."
        yield Fault("shared_with", "marking_too_narrow", text)
    if shared == COUNTRIES and countries:
        reached = set(focal_points().filter(government__in=countries).values_list("government_id", flat=True))
        for code in sorted(set(countries) - reached):
            text = "{given} has no focal point here: nobody there would see it."
            yield Fault("shared_countries", "no_focal_point", text, {"given": code})
