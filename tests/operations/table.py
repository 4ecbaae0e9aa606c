"""How the stories of working groups are told: one is opened, members join, meet, and agree on what is to be done."""

from datetime import date, timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.operations.groups import services
from penstock.operations.groups.actions import services as acting_on
from penstock.operations.groups.meetings import services as meeting_services
from penstock.operations.groups.models import GroupAction, GroupMeeting, WorkingGroup
from tests.cast import Actor

NAME = "Working group zqroundtableqz"


def opened(by: Actor, name: str = NAME, **changes: Any) -> WorkingGroup:
    """Somebody opens a group."""
    raw = {"name": name, "purpose": "To meet and to agree.", **changes}
    with acting(by.viewer) as viewer:
        return services.open_group(viewer=viewer, raw=raw)


def step(by: Actor, group: WorkingGroup, verb: str, **entered: Any) -> WorkingGroup:
    """Somebody takes a step of a group."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, group_id=group.pk, verb=verb, raw=entered)


def seated(by: Actor, *members: Actor, **changes: Any) -> WorkingGroup:
    """A group with these members."""
    group = opened(by, **changes)
    for one in members:
        step(by, group, "admit", office=one.office.name)
    return group


def leaves(by: Actor, group: WorkingGroup) -> None:
    """A member leaves."""
    with acting(by.viewer) as viewer:
        services.leave_group(viewer=viewer, reference=group.reference, raw={"note": "It is over."})


def called(by: Actor, group: WorkingGroup, **changes: Any) -> GroupMeeting:
    """Somebody calls a meeting for next week."""
    day = (today() + timedelta(days=7)).isoformat()
    raw = {"held_on": day, "place": "Room 3", "agenda": "What is new.", **changes}
    with acting(by.viewer) as viewer:
        return meeting_services.call_meeting(viewer=viewer, reference=group.reference, raw=raw)


def meets(by: Actor, meeting: GroupMeeting, verb: str, **entered: Any) -> GroupMeeting:
    """Somebody takes a step of a meeting."""
    with acting(by.viewer) as viewer:
        return meeting_services.take_step(viewer=viewer, meeting_id=meeting.pk, verb=verb, raw=entered)


def written(by: Actor, meeting: GroupMeeting, text: str = "We agreed.", **changes: Any) -> GroupMeeting:
    """Somebody writes the minutes."""
    return meets(by, meeting, "write", **{"present": by.office.name, "minutes": text, **changes})


def set_for(by: Actor, group: WorkingGroup, member: Actor, in_days: int = 5, **changes: Any) -> GroupAction:
    """Somebody sets an action of a member."""
    raw = {"what": "Visit the shops", "owner": member.office.name, "days": str(in_days), **changes}
    with acting(by.viewer) as viewer:
        return acting_on.set_action(viewer=viewer, reference=group.reference, raw=raw)


def acts(by: Actor, action: GroupAction, verb: str, **entered: Any) -> GroupAction:
    """Somebody takes a step of an action."""
    with acting(by.viewer) as viewer:
        return acting_on.take_step(viewer=viewer, action_id=action.pk, verb=verb, raw=entered)


def seen(by: Actor) -> set[str]:
    """The references of what somebody sees of groups, meetings and actions."""
    with acting(by.viewer) as viewer:
        found: set[str] = set()
        for model in (WorkingGroup, GroupMeeting, GroupAction):
            through = set(model.objects.visible_to(viewer).values_list("reference", flat=True))
            assert through <= set(model.objects.values_list("reference", flat=True)), "the first fence shows more"
            found |= through
        return found


def on(day: int) -> date:
    """A day of the March in which the stories begin, on a Monday, the second."""
    return date(2026, 3, day)
