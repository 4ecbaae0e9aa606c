"""What each act on the record means for the round of its notice; nothing is read or written here."""

from collections.abc import Callable

from penstock.engines.working_days import WorkingCalendar
from penstock.kernel.models import Event
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.notices.responsiveness.models import Round

ANSWERS = {
    "notice.no_objection": "no objection",
    "notice.conditions": "conditional",
    "notice.objection": "objected",
    "notice.not_known": "not known",
}
ENDINGS = {"notice.withdrawn": "withdrawn", "notice.released": "released"}
ASKED, AMENDED, MOVED = "notice.sent", "notice.amended", "notice.moved_to_statutory"
AWAITING = ("sent", "questioned")


def asks_anew(event: Event) -> bool:
    """Whether an act begins a round: a sending, a reopening amendment, or a move to the statutory track.

    A voluntary notice asks for no answer.
    """
    if event.data.get("track") == VOLUNTARY:
        return False
    if event.name == MOVED:
        return event.data["to"] in AWAITING
    return event.name == ASKED or (event.name == AMENDED and bool(event.data.get("reopened")))


def end(one: Round, outcome: str) -> None:
    """Nobody waits for an answer any more."""
    one.outcome, one.is_open = outcome, False


def _answer(one: Round, event: Event, calendar: WorkingCalendar) -> None:
    _go_on(one, event, calendar)
    one.answered_at = event.at
    passed = calendar.between(one.asked_at.date(), event.at.date())
    one.working_days = max(passed - one.stopped_days, 0)
    end(one, ANSWERS[event.name])


def _stop(one: Round, event: Event, _calendar: WorkingCalendar) -> None:
    one.stopped_on = event.at.date()


def _go_on(one: Round, event: Event, calendar: WorkingCalendar) -> None:
    if one.stopped_on is not None:
        one.stopped_days += calendar.between(one.stopped_on, event.at.date())
        one.stopped_on = None


def _propose(one: Round, event: Event, _calendar: WorkingCalendar) -> None:
    one.proposed_at = one.proposed_at or event.at


def _take_back(one: Round, _event: Event, _calendar: WorkingCalendar) -> None:
    one.proposed_at = None


def _lapse(one: Round, event: Event, _calendar: WorkingCalendar) -> None:
    one.lapsed_at = event.at


def _leave(one: Round, event: Event, _calendar: WorkingCalendar) -> None:
    end(one, "silent" if one.lapsed_at else ENDINGS[event.name])


MEANINGS: dict[str, Callable[[Round, Event, WorkingCalendar], None]] = {
    "notice.information_requested": _stop,
    "notice.information_supplied": _go_on,
    "notice.objection.proposed": _propose,
    "notice.objection.declined": _take_back,
    "notice.not_known.proposed": _propose,
    "notice.not_known.declined": _take_back,
    "notice.lapsed": _lapse,
    **dict.fromkeys(ANSWERS, _answer),
    **dict.fromkeys(ENDINGS, _leave),
}
"""What an act does to the open round of its notice; without an open round it does nothing."""

FOLLOWED = (*MEANINGS, ASKED, AMENDED, MOVED)
