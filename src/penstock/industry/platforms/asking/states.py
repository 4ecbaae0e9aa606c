"""The workflow of a notice to a platform, as a table of steps.

What the platform did is no state: a part that was done can become the whole by a later answer.
"""

from penstock.industry.platforms.asking.fields import ANSWER, CLOSING, LINK, NOTICE, RECEIPT
from penstock.industry.platforms.asking.models import KIND
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import WORK_WITH_PLATFORMS as WORK

STATES = {
    "draft": "Draft",
    "discarded": "Draft discarded",
    "sent": "Sent, not yet acknowledged",
    "acknowledged": "Acknowledged by the platform",
    "answered": "Answered",
    "closed": "Closed",
}
TONES = {
    "draft": "neutral",
    "discarded": "neutral",
    "sent": "warn",
    "acknowledged": "info",
    "answered": "ok",
    "closed": "neutral",
}
OFFICE = "office"
AWAITED = ("sent", "acknowledged")
WITH_PLATFORM = (*AWAITED, "answered")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Go on writing", ("draft",), "draft", OFFICE, WORK, "platform_notice.draft_saved", form=NOTICE,
         lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", OFFICE, WORK, "platform_notice.discarded"),
    Step("send", "Send", ("draft",), "sent", OFFICE, WORK, "platform_notice.sent"),
    Step("link", "Make a link for the answer", AWAITED, "sent", OFFICE, WORK, "platform_notice.link_made",
         form=LINK, may_stay=True),
    Step("acknowledge", "Note that it was received", ("sent",), "acknowledged", OFFICE, WORK,
         "platform_notice.acknowledged", form=RECEIPT),
    Step("answer", "Enter the answer", WITH_PLATFORM, "answered", OFFICE, WORK, "platform_notice.answered",
         form=ANSWER),
    Step("receive", "Received", ("sent",), "acknowledged", OFFICE, "system", "platform_notice.received", form=RECEIPT),
    Step("reply", "Answer", AWAITED, "answered", OFFICE, "system", "platform_notice.replied",
         form=ANSWER),
    Step("close", "Close", WITH_PLATFORM, "closed", OFFICE, WORK, "platform_notice.closed", form=CLOSING),
)
# fmt: on

PLATFORM_NOTICES = Workflow(
    kind=KIND,
    sides={OFFICE: "opener_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"discarded", "closed"}),
    steps=STEPS,
)
