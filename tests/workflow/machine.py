"""A machine that plays notices at random and by design, on the house and on the oracle, and compares them.

Each example is one notice from its draft on; each rule lets somebody try something, allowed or not. The rules that
are named after a story try what random steps find too seldom: the same person twice, a signature under something
that has changed, an answer after the lapse, a lapse on the very last day.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from penstock.kernel import clock, rowsecurity
from penstock.kernel.models import Event
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused, Viewer
from penstock.kernel.workflow import open_steps
from penstock.notices import chores, services
from penstock.notices.models import Notice
from penstock.notices.states import NOTICES
from penstock.notices.tracks import chores as track_chores
from tests.cast import OBJECTION, Actor, Cast, a_shipment
from tests.workflow.oracle import (
    ACTS,
    ELSEWHERE,
    ENDS,
    EXPORTING,
    IMPORTING,
    OFFICE,
    REPLY_DAYS,
    SECONDED,
    SEND,
    VOLUNTARY,
    Story,
    Who,
    counted_on,
)

BEGINS = date(2026, 3, 2)
LONGEST_STORY = 180
OFFICE_OF = {"NL": EXPORTING, "CL": IMPORTING, "KE": ELSEWHERE, "": OFFICE}
PLAYERS = (
    "exporter_officer",
    "exporter_head",
    "importer_officer",
    "importer_second",
    "importer_head",
    "third_head",
    "secretariat_officer",
    "clerk",
    "expired",
)
DUTIES = {
    # What each of them is there for, said again so that the oracle does not ask the house.
    "exporter_officer": {SEND, "answer notices"},
    "exporter_head": {SEND, "answer notices", "lift objections"},
    "importer_officer": {SEND, "answer notices"},
    "importer_second": {SEND, "answer notices"},
    "importer_head": {SEND, "answer notices", "lift objections"},
    "third_head": {SEND, "answer notices", "lift objections"},
    "secretariat_officer": {"answer notices"},
    "clerk": set(),
    "expired": set(),
}
ENTERED = {
    "ask": {"question": "Which works will use it?"},
    "supply": {"answer": "The paint works in Talca."},
    "object": OBJECTION,
    "unknown": {"who": "consignee", "explanation": "It stands in no register of ours."},
    "lift": {"note": "The licence was shown."},
}
CHANGES = st.sampled_from(
    [
        *(("quantity", one) for one in (15000, 18000, 25000)),
        *(("remarks", one) for one in ("By the same carrier", "Call first")),
        *(("consignee_name", one) for one in ("Talca Paints", "Arica Paints")),
    ]
)
SOMEBODY = st.sampled_from(PLAYERS)
LISTED = {"track": "statutory"}
UNLISTED = {"track": VOLUNTARY, "goods_description": "Glycerol 99.5 %, in drums", "cas_number": "56-81-5"}
FRIDAY, NO_TIME = 5, timedelta()
IMPORTERS = st.sampled_from(["importer_officer", "importer_second", "importer_head"])
JUST_BEFORE, EVERYWHERE = time(11, 59), time(12)
"""Hours in UTC on the day after: just before the last day has ended everywhere, and when it has."""


def _conditions(terms: dict[str, Any]) -> tuple[int | None, date | None]:
    """The ceiling and the last day of an answer, as the oracle has them."""
    until = terms.get("valid_until")
    return int(terms["ceiling"]) if "ceiling" in terms else None, date.fromisoformat(until) if until else None


class Notices(RuleBasedStateMachine):
    """One notice, played by the whole cast; `cast` is put in before the machine is run."""

    cast: ClassVar[Cast]
    begun: ClassVar[datetime]
    taken: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[tuple[str, str, str]]] = Counter()

    def __init__(self) -> None:
        """Begin with nothing, in a transaction that the end takes back."""
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.story = Story()
        self.now = self.begun
        self.looked_at: frozenset[str] = frozenset()
        with clock.at(self.now):
            self.viewers = {key: self._actor(key).viewer for key in PLAYERS}
        self.who = {key: Who(key, self._office(key), frozenset(DUTIES[key])) for key in PLAYERS}
        self.offices = {self._actor(key).office.pk: self._office(key) for key in PLAYERS if key != "clerk"}

    def teardown(self) -> None:
        """Whoever may close or discard what is still open does so; then everything is taken back."""
        try:
            for verb in ("close", "discard"):
                if verb in self.story.buttons(self.who["exporter_head"]):
                    self.tries(verb, "exporter_head")
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _actor(self, key: str) -> Actor:
        return self.cast.everybody[key]

    def _office(self, key: str) -> str:
        office = self._actor(key).office
        return ELSEWHERE if office.kind == "company" else OFFICE_OF[office.government_id or ""]

    @property
    def now(self) -> datetime:
        """What time it is, for the house and for the oracle."""
        return self.story.now

    @now.setter
    def now(self, now: datetime) -> None:
        self.story.now = now

    @property
    def today(self) -> date:
        return self.now.date()

    # What people do

    @initialize(
        then=st.sampled_from(["submit"] * 5 + ["discard"]),
        change=CHANGES,
        goods=st.sampled_from([LISTED, LISTED, UNLISTED]),
    )
    def somebody_drafts(self, then: str, change: tuple[str, Any], goods: dict[str, str]) -> None:
        self.story.track = goods["track"]
        exporter = self._actor("exporter_officer")
        with clock.at(self.now), rowsecurity.acting(exporter.viewer) as viewer:
            raw = a_shipment(exporter, dispatch_on=(self.today + timedelta(days=400)).isoformat(), **goods)
            self.notice_id = services.draft_notice(viewer=viewer, raw=raw).pk
        self.tries("edit", "exporter_officer", change)
        self.tries(then, "exporter_officer")

    @rule(verb=st.sampled_from(sorted(ACTS)), key=SOMEBODY, change=CHANGES)
    def anybody_tries_anything(self, verb: str, key: str, change: tuple[str, Any]) -> None:
        self.tries(verb, key, change)

    @rule(data=st.data(), change=CHANGES)
    def somebody_does_what_they_may(self, data: st.DataObject, change: tuple[str, Any]) -> None:
        options = [(verb, key) for key in PLAYERS for verb in sorted(self.story.buttons(self.who[key]))]
        options = [(verb, key) for verb, key in options if verb not in ENDS]
        if options:
            verb, key = data.draw(st.sampled_from(options))
            self.tries(verb, key, change)

    @rule(key=SOMEBODY)
    def somebody_confirms(self, key: str) -> None:
        self.signs(key, second=True)

    @precondition(lambda self: self.story.proposal is not None)
    @rule(key=st.one_of(IMPORTERS, IMPORTERS, SOMEBODY))
    def somebody_declines(self, key: str) -> None:
        self.signs(key, second=False)

    @rule(days=st.integers(1, 6), verb=st.sampled_from(sorted(ACTS)), key=SOMEBODY, change=CHANGES)
    def days_pass_and_somebody_acts(self, days: int, verb: str, key: str, change: tuple[str, Any]) -> None:
        if (self.today - BEGINS).days < LONGEST_STORY:
            self.now += timedelta(days=days)
        self.the_worker_comes_by()
        self.tries(verb, key, change)

    def the_worker_comes_by(self) -> None:
        """What the clock does by itself, once."""
        with clock.at(self.now):
            chores.lapse_overdue()
            chores.remind()
            track_chores.remind_gently()
            track_chores.move_what_is_bound()
        if self.story.may_lapse(self.now):
            self.story.lapse()
        self.story.remind_if_due(self.today)

    def the_clock_is_asked_by_itself(self) -> None:
        """The step of the clock without the chore that chooses the notices for it."""
        happened = self._played(SYSTEM, lambda: self._step(SYSTEM, "lapse", {}))
        assert (happened == "") == self.story.may_lapse(self.now), f"lapse at {self.now}: {happened or 'taken'}"
        if not happened:
            self.story.lapse()

    @precondition(lambda self: self.story.is_open)
    @rule(data=st.data(), really=st.sampled_from([False, False, True]), key=SOMEBODY)
    def it_comes_to_an_end(self, data: st.DataObject, key: str, *, really: bool) -> None:
        self.the_conditions_are_met()
        ends = sorted(ENDS.keys() & self.story.buttons(self.who["exporter_head"])) if really else sorted(ENDS)
        self.tries(data.draw(st.sampled_from(ends or sorted(ENDS))), "exporter_head" if really else key)

    @precondition(lambda self: self.story.state == "draft")
    @rule(change=CHANGES)
    def the_draft_is_worked_on(self, change: tuple[str, Any]) -> None:
        self.tries("edit", "exporter_officer", change)

    # Stories that random steps tell too seldom

    @precondition(lambda self: "object" in self.story.buttons(self.who["importer_head"]))
    @rule(key=IMPORTERS, verb=st.sampled_from(sorted(SECONDED)), takes_back=st.booleans())
    def the_same_person_tries_twice(self, key: str, verb: str, *, takes_back: bool) -> None:
        self.tries(verb, key)
        self.signs(key, second=True)
        if takes_back:
            self.signs(key, second=False)

    @precondition(lambda self: "object" in self.story.buttons(self.who["importer_head"]))
    @rule(first=IMPORTERS, second=IMPORTERS, change=CHANGES)
    def the_goods_change_between_the_signatures(self, first: str, second: str, change: tuple[str, Any]) -> None:
        self.tries("object", first)
        self.tries("amend", "exporter_officer", change)
        self.signs(second, second=True)

    @precondition(lambda self: "amend" in self.story.buttons(self.who["exporter_head"]))
    @rule(days=st.integers(1, 6), change=CHANGES)
    def the_goods_change(self, days: int, change: tuple[str, Any]) -> None:
        self.now += timedelta(days=days)
        self.the_worker_comes_by()
        self.tries("amend", "exporter_head", change)

    @precondition(lambda self: "object" in self.story.buttons(self.who["importer_head"]))
    @rule(first=IMPORTERS, second=IMPORTERS, key=SOMEBODY, verb=st.sampled_from(sorted(SECONDED)))
    def an_objection_is_lifted(self, first: str, second: str, key: str, verb: str) -> None:
        self.tries(verb, first)
        self.signs(second, second=True)
        self.tries("lift", key)
        self.tries("lift", "importer_head")

    @precondition(lambda self: self.story.due is not None)
    @rule(late=st.booleans(), verb=st.sampled_from(["clear", "ask", "object"]), key=IMPORTERS)
    def the_last_day_comes(self, *, late: bool, verb: str, key: str) -> None:
        assert self.story.due is not None
        after = self.story.due + timedelta(days=1)
        moments = [datetime.combine(self.story.due, time(9), UTC)]
        moments += [datetime.combine(after, hour, UTC) for hour in (JUST_BEFORE, EVERYWHERE)] if late else []
        for moment in moments:
            self.now = max(self.now, moment)
            self.the_clock_is_asked_by_itself()
        self.tries(verb, key)

    @precondition(lambda self: self.story.state == "sent")
    @rule(days=st.integers(0, 9), key=IMPORTERS)
    def a_question_and_its_answer(self, days: int, key: str) -> None:
        self.tries("ask", key)
        self.agree()
        self.now += timedelta(days=days)
        self.the_worker_comes_by()
        self.tries("supply", "exporter_officer")

    @precondition(lambda self: self.story.state not in {"draft", "discarded"})
    @rule(verb=st.sampled_from(sorted(ACTS)))
    def the_other_side_tries(self, verb: str) -> None:
        side = ACTS[verb][0]
        self.tries(verb, "importer_head" if side == EXPORTING else "exporter_head", ("remarks", "Not by us"))

    # How an act is played on both

    def tries(self, verb: str, key: str, change: tuple[str, Any] = ("remarks", "Call first")) -> None:
        """Somebody tries a step; house and oracle must say the same."""
        viewer, who = self.viewers[key], self.who[key]
        changing = change if verb in {"edit", "amend"} else None
        entered = ENTERED.get(verb, {})
        if verb in {"prolong", "allow"}:
            changing, entered = self._answer(verb)
        if changing and verb in {"edit", "amend"}:
            entered = self._content() | {changing[0]: str(changing[1])}
        reasons = self.story.against(verb, who, changing)
        happened = self._played(viewer, lambda: self._step(viewer, verb, entered))
        self._compare(f"{who.key} tries {verb} while {self.story.state}", happened, reasons)
        if not reasons:
            self.taken[verb] += 1
            self.story.take(verb, who, self.today, changing)
        else:
            self.refused[self.story.state, verb, key] += 1

    def _answer(self, verb: str) -> tuple[Any, dict[str, Any]]:
        """A day for more time, or conditions, as the oracle and as the form have them; others with each act."""
        turn = self.story.acts
        if verb == "prolong":
            by = counted_on(self.story.due, 1 + turn % REPLY_DAYS) if self.story.due else self.today
            by += (
                timedelta(days=turn % 2)
                if by.isoweekday() == FRIDAY and turn % REPLY_DAYS < REPLY_DAYS - 1
                else NO_TIME
            )
            return ("reply_by", by), {"reason": "consulting", "reply_by": by.isoformat()}
        ceiling = (16000, None, 30000)[turn % 3]
        until = (None, self.today + timedelta(days=5), self.today)[turn % 3]
        entered = {"ceiling": ceiling and str(ceiling), "ceiling_unit": ceiling and "kg"}
        return (ceiling, until), {**entered, "valid_until": until and until.isoformat()}

    @precondition(lambda self: "allow" in self.story.buttons(self.who["importer_head"]))
    @rule(days=st.integers(0, 6), key=IMPORTERS)
    def the_conditions_are_met_or_not(self, days: int, key: str) -> None:
        self.tries("allow", key)
        self.now += timedelta(days=days)
        self.the_worker_comes_by()
        self.agree()
        self.the_conditions_are_met()
        self.tries("release", "exporter_head")

    def the_conditions_are_met(self) -> None:
        """Where too much is notified, the exporting side amends it."""
        ceiling = self.story.ceiling
        if ceiling is not None and self.story.content["quantity"] > ceiling:
            self.tries("amend", "exporter_officer", ("quantity", ceiling))

    @precondition(lambda self: "close" in self.story.buttons(self.who["exporter_head"]))
    @rule(really=st.booleans(), key=IMPORTERS)
    def a_voluntary_notice_is_closed(self, key: str, *, really: bool) -> None:
        self.tries("close", "exporter_officer" if really else key)

    @precondition(lambda self: "prolong" in self.story.buttons(self.who["importer_head"]))
    @rule(key=IMPORTERS, times=st.integers(1, 3))
    def more_time_is_asked_for_again_and_again(self, key: str, times: int) -> None:
        for _time in range(times):
            self.tries("prolong", key)
            self.agree()

    @precondition(lambda self: self.story.due is not None)
    @rule(days=st.integers(0, 12))
    def nobody_answers(self, days: int) -> None:
        assert self.story.due is not None
        self.now = max(self.now, datetime.combine(self.story.due + timedelta(days=2), time(12), UTC))
        self.the_worker_comes_by()
        self.tries("release", "exporter_officer")
        self.now += timedelta(days=days)
        self.tries("release", "exporter_officer")

    def signs(self, key: str, *, second: bool) -> None:
        """Somebody confirms or declines what was proposed."""
        viewer, who = self.viewers[key], self.who[key]
        reasons = self.story.against_signing(who, second=second)
        act = services.confirm_step if second else services.decline_step
        happened = self._played(viewer, lambda: act(viewer=viewer, notice_id=self.notice_id))
        verb = "confirm" if second else "decline"
        self._compare(f"{key} tries to {verb} while {self.story.state}", happened, reasons)
        if reasons:
            self.refused[self.story.state, verb, key] += 1
            return
        self.taken[verb] += 1
        if second:
            self.story.confirm()
        else:
            self.story.decline()

    def _step(self, viewer: Viewer, verb: str, entered: Any) -> None:
        services.take_step(viewer=viewer, notice_id=self.notice_id, verb=verb, raw=entered)

    def _played(self, viewer: Viewer, act: Any) -> str:
        """What the house answers: nothing when it did it, else the code of its no."""
        try:
            with clock.at(self.now), rowsecurity.acting(viewer):
                act()
        except NotVisible:
            return "not visible"
        except Refused as no:
            return no.code
        return ""

    @staticmethod
    def _compare(what: str, happened: str, reasons: set[str]) -> None:
        if reasons:
            assert happened in reasons, f"{what}: the house says {happened or 'done'}, the oracle {sorted(reasons)}"
        else:
            assert not happened, f"{what}: the house says {happened}, the oracle has nothing against it"

    def _content(self) -> dict[str, Any]:
        with rowsecurity.acting(SYSTEM):
            return dict(Notice.objects.get(pk=self.notice_id).content)

    # What must agree after every act

    @invariant()
    def agree(self) -> None:
        """State, clock, audience, editions, buttons and record are as the oracle has them."""
        with rowsecurity.acting(SYSTEM):
            notice = Notice.objects.get(pk=self.notice_id)
            events = Event.objects.filter(case_id=self.notice_id).order_by("seq")
            told = [(event.name, frozenset(self.offices[one] for one in event.audience)) for event in events]
            self._buttons_agree(notice)
        story = self.story
        assert told == story.told
        found = (notice.state, notice.due_on, notice.days_left, notice.remind_on, notice.edition, notice.is_open)
        assert found == (story.state, story.due, story.left, story.remind, story.edition, story.is_open)
        assert {self.offices[one] for one in notice.audience} == story.sees
        assert (self.offices[notice.waits_for_id] if notice.waits_for_id else None) == story.waits
        kept = (notice.track, notice.prolonged, notice.silent_since, _conditions(notice.terms))
        assert kept == (story.track, story.prolonged, story.silent_since, (story.ceiling, story.valid_until))
        self._only_they_see_it()

    def _buttons_agree(self, notice: Notice) -> None:
        for key in PLAYERS:
            with clock.at(self.now):
                offered = {step.verb for step, no in open_steps(NOTICES, notice, self.viewers[key]) if no is None}
            assert offered == self.story.buttons(self.who[key]), f"the buttons of {key} while {self.story.state}"

    def _only_they_see_it(self) -> None:
        if self.looked_at == self.story.sees:
            return
        self.looked_at = self.story.sees
        for key in ("exporter_officer", "importer_officer", "third_head", "secretariat_officer", "clerk"):
            viewer = self.viewers[key]
            with rowsecurity.acting(viewer):
                sees = Notice.objects.visible_to(viewer).filter(pk=self.notice_id).exists()
            assert sees == (self.who[key].office in self.story.sees), f"{key} sees it: {sees}"
