"""What the worker does for agendas: the digests whose hour has come."""

from collections.abc import Mapping

from django.conf import settings

from penstock.cases.lists.queries import MOST_COUNTED
from penstock.cases.lists.services import tell_of_new_hits
from penstock.cases.models import Case
from penstock.cases.queries import INBOX_LENGTH, Inbox, inbox
from penstock.cases.services import case_link
from penstock.exchange.agenda.services import next_time
from penstock.exchange.models import DigestPlan
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import READ_CASES
from penstock.parties.queries import viewer_for

AT_ONCE = 200
MOST_NAMED = 20
"""New hits of one search whose references stand in a digest."""


@every(20)
def send_digests() -> int:
    """Send the digests that are due; answers how many plans were looked at.

    The plan moves on in the transaction that writes the mail, under its row lock: one digest a day, whoever works.
    What was missed while no worker ran comes once, late.
    """
    looked = 0
    while looked < AT_ONCE and _send_next():
        looked += 1
    return looked


def _send_next() -> bool:
    with acting(SYSTEM):
        due = DigestPlan.objects.visible_to(SYSTEM).filter(next_at__lte=now()).order_by("next_at")
        plan = due.select_for_update(skip_locked=True, of=("self",)).select_related("person__organisation").first()
        if plan is None:
            return False
        plan.next_at = next_time(plan.hour, plan.weekdays, plan.zone, after=now())
        plan.save(update_fields=["next_at"])
        viewer = viewer_for(plan.person)
        if viewer.has(READ_CASES):
            with acting(viewer):
                found, hits = inbox(viewer), tell_of_new_hits(viewer)
            if found.to_answer or found.to_sign or hits:
                send("mail", {"to": plan.person.email, "subject": _subject(found), "body": _body(found, hits)})
        return True


def _subject(found: Inbox) -> str:
    return f"Penstock: {_count(found.to_answer)} wait for you, {_count(found.to_sign)} for a second signature"


def _body(found: Inbox, hits: Mapping[str, list[Case]]) -> str:
    """References and days, and the names of one's own searches; what cases are about does not leave by mail."""
    parts = (
        ("Waits for your answer", found.to_answer),
        ("Waits for a second signature", found.to_sign),
        ("You wait for", found.awaited),
    )
    said = [
        f"{title} ({_count(cases)}):\n" + "\n".join(f"  {_line(case)}" for case in cases)
        for title, cases in parts
        if cases
    ]
    said += [
        f"New in your search “{name}” ({len(cases[:MOST_COUNTED])}{'+' if len(cases) > MOST_COUNTED else ''}):\n"
        + "\n".join(f"  {case.reference}  {case_link(case.reference)}" for case in cases[:MOST_NAMED])
        for name, cases in hits.items()
    ]
    return "\n\n".join(
        [*said, f"The inbox: {settings.BASE_URL}/\nTo change or end this mail: {settings.BASE_URL}/agenda/"]
    )


def _line(case: Case) -> str:
    return f"{case.reference}  {f'by {case.due_on}' if case.due_on else 'no clock runs'}  {case_link(case.reference)}"


def _count(cases: list[Case]) -> str:
    return f"{len(cases)}{'+' if len(cases) == INBOX_LENGTH else ''}"
