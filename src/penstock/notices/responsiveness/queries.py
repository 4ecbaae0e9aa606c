"""Reads of responsiveness; the viewer comes first."""

from dataclasses import dataclass
from statistics import median_low

from penstock.cases.calendars import Calendars
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.responsiveness.models import Measure, Round
from penstock.parties.duties import READ_CASES, READ_DIRECTORY


@dataclass(frozen=True, slots=True)
class Delay:
    """One part of the way to an answer: in how many rounds it was met, and its working days there."""

    name: str
    rounds: int
    median_days: int | None
    longest_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """What slows a country: the parts of the way, how many answers came in time, and what was never opened in time."""

    country: str
    rounds: int
    in_time: int
    late: int
    silent: int
    never_opened: int
    delays: tuple[Delay, ...]


def measures(viewer: Viewer, *, year: int, importing: str = "", exporting: str = "") -> list[Measure]:
    """Governments by how they answer all others; narrowed to one, by each pair that it is a side of."""
    viewer.needs(READ_DIRECTORY)
    rows = Measure.objects.filter(year=year)
    if importing:
        return list(rows.filter(importing=importing).exclude(exporting=""))
    if exporting:
        return list(rows.filter(exporting=exporting))
    return list(rows.filter(exporting=""))


def own_view(viewer: Viewer, *, year: int, country: str = "") -> OwnView:
    """What slows the viewer's own country; those of no country, the secretariat, name one that they see."""
    viewer.needs(READ_CASES)
    if viewer.country and country not in {"", viewer.country}:
        raise NotVisible
    asked = viewer.country or country
    rows = list(Round.objects.visible_to(viewer).filter(importing=asked, asked_at__year=year)) if asked else []
    decided = [one for one in rows if one.answered_at or one.lapsed_at]
    calendar = Calendars().of(asked)
    return OwnView(
        country=asked,
        rounds=len(rows),
        in_time=sum(1 for one in decided if one.answered_at and not one.lapsed_at),
        late=sum(1 for one in decided if one.answered_at and one.lapsed_at),
        silent=sum(1 for one in decided if not one.answered_at),
        never_opened=sum(1 for one in decided if one.lapsed_at and _was_unopened(one)),
        delays=_delays([one for one in decided if one.answered_at], calendar),
    )


def _delays(answered: list[Round], calendar: WorkingCalendar) -> tuple[Delay, ...]:
    def days(start: str, end: str) -> list[int | None]:
        ways = [(getattr(one, start), getattr(one, end)) for one in answered]
        return [calendar.between(first.date(), last.date()) if first and last else None for first, last in ways]

    return (
        _delay("Until somebody opened it", days("asked_at", "opened_at")),
        _delay("From opening to answering", days("opened_at", "answered_at")),
        _delay("Of these, waiting for information", [one.stopped_days or None for one in answered]),
        _delay("Of these, waiting for the second signature", days("proposed_at", "answered_at")),
        _delay("The whole way, without waiting for information", [one.working_days for one in answered]),
    )


def _was_unopened(one: Round) -> bool:
    """Whether nobody of the importing side had opened a lapsed round when its time was over."""
    return one.opened_at is None or (one.lapsed_at is not None and one.opened_at > one.lapsed_at)


def _delay(name: str, days: list[int | None]) -> Delay:
    known = [one for one in days if one is not None]
    return Delay(name, len(known), median_low(known) if known else None, max(known, default=None))


def years(viewer: Viewer) -> list[int]:
    """The years of which there are measures, the newest first."""
    viewer.needs(READ_DIRECTORY)
    return sorted(set(Measure.objects.values_list("year", flat=True)), reverse=True)
