"""The workflow of a licence that was granted, as a table of steps."""

from penstock.industry.licences.fields import REASON
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_LICENCES, SIGN_LICENCES

STATES = {
    "granted": "In force",
    "suspended": "Suspended",
    "revoked": "Revoked",
    "surrendered": "Given back by its holder",
    "expired": "Expired",
    "replaced": "Replaced by another",
}
TONES = {
    "granted": "ok",
    "suspended": "warn",
    "revoked": "bad",
    "surrendered": "neutral",
    "expired": "neutral",
    "replaced": "neutral",
}
AUTHORITY, HOLDER = "licensing authority", "holder"
STANDING = ("granted", "suspended")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("suspend", "Suspend", ("granted",), "suspended", AUTHORITY, SIGN_LICENCES, "licence.suspended", form=REASON),
    Step("reinstate", "Reinstate", ("suspended",), "granted", AUTHORITY, SIGN_LICENCES, "licence.reinstated",
         form=REASON),
    Step("revoke", "Revoke", STANDING, "revoked", AUTHORITY, SIGN_LICENCES, "licence.revoked", form=REASON,
         second=True),
    Step("surrender", "Give back", STANDING, "surrendered", HOLDER, APPLY_FOR_LICENCES, "licence.surrendered",
         form=REASON),
    Step("renew", "Renew", ("granted",), "granted", AUTHORITY, "system", "licence.renewed"),
    Step("amend", "Amend", ("granted",), "granted", AUTHORITY, "system", "licence.amended"),
    Step("replace", "Replace", STANDING, "replaced", AUTHORITY, "system", "licence.replaced"),
    Step("expire", "Let expire", STANDING, "expired", AUTHORITY, "system", "licence.expired"),
)
# fmt: on

LICENCES = Workflow(
    kind="licence",
    sides={AUTHORITY: "opener_id", HOLDER: "counterpart_id"},
    states=STATES,
    initial="granted",
    final=frozenset({"revoked", "surrendered", "expired", "replaced"}),
    steps=STEPS,
)
