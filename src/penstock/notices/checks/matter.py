"""What the checks look at, gathered at once: as many queries for many notices as for one, however many checks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DecimalField, F, Sum, UUIDField, When, Window
from django.db.models.functions import Coalesce, RowNumber

from penstock.cases.registers import queries as registers
from penstock.cases.registers.matters import open_matters
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
EXACT: "DecimalField[Any, Any]" = DecimalField(max_digits=40, decimal_places=9)
PARTIES = {"exporter": "exporter_country", "importer": "importer_country", "consignee": "importer_country"}
"""The parties of a notice, with the field that says in whose register each is looked up."""


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

    kilograms: Decimal = Decimal(0)
    litres: Decimal = Decimal(0)
    notices: int = 0

    def __add__(self, other: "Total") -> "Total":
        """Both together."""
        sums = (self.kilograms + other.kilograms, self.litres + other.litres)
        return Total(*sums, self.notices + other.notices)


_OF_KIN = ("reference", "state", "substances", "kilograms", "base_kilograms", "litres", "dispatch_on", "likeness",
           "own_reference")  # fmt: skip


def year_of(notice: Notice) -> int:
    """The calendar year that a shipment counts in."""
    return (notice.dispatch_on or today()).year


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
    incidents: tuple[str, ...]

    @property
    def substances(self) -> tuple[str, ...]:
        """The substances by id."""
        return tuple(self.notice.substances)

    @property
    def year(self) -> int:
        """The calendar year that the shipment counts in."""
        return year_of(self.notice)

    @property
    def side(self) -> str:
        """On which side of the notice the viewer stands."""
        sides = {self.notice.opener_id: "exporting", self.notice.counterpart_id: "importing"}
        return sides.get(self.viewer.organisation_id, "other")


def gather(viewer: Viewer, notices: Sequence[Notice]) -> list[Matter]:
    """Everything that the checks of some notices need, as far as this viewer may see or be told; each as if alone."""
    read = [SHIPMENT.read(content_for(viewer, one), strict=False).values for one in notices]
    named = [[values[f"{party}_name"] for party in PARTIES if values[f"{party}_name"]] for values in read]
    codes = [_codes(values) for values in read]
    kin, totals = kin_of(viewer, notices), totals_of(viewer, notices)
    told = elsewhere(viewer, [(one, _asked(one, values)) for one, values in zip(notices, read, strict=True)])
    goods = {each for one in notices for each in one.substances}
    stated = list(registers.statements(viewer, {one.importing for one in notices}, goods))
    places = registers.places(viewer, {code for one in codes for code in one})
    lists = tuple(registers.screening_lists(viewer))
    screened = registers.screened_each(viewer, named) if lists else [[] for _one in named]
    incidents = open_matters(viewer, named)
    return [
        Matter(
            viewer=viewer,
            notice=one,
            values=read[at],
            on=today(),
            is_sent=one.sent_at is not None,
            kin=kin.get(one.pk, ()),
            totals=totals.get(one.pk, {}),
            requirements=registers.holding(stated, one.importing, one.substances, year_of(one)),
            parties=told[at].parties,
            refusals=told[at].refusals,
            places=tuple(place for place in places if place.code in codes[at]),
            lists=lists,
            screened=tuple(screened[at]),
            incidents=incidents[at],
        )
        for at, one in enumerate(notices)
    ]


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


def kin_of(viewer: Viewer, notices: Iterable[Notice]) -> dict[UUID, tuple[Kin, ...]]:
    """The notices to the same importer, by the id of each notice, the newest dispatch first."""
    wanted = [one for one in notices if one.importer_key and one.importing]
    if not wanted:
        return {}
    since = min(_since(one) for one in wanted)
    rows = Notice.objects.visible_to(viewer).filter(
        readable(viewer),
        importer_key__in={one.importer_key for one in wanted},
        importing__in={one.importing for one in wanted},
        dispatch_on__gte=since,
    )
    rows = rows.exclude(state__in=["discarded", "withdrawn"])
    newest = ("-dispatch_on", "-id")
    at = Window(RowNumber(), partition_by=["importing", "importer_key"], order_by=list(newest))
    # One more than are told, for a notice is no kin of its own.
    rows = rows.alias(at=at).filter(at__lte=MOST_KINDRED + 1).order_by(*newest)
    families: dict[tuple[str, str], list[tuple[UUID, UUID, tuple[Any, ...]]]] = defaultdict(list)
    for pk, opener_id, importing, key, *plain in rows.values_list(
        "pk", "opener_id", "importing", "importer_key", *_OF_KIN
    ):
        families[importing, key].append((pk, opener_id, tuple(plain)))
    return {one.pk: tuple(_kin(one, families[one.importing, one.importer_key])) for one in wanted}


def _since(notice: Notice) -> date:
    return (notice.dispatch_on or today()) - LOOKED_BACK


def _kin(notice: Notice, family: Iterable[tuple[UUID, UUID, tuple[Any, ...]]]) -> list[Kin]:
    since = _since(notice)
    found = (
        Kin(**dict(zip(_OF_KIN, plain, strict=True)), is_own=opener_id == notice.opener_id)
        for pk, opener_id, plain in family
        if pk != notice.pk
    )
    return [one for one in found if one.dispatch_on and one.dispatch_on >= since][:MOST_KINDRED]


def totals_of(viewer: Viewer, notices: Iterable[Notice]) -> dict[UUID, Mapping[str, Total]]:
    """The year's sums of each substance without the notice itself, over all exporters whose notices the viewer sees."""
    wanted = [one for one in notices if one.importing and one.substances]
    if not wanted:
        return {}
    sums: dict[tuple[str, int, str], dict[UUID | None, Total]] = defaultdict(dict)
    for importing, year, substance, own, mass, volume, count in _sums(viewer, wanted):
        sums[importing, year, substance][own] = Total(mass or Decimal(0), volume or Decimal(0), count)
    return {one.pk: {each: _without(one, sums[one.importing, year_of(one), each]) for each in one.substances}
            for one in wanted}  # fmt: skip


def _sums(viewer: Viewer, wanted: Sequence[Notice]) -> Iterable[tuple[Any, ...]]:
    """Sums by country, year and substance, those of the wanted notices apart so that each can be left out."""
    rows = Notice.objects.visible_to(viewer).filter(
        readable(viewer),
        counted__importing__in={one.importing for one in wanted},
        counted__year__in={year_of(one) for one in wanted},
        counted__substance__in={each for one in wanted for each in one.substances},
    )
    rows = rows.exclude(state__in=NOT_COUNTED)
    own = Case(When(pk__in=[one.pk for one in wanted], then=F("pk")), output_field=UUIDField())
    grouped = rows.order_by().values("counted__importing", "counted__year", "counted__substance", own=own)
    return grouped.annotate(
        mass=Sum(Coalesce("base_kilograms", "kilograms"), output_field=EXACT),
        volume=Sum("litres", output_field=EXACT),
        count=Count("pk"),
    ).values_list("counted__importing", "counted__year", "counted__substance", "own", "mass", "volume", "count")


def _without(notice: Notice, parts: Mapping[UUID | None, Total]) -> Total:
    return sum((one for own, one in parts.items() if own != notice.pk), Total())
