"""The workflow of a passage, as a table of steps; what differs is found by the house itself, and is a state."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import HANDLE_PERMITS, RECORD_AT_BORDER, SIGN_PERMITS
from penstock.permits.passages.fields import AGREEMENT, ARRIVAL, ENDORSEMENT, LEAVING, REASON, RETURN

STATES = {
    "announced": "Announced",
    "left": "Under way",
    "excess": "More left than the permit allows",
    "arrived": "Arrived, not endorsed",
    "differing": "Arrived, with another quantity than left",
    "overdue": "Endorsement overdue",
    "held": "To be held at the border",
    "endorsed": "Endorsed",
    "mismatch": "Endorsed, with another quantity than recorded",
    "reconciled": "Reconciled",
    "returned": "Came back",
    "cancelled": "Cancelled",
}
TONES = {
    "announced": "neutral",
    "left": "info",
    "excess": "bad",
    "arrived": "info",
    "differing": "warn",
    "overdue": "bad",
    "held": "bad",
    "endorsed": "ok",
    "mismatch": "warn",
    "reconciled": "ok",
    "returned": "neutral",
    "cancelled": "neutral",
}
ISSUING, IMPORTING, EXIT, ENTRY = "issuing authority", "importing authority", "office of exit", "office of entry"
MOVING = ("left", "excess", "arrived", "differing", "overdue")
UNDER_WAY = (*MOVING, "held")
"""Goods that left and were neither endorsed nor came back: what they draw on stays reserved, whatever ends."""
TO_ARRIVE = ("announced", *MOVING)
CLOSED = ("reconciled", "returned", "cancelled")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("leave", "Record what left", ("announced",), "left", EXIT, RECORD_AT_BORDER, "passage.left", form=LEAVING),
    Step("note_leaving", "Record what left", ("announced",), "left", ISSUING, HANDLE_PERMITS, "passage.left_noted",
         form=LEAVING),
    Step("cancel", "Cancel", ("announced",), "cancelled", ISSUING, HANDLE_PERMITS, "passage.cancelled", form=REASON),
    Step("drop", "Drop", ("announced",), "cancelled", ISSUING, "system", "passage.dropped"),
    Step("find_excess", "Find that too much left", ("left",), "excess", ISSUING, "system", "passage.excess_found"),
    Step("explain", "Agree what left", ("excess",), "left", ISSUING, SIGN_PERMITS, "passage.excess_agreed",
         form=AGREEMENT),
    Step("arrive", "Record what arrived", TO_ARRIVE, "arrived", ENTRY, RECORD_AT_BORDER, "passage.arrived",
         form=ARRIVAL),
    Step("note_arrival", "Record what arrived", TO_ARRIVE, "arrived", IMPORTING, HANDLE_PERMITS,
         "passage.arrival_noted", form=ARRIVAL),
    Step("find_difference", "Find that it differs", ("arrived",), "differing", ISSUING, "system",
         "passage.difference_found"),
    Step("endorse", "Endorse", TO_ARRIVE, "endorsed", IMPORTING, HANDLE_PERMITS, "passage.endorsed",
         form=ENDORSEMENT),
    Step("enter_endorsement", "Enter the endorsed paper", MOVING, "endorsed", ISSUING, HANDLE_PERMITS,
         "passage.endorsement_entered", form=ENDORSEMENT),
    Step("find_mismatch", "Find that it differs", ("endorsed",), "mismatch", ISSUING, "system",
         "passage.mismatch_found"),
    Step("reconcile", "Reconcile", ("mismatch", "overdue"), "reconciled", ISSUING, SIGN_PERMITS,
         "passage.reconciled", form=AGREEMENT),
    Step("fall_due", "Find the endorsement overdue", ("left", "arrived", "differing"), "overdue", IMPORTING, "system",
         "passage.overdue"),
    Step("hold", "Hold at the border", ("announced", "left", "excess", "overdue"), "held", ISSUING, "system",
         "passage.held"),
    Step("let_go", "Let go on", ("held",), "left", ISSUING, "system", "passage.let_go"),
    Step("release", "Release", ("held",), "left", ISSUING, SIGN_PERMITS, "passage.released", form=REASON),
    Step("admit", "Release", ("held",), "left", IMPORTING, SIGN_PERMITS, "passage.admitted", form=REASON),
    Step("return", "Record that it came back", UNDER_WAY, "returned", ISSUING, HANDLE_PERMITS, "passage.returned",
         form=RETURN),
)
# fmt: on

PASSAGES = Workflow(
    kind="passage",
    sides={ISSUING: "opener_id", IMPORTING: "importer_id", EXIT: "exit_office_id", ENTRY: "entry_office_id"},
    states=STATES,
    initial="announced",
    final=frozenset(CLOSED),
    steps=STEPS,
)
