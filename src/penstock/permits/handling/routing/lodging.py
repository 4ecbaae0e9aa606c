"""What the rules in use do when an application is lodged or a refusal is appealed, in the transaction of that step."""

from collections.abc import Iterable
from typing import Any

from penstock.cases.assignments.services import assign
from penstock.cases.calendars import calendar_of
from penstock.kernel import record
from penstock.kernel.clock import now, today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Taking
from penstock.parties.duties import HANDLE_PERMITS, READ_PERMITS, SIGN_PERMITS
from penstock.parties.queries import system_of
from penstock.permits.applications.models import Application
from penstock.permits.applications.services import FOLLOWERS
from penstock.permits.handling.advice.services import put
from penstock.permits.handling.routing.judging import Outcome, judge, matter_of, rules_in
from penstock.permits.handling.routing.models import Placement, Queue, RuleSet
from penstock.permits.handling.routing.queries import agencies, officers, used_set

STAGES = ("apply", "appeal")


def route(taking: Taking) -> Iterable[record.Act]:
    """Put an application where the rules of its authority say, and do what else they say.

    It reads and writes as the authority's own system: the applicant, whose step it is, sees neither rules nor queues.
    """
    stage = taking.step.verb
    application: Application = taking.case
    if stage not in STAGES or application.counterpart is None:
        return []
    office = system_of(application.counterpart, duties=(READ_PERMITS, HANDLE_PERMITS, SIGN_PERMITS))
    with acting(office):
        rules = used_set(office)
        found = judge(rules_in(rules.content) if rules else (), matter_of(office, application, stage))
        row = _placed(office, application, rules, found)
        _give(office, application, found)
    return [*_asked(office, application, found), _act(office, row)]


def _placed(office: Viewer, application: Application, rules: RuleSet | None, found: Outcome) -> Placement:
    known = {str(one.pk): one for one in Queue.objects.visible_to(office).filter(is_closed=False)}
    queue = known.get(found.queue)
    row, _made = Placement.objects.update_or_create(
        case=application,
        defaults={
            "organisation_id": office.organisation_id,
            "queue": queue or next((one for one in known.values() if one.is_default), None),
            "rules": rules,
            "rule": found.rule if queue else "",
            "fired": list(found.fired),
            "flags": list(found.flags),
            "placed_by": "",
            "note": "",
            "placed_at": now(),
        },
    )
    return row


def _give(office: Viewer, application: Application, found: Outcome) -> None:
    """To the officer whom a rule names; one who has left, or holds it already, is not given it."""
    person = next((one for one in officers(office.organisation_id) if str(one.pk) == found.person), None)
    if person is not None:
        try:
            assign(viewer=office, case_id=application.pk, to=person.pk)
        except Refused:
            return


def _asked(office: Viewer, application: Application, found: Outcome) -> list[record.Act]:
    known = {str(one.pk): one for one in agencies(office.organisation_id)}
    acts = []
    for one in found.asked:
        if one.agency in known:
            due_on = calendar_of(office.country).after(today(), one.days)
            _rows, told = put(office, application, [known[one.agency]], question=one.question, due_on=due_on)
            acts += told
    return acts


def _act(office: Viewer, row: Placement) -> record.Act:
    data: dict[str, Any] = {
        "queue": row.queue.name if row.queue else "",
        "rule": row.rule,
        "fired": row.fired,
        "rules": row.rules.number if row.rules else None,
        "flags": row.flags,
        "within": True,
    }
    own = [office.organisation_id]
    return record.Act(name="application.routed", case_id=row.case_id, viewer=office, audience=own, data=data)


FOLLOWERS.append(route)
