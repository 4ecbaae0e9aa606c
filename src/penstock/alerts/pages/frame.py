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
from penstock.cases.steps import pages as steps
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step

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
    above = {"label": _(desk.title), "url": reverse(f"{desk.route}s")}
    return {"alert": alert, "desk": desk, **steps.frame(alert, heading, above)}


def acts(desk: Desk, alert: Alert, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps as buttons, open and not; of the two releases, one."""
    unwanted = "release" if needs_two(viewer) else "propose"
    return steps.acts(viewer, alert, lambda step: _act(desk, alert, step), without=unwanted)


def _act(desk: Desk, alert: Alert, step: Step) -> dict[str, Any]:
    verb = "release" if step.verb == "propose" else step.verb
    tone = "primary" if step.verb in FIRST else "secondary"
    return {"label": _(step.label), "url": reverse(f"{desk.route}_step", args=[alert.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


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
