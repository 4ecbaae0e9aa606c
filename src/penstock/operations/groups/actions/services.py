"""Writes of actions: setting one, and the effect of each step."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import record, workflow
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.operations.groups.actions.reminding import plan_reminder
from penstock.operations.groups.fields import ACTION_FORM
from penstock.operations.groups.letters import tell_keeper, tell_member
from penstock.operations.groups.models import ACTION, GroupAction, GroupMeeting, WorkingGroup
from penstock.operations.groups.queries import member_named, members_of
from penstock.operations.groups.services import begun, standing
from penstock.operations.groups.states import ACTIONS
from penstock.parties.duties import KEEP_GROUPS
from penstock.parties.models import Organisation

ACTIONS.model = GroupAction
TO_OWNER = {
    "hand_on": ("Action of yours:", "An action of a working group is your organisation's, or its day has changed."),
    "drop": ("Action dropped:", "An action of a working group that was your organisation's was dropped."),
    "reopen": ("Action opened anew:", "An action of a working group that your organisation had done is open again."),
}
TO_KEEPER = {
    "finish": ("Action done:", "A member of a working group did what it was to do."),
    "return": ("Action given back:", "A member of a working group gave an action back to you."),
}


def set_action(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> GroupAction:
    """Set an action of a group of one's own keeping, agreed at a meeting or between two; Refused with every fault."""
    viewer.needs(KEEP_GROUPS)
    reading = ACTION_FORM.read(raw, strict=True)
    with transaction.atomic():
        group = standing(viewer, reference)
        calendar = calendar_of(group.country)
        owner = _owner(group, reading.values["owner"])
        faults = [*reading.faults, *_faults(calendar, reading.values["due_on"], owner, reading.values["owner"])]
        given = reading.values["meeting"]
        meeting = (
            GroupMeeting.objects.visible_to(viewer).filter(group=group.pk, reference=(given or "").upper()).first()
        )
        if given and meeting is None:
            faults.append(Fault("meeting", "no_meeting", "'{given}' is no meeting of this group.", {"given": given}))
        if owner is None or faults:
            raise refused_for(faults)
        group.actions_set += 1
        group.save(update_fields=["actions_set"])
        more = {"more": reading.kept["more"]} if reading.kept.get("more") else {}
        action = begun(
            GroupAction(group=group, meeting=meeting, owner=owner, content={"what": reading.kept["what"], **more}),
            kind=ACTION,
            reference=f"{group.reference}-A{group.actions_set:02d}",
            title=reading.values["what"],
            opener_id=group.opener_id,
            audience=list(group.audience),
        )
        _clock(action, calendar, owner, reading.values)
        workflow.begin(ACTIONS, action).save(force_insert=True)
        told = {"reference": action.reference, "owner": owner.name, "due_on": str(action.due_on), **action.content}
        act = record.Act(
            name="action.set", case_id=action.pk, viewer=viewer, audience=action.audience, data=told, duty=KEEP_GROUPS
        )
        record.append(act)
        if owner.pk != viewer.organisation_id:
            tell_member(action, owner.pk, "Action of yours:", "A working group agreed on an action of yours.")
    return action


def _owner(group: WorkingGroup, given: object) -> Organisation | None:
    return member_named(members_of(group), str(given)) if given else None


def _faults(
    calendar: WorkingCalendar, due: date | None, owner: Organisation | None, given: object, *, was: date | None = None
) -> list[Fault]:
    """What is wrong with who does it and by when; a day that stays as it `was` may have passed."""
    found = []
    if given and owner is None:
        text = "'{given}' is no member of this group: choose one."
        found.append(Fault("owner", "no_member", text, {"given": given}))
    if due and due != was and due < today():
        found.append(Fault("due_on", "past_day", "{given} has passed: choose a later day.", {"given": due}))
    elif due and due != was and not calendar.is_working_day(due):
        text = "On {given} offices are closed in your country: choose another day."
        found.append(Fault("due_on", "closed_day", text, {"given": due}))
    return found


