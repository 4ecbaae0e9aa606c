"""Operations on the registers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.cases.registers import queries, services
from penstock.cases.registers.fields import COMPANY, LICENCE, REQUIREMENT, SCREENING, Needed
from penstock.cases.registers.models import Requirement, ScreeningList
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.companies.models import Company
from penstock.parties.duties import KEEP_REGISTERS, READ_CASES

router = Router(tags=["registers"])
NewCompany, NewLicence = body_of(COMPANY, strict=True), body_of(LICENCE, strict=True)
NewRequirement, NewScreening = body_of(REQUIREMENT, strict=True), body_of(SCREENING, strict=True)


class LicenceShape(Schema):
    """A licence of a company."""

    kind: str
    number: str
    substances: list[str]
    from_on: date
    until_on: date | None
    state: str


class CompanyShape(Schema):
    """A company of the reader's own country."""

    id: str
    company_number: str
    name: str
    other_names: list[str]
    kind: str
    standing: str
    licences: list[LicenceShape]


class RequirementShape(Schema):
    """What a country needs in a year: kilograms, P where import is prohibited, empty where there is no estimate."""

    country: str
    substance: str
    form: str
    year: int
    kilograms: str
    stated_on: date
    source: str


class ScreeningShape(Schema):
    """A list of names that cases are screened against."""

    id: str
    title: str
    source: str
    as_of: date
    names: int
    is_shared: bool


class LoadedShape(Schema):
    """How many lines of a file were kept."""

    lines: int


def _company(one: Company) -> dict[str, Any]:
    fields = ("kind", "number", "substances", "from_on", "until_on", "state")
    held = [{name: getattr(each, name) for name in fields} for each in one.licences.all()]
    plain = {name: getattr(one, name) for name in ("name", "other_names", "kind", "standing")}
    return {"id": str(one.pk), "company_number": one.number, "licences": held, **plain}


def _requirement(one: Requirement) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("substance", "form", "year", "source", "stated_on")}
    return {"country": one.government_id, "kilograms": str(Needed(one.kilograms, one.is_prohibited)), **plain}


def _screening(one: ScreeningList) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        **{name: getattr(one, name) for name in ("title", "source", "as_of", "names", "is_shared")},
    }


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True))


@router.get("/registers/companies", response={200: list[CompanyShape], **PROBLEMS}, summary="List companies")
@opened_by(KEEP_REGISTERS)
def list_companies(request: HttpRequest, text: str = "", after: str = "") -> list[dict[str, Any]]:
    """The companies of one's own country by name, a hundred at once; `after` is the last name of the page before."""
    return [_company(one) for one in queries.companies(viewer_in(request), text, after=after)]


@router.post("/registers/companies", response={200: CompanyShape, **PROBLEMS}, summary="Enter or correct a company")
@opened_by(KEEP_REGISTERS)
def keep_company(request: HttpRequest, body: NewCompany) -> Response:  # type: ignore[valid-type]
    """Enter a company of one's own country, or correct the one with its number."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (200, _company(services.keep_company(viewer=viewer, raw=_entered(body)))))


@router.post(
    "/registers/companies/{company_id}/licences", response={200: CompanyShape, **PROBLEMS}, summary="Enter a licence"
)
@opened_by(KEEP_REGISTERS)
def keep_licence(request: HttpRequest, company_id: UUID, body: NewLicence) -> Response:  # type: ignore[valid-type]
    """Enter a licence of a company, or correct the one with its number."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        services.keep_licence(viewer=viewer, company_id=company_id, raw=_entered(body))
        return 200, _company(queries.company(viewer, company_id))

    return answer_once(request, act)


@router.get("/registers/requirements", response={200: list[RequirementShape], **PROBLEMS}, summary="List requirements")
@opened_by(READ_CASES)
def list_requirements(request: HttpRequest, country: str = "") -> list[dict[str, Any]]:
    """The annual legitimate requirements that stand, of one country or of all."""
    return [_requirement(one) for one in queries.requirements(viewer_in(request), country.upper())]


@router.post("/registers/requirements", response={201: RequirementShape, **PROBLEMS}, summary="State a requirement")
@opened_by(KEEP_REGISTERS)
def state_requirement(request: HttpRequest, body: NewRequirement) -> Response:  # type: ignore[valid-type]
    """State what a country needs in a year; what stood for that year is replaced."""
    viewer = viewer_in(request)
    act = services.state_requirement
    return answer_once(request, lambda: (201, _requirement(act(viewer=viewer, raw=_entered(body)))))


@router.get("/registers/screening", response={200: list[ScreeningShape], **PROBLEMS}, summary="List screening lists")
@opened_by(READ_CASES)
def list_screening(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists that one's cases are screened against."""
    return [_screening(one) for one in queries.screening_lists(viewer_in(request))]


@router.post("/registers/screening", response={201: ScreeningShape, **PROBLEMS}, summary="Load a screening list")
@opened_by(KEEP_REGISTERS)
def load_screening(
    request: HttpRequest,
    file: File[UploadedFile],
    about: Form[NewScreening],  # type: ignore[valid-type]
) -> Response:
    """Load a CSV file of names; one's own list of the same title ends with it."""
    viewer, raw = viewer_in(request), _entered(about)

    def act() -> tuple[int, Any]:
        return 201, _screening(services.load_screening(viewer=viewer, raw=raw, chunks=file.chunks()))

    return answer_once(request, act, said=uploaded(file, *map(str, raw.values())))


@router.post("/registers/import/{kind}", response={200: LoadedShape, **PROBLEMS}, summary="Load a file")
@opened_by(KEEP_REGISTERS)
def import_file(request: HttpRequest, kind: str, file: File[UploadedFile]) -> Response:
    """Load a CSV file of companies, licences, requirements or places: all lines or none."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, {"lines": services.import_file(viewer=viewer, kind=kind, chunks=file.chunks())}

    return answer_once(request, act, said=uploaded(file))
