"""Writes of assignments: a case is taken, given to a colleague, or put down."""

from uuid import UUID

from django.db import transaction

from penstock.cases.assignments.models import Assignment
from penstock.cases.assignments.queries import assignment_of, deputies_of, duties_on, may_hold
from penstock.cases.models import Case
from penstock.cases.services import case_link, find_case
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.models import Person

NOBODY_SEEN = ""
"""What is given as `seen` by somebody who saw that nobody held the case."""


def duties_used(viewer: Viewer, case: Case) -> frozenset[str]:
    """The duties by which the viewer works on a case; Refused where there are none."""
    duties = duties_on(case, viewer.organisation_id)
    if not duties:
        raise Refused("no_side", "Only the two sides of a case say who of them holds it.")
    if not duties & viewer.duties:
        raise Refused("missing_duty", "Only who works on such cases says who holds one.")
    return duties & viewer.duties


def assign(*, viewer: Viewer, case_id: UUID, to: UUID | None, seen: str | None = None) -> Assignment:
    """Give a case to somebody of one's own organisation, to oneself, or to nobody (None).

    `seen` is the id of whom the giver saw holding it (`NOBODY_SEEN` for nobody); where somebody else holds it by now,
    that is refused. None does not ask. Refused for who is no side of it, or has no duty on it.
    """
    with transaction.atomic():
        case = find_case(viewer, case_id)
        used = duties_used(viewer, case)
        row = _locked(viewer, case)
        standing = assignment_of(viewer, case)
        was = standing.person if standing else None
        if seen is not None and seen != (str(was.pk) if was else NOBODY_SEEN):
            text = "{name} holds it by now. Choose again." if was else "Nobody holds it any more. Choose again."
            raise refused_for([Fault("holder", "changed_meanwhile", text, {"name": was.name} if was else {})])
        person = _chosen(case, viewer, to)
        if (person and person.pk) == (was and was.pk):
            raise refused_for([Fault("holder", "nothing_changed", "It is so already. Choose somebody else.")])
        row.person, row.given_by, row.given_at = person, viewer.name, now()
        row.save(update_fields=["person", "given_by", "given_at"])
        # The one held in one's own right, where there is one: then nobody was stood in for.
        duty = min(used, key=lambda one: (one in viewer.absent, one))
        _note(viewer, case, person, duty)
        if person and person.pk != viewer.person_id:
            _tell(viewer, case, person)
    return row


def _locked(viewer: Viewer, case: Case) -> Assignment:
    """The one row of a case and an organisation, made where there is none; others wait until this act is done."""
    row, _made = Assignment.objects.get_or_create(case_id=case.pk, organisation_id=viewer.organisation_id)
    return Assignment.objects.visible_to(viewer).select_for_update(of=("self",)).get(pk=row.pk)


def _chosen(case: Case, viewer: Viewer, to: UUID | None) -> Person | None:
    if to is None:
        return None
    person = may_hold(case, viewer.organisation_id).filter(pk=to).first()
    if person is None:
        text = "Choose somebody of your organisation who works on such cases."
        raise refused_for([Fault("holder", "no_colleague", text)])
    return person


def _note(viewer: Viewer, case: Case, person: Person | None, duty: str) -> None:
    """On the record, for one's own organisation alone; the case itself is not touched, so nobody else sees it move."""
    name = "case.put_down" if person is None else "case.given"
    name = "case.taken" if person and person.pk == viewer.person_id else name
    given = {"holder": str(person.pk), "name": person.name} if person else {}
    own = [viewer.organisation_id]
    data = {**given, "within": True}
    record.append(record.Act(name=name, case_id=case.pk, viewer=viewer, audience=own, data=data, duty=duty))


def _tell(viewer: Viewer, case: Case, person: Person) -> None:
    """Tell whom a case was given to, and who stands in for them today; no details leave by mail."""
    subject, link = f"Given to you: {case.reference}", case_link(case.reference)
    send("mail", {"to": person.email, "subject": subject, "body": f"{viewer.name} gave you this case.\n\n{link}\n"})
    for one in deputies_of(person, duties_on(case, viewer.organisation_id)):
        if one.pk != viewer.person_id:
            body = f"{viewer.name} gave this case to {person.name}, for whom you stand in.\n\n{link}\n"
            send("mail", {"to": one.email, "subject": f"Given to {person.name}: {case.reference}", "body": body})
