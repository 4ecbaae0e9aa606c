"""Reads of platforms and of the checks of their policies; the viewer first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.industry.platforms.fields import gaps_in
from penstock.industry.platforms.models import KINDS, Platform, PolicyCheck
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list of platforms is narrowed to; `due` is "yes" for policies that are to be looked at."""

    text: str = ""
    kind: str = ""
    due: str = ""


def platforms(viewer: Viewer, wanted: Wanted | None = None) -> QuerySet[Platform]:
    """The platforms of the viewer's country that are wanted, by name."""
    asked = wanted or Wanted()
    rows = Platform.objects.visible_to(viewer)
    if asked.text:
        rows = rows.filter(name__icontains=asked.text)
    if asked.kind in KINDS:
        rows = rows.filter(kind=asked.kind)
    if asked.due == "yes":
        rows = rows.filter(Q(next_on__isnull=True) | Q(next_on__lte=today()))
    return rows


def platform(viewer: Viewer, platform_id: UUID) -> Platform:
    """One platform; NotVisible when there is none for this viewer."""
    row = Platform.objects.visible_to(viewer).filter(pk=platform_id).first()
    if row is None:
        raise NotVisible
    return row


def checks(viewer: Viewer, row: Platform) -> list[PolicyCheck]:
    """The checks of a platform's policy, the newest first."""
    return list(PolicyCheck.objects.visible_to(viewer).filter(platform=row))


def gaps(viewer: Viewer, row: Platform) -> list[tuple[str, str]]:
    """What the policy lacked when it was last looked at: the question's name and the verdict; none before that."""
    newest = PolicyCheck.objects.visible_to(viewer).filter(platform=row).first()
    return gaps_in(newest.kind, newest.content) if newest else []
