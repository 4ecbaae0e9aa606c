"""What the worker does for platforms: reminders of answers that are due or late, and of policies to be looked at."""

from collections import Counter

from django.conf import settings
from django.db.models import F, Q

from penstock.cases import clocks
from penstock.cases.calendars import Calendars
from penstock.cases.services import tell
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.models import Platform
from penstock.industry.platforms.office import note
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import WORK_WITH_PLATFORMS

AT_ONCE = 200


@every(60)
def remind_of_answers() -> int:
    """Remind offices of answers that are due soon, and once of those that are late; answers how many."""
    with acting(SYSTEM):
        late = Q(due_on__lt=today(), late_told=False)
        rows = PlatformNotice.objects.visible_to(SYSTEM).filter(Q(remind_on__lte=today()) | late, due_on__isnull=False)
        locked = rows.select_for_update(skip_locked=True, of=("self", "case_ptr"))
        found, calendars = list(locked.order_by("due_on", "pk")[:AT_ONCE]), Calendars()
        acts = []
        for row in found:
            acts.append(_remind(row))
            clocks.plan_reminder(row, calendars.of(row.counted_in), after=today())
            row.save(update_fields=["remind_on", "late_told"])
        if acts:
            record.append(*acts)
    return len(found)


def _remind(row: PlatformNotice) -> record.Act:
    """The office reads which notice; the platform only that somebody waits, for its link is not kept."""
    is_late = row.due_on is not None and row.due_on < today()
    row.late_told = row.late_told or is_late
    subject = "No answer of a platform yet:" if is_late else "An answer of a platform is due soon:"
    body = f"An answer {'was' if is_late else 'is'} wanted by {row.due_on}."
    tell(row, row.opener_id, duty=WORK_WITH_PLATFORMS, subject=subject, body=body)
    if row.link_email and row.link_digest and row.link_until and row.link_until >= today():
        text = f"{body} Please use the link that you were given.\n"
        send("mail", {"to": row.link_email, "subject": "An answer is awaited", "body": text})
    data = {"due_on": str(row.due_on), "late": is_late}
    return record.Act(name="platform_notice.reminded", case_id=row.pk, viewer=SYSTEM, audience=row.audience, data=data)


@every(600)
def remind_of_policies() -> int:
    """Tell the offices of a country, once each time, how many policies are to be looked at again; answers how many."""
    with acting(SYSTEM):
        due = Q(next_on__lte=today()) & (Q(reminded_for__isnull=True) | ~Q(reminded_for=F("next_on")))
        locked = Platform.objects.visible_to(SYSTEM).filter(due).select_for_update(skip_locked=True)
        found = list(locked.order_by("pk")[:AT_ONCE])
        for row in found:
            row.reminded_for = row.next_on
            row.save(update_fields=["reminded_for"])
        for country, number in Counter(row.government_id for row in found).items():
            note("platform.policy_due", SYSTEM, country, {"platforms": number})
            for office in offices_of(country):
                _write(str(office.pk), number)
    return len(found)


def _write(organisation: str, number: int) -> None:
    body = f"{number} posting policy(ies) of platforms are to be looked at again."
    told = {"organisation": organisation, "duty": WORK_WITH_PLATFORMS, "subject": "Policies to be looked at again"}
    send("announcement", {**told, "body": f"{body}\n\n{settings.BASE_URL}/platforms/?due=yes\n"})
