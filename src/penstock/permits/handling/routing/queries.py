"""Reads of queues, of rule sets, and of the work that waits; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from penstock.cases.assignments.queries import MINE, held, holder_names
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import HANDLE_PERMITS, SIGN_PERMITS
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import people_with
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.advice.queries import may_be_asked
from penstock.permits.handling.advice.services import WITH_THE_AUTHORITY
from penstock.permits.handling.routing.models import Placement, Queue, RuleSet

MOST = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """An application that waits: where it lies, who holds it, and how many agencies have answered of those asked."""

    application: Application
    placement: Placement | None
    holder: str
    answered: int
    asked: int


def queues(viewer: Viewer, *, with_closed: bool = False) -> list[Queue]:
    """The queues of the viewer's authority."""
    rows = Queue.objects.visible_to(viewer)
    return list(rows if with_closed else rows.filter(is_closed=False))


def queue_by_id(viewer: Viewer, queue_id: UUID) -> Queue:
    """A queue of the viewer's authority; NotVisible where there is none."""
    found = Queue.objects.visible_to(viewer).filter(pk=queue_id).first()
    if found is None:
        raise NotVisible
    return found


def own_queues(viewer: Viewer) -> list[Queue]:
    """The queues that the viewer works on."""
    return [one for one in queues(viewer) if viewer.person_id in one.members]


def rule_sets(viewer: Viewer) -> list[RuleSet]:
    """All versions of the rules of the viewer's authority, the newest first."""
    return list(RuleSet.objects.visible_to(viewer))


def rule_set(viewer: Viewer, number: int) -> RuleSet:
    """A version of the rules of the viewer's authority; NotVisible where there is none."""
    found = RuleSet.objects.visible_to(viewer).filter(number=number, organisation=viewer.organisation_id).first()
    if found is None:
        raise NotVisible
    return found


def used_set(viewer: Viewer) -> RuleSet | None:
    """The rules that the viewer's authority uses, if any."""
    return RuleSet.objects.visible_to(viewer).filter(organisation=viewer.organisation_id, state="used").first()


def officers(organisation_id: UUID) -> "QuerySet[Person]":
    """The people of an authority who work on applications."""
    duties = (HANDLE_PERMITS, SIGN_PERMITS)
    found = Q(pk__in=[])
    for duty in duties:
        found |= Q(pk__in=people_with(duty, organisation_id).values("pk"))
    return Person.objects.filter(found).order_by("name")


def agencies(organisation_id: UUID) -> list[Organisation]:
    """The agencies that an authority may ask."""
    return may_be_asked(Organisation.objects.get(pk=organisation_id))


def placement_of(viewer: Viewer, application: Application) -> Placement | None:
    """Where an application lies at the viewer's authority."""
    rows = Placement.objects.visible_to(viewer).filter(case=application)
    return rows.select_related("queue", "rules").first()


def work(viewer: Viewer, of: str = "") -> list[Piece]:
    """What waits at the viewer's authority, the nearest deadline first, and what stands still last.

    `of` is a queue's id, `MINE` for what the viewer holds, `all` for everything; empty for the viewer's queues.
    """
    rows = Application.objects.visible_to(viewer).filter(
        counterpart=viewer.organisation_id, state__in=WITH_THE_AUTHORITY, sent_at__isnull=False
    )
    own = {str(one.pk): one.pk for one in queues(viewer, with_closed=True)}
    if of in own:
        rows = rows.filter(placement__queue=own[of])
    elif of == MINE:
        rows = rows.filter(held(viewer, MINE))
    elif of != "all":
        rows = rows.filter(placement__queue__in=[one.pk for one in own_queues(viewer)])
    found = list(rows.select_related("opener", "counterpart").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])
    return pieces(viewer, found)


def pieces(viewer: Viewer, found: list[Application]) -> list[Piece]:
    """Applications with where they lie, who holds them, and how far advice is."""
    placed = Placement.objects.visible_to(viewer).filter(case__in=found).select_related("queue", "rules")
    by_case = {one.case_id: one for one in placed}
    holders = holder_names(viewer, found)
    advice = Advice.objects.visible_to(viewer).filter(case__in=found, office=viewer.organisation_id)
    counted = advice.exclude(state="withdrawn").order_by().values("case")
    counts = {
        row["case"]: (row["answered"], row["asked"])
        for row in counted.annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(state="asked")))
    }
    return [Piece(one, by_case.get(one.pk), holders.get(one.pk, ""), *counts.get(one.pk, (0, 0))) for one in found]


def waiting(viewer: Viewer) -> dict[UUID, int]:
    """How many applications wait in each queue."""
    rows = Placement.objects.visible_to(viewer).filter(case__state__in=WITH_THE_AUTHORITY, queue__isnull=False)
    return dict(rows.order_by().values_list("queue").annotate(Count("pk")))


def lodged(viewer: Viewer, *, last: int = 50, reference: str = "") -> list[Application]:
    """The applications that were lodged last with the viewer's authority, or the one with a reference."""
    rows = Application.objects.visible_to(viewer).filter(counterpart=viewer.organisation_id, sent_at__isnull=False)
    if reference:
        return list(rows.filter(reference=reference.strip().upper()))
    return list(rows.order_by("-sent_at", "-pk")[: min(max(last, 1), MOST)])
