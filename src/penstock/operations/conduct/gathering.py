"""What an operation gathers: a question asked with the eyes of whoever looks, so that it widens no audience.

No row says that a case belongs to an operation. Each participant sees what it sees anyway, and what was released to
the operation's circle; every count is made over the same rows. For the closing report only what all who take part see
counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from penstock.cases.models import Seen
from penstock.cases.secrecy.sight import readable
from penstock.catalogue.substances import substance
from penstock.incidents.models import Finding, Incident
from penstock.kernel.viewer import Viewer
from penstock.notices.models import Notice
from penstock.notices.queries import Filter, narrowed
from penstock.operations.models import Operation
from penstock.parties.circles.queries import FOCAL_POINTS

OUT = ("released", "closed")
ENDS = ("origin", "departure", "destination")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over incidents by kind and lane; by substance kilograms, and apart from them litres."""

    incidents: int
    kinds: Mapping[str, int]
    lanes: Mapping[str, int]
    kilograms: Mapping[str, Decimal]
    litres: Mapping[str, Decimal]


def incidents(viewer: Viewer, operation: Operation, plan: Mapping[str, Any]) -> QuerySet[Incident]:
    """The incidents that fit the plan, and those released to the operation, as far as the viewer sees them."""
    to_it = Q(pk__in=Seen.objects.filter(organisation_id=operation.circle_id).values("case_id"))
    rows = Incident.objects.visible_to(viewer).filter(state__in=OUT).filter(fitting(operation, plan) | to_it)
    return rows.select_related("opener", "counterpart").order_by("-happened_on", "-id")


def fitting(operation: Operation, plan: Mapping[str, Any]) -> Q:
    """What the plan means by its indicators, as a filter of incidents."""
    wanted = Q(
        happened_on__gte=operation.from_on,
        happened_on__lte=operation.until_on,
        substances__overlap=operation.substances,
    )
    if plan.get("kinds"):
        wanted &= Q(category__in=plan["kinds"])
    if plan.get("concealment"):
        wanted &= Q(content__concealment__has_any_keys=plan["concealment"])
    lanes = Q()
    for start, end in (one.split("-") for one in plan.get("lanes") or ()):
        begins = Q(content__departure_country=start) | Q(content__origin_country=start)
        lanes |= begins & Q(content__destination_country=end)
    return wanted & lanes


def notices(viewer: Viewer, operation: Operation, plan: Mapping[str, Any]) -> QuerySet[Notice]:
    """The notices sent in the period with one of the substances, as far as the viewer may read that they have it."""
    rows = narrowed(viewer, Filter()).filter(
        readable(viewer, "substances"),
        substances__overlap=operation.substances,
        sent_at__date__gte=operation.from_on,
        sent_at__date__lte=operation.until_on,
    )
    lanes = Q()
    for start, end in (one.split("-") for one in plan.get("lanes") or ()):
        lanes |= Q(exporting=start, importing=end)
    return rows.filter(lanes).order_by("-sent_at", "-id")


def seen_by_all(operation: Operation, rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those among them that everyone who takes part sees: released to the operation, or to all focal points."""
    wide = Seen.objects.filter(organisation_id__in=[operation.circle_id, FOCAL_POINTS])
    return rows.filter(pk__in=wide.values("case_id"))


def figures(rows: QuerySet[Incident]) -> Figures:
    """The counts over incidents that somebody was found to see."""
    ends = [f"content__{name}_country" for name in ENDS]
    found = list(rows.order_by().values_list("pk", "category", *ends))
    lanes = Counter(lane for _pk, _kind, *each in found if (lane := lane_of(*each)))
    kinds = Counter(str(kind) for _pk, kind, *_each in found)
    findings = Finding.objects.filter(incident__in=rows.order_by().values("pk"))
    return Figures(
        len(found),
        _most_first(kinds),
        _most_first(lanes),
        _summed(findings.values_list("substance", "named", "kilograms")),
        _summed(findings.values_list("substance", "named", "litres")),
    )


def _summed(rows: Iterable[tuple[str, str, Decimal | None]]) -> dict[str, Decimal]:
    """The amounts of each substance by its name in the catalogue, or as it was named."""
    sums: dict[str, Decimal] = {}
    for identified, named, amount in rows:
        if amount is not None:
            name = substance(identified).name if identified else named
            sums[name] = sums.get(name, Decimal(0)) + amount
    return dict(sorted(sums.items()))


def lane_of(origin: str | None, departure: str | None, destination: str | None) -> str:
    """The lane of a route: from where it departed, or else its origin, to its destination; empty where an end lacks."""
    start = departure or origin
    return f"{start}-{destination}" if start and destination else ""


def _most_first(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def kept(found: Figures) -> dict[str, Any]:
    """Figures as a report keeps them."""
    return {
        "incidents": found.incidents,
        "kinds": dict(found.kinds),
        "lanes": dict(found.lanes),
        "kilograms": {name: _plain(amount) for name, amount in found.kilograms.items()},
        "litres": {name: _plain(amount) for name, amount in found.litres.items()},
    }


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
