"""Random stories of seats and operations, played on the house and on pages of plain rules, which must agree.

The pages say who may do what from where, and who sees it, and import nothing of it from the house.
"""

from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.operations.conduct import services as conduct
from penstock.operations.models import ClosingReport, Operation, Project, Seat
from penstock.operations.projects import services
from penstock.parties.circles.queries import members
from tests.cast import Cast
from tests.operations.house import invited, opened, planned, second_keeper

SEATS = {
    # verb: whose act, from where, and where it leads
    "propose": ("NL", {"invited", "proposed"}, "proposed"),
    "accept": ("S", {"proposed"}, "seated"),
    "return": ("S", {"proposed"}, "invited"),
    "change": ("NL", {"seated"}, "seated"),
    "decline": ("NL", {"invited", "proposed"}, "declined"),
    "withdraw": ("NL", {"seated"}, "ended"),
    "end": ("S", {"invited", "proposed", "seated"}, "ended"),
}
STEPS = {
    # verb: from where, and where it leads ("" stays)
    "plan": ({"planned"}, ""),
    "admit": ({"planned", "running"}, ""),
    "dismiss": ({"planned", "running"}, ""),
    "start": ({"planned"}, "running"),
    "end": ({"running"}, "closing"),
    "write": ({"closing"}, ""),
    "resume": ({"closing"}, "running"),
    "close": ({"closing"}, "closed"),
    "cancel": ({"planned", "running", "closing"}, "cancelled"),
}
PLAYERS = {"exporter_head": "NL", "third_head": "KE", "secretariat_officer": "S", "importer_officer": "CL"}
OFFICES = {"NL": "Exportland Authority", "KE": "Thirdland Authority"}


class Played(RuleBasedStateMachine):
    """Played in a transaction that the end takes back; `cast` is put in before the machine is run."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def tried(self, key: str, act: Any) -> str:
        """What becomes of an act: nothing to say, or why not."""
        try:
            with acting(self.cast.everybody[key].viewer) as viewer:
                act(viewer)
        except (Refused, NotVisible) as no:
            return "not visible" if isinstance(no, NotVisible) else no.code
        return ""


class Seats(Played):
    """Exportland's part in a project in which Thirdland is not."""

    @initialize()
    def somebody_is_invited(self) -> None:
        self.project = opened(self.cast.secretariat_officer)
        self.seat_id, self.state = (
            invited(self.cast.secretariat_officer, self.project, self.cast.exporter_head).pk,
            "invited",
        )

    @rule(verb=st.sampled_from(sorted(SEATS)), key=st.sampled_from(sorted(PLAYERS)))
    def somebody_tries(self, verb: str, key: str) -> None:
        office, states, to = SEATS[verb]
        raw = {"desk": "A desk", "note": "Because."}
        happened = self.tried(
            key, lambda viewer: services.take_step(viewer=viewer, seat_id=self.seat_id, verb=verb, raw=raw)
        )
        may = PLAYERS[key] == office and self.state in states
        assert (happened == "") == may, (verb, key, self.state, happened)
        assert PLAYERS[key] in {"NL", "S"} or happened == "not visible"
        self.state = to if may else self.state

    @rule()
    def it_is_invited_again(self) -> None:
        if self.state in {"declined", "ended"}:
            self.seat_id = invited(self.cast.secretariat_officer, self.project, self.cast.exporter_head).pk
            self.state = "invited"

    @invariant()
    def the_house_agrees(self) -> None:
        if not hasattr(self, "state"):
            return
        with acting(SYSTEM):
            assert Seat.objects.get(pk=self.seat_id).state == self.state
            is_in = self.cast.exporter_head.office in members(self.project.circle_id)
        assert is_in == (self.state == "seated")
        for key, office in PLAYERS.items():
            sees = office == "S" or (office == "NL" and self.state in {"invited", "proposed", "seated"})
            with acting(self.cast.everybody[key].viewer) as viewer:
                assert Project.objects.visible_to(viewer).exists() == sees, (key, self.state)
                assert Project.objects.exists() == sees, (key, self.state)


