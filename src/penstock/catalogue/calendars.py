"""The working calendar of a country: its weekend and its public holidays."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache

import holidays

from penstock.engines.working_days import WorkingCalendar


@cache
def working_calendar(country: str) -> WorkingCalendar:
    """Return the working calendar of a country by alpha-2 code.

    Weekends, holidays and weekends that are worked in exchange for a bridge day are those of the whole country as
    packaged by `holidays`; a country it does not know gets Saturday and Sunday as weekend and no holidays, which never
    makes a deadline later than it should be.
    """
    code = country.strip().upper()
    if code not in holidays.list_supported_countries(include_aliases=False):
        return WorkingCalendar()
    return WorkingCalendar(_offices_of(holidays.country_holidays(code)))


def holidays_of(country: str, year: int) -> list[tuple[date, str]]:
    """The public holidays of a country in a year with their names, none for a country that `holidays` does not know."""
    code = country.strip().upper()
    if code not in holidays.list_supported_countries(include_aliases=False):
        return []
    return sorted(holidays.country_holidays(code, years=year).items())


def _offices_of(public: holidays.HolidayBase) -> Callable[[date], bool]:
    def are_open(day: date) -> bool:
        # Asked first, for only then does the library fill in the year with its weekends that are worked.
        if day in public:
            return False
        return day in public.weekend_workdays or not public.is_weekend(day)

    # A page of cases asks for the same days again and again.
    return lru_cache(maxsize=4_000)(are_open)
