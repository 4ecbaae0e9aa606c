"""Operations on the directory: entries, verification, calendars, and who stands in for whom."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response

from penstock.catalogue.calendars import holidays_of
from penstock.kernel.clock import today
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.directory import days, entries, people, queries
from penstock.parties.directory.fields import CORRECTION, DELEGATION
from penstock.parties.directory.models import Entry
from penstock.parties.duties import ADMINISTER, READ_DIRECTORY
from penstock.parties.models import Delegation

router = Router(tags=["directory"])
Correction = body_of(CORRECTION, strict=True)
NewDelegation = body_of(DELEGATION, strict=True)


class EntryShape(Schema):
    """An entry of the directory; `content` has the fields of the form of its kind."""

    id: str
    kind: str
    country: str
    authority: str | None
    name: str
    content: dict[str, Any]
    edition: int
    verified_on: date
    stale_on: date | None


class NewEntry(Body):
    """A new entry: its kind, the id of the authority it belongs to, and the fields of its kind's form."""

    kind: str
    authority: str = ""
    content: dict[str, Any]


class CorrectedEntry(Body):
    """All fields of an entry as they should be."""

    content: dict[str, Any]


class EndedShape(Schema):
    """What was ended."""

    id: str


class VerifiedShape(Schema):
    """How many entries count as right."""

    entries: int


class DayShape(Schema):
    """A day on which offices are closed, or open though they would not be; `source` is empty for the library's."""

    day: date
    name: str
    closed: bool
    source: str


class DelegationShape(Schema):
    """Duties that somebody uses for a colleague who is away."""

    id: str
    giver: str
    taker: str
    duties: list[str]
    from_on: date
    until_on: date


class Asked(Schema):
    """What the list of entries is narrowed to."""

    text: str = ""
    country: str = ""
    kind: str = ""
    competence: str = ""
    role: str = ""


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "kind": one.kind,
        "country": one.government_id,
        "authority": str(one.organisation_id) if one.organisation_id else None,
        "name": one.name,
        "content": one.content,
        "edition": one.edition,
        "verified_on": one.verified_on.isoformat(),
        "stale_on": one.stale_on and one.stale_on.isoformat(),
    }


def _delegation(one: Delegation) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "giver": one.giver.name,
        "taker": one.taker.name,
        "duties": one.duties,
        "from_on": one.from_on.isoformat(),
        "until_on": one.until_on.isoformat(),
    }


def _once(request: HttpRequest, status: int, act: Callable[[Viewer], Any]) -> Response:
    """Answer a writing call, once for each key."""
    return answer_once(request, lambda: (status, act(viewer_in(request))))


@router.get("/directory/entries", response={200: list[EntryShape], **PROBLEMS}, summary="Read the directory")
@opened_by(READ_DIRECTORY)
def list_entries(request: HttpRequest, asked: Query[Asked]) -> list[dict[str, Any]]:
    """The entries that have not ended, by country, kind and name."""
    return [_entry(one) for one in queries.entries(viewer_in(request), queries.Wanted(**asked.model_dump()))]


@router.post("/directory/{code}/entries", response={201: EntryShape, **PROBLEMS}, summary="Add an entry")
@opened_by(ADMINISTER)
def add_entry(request: HttpRequest, code: str, body: NewEntry) -> Response:
    """Add an entry to the part of the directory that one's country keeps."""

    def act(viewer: Viewer) -> dict[str, Any]:
        row = entries.add_entry(viewer=viewer, country=code, kind=body.kind, raw=body.content, office=body.authority)
        return _entry(row)

    return _once(request, 201, act)


@router.post(
    "/directory/entries/{entry_id}/correct", response={200: EntryShape, **PROBLEMS}, summary="Correct an entry"
)
@opened_by(ADMINISTER)
def correct_entry(request: HttpRequest, entry_id: UUID, body: CorrectedEntry) -> Response:
    """Correct an entry, which verifies it."""

    def act(viewer: Viewer) -> dict[str, Any]:
        return _entry(entries.correct_entry(viewer=viewer, entry_id=entry_id, raw=body.content))

    return _once(request, 200, act)


@router.post("/directory/entries/{entry_id}/end", response={200: EndedShape, **PROBLEMS}, summary="End an entry")
@opened_by(ADMINISTER)
def end_entry(request: HttpRequest, entry_id: UUID) -> Response:
    """Take an entry out of the directory."""

    def act(viewer: Viewer) -> dict[str, Any]:
        entries.end_entry(viewer=viewer, entry_id=entry_id)
        return {"id": str(entry_id)}

    return _once(request, 200, act)


@router.post("/directory/{code}/verify", response={200: VerifiedShape, **PROBLEMS}, summary="Say that all is right")
@opened_by(ADMINISTER)
def verify_entries(request: HttpRequest, code: str) -> Response:
    """Say that every entry of a country is right as it stands."""
    return _once(request, 200, lambda viewer: {"entries": entries.verify_entries(viewer=viewer, country=code)})


@router.get("/directory/{code}/calendar", response={200: list[DayShape], **PROBLEMS}, summary="Read a calendar")
@opened_by(READ_DIRECTORY)
def read_calendar(request: HttpRequest, code: str, year: int | None = None) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's
    """The public holidays of a country in a year, this one if none is given, as the country has corrected them."""
    country, asked = queries.government_named(code).code, year or today().year
    found = {day: {"name": name, "closed": True, "source": ""} for day, name in holidays_of(country, asked)}
    for one in queries.corrections(country, asked):
        found[one.day] = {"name": one.name, "closed": one.is_closed, "source": one.source}
    return [{"day": day.isoformat(), **told} for day, told in sorted(found.items())]


@router.post("/directory/{code}/calendar", response={201: DayShape, **PROBLEMS}, summary="Correct a day")
@opened_by(ADMINISTER)
def correct_day(request: HttpRequest, code: str, body: Correction) -> Response:  # type: ignore[valid-type]
    """Say that offices are closed or open on a day; running clocks are counted anew."""

    def act(viewer: Viewer) -> dict[str, Any]:
        row = days.correct_day(viewer=viewer, country=code, raw=_entered(body))
        return {"day": row.day.isoformat(), "name": row.name, "closed": row.is_closed, "source": row.source}

    return _once(request, 201, act)


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True))


@router.get("/delegations", response={200: list[DelegationShape], **PROBLEMS}, summary="List delegations")
@opened_by(READ_DIRECTORY)
def list_delegations(request: HttpRequest) -> list[dict[str, Any]]:
    """What is left to others and by others, unless it is over."""
    return [_delegation(one) for one in queries.delegations(viewer_in(request))]


@router.post("/delegations", response={201: DelegationShape, **PROBLEMS}, summary="Leave duties to a colleague")
@opened_by(READ_DIRECTORY)
def delegate(request: HttpRequest, body: NewDelegation) -> Response:  # type: ignore[valid-type]
    """Leave duties that one holds to a colleague, named by e-mail, from one day to another."""
    return _once(request, 201, lambda viewer: _delegation(people.delegate(viewer=viewer, raw=_entered(body))))


@router.post("/delegations/{delegation_id}/end", response={200: EndedShape, **PROBLEMS}, summary="End a delegation")
@opened_by(READ_DIRECTORY)
def end_delegation(request: HttpRequest, delegation_id: UUID) -> Response:
    """End a delegation from today on."""

    def act(viewer: Viewer) -> dict[str, Any]:
        people.end_delegation(viewer=viewer, delegation_id=delegation_id)
        return {"id": str(delegation_id)}

    return _once(request, 200, act)
