"""The balance of a notice through any sequence of acts, against an oracle in fractions that shares no line with it."""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import ClassVar

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from penstock.catalogue.amounts import Amount
from penstock.kernel import clock
from penstock.kernel.viewer import Refused
from penstock.notices.models import Notice
from penstock.notices.movements.figures import amounts
from penstock.notices.movements.figures.amounts import Drawn, balance_of
from penstock.notices.movements.models import Movement
from tests.cast import Cast
from tests.movements.house import in_days, moved, planned, several, the_balance

NOON = datetime(2026, 3, 2, 13, tzinfo=UTC)
KILOGRAMS = {"kg": Fraction(1), "g": Fraction(1, 1000), "t": Fraction(1000), "lb": Fraction("0.45359237")}
LITRES = {"l": Fraction(1), "ml": Fraction(1, 1000)}
CEILING = Fraction(18000)
QUANTITIES = st.sampled_from(["0.000001", "1", "2500", "5000", "6000.5", "12000", "18000", "18000.000001"])
UNITS = st.sampled_from(["kg", "kg", "kg", "g", "lb", "l"])
PICKS = st.integers(0, 5)
ENDED = {"cancelled", "returned"}


@dataclass
class Told:
    """A movement as the oracle has it."""

    row: Movement
    state: str
    kilograms: Fraction
    back: Fraction = Fraction(0)

    @property
    def counts(self) -> Fraction:
        """What of the ceiling it takes up."""
        return Fraction(0) if self.state == "cancelled" else self.kilograms - self.back


class Balances(RuleBasedStateMachine):
    """One notice of several shipments, and whatever both sides try with its goods."""

    cast: ClassVar[Cast]
    notice: ClassVar[Notice]
    happened: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.told: list[Told] = []

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize()
    def something_has_left(self) -> None:
        self.plans("5000", "kg")
        self.figures_change("dispatch", 0, "5000", "kg")
        self.plans("2500", "kg")

    def free(self, without: Told | None = None) -> Fraction:
        return CEILING - sum((one.counts for one in self.told if one is not without), Fraction(0))

    def tries(self, verb: str, act, *, allowed: bool) -> Movement | None:
        """The house must do what the oracle has nothing against, and nothing else."""
        done: Movement | None = None
        with clock.at(NOON), contextlib.suppress(Refused):
            done = act()
        assert (done is not None) == allowed, f"{verb}: {'taken' if done else 'refused'}, the oracle says otherwise"
        self.happened |= {verb} if done else set()
        return done

    @rule(quantity=QUANTITIES, unit=UNITS)
    def plans(self, quantity: str, unit: str) -> None:
        kilograms = Fraction(quantity) * KILOGRAMS[unit] if unit in KILOGRAMS else None
        allowed = kilograms is not None and kilograms <= self.free()
        exporter = self.cast.exporter_officer
        made = self.tries("plan", lambda: planned(exporter, self.notice, quantity, unit=unit), allowed=allowed)
        if made and kilograms is not None:
            self.told.append(Told(made, "planned", kilograms))

    @rule(verb=st.sampled_from(["replan", "dispatch", "adjust"]), pick=PICKS, quantity=QUANTITIES, unit=UNITS)
    def figures_change(self, verb: str, pick: int, quantity: str, unit: str) -> None:
        one = self.told[pick % len(self.told)] if self.told else None
        if one is None:
            return
        kilograms = Fraction(quantity) * KILOGRAMS[unit] if unit in KILOGRAMS else None
        day = "planned_on" if verb == "replan" else "dispatched_on"
        raw = {day: in_days_from_noon(30 if verb == "replan" else 0), "quantity": quantity, "unit": unit}
        from_, to = {
            "replan": ("planned", "planned"),
            "dispatch": ("planned", "dispatched"),
            "adjust": ("dispatched", "dispatched"),
        }[verb]
        allowed = one.state == from_ and kilograms is not None and kilograms <= self.free(without=one)
        exporter = self.cast.exporter_officer
        if self.tries(verb, lambda: moved(exporter, one.row, verb, **raw), allowed=allowed) and kilograms is not None:
            one.state, one.kilograms = to, kilograms

    @rule(pick=PICKS, verb=st.sampled_from(["cancel", "miss", "divert", "arrive", "arrive", "dispatch"]))
    def something_becomes_of_it(self, pick: int, verb: str) -> None:
        one = self.told[pick % len(self.told)] if self.told else None
        if one is None:
            return
        today, figures = in_days_from_noon(0), {"quantity": "1", "unit": "kg", "remarks": "As it was found"}
        same = {"importer_name": "Quimicos del Valle", "importer_country": "CL", "consignee_name": "Arica Paints"}
        actor, from_, to, raw = {
            "cancel": (self.cast.exporter_officer, {"planned"}, "cancelled", {}),
            "dispatch": (self.cast.exporter_officer, {"planned"}, "dispatched", {**figures, "dispatched_on": today}),
            "miss": (self.cast.importer_officer, {"dispatched", "diverted"}, "not arrived", {"note": "Lost"}),
            "divert": (
                self.cast.exporter_officer,
                {"dispatched", "not arrived"},
                "diverted",
                {**same, "diverted_on": today, "note": "Moved"},
            ),
            "arrive": (
                self.cast.importer_officer,
                {"dispatched", "not arrived", "diverted"},
                "arrived",
                {**figures, "arrived_on": today},
            ),
        }[verb]
        allowed = one.state in from_ and (verb != "dispatch" or self.free(without=one) >= 1)
        if self.tries(verb, lambda: moved(actor, one.row, verb, **raw), allowed=allowed):
            one.state = to
            one.kilograms = Fraction(1) if verb == "dispatch" else one.kilograms

    @rule(pick=PICKS, quantity=QUANTITIES, unit=UNITS)
    def some_of_it_comes_back(self, pick: int, quantity: str, unit: str) -> None:
        one = self.told[pick % len(self.told)] if self.told else None
        if one is None:
            return
        kilograms = Fraction(quantity) * KILOGRAMS[unit] if unit in KILOGRAMS else None
        out = one.state not in ENDED | {"planned"}
        allowed = out and kilograms is not None and kilograms <= one.kilograms
        raw = {"returned_on": in_days_from_noon(0), "quantity": quantity, "unit": unit, "note": "Refused"}
        exporter = self.cast.exporter_officer
        if self.tries("return", lambda: moved(exporter, one.row, "return", **raw), allowed=allowed) and kilograms:
            one.state, one.back = "returned", kilograms

    @invariant()
    def the_parts_are_the_whole(self) -> None:
        """And each part is what the oracle says."""
        balance = the_balance(self.cast.importer_officer, self.notice)
        parts = [balance.untouched, balance.given_back, balance.planned, balance.moved]
        assert all(part >= 0 for part in parts)
        assert sum(map(Fraction, parts)) == Fraction(balance.ceiling) == CEILING
        planned_ = sum((one.counts for one in self.told if one.state == "planned"), Fraction(0))
        assert Fraction(balance.planned) == planned_
        assert Fraction(balance.left) == self.free()
        assert Fraction(balance.moved) == CEILING - planned_ - self.free()
        assert Fraction(balance.returned) == sum((one.back for one in self.told), Fraction(0))


