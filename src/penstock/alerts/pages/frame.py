"""What every page about one alert needs, and the steps that may be taken on it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.alerts import queries
from penstock.alerts.desks import Desk
from penstock.alerts.models import Alert
from penstock.alerts.sending.reaches import CIRCLE
from penstock.cases import pages
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps, reason_against, reason_against_beginning
from penstock.kernel.workflow import reason_against_confirming as against_confirming

FIRST = {"release", "propose"}
GRAVE = {"discard", "retract"}
CONSEQUENCES = {
    "discard": "The draft is closed. Nobody else has seen it or will.",
    "retract": "Everybody who received the alert is told by mail that it does not stand any more, and sees why. "
    "It cannot be undone.",
    "derive": "A draft of its own begins with the headline, the substances and the signs. Its text is yours to write: "
    "nothing else goes into it, nothing leads from it to this alert, and companies never see this alert.",
}


def frame(desk: Desk, alert: Alert, heading: str) -> dict[str, Any]:
    """The way back, and what the page is called."""
    back = reverse(desk.route, args=[alert.reference])
    return {
        "alert": alert,
        "desk": desk,
        "page_title": f"{heading}: {alert.reference}",
        "heading": heading,
        "crumbs": [{"label": _(desk.title), "url": reverse(f"{desk.route}s")}, {"label": alert.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(alert),
    }


def refuse_for(desk: Desk, step: Step, alert: Alert, viewer: Viewer) -> None:
    """Refused when something speaks against taking the step now."""
    reason = reason_against_beginning(desk.workflow, step, alert, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


def acts(desk: Desk, alert: Alert, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps open to the viewer as buttons, and those that are not, with the reason; of the two releases, one."""
    unwanted = "release" if needs_two(viewer) else "propose"
    found = open_steps(desk.workflow, alert, viewer)
    steps = [(step, reason) for step, reason in found if step.verb != unwanted]
    may = [_act(desk, alert, step) for step, reason in steps if not reason]
    return may, [{**_act(desk, alert, step), "reason": _(reason.message)} for step, reason in steps if reason]


def _act(desk: Desk, alert: Alert, step: Step) -> dict[str, Any]:
    verb = "release" if step.verb == "propose" else step.verb
    tone = "primary" if step.verb in FIRST else "secondary"
    return {"label": _(step.label), "url": reverse(f"{desk.route}_step", args=[alert.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def proposal_on(desk: Desk, alert: Alert, viewer: Viewer) -> dict[str, Any] | None:
    """The release that another officer's signature waits for, and whether the viewer may confirm it."""
    signature = open_signature(alert, viewer)
    if signature is None:
        return None
    step = desk.workflow.step(signature.verb)
    reason = reason_against(desk.workflow, step, alert, viewer)
    is_own = signature.person_id == viewer.person_id
    if reason is None and not is_own:
        reason = against_confirming(step, signature, viewer)
    return {
        "label": _(step.label),
        "by": signature.person_name,
        "at": signature.signed_at,
        "is_own": is_own,
        "reason": _(reason.message) if reason else "",
        "url": reverse(f"{desk.route}_signature", args=[alert.reference]),
    }


def answers(desk: Desk, content: Mapping[str, Any], viewer: Viewer) -> list[dict[str, Any]]:
    """The answers that are given, a circle by its name where the viewer is in it."""
    names = {str(one.pk): one.name for one in queries.circles(viewer)}
    shown = dict(content)
    if shown.get(CIRCLE):
        name = names.get(str(shown[CIRCLE]), _("A circle that you are not in"))
    parts = pages.answers(desk.form, shown)
    for part in parts:
        part["rows"] = [row for row in part["rows"] if row["value"]]
        for row in part["rows"]:
            if shown.get(CIRCLE) and row["value"] == shown[CIRCLE]:
                row["value"] = name
    return [part for part in parts if part["rows"]]
