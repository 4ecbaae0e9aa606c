"""Random stories of a working group, played on the house and on a page of plain rules, which must agree.

The page says who is in it, what is open and what is whose, and imports nothing of it from the house.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.operations.groups import services
from penstock.operations.groups.actions import services as acting_on
from penstock.operations.groups.meetings import services as meetings
from penstock.operations.groups.models import GroupAction, GroupMeeting, WorkingGroup
from penstock.parties.circles.queries import members
from tests.operations.table import opened
from tests.operations.test_machines import Played

PLAYERS = {
    "exporter_head": "Exportland Authority",
    "exporter_officer": "Exportland Authority",
    "clerk": "Polder Solvents",
    "third_head": "Thirdland Authority",
    "secretariat_officer": "The Secretariat",
}
KEEPER, COMPANY = "Exportland Authority", "Polder Solvents"
OF_ACTIONS = {
    # verb: whose act it is, from where, and where it leads
    "finish": ("owner", "open", "done"),
    "return": ("owner", "open", "open"),
    "hand_on": ("keeper", "open", "open"),
    "drop": ("keeper", "open", "dropped"),
    "reopen": ("keeper", "done", "open"),
}
OF_MEETINGS = {
    "move": ({"called"}, "called"),
    "write": ({"called", "draft"}, "draft"),
    "close": ({"draft"}, "closed"),
    "cancel": ({"called"}, "cancelled"),
}


class Table(Played):
    """Exportland's group, which a company of the country enters and leaves."""

    @initialize()
    def somebody_opens_it(self) -> None:
        self.group = opened(self.cast.exporter_head)
        self.inside, self.stands = {KEEPER}, True
        self.action: dict[str, Any] | None = None
        self.meeting: dict[str, Any] | None = None

    @rule(key=st.sampled_from(sorted(PLAYERS)), verb=st.sampled_from(["admit", "dismiss"]))
    def somebody_changes_who_is_in_it(self, key: str, verb: str) -> None:
        raw = {"office": COMPANY, "note": "Because."}
        happened = self.tried(
            key, lambda viewer: services.take_step(viewer=viewer, group_id=self.group.pk, verb=verb, raw=raw)
        )
        may = key == "exporter_head" and self.stands and (verb == "admit") == (COMPANY not in self.inside)
        self.agrees(key, happened, may=may)
        if may and verb == "admit":
            self.inside.add(COMPANY)
        elif may:
            self.company_goes()

    @rule(key=st.sampled_from(sorted(PLAYERS)))
    def somebody_leaves(self, key: str) -> None:
        happened = self.tried(
            key,
            lambda viewer: services.leave_group(viewer=viewer, reference=self.group.reference, raw={"note": "Over."}),
        )
        may = key == "clerk" and COMPANY in self.inside
        # The secretariat lacks the duty, and is not even told that there is nothing.
        if key != "secretariat_officer":
            self.agrees(key, happened, may=may)
        if may:
            self.company_goes()

    def company_goes(self) -> None:
        self.inside.discard(COMPANY)
        if self.action and self.action["state"] == "open" and self.action["owner"] == COMPANY:
            self.action["owner"] = KEEPER

    def agrees(self, key: str, happened: str, *, may: bool) -> None:
        assert (happened == "") == may, (key, happened, self.inside, self.action, self.meeting)
        assert PLAYERS[key] in self.inside or happened == "not visible", (key, happened)

    @rule(owner=st.sampled_from([KEEPER, COMPANY]))
    def an_action_is_set(self, owner: str) -> None:
        if self.action is not None:
            return
        raw = {"what": "Something", "owner": owner, "days": "5"}
        made: list[GroupAction] = []
        reference = self.group.reference
        happened = self.tried(
            "exporter_head",
            lambda viewer: made.append(acting_on.set_action(viewer=viewer, reference=reference, raw=raw)),
        )
        assert (happened == "") == (self.stands and owner in self.inside), happened
        if made:
            self.action = {"pk": made[0].pk, "state": "open", "owner": owner}

    @rule(
        key=st.sampled_from(sorted(PLAYERS)),
        verb=st.sampled_from(sorted(OF_ACTIONS)),
        owner=st.sampled_from([KEEPER, COMPANY]),
    )
    def somebody_acts(self, key: str, verb: str, owner: str) -> None:
        if self.action is None:
            return
        side, state, to = OF_ACTIONS[verb]
        action = self.action
        raw = {
            "hand_on": {"owner": owner, "days": "3"},
            "reopen": {"note": "Not yet.", "days": "3"},
        }.get(verb, {"note": "Because."})
        happened = self.tried(
            key, lambda viewer: acting_on.take_step(viewer=viewer, action_id=action["pk"], verb=verb, raw=raw)
        )
        is_side = key == "exporter_head" if side == "keeper" else PLAYERS[key] == action["owner"]
        may = is_side and action["state"] == state and PLAYERS[key] in self.inside
        may &= verb != "return" or action["owner"] != KEEPER
        may &= verb != "hand_on" or owner in self.inside
        may &= verb != "reopen" or self.stands
        self.agrees(key, happened, may=may)
        if may:
            action["state"] = to
            action["owner"] = {"return": KEEPER, "hand_on": owner}.get(verb, action["owner"])
            if verb == "reopen" and action["owner"] not in self.inside:
                action["owner"] = KEEPER

    @rule(key=st.sampled_from(sorted(PLAYERS)), verb=st.sampled_from(sorted(OF_MEETINGS)))
    def somebody_meets(self, key: str, verb: str) -> None:
        if self.meeting is None:
            self.meeting = self.calls_one()
            return
        states, to = OF_MEETINGS[verb]
        meeting = self.meeting
        raw = {"move": {"held_on": "2026-03-09", "place": "Another", "agenda": "Another"},
               "write": {"present": KEEPER, "minutes": "It was so."},
               "cancel": {"note": "Nobody comes."}}.get(verb, {})  # fmt: skip
        happened = self.tried(
            key, lambda viewer: meetings.take_step(viewer=viewer, meeting_id=meeting["pk"], verb=verb, raw=raw)
        )
        may = key == "exporter_head" and meeting["state"] in states
        self.agrees(key, happened, may=may)
        if may:
            meeting["state"], meeting["editions"] = to, meeting["editions"] + (verb == "write")

    def calls_one(self) -> dict[str, Any] | None:
        made: list[GroupMeeting] = []
        raw, reference = {"held_on": "2026-03-04", "place": "Room", "agenda": "All"}, self.group.reference
        happened = self.tried(
            "exporter_head",
            lambda viewer: made.append(meetings.call_meeting(viewer=viewer, reference=reference, raw=raw)),
        )
        assert (happened == "") == self.stands
        return {"pk": made[0].pk, "state": "called", "editions": 0} if made else None

    @rule()
    def it_is_dissolved(self) -> None:
        happened = self.tried(
            "exporter_head",
            lambda viewer: services.take_step(
                viewer=viewer, group_id=self.group.pk, verb="dissolve", raw={"note": "Over."}
            ),
        )
        settled = (self.action is None or self.action["state"] != "open") and (
            self.meeting is None or self.meeting["state"] in {"closed", "cancelled"}
        )
        assert (happened == "") == (self.stands and settled), happened
        self.stands &= not settled

    @invariant()
    def the_house_agrees(self) -> None:
        if not hasattr(self, "stands"):
            return
        with acting(SYSTEM):
            assert {one.name for one in members(self.group.circle_id)} == self.inside
            if self.action:
                row = GroupAction.objects.select_related("owner").get(pk=self.action["pk"])
                assert (row.state, row.owner.name) == (self.action["state"], self.action["owner"])
                assert row.waits_for_id == (row.owner_id if row.state == "open" else None)
            if self.meeting:
                held = GroupMeeting.objects.get(pk=self.meeting["pk"])
                assert (held.state, held.edition) == (self.meeting["state"], self.meeting["editions"])
        for key, office in PLAYERS.items():
            with acting(self.cast.everybody[key].viewer) as viewer:
                for model in (WorkingGroup, GroupAction, GroupMeeting):
                    is_there = {GroupAction: self.action, GroupMeeting: self.meeting}.get(model, True)
                    sees = bool(is_there) and office in self.inside
                    assert model.objects.visible_to(viewer).exists() == sees, (key, model)
                    assert model.objects.exists() == sees, (key, model)


FEW = settings(max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
def test_the_house_and_the_page_agree(cast):
    Table.cast = cast
    run_state_machine_as_test(Table, settings=FEW)


@pytest.mark.django_db
def test_a_page_that_differs_is_found(cast, monkeypatch):
    """The negative control: a page on which nobody may do anything with actions and meetings."""
    Table.cast = cast
    for verb in OF_ACTIONS:
        monkeypatch.setitem(OF_ACTIONS, verb, ("owner", "nowhere", "open"))
    for verb in OF_MEETINGS:
        monkeypatch.setitem(OF_MEETINGS, verb, (set(), ""))
    same = settings(FEW, max_examples=20, phases=[Phase.generate], derandomize=True, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Table, settings=same)
