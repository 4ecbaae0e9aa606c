"""What the checks of one notice look at, gathered at once: a fixed number of queries, however many checks there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Q, Sum
from django.db.models.functions import Coalesce

from penstock.cases.registers import queries as registers
from penstock.cases.registers.models import Place, Requirement, ScreeningList
from penstock.cases.secrecy.sight import content_for, readable
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.notices.checks.elsewhere import Party, Refusal, elsewhere
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.parties.companies.standing import Asked

NOT_COUNTED = ("draft", "discarded", "withdrawn", "objected")
LOOKED_BACK = timedelta(days=3 * 365)
MOST_KINDRED = 500
PARTIES = {"exporter": "exporter_country", "importer": "importer_country", "consignee": "importer_country"}
"""The parties of a notice, with the field that says in whose register each is looked up."""

Incidents = Callable[[Viewer, Sequence[str]], Sequence[str]]
INCIDENTS: list[Incidents] = []
"""Who knows of open incidents on parties by name; empty until a package of incidents registers itself."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another notice to the same importer that the viewer sees."""

    reference: str
    state: str
    substances: Sequence[str]
    kilograms: Decimal | None
    base_kilograms: Decimal | None
    litres: Decimal | None
    dispatch_on: date | None
    likeness: str
    own_reference: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What was notified of one substance in a year: base kilograms where known, else kilograms; and litres."""

    kilograms: Decimal
    litres: Decimal
    notices: int


@dataclass(frozen=True, slots=True)
class Matter:
    """A notice with all that is known beside it; the checks read it and ask nothing more."""

    viewer: Viewer
    notice: Notice
    values: Mapping[str, Any]
    on: date
    is_sent: bool
    kin: tuple[Kin, ...]
    totals: Mapping[str, Total]
    requirements: Mapping[str, Sequence[Requirement]]
    parties: Mapping[str, Party]
    refusals: tuple[Refusal, ...]
    places: tuple[Place, ...]
    lists: tuple[ScreeningList, ...]
    screened: tuple[registers.Screened, ...]
    incidents: tuple[str, ...] | None

    @property
    def substances(self) -> tuple[str, ...]:
        """The substances by id."""
        return tuple(self.notice.substances)

    @property
    def year(self) -> int:
        """The calendar year that the shipment counts in."""
        return (self.notice.dispatch_on or self.on).year

    @property
    def side(self) -> str:
        """On which side of the notice the viewer stands."""
        sides = {self.notice.opener_id: "exporting", self.notice.counterpart_id: "importing"}
        return sides.get(self.viewer.organisation_id, "other")


def gather(viewer: Viewer, notice: Notice) -> Matter:
    """Everything that the checks of a notice need, as far as this viewer may see or be told."""
    values = SHIPMENT.read(content_for(viewer, notice), strict=False).values
    names = [values[f"{party}_name"] for party in PARTIES if values[f"{party}_name"]]
    is_sent = notice.sent_at is not None
    told = elsewhere(viewer, notice, _asked(notice, values))
    return Matter(
        viewer=viewer,
        notice=notice,
        values=values,
        on=today(),
        is_sent=is_sent,
        kin=_kin(viewer, notice),
        totals=_totals(viewer, notice),
        requirements=registers.requirements_for(viewer, notice.importing, notice.substances, _year(notice)),
        parties=told.parties,
        refusals=told.refusals,
        places=tuple(registers.places(viewer, _codes(values))),
        lists=tuple(registers.screening_lists(viewer)),
        screened=tuple(registers.screened(viewer, names)),
        incidents=tuple(said for ask in INCIDENTS for said in ask(viewer, names)) if INCIDENTS else None,
    )


def _year(notice: Notice) -> int:
    return (notice.dispatch_on or today()).year


def _asked(notice: Notice, values: Mapping[str, Any]) -> dict[str, Asked]:
    on = notice.dispatch_on or today()
    return {
        party: Asked(values[field] or "", values[f"{party}_name"] or "", tuple(notice.substances), on)
        for party, field in PARTIES.items()
        if values[f"{party}_name"] and values[field]
    }


def _codes(values: Mapping[str, Any]) -> list[str]:
    places = [values["port_of_exit"], values["point_of_entry"]]
    lands = [values["exporter_country"], values["importer_country"], *(values["transit_countries"] or ())]
    lands += [place[:2] for place in places if place]
    return sorted({one for one in (*places, *lands) if one})


def _kin(viewer: Viewer, notice: Notice) -> tuple[Kin, ...]:
    if not notice.importer_key or not notice.importing:
        return ()
    rows = Notice.objects.visible_to(viewer).filter(
        readable(viewer), importer_key=notice.importer_key, importing=notice.importing
    )
    rows = rows.exclude(pk=notice.pk).exclude(state__in=["discarded", "withdrawn"])
    since = (notice.dispatch_on or today()) - LOOKED_BACK
    rows = rows.filter(dispatch_on__gte=since).order_by("-dispatch_on", "-id")
    columns = ("reference", "state", "substances", "kilograms", "base_kilograms", "litres", "dispatch_on", "likeness",
               "own_reference", "opener_id")  # fmt: skip
    found = []
    for *plain, opener_id in rows.values_list(*columns)[:MOST_KINDRED]:
        found.append(Kin(**dict(zip(columns, plain, strict=False)), is_own=opener_id == notice.opener_id))
    return tuple(found)


def _totals(viewer: Viewer, notice: Notice) -> dict[str, Total]:
    """The year's sums of each substance over all exporters whose notices the viewer sees, in one query."""
    if not notice.importing or not notice.substances:
        return {}
    year = _year(notice)
    rows = Notice.objects.visible_to(viewer).filter(
        readable(viewer),
        importing=notice.importing,
        dispatch_on__gte=date(year, 1, 1),
        dispatch_on__lte=date(year, 12, 31),
    )
    rows = rows.exclude(pk=notice.pk).exclude(state__in=NOT_COUNTED)
    exact = DecimalField(max_digits=40, decimal_places=9)
    sums: dict[str, Any] = {}
    for at, one in enumerate(notice.substances):
        of_it = Q(substances__contains=[one])
        sums[f"mass{at}"] = Sum(Coalesce("base_kilograms", "kilograms"), filter=of_it, output_field=exact)
        sums[f"volume{at}"] = Sum("litres", filter=of_it, output_field=exact)
        sums[f"count{at}"] = Count("pk", filter=of_it)
    found = rows.aggregate(**sums)
    zero = Decimal(0)
    return {
        one: Total(found[f"mass{at}"] or zero, found[f"volume{at}"] or zero, found[f"count{at}"])
        for at, one in enumerate(notice.substances)
    }
