"""Writes of working groups: opening one, who joins and leaves, and the effect of each step."""

import secrets
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from penstock.cases.models import Case
from penstock.cases.queries import LISTED_APART
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Reason, Taking, refused_for
from penstock.operations.groups.fields import GROUP_FORM, GROUP_REASON
from penstock.operations.groups.letters import tell_keeper, tell_member
from penstock.operations.groups.models import ACTION, GROUP, MEETING, GroupAction, GroupMeeting, WorkingGroup
from penstock.operations.groups.queries import member_named, members_of, to_admit
from penstock.operations.groups.states import ACTIONS, GROUPS
from penstock.parties.circles.services import join, leave, open_circle
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS
from penstock.parties.models import Organisation

GROUPS.model = WorkingGroup
LISTED_APART.update((GROUP, MEETING, ACTION))
LETTERS_OF_REFERENCES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH_OF_REFERENCES = 6
Kind = TypeVar("Kind", bound=Case)


def open_group(*, viewer: Viewer, raw: Mapping[str, Any]) -> WorkingGroup:
    """Open a working group of the viewer's own country; Refused with every fault.

    Its reference is no running number: from a gap others could tell that there is a group.
    """
    viewer.needs(KEEP_GROUPS)
    reading = GROUP_FORM.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    own = Organisation.objects.get(pk=viewer.organisation_id)
    if own.kind != "authority":
        raise Refused("no_authority", "A national working group is kept by an authority of its country.")
    code = "".join(secrets.choice(LETTERS_OF_REFERENCES) for _each in range(LENGTH_OF_REFERENCES))
    with transaction.atomic():
        circle = open_circle(viewer=viewer, of=GROUP, name=reading.values["name"], duty=KEEP_GROUPS)
        group = begun(
            WorkingGroup(circle=circle, country=viewer.country, title=circle.name, content=dict(reading.kept)),
            kind=GROUP,
            reference=f"{viewer.country}-NWG-{code}",
            opener_id=viewer.organisation_id,
            audience=[viewer.organisation_id, circle.pk],
        )
        workflow.begin(GROUPS, group).save(force_insert=True)
        act = record.Act(
            name="group.opened",
            case_id=group.pk,
            viewer=viewer,
            audience=group.audience,
            data={"reference": group.reference, **reading.kept},
            duty=KEEP_GROUPS,
        )
        record.append(act)
    return group


def begun(case: Kind, **columns: Any) -> Kind:
    """A new case of a group, with what all three kinds have alike."""
    case_id = new_id()
    own = {"id": case_id, "case_ptr_id": case_id, "sent_at": now(), "marking": "AMBER+STRICT"}
    for name, value in (own | columns).items():
        setattr(case, name, value)
    return case


