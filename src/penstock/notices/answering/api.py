"""The operation that answers many routine notices at once."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.notices.answering.routine import MOST, Chosen, clear_many
from penstock.parties.duties import ANSWER_NOTICES

router = Router(tags=["notices"])


class ChosenBody(Body):
    """A notice to be cleared, and the edition that was looked at."""

    reference: str = Field(max_length=40)
    edition: int


class SittingBody(Body):
    """The notices to which there is no objection, and what is said to each exporting side."""

    notices: list[ChosenBody] = Field(min_length=1, max_length=MOST)
    import_permit: str | None = None
    remarks: str | None = None


class OutcomeShape(Schema):
    """What became of one notice: cleared, or left with the code and the sentence why."""

    reference: str
    is_cleared: bool
    code: str
    message: str


class SittingShape(Schema):
    """What became of each notice, in the order given."""

    outcomes: list[OutcomeShape]


@router.post("/answers", response={200: SittingShape, **PROBLEMS}, summary="Answer `no objection` to several notices")
@opened_by(ANSWER_NOTICES)
def answer_several(request: HttpRequest, body: SittingBody) -> Response:
    """Clear each notice that is routine; the others are left as they are, each with its reason. Cannot be undone."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        chosen = [Chosen(one.reference, one.edition) for one in body.notices]
        raw = body.model_dump(exclude={"notices"}, exclude_none=True)
        found = clear_many(viewer=viewer, chosen=chosen, raw=raw)
        told = [
            {"reference": one.reference, "is_cleared": one.is_cleared, "code": one.code, "message": one.message}
            for one in found
        ]
        return 200, {"outcomes": told}

    return answer_once(request, act)
