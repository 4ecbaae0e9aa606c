"""The workflow of a suspicious report, as a table of steps.

How the office grades a report is no state: the reporter, who sees the state, is not told of it.
"""

from penstock.kernel.workflow import Step, Workflow
from penstock.orders.reports.fields import (
    ACKNOWLEDGEMENT,
    ANSWER,
    CLOSING,
    FEEDBACK,
    INSTRUCTION,
    MORE,
    POLICE_TOLD,
    QUESTION,
    REPORT,
    VOICE,
)
from penstock.orders.reports.models import KIND
from penstock.parties.duties import HANDLE_REPORTS, REPORT_SUSPICIONS

STATES = {
    "draft": "Draft",
    "discarded": "Draft discarded",
    "told": "Told by voice, the written report is owed",
    "sent": "Sent, not yet acknowledged",
    "received": "Acknowledged",
    "questioned": "The company is asked",
    "closed": "Closed",
}
TONES = {
    "draft": "neutral",
    "discarded": "neutral",
    "told": "warn",
    "sent": "info",
    "received": "info",
    "questioned": "warn",
    "closed": "ok",
}
REPORTER, OFFICE = "reporter", "office"
WITH_OFFICE = ("told", "sent", "received", "questioned")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Go on writing", ("draft", "told"), "draft", REPORTER, REPORT_SUSPICIONS, "suspicion.draft_saved",
         form=REPORT, lenient=True, may_stay=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", REPORTER, REPORT_SUSPICIONS, "suspicion.discarded"),
    Step("tell", "Note what was told by voice", ("draft",), "told", REPORTER, REPORT_SUSPICIONS, "suspicion.told",
         form=VOICE),
    Step("send", "Send to the authority", ("draft", "told"), "sent", REPORTER, REPORT_SUSPICIONS, "suspicion.sent"),
    Step("police", "Note that the police were told", (*WITH_OFFICE, "closed"), "sent", REPORTER, REPORT_SUSPICIONS,
         "suspicion.police_told", form=POLICE_TOLD, may_stay=True),
    Step("add", "Add what you learned since", ("sent", "received", "closed"), "sent", REPORTER, REPORT_SUSPICIONS,
         "suspicion.added", form=MORE, may_stay=True),
    Step("supply", "Answer the office", ("questioned",), "received", REPORTER, REPORT_SUSPICIONS, "suspicion.supplied",
         form=ANSWER),
    Step("take", "Take it up", WITH_OFFICE, "sent", OFFICE, HANDLE_REPORTS, "suspicion.taken", may_stay=True),
    Step("acknowledge", "Acknowledge", ("sent",), "received", OFFICE, HANDLE_REPORTS, "suspicion.acknowledged",
         form=ACKNOWLEDGEMENT),
    Step("ask", "Ask the company", ("sent", "received"), "questioned", OFFICE, HANDLE_REPORTS, "suspicion.asked",
         form=QUESTION),
    Step("instruct", "Instruct the company", ("told", "sent", "received", "questioned"), "received", OFFICE,
         HANDLE_REPORTS, "suspicion.instructed", form=INSTRUCTION, may_stay=True),
    Step("feedback", "Say what it led to", ("received", "questioned", "closed"), "received", OFFICE, HANDLE_REPORTS,
         "suspicion.feedback_given", form=FEEDBACK, may_stay=True),
    Step("close", "Close", ("received", "questioned"), "closed", OFFICE, HANDLE_REPORTS, "suspicion.closed",
         form=CLOSING),
)
# fmt: on

REPORTS = Workflow(
    kind=KIND,
    sides={REPORTER: "opener_id", OFFICE: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"discarded"}),
    steps=STEPS,
)
