"""What the worker does for alerts: expiry, reminders, newcomers of circles, and looking for what is new."""

from penstock.alerts.desks import DESKS
from penstock.alerts.models import Alert, Recipient
from penstock.alerts.sending.telling import Reminders, add_recipients, write_to
from penstock.alerts.suggesting import looking
from penstock.cases import clocks
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.kernel.workflow import advance
from penstock.parties.circles.queries import reached

AT_ONCE = 200


@every(20)
def expire_overdue() -> int:
    """Let each alert expire whose last day has ended everywhere; answers how many."""
    with acting(SYSTEM):
        over = Alert.objects.visible_to(SYSTEM).filter(state="released", expires_on__lte=clocks.last_ended_day())
        found = list(over.order_by("expires_on").values_list("id", "kind")[:AT_ONCE])
    for alert_id, kind in found:
        try:
            with acting(SYSTEM):
                advance(DESKS[kind].workflow, alert_id, "expire", SYSTEM)
        except Refused:
            continue  # it was retracted in the meantime
    return len(found)


@every(20)
def remind() -> int:
    """Remind the recipients whose day has come and who are silent; answers how many."""
    with acting(SYSTEM):
        waiting = Recipient.objects.visible_to(SYSTEM).filter(remind_on__lte=today(), alert__state="released")
        locked = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("alert", "organisation")
        due = list(locked.order_by("remind_on")[:AT_ONCE])
        for row in due:
            _remind(row)
    return len(due)


def _remind(row: Recipient) -> None:
    row.remind_on = Reminders(row.alert).following(row)
    row.reminders += 1
    row.save(update_fields=["remind_on", "reminders"])
    write_to(row.alert, row.organisation_id, "remind")
    act = record.Act(
        name=f"{DESKS[row.alert.kind].event}.reminded",
        case_id=row.alert_id,
        viewer=SYSTEM,
        audience=row.audience,
        data={"reminder": row.reminders},
    )
    record.append(act)


@every(60)
def tell_newcomers() -> int:
    """Tell those who have come since to a circle that an alert in force was sent to; answers how many."""
    told = 0
    with acting(SYSTEM):
        in_force = Alert.objects.visible_to(SYSTEM).filter(state="released")
        for alert in in_force.select_for_update(skip_locked=True, of=("self",)).order_by("id"):
            known = set(Recipient.objects.filter(alert=alert).values_list("organisation_id", flat=True))
            new = add_recipients(alert, (one for one in reached(alert.audience) if one.pk not in known))
            told += len(new)
            if new:
                act = record.Act(
                    name=f"{DESKS[alert.kind].event}.told",
                    case_id=alert.pk,
                    viewer=SYSTEM,
                    audience=[alert.opener_id],
                    data={"organisations": [str(one.pk) for one in new]},
                )
                record.append(act)
    return told


@every(15)
def look_for_what_is_new() -> int:
    """Look at the incidents released since; answers how many."""
    return looking.look()


@every(300)
def count_what_has_risen() -> int:
    """Count anew where incidents were released since; answers how many suggestions came of it."""
    return looking.count()
