"""Operations on points of contact."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.industry.contacts import queries, services
from penstock.industry.contacts.fields import COMPANY
from penstock.industry.contacts.models import ContactPoint
from penstock.kernel.clock import today
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import JOIN_PARTNERSHIP

router = Router(tags=["partnership with industry"])
# An authority has no sectors, so it may leave out what a company may not; the form that is read says which.
_Whole: Any = body_of(COMPANY, strict=False)


class NamedContact(_Whole):  # type: ignore[misc]
    """A point of contact with its deputies; `sectors` are for companies alone."""


class ContactShape(Schema):
    """A point of contact, and whether it is to be checked again."""

    organisation: str
    organisation_id: UUID
    is_office: bool
    sectors: list[str]
    content: dict[str, Any]
    checked_on: date
    is_due: bool


def shape(row: ContactPoint) -> dict[str, Any]:
    """A point of contact as operations tell it."""
    return {
        "organisation": row.organisation.name,
        "organisation_id": str(row.organisation_id),
        "is_office": row.is_office,
        "sectors": row.sectors,
        "content": row.content,
        "checked_on": row.checked_on.isoformat(),
        "is_due": row.is_due(today()),
    }


@router.get(
    "/industry/contacts", response={200: list[ContactShape], **PROBLEMS}, summary="Points of contact of both sides"
)
@opened_by(JOIN_PARTNERSHIP)
def list_contacts(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own point of contact, and those of the other side in one's country."""
    return [shape(one) for one in queries.contact_points(viewer_in(request))]


@router.post("/industry/contacts/own", response={200: ContactShape, **PROBLEMS}, summary="Name one's own")
@opened_by(JOIN_PARTNERSHIP)
def name_contact(request: HttpRequest, body: NamedContact) -> Response:
    """Name the point of contact of one's own organisation, or change it."""
    raw = body.model_dump(exclude_none=True)
    return answer_once(request, lambda: (200, shape(services.name_contact(viewer=viewer_in(request), raw=raw))))


@router.post("/industry/contacts/confirm", response={200: ContactShape, **PROBLEMS}, summary="It is still right")
@opened_by(JOIN_PARTNERSHIP)
def confirm_contact(request: HttpRequest) -> Response:
    """Say that one's own point of contact is still right."""
    return answer_once(request, lambda: (200, shape(services.confirm_contact(viewer=viewer_in(request)))))
