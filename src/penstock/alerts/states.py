"""The workflows of alerts, as one table of steps for both kinds.

Which of `release` and `propose` is open follows from the rule by which the organisation releases incidents too. An
alert for industry is a case of its own kind, so that whoever may read the one may not by that read the other.
"""

from penstock.alerts.fields import ALERT, INDUSTRY_ALERT, REASON
from penstock.kernel.forms.specification import Form
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import SEND_ALERTS

FULL, INDUSTRY = "alert", "industry alert"
STATES = {
    "draft": "Draft",
    "released": "In force",
    "expired": "Expired",
    "retracted": "Retracted",
    "discarded": "Draft discarded",
}
TONES = {"draft": "neutral", "released": "warn", "expired": "neutral", "retracted": "bad", "discarded": "neutral"}
SENDING = "sending side"


def _steps(kind: str, form: Form) -> tuple[Step, ...]:
    """Verb, label, from, to, side, duty, event; then the form and what is special."""
    event = kind.replace(" ", "_")
    # fmt: off
    steps = (
        Step("edit", "Edit the draft", ("draft",), "draft", SENDING, SEND_ALERTS, f"{event}.draft_saved",
             form=form, lenient=True),
        Step("discard", "Discard the draft", ("draft",), "discarded", SENDING, SEND_ALERTS, f"{event}.discarded"),
        Step("release", "Release", ("draft",), "released", SENDING, SEND_ALERTS, f"{event}.released"),
        Step("propose", "Release with a second signature", ("draft",), "released", SENDING, SEND_ALERTS,
             f"{event}.released_by_two", second=True),
        Step("correct", "Correct", ("released",), "released", SENDING, SEND_ALERTS, f"{event}.corrected",
             form=form, may_stay=True),
        Step("retract", "Retract", ("released",), "retracted", SENDING, SEND_ALERTS, f"{event}.retracted", form=REASON),
        Step("expire", "Expire", ("released",), "expired", SENDING, "system", f"{event}.expired"),
    )
    derive = (
        Step("derive", "Prepare a version for industry", ("draft", "released"), "released", SENDING, SEND_ALERTS,
             f"{event}.derived", may_stay=True),
    )
    # fmt: on
    return (*steps, *derive) if kind == FULL else steps


def _workflow(kind: str, form: Form) -> Workflow:
    return Workflow(
        kind=kind,
        sides={SENDING: "opener_id"},
        states=STATES,
        initial="draft",
        final=frozenset({"expired", "retracted", "discarded"}),
        steps=_steps(kind, form),
    )


ALERTS = _workflow(FULL, ALERT)
INDUSTRY_ALERTS = _workflow(INDUSTRY, INDUSTRY_ALERT)
