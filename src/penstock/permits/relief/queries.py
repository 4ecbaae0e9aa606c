"""Reads of relief; the viewer comes first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from penstock.catalogue.amounts import Amount, exactly
from penstock.kernel.clock import today
from penstock.kernel.models import VisibleRows
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation
from penstock.permits.ledger.pure import pure
from penstock.permits.relief.fields import USE
from penstock.permits.relief.models import Agreement, Delivery, Emergency, ReliefRequest

MOST = 200


def emergencies(viewer: Viewer) -> list[Emergency]:
    """The emergencies that were declared, the newest first."""
    return list(Emergency.objects.visible_to(viewer).select_related("authority")[:MOST])


def emergency_by_reference(viewer: Viewer, reference: str) -> Emergency:
    """A declared emergency; NotVisible where there is none of this number."""
    found = Emergency.objects.visible_to(viewer).select_related("authority").filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def agreements(viewer: Viewer) -> list[Agreement]:
    """The standing agreements that the viewer may see."""
    return list(_agreements(viewer)[:MOST])


def _agreements(viewer: Viewer) -> VisibleRows[Agreement]:
    return Agreement.objects.visible_to(viewer).select_related("authority", "supplier")


def agreement_by_reference(viewer: Viewer, reference: str) -> Agreement:
    """An agreement, if this viewer may see it; NotVisible otherwise."""
    found = _agreements(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def requests(viewer: Viewer) -> list[ReliefRequest]:
    """The viewer's requests, the newest change first."""
    rows = ReliefRequest.objects.visible_to(viewer).select_related("opener", "counterpart", "emergency")
    return list(rows.order_by("-updated_at", "-pk")[:MOST])


def request_by_reference(viewer: Viewer, reference: str) -> ReliefRequest:
    """A request, if this viewer may see it; NotVisible otherwise."""
    rows = ReliefRequest.objects.visible_to(viewer).select_related("opener", "counterpart", "emergency", "authority")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def deliveries_of(viewer: Viewer, request: ReliefRequest) -> list[Delivery]:
    """What left under a request."""
    return list(Delivery.objects.visible_to(viewer).filter(case=request))


def suppliers(viewer: Viewer) -> list[Organisation]:
    """The companies of the viewer's country, with which its authority may agree."""
    return list(Organisation.objects.filter(kind="company", government=viewer.country or None).order_by("name"))


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one substance under a request: what left, what was used, what was not, and what is unaccounted for."""

    substance: str
    unit: str
    left: Decimal
    used: Decimal
    unused: Decimal

    @property
    def missing(self) -> Decimal:
        """What left and was neither used nor is still there; negative where more is reported than left."""
        return exactly(self.left, self.used.copy_negate(), self.unused.copy_negate())


def differences(viewer: Viewer, request: ReliefRequest) -> list[Difference]:
    """What left beside what the operator reported, by pure substance."""
    left: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    used: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    unused: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in deliveries_of(viewer, request):
        left[one.substance, one.unit].append(one.pure)
    for line in USE.read(request.use, strict=False).values["substances"] if request.use else ():
        for name, sums in (("used", used), ("unused", unused)):
            amount = pure(line["substance"], line["form"] or "", Amount(line[name], line["unit"]))
            sums[line["substance"], amount.unit].append(amount.quantity)
    keys = sorted({*left, *used, *unused})
    return [Difference(*key, exactly(*left[key]), exactly(*used[key]), exactly(*unused[key])) for key in keys]


def is_in_force(emergency: Emergency, on: date | None = None) -> bool:
    """Whether control is simplified on a day."""
    day = on or today()
    return emergency.state == "standing" and emergency.from_on <= day <= emergency.until_on
