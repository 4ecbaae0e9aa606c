"""Whom an alert is sent to: authorities by circle or country, or the trusted companies of countries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from penstock.alerts.trusted.circles import countries_with_industry, industry_of
from penstock.kernel.viewer import Fault, Viewer
from penstock.parties.circles.queries import FOCAL_POINTS, circles_seen, focal_points, members, reached
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat

EVERYBODY, COUNTRIES, IN_CIRCLE, OWN = "everybody", "countries", "circle", "own"
CIRCLE = "shared_circle"
AUDIENCES = {
    EVERYBODY: "All focal points",
    COUNTRIES: "The focal points of countries named",
    IN_CIRCLE: "A circle that you are in, such as a task force",
}
INDUSTRY_AUDIENCES = {
    OWN: "The trusted companies of your own country",
    COUNTRIES: "The trusted companies of countries named",
    EVERYBODY: "The trusted companies of all countries",
}
MISSING = "{label} is missing."


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an alert: the organisations and circles, the sending side first, and why an organisation does."""

    ids: list[UUID]
    reasons: Mapping[UUID, str]

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations that it means today."""
        return reached(self.ids)


def audience_fits(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What is for named recipients goes to no wider circle; countries and a circle are named where they are meant."""
    shared, countries, circle = values["shared_with"], values["shared_countries"], values[CIRCLE]
    yield from _countries_fit(shared, countries)
    if shared == IN_CIRCLE and not circle:
        yield Fault(CIRCLE, "missing_circle", MISSING, {"label": "Circle"})
    if circle and shared and shared != IN_CIRCLE:
        text = "A circle is chosen, but it is sent to others: take it out, or send to the circle."
        yield Fault(CIRCLE, "circle_beside", text)
    if values["marking"] == "RED" and shared == EVERYBODY:
        text = "TLP:RED is for named recipients: name the countries, or choose a circle."
        yield Fault("shared_with", "marking_too_narrow", text)
    if shared == COUNTRIES and countries:
        found = set(focal_points().filter(government__in=countries).values_list("government_id", flat=True))
        for code in sorted(set(countries) - found):
            text = "{given} has no focal point here: nobody there would see it."
            yield Fault("shared_countries", "no_focal_point", text, {"given": code})


def industry_audience_fits(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Countries are named where they are meant, and have a trusted company."""
    shared, countries = values["shared_with"], values["shared_countries"]
    yield from _countries_fit(shared, countries)
    if shared == COUNTRIES and countries:
        for code in sorted(set(countries) - countries_with_industry()):
            text = "{given} has no trusted company here: nobody there would see it."
            yield Fault("shared_countries", "no_trusted_company", text, {"given": code})


def _countries_fit(shared: str | None, countries: tuple[str, ...] | None) -> Iterable[Fault]:
    if shared == COUNTRIES and not countries:
        yield Fault("shared_countries", "missing_countries", MISSING, {"label": "Countries"})
    if countries and shared and shared != COUNTRIES:
        text = "Countries are named, but it is sent to others: take them out, or send to them only."
        yield Fault("shared_countries", "countries_beside", text)


def faults_of_sender(viewer: Viewer, content: Mapping[str, Any], *, is_industry: bool) -> list[Fault]:
    """What of the audience is not this sender's to choose."""
    return list(_of_companies(viewer, content) if is_industry else _of_circle(viewer, content))


def _of_companies(viewer: Viewer, content: Mapping[str, Any]) -> Iterable[Fault]:
    shared = content.get("shared_with")
    if viewer.country and shared in {COUNTRIES, EVERYBODY}:
        text = "Companies of other countries are told by their own authorities, or by the secretariat."
        yield Fault("shared_with", "not_your_companies", text)
    elif shared == OWN and viewer.country not in countries_with_industry():
        text = "No company is trusted in your country yet: name one first, or choose another audience."
        yield Fault("shared_with", "no_trusted_company", text)


def _of_circle(viewer: Viewer, content: Mapping[str, Any]) -> Iterable[Fault]:
    if content.get("shared_with") != IN_CIRCLE:
        return
    circle = UUID(str(content.get(CIRCLE)))
    if circle not in {one.pk for one in circles_seen(viewer)}:
        yield Fault(CIRCLE, "not_your_circle", "You are not in this circle: choose one of the list.")
    elif members(circle).filter(kind="company").exists():
        text = "A company is in this circle, and companies do not see full alerts: prepare a version for industry."
        yield Fault(CIRCLE, "company_in_circle", text)


def audience_of(opener: Organisation, content: Mapping[str, Any], *, is_industry: bool) -> Audience:
    """Who will see an alert with this content."""
    return _of_industry(opener, content) if is_industry else _of_authorities(opener, content)


def _of_authorities(opener: Organisation, content: Mapping[str, Any]) -> Audience:
    """The secretariat sees every full alert, as it sees every incident that is released."""
    office, shared = secretariat(), content.get("shared_with")
    named: list[UUID] = []
    if shared == EVERYBODY:
        named = [FOCAL_POINTS]
    elif shared == COUNTRIES:
        found = focal_points().filter(government__in=list(content.get("shared_countries") or ()))
        named = list(found.order_by("government__name", "name").values_list("pk", flat=True))
    elif shared == IN_CIRCLE and content.get(CIRCLE):
        named = [UUID(str(content[CIRCLE]))]
    ids = list(dict.fromkeys([opener.id, *named, office.id]))
    reasons = dict.fromkeys((one.id for one in reached(ids)), "focal point")
    reasons |= {office.id: "sees every alert", opener.id: "sends it"}
    return Audience(ids, reasons)


def _of_industry(opener: Organisation, content: Mapping[str, Any]) -> Audience:
    """The trusted companies, and the focal points of their countries, who know what their companies are told."""
    known, shared = countries_with_industry(), content.get("shared_with")
    countries = {
        OWN: {opener.government_id or ""},
        COUNTRIES: set(content.get("shared_countries") or ()),
        EVERYBODY: known,
    }.get(str(shared), set())
    codes = sorted(countries & known)
    offices = list(focal_points().filter(government__in=codes).order_by("government__name", "name"))
    ids = list(dict.fromkeys([opener.id, *(one.id for one in offices), *(industry_of(code) for code in codes)]))
    reasons = dict.fromkeys((one.id for one in reached(ids)), "trusted company")
    reasons |= {one.id: "focal point of the country" for one in offices} | {opener.id: "sends it"}
    return Audience(ids, reasons)
