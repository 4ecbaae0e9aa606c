"""Who is in which circle today."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from penstock.kernel.clock import today
from penstock.kernel.viewer import NOBODY, Viewer
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.duties import READ_INCIDENTS
from penstock.parties.models import DutyHeld, Organisation

FOCAL_POINTS = uuid5(NOBODY, "focal points")
"""The circle of all focal points: whoever reads incidents is in it, and no row says so."""
INWARD: set[str] = set()
"""The kinds of things whose circles are the audience of nothing else, and may therefore take in companies."""


RUNS = "{0}.from_on <= asked.day AND ({0}.until_on IS NULL OR {0}.until_on >= asked.day)"
"""The same as `held_today` in a statement that is written out: of a table's row, on the day that is asked for."""


def held_today() -> Q:
    """What runs today, from one day to another."""
    day = today()
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


def focal_points() -> "QuerySet[Organisation]":
    """The organisations, no companies, in which somebody reads incidents today."""
    held = DutyHeld.objects.filter(held_today(), duty=READ_INCIDENTS, person__is_active=True)
    found = Organisation.objects.filter(pk__in=held.values("person__organisation_id"))
    return found.exclude(kind="company").select_related("government")


def members(circle: UUID) -> "QuerySet[Organisation]":
    """The organisations that are in a circle today."""
    if circle == FOCAL_POINTS:
        return focal_points()
    running = Membership.objects.filter(held_today(), circle=circle)
    return Organisation.objects.filter(pk__in=running.values("organisation")).select_related("government")


def memberships_of(organisation_id: UUID) -> "QuerySet[Membership]":
    """What makes an organisation a member of circles today."""
    return Membership.objects.filter(held_today(), organisation=organisation_id)


def with_standing(kind: str, duties: Iterable[str], circles: Iterable[UUID]) -> frozenset[UUID]:
    """The circles of somebody with these duties in such an organisation: those with rows, and those by a duty."""
    reads = kind != "company" and READ_INCIDENTS in duties
    return frozenset(circles) | ({FOCAL_POINTS} if reads else frozenset())


def reached(audience: Iterable[UUID]) -> list[Organisation]:
    """The organisations that an audience means today, its circles opened, in the order given and then by country."""
    ids = list(dict.fromkeys(audience))
    found = {one.id: one for one in Organisation.objects.filter(id__in=ids).select_related("government")}
    ordered = [found[one] for one in ids if one in found]
    for circle in (one for one in ids if one not in found):
        ordered += sorted(members(circle), key=lambda one: (str(one.government), one.name))
    return list(dict.fromkeys(ordered))


def circles_seen(viewer: Viewer) -> list[Circle]:
    """The circles with a name that the viewer's organisation is in today, and may share something with."""
    return list(Circle.objects.visible_to(viewer).exclude(of__in=INWARD))


def circle_named(organisation: UUID, name: str) -> Circle | None:
    """The circle with this name that an organisation is in today and may share something with.

    None tells nothing of what there is besides.
    """
    own = memberships_of(organisation).values("circle")
    found = Circle.objects.filter(pk__in=own, name__iexact=" ".join(name.split()))
    return found.exclude(of__in=INWARD).first()
