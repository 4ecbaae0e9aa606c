"""The workflow of a request for a sample, as a table of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.orders.samples.fields import APPROVING, DECLINING, SENDING
from penstock.parties.duties import CHECK_ORDERS, LIFT_HOLDS

STATES = {
    "requested": "Waits for approval",
    "approved": "Approved, may go",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "sent": "Sent",
}
TONES = {"requested": "warn", "approved": "ok", "refused": "bad", "withdrawn": "neutral", "sent": "ok"}
COMPANY = "company"
GIVEN = ("approved", "sent")
"""What counts towards the samples of a year."""

# verb, label, from, to, side, duty, event; then the form
# fmt: off
STEPS = (
    Step("approve", "Approve the sample", ("requested",), "approved", COMPANY, LIFT_HOLDS, "sample.approved",
         form=APPROVING),
    Step("refuse", "Refuse the sample", ("requested",), "refused", COMPANY, LIFT_HOLDS, "sample.refused",
         form=DECLINING),
    Step("withdraw", "Withdraw the request", ("requested", "approved"), "withdrawn", COMPANY, CHECK_ORDERS,
         "sample.withdrawn"),
    Step("send", "Note that it was sent", ("approved",), "sent", COMPANY, CHECK_ORDERS, "sample.sent", form=SENDING),
)
# fmt: on

SAMPLES = Workflow(
    kind="sample request",
    sides={COMPANY: "opener_id"},
    states=STATES,
    initial="requested",
    final=frozenset({"refused", "withdrawn", "sent"}),
    steps=STEPS,
)
