"""The workflows of working groups, of their meetings and of their actions, as tables of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.operations.groups import fields
from penstock.operations.groups.models import ACTION, GROUP, MEETING
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS

KEEPING, OWNING = "keeping side", "member that does it"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
GROUPS = Workflow(
    kind=GROUP,
    sides={KEEPING: "opener_id"},
    states={"standing": "Standing", "dissolved": "Dissolved"},
    initial="standing",
    final=frozenset({"dissolved"}),
    steps=(
        Step("change", "Change what it is for", ("standing",), "standing", KEEPING, KEEP_GROUPS, "group.changed",
             form=fields.GROUP_FORM),
        Step("admit", "Take a member in", ("standing",), "standing", KEEPING, KEEP_GROUPS, "group.admitted",
             form=fields.MEMBER_IN),
        Step("dismiss", "End a member's part", ("standing",), "standing", KEEPING, KEEP_GROUPS, "group.dismissed",
             form=fields.MEMBER_OUT),
        Step("dissolve", "Dissolve it", ("standing",), "dissolved", KEEPING, KEEP_GROUPS, "group.dissolved",
             form=fields.GROUP_REASON),
    ),
)
MEETINGS = Workflow(
    kind=MEETING,
    sides={KEEPING: "opener_id"},
    states={
        "called": "Called",
        "draft": "Minutes being written",
        "closed": "Minutes closed",
        "cancelled": "Cancelled",
    },
    initial="called",
    final=frozenset({"closed", "cancelled"}),
    steps=(
        Step("move", "Change day, place or agenda", ("called",), "called", KEEPING, KEEP_GROUPS, "meeting.moved",
             form=fields.CALLING),
        Step("write", "Write the minutes", ("called", "draft"), "draft", KEEPING, KEEP_GROUPS, "meeting.written",
             form=fields.MINUTES),
        Step("close", "Close the minutes", ("draft",), "closed", KEEPING, KEEP_GROUPS, "meeting.closed"),
        Step("propose", "Close the minutes with a second signature", ("draft",), "closed", KEEPING, KEEP_GROUPS,
             "meeting.closed_by_two", second=True),
        Step("cancel", "Cancel the meeting", ("called",), "cancelled", KEEPING, KEEP_GROUPS, "meeting.cancelled",
             form=fields.GROUP_REASON),
    ),
)
ACTIONS = Workflow(
    kind=ACTION,
    sides={KEEPING: "opener_id", OWNING: "owner_id"},
    states={"open": "Open", "done": "Done", "dropped": "Dropped"},
    initial="open",
    final=frozenset({"dropped"}),
    steps=(
        Step("finish", "Say that it is done", ("open",), "done", OWNING, SIT_IN_GROUPS, "action.done",
             form=fields.DOING),
        Step("return", "Give it back", ("open",), "open", OWNING, SIT_IN_GROUPS, "action.returned",
             form=fields.GROUP_REASON),
        Step("hand_on", "Change who does it, or by when", ("open",), "open", KEEPING, KEEP_GROUPS, "action.handed_on",
             form=fields.HANDING_ON),
        Step("drop", "Drop it", ("open",), "dropped", KEEPING, KEEP_GROUPS, "action.dropped",
             form=fields.GROUP_REASON),
        Step("reopen", "Open it anew", ("done",), "open", KEEPING, KEEP_GROUPS, "action.reopened",
             form=fields.OPENING_ANEW),
    ),
)
# fmt: on
TONES = {
    GROUP: {"standing": "ok", "dissolved": "neutral"},
    MEETING: {"called": "info", "draft": "warn", "closed": "ok", "cancelled": "neutral"},
    ACTION: {"open": "info", "done": "ok", "dropped": "neutral"},
}
