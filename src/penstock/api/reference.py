"""Reference data a caller needs: who the token stands for, and the lists."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.catalogue import substances
from penstock.kernel.clock import today
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.routes import SIGNED_IN

router = Router(tags=["reference"])


class MeShape(Schema):
    """The viewer behind the token."""

    name: str
    organisation: str
    duties: list[str]


class SubstanceShape(Schema):
    """A substance and the list that holds it on the day asked for."""

    id: str
    name: str
    cas: str
    hs: str
    list: str


@router.get("/me", response={200: MeShape, **PROBLEMS}, summary="Who the token stands for")
@opened_by(SIGNED_IN)
def read_me(request: HttpRequest) -> dict[str, Any]:
    """The person behind the token, with the duties held today."""
    viewer = viewer_in(request)
    return {"name": viewer.name, "organisation": viewer.organisation_name, "duties": sorted(viewer.duties)}


@router.get("/substances", response={200: list[SubstanceShape], **PROBLEMS}, summary="The lists")
@opened_by(SIGNED_IN)
def read_substances(request: HttpRequest, on: date | None = None) -> list[dict[str, str]]:  # noqa: ARG001 - ninja's
    """Every substance under control on a day, today if none is given."""
    day = on or today()
    return [
        {
            "id": one.id,
            "name": one.name,
            "cas": one.cas or "",
            "hs": one.hs_2022,
            "list": substances.list_of(one.id, day) or "",
        }
        for one in substances.listed_on(day)
    ]
