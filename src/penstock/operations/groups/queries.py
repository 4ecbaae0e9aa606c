"""Reads of working groups; the viewer comes first."""

from uuid import UUID

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.operations.groups.models import GroupAction, GroupMeeting, WorkingGroup
from penstock.parties.circles.queries import held_today, members
from penstock.parties.directory.models import Entry
from penstock.parties.directory.queries import Wanted, entries
from penstock.parties.duties import READ_DIRECTORY, SIT_IN_GROUPS
from penstock.parties.models import DutyHeld, Organisation


def groups(viewer: Viewer) -> list[WorkingGroup]:
    """The groups that the viewer's organisation keeps or is in, those that stand first."""
    rows = WorkingGroup.objects.visible_to(viewer).select_related("opener")
    return list(rows.order_by("-is_open", "title", "id"))


def group_by_reference(viewer: Viewer, reference: str) -> WorkingGroup:
    """The group with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = WorkingGroup.objects.visible_to(viewer).select_related("opener", "circle")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def meeting_by_reference(viewer: Viewer, reference: str) -> GroupMeeting:
    """The meeting with this reference; NotVisible for whoever is not in its group."""
    found = (
        GroupMeeting.objects.visible_to(viewer).select_related("opener", "group").filter(reference=reference).first()
    )
    if found is None:
        raise NotVisible
    return found


def action_by_reference(viewer: Viewer, reference: str) -> GroupAction:
    """The action with this reference; NotVisible for whoever is not in its group."""
    rows = GroupAction.objects.visible_to(viewer).select_related("opener", "group", "owner", "meeting")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def meetings(viewer: Viewer, group: WorkingGroup) -> list[GroupMeeting]:
    """The meetings of a group, the newest first."""
    return list(GroupMeeting.objects.visible_to(viewer).filter(group=group.pk).order_by("-held_on", "-id"))


def members_of(group: WorkingGroup) -> list[Organisation]:
    """Who is in a group today, offices before companies."""
    return sorted(members(group.circle_id), key=lambda one: (one.kind, one.name))


def to_admit(group: WorkingGroup) -> list[Organisation]:
    """Who could be taken in: offices and companies of the country in which somebody sits in groups today."""
    sitting = DutyHeld.objects.filter(held_today(), duty=SIT_IN_GROUPS, person__is_active=True)
    found = Organisation.objects.filter(government=group.country, pk__in=sitting.values("person__organisation"))
    inside = members(group.circle_id).values("pk")
    return list(found.exclude(kind="secretariat").exclude(pk__in=inside).order_by("kind", "name"))


def member_named(found: list[Organisation], given: str) -> Organisation | None:
    """The one among organisations that was given by its id or name."""
    fits = [one for one in found if given.casefold() in {str(one.pk), one.name.casefold()}]
    return fits[0] if len(fits) == 1 else None


def in_directory(viewer: Viewer, group: WorkingGroup) -> list[Entry]:
    """What the directory says of the working groups of the country, which all authorities may read there."""
    if not viewer.has(READ_DIRECTORY):
        return []
    return entries(viewer, Wanted(kind="working group", country=group.country))


def is_in(viewer: Viewer, circle_id: UUID) -> bool:
    """Whether the viewer's organisation is in a group today."""
    return circle_id in viewer.circles
