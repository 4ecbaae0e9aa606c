"""Operations on papers: send them, fetch them, the directory, and both schemas."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from penstock.exchange.papers import as_json, as_xml, examples, schemas
from penstock.exchange.papers.kinds import CASE, DIRECTORY, PAPERS, RECEIPTS
from penstock.exchange.papers.shapes import JSON_TYPE, LARGEST, MOST_PARTS, XML_TYPE, Node, Shape
from penstock.exchange.papers.taking import take_all
from penstock.exchange.papers.telling import governments, papers_since, standing
from penstock.kernel.doors.access import LONGEST_KEY, Operation, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.viewer import Refused
from penstock.parties.duties import READ_CASES, READ_DIRECTORY

router = Router(tags=["papers"])
NOTATIONS: Mapping[str, ModuleType] = {JSON_TYPE: as_json, XML_TYPE: as_xml, "text/xml": as_xml}
PAGE = 100


class Asked(Schema):
    """After which paper, and how many."""

    since: str = Field("", description="the `next` of the last answer; empty for the beginning")
    limit: int = Field(PAGE, ge=1, le=MOST_PARTS)


def _media(shape: Shape, example: Node) -> dict[str, Any]:
    """How a document is described in the contract: by the schema that is served, and an example in each notation."""
    about = f"A document `{shape.name}`; see `papers/schema.json` and `papers/schema.xsd`."
    written = {JSON_TYPE: as_json, XML_TYPE: as_xml}
    return {
        kind: {"schema": {"description": about}, "example": _example(notation, shape, example)}
        for kind, notation in written.items()
    }


def _example(notation: ModuleType, shape: Shape, example: Node) -> Any:
    text = notation.write(example, shape).decode()
    return json.loads(text) if notation is as_json else text


def described(shape: Shape, example: Node) -> dict[str, Any]:
    """How an answer is described in the contract."""
    return {"200": {"description": shape.about, "content": _media(shape, example)}}


def _each_by_itself(duty: str) -> Callable[[Operation], Operation]:
    """Declare the duty that opens an operation whose papers each have a transaction of their own.

    One around all of them would hold the record's line, and a paper's id, until the last is done.
    """

    def declare(operation: Operation) -> Operation:
        @wraps(operation)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            viewer_in(request).needs(duty)
            return operation(request, *args, **kwargs)

        opened.duty = duty  # type: ignore[attr-defined]
        return opened  # type: ignore[return-value]

    return declare


def answer_as(request: HttpRequest, node: Node, shape: Shape, usual: str = JSON_TYPE) -> HttpResponse:
    """A document in the notation the caller prefers."""
    wanted = request.get_preferred_type([usual, *NOTATIONS])
    if wanted is None:
        raise Refused("not_acceptable", f"An answer is written as {JSON_TYPE} or {XML_TYPE}; accept one of them.")
    return HttpResponse(NOTATIONS[wanted].write(node, shape), content_type=f"{wanted}; charset=utf-8")


@router.post(
    "/papers",
    response={200: None, **PROBLEMS},
    summary="Send papers",
    openapi_extra={
        "requestBody": {"required": True, "content": _media(PAPERS, examples.PUSHED)},
        "responses": described(RECEIPTS, examples.RECEIVED),
    },
)
@_each_by_itself(READ_CASES)
def send_papers(request: HttpRequest) -> HttpResponse:
    """Take papers in order, each by itself: one that is refused does not hold up the others.

    Each bears an `id` of your own; sent again under it, a paper does nothing and is answered as before. Where papers
    bear none, the call's `Idempotency-Key` and their places stand for it.
    """
    kind = request.content_type or ""
    if kind not in NOTATIONS:
        raise Refused("media_type", f"Send papers as {JSON_TYPE} or {XML_TYPE}, not as '{kind[:60]}'.")
    charset = (request.content_params or {}).get("charset", "utf-8").strip('"').lower()
    if charset not in {"utf-8", "utf8"}:
        raise Refused("not_utf8", f"The document is sent as {charset[:40]}; send it in UTF-8.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Refused("oversized", f"A document has at most {LARGEST // 1024} KiB; send more of them.")
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Refused("key_too_long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    document = NOTATIONS[kind].read(request.body, (PAPERS,))
    if document.faults:
        raise Refused("misshapen", "The document is not as the schema has it.", document.faults)
    return answer_as(request, take_all(viewer_in(request), document, key), RECEIPTS, kind)


@router.get(
    "/papers",
    response={200: None, **PROBLEMS},
    summary="Fetch the papers after one",
    openapi_extra={"responses": described(PAPERS, examples.PULLED)},
)
@opened_by(READ_CASES)
def fetch_papers(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """What was done on the viewer's cases, oldest first; nothing comes twice, and nothing is left out."""
    return answer_as(request, papers_since(viewer_in(request), asked.since, asked.limit), PAPERS)


@router.get(
    "/papers/directory",
    response={200: None, **PROBLEMS},
    summary="Fetch the governments",
    openapi_extra={"responses": described(DIRECTORY, examples.LISTED)},
)
@opened_by(READ_DIRECTORY)
def fetch_directory(request: HttpRequest) -> HttpResponse:
    """Every government, to whom its notices go, and its entries in the directory."""
    return answer_as(request, governments(viewer_in(request)), DIRECTORY)


@router.get(
    "/papers/cases/{reference}",
    response={200: None, **PROBLEMS},
    summary="Fetch how a case stands",
    openapi_extra={"responses": described(CASE, examples.STANDING)},
)
@opened_by(READ_CASES)
def fetch_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The state and clock of a case, and who was given which edition of it; its content comes with its papers."""
    return answer_as(request, standing(viewer_in(request), reference), CASE)


@router.get("/papers/schema.xsd", auth=None, response={200: None}, summary="The format as XML Schema 1.0")
@door(ANYBODY)
def xml_schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - ninja passes it by this name
    """What papers look like in XML."""
    return HttpResponse(schemas.xml_schema(), content_type=f"{XML_TYPE}; charset=utf-8")


@router.get("/papers/schema.json", auth=None, response={200: None}, summary="The format as JSON Schema 2020-12")
@door(ANYBODY)
def json_schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - likewise
    """What papers look like in JSON."""
    return HttpResponse(schemas.json_schema(), content_type="application/schema+json")