class Operations(Played):
    """An operation that the secretariat leads, which offices enter and leave."""

    @initialize()
    def somebody_plans(self) -> None:
        self.second = second_keeper(self.cast)
        self.operation_id, self.state = planned(self.cast.secretariat_officer).pk, "planned"
        self.inside: set[str] = set()
        self.is_written = self.is_drafted = self.is_proposed = False

    @rule(
        verb=st.sampled_from(sorted(STEPS)),
        key=st.sampled_from(sorted(PLAYERS)),
        office=st.sampled_from(sorted(OFFICES)),
    )
    def somebody_tries(self, verb: str, key: str, office: str) -> None:
        states, to = STEPS[verb]
        may = PLAYERS[key] == "S" and self.state in states and self.fits(verb, office)
        happened = self.tried(
            key,
            lambda viewer: conduct.take_step(
                viewer=viewer, operation_id=self.operation_id, verb=verb, raw=self.raw(verb, office)
            ),
        )
        assert (happened == "") == may, (verb, key, office, self.state, happened)
        assert PLAYERS[key] in {"S", *self.inside} or happened == "not visible"
        if may:
            self.happens(verb, office, to)

    def fits(self, verb: str, office: str) -> bool:
        """What the states alone do not say."""
        return {
            "admit": office not in self.inside,
            "dismiss": office in self.inside,
            "start": bool(self.inside),
            "close": self.is_written and not self.is_proposed,
        }.get(verb, True)

    def happens(self, verb: str, office: str, to: str) -> None:
        if verb == "admit":
            self.inside.add(office)
        if verb == "dismiss":
            self.inside.discard(office)
        self.is_drafted |= verb == "end"
        self.is_written |= verb == "write"
        # Any step makes another case of it than the one that was signed.
        self.is_proposed = verb == "close"
        self.state = self.state if verb == "close" or not to else to

    @staticmethod
    def raw(verb: str, office: str) -> dict[str, str]:
        day = today().isoformat()
        return {
            "plan": {
                "name": "Operation zqlanternqz", "objective": "It.", "from_on": day, "until_on": day,
                "substances": "Acetone; Toluene; Ephedrine",
            },
            "admit": {"office": OFFICES[office]},
            "dismiss": {"office": OFFICES[office], "note": "Because."},
            "write": {"summary": "Done.", "findings": "Found."},
        }.get(verb, {"note": "Because."})  # fmt: skip

    @rule(key=st.sampled_from(["exporter_head", "third_head", "secretariat_officer"]))
    def somebody_leaves(self, key: str) -> None:
        with acting(SYSTEM):
            reference = Operation.objects.get(pk=self.operation_id).reference
        happened = self.tried(
            key, lambda viewer: conduct.leave_operation(viewer=viewer, reference=reference, raw={"note": "Over."})
        )
        is_open = self.state in {"planned", "running", "closing"}
        may = PLAYERS[key] in self.inside and is_open
        assert (happened == "") == may, (key, self.inside, self.state, happened)
        if may:
            self.inside.discard(PLAYERS[key])

    @rule(key=st.sampled_from(["secretariat_officer", "secretariat_second", "exporter_head"]))
    def somebody_confirms(self, key: str) -> None:
        happened = self.tried(key, lambda viewer: conduct.confirm_step(viewer=viewer, operation_id=self.operation_id))
        may = self.is_proposed and key == "secretariat_second"
        assert (happened == "") == may, (key, self.state, happened)
        if may:
            self.state, self.is_proposed = "closed", False

    @invariant()
    def the_house_agrees(self) -> None:
        if not hasattr(self, "inside"):
            return
        with acting(SYSTEM):
            assert Operation.objects.get(pk=self.operation_id).state == self.state
        for key, office in PLAYERS.items():
            with acting(self.cast.everybody[key].viewer) as viewer:
                sees = office in {"S", *self.inside}
                assert Operation.objects.visible_to(viewer).exists() == sees, (key, self.inside)
                assert Operation.objects.exists() == sees, (key, self.inside)
                reads = self.is_drafted and (office == "S" or (sees and self.state == "closed"))
                assert ClosingReport.objects.visible_to(viewer).exists() == reads, (key, self.state)
                assert ClosingReport.objects.exists() == reads, (key, self.state)


FEW = settings(max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [Seats, Operations])
def test_the_house_and_the_page_agree(machine, cast):
    machine.cast = cast
    run_state_machine_as_test(machine, settings=FEW)


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [Seats, Operations])
def test_a_page_that_differs_is_found(machine, cast, monkeypatch):
    """The negative control: pages on which nobody may do anything."""
    machine.cast = cast
    for verb in SEATS:
        monkeypatch.setitem(SEATS, verb, ("KE", set(), ""))
    for verb in STEPS:
        monkeypatch.setitem(STEPS, verb, (set(), ""))
    # The same stories every time: whether one meets the difference shall be no chance.
    same = settings(FEW, max_examples=20, phases=[Phase.generate], derandomize=True, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=same)
