"""Random stories of a request, played on the house and on a page of plain rules, which must agree at every step.

The page says who may do what from where, when an answer is wanted and how many days are left; it counts working days
by striking them off one by one, and imports nothing of workflow or clock from the house.
"""

from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from penstock.incidents.requests import services
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import REQUESTS
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.kernel.workflow import open_steps
from tests.cast import Cast
from tests.incidents.asking import drafted, noon
from tests.monday import MONDAY_MORNING

OFFICES = {
    "exporter_officer": "NL",
    "exporter_head": "NL",
    "importer_officer": "CL",
    "third_head": "KE",
    "importer_head": "",
}
"""Who plays, and where; of no office is whoever reads no incidents."""
HEADS = {"exporter_head", "third_head"}
RULES = {
    # verb: whose act, only by a head, from where, and where it leads
    "discard": ("NL", False, {"draft"}, "discarded"),
    "send": ("NL", True, {"draft"}, "sent"),
    "propose": ("NL", True, set(), "sent"),  # nobody here wants two signatures
    "edit": ("NL", False, {"draft"}, "draft"),
    "take": ("CL", False, {"sent"}, "taken"),
    "ask_back": ("CL", False, {"sent", "taken"}, "questioned"),
    "supply": ("NL", False, {"questioned"}, "taken"),
    "answer_part": ("CL", False, {"sent", "taken"}, "taken"),
    "answer": ("CL", False, {"sent", "taken"}, "answered"),
    "refuse": ("CL", False, {"sent", "taken"}, "unable"),
    "withdraw": ("NL", True, {"sent", "taken", "questioned"}, "withdrawn"),
    "close": ("NL", False, {"answered", "unable"}, "closed"),
    "reopen": ("NL", True, {"answered", "unable", "closed"}, "sent"),
}
CLOSED_IN_CHILE = {date(2026, 4, 3), date(2026, 5, 1), date(2026, 5, 21), date(2026, 6, 29), date(2026, 7, 16)}
WAITS_FOR = {"sent": "CL", "taken": "CL", "questioned": "NL", "answered": "NL", "unable": "NL"}


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED_IN_CHILE


class Requests(RuleBasedStateMachine):
    """One request of Exportland's to Importland; `cast` is put in before the machine is run."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        """Begin with nothing, in a transaction that the end takes back."""
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.today = MONDAY_MORNING.date()

    def teardown(self) -> None:
        """Take everything back."""
        transaction.savepoint_rollback(self.savepoint)

    @initialize(days=st.integers(1, 25), is_sent=st.booleans())
    def somebody_drafts(self, *, days: int, is_sent: bool = False) -> None:
        self.state, self.sees, self.days = "draft", {"NL"}, days
        self.due: date | None = None
        self.left: int | None = None
        self.parts = 0
        with clock.at(noon(self.today)):
            draft = drafted(self.cast.exporter_officer, self.cast.importer_officer, days=str(days))
        self.request_id = draft.pk
        if is_sent:
            self.tries("send", "exporter_head")

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        if self.today < date(2026, 7, 1):
            self.today += timedelta(days=days)

    @rule(verb=st.sampled_from(sorted(RULES)), key=st.sampled_from(sorted(OFFICES)))
    def somebody_tries(self, verb: str, key: str) -> None:
        self.tries(verb, key)

    @rule(verb=st.sampled_from(sorted(RULES)))
    def whoever_may_does(self, verb: str) -> None:
        self.tries(verb, "exporter_head" if RULES[verb][0] == "NL" else "importer_officer")

    def tries(self, verb: str, key: str) -> None:
        may, happened = self.may(verb, key), self.takes(key, verb)
        if OFFICES[key] not in self.sees:
            assert happened == "not visible", (verb, key, self.state, happened)
            return
        assert (happened == "") == may, (verb, key, self.state, happened)
        if may:
            self.happens(verb)

    def may(self, verb: str, key: str) -> bool:
        office, by_head, states, _to = RULES[verb]
        return OFFICES[key] == office and (not by_head or key in HEADS) and self.state in states

    def happens(self, verb: str) -> None:
        self.state = RULES[verb][3]
        if verb in {"send", "reopen"}:
            self.sees |= {"CL"}
            self.due, self.left = self.strike_off(self.days), None
        elif verb == "ask_back" and self.due:
            worked = [d for d in range(1, (self.due - self.today).days + 1) if is_worked(self.today + timedelta(d))]
            self.due, self.left = None, len(worked)
        elif verb == "supply":
            self.due, self.left = self.strike_off(max(self.left or 0, 1)), None
        elif verb in {"answer", "refuse", "withdraw", "close"}:
            self.due = self.left = None
        self.parts += verb == "answer_part"

    def strike_off(self, days: int) -> date:
        day = self.today
        while days:
            day += timedelta(days=1)
            days -= is_worked(day)
        return day

    def takes(self, key: str, verb: str) -> str:
        raw = {
            "edit": {"sort": "information", "asked": [str(self.cast.importer_officer.office.pk)], "question": "Who?"},
            "ask_back": {"question": "Which?"},
            "supply": {"supplied": "That."},
            "answer_part": {"answer": "One."},
            "answer": {"answer": "All."},
            "refuse": {"reason": "not known"},
            "withdraw": {"note": "Found."},
            "close": {"outcome": "no result"},
            "reopen": {"note": "More."},
        }.get(verb, {})
        if verb == "edit":
            raw |= {"subject": "Drums", "days": str(self.days)}
        try:
            with clock.at(noon(self.today)), acting(self.cast.everybody[key].viewer) as viewer:
                services.take_step(viewer=viewer, request_id=self.request_id, verb=verb, raw=raw)
        except (Refused, NotVisible) as no:
            return "not visible" if isinstance(no, NotVisible) else no.code
        return ""

    @invariant()
    def the_house_agrees(self) -> None:
        if not hasattr(self, "state"):
            return
        with acting(SYSTEM):
            request = Request.objects.get(pk=self.request_id)
        assert (request.state, request.due_on, request.days_left) == (self.state, self.due, self.left)
        offices = {self.cast.exporter_head.office.pk: "NL", self.cast.importer_officer.office.pk: "CL"}
        assert offices.get(request.waits_for_id) == WAITS_FOR.get(self.state)
        assert request.parts == self.parts
        assert request.is_open == (self.state not in {"discarded", "withdrawn", "closed"})
        for key, office in OFFICES.items():
            with acting(self.cast.everybody[key].viewer) as viewer:
                seen = Request.objects.visible_to(viewer).filter(pk=self.request_id).first()
                assert bool(seen) == (office in self.sees), key
                buttons = {step.verb for step, reason in open_steps(REQUESTS, request, viewer) if not reason}
            if office in self.sees:
                assert buttons == {verb for verb in RULES if self.may(verb, key)}, key


@pytest.mark.django_db
def test_the_house_and_the_page_agree(cast):
    Requests.cast = cast
    few = settings(max_examples=10, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Requests, settings=few)


@pytest.mark.django_db
def test_a_page_that_differs_is_found(cast, monkeypatch):
    """The negative control: a page that counts every day as worked. Chance would seldom send, so the story is told."""
    Requests.cast = cast
    monkeypatch.setattr(Requests, "strike_off", lambda self, days: self.today + timedelta(days=days))
    story = Requests()
    story.somebody_drafts(days=9)
    story.the_house_agrees()
    story.tries("send", "exporter_head")
    with pytest.raises(AssertionError):
        story.the_house_agrees()
