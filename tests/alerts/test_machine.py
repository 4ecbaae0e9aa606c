"""Random stories of alerts, played on the house and on a page of plain rules, which must agree at every step.

The page says who may do what from where, who sees the alert, and who has acknowledged it; it imports nothing of that.
"""

from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from penstock.alerts import chores
from penstock.alerts.models import Alert
from penstock.alerts.states import ALERTS
from penstock.kernel import clock
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.kernel.workflow import open_steps
from tests.alerts.house import acknowledged, drafted, letters, rows, take, words
from tests.cast import Cast

OFFICES = {
    "exporter_officer": "NL",
    "exporter_head": "NL",
    "importer_officer": "CL",
    "third_head": "KE",
    "secretariat_officer": "S",
    "clerk": "company",
    "importer_head": "",
}
"""Who plays, and where; of no office is whoever reads no alerts."""
SENDERS = {"exporter_head", "third_head", "secretariat_officer"}
READERS = {"NL", "CL", "KE", "EG", "S"}
RULES = {
    # verb: from where, and where it leads ("" stays)
    "edit": ({"draft"}, ""),
    "discard": ({"draft"}, "discarded"),
    "release": ({"draft"}, "released"),
    "correct": ({"released"}, ""),
    "retract": ({"released"}, "retracted"),
    "derive": ({"draft", "released"}, ""),
    "propose": (set(), ""),  # nobody here wants two signatures
}
COUNTRIES = ("CL", "KE", "EG")


class Alerts(RuleBasedStateMachine):
    """One alert of Exportland's; `cast` is put in before the machine is run."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        """Begin with nothing, in a transaction that the end takes back."""
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.turn = 0

    def teardown(self) -> None:
        """Take everything back."""
        transaction.savepoint_rollback(self.savepoint)

    @initialize(shared=st.sampled_from(["everybody", "countries"]), country=st.sampled_from(COUNTRIES))
    def somebody_drafts(self, shared: str, country: str) -> None:
        self.state, self.edition, self.sees, self.is_derived = "draft", 0, {"NL"}, False
        self.acknowledged: dict[str, int] = {}
        self.told = 0
        self.begun = len(letters())
        self.sharing = {"shared_with": shared}
        if shared == "countries":
            self.sharing["shared_countries"] = [country]
        self.alert = drafted(self.cast.exporter_head, **self.sharing)

    def reached(self) -> set[str]:
        named = set(self.sharing.get("shared_countries", ()))
        return ({"everybody": READERS, "countries": named}[self.sharing["shared_with"]]) | {"NL", "S"}

    @rule(verb=st.sampled_from(sorted(RULES)), key=st.sampled_from(sorted(OFFICES)))
    def anybody_tries(self, verb: str, key: str) -> None:
        self.somebody_tries(verb, key)

    def somebody_tries(self, verb: str, key: str) -> None:
        self.turn += 1
        may, happened = self.may(verb, key), self.takes(key, verb)
        if OFFICES[key] not in self.sees:
            assert happened == "not visible", (verb, key, self.state, happened)
            return
        assert (happened == "") == may, (verb, key, self.state, happened)
        if may:
            self.happens(verb)

    @rule(verb=st.sampled_from(["release", "release", "correct", "retract"]))
    def the_sender_goes_on(self, verb: str) -> None:
        self.somebody_tries(verb, "exporter_head")

    def happens(self, verb: str) -> None:
        if verb in {"release", "correct"}:
            self.sees |= self.reached()
            self.edition += 1
        if verb in {"release", "correct", "retract"}:
            self.told += len(self.sees) - 1
        self.is_derived |= verb == "derive"
        self.state = RULES[verb][1] or self.state

    @rule(key=st.sampled_from(sorted(OFFICES)))
    def somebody_acknowledges(self, key: str) -> None:
        office = OFFICES[key]
        try:
            acknowledged(self.cast.everybody[key], self.alert)
            happened = ""
        except (Refused, NotVisible) as no:
            happened = "not visible" if isinstance(no, NotVisible) else no.code
        may = office in self.sees - {"NL"} and self.state == "released"
        assert (happened == "") == may, (key, self.state, happened)
        if may:
            self.acknowledged[office] = self.edition

    @rule()
    def its_last_day_ends(self) -> None:
        with clock.at(now() + timedelta(days=62)):
            assert chores.expire_overdue() == (self.state == "released")
        if self.state == "released":
            self.state = "expired"
            self.told += len(self.sees) - 1

    @rule()
    def the_clock_looks_for_newcomers(self) -> None:
        assert chores.tell_newcomers() == 0

    def takes(self, key: str, verb: str) -> str:
        raw = {
            "edit": words(**self.sharing, action=f"Turn {self.turn}"),
            "correct": words(**self.sharing, action=f"Turn {self.turn}"),
        }.get(verb, {"note": "Because."})
        try:
            take(self.cast.everybody[key], self.alert, verb, **raw)
        except (Refused, NotVisible) as no:
            return "not visible" if isinstance(no, NotVisible) else no.code
        return ""

    @invariant()
    def the_house_agrees(self) -> None:
        if not hasattr(self, "state"):
            return
        with acting(SYSTEM):
            alert = Alert.objects.get(pk=self.alert.pk)
        assert (alert.state, alert.edition, bool(alert.industry_as)) == (self.state, self.edition, self.is_derived)
        assert len(letters()) - self.begun == self.told, "somebody was missed, or told twice"
        known = {one.organisation.government_id or "S": one for one in rows(alert).values()}
        assert set(known) == (self.sees - {"NL"} if self.edition else set())
        assert {one: row.acknowledged_edition for one, row in known.items() if row.acknowledged_edition} == (
            self.acknowledged
        )
        for key, office in OFFICES.items():
            with acting(self.cast.everybody[key].viewer) as viewer:
                assert Alert.objects.visible_to(viewer).filter(pk=alert.pk).exists() == (office in self.sees), key
                buttons = {step.verb for step, reason in open_steps(ALERTS, alert, viewer) if not reason}
            if office in self.sees:
                assert buttons == {verb for verb in RULES if self.may(verb, key)}, key

    def may(self, verb: str, key: str) -> bool:
        again = verb == "derive" and self.is_derived
        return OFFICES[key] == "NL" and key in SENDERS and self.state in RULES[verb][0] and not again


@pytest.mark.django_db
@pytest.mark.parametrize("planted", ["", "page", "letters"])
def test_the_house_and_the_page_agree(planted, cast, monkeypatch):
    Alerts.cast = cast
    few = settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    # That a control fails is enough: nobody needs its shortest story; and whether it fails shall be no chance.
    few = settings(few, phases=[Phase.generate], derandomize=True, database=None) if planted else few
    if not planted:
        run_state_machine_as_test(Alerts, settings=few)
        return
    # The negative controls: another page of rules, and a house that tells one recipient twice.
    if planted == "page":
        monkeypatch.setitem(RULES, "retract", ({"draft", "released"}, "retracted"))
    else:
        monkeypatch.setattr("penstock.alerts.sending.telling.send", _twice_to_some())
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Alerts, settings=few)


def _twice_to_some():
    def doubled(topic, payload):
        send(topic, payload)
        if payload["subject"].startswith("Special alert:"):
            send(topic, payload)

    return doubled
