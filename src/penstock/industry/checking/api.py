"""The operation by which anybody checks the number of a licence."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from penstock.cases.printing.asking import asker_of
from penstock.industry.checking.answering import check
from penstock.kernel.doors.shapes import PROBLEMS, Body, Problem
from penstock.kernel.routes import ANYBODY, door

router = Router(tags=["licensing of industry"])


class Question(Body):
    """The number of a licence; with the name of its holder, and a substance, to have those confirmed."""

    number: str = Field(min_length=1, max_length=60)
    name: str = Field("", max_length=200)
    substance: str = Field("", max_length=200)


class AnswerShape(Schema):
    """Whether it is valid and until when; `is_holder` and `covers` are null where not asked, or not to be told."""

    verdict: str
    until: date | None
    is_holder: bool | None
    covers: bool | None


@router.post(
    "/verify/licences",
    auth=None,
    response={200: AnswerShape, 429: Problem, **PROBLEMS},
    summary="Is a licence valid?",
)
@door(ANYBODY)
def verify_licence(request: HttpRequest, body: Question) -> dict[str, Any]:
    """Ask, without an account, whether a licence is valid; a limited number of times, and no name is given away."""
    answer = check(asker=asker_of(request), number=body.number, name=body.name, substance=body.substance)
    return {
        "verdict": answer.verdict,
        "until": answer.until and answer.until.isoformat(),
        "is_holder": answer.is_holder,
        "covers": answer.covers,
    }