def take_step(*, viewer: Viewer, group_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> WorkingGroup:
    """Take a step of a group's workflow; NotVisible or Refused where it may not be."""
    taken: WorkingGroup = workflow.advance(GROUPS, group_id, verb, viewer, raw)
    return taken


def standing(viewer: Viewer, reference: str) -> WorkingGroup:
    """A group of the viewer's own keeping, locked; NotVisible for any other, Refused for a dissolved one."""
    rows = WorkingGroup.objects.visible_to(viewer).filter(reference=reference, opener=viewer.organisation_id)
    group = rows.select_for_update(of=("self",)).first()
    if group is None:
        raise NotVisible
    if not group.is_open:
        raise Refused("dissolved", "This group is dissolved.")
    return group


@GROUPS.effect("change")
def _change(taking: Taking) -> Effect:
    """The name stays: the circle bears it."""
    if taking.values["name"] != taking.case.title:
        text = "Its name stays '{given}': open another group for another name."
        raise refused_for([Fault("name", "name_stays", text, {"given": taking.case.title})])
    taking.case.content = dict(taking.kept)
    return Effect(data=dict(taking.kept))


def _member(given: object, found: list[Organisation], text: str) -> Organisation:
    office = member_named(found, str(given))
    if office is None:
        raise refused_for([Fault("office", "no_such_office", text, {"given": given})])
    return office


@GROUPS.effect("admit")
def _admit(taking: Taking) -> Effect:
    group = taking.case
    text = "'{given}' is nobody of your country who sits in groups and is not in it yet."
    office = _member(taking.values["office"], to_admit(group), text)
    join(viewer=taking.viewer, circle_id=group.circle_id, organisation=office, duty=KEEP_GROUPS)
    body = "Your organisation was taken into a national working group."
    tell_member(group, office.pk, "In the working group:", body)
    return Effect(data={"office": office.name})


@GROUPS.effect("dismiss")
def _dismiss(taking: Taking) -> Effect:
    """From now on it sees nothing of the group; what it was to do falls to whoever keeps the group."""
    group, viewer = taking.case, taking.viewer
    others = [one for one in members_of(group) if one.pk != group.opener_id]
    office = _member(taking.values["office"], others, "'{given}' is no other member of this group.")
    for one in _open_actions(viewer, group, office):
        due = str(one.due_on) if one.due_on else ""
        raw = {"owner": str(group.opener_id), "due_on": due}
        workflow.advance(ACTIONS, one.pk, "hand_on", viewer, raw)
    leave(viewer=viewer, circle_id=group.circle_id, organisation=office, duty=KEEP_GROUPS)
    tell_member(group, office.pk, "Part in a working group ended:", "Your organisation is in a working group no more.")
    return Effect(data={"office": office.name, "note": taking.kept["note"]})


def _open_actions(viewer: Viewer, group: WorkingGroup, office: Organisation) -> list[GroupAction]:
    rows = GroupAction.objects.visible_to(viewer).filter(group=group.pk, owner=office, state="open")
    return list(rows.order_by("id"))


@GROUPS.guard("dissolve")
def _is_settled(group: WorkingGroup, viewer: Viewer) -> str | None:
    running = (GroupMeeting.objects.visible_to(viewer), GroupAction.objects.visible_to(viewer))
    is_running = any(rows.filter(group=group.pk, is_open=True).exists() for rows in running)
    return "Close or cancel its meetings, and finish or drop its actions first." if is_running else None


@GROUPS.effect("dissolve")
def _dissolve(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect(data=dict(taking.kept))


def reason_against_leaving(viewer: Viewer, group: WorkingGroup) -> Reason | None:
    """Why the viewer's organisation may not leave a group; None when nothing speaks against it."""
    if group.opener_id == viewer.organisation_id:
        return Reason("keeps_it", "Who keeps a group dissolves it.")
    return None


def leave_group(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> None:
    """Leave a group that another keeps: nothing of it is seen from then on, and what was to be done is given back.

    The state of the group stays as it is, so this is no step of its workflow.
    """
    viewer.needs(SIT_IN_GROUPS)
    reading = GROUP_REASON.read(raw, strict=True)
    with transaction.atomic():
        rows = WorkingGroup.objects.visible_to(viewer).filter(reference=reference)
        group = rows.select_for_update(of=("self",)).first()
        if group is None:
            raise NotVisible
        if reason := reason_against_leaving(viewer, group):
            raise Refused(reason.code, reason.message)
        if reading.faults:
            raise refused_for(reading.faults)
        office = Organisation.objects.get(pk=viewer.organisation_id)
        for one in _open_actions(viewer, group, office):
            workflow.advance(ACTIONS, one.pk, "return", viewer, reading.kept)
        leave(viewer=viewer, circle_id=group.circle_id, organisation=office, duty=SIT_IN_GROUPS)
        act = record.Act(
            name="group.left",
            case_id=group.pk,
            viewer=viewer,
            audience=[viewer.organisation_id, *group.audience],
            data={"office": office.name, **reading.kept},
            duty=SIT_IN_GROUPS,
        )
        record.append(act)
        tell_keeper(group, "Left the working group:", "A member left a working group that you keep.")
