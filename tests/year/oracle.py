"""What must become of a script, by rules written here a second time: no word of the house's own code is used.

Working days come from the lists of the `holidays` library and are counted by position; a notice is a few fields and a
table of verbs. Every call is answered with the status and the code that the house has to give.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import holidays

from tests.year.script import FIRST, LAST, YEAR, Act, Consignment, Script

Reply = tuple[int, str]
DONE: Reply = (200, "")
WAITING, CLEARED = ("sent", "questioned", "lapsed"), ("no objection", "conditional")
_UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE", "IT LV LT LU MT NL PL PT RO SK SI ES SE"
UNION = frozenset(" ".join(_UNION).split())
FROM = {
    "ask": ("sent", "lapsed"), "supply": ("questioned",), "prolong": ("sent",), "clear": (*WAITING, "conditional"),
    "allow": (*WAITING, *CLEARED), "object": (*WAITING, *CLEARED), "unknown": (*WAITING, *CLEARED),
    "lift": ("objected", "unknown"), "withdraw": (*WAITING, *CLEARED, "unknown", "objected"),
    "release": (*CLEARED, "lapsed"),
}  # fmt: skip
TO = {"ask": "questioned", "supply": "sent", "prolong": "sent", "clear": "no objection", "allow": "conditional",
      "object": "objected", "unknown": "unknown", "lift": "no objection", "withdraw": "withdrawn",
      "release": "released"}  # fmt: skip
EVENTS = {"ask": "information_requested", "supply": "information_supplied", "prolong": "more_time",
          "clear": "no_objection", "allow": "conditions", "object": "objection", "unknown": "not_known",
          "lift": "objection_lifted", "withdraw": "withdrawn", "release": "released"}  # fmt: skip
SENDERS = {"supply", "withdraw", "release"}
ANSWERS = {"clear", "allow", "object", "unknown"}
FEWEST, MOST_PROLONGED = 5, 2
RUNGS = (("holder", 5), ("office", 2), ("head", 0))
AFTER_A_LAPSE = 3
"""Working days before the last day at which each rung of an office is reminded, and after it the secretariat."""


class WorkingDays:
    """The working days of a country in a row, to be counted by their place in it."""

    def __init__(self, code: str) -> None:
        """List those of the year with a margin."""
        years = range(YEAR - 1, YEAR + 3)
        try:
            found: Any = holidays.country_holidays(code, years=years)
            rests, weekend, worked = set(found), set(found.weekend), set(found.weekend_workdays)
        except NotImplementedError:
            rests, weekend, worked = set(), {5, 6}, set()
        span = (date(YEAR - 1, 1, 1) + timedelta(days=n) for n in range(4 * 365))
        self.days = [day for day in span if day not in rests and (day in worked or day.weekday() not in weekend)]

    def after(self, start: date, count: int) -> date:
        """So many working days later."""
        return self.days[bisect_right(self.days, start) + count - 1] if count else start

    def before(self, end: date, count: int) -> date:
        """So many working days earlier."""
        return self.days[bisect_left(self.days, end) - count] if count else end

    def between(self, start: date, end: date) -> int:
        """How many lie after one day up to another."""
        return bisect_right(self.days, end) - bisect_right(self.days, start)


@dataclass(slots=True)
class Course:
    """How one notice stands, and what came of its one round of asking."""

    one: Consignment
    reference: str
    state: str = "sent"
    version: int = 1
    due: date | None = None
    counted_from: date | None = None
    days_left: int | None = None
    remind: date | None = None
    rung: int = 0
    silent_since: date | None = None
    prolonged: int = 0
    proposal: tuple[str, str, int] | None = None
    lapsed_on: date | None = None
    answered_on: date | None = None
    opened_on: date | None = None
    stopped_on: date | None = None
    stopped_days: int = 0
    working_days: int = 0
    is_over: bool = False
    is_tacit: bool = False


@dataclass(slots=True)
class Tally:
    """What the statistics must say of a country or a pair."""

    sent: int = 0
    in_time: int = 0
    late: int = 0
    lapsed: int = 0
    silent: int = 0
    tacit: int = 0
    unopened: int = 0
    objections: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return self.in_time + self.late + self.silent

    @property
    def percent(self) -> int:
        return 100 * self.in_time // self.decided

    @property
    def median(self) -> int | None:
        """The lower one of two in the middle."""
        return sorted(self.days)[(len(self.days) - 1) // 2] if self.days else None


class Oracle:
    """Follows a script day by day; `replies` answers an act as the house has to."""

    def __init__(self, script: Script, *, stopped_days_count: bool = False) -> None:
        """With `stopped_days_count` it errs on purpose: days on which information was owed count like others."""
        self.script, self.errs = script, stopped_days_count
        self.calendars = {one.code: WorkingDays(one.code) for one in script.countries}
        self.reply_days = {one.code: one.reply_days for one in script.countries}
        self.courses: dict[int, Course] = {}
        self.alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        self.running: set[int] = set()
        self.unanswered: set[int] = set()
        self.keys: dict[tuple[str, str], tuple[Any, Any]] = {}
        self.record: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()

    def morning(self, on: date) -> tuple[int, int]:
        """The clock does its work: what ran out until yesterday lapses, what is due for it is reminded."""
        lapsed = [one for one in self._running() if one.state == "sent" and one.due and one.due < on]
        for one in lapsed:
            last = one.due
            assert last
            one.state, one.lapsed_on, one.version = "lapsed", on, one.version + 1
            self._end_clock(one)
            if one.rung <= len(RUNGS) and not self._lets_go(one):
                one.remind = self.calendars[one.one.importer].after(last, AFTER_A_LAPSE)
                self.unanswered.add(one.one.number)
            self.record["notice.lapsed"] += 1
        reminded = [one for one in self._running() if one.due and one.remind and one.remind <= on]
        for one in reminded:
            self._climb(one, on)
        unanswered = [one for one in map(self.courses.__getitem__, self.unanswered) if one.remind and one.remind <= on]
        for one in unanswered:
            one.rung, one.remind = len(RUNGS) + 1, None
            self.unanswered.discard(one.one.number)
            self.record["notice.reminded.secretariat"] += 1
        return len(lapsed), len(reminded) + len(unanswered)

    def _climb(self, one: Course, on: date) -> None:
        """The highest rung whose day has come is reminded, once; the other side reads that there was a reminder."""
        assert one.due
        calendar = self.calendars[one.one.importer]
        come = [place for place, (_name, days) in enumerate(RUNGS) if calendar.before(one.due, days) <= on]
        one.rung = max(place for place in come if place >= one.rung) + 1
        self.record["notice.reminded"] += 1
        self.record[f"notice.reminded.{RUNGS[one.rung - 1][0]}"] += 1
        self._remind_after(one, on)

    def _lets_go(self, one: Course) -> bool:
        """Whether a law on silence lets a shipment go; then nobody is told that it was silent."""
        return one.one.exporter in UNION or one.one.exporter == "US"

    def _running(self) -> list[Course]:
        return [self.courses[number] for number in sorted(self.running)]

    def lodged(self, lines: Iterable[Consignment]) -> tuple[int, int]:
        """A file is lodged; answers how many lines are good and bad."""
        good = bad = 0
        for one in lines:
            if one.flaw:
                bad += 1
                continue
            good += 1
            self._taken[one.exporter] += 1
            course = Course(one, f"{one.exporter}-{YEAR}-{self._taken[one.exporter]:06d}", silent_since=one.sent_on)
            self.courses[one.number] = course
            self.alike[one.exporter, one.importer, one.company, one.goods, one.dispatch_on].append(one.number)
            self._start_clock(course, one.sent_on, self.reply_days[one.importer])
        self.record["notice.sent"] += good
        self.record["notice.batch_lodged"] += bool(good)
        return good, bad

    def _start_clock(self, one: Course, on: date, days: int) -> None:
        one.due, one.counted_from, one.days_left = self.calendars[one.one.importer].after(on, days), on, None
        self._remind_after(one, on)
        self.running.add(one.one.number)

    def _remind_after(self, one: Course, on: date) -> None:
        assert one.due
        days = [self.calendars[one.one.importer].before(one.due, days) for _name, days in RUNGS[one.rung :]]
        one.remind = next((day for day in days if day > on), None)

    def _end_clock(self, one: Course) -> None:
        one.due = one.counted_from = one.days_left = one.remind = None
        self.running.discard(one.one.number)
        self.unanswered.discard(one.one.number)

    def reply(self, act: Act) -> Any:
        """What a call must be answered: a status and a code; for a sitting an outcome for each notice."""
        name = (act.by[:2], act.key)
        said = (act.what, act.about, tuple(sorted(act.body.items())))
        if act.key and name in self.keys:
            before, answer = self.keys[name]
            reply = answer if before == said else (409, "key_reused")
        else:
            reply = self._sitting(act) if act.what == "answers" else self._one(act)
            if act.key and (act.what == "answers" or reply == DONE):
                self.keys[name] = (said, reply)
        for code in reply if act.what == "answers" else [reply[1]]:
            if code:
                self.refused[code] += 1
        return reply

    def _one(self, act: Act) -> Reply:
        by_trick = {"broken body": (400, "bad_request"), "unknown field": (422, "misshapen"),
                    "no token": (401, "no_token"), "prying": (404, "not_found"),
                    "no reason": (422, "misshapen")}  # fmt: skip
        if act.trick in by_trick:
            return by_trick[act.trick]
        country, role = act.by.split()
        one = self.courses[act.about[0]]
        if act.what == "lift" and role != "head":
            return 403, "missing_duty"
        if country not in {one.one.exporter, one.one.importer}:
            return 404, "not_found"
        if act.what == "read":
            if country == one.one.importer:
                one.opened_on = one.opened_on or act.on
            return DONE
        if act.what in {"confirm", "decline"}:
            return self._signed(act, one)
        return self._stepped(act, one)

    def _stepped(self, act: Act, one: Course) -> Reply:
        code = self._against(act, one)
        if code:
            return 409, code
        if act.what in {"object", "unknown"}:
            one.proposal = (act.what, act.by, one.version)
            self.record[f"notice.{EVENTS[act.what]}.proposed"] += 1
            return DONE
        if act.what == "prolong" and not self._prolong(one, act):
            return 422, "faults"
        self._go(one, act.what, act.on)
        return DONE

    def _against(self, act: Act, one: Course) -> str:
        """The code of what speaks against a step, empty where nothing does."""
        if act.by[:2] != (one.one.exporter if act.what in SENDERS else one.one.importer):
            return "other_side"
        if one.state not in FROM[act.what]:
            return "wrong_state"
        if not self._is_time(act, one):
            return "not_now"
        return "already_proposed" if act.what in {"object", "unknown"} and self._is_proposed(one) else ""

    def _is_time(self, act: Act, one: Course) -> bool:
        """More time is asked for twice at most, and what nobody answered goes only by a law on silence."""
        if act.what == "prolong":
            return one.prolonged < MOST_PROLONGED
        return act.what != "release" or one.state != "lapsed" or self._may_go(one, act.on)

    def _is_proposed(self, one: Course) -> bool:
        return bool(one.proposal and one.proposal[2] == one.version)

    def _may_go(self, one: Course, on: date) -> bool:
        """By the exporting country's law: in the Union 15 working days of silence, in the United States 15 days."""
        assert one.silent_since
        if one.one.exporter in UNION:
            return self.calendars[one.one.exporter].after(one.silent_since, 15) < on
        return one.one.exporter == "US" and one.silent_since + timedelta(days=15) < on

    def _prolong(self, one: Course, act: Act) -> bool:
        calendar, asked = self.calendars[one.one.importer], date.fromisoformat(act.body["reply_by"])
        assert one.due
        assert one.counted_from
        latest = calendar.after(one.due, self.reply_days[one.one.importer])
        if asked > latest or asked <= one.due or calendar.between(one.due, asked) < 1:
            return False
        one.due, one.rung = calendar.after(one.counted_from, calendar.between(one.counted_from, asked)), 0
        self._remind_after(one, act.on)
        one.prolonged, one.silent_since = one.prolonged + 1, act.on
        return True

    def _signed(self, act: Act, one: Course) -> Reply:
        if act.by[:2] != one.one.importer or one.proposal is None:
            return 409, "nothing_proposed"
        verb, by, version = one.proposal
        if one.state not in FROM[verb]:
            return 409, "wrong_state"
        if act.what == "decline":
            one.proposal = None
            self.record[f"notice.{EVENTS[verb]}.declined"] += 1
            return DONE
        if by == act.by:
            return 409, "same_person"
        if version != one.version:
            return 409, "changed_since"
        one.proposal = None
        self._go(one, verb, act.on)
        return DONE

    def _go(self, one: Course, verb: str, on: date) -> None:
        """A step that is allowed is taken."""
        was, calendar = one.state, self.calendars[one.one.importer]
        one.state, one.version = TO[verb], one.version + 1
        self.record[f"notice.{EVENTS[verb]}"] += 1
        self.record["notice.checks_seen"] += verb in {*ANSWERS, "lift"}
        if verb == "ask":
            left = max(calendar.between(on, one.due), 0) if one.due else None
            self._end_clock(one)
            one.days_left, one.stopped_on = left, on
        elif verb == "supply":
            self._start_clock(one, on, max(one.days_left or 0, 1))
            one.silent_since = on
        elif verb != "prolong":
            self._end_clock(one)
        one.is_tacit = verb == "release" and was == "lapsed"
        self._in_round(one, verb, on)

    def _in_round(self, one: Course, verb: str, on: date) -> None:
        if one.is_over or verb in {"ask", "prolong", "lift"}:
            return
        calendar = self.calendars[one.one.importer]
        if one.stopped_on and verb in {"supply", *ANSWERS}:
            one.stopped_days += 0 if self.errs else calendar.between(one.stopped_on, on)
            one.stopped_on = None
        if verb in ANSWERS:
            one.answered_on = on
            one.working_days = max(calendar.between(one.one.sent_on, on) - one.stopped_days, 0)
        one.is_over = verb != "supply"

    def _sitting(self, act: Act) -> list[str]:
        """The code for each notice, empty where it is cleared."""
        codes = [self._in_sitting(act, number) for number in act.about]
        self.record["notice.sitting"] += 1
        return codes

    def _in_sitting(self, act: Act, number: int) -> str:
        one = self.courses.get(number)
        country = act.by[:2]
        if one is None or country not in {one.one.exporter, one.one.importer}:
            return "not_found"
        if one.state not in {"sent", "lapsed"}:
            return "not_waiting"
        if act.body["stale"] == number:
            return "amended_since"
        like = self.alike[one.one.exporter, one.one.importer, one.one.company, one.one.goods, one.one.dispatch_on]
        others = [each for each in like if each != number and self.courses[each].state != "withdrawn"]
        if others or (country == one.one.importer and self._is_proposed(one)):
            return "not_routine"
        if country != one.one.importer:
            return "other_side"
        self._go(one, "clear", act.on)
        return ""

    def tallies(self) -> Mapping[tuple[str, str], Tally]:
        """The statistics by exporting and importing country, those of all others under an empty exporting one."""
        found: dict[tuple[str, str], Tally] = defaultdict(Tally)
        for one in self.courses.values():
            for exporter in ("", one.one.exporter):
                self._count(found[exporter, one.one.importer], one)
        return found

    def _count(self, tally: Tally, one: Course) -> None:
        tally.sent += 1
        tally.lapsed += one.lapsed_on is not None
        tally.tacit += one.is_tacit
        tally.objections += one.state == "objected"
        tally.in_time += one.answered_on is not None and one.lapsed_on is None
        tally.late += one.answered_on is not None and one.lapsed_on is not None
        tally.silent += one.answered_on is None and one.lapsed_on is not None
        tally.unopened += one.lapsed_on is not None and not (one.opened_on and one.opened_on < one.lapsed_on)
        if one.answered_on is not None:
            tally.days.append(one.working_days)


def days_of_the_year() -> list[date]:
    """Every day of the year."""
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
