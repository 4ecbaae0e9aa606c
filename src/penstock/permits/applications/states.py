"""The workflow of an application for a permit, as a table of steps.

What officers recommend is no state: the applicant, who sees the state, is not told of it.
"""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_PERMITS, HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.applications.fields import ANSWER, APPLICATION, DECISION, QUESTION, REASON, REFUSAL

STATES = {
    "draft": "Draft",
    "applied": "With the authority",
    "questioned": "The applicant must answer",
    "granted": "Issued",
    "refused": "Refused",
    "appealed": "Refused, under appeal",
    "withdrawn": "Withdrawn",
    "discarded": "Draft discarded",
}
TONES = {
    "draft": "neutral",
    "applied": "info",
    "questioned": "warn",
    "granted": "ok",
    "refused": "bad",
    "appealed": "warn",
    "withdrawn": "neutral",
    "discarded": "neutral",
}
APPLICANT, AUTHORITY = "applicant", "authority"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", APPLICANT, APPLY_FOR_PERMITS, "application.draft_saved",
         form=APPLICATION, lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", APPLICANT, APPLY_FOR_PERMITS,
         "application.discarded"),
    Step("apply", "Apply", ("draft",), "applied", APPLICANT, APPLY_FOR_PERMITS, "application.applied"),
    Step("ask", "Ask the applicant", ("applied",), "questioned", AUTHORITY, HANDLE_PERMITS, "application.asked",
         form=QUESTION),
    Step("mend", "Change the application", ("questioned",), "questioned", APPLICANT, APPLY_FOR_PERMITS,
         "application.mended", form=APPLICATION),
    Step("supply", "Answer the authority", ("questioned",), "applied", APPLICANT, APPLY_FOR_PERMITS,
         "application.supplied", form=ANSWER),
    Step("withdraw", "Withdraw", ("applied", "questioned"), "withdrawn", APPLICANT, APPLY_FOR_PERMITS,
         "application.withdrawn", form=REASON),
    Step("issue", "Issue", ("applied",), "granted", AUTHORITY, SIGN_PERMITS, "application.issued", form=DECISION),
    Step("propose", "Issue with a second signature", ("applied",), "granted", AUTHORITY, SIGN_PERMITS,
         "application.issued_by_two", form=DECISION, second=True),
    Step("refuse", "Refuse", ("applied",), "refused", AUTHORITY, SIGN_PERMITS, "application.refused", form=REFUSAL),
    Step("appeal", "Appeal", ("refused",), "appealed", APPLICANT, APPLY_FOR_PERMITS, "application.appealed",
         form=REASON),
    Step("uphold", "Uphold the refusal", ("appealed",), "refused", AUTHORITY, SIGN_PERMITS, "application.upheld",
         form=REASON),
    Step("allow", "Issue on appeal", ("appealed",), "granted", AUTHORITY, SIGN_PERMITS, "application.allowed",
         form=DECISION),
)
# fmt: on

APPLICATIONS = Workflow(
    kind="permit application",
    sides={APPLICANT: "opener_id", AUTHORITY: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"granted", "withdrawn", "discarded"}),
    steps=STEPS,
)
