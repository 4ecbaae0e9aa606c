"""Reads of actions: the list with its filters, and what of it is late."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.clocks import last_ended_day
from penstock.kernel.viewer import Viewer
from penstock.notices.shipments.sheets import defused
from penstock.operations.groups.models import GroupAction
from penstock.operations.groups.states import ACTIONS

LATE, OWN = "late", "own"
MOST_SHOWN = 500
HEADS = ("reference", "what", "owner", "group", "meeting", "due_on", "late", "state", "told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list of actions is narrowed to; empty means everything. `state` may also be `late`."""

    text: str = ""
    state: str = ""
    whose: str = ""
    group: str = ""


def actions(viewer: Viewer, wanted: Wanted) -> QuerySet[GroupAction]:
    """The actions of the viewer's groups, the nearest day first and what is settled at the end."""
    rows = GroupAction.objects.visible_to(viewer).select_related("group", "owner", "meeting")
    if wanted.text:
        rows = rows.filter(Q(reference__icontains=wanted.text) | Q(title__icontains=wanted.text))
    if wanted.state == LATE:
        rows = rows.filter(state="open", due_on__lte=last_ended_day())
    elif wanted.state in ACTIONS.states:
        rows = rows.filter(state=wanted.state)
    if wanted.whose == OWN:
        rows = rows.filter(owner=viewer.organisation_id)
    if wanted.group:
        rows = rows.filter(group__reference=wanted.group.upper())
    return rows.order_by("due_on", "-updated_at", "id")


def is_late(action: GroupAction) -> bool:
    """Whether the last day of an open action has ended, wherever on earth."""
    return action.state == "open" and action.due_on is not None and action.due_on <= last_ended_day()


def to_do(viewer: Viewer) -> list[GroupAction]:
    """The open actions of the viewer's own organisation, the nearest day first."""
    return list(actions(viewer, Wanted(state="open", whose=OWN))[:MOST_SHOWN])


def as_csv(found: Iterable[GroupAction]) -> str:
    """Actions as a sheet; no cell of it is a formula."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADS)
    for one in found:
        told = (
            one.reference,
            one.title,
            one.owner.name,
            one.group.title,
            one.meeting.reference if one.meeting else "",
            str(one.due_on or ""),
            "yes" if is_late(one) else "",
            one.state,
            one.told,
        )
        sheet.writerow(map(defused, told))
    return out.getvalue()
