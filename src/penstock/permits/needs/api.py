"""Operations on needs: statements, figures from papers, balances, and the question before a shipment."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS, KEEP_ESTIMATES, READ_PERMITS
from penstock.permits.ledger.keeping import room
from penstock.permits.ledger.models import ADDING, TAKING, Account
from penstock.permits.needs import services
from penstock.permits.needs.balances import queries
from penstock.permits.needs.balances.figures import completeness, mass_balance
from penstock.permits.needs.balances.judging import Mark
from penstock.permits.needs.fields import FIGURE, QUESTION, STATEMENT
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.needs.shipping import may_ship
from penstock.permits.shapes import plain

router = Router(tags=["balances"])
NewStatement = body_of(STATEMENT, strict=True)
NewFigure = body_of(FIGURE, strict=True)
Question = body_of(QUESTION, strict=True)


class DoubtShape(Schema):
    """Something doubtful about a stated need."""

    code: str
    is_grave: bool
    reason: str


class BalanceShape(Schema):
    """A country's year of a substance: totals of pure substance in `unit`; `left` bounds only where `is_bounded`."""

    country: str
    substance: str
    year: int
    unit: str
    regime: str
    is_bounded: bool
    granted: str
    confirmed: str
    stocks: str
    given: str
    made: str
    reserved: str
    settled: str
    outside: str
    relief: str
    left: str
    doubts: list[DoubtShape]


class EntryShape(Schema):
    """What moved a balance; `is_ours` says that it was seen happening here."""

    sort: str
    amount: str
    permit: str | None
    note: str
    is_ours: bool
    by: str
    at: datetime


class CompletenessShape(Schema):
    """How much of what moved was seen here, read from papers, or awaits endorsement."""

    seen: str
    from_papers: str
    awaiting: str
    percent: str | None


class MassBalanceShape(Schema):
    """Whether the year comes out; null is what nobody said."""

    opening: str | None
    imports: str
    made: str
    exports: str
    consumption: str | None
    closing: str | None
    difference: str | None


class WholeBalanceShape(BalanceShape):
    """A balance with its entries, how complete it is, and whether it comes out."""

    entries: list[EntryShape]
    completeness: CompletenessShape
    mass_balance: MassBalanceShape | None


class StatementShape(Schema):
    """What a country stated, in kilograms of pure substance."""

    country: str
    substance: str
    year: int
    regime: str
    kind: str
    consumption: str
    other_uses: str
    special_stocks: str
    stocks_level: str | None
    edition: int
    source: str
    stated_on: date


class FigureShape(Schema):
    """What a paper says, in kilograms of pure substance."""

    country: str
    substance: str
    year: int
    sort: str
    kilograms: str
    edition: int
    source: str


class LoadedLines(Schema):
    """How many lines of a file were kept."""

    lines: int


class VerdictShape(Schema):
    """Yes, no, or that the other authority is to be asked; no figure of the other country."""

    answer: str
    reason: str


def _brief(of: Account, doubts: list[Mark]) -> dict[str, Any]:
    same = ("country", "substance", "year", "unit", "regime", "is_bounded")
    return {
        **{name: getattr(of, name) for name in same},
        **{name: plain(getattr(of, name)) for name in (*ADDING, *TAKING, "relief")},
        "left": plain(room(of)),
        "doubts": [{"code": one.code, "is_grave": one.is_grave, "reason": one.message} for one in doubts],
    }


def _said(value: Any) -> str | None:
    return None if value is None else plain(value)


def _whole(viewer: Viewer, of: Account) -> dict[str, Any]:
    moved = queries.entries(viewer, of)
    complete, mass = completeness(of, moved), mass_balance(viewer, of)
    parts = ("opening", "imports", "made", "exports", "consumption", "closing", "difference")
    return {
        **_brief(of, queries.doubts(viewer, of)),
        "entries": [
            {
                "sort": one.sort,
                "amount": plain(one.amount),
                "permit": one.permit.reference if one.permit else None,
                "note": one.note,
                "is_ours": one.is_ours,
                "by": one.person_name,
                "at": one.made_at.isoformat(),
            }
            for one in moved
        ],
        "completeness": {
            "seen": plain(complete.seen),
            "from_papers": plain(complete.from_papers),
            "awaiting": plain(complete.awaiting),
            "percent": _said(complete.percent),
        },
        "mass_balance": {name: _said(getattr(mass, name)) for name in parts} if mass else None,
    }


