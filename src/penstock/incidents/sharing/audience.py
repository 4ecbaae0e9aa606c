"""Whom an incident is released to, and which markings allow it.

`REACHES` is where kinds of audience are added: a code, its label, and the organisations and circles it means.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from penstock.kernel.viewer import Fault
from penstock.parties.circles.queries import FOCAL_POINTS, circle_named, focal_points, members, reached
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat

EVERYBODY, COUNTRIES, CIRCLE, SECRETARIAT = "everybody", "countries", "circle", "secretariat"
AUDIENCES = {
    EVERYBODY: "All focal points",
    COUNTRIES: "The focal points of countries named",
    CIRCLE: "A project, task force or operation that you are in",
    SECRETARIAT: "The secretariat only",
}
Reach = Callable[[Organisation, Mapping[str, Any]], Iterable[UUID]]


def _of_countries(_opener: Organisation, content: Mapping[str, Any]) -> Iterable[UUID]:
    countries = list(content.get("shared_countries") or ())
    found = focal_points().filter(government__in=countries).order_by("government__name", "name")
    return found.values_list("pk", flat=True)


def _of_circle(opener: Organisation, content: Mapping[str, Any]) -> Iterable[UUID]:
    circle = circle_named(opener.pk, str(content.get("shared_circle") or ""))
    return [circle.pk] if circle else []


REACHES: dict[str, Reach] = {
    EVERYBODY: lambda _opener, _content: [FOCAL_POINTS],
    COUNTRIES: _of_countries,
    CIRCLE: _of_circle,
    SECRETARIAT: lambda _opener, _content: (),
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
    kind = str(content.get("shared_with") or SECRETARIAT)
    ids = list(dict.fromkeys([opener.id, *REACHES[kind](opener, content), office.id]))
    why = "takes part in it" if kind == CIRCLE else "focal point"
    reasons = dict.fromkeys((one.id for one in reached(ids)), why)
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
    if shared == CIRCLE and not values["shared_circle"]:
        yield Fault("shared_circle", "missing_circle", "Choose the project, task force or operation.")
    if values["shared_circle"] and shared and shared != CIRCLE:
        text = "'{given}' is named, but it is released to others: take it out, or release to it only."
        yield Fault("shared_circle", "circle_beside", text, {"given": values["shared_circle"]})
    if values["marking"] == "RED" and shared in {EVERYBODY, CIRCLE}:
        text = "TLP:RED is for named recipients: name the countries, or choose the secretariat only."
        yield Fault("shared_with", "marking_too_narrow", text)
    if shared == COUNTRIES and countries:
        reached = set(focal_points().filter(government__in=countries).values_list("government_id", flat=True))
        for code in sorted(set(countries) - reached):
            text = "{given} has no focal point here: nobody there would see it."
            yield Fault("shared_countries", "no_focal_point", text, {"given": code})


def circle_fits(opener: Organisation, content: Mapping[str, Any], saw: Iterable[Organisation] = ()) -> list[Fault]:
    """Faults of the circle that a content names: only one's own may be named, and only to those who are in it.

    `saw` are those who see the incident already: whoever is not in the circle is not to learn of it from an amendment.
    """
    name = str(content.get("shared_circle") or "")
    if content.get("shared_with") != CIRCLE or not name:
        return []
    circle = circle_named(opener.pk, name)
    if circle is None:
        text = "You are in no project, task force or operation called '{given}': choose one of yours."
        return [Fault("shared_circle", "not_in_circle", text, {"given": name})]
    known = {opener.pk, secretariat().pk, *(one.pk for one in members(circle.pk))}
    if any(one.pk not in known for one in saw):
        text = "Others than those in it see this incident already, and would learn of it: leave the audience as it is."
        return [Fault("shared_circle", "seen_by_others", text)]
    return []
