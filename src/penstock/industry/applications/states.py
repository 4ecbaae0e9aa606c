"""The workflow of an application for a licence, as a table of steps."""

from penstock.industry.applications.fields import ANSWER, APPLICATION, DECISION, QUESTION, REFUSAL, WITHDRAWAL
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_LICENCES, HANDLE_LICENCES, SIGN_LICENCES

STATES = {
    "draft": "Draft",
    "applied": "With the authority",
    "questioned": "The applicant must answer",
    "granted": "Granted",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "discarded": "Draft discarded",
}
TONES = {
    "draft": "neutral",
    "applied": "info",
    "questioned": "warn",
    "granted": "ok",
    "refused": "bad",
    "withdrawn": "neutral",
    "discarded": "neutral",
}
APPLICANT, AUTHORITY = "applicant", "authority"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", APPLICANT, APPLY_FOR_LICENCES, "licensing.draft_saved",
         form=APPLICATION, lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", APPLICANT, APPLY_FOR_LICENCES,
         "licensing.discarded"),
    Step("apply", "Hand in", ("draft",), "applied", APPLICANT, APPLY_FOR_LICENCES, "licensing.applied"),
    Step("ask", "Ask the applicant", ("applied",), "questioned", AUTHORITY, HANDLE_LICENCES, "licensing.asked",
         form=QUESTION),
    Step("mend", "Change the application", ("questioned",), "questioned", APPLICANT, APPLY_FOR_LICENCES,
         "licensing.mended", form=APPLICATION),
    Step("supply", "Answer the authority", ("questioned",), "applied", APPLICANT, APPLY_FOR_LICENCES,
         "licensing.supplied", form=ANSWER),
    Step("withdraw", "Withdraw", ("applied", "questioned"), "withdrawn", APPLICANT, APPLY_FOR_LICENCES,
         "licensing.withdrawn", form=WITHDRAWAL),
    Step("grant", "Grant", ("applied",), "granted", AUTHORITY, SIGN_LICENCES, "licensing.granted", form=DECISION),
    Step("propose", "Grant with a second signature", ("applied",), "granted", AUTHORITY, SIGN_LICENCES,
         "licensing.granted_by_two", form=DECISION, second=True),
    Step("refuse", "Refuse", ("applied",), "refused", AUTHORITY, SIGN_LICENCES, "licensing.refused", form=REFUSAL),
)
# fmt: on

APPLICATIONS = Workflow(
    kind="licence application",
    sides={APPLICANT: "opener_id", AUTHORITY: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"granted", "refused", "withdrawn", "discarded"}),
    steps=STEPS,
)
