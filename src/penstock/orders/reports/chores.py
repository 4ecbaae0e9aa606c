"""What the worker does for suspicious reports: it reminds a company of what law asks and nobody has noted as done."""

from datetime import timedelta

from django.db.models import Q

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.reports.models import Owed
from penstock.orders.reports.triage.letters import BODIES, write

BEFORE = timedelta(hours=12)
AGAIN_AFTER = timedelta(hours=24)
AT_ONCE = 200


@every(60)
def remind_of_what_is_owed() -> int:
    """Remind of each thing that is due within hours or late, once a day while its report is open; answers how many."""
    with acting(SYSTEM):
        due = Q(due_at__lte=now() + BEFORE) & (Q(reminded_at=None) | Q(reminded_at__lte=now() - AGAIN_AFTER))
        rows = Owed.objects.visible_to(SYSTEM).filter(due, done_at=None, case__is_open=True)
        found = list(rows.select_related("case").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        acts = []
        for row in found:
            row.reminded_at = now()
            row.save(update_fields=["reminded_at"])
            write(row.case, row.case.opener_id, BODIES["clock"])
            acts.append(
                record.Act(
                    name="suspicion.reminded",
                    case_id=row.case_id,
                    viewer=SYSTEM,
                    audience=[row.case.opener_id],
                    data={"to": row.to},
                )
            )
        if acts:
            record.append(*acts)
    return len(found)
