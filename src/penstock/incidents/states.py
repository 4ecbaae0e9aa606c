"""The workflow of an incident, as a table of steps.

Which of `release` and `propose` is open follows from the rule of the organisation. An incident that is handed to the
secretariat stays with its reporter: what is published is a case of the secretariat's own, with nothing of the reporter
in it.
"""

from penstock.incidents.fields import CLOSING, FOLLOW_UP, INCIDENT, NOTE, REASON
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import RELEASE_INCIDENTS, REPORT_INCIDENTS

STATES = {
    "draft": "Draft",
    "handed": "With the secretariat, to be published without its origin",
    "published": "Published by the secretariat without its origin",
    "released": "Released",
    "closed": "Closed with an outcome",
    "retracted": "Retracted",
    "discarded": "Draft discarded",
}
TONES = {
    "draft": "neutral",
    "handed": "info",
    "published": "ok",
    "released": "info",
    "closed": "ok",
    "retracted": "bad",
    "discarded": "neutral",
}
REPORTING, PUBLISHING = "reporting side", "publishing side"
FOLLOWED = ("released", "handed", "published", "closed")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", REPORTING, REPORT_INCIDENTS, "incident.draft_saved",
         form=INCIDENT, lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", REPORTING, REPORT_INCIDENTS, "incident.discarded"),
    Step("release", "Release", ("draft",), "released", REPORTING, RELEASE_INCIDENTS, "incident.released"),
    Step("propose", "Release with a second signature", ("draft",), "released", REPORTING, RELEASE_INCIDENTS,
         "incident.released_by_two", second=True),
    Step("hand", "Hand to the secretariat", ("draft",), "handed", REPORTING, RELEASE_INCIDENTS, "incident.handed",
         form=NOTE),
    Step("return", "Return to the reporter", ("handed",), "draft", PUBLISHING, RELEASE_INCIDENTS, "incident.returned",
         form=REASON),
    Step("publish", "Prepare the publication", ("handed",), "published", PUBLISHING, RELEASE_INCIDENTS,
         "incident.published"),
    Step("amend", "Amend", ("released", "handed", "published", "closed"), "released", REPORTING, RELEASE_INCIDENTS,
         "incident.amended", form=INCIDENT, may_stay=True),
    Step("follow", "Record the follow-up", FOLLOWED, "released", REPORTING, REPORT_INCIDENTS, "incident.followed",
         form=FOLLOW_UP, may_stay=True),
    Step("close", "Close with an outcome", ("released",), "closed", REPORTING, RELEASE_INCIDENTS,
         "incident.closed", form=CLOSING),
    Step("reopen", "Reopen", ("closed",), "released", REPORTING, RELEASE_INCIDENTS, "incident.reopened", form=REASON),
    Step("retract", "Retract", (*FOLLOWED,), "retracted", REPORTING, RELEASE_INCIDENTS, "incident.retracted",
         form=REASON),
)
# fmt: on

INCIDENTS = Workflow(
    kind="incident",
    sides={REPORTING: "opener_id", PUBLISHING: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"retracted", "discarded"}),
    steps=STEPS,
)
