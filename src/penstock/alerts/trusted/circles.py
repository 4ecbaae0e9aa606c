"""The circle of a country's trusted companies: its id follows from the country, its members from the authority."""

from uuid import UUID, uuid5

from penstock.kernel.viewer import NOBODY
from penstock.parties.circles.models import Membership
from penstock.parties.circles.queries import held_today
from penstock.parties.models import Government

OF = "trusted industry"


def industry_of(country: str) -> UUID:
    """The id of the circle of a country's trusted companies."""
    return uuid5(NOBODY, f"{OF} {country}")


def countries_with_industry() -> set[str]:
    """The countries in which some company is trusted today."""
    circles = {industry_of(code): code for code in Government.objects.values_list("code", flat=True)}
    running = Membership.objects.filter(held_today(), circle__in=list(circles)).values_list("circle_id", flat=True)
    return {circles[one] for one in running.distinct()}
