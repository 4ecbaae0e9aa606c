"""What the worker does for passages: it reminds whoever owes an endorsement, and finds it overdue."""

from django.db.models import Q

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.cases.services import tell
from penstock.kernel import record, workflow
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import HANDLE_PERMITS
from penstock.permits.passages.models import Passage
from penstock.permits.passages.reckoning.due import owed_in
from penstock.permits.passages.states import PASSAGES

AT_ONCE = 200
NOT_ENDORSED = ("left", "arrived", "differing")


@every(20)
def remind_of_endorsements() -> int:
    """Remind whoever owes the endorsement of each passage whose day of reminding has come; answers how many."""
    with acting(SYSTEM):
        rows = Passage.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), due_on__isnull=False)
        due = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("remind_on")[:AT_ONCE])
        calendars = Calendars()
        for passage in due:
            clocks.plan_reminder(passage, calendars.of(owed_in(passage)), after=today())
            passage.save(update_fields=["remind_on"])
            data = {"due_on": str(passage.due_on)}
            record.append(
                record.Act(
                    name="passage.reminded", case_id=passage.pk, viewer=SYSTEM, audience=passage.audience, data=data
                )
            )
            body = f"It is owed by {passage.due_on}."
            tell(passage, passage.waits_for_id, duty=HANDLE_PERMITS, subject="Endorsement due:", body=body)
    return len(due)


@every(20)
def find_overdue() -> int:
    """Find each endorsement overdue whose last day is over everywhere; answers how many."""
    with acting(SYSTEM):
        rows = Passage.objects.visible_to(SYSTEM).filter(Q(state__in=NOT_ENDORSED), due_on__lte=clocks.last_ended_day())
        late = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("due_on")[:AT_ONCE])
        for passage in late:
            workflow.advance(PASSAGES, passage.pk, "fall_due", SYSTEM)
    return len(late)
