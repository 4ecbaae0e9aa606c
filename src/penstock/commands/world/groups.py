"""Plays the national working groups of the exercise world: who is in one, its meetings, and what it agreed on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.operations.groups import services
from penstock.operations.groups.actions import services as acting_on
from penstock.operations.groups.meetings import services as meetings
from penstock.operations.groups.models import WorkingGroup
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_group(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Open one group at its time, take its members in, and play its meetings and actions."""
    keeper = people[story["by"]]
    begun = office_day(start, story["days_ago"])
    with clock.at(begun), acting(viewer_for(keeper)) as viewer:
        group = services.open_group(viewer=viewer, raw=story["content"])
    for member in story["members"]:
        raw = {"office": people[member].organisation.name}
        with clock.at(begun), acting(viewer_for(keeper)) as viewer:
            services.take_step(viewer=viewer, group_id=group.pk, verb="admit", raw=raw)
    held = {one["key"]: _meet(start, people, keeper, group, one) for one in story["meetings"]}
    for one in story["actions"]:
        _agree(start, people, group, one, held)


def _meet(
    start: datetime, people: Mapping[str, Person], keeper: Person, group: WorkingGroup, story: Mapping[str, Any]
) -> str:
    """Call a meeting, and where minutes are told of, write and close them on the evening of its day."""
    on = start + timedelta(days=story["in_days"])
    called = office_day(start, max(0, 10 - story["in_days"]))
    raw = {"held_on": on.date().isoformat(), "place": story["place"], "agenda": story["agenda"]}
    with clock.at(max(called, group.created_at)), acting(viewer_for(keeper)) as viewer:
        meeting = meetings.call_meeting(viewer=viewer, reference=group.reference, raw=raw)
    for text in story.get("minutes", ()):
        present = "; ".join(people[one].organisation.name for one in story["present"])
        raw = {"present": present, "minutes": text, "also": story.get("also", "")}
        with clock.at(on), acting(viewer_for(keeper)) as viewer:
            meetings.take_step(viewer=viewer, meeting_id=meeting.pk, verb="write", raw=raw)
    if "minutes" in story:
        with clock.at(on), acting(viewer_for(keeper)) as viewer:
            meetings.take_step(viewer=viewer, meeting_id=meeting.pk, verb="close")
    return meeting.reference


def _agree(
    start: datetime,
    people: Mapping[str, Person],
    group: WorkingGroup,
    story: Mapping[str, Any],
    held: Mapping[str, str],
) -> None:
    """Set an action, and where it is done, let the member say so."""
    owner = people[story["owner"]]
    raw = {
        "what": story["what"],
        "owner": owner.organisation.name,
        "days": str(story["days"]),
        "meeting": held.get(story.get("meeting", ""), ""),
    }
    at = office_day(start, story["days_ago"])
    with clock.at(at), acting(viewer_for(people[story["by"]])) as viewer:
        action = acting_on.set_action(viewer=viewer, reference=group.reference, raw=raw)
    if "done" in story:
        done = start - timedelta(days=story["done_days_ago"])
        with clock.at(done), acting(viewer_for(owner)) as viewer:
            acting_on.take_step(viewer=viewer, action_id=action.pk, verb="finish", raw={"note": story["done"]})
