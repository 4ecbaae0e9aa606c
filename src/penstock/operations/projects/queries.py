"""Reads of projects; the viewer comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from penstock.cases.models import Seen
from penstock.incidents.models import Incident
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.operations.models import LIVE, Project, Seat
from penstock.parties.circles.queries import focal_points
from penstock.parties.directory.models import Entry
from penstock.parties.directory.queries import Wanted, entries
from penstock.parties.models import Organisation

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A project with the viewer's own seat in it, if there is one, and how many seats the viewer sees taken."""

    project: Project
    own: Seat | None
    taken: int


def projects(viewer: Viewer) -> list[Listed]:
    """The projects that the viewer's organisation keeps, takes part in or is invited to, by name."""
    found = list(Project.objects.visible_to(viewer).select_related("keeper"))
    seats = Seat.objects.visible_to(viewer).filter(project__in=[one.pk for one in found], state__in=LIVE)
    rows = list(seats)
    return [_listed(viewer, one, [seat for seat in rows if seat.project_id == one.pk]) for one in found]


def _listed(viewer: Viewer, project: Project, seats: list[Seat]) -> Listed:
    own = next((one for one in seats if one.organisation_id == viewer.organisation_id), None)
    return Listed(project, own, sum(one.state == "seated" for one in seats))


def project_by_reference(viewer: Viewer, reference: str) -> Project:
    """The project with this reference, if this viewer may see it; NotVisible otherwise."""
    found = Project.objects.visible_to(viewer).select_related("keeper").filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def parent_of(viewer: Viewer, project: Project) -> Project | None:
    """The project that a task force is part of, for those who see both."""
    return Project.objects.visible_to(viewer).filter(pk=project.part_of_id).first() if project.part_of_id else None


def seats(viewer: Viewer, project: Project) -> list[Seat]:
    """The seats of a project that stand, as far as the viewer sees them."""
    rows = Seat.objects.visible_to(viewer).filter(project=project, state__in=LIVE).select_related("organisation")
    return list(rows.order_by("organisation__government__name", "organisation__name"))


def seat(viewer: Viewer, reference: str, seat_id: UUID) -> Seat:
    """One live or ended seat of a project; NotVisible for anybody else's."""
    rows = Seat.objects.visible_to(viewer).filter(of=reference, pk=seat_id)
    found = rows.select_related("organisation").first()
    if found is None or not Project.objects.visible_to(viewer).filter(reference=reference).exists():
        raise NotVisible
    return found


def to_invite(viewer: Viewer, project: Project) -> list[Organisation]:
    """The offices that could be invited: those in which somebody reads incidents, and that have no seat yet."""
    taken = {one.organisation_id for one in seats(viewer, project)}
    found = focal_points().exclude(kind="secretariat").order_by("government__name", "name")
    return [one for one in found if one.pk not in taken]


def persons_beside(viewer: Viewer, countries: Iterable[str]) -> dict[str, list[Entry]]:
    """The focal points that the directory has for countries: persons stand there alone."""
    found: dict[str, list[Entry]] = {code: [] for code in countries}
    for one in entries(viewer, Wanted(kind="focal point")):
        if one.government_id in found:
            found[one.government_id].append(one)
    return found


def released_to(viewer: Viewer, circle_id: UUID) -> list[Incident]:
    """The newest incidents that were released to a circle, as far as the viewer sees them."""
    there = Seen.objects.filter(organisation_id=circle_id).values("case_id")
    rows = Incident.objects.visible_to(viewer).filter(pk__in=there).select_related("opener")
    return list(rows.order_by("-updated_at", "-id")[:NEWEST])
