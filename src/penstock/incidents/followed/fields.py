"""The checklist of follow-up, the same for every kind of incident (ECOSOC resolution 2004/38, paragraph 6)."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs

DONE, UNDER_WAY, NOT_NEEDED = "done", "under way", "not needed"
STANDINGS = {UNDER_WAY: "Under way", DONE: "Done", NOT_NEEDED: "Does not apply"}
STEPS = {
    "origin_identified": "Origin identified",
    "documents_secured": "Documents secured",
    "exporter_asked": "Exporting country asked",
    "backtracking_asked": "Backtracking asked for",
    "samples_profiled": "Samples profiled",
    "prosecuted": "Prosecuted",
    "outcome_reported": "Outcome reported",
}

FOLLOW_UP = Form(
    name="incident follow-up",
    sections=(
        Section(
            title="Follow-up",
            fields=(
                *(Field(name=name, label=label, type=Choice(STANDINGS)) for name, label in STEPS.items()),
                Field(name="note", label="Note", type=Paragraphs(2000)),
            ),
        ),
    ),
)
