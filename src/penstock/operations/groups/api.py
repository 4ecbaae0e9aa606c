"""Operations of the API on working groups, their meetings and their actions; steps are generated from the tables."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema

from penstock.cases import queries as case_queries
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.operations.doors.stepping import Told, add_act, verbs_open
from penstock.operations.groups import queries, services
from penstock.operations.groups.actions import services as acting_on
from penstock.operations.groups.actions.queries import MOST_SHOWN, Wanted, actions, is_late
from penstock.operations.groups.fields import ACTION_FORM, CALLING, GROUP_FORM, GROUP_REASON
from penstock.operations.groups.meetings import services as meeting
from penstock.operations.groups.models import GroupAction, GroupMeeting, WorkingGroup
from penstock.operations.groups.states import ACTIONS, GROUPS, MEETINGS
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS

router = Router(tags=["working groups"])


class GroupBrief(Schema):
    """A working group as the list gives it."""

    reference: str
    name: str
    state: str
    country: str
    kept_by: str


class GroupShape(GroupBrief):
    """A working group with its members, the references of its meetings and actions, and the steps open."""

    purpose: str
    members: list[str]
    others: list[str]
    meetings: list[str]
    open_actions: list[str]
    steps: list[str]


class MinutesShape(Schema):
    """An edition of minutes."""

    edition: int
    present: list[str]
    also: str
    minutes: str


class MeetingShape(Schema):
    """A meeting of a working group, with every edition of its minutes, oldest first."""

    reference: str
    group: str
    state: str
    held_on: date
    place: str
    agenda: str
    editions: list[MinutesShape]
    steps: list[str]


class ActionShape(Schema):
    """An action of a working group; `told` is what was said with the last step."""

    reference: str
    group: str
    meeting: str | None
    what: str
    more: str
    owner: str
    state: str
    due_on: date | None
    late: bool
    told: str
    steps: list[str]


class ActionFilter(Schema):
    """What the list of actions is narrowed to; `state` may also be `late`, and `whose` may be `own`."""

    text: str = ""
    state: str = ""
    whose: str = ""
    group: str = ""


def _brief(group: WorkingGroup) -> Told:
    return {
        "reference": group.reference,
        "name": group.title,
        "state": group.state,
        "country": group.country,
        "kept_by": group.opener.name,
    }


def _group(viewer: Viewer, group: WorkingGroup) -> Told:
    of_group = Wanted(group=group.reference, state="open")
    return {
        **_brief(group),
        "purpose": group.content["purpose"],
        "members": [one.name for one in queries.members_of(group)],
        "others": (group.content.get("others") or "").splitlines(),
        "meetings": [one.reference for one in queries.meetings(viewer, group)],
        "open_actions": [one.reference for one in actions(viewer, of_group)],
        "steps": verbs_open(GROUPS, group, viewer),
    }


def _meeting(viewer: Viewer, found: GroupMeeting) -> Told:
    return {
        "reference": found.reference,
        "group": found.group.reference,
        "state": found.state,
        "held_on": found.held_on.isoformat(),
        "place": found.content["place"],
        "agenda": found.content["agenda"],
        "editions": [
            {
                "edition": number,
                "present": content["present"],
                "also": content.get("also") or "",
                "minutes": content["minutes"],
            }
            for number, content in case_queries.editions(viewer, found).items()
        ],
        "steps": verbs_open(MEETINGS, found, viewer),
    }


def _action(viewer: Viewer, action: GroupAction) -> Told:
    return {
        "reference": action.reference,
        "group": action.group.reference,
        "meeting": action.meeting and action.meeting.reference,
        "what": action.title,
        "more": action.content.get("more") or "",
        "owner": action.owner.name,
        "state": action.state,
        "due_on": action.due_on and action.due_on.isoformat(),
        "late": is_late(action),
        "told": action.told,
        "steps": verbs_open(ACTIONS, action, viewer),
    }


@router.get("/groups", response={200: list[GroupBrief], **PROBLEMS}, summary="List working groups")
@opened_by(SIT_IN_GROUPS)
def list_groups(request: HttpRequest) -> list[Told]:
    """The working groups that one's organisation keeps or is in."""
    return [_brief(one) for one in queries.groups(viewer_in(request))]


