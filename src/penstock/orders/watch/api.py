"""Operations on what stands out: the rounds, one standout with its evidence, a verdict, history and the setting."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.checking.law.quantities import SYMBOL
from penstock.orders.customers.services import strictly
from penstock.orders.watch import deciding, history, queries
from penstock.orders.watch.fields import DECIDING, FORMS, SETTING
from penstock.orders.watch.models import Round, Standout, WatchSetting
from penstock.orders.watch.pages import shown
from penstock.orders.watch.reporting import sentence
from penstock.orders.watch.rounds.asking import look_now
from penstock.parties.duties import KEEP_CUSTOMERS

router = Router(tags=["watch"])
WatchVerdict, WatchSettingBody = body_of(DECIDING, strict=True), body_of(SETTING, strict=True)


class WatchReason(Schema):
    """One reason: the signal, how strong it is (from 2 on it tells), and its sentence; a context has no weight."""

    signal: str
    strength: float
    message: str
    is_context: bool


class StandoutBrief(Schema):
    """A customer and its goods as they stood out in a round; `rank` is null where it was reviewed and is no worse."""

    id: UUID
    round: int
    rank: int | None
    customer: str
    goods: str
    unit: str
    typology: str
    score: str
    day: date
    reasons: list[WatchReason]
    verdict: str | None
    again_on: date | None


class StandoutShape(StandoutBrief):
    """The same with its orders, its months, the year against what was declared, and every verdict, the newest first."""

    marked: list[dict[str, str]]
    course: dict[str, Any]
    balance: dict[str, Any] | None
    before: UUID | None
    verdicts: list[dict[str, Any]]


class RoundShape(Schema):
    """A round: how far it is, what it looked at, what cannot be judged yet, and what stood out."""

    number: int
    state: str
    asked_at: datetime
    finished_at: datetime | None
    since_on: date
    until_on: date
    orders: int
    customers: int
    most: int
    limits: list[str]
    standouts: list[StandoutBrief]
    reviewed_before: list[StandoutBrief]


class LoadedShape(Schema):
    """What a file of earlier orders brought, and how much of it was there before."""

    orders: int
    corrected: int


class WatchSettingShape(Schema):
    """How many cases a month can be reviewed, and whether a round is made each month."""

    cases: int
    monthly: bool


def brief(row: Standout) -> dict[str, Any]:
    """A standout as lists give it."""
    last = queries.last_verdict(row)
    return {
        "id": str(row.pk),
        "round": row.round.number,
        "rank": row.rank,
        "customer": row.customer.number,
        "goods": row.goods,
        "unit": SYMBOL[row.dimension],
        "typology": row.typology,
        "score": f"{row.score:f}",
        "day": row.day.isoformat(),
        "reasons": [
            {
                "signal": one["signal"],
                "strength": one["strength"],
                "message": sentence(one),
                "is_context": one["is_context"],
            }
            for one in row.reasons
        ],
        "verdict": last.verdict if last else None,
        "again_on": last.again_on.isoformat() if last and last.again_on else None,
    }


def whole(row: Standout) -> dict[str, Any]:
    """A standout with all its evidence."""
    names = ("verdict", "ground", "words", "report", "person_name")
    return {
        **brief(row),
        "marked": row.marked,
        "course": row.course,
        "balance": row.balance,
        "before": str(row.before_id) if row.before_id else None,
        "verdicts": [
            {
                **{name: getattr(one, name) for name in names},
                "again_on": one.again_on.isoformat() if one.again_on else None,
                "made_at": one.made_at.isoformat(),
            }
            for one in row.verdicts.all()
        ],
    }


def told(viewer: Viewer, row: Round) -> dict[str, Any]:
    """A round with what it found."""
    seen = queries.seen(viewer, row)
    return {
        "number": row.number,
        "state": "failed" if row.failure else "made" if row.finished_at else "waiting" if not row.step else "under way",
        "asked_at": row.asked_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        "since_on": row.since_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "orders": row.orders,
        "customers": row.customers,
        "most": row.most,
        "limits": shown.limits(row.limits),
        "standouts": [brief(one) for one in seen.ranked],
        "reviewed_before": [brief(one) for one in seen.reviewed],
    }


def set_as(row: WatchSetting) -> dict[str, Any]:
    """The setting as the API gives it."""
    return {"cases": row.cases, "monthly": row.is_monthly}


def _once(request: HttpRequest, act: Callable[[Viewer], dict[str, Any]], status: int = 200) -> Response:
    viewer = viewer_in(request)
    return answer_once(request, lambda: (status, act(viewer)))


@router.get("/order-watch", response={200: RoundShape, **PROBLEMS}, summary="Read what stands out")
@opened_by(KEEP_CUSTOMERS)
def read_round(request: HttpRequest, number: int | None = None) -> dict[str, Any]:
    """Read a round by its number, or without one the newest that was asked for; 404 before the first."""
    viewer = viewer_in(request)
    rows = queries.rounds(viewer)
    if number is None and not rows:
        raise NotVisible
    return told(viewer, rows[0] if number is None else queries.a_round(viewer, number))


@router.post("/order-watch/look", response={202: RoundShape, **PROBLEMS}, summary="Look now")
@opened_by(KEEP_CUSTOMERS)
def look(request: HttpRequest) -> Response:
    """Ask for a round; the worker makes it within seconds or minutes. Where one waits, that one is answered."""
    return _once(request, lambda viewer: told(viewer, look_now(viewer=viewer)), 202)


@router.get(
    "/order-watch/standouts/{standout_id}", response={200: StandoutShape, **PROBLEMS}, summary="Read a standout"
)
@opened_by(KEEP_CUSTOMERS)
def read_standout(request: HttpRequest, standout_id: UUID) -> dict[str, Any]:
    """Read what stood out with all its evidence, as it was on the day of its round."""
    return whole(queries.standout(viewer_in(request), standout_id))


@router.post(
    "/order-watch/standouts/{standout_id}/decide",
    response={200: StandoutShape, **PROBLEMS},
    summary="Decide on a standout",
)
@opened_by(KEEP_CUSTOMERS)
def decide(request: HttpRequest, standout_id: UUID, body: WatchVerdict) -> Response:  # type: ignore[valid-type]
    """Say that it is explained (with ground and reason), that the customer is asked, that it is reported, or later.

    `reported` begins a draft of a suspicious report and needs the duty for it; the draft's reference is in the verdict.
    """
    raw = entered(body)
    verdict = str(raw.get("verdict", ""))
    asked = {one.name for one in FORMS[verdict].fields} if verdict in FORMS else set()

    def act(viewer: Viewer) -> dict[str, Any]:
        strictly(DECIDING, raw)
        said = {name: value for name, value in raw.items() if name in asked}
        deciding.decide(viewer=viewer, standout_id=standout_id, verdict=verdict, raw=said)
        return whole(queries.standout(viewer, standout_id))

    return _once(request, act)


@router.post("/order-watch/history", response={200: LoadedShape, **PROBLEMS}, summary="Load earlier orders")
@opened_by(KEEP_CUSTOMERS)
def load(request: HttpRequest, file: File[UploadedFile]) -> Response:
    """Load a CSV or XLSX file of orders from before the house; the same file twice changes nothing."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        loaded = history.load_history(viewer=viewer, chunks=file.chunks())
        return 200, {"orders": loaded.orders, "corrected": loaded.corrected}

    return answer_once(request, act, said=uploaded(file))


@router.get("/order-watch/setting", response={200: WatchSettingShape, **PROBLEMS}, summary="Read the setting")
@opened_by(KEEP_CUSTOMERS)
def read_setting(request: HttpRequest) -> dict[str, Any]:
    """Read how many cases a month can be reviewed."""
    return set_as(queries.setting(viewer_in(request)))


@router.post("/order-watch/setting", response={200: WatchSettingShape, **PROBLEMS}, summary="Keep the setting")
@opened_by(KEEP_CUSTOMERS)
def keep_setting(request: HttpRequest, body: WatchSettingBody) -> Response:  # type: ignore[valid-type]
    """Say how many cases a month can be reviewed, and whether a round is made each month."""
    raw = entered(body)
    return _once(request, lambda viewer: set_as(history.keep_setting(viewer=viewer, raw=raw)))
