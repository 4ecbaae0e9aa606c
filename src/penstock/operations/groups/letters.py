"""Letters of working groups: they name neither the group nor a member, and lead to pages that companies open too."""

from uuid import UUID

from django.conf import settings

from penstock.kernel.delivery.outbox import send
from penstock.operations.groups.models import GroupAction, GroupMeeting, OfGroup, WorkingGroup
from penstock.parties.circles.queries import members
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS

PATHS = {WorkingGroup: "groups", GroupMeeting: "group-meetings", GroupAction: "group-actions"}


def tell_member(case: OfGroup, organisation_id: UUID, subject: str, body: str) -> None:
    """Tell the people of a member who sit in groups."""
    _send(case, organisation_id, SIT_IN_GROUPS, subject, body)


def tell_keeper(case: OfGroup, subject: str, body: str) -> None:
    """Tell the people who keep the group."""
    _send(case, case.opener_id, KEEP_GROUPS, subject, body)


def tell_members(case: WorkingGroup | GroupMeeting, group: WorkingGroup, subject: str, body: str) -> None:
    """Tell every member but the one that keeps the group."""
    for one in members(group.circle_id).exclude(pk=group.opener_id).order_by("pk"):
        tell_member(case, one.pk, subject, body)


def _send(case: OfGroup, to: UUID, duty: str, subject: str, body: str) -> None:
    link = f"{settings.BASE_URL}/{PATHS[type(case)]}/{case.reference}/"
    letter = {"organisation": str(to), "duty": duty, "subject": f"{subject} {case.reference}"}
    send("announcement", {**letter, "body": f"{body}\n\n{link}\n"})
