"""The workflow of a permit that was issued, as a table of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_PERMITS, SIGN_PERMITS
from penstock.permits.fields import EXTENSION, REASON

STATES = {
    "issued": "In force",
    "suspended": "Suspended",
    "revoked": "Revoked",
    "surrendered": "Given back by its holder",
    "expired": "Expired",
    "used": "Used up",
    "replaced": "Replaced by another",
}
TONES = {
    "issued": "ok",
    "suspended": "warn",
    "revoked": "bad",
    "surrendered": "neutral",
    "expired": "neutral",
    "used": "neutral",
    "replaced": "neutral",
}
AUTHORITY, HOLDER, OTHER = "issuing authority", "holder", "other government"
STANDING = ("issued", "suspended")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("extend", "Extend", ("issued",), "issued", AUTHORITY, SIGN_PERMITS, "permit.extended", form=EXTENSION),
    Step("suspend", "Suspend", ("issued",), "suspended", AUTHORITY, SIGN_PERMITS, "permit.suspended", form=REASON),
    Step("reinstate", "Reinstate", ("suspended",), "issued", AUTHORITY, SIGN_PERMITS, "permit.reinstated",
         form=REASON),
    Step("revoke", "Revoke", STANDING, "revoked", AUTHORITY, SIGN_PERMITS, "permit.revoked", form=REASON,
         second=True),
    Step("surrender", "Give back", STANDING, "surrendered", HOLDER, APPLY_FOR_PERMITS, "permit.surrendered",
         form=REASON),
    Step("replace", "Replace", STANDING, "replaced", AUTHORITY, "system", "permit.replaced"),
    Step("expire", "Let expire", STANDING, "expired", AUTHORITY, "system", "permit.expired"),
    Step("finish", "Close as used up", STANDING, "used", AUTHORITY, "system", "permit.finished"),
)
# fmt: on

PERMITS = Workflow(
    kind="permit",
    sides={AUTHORITY: "opener_id", HOLDER: "holder_id", OTHER: "counterpart_id"},
    states=STATES,
    initial="issued",
    final=frozenset({"revoked", "surrendered", "expired", "used", "replaced"}),
    steps=STEPS,
)
