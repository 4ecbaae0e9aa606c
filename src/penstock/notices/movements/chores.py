"""What the worker does for movements: it reminds whoever owes the actual figures, and marks what is overdue."""

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.cases.services import tell
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.movements.models import Movement
from penstock.parties.duties import ANSWER_NOTICES, SEND_NOTICES

AT_ONCE = 200


@every(20)
def remind_of_actuals() -> int:
    """Remind the side that owes the figures of each movement whose day of reminding has come; answers how many."""
    with acting(SYSTEM):
        rows = Movement.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), due_on__isnull=False)
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("remind_on")[:AT_ONCE])
        calendars = Calendars()
        for movement in due:
            clocks.plan_reminder(movement, calendars.of(_country(movement)), after=today())
            movement.save(update_fields=["remind_on"])
            _say(movement, "movement.reminded", "Actual figures due:", f"They are owed by {movement.due_on}.")
    return len(due)


@every(20)
def mark_overdue() -> int:
    """Mark each movement whose figures are owed and whose last day is over everywhere; answers how many."""
    with acting(SYSTEM):
        rows = Movement.objects.visible_to(SYSTEM).filter(due_on__lte=clocks.last_ended_day(), is_overdue=False)
        late = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("due_on")[:AT_ONCE])
        for movement in late:
            movement.is_overdue = True
            movement.save(update_fields=["is_overdue"])
            _say(movement, "movement.overdue", "Actual figures overdue:", f"They were owed by {movement.due_on}.")
    return len(late)


def _country(movement: Movement) -> str:
    """The country whose side owes the figures."""
    owes_export = movement.waits_for_id == movement.opener_id
    return movement.under.exporting if owes_export else movement.under.importing


def _say(movement: Movement, name: str, subject: str, body: str) -> None:
    """Put it on the record, and tell the side that owes the figures."""
    data = {"due_on": movement.due_on.isoformat() if movement.due_on else None}
    record.append(record.Act(name=name, case_id=movement.pk, viewer=SYSTEM, audience=movement.audience, data=data))
    duty = SEND_NOTICES if movement.waits_for_id == movement.opener_id else ANSWER_NOTICES
    tell(movement, movement.waits_for_id, duty=duty, subject=subject, body=body)
