"""What the worker does for annual returns: it reminds the company before, on and after the day, and then the office."""

from dataclasses import dataclass
from datetime import timedelta

from penstock.cases.services import tell
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.returns.due import owes
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.reminding.days import OwnDays, own_days, wanted_by
from penstock.industry.returns.reminding.models import ReturnReminder
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import APPLY_FOR_LICENCES, HANDLE_LICENCES

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder: so many days from the last day on (before it where negative), to the company or to the office."""

    name: str
    days: int
    to_office: bool
    subject: str


RUNGS = (
    Rung("soon", -30, to_office=False, subject="Annual return due soon:"),
    Rung("due", 0, to_office=False, subject="Annual return due today:"),
    Rung("late", 1, to_office=False, subject="Annual return overdue:"),
    Rung("office", 7, to_office=True, subject="Annual return still missing:"),
)


@every(3600)
def remind_of_returns() -> int:
    """Remind of the returns of last year that nobody has handed in: of each the highest rung reached, each once.

    Answers how many letters were written.
    """
    year = today().year - 1
    with acting(SYSTEM):
        filed = AnnualReturn.objects.visible_to(SYSTEM).filter(year=year, filed_on__isnull=False).values("under")
        rows = OperatorLicence.objects.visible_to(SYSTEM).exclude(pk__in=filed).order_by("pk")
        found = [one for one in rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE] if owes(one, year)]
        own, told = own_days(), _told(year)
        acts = [act for one in found if (act := _remind(one, year, own, told)) is not None]
        if acts:
            record.append(*acts)
    return len(acts)


def _told(year: int) -> set[tuple[object, str]]:
    rows = ReturnReminder.objects.visible_to(SYSTEM).filter(year=year)
    return set(rows.values_list("case_id", "rung"))


def _remind(held: OperatorLicence, year: int, own: OwnDays, told: set[tuple[object, str]]) -> record.Act | None:
    """Write the letter of the highest rung that was reached; lower ones that were missed are not made up for."""
    wanted = wanted_by(held, year, own)
    reached = [] if wanted is None else [one for one in RUNGS if wanted.last_day + timedelta(days=one.days) <= today()]
    if wanted is None or not reached or (held.pk, reached[-1].name) in told:
        return None
    rung = reached[-1]
    if not rung.to_office and held.counterpart_id is None:
        return None  # who is not on the instance is reminded by the office
    ReturnReminder(case=held, year=year, rung=rung.name).save(force_insert=True)
    body = f"The return for {year} under this licence {'is' if rung.days < 0 else 'was'} wanted by {wanted.last_day}."
    to, duty = (held.opener_id, HANDLE_LICENCES) if rung.to_office else (held.counterpart_id, APPLY_FOR_LICENCES)
    tell(held, to, duty=duty, subject=rung.subject, body=body)
    data = {"year": year, "rung": rung.name, "last_day": str(wanted.last_day)}
    return record.Act(name="return.reminded", case_id=held.pk, viewer=SYSTEM, audience=held.audience, data=data)
