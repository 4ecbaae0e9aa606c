"""The workflows of an edition and of a copy, each as a table of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.surveillance.fields import ACKNOWLEDGEMENT, LOADED, REASON, RETURN

OWNER, GIVER, HOLDER = "owner", "giver", "holder"
OPENED_COPIES = "acknowledged"
"""The one state in which a copy can be read; the database's policy of entries names it too."""
IN_FORCE = ("published", "superseded")
OPEN = ("given", OPENED_COPIES)

EDITION_STATES = {
    "draft": "Draft",
    "published": "Published",
    "superseded": "Superseded by a later edition",
    "recalled": "Recalled",
    "expired": "Expired",
    "discarded": "Draft discarded",
}
COPY_STATES = {
    "given": "Handed out, not acknowledged yet",
    "acknowledged": "Acknowledged",
    "recalled": "Recalled, destruction not confirmed yet",
    "expired": "Expired, destruction not confirmed yet",
    "returned": "Destroyed or returned",
}
TONES = {
    "draft": "neutral",
    "published": "ok",
    "superseded": "warn",
    "recalled": "bad",
    "expired": "bad",
    "discarded": "neutral",
    "given": "warn",
    "acknowledged": "ok",
    "returned": "neutral",
}
"""How each state bears on the reader; pages show it beside the word."""

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
EDITIONS = Workflow(
    kind="surveillance edition",
    sides={OWNER: "owner_id"},
    states=EDITION_STATES,
    initial="draft",
    final=frozenset({"recalled", "expired", "discarded"}),
    steps=(
        Step("load", "Load a file", ("draft",), "draft", OWNER, KEEP_LISTS, "surveillance.loaded", form=LOADED),
        Step("publish", "Publish", ("draft",), "published", OWNER, KEEP_LISTS, "surveillance.published", second=True),
        Step("discard", "Discard the draft", ("draft",), "discarded", OWNER, KEEP_LISTS, "surveillance.discarded"),
        Step("supersede", "Supersede", ("published",), "superseded", OWNER, "system", "surveillance.superseded"),
        Step("recall", "Recall the edition", IN_FORCE, "recalled", OWNER, KEEP_LISTS, "surveillance.recalled",
             form=REASON),
        Step("expire", "Expire", IN_FORCE, "expired", OWNER, "system", "surveillance.expired"),
    ),
)

COPIES = Workflow(
    kind="surveillance copy",
    sides={OWNER: "owner_id", GIVER: "giver_id", HOLDER: "holder_id"},
    states=COPY_STATES,
    initial="given",
    final=frozenset({"returned"}),
    steps=(
        Step("acknowledge", "Acknowledge", ("given",), OPENED_COPIES, HOLDER, READ_LISTS,
             "surveillance.copy_acknowledged", form=ACKNOWLEDGEMENT),
        Step("recall", "Recall the copy", OPEN, "recalled", OWNER, KEEP_LISTS, "surveillance.copy_recalled",
             form=REASON),
        Step("withdraw", "Take the copy back", OPEN, "recalled", GIVER, KEEP_LISTS, "surveillance.copy_withdrawn",
             form=REASON),
        Step("fall", "Fall with the copy it came from", OPEN, "recalled", GIVER, "system", "surveillance.copy_fell"),
        Step("expire", "Expire", OPEN, "expired", HOLDER, "system", "surveillance.copy_expired"),
        Step("return", "Confirm destruction or return", (*OPEN, "recalled", "expired"), "returned", HOLDER, READ_LISTS,
             "surveillance.copy_returned", form=RETURN),
    ),
)
# fmt: on
