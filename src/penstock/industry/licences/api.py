"""Operations on licences; the steps are generated from the workflow's table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from penstock.cases import pages
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts
from penstock.industry.licences import queries, services
from penstock.industry.licences.printing.sheet import pdf_of
from penstock.industry.licences.shapes import LicenceDetail, LicenceShape, brief, whole
from penstock.industry.licences.states import LICENCES
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.parties.duties import READ_LICENCES

router = Router(tags=["licensing of industry"])
LONGEST_PAGE = 200


class WantedLicences(Schema):
    """What a list of licences is narrowed to, and the page of it."""

    text: str = ""
    document: str = ""
    state: str = ""
    sort: str = ""
    substance: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class LicencePage(Schema):
    """A page of licences; `next` is the cursor of the following one, null on the last."""

    items: list[LicenceShape]
    next: str | None


@router.get("/licences", response={200: LicencePage, **PROBLEMS}, summary="List licences, newest change first")
@opened_by(READ_LICENCES)
def list_licences(request: HttpRequest, wanted: Query[WantedLicences]) -> dict[str, Any]:
    """List the licences this viewer may see."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.licences(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.licences], "next": page.next or None}


@router.get("/licences/{reference}", response={200: LicenceDetail, **PROBLEMS}, summary="Read a licence")
@opened_by(READ_LICENCES)
def read_licence(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a licence; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    held = queries.licence_by_reference(viewer, reference)
    note_read(viewer=viewer, case=held)
    return whole(viewer, held)


@router.get("/licences/{reference}/pdf", summary="Fetch the paper of a licence", response={200: None, **PROBLEMS})
@opened_by(READ_LICENCES)
def fetch_licence_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The licence as a PDF, signed for its authority over the whole file."""
    viewer = viewer_in(request)
    held = queries.licence_by_reference(viewer, reference)
    note_read(viewer=viewer, case=held)
    return pages.download(pdf_of(viewer, held), "application/pdf", f"{reference}.pdf")


ON_LICENCE = Acts(
    router=router,
    path="/licences/{reference}",
    name="licence",
    shape=LicenceDetail,
    find=queries.licence_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_LICENCE.add_steps(
    LICENCES.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, licence_id=one.pk, verb=verb, raw=raw),
)
ON_LICENCE.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, licence_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, licence_id=one.pk),
    duty=READ_LICENCES,
)
