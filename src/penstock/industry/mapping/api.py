"""Operations on the mapping: sectors and their reviews, companies found, files, surveys, the report and the summary."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response
from pydantic import Field

from penstock.industry.mapping import queries, services
from penstock.industry.mapping.fields import FOUND, INVITATION, LOAD, MAPPING, RETIRED, REVIEW, SECTOR, SHARED, VERDICT
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.finding import services as finding
from penstock.industry.mapping.finding.matching import proposals
from penstock.industry.mapping.models import FoundCompany, Sector, Survey
from penstock.industry.mapping.reporting import sharing
from penstock.industry.mapping.reporting.measures import stand_of
from penstock.industry.mapping.reporting.report import report_of
from penstock.industry.mapping.surveys import services as surveying
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import NotVisible
from penstock.parties.duties import MAP_INDUSTRY, READ_CASES

router = Router(tags=["mapping of industry"])
LONGEST_PAGE = 500
NewMapping = body_of(MAPPING, strict=True)
NewSector = body_of(SECTOR, strict=True)
NewReview = body_of(REVIEW, strict=True)
Retiring = body_of(RETIRED, strict=True)
NewFound = body_of(FOUND, strict=True)
Judged = body_of(VERDICT, strict=True)
Invited = body_of(INVITATION, strict=True)
Shared = body_of(SHARED, strict=True)
Where = body_of(LOAD, strict=True)


class SectorShape(Schema):
    """A sector with its last review; `content` is empty before the first."""

    code: str
    name: str
    about: str
    origin: str
    reason: str
    retired_on: date | None
    edition: int
    reviewed_on: date | None
    next_on: date | None
    content: dict[str, Any]


class FoundShape(Schema):
    """A company found."""

    id: UUID
    name: str
    number: str
    sectors: list[str]
    how: str
    source: str
    found_on: date
    seen_on: date
    verdict: str
    note: str


class ProposalShape(Schema):
    """What a company found may be; `verdict` and `id` are what it would be judged with."""

    verdict: str
    id: UUID
    name: str
    number: str
    score: str
    reason: str


class WholeFoundShape(FoundShape):
    """A company found with what is known of it and what it may be."""

    content: dict[str, Any]
    proposals: list[ProposalShape]


class WantedCompanies(Schema):
    """What the list of companies is narrowed to, and the part of it."""

    text: str = ""
    sector: str = ""
    verdict: str = ""
    how: str = ""
    after: int = Field(0, ge=0)
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class FaultyShape(Schema):
    """A line that could not be kept, and why."""

    id: UUID
    line: int
    raw: dict[str, Any]
    faults: list[str]


class FileShape(Schema):
    """A file of companies: how many lines it had, were kept, were known already, and which could not be kept."""

    id: UUID
    name: str
    lines: int
    kept: int
    known: int
    faulty: list[FaultyShape]


class SurveyShape(Schema):
    """A survey link without its secret; `answer` once there is one."""

    id: UUID
    company: str
    until_on: date
    withdrawn_at: datetime | None
    answered_at: datetime | None
    taken_at: datetime | None
    answer: dict[str, Any] | None


class MadeSurveyShape(SurveyShape):
    """A survey link with its secret, told this once; the address is `/survey/{secret}/`."""

    secret: str


class ReportShape(Schema):
    """The report in words: labels and values."""

    title: str
    about: list[list[str]]
    progress: list[list[str]]
    survey: str
    regions: list[list[str]]
    table: list[list[str]]


class SummaryShape(Schema):
    """What a country shares of its mapping."""

    country: str
    made_at: datetime
    note: str
    sectors: list[dict[str, str]]


def _entered(body: Schema) -> dict[str, Any]:
    return body.model_dump(exclude_unset=True)


def _sector(one: Sector) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SectorShape.model_fields}


def _found(one: FoundCompany) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FoundShape.model_fields}


def _survey(one: Survey) -> dict[str, Any]:
    same = ("id", "until_on", "withdrawn_at", "answered_at", "taken_at")
    return {name: getattr(one, name) for name in same} | {"company": one.found.name, "answer": one.content}


@router.post("/industry/mapping", response={200: list[SectorShape], **PROBLEMS}, summary="Start the mapping")
@opened_by(MAP_INDUSTRY)
def start_mapping(request: HttpRequest, body: NewMapping) -> Response:  # type: ignore[valid-type]
    """Start the mapping of one's country, or change what it is for; answers its sectors."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        services.start(viewer=viewer, raw=_entered(body))
        return 200, [_sector(one) for one in queries.sectors(viewer)]

    return answer_once(request, act)


