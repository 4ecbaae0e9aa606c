"""What should become of a notice, told in plain Python without a line of the house.

The machine plays each act on the house and on this page, and the two must agree. Nothing here is imported from the
house, so that a mistake there cannot repeat itself here; a test sees to it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

EXPORTING, IMPORTING, OFFICE, ELSEWHERE = "exporting", "importing", "secretariat", "elsewhere"
SEND, ANSWER, LIFT = "send notices", "answer notices", "lift objections"
VOLUNTARY = "voluntary"
EVERYBODY_ON_IT = frozenset({EXPORTING, IMPORTING, OFFICE})
UNANSWERED = {"sent", "questioned", "lapsed"}
CLEARED = {"no objection", "conditional"}
BARRED = {"objected", "unknown"}
REPLY_DAYS = 10
SILENT_DAYS = 15
"""Working days of Exportland after which its law takes silence for no obstacle (article 11 of Regulation 111/2005)."""
MOST_PROLONGED = 2
REMINDERS = (5, 2, 0)
RUNGS = ("notice.reminded.holder", "notice.reminded.office", "notice.reminded.head")

ACTS = {
    # verb: the side whose act it is, the duty it needs, the states it is done from, and its name on the record
    "edit": (EXPORTING, SEND, {"draft"}, "notice.draft_saved"),
    "submit": (EXPORTING, SEND, {"draft"}, "notice.sent"),
    "discard": (EXPORTING, SEND, {"draft"}, "notice.discarded"),
    "amend": (EXPORTING, SEND, {*UNANSWERED, *CLEARED, "unknown"}, "notice.amended"),
    "withdraw": (EXPORTING, SEND, {*UNANSWERED, *CLEARED, *BARRED}, "notice.withdrawn"),
    "ask": (IMPORTING, ANSWER, {"sent", "lapsed"}, "notice.information_requested"),
    "supply": (EXPORTING, SEND, {"questioned"}, "notice.information_supplied"),
    "prolong": (IMPORTING, ANSWER, {"sent"}, "notice.more_time"),
    "clear": (IMPORTING, ANSWER, {*UNANSWERED, "conditional"}, "notice.no_objection"),
    "allow": (IMPORTING, ANSWER, {*UNANSWERED, *CLEARED}, "notice.conditions"),
    "object": (IMPORTING, ANSWER, {*UNANSWERED, *CLEARED}, "notice.objection"),
    "unknown": (IMPORTING, ANSWER, {*UNANSWERED, *CLEARED}, "notice.not_known"),
    "lift": (IMPORTING, LIFT, BARRED, "notice.objection_lifted"),
    "release": (EXPORTING, SEND, {*CLEARED, "lapsed"}, "notice.released"),
    "close": (EXPORTING, SEND, {"sent", "questioned", *CLEARED, *BARRED}, "notice.closed"),
}
ENDS = {"discard": "discarded", "withdraw": "withdrawn", "release": "released", "close": "closed"}
SECONDED = {"object": "objected", "unknown": "unknown"}
"""What takes two people, and where it leads."""
GENTLE_DAYS = 10

CHILE_RESTS = {
    date(2026, month, day)
    for month, day in ((4, 3), (4, 4), (5, 1), (5, 21), (6, 21), (6, 29), (7, 16), (8, 15), (9, 18), (9, 19), (10, 12))
}
"""The public holidays of Importland in the months in which the stories play."""
DUTCH_RESTS = {date(2026, month, day) for month, day in ((4, 3), (4, 6), (4, 27), (5, 14), (5, 25))}
"""And those of Exportland."""
ANSWERS = {"notice.no_objection", "notice.conditions", "notice.objection", "notice.not_known"}
ANSWERS |= {"notice.objection_lifted"}


def works(day: date, rests: set[date] = CHILE_RESTS) -> bool:
    """Whether offices are open: those of Importland, or by other days of rest those of another country."""
    return day.isoweekday() <= 5 and day not in rests


def counted_on(day: date, count: int, rests: set[date] = CHILE_RESTS) -> date:
    """The day on which the last of `count` working days after `day` is counted."""
    return _nth(day, count, 1, rests)


def counted_back(day: date, count: int) -> date:
    """The same towards the past."""
    return _nth(day, count, -1)


def _nth(day: date, count: int, direction: int, rests: set[date] = CHILE_RESTS) -> date:
    while count:
        day += timedelta(days=direction)
        if works(day, rests):
            count -= 1
    return day


def left_between(today: date, due: date) -> int:
    """How many working days remain after today, none if the day has passed."""
    return sum(works(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, by office and duties."""

    key: str
    office: str
    duties: frozenset[str]


