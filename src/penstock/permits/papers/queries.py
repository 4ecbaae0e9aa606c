"""Reads of papers: the keys of one's own authority, and how often its papers were checked."""

from dataclasses import dataclass

from django.db.models import Count, Max

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.permits.models import Permit
from penstock.permits.papers.models import Check, Key

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """How often a paper was checked with one answer, by how many askers a day, and when last."""

    answer: str
    times: int
    askers: int
    last_at: object


def keys_of(viewer: Viewer) -> list[Key]:
    """The keys of the viewer's own authority, the newest first."""
    return list(Key.objects.visible_to(viewer).filter(organisation=viewer.organisation_id))


def checks_of(viewer: Viewer, permit: Permit) -> list[Checked]:
    """How a permit's paper was checked, by answer; NotVisible for everybody but whoever issued it."""
    if permit.opener_id != viewer.organisation_id and not viewer.is_system:
        raise NotVisible
    rows = Check.objects.visible_to(viewer).filter(case=permit).order_by().values("answer")
    told = rows.annotate(times=Count("pk"), askers=Count("asker", distinct=True), last_at=Max("made_at"))
    return [Checked(**one) for one in told.order_by("-times", "answer")]


def newest_checks(viewer: Viewer, permit: Permit) -> list[Check]:
    """The newest checks of a permit's paper."""
    return list(Check.objects.visible_to(viewer).filter(case=permit)[:NEWEST])
