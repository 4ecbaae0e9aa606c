"""Operations on papers: a permit as PDF and as signed data, who checked it, keys, and whether a paper is genuine."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.printing.asking import asker_of
from penstock.cases.services import note_read
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, Problem
from penstock.kernel.routes import ANYBODY, door
from penstock.parties.duties import READ_PERMITS, SIGN_PERMITS
from penstock.permits import queries
from penstock.permits.papers import queries as paper_queries
from penstock.permits.papers.checking import VERDICTS, Answer, verify_code, verify_token
from penstock.permits.papers.models import Key
from penstock.permits.papers.printing.sheet import paper_of, pdf_of
from penstock.permits.papers.signing.keys import fingerprint, rotate
from penstock.permits.papers.signing.tokens import LONGEST_TOKEN

router = Router(tags=["papers of permits"])


class HeldPaper(Body):
    """What shows that one holds a paper: its token alone, or its number and code."""

    token: str = Field("", max_length=LONGEST_TOKEN)
    reference: str = Field("", max_length=60)
    code: str = Field("", max_length=60)


class SaidGoods(Schema):
    """What a paper should allow of one substance."""

    substance: str
    form: str
    quantity: str
    unit: str


class SaidShape(Schema):
    """What the newest paper of a permit should say."""

    number: str
    paper: str
    issued_by: str
    country: str
    holder: str
    other_party: str
    other_country: str
    goods: list[SaidGoods]
    valid_from: str
    valid_until: str | None


class CheckedPaper(Schema):
    """How a paper stands, and what it should say; of what is unknown, nothing."""

    verdict: str = Field(description=", ".join(VERDICTS))
    reason: str = Field(description="of an unknown token: unreadable, unknown key, distrusted key, changed")
    edition: int | None
    newest_edition: int | None
    says: SaidShape | None


class TokenShape(Schema):
    """A permit as signed data: a compact JWS, and the name of the published key that verifies it."""

    token: str
    kid: str
    code: str


class ChecksShape(Schema):
    """How often a paper was checked with one answer; `askers` counts addresses, each anew every day."""

    answer: str
    times: int
    askers: int
    last_at: datetime


class KeyShape(Schema):
    """A key of the viewer's authority; the private part is told to nobody."""

    kid: str
    fingerprint: str
    certificate: str
    made_at: datetime
    retired_at: datetime | None
    is_distrusted: bool


class Rotation(Body):
    """Whether the key so far was or may have been in wrong hands: then what it signed is refused."""

    is_distrusted: bool = False


@router.post(
    "/verify/permits",
    auth=None,
    response={200: CheckedPaper, 429: Problem, **PROBLEMS},
    summary="Is the paper of a permit genuine?",
)
@door(ANYBODY)
def verify_permit(request: HttpRequest, body: HeldPaper) -> dict[str, Any]:
    """Ask, without an account, how a paper stands that one holds; a limited number of times."""
    asker = asker_of(request)
    if body.token:
        return told(verify_token(asker=asker, token=body.token.strip()))
    return told(verify_code(asker=asker, reference=body.reference, code=body.code))


def told(answer: Answer) -> dict[str, Any]:
    """An answer as the API gives it."""
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "edition": answer.edition,
        "newest_edition": answer.newest,
        "says": answer.says,
    }


@router.get("/permits/{reference}/paper", response={200: None, **PROBLEMS}, summary="A permit as signed PDF")
@opened_by(READ_PERMITS)
def permit_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """A permit as PDF/A with its symbol, signed for the issuing authority."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    return HttpResponse(pdf_of(paper_of(viewer, permit)), content_type="application/pdf")


@router.get("/permits/{reference}/token", response={200: TokenShape, **PROBLEMS}, summary="A permit as signed data")
@opened_by(READ_PERMITS)
def permit_token(request: HttpRequest, reference: str) -> dict[str, str]:
    """What the paper says as a JWS, with nothing cut; the published keys verify it."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    paper = paper_of(viewer, permit)
    return {"token": paper.token(whole=True), "kid": paper.key.kid, "code": paper.code}


@router.get("/permits/{reference}/checks", response={200: list[ChecksShape], **PROBLEMS}, summary="Who checked a paper")
@opened_by(READ_PERMITS)
def permit_checks(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """How often the paper of a permit was checked and what was answered; for whoever issued it."""
    viewer = viewer_in(request)
    found = paper_queries.checks_of(viewer, queries.permit_by_reference(viewer, reference))
    return [{"answer": x.answer, "times": x.times, "askers": x.askers, "last_at": x.last_at} for x in found]


@router.get("/permit-keys", response={200: list[KeyShape], **PROBLEMS}, summary="The keys of one's own authority")
@opened_by(SIGN_PERMITS)
def permit_keys(request: HttpRequest) -> list[dict[str, Any]]:
    """List the keys with which the viewer's authority signs and has signed."""
    return [_key(one) for one in paper_queries.keys_of(viewer_in(request))]


@router.post("/permit-keys", response={201: KeyShape, **PROBLEMS}, summary="Sign with a new key")
@opened_by(SIGN_PERMITS)
def rotate_permit_key(request: HttpRequest, body: Rotation) -> Response:
    """Sign with a new key from now on; papers signed with the old one stay valid unless it is distrusted."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _key(rotate(viewer=viewer, is_distrusted=body.is_distrusted))))


def _key(key: Key) -> dict[str, Any]:
    return {
        "kid": key.kid,
        "fingerprint": fingerprint(key),
        "certificate": key.certificate,
        "made_at": key.made_at.isoformat(),
        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
        "is_distrusted": key.is_distrusted,
    }