def _clock(action: GroupAction, calendar: WorkingCalendar, owner: Organisation, values: Mapping[str, Any]) -> None:
    """Start the clock: days are counted as those of cases are, and a named day stands as it is."""
    if values["days"] is not None:
        clocks.start(action, calendar, days=int(values["days"]), on=today())
    else:
        clocks.end(action)
        action.due_on = values["due_on"]
    action.owner, action.waits_for, action.rung = owner, owner, 0
    plan_reminder(action, calendar, after=today())


def take_step(*, viewer: Viewer, action_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> GroupAction:
    """Take a step of an action's workflow; NotVisible or Refused where it may not be.

    The group is held, so that nobody leaves it while something is given to them.
    """
    with transaction.atomic():
        held = GroupAction.objects.visible_to(viewer).filter(pk=action_id).values("group")
        WorkingGroup.objects.visible_to(viewer).select_for_update(of=("self",)).filter(pk__in=held).first()
        taken: GroupAction = workflow.advance(ACTIONS, action_id, verb, viewer, raw)
    return taken


def _group(taking: Taking) -> WorkingGroup:
    return WorkingGroup.objects.visible_to(taking.viewer).get(pk=taking.case.group_id)


def _rest(action: GroupAction) -> None:
    """The clock ends, and nobody owes anything any more."""
    clocks.end(action)
    action.waits_for, action.is_open = None, False


@ACTIONS.effect("finish")
def _finish(taking: Taking) -> Effect:
    _rest(taking.case)
    taking.case.told = taking.values["note"]
    return Effect(data=dict(taking.kept))


@ACTIONS.effect("drop")
def _drop(taking: Taking) -> Effect:
    _rest(taking.case)
    taking.case.told = taking.values["note"]
    return Effect(data=dict(taking.kept))


@ACTIONS.guard("return")
def _is_of_another(action: GroupAction, viewer: Viewer) -> str | None:
    del viewer
    return "It is the action of whoever keeps the group." if action.owner_id == action.opener_id else None


@ACTIONS.effect("return")
def _return(taking: Taking) -> Effect:
    """It falls to whoever keeps the group, with the day that it has."""
    action = taking.case
    action.owner = action.waits_for = Organisation.objects.get(pk=action.opener_id)
    action.told = taking.values["note"]
    return Effect(data={"owner": action.owner.name, **taking.kept})


@ACTIONS.effect("hand_on")
def _hand_on(taking: Taking) -> Effect:
    action, group, values = taking.case, _group(taking), taking.values
    calendar, owner = calendar_of(group.country), _owner(group, values["owner"])
    faults = _faults(calendar, values["due_on"], owner, values["owner"], was=action.due_on)
    if owner is None or faults:
        raise refused_for(faults)
    _clock(action, calendar, owner, values)
    return Effect(data={"owner": owner.name, "due_on": str(action.due_on)})


@ACTIONS.effect("reopen")
def _reopen(taking: Taking) -> Effect:
    """To the member that had done it, or to whoever keeps the group where that is a member no more."""
    action, group, values = taking.case, _group(taking), taking.values
    calendar = calendar_of(group.country)
    owner = _owner(group, action.owner_id) or Organisation.objects.get(pk=group.opener_id)
    if faults := _faults(calendar, values["due_on"], owner, owner.pk):
        raise refused_for(faults)
    action.is_open, action.told = True, values["note"]
    _clock(action, calendar, owner, values)
    return Effect(data={"due_on": str(action.due_on), "note": values["note"]})


@ACTIONS.guard("reopen")
def _group_stands(action: GroupAction, viewer: Viewer) -> str | None:
    stands = WorkingGroup.objects.visible_to(viewer).filter(pk=action.group_id, is_open=True).exists()
    return None if stands else "The group is dissolved."


def tell_of(taking: Taking) -> None:
    """Tell the other side of a step; nobody is told of what their own organisation does."""
    action, verb, own = taking.case, taking.step.verb, taking.viewer.organisation_id
    if verb in TO_OWNER and action.owner_id != own:
        tell_member(action, action.owner_id, *TO_OWNER[verb])
    if verb in TO_KEEPER and action.opener_id != own:
        tell_keeper(action, *TO_KEEPER[verb])


ACTIONS.tell = tell_of
