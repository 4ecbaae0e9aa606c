"""The rungs of escalation, said once, and which of them is next.

A rung is told once. What asks for an answer anew, or gives more time, begins at the foot again; a clock that was
stopped, or whose deadline a corrected calendar moved, goes on from where it was.
"""

from dataclasses import dataclass
from datetime import date

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.models import Case
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel.viewer import SYSTEM
from penstock.notices.answering.silence import policy_of
from penstock.notices.models import Notice
from penstock.notices.states import NOTICES

HOLDER, OFFICE, HEAD, SECRETARIAT = "holder", "office", "head", "secretariat"


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is reminded, how many working days before the last day; negative: so many after a lapse."""

    name: str
    usual: int
    in_emergency: int

    def days(self, notice: Notice) -> int:
        """The working days that count for this notice."""
        return self.in_emergency if notice.is_emergency else self.usual


RUNGS = (
    Rung(HOLDER, 5, 2),
    Rung(OFFICE, 2, 1),
    Rung(HEAD, 0, 0),
    Rung(SECRETARIAT, -3, -1),
)
"""The days are those of the answering country's calendar. In an emergency there are three days in all."""
LAST = len(RUNGS) - 1


def is_told(notice: Notice, place: int) -> bool:
    """Whether the rung at this place lies behind a notice."""
    return place < notice.rung


def reached(notice: Notice, calendar: WorkingCalendar, on: date) -> int | None:
    """The place of the highest rung whose day has come and that was not told; lower ones are told no more.

    So a clock that runs on with few days left does not remind of days that lie behind it, nor does a worker that
    stood still remind everybody at once.
    """
    due = notice.due_on
    if due is None:
        is_last = notice.state == "lapsed" and notice.remind_on is not None and notice.remind_on <= on
        return LAST if is_last and not is_told(notice, LAST) else None
    come = [place for place in range(LAST) if calendar.before(due, RUNGS[place].days(notice)) <= on]
    return max((place for place in come if not is_told(notice, place)), default=None)


def points_of(case: Case) -> tuple[int, ...]:
    """The working days before the last day at which there is a rung to be told yet."""
    notice = case if isinstance(case, Notice) else Notice.objects.visible_to(SYSTEM).get(pk=case.pk)
    return tuple(RUNGS[place].days(notice) for place in range(LAST) if not is_told(notice, place))


clocks.POINTS[NOTICES.kind] = points_of


def plan_after_lapse(notice: Notice, due: date) -> None:
    """Plan that the secretariat hears of a lapse, unless silence lets the shipment go or the secretariat was silent."""
    policy = policy_of(notice)
    lets_go = policy is not None and policy.days is not None
    is_its_own = notice.counterpart is None or notice.counterpart.kind == "secretariat"
    if not lets_go and not is_its_own and not is_told(notice, LAST):
        notice.remind_on = calendar_of(notice.importing).after(due, -RUNGS[LAST].days(notice))
