"""Telling a rung: its place on the notice, its acts on the record and its letters are one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from penstock.cases import clocks
from penstock.cases.assignments.queries import told_in_place_of
from penstock.cases.models import Case
from penstock.cases.services import case_link, tell
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import handles, send
from penstock.kernel.viewer import SYSTEM
from penstock.notices.escalation.rungs import HEAD, HOLDER, LAST, RUNGS, reached
from penstock.notices.models import Notice
from penstock.parties.duties import ANSWER_NOTICES, LIFT_OBJECTIONS, READ_CASES, SEND_NOTICES
from penstock.parties.models import Person
from penstock.parties.queries import people_with, secretariat

REMINDED = "notice.reminded"
SUBJECT = "Answer due:"
NO_ANSWER = "The time for an answer passed without one, and nobody has answered since. This is for your information."


def climb(notice: Notice, calendar: WorkingCalendar) -> None:
    """Tell the rung that a locked notice has reached, if it was not told, and plan the next."""
    place = reached(notice, calendar, today())
    if place is not None:
        notice.rung = place + 1
        _tell_secretariat(notice) if place == LAST else _tell_both_sides(notice, RUNGS[place].name)
    notice.remind_on = None
    clocks.plan_reminder(notice, calendar, after=today())
    notice.save(update_fields=["rung", "remind_on"])


def _tell_both_sides(notice: Notice, rung: str) -> None:
    """The answering side reads which rung it is; the others only that a reminder went out."""
    own = [one for one in notice.audience if one == notice.counterpart_id]
    others = [one for one in notice.audience if one != notice.counterpart_id]
    due = notice.due_on.isoformat() if notice.due_on else None
    _note(notice, REMINDED, others, due_on=due)
    _note(notice, f"{REMINDED}.{rung}", own, due_on=due, rung=rung)
    body = f"An answer is due by {due}."
    tell(notice, notice.opener_id, duty=SEND_NOTICES, subject=SUBJECT, body=body)
    said = f"{body} Today is the last day, and nobody has answered." if rung == HEAD else body
    letter = {"case": str(notice.pk), "organisation": str(notice.counterpart_id), "rung": rung}
    send(REMINDED, {**letter, "subject": f"{SUBJECT} {notice.reference}", "body": said})


def _tell_secretariat(notice: Notice) -> None:
    name = RUNGS[LAST].name
    _note(notice, f"{REMINDED}.{name}", notice.audience, rung=name)
    tell(notice, secretariat().pk, duty=READ_CASES, subject="No answer:", body=NO_ANSWER)


def _note(notice: Notice, name: str, audience: list[UUID], **data: Any) -> None:
    record.append(record.Act(name=name, case_id=notice.pk, viewer=SYSTEM, audience=audience, data=data))


@handles(REMINDED)
def remind_people(_message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Turn a rung's letter into a mail for each person it is for at this moment."""
    case = Case.objects.visible_to(SYSTEM).get(pk=payload["case"])
    body = f"{payload['body']}\n\n{case_link(case.reference)}\n"
    for person in people_on(str(payload["rung"]), case, UUID(payload["organisation"])):
        send("mail", {"to": person.email, "subject": payload["subject"], "body": body})


def people_on(rung: str, case: Case, organisation_id: UUID) -> Iterable[Person]:
    """Whom a rung reminds today: who holds the case with their deputies, the heads, or all who answer.

    Where there is no such person, all who answer.
    """
    if rung == HOLDER:
        found = told_in_place_of(case, organisation_id)
    else:
        found = list(people_with(LIFT_OBJECTIONS if rung == HEAD else ANSWER_NOTICES, organisation_id))
    return found or people_with(ANSWER_NOTICES, organisation_id)