@router.get("/industry/mapping/sectors", response={200: list[SectorShape], **PROBLEMS}, summary="List sectors")
@opened_by(MAP_INDUSTRY)
def list_sectors(request: HttpRequest) -> list[dict[str, Any]]:
    """List the sectors of one's country, the retired ones too."""
    return [_sector(one) for one in queries.sectors(viewer_in(request), with_retired=True)]


@router.post("/industry/mapping/sectors", response={201: SectorShape, **PROBLEMS}, summary="Add a sector")
@opened_by(MAP_INDUSTRY)
def add_sector(request: HttpRequest, body: NewSector) -> Response:  # type: ignore[valid-type]
    """Add a sector, with the reason."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _sector(services.add_sector(viewer=viewer, raw=_entered(body)))))


@router.post(
    "/industry/mapping/sectors/{sector_code}/review",
    response={200: SectorShape, **PROBLEMS},
    summary="Review a sector",
)
@opened_by(MAP_INDUSTRY)
def review_sector(request: HttpRequest, sector_code: str, body: NewReview) -> Response:  # type: ignore[valid-type]
    """Write the review of a sector; the former ones are kept."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _sector(services.review_sector(viewer=viewer, code=sector_code, raw=_entered(body)))

    return answer_once(request, act)


@router.post(
    "/industry/mapping/sectors/{sector_code}/retire",
    response={200: SectorShape, **PROBLEMS},
    summary="Retire a sector, or take it back",
)
@opened_by(MAP_INDUSTRY)
def retire_sector(request: HttpRequest, sector_code: str, body: Retiring) -> Response:  # type: ignore[valid-type]
    """Retire a sector or take a retired one back, with the reason."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _sector(services.retire_sector(viewer=viewer, code=sector_code, raw=_entered(body)))

    return answer_once(request, act)


@router.get("/industry/mapping/companies", response={200: list[FoundShape], **PROBLEMS}, summary="Companies found")
@opened_by(MAP_INDUSTRY)
def list_found(request: HttpRequest, wanted: Query[WantedCompanies]) -> list[dict[str, Any]]:
    """List the companies found, by name, from the one after `after` on."""
    narrowed = queries.Wanted(**wanted.model_dump(exclude={"after", "limit"}))
    rows = queries.companies(viewer_in(request), narrowed)
    return [_found(one) for one in rows[wanted.after : wanted.after + wanted.limit]]


@router.post("/industry/mapping/companies", response={201: FoundShape, **PROBLEMS}, summary="Enter a company found")
@opened_by(MAP_INDUSTRY)
def enter_found(request: HttpRequest, body: NewFound) -> Response:  # type: ignore[valid-type]
    """Enter a company that was found, and how."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _found(finding.enter(viewer=viewer, raw=_entered(body)))))


@router.get(
    "/industry/mapping/companies/{found_id}", response={200: WholeFoundShape, **PROBLEMS}, summary="Read a company"
)
@opened_by(MAP_INDUSTRY)
def read_found(request: HttpRequest, found_id: UUID) -> dict[str, Any]:
    """Read a company found, with what it may be."""
    viewer = viewer_in(request)
    one = queries.company(viewer, found_id)
    offered = [
        {"verdict": each.verdict, "id": each.id, "name": each.name, "number": each.number,
         "score": f"{each.score:.3f}", "reason": each.reason}
        for each in proposals(viewer, one)
    ]  # fmt: skip
    return {**_found(one), "content": one.content, "proposals": offered}


