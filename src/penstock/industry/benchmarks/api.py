"""The operation on benchmarks."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.industry.benchmarks import queries
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.parties.duties import JOIN_PARTNERSHIP

router = Router(tags=["partnership with industry"])


class QuartersShape(Schema):
    """The quarters of the others, in steps of five, and how many companies they are: five at least."""

    low: int
    middle: int
    high: int
    companies: int


class BenchmarkShape(Schema):
    """One's own figure beside the others; `place` is `best`, `better`, `worse`, `last`, or empty."""

    measure: str
    unit: str
    own: int | None
    group: str
    among: QuartersShape | None
    place: str


@router.get("/industry/benchmarks", response={200: list[BenchmarkShape], **PROBLEMS}, summary="Compare with others")
@opened_by(JOIN_PARTNERSHIP)
def read_benchmarks(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own company beside those of its sector and country, never by a figure of fewer than five."""
    return [
        {
            "measure": one.measure.code,
            "unit": one.measure.unit,
            "own": round(one.own) if one.own is not None else None,
            "group": one.group,
            "among": {name: getattr(one.among, name) for name in ("low", "middle", "high", "companies")}
            if one.among
            else None,
            "place": one.place,
        }
        for one in queries.benchmarks(viewer_in(request))
    ]
