"""Operations on notices; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases import queries as case_queries
from penstock.cases.assignments.queries import holder_names
from penstock.cases.secrecy.sight import content_for, hidden_from, title_for, told_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import open_signature
from penstock.notices import queries, services
from penstock.notices.fields import SHIPMENT
from penstock.notices.lists.register import by_search
from penstock.notices.models import Arrangement, Notice
from penstock.notices.states import NOTICES
from penstock.parties.duties import READ_CASES, SEND_NOTICES

router = Router(tags=["notices"])
LONGEST_PAGE = 200
Draft = body_of(SHIPMENT, strict=False)


class SideShape(Schema):
    """A side of a notice."""

    country: str
    authority: str


class StepShape(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class ProposalShape(FirstSignature):
    """A first signature that waits for the second."""

    data: dict[str, Any]


class NoticeShape(Schema):
    """A notice as lists give it."""

    reference: str
    state: str
    title: str
    exporting: SideShape
    importing: SideShape
    substances: list[str]
    quantity: str | None
    unit: str
    track: str
    is_emergency: bool
    dispatch_on: date | None
    confidential: list[str]
    waits_for: str | None
    due_on: date | None
    marking: str
    edition: int
    sent_at: datetime | None
    updated_at: datetime


class ArrangementOfNotice(Schema):
    """Who answers for a territory without a clear counterpart: `authority` is null where the secretariat does."""

    territory: str
    authority: str | None
    since_on: date
    basis: str
    source: str


class JudgedShape(Schema):
    """The law that the present edition was judged under: its day, and the version of each pack."""

    on: date
    packs: dict[str, str]


class NoticeDetail(NoticeShape):
    """A notice with its content, who sees it, and what may be done."""

    content: dict[str, Any]
    basis: str
    judged_under: JudgedShape | None
    moved_because: str
    arrangement: ArrangementOfNotice | None
    terms: dict[str, Any]
    ground: str
    audience: list[str]
    steps: list[StepShape]
    proposal: ProposalShape | None


class Wanted(Schema):
    """What a list of notices is narrowed to, and the page of it."""

    state: str = ""
    country: str = ""
    substance: str = ""
    track: str = ""
    emergency: bool = False
    text: str = ""
    updated_since: datetime | None = None
    saved: str = Field("", description="the name of a saved search; what is said besides narrows it otherwise")
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class NoticePage(Schema):
    """A page of notices; `next` is the cursor of the following one, null on the last."""

    items: list[NoticeShape]
    next: str | None


class InboxShape(Schema):
    """What waits for the viewer, and what the viewer waits for, by clock."""

    to_answer: list[str]
    awaited: list[str]
    drafts: list[str]
    held_by: dict[str, str] = Field(description="who of one's own organisation holds a case, by its reference")


def brief(viewer: Viewer, notice: Notice) -> dict[str, Any]:
    """A notice as lists give it; what is hidden from the viewer is empty, and named under `confidential`."""
    hidden = hidden_from(viewer, notice)
    quantity = None if "quantity" in hidden or notice.quantity is None else f"{notice.quantity.normalize():f}"
    return {
        "reference": notice.reference,
        "state": notice.state,
        "title": title_for(viewer, notice),
        "exporting": {"country": notice.exporting, "authority": notice.opener.name},
        "importing": {
            "country": notice.importing,
            "authority": notice.counterpart.name if notice.counterpart else "",
        },
        "substances": [] if "substances" in hidden else notice.substances,
        "quantity": quantity,
        "unit": "" if "unit" in hidden else notice.unit,
        "track": notice.track,
        "is_emergency": notice.is_emergency,
        "dispatch_on": None if "dispatch_on" in hidden else notice.dispatch_on and notice.dispatch_on.isoformat(),
        "confidential": sorted(hidden & {one.name for one in SHIPMENT.fields}),
        "waits_for": notice.waits_for.name if notice.waits_for else None,
        "due_on": notice.due_on and notice.due_on.isoformat(),
        "marking": notice.marking,
        "edition": notice.edition,
        "sent_at": notice.sent_at and notice.sent_at.isoformat(),
        "updated_at": notice.updated_at.isoformat(),
    }


def _arrangement(made: Arrangement | None) -> dict[str, Any] | None:
    if made is None:
        return None
    return {
        "territory": made.territory,
        "authority": made.authority.name if made.authority else None,
        "since_on": made.since_on.isoformat(),
        "basis": made.basis,
        "source": made.source,
    }


def whole(viewer: Viewer, notice: Notice) -> dict[str, Any]:
    """A notice with its content, who sees it, and what may be done."""
    proposal, seen_by = open_signature(notice, viewer), case_queries.who_sees(notice)
    return {
        **brief(viewer, notice),
        "content": content_for(viewer, notice),
        "basis": "" if "basis" in hidden_from(viewer, notice) else notice.basis,
        "judged_under": notice.judged_under or None,
        "moved_because": notice.moved_because,
        "arrangement": _arrangement(notice.arrangement),
        "terms": notice.terms,
        "ground": notice.ground,
        "audience": [one.name for one in seen_by],
        "steps": told_steps(NOTICES, notice, viewer),
        "proposal": proposal
        and {
            "verb": proposal.verb,
            "by": proposal.person_name,
            "at": proposal.signed_at.isoformat(),
            "data": told_for(viewer, notice, proposal.data),
        },
    }


@router.get("/notices", response={200: NoticePage, **PROBLEMS}, summary="List notices, newest change first")
@opened_by(READ_CASES)
def list_notices(
    request: HttpRequest,
    wanted: Query[Wanted],
) -> dict[str, Any]:
    """List the notices this viewer may see."""
    viewer = viewer_in(request)
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit", "saved"}))
    if wanted.saved:
        narrowed = by_search(viewer, wanted.saved, narrowed)
    page = queries.notices(viewer, narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(viewer, one) for one in page.notices], "next": page.next or None}


@router.post("/notices", response={201: NoticeDetail, **PROBLEMS}, summary="Draft a notice")
@opened_by(SEND_NOTICES)
def draft_notice(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin a notice from whatever is known; nothing is sent yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        notice = services.draft_notice(viewer=viewer, raw=entered(body))
        return 201, whole(viewer, notice)

    return answer_once(request, act)


@router.get("/inbox", response={200: InboxShape, **PROBLEMS}, summary="The inbox")
@opened_by(READ_CASES)
def read_inbox(request: HttpRequest, held: Literal["", "mine", "nobody"] = "") -> dict[str, Any]:
    """What waits for the viewer, and what the viewer waits for, by clock; of all, one's own, or what nobody holds."""
    viewer = viewer_in(request)
    inbox = case_queries.inbox(viewer, held)
    listed = [*inbox.to_answer, *inbox.awaited, *inbox.drafts]
    held_by = holder_names(viewer, listed)
    return {
        "held_by": {one.reference: held_by[one.pk] for one in listed if one.pk in held_by},
        "to_answer": [case.reference for case in inbox.to_answer],
        "awaited": [case.reference for case in inbox.awaited],
        "drafts": [case.reference for case in inbox.drafts],
    }


@router.get("/notices/{reference}", response={200: NoticeDetail, **PROBLEMS}, summary="Read a notice")
@opened_by(READ_CASES)
def read_notice(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a notice; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=notice)
    return whole(viewer, notice)


ON_NOTICE = Acts(
    router=router,
    path="/notices/{reference}",
    name="notice",
    shape=NoticeDetail,
    find=queries.notice_by_reference,
    whole=whole,
)
ON_NOTICE.add_steps(
    NOTICES.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, notice_id=one.pk, verb=verb, raw=raw),
)
ON_NOTICE.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, notice_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, notice_id=one.pk),
    duty=READ_CASES,
)
