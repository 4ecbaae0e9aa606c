"""The calendars by which clocks count: the library's, with the corrections that countries have made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from penstock.catalogue.calendars import working_calendar
from penstock.engines.working_days import WorkingCalendar
from penstock.parties.directory.models import DayCorrection

Corrected = tuple[date, bool]
"""A day, and whether offices are closed on it."""


class Calendars:
    """The working calendars as they are now; the corrections are read once for all questions of a page or an act."""

    def __init__(self) -> None:
        """Read what all countries have corrected."""
        self._known: dict[str, WorkingCalendar] = {}
        self._corrected: dict[str, list[Corrected]] = defaultdict(list)
        rows = DayCorrection.objects.filter(withdrawn_at__isnull=True)
        for code, day, is_closed in rows.values_list("government_id", "day", "is_closed"):
            self._corrected[code].append((day, is_closed))

    def of(self, country: str) -> WorkingCalendar:
        """The calendar of a country by alpha-2 code."""
        if country not in self._known:
            self._known[country] = _calendar(country, self._corrected.get(country, ()))
        return self._known[country]


def calendar_of(country: str) -> WorkingCalendar:
    """The calendar of one country as it is now; for many questions take `Calendars`."""
    rows = DayCorrection.objects.filter(government=country, withdrawn_at__isnull=True)
    return _calendar(country, rows.values_list("day", "is_closed"))


def _calendar(country: str, corrected: Iterable[Corrected]) -> WorkingCalendar:
    days = list(corrected)
    return replace(
        working_calendar(country),
        name=country,
        closed=frozenset(day for day, is_closed in days if is_closed),
        worked=frozenset(day for day, is_closed in days if not is_closed),
    )
