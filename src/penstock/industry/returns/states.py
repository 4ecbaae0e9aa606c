"""The workflow of an annual return, as a table of steps."""

from penstock.industry.returns.fields import QUESTION, RETURN
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_LICENCES, HANDLE_LICENCES

STATES = {
    "draft": "Draft",
    "filed": "Handed in",
    "questioned": "The company must answer",
    "accepted": "Accepted",
    "discarded": "Draft discarded",
}
TONES = {"draft": "neutral", "filed": "info", "questioned": "warn", "accepted": "ok", "discarded": "neutral"}
COMPANY, AUTHORITY = "company", "authority"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", COMPANY, APPLY_FOR_LICENCES, "return.draft_saved",
         form=RETURN, lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", COMPANY, APPLY_FOR_LICENCES, "return.discarded"),
    Step("file", "Hand in", ("draft",), "filed", COMPANY, APPLY_FOR_LICENCES, "return.filed"),
    Step("question", "Ask the company", ("filed",), "questioned", AUTHORITY, HANDLE_LICENCES, "return.questioned",
         form=QUESTION),
    Step("correct", "Correct", ("filed", "questioned"), "filed", COMPANY, APPLY_FOR_LICENCES, "return.corrected",
         form=RETURN),
    Step("accept", "Accept", ("filed",), "accepted", AUTHORITY, HANDLE_LICENCES, "return.accepted"),
)
# fmt: on

RETURNS = Workflow(
    kind="annual return",
    sides={COMPANY: "opener_id", AUTHORITY: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"accepted", "discarded"}),
    steps=STEPS,
)