@router.post(
    "/industry/mapping/companies/{found_id}/judge", response={200: FoundShape, **PROBLEMS}, summary="Judge a company"
)
@opened_by(MAP_INDUSTRY)
def judge_found(request: HttpRequest, found_id: UUID, body: Judged) -> Response:  # type: ignore[valid-type]
    """Say what a company found is."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _found(finding.judge(viewer=viewer, found_id=found_id, raw=_entered(body)))

    return answer_once(request, act)


@router.post("/industry/mapping/files", response={201: FileShape, **PROBLEMS}, summary="Load a file of companies")
@opened_by(MAP_INDUSTRY)
def load_companies(request: HttpRequest, where: Form[Where], file: File[UploadedFile]) -> Response:  # type: ignore[valid-type]
    """Load a CSV file: good lines are kept, each of the others is answered with what is wrong with it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        row = loading.load(viewer=viewer, raw=_entered(where), name=file.name or "", chunks=file.chunks())
        faulty = [
            {"id": one.pk, "line": one.number, "raw": one.raw, "faults": [f.message for f in loading.faults_of(one)]}
            for one in queries.faulty_lines(viewer, row)
        ]
        return 201, {name: getattr(row, name) for name in ("id", "name", "lines", "kept", "known")} | {"faulty": faulty}

    return answer_once(request, act, said=uploaded(file, str(_entered(where))))


@router.post(
    "/industry/mapping/companies/{found_id}/surveys",
    response={201: MadeSurveyShape, **PROBLEMS},
    summary="Make a survey link",
)
@opened_by(MAP_INDUSTRY)
def make_survey(request: HttpRequest, found_id: UUID, body: Invited) -> Response:  # type: ignore[valid-type]
    """Make a survey link. It takes no `Idempotency-Key`: the answer holds a secret, which is kept nowhere."""
    row, secret = surveying.invite(viewer=viewer_in(request), found_id=found_id, raw=_entered(body))
    return Response(_survey(row) | {"secret": secret}, status=201)


@router.get("/industry/mapping/surveys", response={200: list[SurveyShape], **PROBLEMS}, summary="List surveys")
@opened_by(MAP_INDUSTRY)
def list_surveys(request: HttpRequest) -> list[dict[str, Any]]:
    """List the survey links with their answers, the newest first."""
    return [_survey(one) for one in queries.surveys(viewer_in(request))[:LONGEST_PAGE]]


@router.post("/industry/mapping/surveys/{survey_id}/take", response={200: SurveyShape, **PROBLEMS}, summary="Take over")
@opened_by(MAP_INDUSTRY)
def take_survey(request: HttpRequest, survey_id: UUID, body: NewFound) -> Response:  # type: ignore[valid-type]
    """Take an answer over into the company found, as it stands in the body."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _survey(surveying.take_over(viewer=viewer, survey_id=survey_id, raw=_entered(body)))

    return answer_once(request, act)


@router.get("/industry/mapping/report", response={200: ReportShape, **PROBLEMS}, summary="The mapping report")
@opened_by(MAP_INDUSTRY)
def read_report(request: HttpRequest) -> dict[str, Any]:
    """Read the report of one's mapping."""
    viewer = viewer_in(request)
    found = queries.mapping_of(viewer)
    if found is None:
        raise NotVisible
    return report_of(viewer, found, stand_of(viewer))


@router.post("/industry/mapping/summary", response={201: SummaryShape, **PROBLEMS}, summary="Share a summary")
@opened_by(MAP_INDUSTRY)
def share_summary(request: HttpRequest, body: Shared) -> Response:  # type: ignore[valid-type]
    """Share a summary with the secretariat: numbers by sector, and no names."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _summary(sharing.share(viewer=viewer, raw=_entered(body)))))


@router.get("/industry/mapping/summaries", response={200: list[SummaryShape], **PROBLEMS}, summary="Shared summaries")
@opened_by(READ_CASES)
def list_summaries(request: HttpRequest) -> list[dict[str, Any]]:
    """List the summaries that are shared with one's office."""
    return [_summary(one) for one in queries.summaries(viewer_in(request))]


def _summary(one: Any) -> dict[str, Any]:
    return {"country": one.government_id, "made_at": one.made_at, "note": one.note, "sectors": one.content["sectors"]}
