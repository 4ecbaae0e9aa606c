"""Operations on availability: S-DDD per million inhabitants per day, and the figures behind them."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import KEEP_ESTIMATES, READ_PERMITS
from penstock.permits.availability import queries, services
from penstock.permits.availability.fields import CONSUMPTION, POPULATION
from penstock.permits.availability.measures import rounded
from penstock.permits.availability.models import Consumption, Population
from penstock.permits.shapes import plain

router = Router(tags=["availability"])
NewConsumption = body_of(CONSUMPTION, strict=True)
NewPopulation = body_of(POPULATION, strict=True)


class RateShape(Schema):
    """What a country consumed in a year; `rate` is S-DDD per million inhabitants per day, null without a population."""

    country: str
    year: int
    rate: str | None
    doses: str
    people: int | None
    substances: list[str]
    unmeasured: list[str]
    is_verified: bool


class ConsumptionShape(Schema):
    """What a country consumed of a substance, in kilograms of pure substance."""

    country: str
    substance: str
    year: int
    kilograms: str
    edition: int
    source: str
    as_of: date


class PopulationShape(Schema):
    """How many people lived in a country in a year."""

    country: str
    year: int
    people: int
    edition: int
    source: str
    as_of: date


class LoadedFigures(Schema):
    """How many lines of a file were kept."""

    lines: int


def _kept(one: Consumption | Population) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("country", "year", "edition", "source")}
    own = (
        {"people": one.people}
        if isinstance(one, Population)
        else {"substance": one.substance, "kilograms": plain(one.kilograms)}
    )
    return {**told, **own, "as_of": one.as_of.isoformat()}


@router.get("/availability", response={200: list[RateShape], **PROBLEMS}, summary="Read availability")
@opened_by(READ_PERMITS)
def read_availability(
    request: HttpRequest, year: int | None = None, group: str = "", substance: str = ""
) -> list[dict[str, Any]]:
    """A year by country, the most first: of a group of substances, of one, or of all that have an S-DDD.

    Without a year it is the newest for which anybody entered consumption.
    """
    viewer = viewer_in(request)
    wanted = year or next(iter(queries.years(viewer)), None)
    found = queries.rates(viewer, year=wanted, group=group, substance=substance) if wanted else []
    return [
        {
            "country": one.country,
            "year": one.year,
            "rate": None if one.rate is None else f"{rounded(one.rate):f}",
            "doses": f"{rounded(one.doses, 0):f}",
            "people": one.people,
            "substances": list(one.substances),
            "unmeasured": list(one.unmeasured),
            "is_verified": one.is_verified,
        }
        for one in found
    ]


@router.post("/availability/consumption", response={201: ConsumptionShape, **PROBLEMS}, summary="Enter consumption")
@opened_by(KEEP_ESTIMATES)
def enter_consumption(request: HttpRequest, body: NewConsumption) -> Response:  # type: ignore[valid-type]
    """Enter what one's own country consumed of a substance in a year, or correct it with a reason."""
    return _keep(request, "consumption", body)


@router.post("/availability/population", response={201: PopulationShape, **PROBLEMS}, summary="Enter a population")
@opened_by(KEEP_ESTIMATES)
def enter_population(request: HttpRequest, body: NewPopulation) -> Response:  # type: ignore[valid-type]
    """Enter how many people live in one's own country, or correct it with a reason."""
    return _keep(request, "population", body)


def _keep(request: HttpRequest, kind: str, body: Any) -> Response:
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))
    return answer_once(request, lambda: (201, _kept(services.keep(viewer=viewer, kind=kind, raw=raw))))


@router.post(
    "/availability/import/{kind}", response={200: LoadedFigures, **PROBLEMS}, summary="Load a file of availability"
)
@opened_by(KEEP_ESTIMATES)
def load_availability(request: HttpRequest, kind: str, file: File[UploadedFile]) -> Response:
    """Load a CSV or XLSX file of consumption or populations: all lines or none."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, {"lines": services.load(viewer=viewer, kind=kind, chunks=file.chunks())}

    return answer_once(request, act, said=uploaded(file))
