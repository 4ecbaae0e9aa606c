"""Reads of assignments: who holds a case, who may, and whose cases are whose.

Somebody who has left, or no longer has a duty on such cases, holds nothing: the case counts as nobody's.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.cases.assignments.models import Assignment
from penstock.cases.models import Case
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import WORKFLOWS, Workflow
from penstock.parties.duties import DUTIES
from penstock.parties.models import Person
from penstock.parties.queries import delegations_today, people_with

MINE, NOBODYS = "mine", "nobody"
"""What an inbox may be narrowed to."""


def duties_on(case: Case, organisation_id: UUID) -> frozenset[str]:
    """The duties by which one works on a case for an organisation; none where it is not a side of it."""
    flow = WORKFLOWS[case.kind]
    sides = [side for side, column in flow.sides.items() if getattr(case, column) == organisation_id]
    return frozenset[str]().union(*(_duties_of(flow, side) for side in sides))


def _duties_of(flow: Workflow, side: str) -> frozenset[str]:
    return frozenset(step.duty for step in flow.steps if step.side == side) & DUTIES.keys()


def _people_with(duties: Iterable[str], organisation_id: UUID) -> "QuerySet[Person]":
    """The people of an organisation who have one of these duties today, in their own right or by delegation."""
    having = Q(pk__in=[])
    for duty in duties:
        having |= Q(pk__in=people_with(duty, organisation_id).values("pk"))
    return Person.objects.filter(having)


def may_hold(case: Case, organisation_id: UUID) -> "QuerySet[Person]":
    """The people of an organisation to whom a case may be given."""
    return _people_with(sorted(duties_on(case, organisation_id)), organisation_id)


def assignment_of(viewer: Viewer, case: Case) -> Assignment | None:
    """Who holds a case for the viewer's organisation; None where nobody does."""
    return holdings(viewer, [case]).get(case.pk)


def holdings(viewer: Viewer, cases: Iterable[Case]) -> dict[UUID, Assignment]:
    """Those of the cases that somebody of the viewer's organisation holds, by the id of the case."""
    by_id = {case.pk: case for case in cases}
    own = viewer.organisation_id
    rows = Assignment.objects.visible_to(viewer).filter(case__in=by_id, organisation=own, person__isnull=False)
    working: dict[frozenset[str], set[UUID]] = {}
    found = {}
    for row in rows.select_related("person"):
        duties = duties_on(by_id[row.case_id], own)
        if duties not in working:
            working[duties] = set(_people_with(sorted(duties), own).values_list("pk", flat=True))
        if row.person_id in working[duties]:
            found[row.case_id] = row
    return found


def holder_names(viewer: Viewer, cases: Iterable[Case]) -> dict[UUID, str]:
    """The names of those who hold cases for the viewer's organisation, by the id of the case."""
    return {key: row.person.name for key, row in holdings(viewer, cases).items() if row.person}


def held(viewer: Viewer, whose: str) -> Q:
    """The cases of the viewer and of those the viewer stands in for (`MINE`), nobody's (`NOBODYS`), or all."""
    if whose not in {MINE, NOBODYS}:
        return Q()
    own, standing = viewer.organisation_id, Q(pk__in=[])
    for flow in WORKFLOWS.values():
        if flow.model and issubclass(flow.model, Case):
            for side, column in flow.sides.items():
                people = _people_with(sorted(_duties_of(flow, side)), own)
                standing |= Q(case__kind=flow.kind, person__in=people, **{_column_of(flow.model, column): own})
    rows = Assignment.objects.visible_to(viewer).filter(standing, organisation=own)
    if whose == NOBODYS:
        return ~Q(pk__in=rows.values("case"))
    mine = {viewer.person_id, *(one.person_id for one in viewer.absent.values())}
    return Q(pk__in=rows.filter(person__in=mine).values("case"))


def _column_of(model: type[Case], column: str) -> str:
    """The way from an assignment to a column of its case, which may be one of the regime's own table."""
    of_all = {one.attname for one in Case._meta.concrete_fields}
    return f"case__{column}" if column in of_all else f"case__{model._meta.model_name}__{column}"


def holder_of(case: Case, organisation_id: UUID) -> Person | None:
    """Who holds a case for an organisation, as the system or that organisation reads it."""
    people = may_hold(case, organisation_id)
    row = Assignment.objects.filter(case=case.pk, organisation=organisation_id, person__in=people)
    found = row.select_related("person").first()
    return found.person if found else None


def deputies_of(person: Person, duties: Iterable[str]) -> list[Person]:
    """The colleagues to whom somebody who is away today left one of these duties."""
    rows = delegations_today().filter(giver=person, duties__overlap=sorted(duties)).select_related("taker")
    return list({row.taker_id: row.taker for row in rows}.values())


def told_in_place_of(case: Case, organisation_id: UUID) -> list[Person]:
    """Who is told what is for the holder of a case: the holder, and the deputies while the holder is away."""
    person = holder_of(case, organisation_id)
    return [person, *deputies_of(person, duties_on(case, organisation_id))] if person else []
