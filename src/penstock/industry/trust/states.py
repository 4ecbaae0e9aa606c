"""The workflow of trust, as a table of steps."""

from penstock.industry.trust.fields import GRANT, JUDGEMENT, REASON
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP

STATES = {
    "asked": "Being vetted",
    "granted": "Trusted",
    "suspended": "Suspended",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "given up": "Given up by the company",
    "expired": "Ended with its day",
}
TONES = {
    "asked": "info", "granted": "ok", "suspended": "warn", "refused": "neutral", "withdrawn": "bad",
    "given up": "neutral", "expired": "neutral",
}  # fmt: skip
AUTHORITY, COMPANY = "vetting authority", "company"
STANDING = ("granted", "suspended")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("judge", "Judge the criteria", ("asked",), "asked", AUTHORITY, KEEP_PARTNERSHIP, "trust.judged",
         form=JUDGEMENT),
    Step("grant", "Grant trust", ("asked",), "granted", AUTHORITY, KEEP_PARTNERSHIP, "trust.granted", form=GRANT,
         second=True),
    Step("refuse", "Refuse", ("asked",), "refused", AUTHORITY, KEEP_PARTNERSHIP, "trust.refused", form=REASON),
    Step("suspend", "Suspend", ("granted",), "suspended", AUTHORITY, KEEP_PARTNERSHIP, "trust.suspended",
         form=REASON),
    Step("reinstate", "Reinstate", ("suspended",), "granted", AUTHORITY, KEEP_PARTNERSHIP, "trust.reinstated",
         form=REASON),
    Step("withdraw", "Withdraw", STANDING, "withdrawn", AUTHORITY, KEEP_PARTNERSHIP, "trust.withdrawn", form=REASON),
    Step("give_up", "Give it up", ("asked", *STANDING), "given up", COMPANY, JOIN_PARTNERSHIP, "trust.given_up"),
    Step("expire", "Let it end", STANDING, "expired", AUTHORITY, "system", "trust.expired"),
)
# fmt: on

TRUST = Workflow(
    kind="trusted partner",
    sides={AUTHORITY: "office_id", COMPANY: "company_id"},
    states=STATES,
    initial="asked",
    final=frozenset({"refused", "withdrawn", "given up", "expired"}),
    steps=STEPS,
)
