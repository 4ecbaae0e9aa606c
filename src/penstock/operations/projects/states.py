"""The workflow of a seat in a project, as a table of steps: an office is invited, names its desk, and is taken in."""

from penstock.kernel.workflow import Step, Workflow
from penstock.operations.projects.fields import DESK, SEAT_NOTE, SEAT_REASON
from penstock.parties.duties import KEEP_PROJECTS, TAKE_PART

STATES = {
    "invited": "Invited",
    "proposed": "Focal point proposed",
    "seated": "Takes part",
    "declined": "Declined",
    "ended": "Ended",
}
TONES = {"invited": "warn", "proposed": "info", "seated": "ok", "declined": "neutral", "ended": "neutral"}
OVER = frozenset({"declined", "ended"})
KEEPING, INVITED = "keeping side", "invited side"

# verb, label, from, to, side, duty, event; then the form
# fmt: off
STEPS = (
    Step("propose", "Propose the focal point", ("invited", "proposed"), "proposed", INVITED, TAKE_PART,
         "seat.proposed", form=DESK),
    Step("accept", "Accept the focal point", ("proposed",), "seated", KEEPING, KEEP_PROJECTS, "seat.accepted"),
    Step("return", "Ask for another focal point", ("proposed",), "invited", KEEPING, KEEP_PROJECTS, "seat.returned",
         form=SEAT_REASON),
    Step("change", "Change the focal point", ("seated",), "seated", INVITED, TAKE_PART, "seat.changed", form=DESK),
    Step("decline", "Decline the invitation", ("invited", "proposed"), "declined", INVITED, TAKE_PART,
         "seat.declined", form=SEAT_NOTE),
    Step("withdraw", "Leave the project", ("seated",), "ended", INVITED, TAKE_PART, "seat.withdrawn", form=SEAT_NOTE),
    Step("end", "End its part", ("invited", "proposed", "seated"), "ended", KEEPING, KEEP_PROJECTS, "seat.ended",
         form=SEAT_REASON),
)
# fmt: on

SEATS = Workflow(
    kind="seat",
    sides={KEEPING: "keeper_id", INVITED: "organisation_id"},
    states=STATES,
    initial="invited",
    final=OVER,
    steps=STEPS,
)