def _statement(one: Statement) -> dict[str, Any]:
    same = ("country", "substance", "year", "regime", "kind", "edition", "source")
    return {
        **{name: getattr(one, name) for name in same},
        **{name: plain(getattr(one, name)) for name in ("consumption", "other_uses", "special_stocks")},
        "stocks_level": _said(one.stocks_level),
        "stated_on": one.stated_on.isoformat(),
    }


def _figure(one: Figure) -> dict[str, Any]:
    same = ("country", "substance", "year", "sort", "edition", "source")
    return {**{name: getattr(one, name) for name in same}, "kilograms": plain(one.kilograms)}


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True))


@router.get("/balances", response={200: list[BalanceShape], **PROBLEMS}, summary="List balances")
@opened_by(READ_PERMITS)
def list_balances(
    request: HttpRequest, country: str = "", substance: str = "", year: int | None = None
) -> list[dict[str, Any]]:
    """The balances that the viewer sees: an authority its country's, the secretariat all; 200 at most, newest first."""
    viewer = viewer_in(request)
    found = queries.accounts(viewer, country=country, substance=substance, year=year)
    judged = queries.doubts_of_each(viewer, found)
    return [_brief(one, judged[one.pk]) for one in found]


@router.get(
    "/balances/{country}/{substance}/{year}", response={200: WholeBalanceShape, **PROBLEMS}, summary="Read a balance"
)
@opened_by(READ_PERMITS)
def read_balance(request: HttpRequest, country: str, substance: str, year: int, unit: str = "kg") -> dict[str, Any]:
    """Read a country's year of a substance; `unit` is kg or l."""
    viewer = viewer_in(request)
    return _whole(viewer, queries.account(viewer, country, substance, year, unit))


@router.post("/balances/statements", response={201: StatementShape, **PROBLEMS}, summary="State a need")
@opened_by(KEEP_ESTIMATES)
def state_need(request: HttpRequest, body: NewStatement) -> Response:  # type: ignore[valid-type]
    """State an estimate or assessment of one's own country, supplement it, or correct it with a reason."""
    viewer, raw = viewer_in(request), _entered(body)
    return answer_once(request, lambda: (201, _statement(services.state(viewer=viewer, raw=raw))))


@router.post("/balances/figures", response={201: FigureShape, **PROBLEMS}, summary="Enter a figure from a paper")
@opened_by(KEEP_ESTIMATES)
def report_figure(request: HttpRequest, body: NewFigure) -> Response:  # type: ignore[valid-type]
    """Enter what was made, traded on papers not issued here, or held in stock; correct it with a reason."""
    viewer, raw = viewer_in(request), _entered(body)
    return answer_once(request, lambda: (201, _figure(services.report(viewer=viewer, raw=raw))))


@router.post("/balances/import/{kind}", response={200: LoadedLines, **PROBLEMS}, summary="Load a file of needs")
@opened_by(KEEP_ESTIMATES)
def load_needs(request: HttpRequest, kind: str, file: File[UploadedFile]) -> Response:
    """Load a CSV or XLSX file of statements or figures: all lines or none."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, {"lines": services.load(viewer=viewer, kind=kind, chunks=file.chunks())}

    return answer_once(request, act, said=uploaded(file))


@router.post("/balances/ship", response={200: VerdictShape, **PROBLEMS}, summary="Ask before a shipment")
@opened_by(HANDLE_PERMITS)
def ask_before_shipping(request: HttpRequest, body: Question) -> Response:  # type: ignore[valid-type]
    """Ask whether so much may be shipped to a country; its authorities read that you asked."""
    viewer, raw = viewer_in(request), _entered(body)

    def act() -> tuple[int, Any]:
        found = may_ship(viewer=viewer, raw=raw)
        return 200, {"answer": found.answer, "reason": found.reason}

    return answer_once(request, act)
