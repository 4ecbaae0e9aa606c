"""The workflow of a proposed pack, as a table of steps: written by one person, adopted by two."""

from penstock.catalogue.adoption.fields import PACK
from penstock.kernel.workflow import Step, Workflow

# The directory of people knows the duty by the same word; a test holds the two together.
KEEP_LAW = "keep law packs"
AUTHORITY = "authority"

STATES = {"draft": "Being written", "adopted": "Adopted", "discarded": "Discarded"}
TONES = {"draft": "info", "adopted": "ok", "discarded": "neutral"}

PROPOSALS = Workflow(
    kind="law pack",
    sides={AUTHORITY: "organisation_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"adopted", "discarded"}),
    steps=(
        Step("edit", "Save the files", ("draft",), "draft", AUTHORITY, KEEP_LAW, "law.draft_saved", form=PACK,
             lenient=True),
        Step("adopt", "Adopt the pack", ("draft",), "adopted", AUTHORITY, KEEP_LAW, "law.adoption", second=True),
        Step("discard", "Discard the draft", ("draft",), "discarded", AUTHORITY, KEEP_LAW, "law.discarded"),
    ),
)  # fmt: skip
