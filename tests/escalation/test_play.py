"""A law of all months: a rung is told at most once and upwards, while an answer is awaited, and never after one.

Notices are sent, asked about, amended, prolonged and answered at random, the calendar is corrected at random, and the
worker comes by on most days only. Whatever happened, the record is read by a checker that knows nothing of the house.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from penstock.kernel import clock
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.escalation import rungs
from penstock.notices.models import Notice
from penstock.parties.duties import ADMINISTRATOR
from penstock.parties.models import DutyHeld
from tests.cast import Cast, a_sent_notice, amended, take
from tests.escalation.conftest import MONDAY
from tests.escalation.house import acts, correct, deliver, hold, the_worker_comes_by

UPWARDS = ["holder", "office", "head", "secretariat"]
ENDING = {"notice.no_objection", "notice.withdrawn", "notice.released"}
DEEDS = ("nothing", "nothing", "ask", "supply", "prolong", "amend", "clear", "hold", "withdraw")


@dataclass
class Awaited:
    """What a checker keeps of a notice while it reads the record."""

    told: list[str] = field(default_factory=list)
    runs: bool = False
    lapsed: bool = False


def faults_of(record: list[Event]) -> list[str]:
    """What on a record is against the law of the rungs."""
    found: list[str] = []
    now = Awaited()
    for one in record:
        name = one.name
        if name == "notice.sent" or (name == "notice.amended" and one.data["reopened"]):
            now = Awaited(runs=True)
        elif name == "notice.more_time":
            now.told = []
        elif name == "notice.information_requested" or name in ENDING:
            now.runs = now.lapsed = False
        elif name == "notice.information_supplied":
            now.runs = True
        elif name == "notice.lapsed":
            now.runs, now.lapsed = False, True
        elif "rung" in one.data:
            found += _against(now, one.data["rung"], one)
            now.told.append(one.data["rung"])
    return found


def _against(now: Awaited, rung: str, one: Event) -> list[str]:
    place = UPWARDS.index(rung)
    found = []
    if any(UPWARDS.index(before) >= place for before in now.told):
        found.append(f"{rung} after {now.told} on {one.at.date()}")
    if not (now.lapsed if rung == "secretariat" else now.runs):
        found.append(f"{rung} while nobody was awaited, on {one.at.date()}")
    return found


Play = list[tuple[int, str, int]]
PLAYS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from([*DEEDS, "calendar", "calendar"]), st.integers(-8, 8)),
    min_size=6,
    max_size=16,
)


def played(cast: Cast, play: Play, *, emergency: bool) -> list[Event]:
    """Play it, and read the record; what the house refuses does not happen."""
    savepoint, now = transaction.savepoint(), MONDAY
    urgent = {"emergency": "medical", "emergency_reason": "A hospital has none left."} if emergency else {}
    try:
        with clock.at(now):
            notice = a_sent_notice(cast.third_officer, **urgent)
        for days, deed, shift in play:
            now += timedelta(days=days)
            with clock.at(now + timedelta(hours=4)):
                the_worker_comes_by()
                _happens(cast, notice, deed, now, shift)
                deliver()
        return acts(notice)
    finally:
        transaction.savepoint_rollback(savepoint)


def _happens(cast: Cast, notice: Notice, deed: str, now: datetime, shift: int) -> None:
    savepoint = transaction.savepoint()
    day = now.date() + timedelta(days=shift)
    try:
        _deed(cast, notice, deed, day)
    except Refused:
        transaction.savepoint_rollback(savepoint)


def _deed(cast: Cast, notice: Notice, deed: str, day: date) -> None:
    entered: dict[str, dict[str, Any]] = {
        "ask": {"question": "Which works?"},
        "prolong": {"reason": "company", "reply_by": _later(notice, day).isoformat()},
        "supply": {"answer": "Those in Talca."},
        "clear": {},
        "withdraw": {"note": "It is off."},
    }
    if deed == "calendar":
        correct(cast.importer_head, day, offices="closed" if day.isoweekday() < 6 else "open")
    elif deed == "hold":
        hold(cast.importer_officer, notice)
    elif deed == "amend":
        with acting(SYSTEM):
            quantity = Notice.objects.get(pk=notice.pk).quantity or 0
        amended(cast.third_officer, notice, quantity=str(quantity + 1))
    elif deed in entered:
        by = cast.third_officer if deed in {"supply", "withdraw"} else cast.importer_officer
        take(by, notice, deed, **entered[deed])


def _later(notice: Notice, day: date) -> date:
    """A day after the present last day, where there is one."""
    with acting(SYSTEM):
        due = Notice.objects.get(pk=notice.pk).due_on
    return due + timedelta(days=1 + day.day % 9) if due else day


@pytest.fixture
def calendars_keeper(cast):
    """Importland's head keeps its calendar, too."""
    with acting(SYSTEM):
        for duty in ADMINISTRATOR:
            DutyHeld(person=cast.importer_head.person, duty=duty, from_on=date(2026, 1, 1)).save()
    return cast


LAW = settings(
    max_examples=50,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_a_rung_is_told_at_most_once_and_upwards(calendars_keeper):
    met: set[str] = set()

    @LAW
    @given(play=PLAYS, emergency=st.booleans())
    def holds(play: Play, *, emergency: bool) -> None:
        record = played(calendars_keeper, play, emergency=emergency)
        met.update(one.data["rung"] for one in record if "rung" in one.data)
        met.update(one.name for one in record)
        found = faults_of(record)
        assert not found, "\n".join([*found, *(f"{one.at} {one.name}" for one in record)])

    holds()
    wanted = {*UPWARDS, "case.recounted", "notice.more_time", "notice.information_supplied", "notice.lapsed"}
    assert wanted <= met, f"never met: {wanted - met}"


def test_with_the_guard_off_the_law_is_found_broken(calendars_keeper, monkeypatch):
    """The control: what was told is told again when its day comes again."""
    monkeypatch.setattr(rungs, "is_told", lambda _notice, _place: False)

    @settings(LAW, max_examples=400, phases=[Phase.generate])
    @given(play=PLAYS, emergency=st.booleans())
    def holds(play: Play, *, emergency: bool) -> None:
        assert not faults_of(played(calendars_keeper, play, emergency=emergency))

    with pytest.raises(AssertionError):
        holds()
