"""Operations on responsiveness: the measures of governments and pairs, and what slows one's own country."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.kernel.clock import today
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.notices.responsiveness import queries
from penstock.parties.duties import READ_CASES, READ_DIRECTORY

router = Router(tags=["responsiveness"])


class MeasureShape(Schema):
    """How one government answered another's notices in a year; `exporting` is empty for those of all others."""

    year: int
    exporting: str
    importing: str
    decided: int
    in_time: int
    late: int
    silent: int
    percent_in_time: int
    median_days: int | None


class DelayShape(Schema):
    """One part of the way to an answer, in working days."""

    name: str
    rounds: int
    median_days: int | None
    longest_days: int | None


class OwnShape(Schema):
    """What slows a country."""

    country: str
    rounds: int
    in_time: int
    late: int
    silent: int
    never_opened: int
    delays: list[DelayShape]


@router.get("/responsiveness", response={200: list[MeasureShape], **PROBLEMS}, summary="How governments answer")
@opened_by(READ_DIRECTORY)
def read_responsiveness(request: HttpRequest, year: int = 0, importing: str = "", exporting: str = "") -> list[Any]:
    """Every government that was asked often enough in a year; with `importing` or `exporting`, the pairs of one."""
    asked = {"importing": importing.upper(), "exporting": exporting.upper()}
    return list(queries.measures(viewer_in(request), year=year or today().year, **asked))


@router.get("/responsiveness/own", response={200: OwnShape, **PROBLEMS}, summary="What slows one's own country")
@opened_by(READ_CASES)
def read_own_responsiveness(request: HttpRequest, year: int = 0, country: str = "") -> queries.OwnView:
    """Where the working days went; the secretariat names the `country`."""
    return queries.own_view(viewer_in(request), year=year or today().year, country=country.upper())