@router.get("/groups/{reference}", response={200: GroupShape, **PROBLEMS}, summary="Read a working group")
@opened_by(SIT_IN_GROUPS)
def read_group(request: HttpRequest, reference: str) -> Told:
    """A working group with its members."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)
    note_read(viewer=viewer, case=group)
    return _group(viewer, group)


@router.get("/group-meetings/{reference}", response={200: MeetingShape, **PROBLEMS}, summary="Read a meeting")
@opened_by(SIT_IN_GROUPS)
def read_meeting(request: HttpRequest, reference: str) -> Told:
    """A meeting with its minutes."""
    viewer = viewer_in(request)
    found = queries.meeting_by_reference(viewer, reference)
    note_read(viewer=viewer, case=found)
    return _meeting(viewer, found)


@router.get("/group-actions", response={200: list[ActionShape], **PROBLEMS}, summary="List actions")
@opened_by(SIT_IN_GROUPS)
def list_actions(request: HttpRequest, wanted: Query[ActionFilter]) -> list[Told]:
    """The actions of one's working groups, the nearest day first; at most 500."""
    viewer = viewer_in(request)
    found = actions(viewer, Wanted(**wanted.model_dump()))[:MOST_SHOWN]
    return [_action(viewer, one) for one in found]


@router.get("/group-actions/{reference}", response={200: ActionShape, **PROBLEMS}, summary="Read an action")
@opened_by(SIT_IN_GROUPS)
def read_action(request: HttpRequest, reference: str) -> Told:
    """An action of a working group."""
    viewer = viewer_in(request)
    action = queries.action_by_reference(viewer, reference)
    note_read(viewer=viewer, case=action)
    return _action(viewer, action)


def _open(viewer: Viewer, raw: Told) -> Told:
    return _group(viewer, services.open_group(viewer=viewer, raw=raw))


def _leave(viewer: Viewer, raw: Told, reference: str) -> None:
    services.leave_group(viewer=viewer, reference=reference, raw=raw)


def _call(viewer: Viewer, raw: Told, reference: str) -> Told:
    return _meeting(viewer, meeting.call_meeting(viewer=viewer, reference=reference, raw=raw))


def _set(viewer: Viewer, raw: Told, reference: str) -> Told:
    return _action(viewer, acting_on.set_action(viewer=viewer, reference=reference, raw=raw))


ONE, MEETING_OF, ACTION_OF = "/groups/{reference}", "/group-meetings/{reference}", "/group-actions/{reference}"
add_act(
    router,
    "/groups",
    _open,
    duty=KEEP_GROUPS,
    name="group_open",
    label="Open a working group",
    about="Open a working group of one's own country; nobody else knows of it until somebody is taken in.",
    shape=GroupShape,
    form=GROUP_FORM,
    names={},
    status=201,
)
add_act(
    router,
    f"{ONE}/leave",
    _leave,
    duty=SIT_IN_GROUPS,
    name="group_leave",
    label="Leave a working group",
    about="Leave a working group that another keeps: its open actions are given back, and it is not shown any more.",
    shape=None,
    form=GROUP_REASON,
)
add_act(
    router,
    f"{ONE}/meetings",
    _call,
    duty=KEEP_GROUPS,
    name="group_meeting_call",
    label="Call a meeting",
    shape=MeetingShape,
    form=CALLING,
    status=201,
)
add_act(
    router,
    f"{ONE}/actions",
    _set,
    duty=KEEP_GROUPS,
    name="group_action_set",
    label="Set an action",
    shape=ActionShape,
    form=ACTION_FORM,
    status=201,
)
ON_GROUP = Acts(router=router, path=ONE, name="group", shape=GroupShape, find=queries.group_by_reference, whole=_group)
ON_GROUP.add_steps(
    GROUPS.steps, lambda viewer, one, verb, raw: services.take_step(viewer=viewer, group_id=one.pk, verb=verb, raw=raw)
)
ON_MEETING = Acts(
    router=router,
    path=MEETING_OF,
    name="group_meeting",
    shape=MeetingShape,
    find=queries.meeting_by_reference,
    whole=_meeting,
)
ON_MEETING.add_steps(
    MEETINGS.steps,
    lambda viewer, one, verb, raw: meeting.take_step(viewer=viewer, meeting_id=one.pk, verb=verb, raw=raw),
)
ON_MEETING.add_signatures(
    confirm=lambda viewer, one: meeting.confirm_step(viewer=viewer, meeting_id=one.pk),
    decline=lambda viewer, one: meeting.decline_step(viewer=viewer, meeting_id=one.pk),
    duty=KEEP_GROUPS,
)
ON_ACTION = Acts(
    router=router,
    path=ACTION_OF,
    name="group_action",
    shape=ActionShape,
    find=queries.action_by_reference,
    whole=_action,
)
ON_ACTION.add_steps(
    ACTIONS.steps,
    lambda viewer, one, verb, raw: acting_on.take_step(viewer=viewer, action_id=one.pk, verb=verb, raw=raw),
)
