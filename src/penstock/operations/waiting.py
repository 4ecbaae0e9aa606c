"""What of projects, operations and working groups waits for somebody, as the inbox shows it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from penstock.cases import pages
from penstock.cases.models import Receipt
from penstock.kernel.clock import now, today
from penstock.kernel.models import Signature
from penstock.kernel.viewer import Viewer
from penstock.operations.conduct import returns
from penstock.operations.groups.actions import queries as actions
from penstock.operations.groups.actions.rows import columns, rows
from penstock.operations.groups.models import GroupAction, GroupMeeting
from penstock.operations.models import Operation, Seat
from penstock.parties.duties import KEEP_GROUPS, KEEP_PROJECTS, READ_INCIDENTS, SIT_IN_GROUPS, TAKE_PART
from penstock.parties.models import Organisation

NEW_FOR = timedelta(days=60)
MOST = 20


@dataclass(frozen=True, slots=True)
class Due:
    """The returns that the viewer's office owes for an operation."""

    operation: Operation
    standing: returns.Standing


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: to be answered, to be handed in, to be signed, to be done, and what is new."""

    invitations: list[Seat]
    due: list[Due]
    to_sign: list[Operation | GroupMeeting]
    new: list[Operation]
    actions: list[GroupAction]


def waiting(viewer: Viewer) -> Waiting:
    """What the inbox shows; nothing of what the viewer has no duty for."""
    own = viewer.organisation_id
    invited = Seat.objects.visible_to(viewer).filter(organisation=own, state="invited").select_related("keeper")
    reads = viewer.has(READ_INCIDENTS)
    return Waiting(
        invitations=list(invited[:MOST]) if viewer.has(TAKE_PART) else [],
        due=_due(viewer) if viewer.has(TAKE_PART) and reads else [],
        to_sign=_to_sign(viewer),
        new=_new(viewer) if reads else [],
        actions=actions.to_do(viewer)[:MOST] if viewer.has(SIT_IN_GROUPS) else [],
    )


def _due(viewer: Viewer) -> list[Due]:
    """The running operations for which the viewer's office has days missing."""
    rows = Operation.objects.visible_to(viewer).filter(state="running", circle__in=viewer.circles)
    running = list(rows.exclude(opener=viewer.organisation_id).select_related("circle").order_by("-from_on")[:MOST])
    if not running:
        return []
    office = Organisation.objects.select_related("government").get(pk=viewer.organisation_id)
    found = []
    for operation in running:
        since = returns.joined_on(operation).get(office.pk, today())
        standing = returns.standing(viewer, operation, office, since)
        found += [Due(operation, standing)] if standing.missing else []
    return found


def _to_sign(viewer: Viewer) -> list[Operation | GroupMeeting]:
    """Reports and minutes that wait for a second signature of the viewer's office."""
    signed = Signature.objects.filter(organisation_id=viewer.organisation_id, outcome="open", case_id=OuterRef("pk"))
    found: list[Operation | GroupMeeting] = []
    if viewer.has(KEEP_PROJECTS):
        found += Operation.objects.visible_to(viewer).filter(Exists(signed), state="closing")[:MOST]
    if viewer.has(KEEP_GROUPS):
        found += GroupMeeting.objects.visible_to(viewer).filter(Exists(signed), state="draft")[:MOST]
    return found


def _new(viewer: Viewer) -> list[Operation]:
    """Operations of others that the viewer was taken into, or whose report came out, and has not opened since."""
    read = Receipt.objects.filter(case_id=OuterRef("pk"), edition=OuterRef("edition"), person_id=viewer.person_id)
    rows = Operation.objects.visible_to(viewer).filter(updated_at__gte=now() - NEW_FOR)
    rows = rows.exclude(opener=viewer.organisation_id).exclude(state="cancelled").exclude(Exists(read))
    return list(rows.select_related("opener").order_by("-updated_at", "-id")[:MOST])


def inbox(viewer: Viewer) -> dict[str, Any]:
    """The same as the inbox's page takes it."""
    found = waiting(viewer)
    return {
        "invitations": [
            {"reference": one.of, "url": reverse("project", args=[one.of]), "keeper": one.keeper.name}
            for one in found.invitations
        ],
        "due": [
            {
                "name": one.operation.title,
                "reference": one.operation.reference,
                "url": reverse("operation_return", args=[one.operation.reference]),
                "missing": len(one.standing.missing),
                "last": one.standing.last_missing,
            }
            for one in found.due
        ],
        "to_sign": [_row(one, "signature") for one in found.to_sign],
        "new": [_row(one) for one in found.new],
        "actions": rows(found.actions),
        "action_columns": columns(),
    }


def _row(case: Operation | GroupMeeting, page: str = "") -> dict[str, Any]:
    url = pages.page_of(case)
    return {
        "reference": case.reference,
        "name": case.title,
        "url": f"{url}{page}/" if page else url,
        "badge": pages.badge(case),
    }
