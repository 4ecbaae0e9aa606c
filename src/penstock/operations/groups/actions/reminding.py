"""Reminders of actions: before the last day, on it, and once after it; each once, whatever the calendar does."""

from datetime import date

from django.db.models import Q

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.cases.models import Case
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.operations.groups.letters import tell_keeper, tell_member
from penstock.operations.groups.models import ACTION, GroupAction

RUNGS = (2, 0, -1)
"""Working days before the last day at which the owner is reminded; the last rung is after it, and the keeper's too."""
AT_ONCE = 200


def points_of(case: Case) -> tuple[int, ...]:
    """The working days before the last day at which a calendar corrected meanwhile lets remind again."""
    return tuple(days for days in RUNGS if days >= 0) if case.due_on else ()


clocks.POINTS[ACTION] = points_of


def _day(calendar: WorkingCalendar, due: date, days: int) -> date:
    return calendar.before(due, days) if days >= 0 else calendar.after(due, -days)


def plan_reminder(action: GroupAction, calendar: WorkingCalendar, *, after: date) -> None:
    """Set the next day of reminding that lies after a day, on a rung that was not told."""
    due = action.due_on
    days = [_day(calendar, due, one) for one in RUNGS[action.rung :]] if due else []
    action.remind_on = min((day for day in days if day > after), default=None)


@every(60)
def remind_of_actions() -> int:
    """Remind of each action whose day of reminding has come; answers how many."""
    with acting(SYSTEM):
        # A corrected calendar may have taken away the next day of one that is late by now.
        lost = Q(remind_on__isnull=True, due_on__lt=today(), rung__lt=len(RUNGS))
        rows = GroupAction.objects.visible_to(SYSTEM).filter(Q(remind_on__lte=today()) | lost, state="open")
        locked = rows.select_related("group").select_for_update(skip_locked=True, of=("self", "case_ptr"))
        due, calendars = list(locked.order_by("remind_on")[:AT_ONCE]), Calendars()
        for action in due:
            _climb(action, calendars.of(action.group.country))
    return len(due)


def _climb(action: GroupAction, calendar: WorkingCalendar) -> None:
    """Tell the highest rung that a locked action has reached and that was not told, and plan the next."""
    due = action.due_on
    come = [] if due is None else [n for n, one in enumerate(RUNGS) if _day(calendar, due, one) <= today()]
    place = max((one for one in come if one >= action.rung), default=None)
    if place is not None:
        action.rung = place + 1
        _tell(action, is_late=RUNGS[place] < 0)
    plan_reminder(action, calendar, after=today())
    action.save(update_fields=["rung", "remind_on"])


def _tell(action: GroupAction, *, is_late: bool) -> None:
    subject = "Action late:" if is_late else "Action due:"
    body = f"What your organisation is to do for a working group {'was' if is_late else 'is'} due on {action.due_on}."
    tell_member(action, action.owner_id, subject, body)
    if is_late and action.owner_id != action.opener_id:
        tell_keeper(action, subject, f"What a member was to do by {action.due_on} is not done yet.")
    data = {"due_on": str(action.due_on), "late": is_late}
    act = record.Act(name="action.reminded", case_id=action.pk, viewer=SYSTEM, audience=action.audience, data=data)
    record.append(act)
