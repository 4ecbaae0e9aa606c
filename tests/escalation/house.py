"""What the stories here tell with: days of March 2026, holders, deputies, the worker, and who got which mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core import mail

from penstock.cases.assignments import queries, services
from penstock.kernel import clock
from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import chores
from penstock.notices.models import Notice
from penstock.parties.directory import days, people
from tests.cast import Actor, take
from tests.directory.house import DAY

HOLDER_DAY, OFFICE_DAY, DUE, SECRETARIAT_DAY = 9, 12, 16, 19
"""The days of March on which the rungs of a notice to Importland come that was sent on the second."""


@contextmanager
def on(day: int) -> Iterator[None]:
    """A day of March at noon in UTC, when the day before has ended everywhere."""
    with clock.at(datetime(2026, 3, day, 12, tzinfo=UTC)):
        yield


def hold(by: Actor, notice: Notice, to: Actor | None = None, **more: Any) -> None:
    """One person takes a case, or gives it to somebody."""
    with acting(by.viewer) as viewer:
        services.assign(viewer=viewer, case_id=notice.pk, to=id_of(to or by), **more)


def put_down(by: Actor, notice: Notice) -> None:
    """One person says that nobody holds a case."""
    with acting(by.viewer) as viewer:
        services.assign(viewer=viewer, case_id=notice.pk, to=None)


def id_of(actor: Actor) -> UUID:
    """The id of somebody of the cast."""
    assert actor.person is not None
    return actor.person.pk


def held_by(looking: Actor, notice: Notice) -> str:
    """Who holds a case, as somebody's office reads it; empty for nobody."""
    with acting(looking.viewer) as viewer:
        return queries.holder_names(viewer, [notice]).get(notice.pk, "")


def leaves_duties(giver: Actor, taker: Actor, *duties: str, from_day: int = 2, until_day: int = 31) -> None:
    """Somebody is away for some days of March, and a colleague stands in."""
    assert taker.person is not None
    with acting(giver.viewer) as viewer:
        raw = {"from_on": date(2026, 3, from_day), "until_on": date(2026, 3, until_day), "duties": list(duties)}
        people.delegate(viewer=viewer, raw={**raw, "taker": taker.person.email})


def correct(by: Actor, day: date, **changes: Any) -> None:
    """A country's administrator corrects its calendar, and running clocks are counted anew."""
    with acting(by.viewer) as viewer:
        days.correct_day(viewer=viewer, country=viewer.country, raw={**DAY, "day": day.isoformat(), **changes})
    deliver()


def deliver() -> None:
    """The worker empties the outbox."""
    while relay_one():
        pass


def the_worker_comes_by() -> None:
    """What the clock does by itself, once."""
    chores.lapse_overdue()
    chores.remind()


def mailed_on(day: int) -> dict[str, list[str]]:
    """The worker works on a day of March; who got mail of it, by the beginning of the subject."""
    with on(day):
        deliver()
        mail.outbox.clear()
        the_worker_comes_by()
        deliver()
    found: dict[str, list[str]] = {}
    for one in mail.outbox:
        found.setdefault(one.subject.partition(":")[0], []).append(one.to[0].partition("@")[0])
    return {subject: sorted(to) for subject, to in found.items()}


def rungs_of(notice: Notice) -> list[str]:
    """The rungs on a notice's record, in order."""
    return [one.data["rung"] for one in acts(notice) if "rung" in one.data]


def acts(notice: Notice) -> list[Event]:
    """What is on a notice's record."""
    with acting(SYSTEM):
        return list(Event.objects.filter(case_id=notice.pk).order_by("seq"))


def now_of(notice: Notice) -> Notice:
    """The notice as it stands."""
    with acting(SYSTEM):
        return Notice.objects.select_related("opener", "counterpart").get(pk=notice.pk)


def answered(by: Actor, notice: Notice) -> None:
    """Somebody has no objection."""
    take(by, notice, "clear")