def in_days_from_noon(days: int) -> str:
    with clock.at(NOON):
        return in_days(days)


def play(cast: Cast, examples: int = 10) -> None:
    """Play so many sequences on one notice."""
    Balances.cast, Balances.notice = cast, several(cast)
    plan = settings(
        max_examples=examples,
        stateful_step_count=12,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    Balances.happened = set()
    run_state_machine_as_test(Balances, settings=plan)


def test_for_every_sequence_the_parts_are_the_ceiling(cast):
    play(cast)
    assert Balances.happened >= {"plan", "dispatch", "return"}


def test_a_planted_defect_is_found(cast, monkeypatch):
    """A return that gives nothing back, and a ceiling that is not looked at."""
    kept = amounts.balance_of
    monkeypatch.setattr(
        "penstock.notices.movements.figures.limits.balance_of",
        lambda ceiling, rows: kept(ceiling, [row._replace(back=None) for row in rows]),
    )
    assert found_wrong(cast), "returns are not noticed"
    monkeypatch.undo()
    monkeypatch.setattr("penstock.notices.movements.services.against_amount", lambda _balance, _amount: [])
    assert found_wrong(cast), "an overdrawn balance is not noticed"


def found_wrong(cast: Cast) -> bool:
    savepoint = transaction.savepoint()
    try:
        play(cast)
    except (AssertionError, ExceptionGroup):
        return True
    finally:
        transaction.savepoint_rollback(savepoint)
    return False


AMOUNTS = st.builds(
    Amount,
    st.decimals(min_value="0.000001", max_value="999999999999999999", places=6, allow_nan=False),
    st.sampled_from(sorted(KILOGRAMS)),
)
DRAWN = st.builds(Drawn, st.sampled_from(["planned", "dispatched", "arrived", "cancelled"]), AMOUNTS, st.none())


@given(ceiling=AMOUNTS, rows=st.lists(DRAWN, max_size=12))
def test_no_sum_is_ever_rounded(ceiling, rows):
    def kilograms(one):
        return Fraction(one.quantity) * KILOGRAMS[one.unit]

    balance = balance_of(ceiling, rows)
    scale = KILOGRAMS[balance.unit]
    out = sum((kilograms(row.amount) for row in rows if row.state in {"dispatched", "arrived"}), Fraction(0))
    planned_ = sum((kilograms(row.amount) for row in rows if row.state == "planned"), Fraction(0))
    assert Fraction(balance.moved) * scale == out
    assert Fraction(balance.planned) * scale == planned_
    assert Fraction(balance.left) * scale == kilograms(ceiling) - out - planned_
