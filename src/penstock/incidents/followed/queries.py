"""The measure of follow-up: of each kind of incident, how many there are and what share has each step done."""

from dataclasses import dataclass

from django.db.models import Count, Q

from penstock.incidents.followed.fields import STEPS
from penstock.incidents.models import Incident
from penstock.incidents.particulars.facts import KINDS
from penstock.incidents.states import FOLLOWED
from penstock.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Followed:
    """One kind of incident: how many were reported, how many have each step done or not needed, and how many all."""

    kind: str
    incidents: int
    steps: dict[str, int]
    whole: int

    def share(self, done: int) -> int:
        """Per cent of the incidents, rounded down."""
        return done * 100 // self.incidents if self.incidents else 0


def measure(viewer: Viewer, *, own: bool = False) -> list[Followed]:
    """The measure over the incidents that the viewer sees, or over those of the viewer's `own` organisation."""
    rows = Incident.objects.visible_to(viewer).filter(state__in=FOLLOWED)
    if own:
        rows = rows.filter(opener=viewer.organisation_id)
    counts = [Count("pk", filter=Q(followed__contains=[name])) for name in STEPS]
    whole = Count("pk", filter=Q(followed__contains=list(STEPS)))
    named = {f"step_{number}": count for number, count in enumerate(counts)}
    grouped = rows.order_by().values("category").annotate(incidents=Count("pk"), whole=whole, **named)
    found = {
        str(kind): Followed(str(kind), total, dict(zip(STEPS, steps, strict=True)), done)
        for kind, total, done, *steps in grouped.values_list("category", "incidents", "whole", *named)
    }
    return [found[kind] for kind in KINDS if kind in found]
