"""Writes of meetings: calling one, writing its minutes, and closing them, by one person or by two."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.models import Case
from penstock.cases.services import KEEPERS, given
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel import record, workflow
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.operations.groups.fields import CALLING
from penstock.operations.groups.letters import tell_keeper, tell_members
from penstock.operations.groups.models import MEETING, GroupMeeting, WorkingGroup
from penstock.operations.groups.queries import members_of
from penstock.operations.groups.services import begun, standing
from penstock.operations.groups.states import MEETINGS
from penstock.parties.duties import KEEP_GROUPS

MEETINGS.model = GroupMeeting
LETTERS = {
    "move": ("Meeting changed:", "A meeting of a working group that your organisation is in was changed."),
    "close": ("Minutes closed:", "The minutes of a meeting of a working group are closed."),
    "propose": ("Minutes closed:", "The minutes of a meeting of a working group are closed."),
    "cancel": ("Meeting cancelled:", "A meeting of a working group that your organisation is in was cancelled."),
}


def call_meeting(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> GroupMeeting:
    """Call a meeting of a group of one's own keeping, or record one that was held; Refused with every fault."""
    viewer.needs(KEEP_GROUPS)
    reading = CALLING.read(raw, strict=True)
    with transaction.atomic():
        group = standing(viewer, reference)
        if reading.faults:
            raise refused_for(reading.faults)
        group.meetings_held += 1
        group.save(update_fields=["meetings_held"])
        meeting = begun(
            GroupMeeting(group=group, held_on=reading.values["held_on"], content=dict(reading.kept)),
            kind=MEETING,
            reference=f"{group.reference}-M{group.meetings_held:02d}",
            title=_title(reading.values),
            opener_id=group.opener_id,
            audience=list(group.audience),
        )
        workflow.begin(MEETINGS, meeting).save(force_insert=True)
        act = record.Act(
            name="meeting.called",
            case_id=meeting.pk,
            viewer=viewer,
            audience=meeting.audience,
            data={"reference": meeting.reference, **reading.kept},
            duty=KEEP_GROUPS,
        )
        record.append(act)
        body = "A meeting of a working group that your organisation is in was called."
        tell_members(meeting, group, "Meeting called:", body)
    return meeting


def _title(values: Mapping[str, Any]) -> str:
    return f"{values['held_on'].isoformat()}, {values['place']}"


def take_step(*, viewer: Viewer, meeting_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> GroupMeeting:
    """Take a step of a meeting's workflow; NotVisible or Refused where it may not be."""
    taken: GroupMeeting = workflow.advance(MEETINGS, meeting_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, meeting_id: UUID) -> GroupMeeting:
    """Give the second signature to the closing of minutes that somebody else proposed."""
    taken: GroupMeeting = workflow.confirm(MEETINGS, meeting_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, meeting_id: UUID) -> GroupMeeting:
    """Decline the closing of minutes that somebody else proposed, or take back one's own proposal."""
    taken: GroupMeeting = workflow.decline(MEETINGS, meeting_id, viewer)
    return taken


@MEETINGS.effect("move")
def _move(taking: Taking) -> Effect:
    meeting = taking.case
    meeting.content, meeting.held_on = dict(taking.kept), taking.values["held_on"]
    meeting.title = _title(taking.values)
    return Effect(data=dict(taking.kept))


@MEETINGS.effect("write")
def _write(taking: Taking) -> Effect:
    """Each writing is an edition, which the record keeps; a signature for an earlier one is void by that."""
    meeting = taking.case
    inside = {one.name for one in members_of(WorkingGroup.objects.visible_to(taking.viewer).get(pk=meeting.group_id))}
    text = "'{given}' is no member of this group: tick members, and write others below."
    if unknown := [one for one in taking.values["present"] if one not in inside]:
        raise refused_for([Fault("present", "no_member", text, {"given": one}) for one in unknown])
    meeting.content = {**meeting.content, **taking.kept}
    meeting.edition += 1
    return Effect(data={"edition": meeting.edition, "content": meeting.content})


@MEETINGS.guard("close")
def _by_one(_meeting: GroupMeeting, viewer: Viewer) -> str | None:
    return "In your organisation two people sign: use the second signature." if needs_two(viewer) else None


@MEETINGS.guard("propose")
def _by_two(_meeting: GroupMeeting, viewer: Viewer) -> str | None:
    return None if needs_two(viewer) else "In your organisation one person signs what goes out."


def _end(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect(data={"minutes": taking.case.edition, **taking.kept})


for _verb in ("close", "propose", "cancel"):
    MEETINGS.effect(_verb)(_end)


def tell_of(taking: Taking) -> None:
    """Tell all members but whoever keeps the group."""
    if taking.step.verb in LETTERS:
        group = WorkingGroup.objects.visible_to(taking.viewer).get(pk=taking.case.group_id)
        tell_members(taking.case, group, *LETTERS[taking.step.verb])


def tell_of_proposal(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    body = f"{taking.viewer.name} proposed to close minutes, which needs your signature too."
    tell_keeper(taking.case, "For a second signature:", body)


MEETINGS.tell = tell_of
MEETINGS.tell_second = tell_of_proposal


def while_open(viewer: Viewer, case: Case, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """What stands beside minutes changes with them no more, once they are closed."""
    if not case.is_open:
        raise Refused("closed", "The minutes are closed: nothing is added to them.")
    return given(viewer, name, chunks)


KEEPERS[MEETING] = while_open
