"""The workflows of relief: declared emergencies, standing agreements, and requests with what follows them."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_PERMITS, HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.relief.fields import AGREEMENT, DISPATCH, ENDING, JUDGEMENT, PROLONGING, RECONCILING, REQUEST, USE

OPERATOR, SUPPLIER, EXPORTING, RECEIVING = "operator", "supplier", "exporting authority", "receiving authority"
STANDING = {"standing": "In force", "ended": "Ended", "expired": "Expired"}
STANDING_TONES = {"standing": "warn", "ended": "neutral", "expired": "neutral"}

# fmt: off
EMERGENCIES = Workflow(
    kind="emergency",
    sides={"declaring authority": "authority_id"},
    states=STANDING,
    initial="standing",
    final=frozenset({"ended", "expired"}),
    steps=(
        Step("prolong", "Prolong", ("standing",), "standing", "declaring authority", SIGN_PERMITS,
             "relief.emergency_prolonged", form=PROLONGING),
        Step("end", "Declare it over", ("standing",), "ended", "declaring authority", SIGN_PERMITS,
             "relief.emergency_ended", form=ENDING),
        Step("expire", "Let expire", ("standing",), "expired", "declaring authority", "system",
             "relief.emergency_expired"),
    ),
)
AGREEMENTS = Workflow(
    kind="relief agreement",
    sides={EXPORTING: "authority_id", SUPPLIER: "supplier_id"},
    states=STANDING,
    initial="standing",
    final=frozenset({"ended", "expired"}),
    steps=(
        Step("change", "Change", ("standing",), "standing", EXPORTING, SIGN_PERMITS, "relief.agreement_changed",
             form=AGREEMENT),
        Step("end", "End", ("standing",), "ended", EXPORTING, SIGN_PERMITS, "relief.agreement_ended", form=ENDING),
        Step("expire", "Let expire", ("standing",), "expired", EXPORTING, "system", "relief.agreement_expired"),
    ),
)
STATES = {
    "draft": "Draft",
    "asked": "With the supplier",
    "accepted": "Judged an emergency",
    "sent": "Sent, use not reported",
    "reported": "Use reported",
    "reconciled": "Reconciled",
    "disputed": "Reconciled with a difference",
    "refused": "Refused by the supplier",
    "stopped": "Stopped by the authority",
    "withdrawn": "Withdrawn",
}
TONES = {
    "draft": "neutral", "asked": "warn", "accepted": "info", "sent": "warn", "reported": "info", "reconciled": "ok",
    "disputed": "bad", "refused": "neutral", "stopped": "bad", "withdrawn": "neutral",
}
RELIEF = Workflow(
    kind="relief request",
    sides={OPERATOR: "opener_id", SUPPLIER: "counterpart_id", EXPORTING: "authority_id", RECEIVING: "receiver_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"reconciled", "disputed", "refused", "stopped", "withdrawn"}),
    steps=(
        Step("edit", "Edit the draft", ("draft",), "draft", OPERATOR, APPLY_FOR_PERMITS, "relief.draft_saved",
             form=REQUEST, lenient=True),
        Step("ask", "Send the request", ("draft",), "asked", OPERATOR, APPLY_FOR_PERMITS, "relief.asked"),
        Step("withdraw", "Withdraw", ("draft", "asked", "accepted"), "withdrawn", OPERATOR, APPLY_FOR_PERMITS,
             "relief.withdrawn", form=ENDING),
        Step("accept", "Judge it an emergency", ("asked",), "accepted", SUPPLIER, APPLY_FOR_PERMITS,
             "relief.accepted", form=JUDGEMENT),
        Step("refuse", "Refuse", ("asked", "accepted"), "refused", SUPPLIER, APPLY_FOR_PERMITS, "relief.refused",
             form=ENDING),
        Step("stop", "Stop it", ("asked", "accepted"), "stopped", EXPORTING, SIGN_PERMITS, "relief.stopped",
             form=ENDING),
        Step("send", "Send it off", ("accepted",), "sent", SUPPLIER, APPLY_FOR_PERMITS, "relief.sent",
             form=DISPATCH),
        Step("report", "Report the use", ("sent",), "reported", OPERATOR, APPLY_FOR_PERMITS, "relief.reported",
             form=USE),
        Step("reconcile", "Reconcile: it agrees", ("reported",), "reconciled", RECEIVING, HANDLE_PERMITS,
             "relief.reconciled", form=RECONCILING),
        Step("dispute", "Reconcile with a difference", ("reported",), "disputed", RECEIVING, HANDLE_PERMITS,
             "relief.disputed", form=ENDING),
        Step("close", "Reconcile in its place", ("reported",), "reconciled", EXPORTING, HANDLE_PERMITS,
             "relief.reconciled", form=RECONCILING),
    ),
)
# fmt: on
