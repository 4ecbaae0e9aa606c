"""The rungs of reminding, said once: before the last day and after it, for a lapse is no answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from penstock.cases import clocks
from penstock.cases.assignments.queries import told_in_place_of
from penstock.cases.models import Case
from penstock.cases.services import case_link, tell
from penstock.engines.working_days import WorkingCalendar
from penstock.incidents.requests.letters import duty_of
from penstock.incidents.requests.models import CONTACT, REQUEST, Request
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import handles, send
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import ARRANGE_CONTACTS, RELEASE_INCIDENTS
from penstock.parties.models import Person
from penstock.parties.queries import people_with

HOLDER, OFFICE, HEAD = "holder", "office", "head"
REMIND = "request.remind"


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is reminded, and how many working days before the last day; negative: so many after it."""

    name: str
    days: int

    def day(self, calendar: WorkingCalendar, due: date) -> date:
        """The day of this rung."""
        return calendar.before(due, self.days) if self.days >= 0 else calendar.after(due, -self.days)


RUNGS = (Rung(HOLDER, 5), Rung(OFFICE, 2), Rung(HEAD, 0), Rung(HOLDER, -1), Rung(OFFICE, -3), Rung(HEAD, -5))
LAST_BEFORE = 2
"""The place of the last rung that is not overdue."""


def points_of(case: Case) -> tuple[int, ...]:
    """The working days before the last day at which a calendar corrected meanwhile lets remind again."""
    return tuple(one.days for one in RUNGS if one.days >= 0) if case.due_on else ()


clocks.POINTS[REQUEST] = clocks.POINTS[CONTACT] = points_of


def plan_reminder(case: Request, calendar: WorkingCalendar, *, after: date) -> None:
    """Set the next day of reminding that lies after a day, on a rung that was not told."""
    due = case.due_on
    days = [one.day(calendar, due) for one in RUNGS[case.rung :]] if due else []
    case.remind_on = min((day for day in days if day > after), default=None)


def climb(case: Request, calendar: WorkingCalendar) -> None:
    """Tell the highest rung that a locked request has reached and that was not told, and plan the next."""
    due = case.due_on
    come = [] if due is None else [n for n, one in enumerate(RUNGS) if one.day(calendar, due) <= today()]
    place = max((one for one in come if one >= case.rung), default=None)
    if place is not None:
        case.rung = place + 1
        _tell(case, RUNGS[place].name, is_late=place > LAST_BEFORE)
    plan_reminder(case, calendar, after=today())
    case.save(update_fields=["rung", "remind_on"])


def _tell(case: Request, rung: str, *, is_late: bool) -> None:
    """The asked side reads whom it was told; the asking side only that the day has passed."""
    subject = f"{'Overdue' if is_late else 'Answer due'}: {case.reference}"
    body = f"An answer {'was' if is_late else 'is'} wanted by {case.due_on}."
    of = "contact" if case.kind == CONTACT else "request"
    _note(case, f"{of}.reminded", [case.counterpart_id], due_on=str(case.due_on), rung=rung)
    send(REMIND, {"case": str(case.pk), "rung": rung, "subject": subject, "body": body})
    if is_late:
        _note(case, f"{of}.overdue", [case.opener_id], due_on=str(case.due_on))
        tell(case, case.opener_id, duty=duty_of(case), subject="No answer yet:", body=f"{body} It stays open.")


def _note(case: Request, name: str, audience: list[UUID | None], **data: Any) -> None:
    told = [one for one in audience if one]
    record.append(record.Act(name=name, case_id=case.pk, viewer=SYSTEM, audience=told, data=data))


@handles(REMIND)
def remind_people(_message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Turn a rung's letter into a mail for each person it is for at this moment."""
    case = Request.objects.visible_to(SYSTEM).get(pk=payload["case"])
    body = f"{payload['body']}\n\n{case_link(case.reference)}\n"
    for person in people_on(str(payload["rung"]), case):
        send("mail", {"to": person.email, "subject": payload["subject"], "body": body})


def people_on(rung: str, case: Request) -> list[Person]:
    """Whom a rung reminds today: who holds it with their deputies, the heads, or all who answer.

    Where there is no such person, all who answer.
    """
    if case.counterpart_id is None:
        return []
    found: list[Person] = []
    if rung == HOLDER:
        found = told_in_place_of(case, case.counterpart_id)
    elif rung == HEAD:
        heads = people_with(RELEASE_INCIDENTS, case.counterpart_id)
        if case.kind == CONTACT:
            heads = heads.filter(pk__in=people_with(ARRANGE_CONTACTS, case.counterpart_id))
        found = list(heads)
    return found or list(people_with(duty_of(case), case.counterpart_id))
