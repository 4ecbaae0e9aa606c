"""Whom an incident is released to, and which markings allow it.

`REACHES` is where later kinds of audience, such as a task force, are added: a code, its label, and whom it reaches.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault
from penstock.parties.duties import READ_INCIDENTS
from penstock.parties.models import DutyHeld, Organisation
from penstock.parties.queries import secretariat

EVERYBODY, COUNTRIES, SECRETARIAT = "everybody", "countries", "secretariat"
AUDIENCES = {
    EVERYBODY: "All focal points",
    COUNTRIES: "The focal points of countries named",
    SECRETARIAT: "The secretariat only",
}
Reach = Callable[[Mapping[str, Any]], Iterable[Organisation]]


def focal_points() -> "QuerySet[Organisation]":
    """The organisations, no companies, in which somebody reads incidents today."""
    day = today()
    held = DutyHeld.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day), duty=READ_INCIDENTS, from_on__lte=day
    )
    people = held.filter(person__is_active=True).values("person__organisation_id")
    return Organisation.objects.filter(pk__in=people).exclude(kind="company").select_related("government")


REACHES: dict[str, Reach] = {
    EVERYBODY: lambda _content: focal_points(),
    COUNTRIES: lambda content: focal_points().filter(government__in=list(content.get("shared_countries") or ())),
    SECRETARIAT: lambda _content: (),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an incident, the releasing side first, and why each of them does."""

    organisations: tuple[Organisation, ...]
    reasons: Mapping[UUID, str]

    @property
    def ids(self) -> list[UUID]:
        """The organisations by id."""
        return [one.id for one in self.organisations]


def audience_of(opener: Organisation, content: Mapping[str, Any]) -> Audience:
    """Who will see an incident with this content; the secretariat sees every one that is released."""
    office = secretariat()
    reached: Sequence[Organisation] = sorted(
        REACHES[str(content.get("shared_with") or SECRETARIAT)](content),
        key=lambda one: (str(one.government), one.name),
    )
    reasons = {one.id: "focal point" for one in reached}
    reasons |= {office.id: "sees every incident that is released", opener.id: "releases it"}
    found = {one.id: one for one in (opener, *reached, office)}
    return Audience(tuple(found.values()), reasons)


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