@dataclass(slots=True)
class Proposal:
    """A first signature: whose, and how many acts the notice had seen by then."""

    who: str
    acts: int
    verb: str = "object"


@dataclass(slots=True)
class Story:
    """A notice as it should be."""

    state: str = "draft"
    acts: int = 0
    edition: int = 0
    due: date | None = None
    left: int | None = None
    remind: date | None = None
    rung: int = 0
    waits: str | None = None
    is_open: bool = True
    sees: frozenset[str] = frozenset({EXPORTING})
    proposal: Proposal | None = None
    track: str = "statutory"
    silent_since: date | None = None
    prolonged: int = 0
    ceiling: int | None = None
    valid_until: date | None = None
    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    content: dict[str, Any] = field(default_factory=lambda: {"quantity": 18000, "consignee_name": "", "remarks": ""})
    told: list[tuple[str, frozenset[str]]] = field(default_factory=lambda: [("notice.drafted", frozenset({EXPORTING}))])

    def buttons(self, who: Who) -> set[str]:
        """The verbs somebody is offered now."""
        return {
            verb
            for verb, (side, duty, states, _name) in ACTS.items()
            if side == who.office and self.state in states and duty in who.duties and who.office in self.sees
            if not self.not_now(verb)
        } - (SECONDED.keys() if self.is_proposed else set())

    def not_now(self, verb: str) -> bool:
        """Whether something that no table can say speaks against an act now."""
        if verb == "prolong":
            return self.due is None or self.prolonged >= MOST_PROLONGED
        if verb == "close":
            return self.track != VOLUNTARY
        if verb == "release" and self.state == "lapsed":
            return not self._silence_is_over()
        if verb == "release" and self.state == "conditional":
            too_much = self.ceiling is not None and self.content["quantity"] > self.ceiling
            return too_much or (self.valid_until is not None and self.valid_until < self.now.date())
        return False

    def _silence_is_over(self) -> bool:
        """Whether Exportland has heard nothing for as long as its law wants, everywhere on earth."""
        assert self.silent_since is not None
        last = counted_on(self.silent_since, SILENT_DAYS, DUTCH_RESTS)
        return self.now >= datetime.combine(last + timedelta(days=1), time(12), UTC)

    @property
    def is_proposed(self) -> bool:
        """Whether a first signature waits, and nothing has changed since."""
        return self.proposal is not None and self.proposal.acts == self.acts

    def against(self, verb: str, who: Who, change: tuple[str, Any] | None = None) -> set[str]:
        """Every true reason against an act; none means that it happens. What is not seen has one reason only."""
        if who.office not in self.sees:
            return {"not visible"}
        side, duty, states, _name = ACTS[verb]
        reasons = set()
        if who.office != side:
            reasons.add("other_side")
        if duty not in who.duties:
            reasons.add("missing_duty")
        if self.state not in states:
            reasons.add("wrong_state")
        if verb == "amend" and change and self.content[change[0]] == change[1]:
            reasons.add("nothing_changed")
        if self.not_now(verb):
            reasons.add("not_now")
        if verb in SECONDED and self.is_proposed:
            reasons.add("already_proposed")
        return reasons

    def against_signing(self, who: Who, *, second: bool) -> set[str]:
        """Every true reason against confirming (`second`) or declining what was proposed."""
        if who.office not in self.sees:
            return {"not visible"}
        if self.proposal is None or who.office != IMPORTING:
            return {"nothing_proposed"}
        reasons = set()
        if ANSWER not in who.duties:
            reasons.add("missing_duty")
        if self.state not in ACTS[self.proposal.verb][2]:
            reasons.add("wrong_state")
        if second and self.proposal.who == who.key:
            reasons.add("same_person")
        if second and self.proposal.acts != self.acts:
            reasons.add("changed_since")
        return reasons

    def take(self, verb: str, who: Who, today: date, change: tuple[str, Any] | None = None) -> None:
        """Let an act happen that nothing speaks against."""
        if verb in SECONDED:
            self.proposal = Proposal(who.key, self.acts, verb)
            self.told.append((f"{ACTS[verb][3]}.proposed", frozenset({IMPORTING})))
            return
        if verb in ENDS:
            self._rest(None, ENDS[verb])
            self.is_open = False
        elif verb in {"clear", "lift"}:
            self._rest(EXPORTING, "no objection")
            self.ceiling = self.valid_until = None
        elif verb == "allow":
            self._rest(EXPORTING, "conditional")
            self.ceiling, self.valid_until = change or (None, None)
        elif verb == "prolong":
            self._prolong(change[1] if change else today, today)
        elif verb == "submit":
            self.sees, self.edition = EVERYBODY_ON_IT, 1
            self._ask_anew(today)
        elif verb == "ask":
            left = None if self.due is None else left_between(today, self.due)
            self._rest(EXPORTING, "questioned")
            self.left = left
        elif verb == "supply":
            self._run(max(self.left or 0, 1), today)
        elif change:
            self._change(verb, change, today)
        self._happened(ACTS[verb][3])

    def _change(self, verb: str, change: tuple[str, Any], today: date) -> None:
        name, new = change
        old, self.content[name] = self.content[name], new
        if verb == "amend":
            self.edition += 1
            if name == "consignee_name" or (name == "quantity" and new > old):
                self._ask_anew(today)

    def _ask_anew(self, today: date) -> None:
        """What was answered before no longer stands."""
        self.prolonged, self.ceiling, self.valid_until, self.rung = 0, None, None, 0
        self._run(REPLY_DAYS, today)

    def _prolong(self, by: date, today: date) -> None:
        """The last day becomes the last working day up to the one that was named."""
        while not works(by):
            by -= timedelta(days=1)
        self.due, self.silent_since, self.rung = by, today, 0
        self.prolonged += 1
        self._plan(today)

    def latest_reply(self) -> date:
        """The last day that may be named when more time is asked for."""
        assert self.due is not None
        return counted_on(self.due, REPLY_DAYS)

    def confirm(self) -> None:
        """The second signature makes the objection."""
        assert self.proposal is not None
        verb, self.proposal = self.proposal.verb, None
        self._rest(None, SECONDED[verb])
        self._happened(ACTS[verb][3])

    def decline(self) -> None:
        """The proposal is gone, and only those who saw it hear of it."""
        assert self.proposal is not None
        verb, self.proposal = self.proposal.verb, None
        self.told.append((f"{ACTS[verb][3]}.declined", frozenset({IMPORTING})))

    def may_lapse(self, now: datetime) -> bool:
        """Only a notice that waits, and only when its last day is over at the last place on earth, at noon in UTC."""
        if self.state != "sent" or self.due is None:
            return False
        return now >= datetime.combine(self.due + timedelta(days=1), time(12), UTC)

    def lapse(self) -> None:
        """The day has passed without an answer."""
        self._rest(EXPORTING, "lapsed")
        self._happened("notice.lapsed")

    def remind_if_due(self, today: date) -> None:
        """Both sides are reminded once when the day of a rung has come; only those who answer hear which it is.

        The secretariat is never told here: by the law of Exportland a silence lets the shipment go.
        """
        if self.remind and self.remind <= today and self.due is None:
            if self.state == "sent":
                self.remind = None
                self.told.append(("notice.reminded_gently", self.sees))
        elif self.remind and self.remind <= today:
            assert self.due is not None
            come = [n for n, count in enumerate(REMINDERS) if counted_back(self.due, count) <= today]
            told, self.rung = RUNGS[come[-1]], come[-1] + 1
            self._plan(today)
            self.told += [("notice.reminded", self.sees - {IMPORTING}), (told, frozenset({IMPORTING}))]

    def _run(self, days: int, today: date) -> None:
        self.state, self.waits, self.silent_since = "sent", IMPORTING, today
        self.due, self.left = counted_on(today, days), None
        if self.track == VOLUNTARY:
            self.due, self.remind = None, counted_on(today, GENTLE_DAYS)
        else:
            self._plan(today)

    def _plan(self, today: date) -> None:
        assert self.due is not None
        days = [counted_back(self.due, count) for count in REMINDERS[self.rung :]]
        self.remind = next((day for day in days if day > today), None)

    def _rest(self, waits: str | None, state: str) -> None:
        self.state, self.waits = state, waits
        self.due = self.left = self.remind = None

    def _happened(self, name: str) -> None:
        self.acts += 1
        self.told.append((name, self.sees))
        if name in ANSWERS:
            # What the checks said is kept with an answer, for the answering office.
            self.told.append(("notice.checks_seen", frozenset({IMPORTING})))
