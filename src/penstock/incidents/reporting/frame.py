"""What every page about one incident needs, and the steps that may be taken on it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases.steps import pages as steps
from penstock.incidents.models import Incident
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step

FIRST = ("release", "propose", "publish")
GRAVE = {"discard", "retract", "return"}
CONSEQUENCES = {
    "discard": "The draft is closed. Nobody else has seen it or will.",
    "hand": "The secretariat reads it and publishes a case of its own, in which nothing names you: names of persons "
    "and companies, files, places and your references do not go into it. You and the secretariat alone know of this.",
    "return": "The reporter has it as a draft again. You go on seeing it.",
    "publish": "A draft of your own begins with what was handed to you, without its origin. Read it with care.",
    "follow": "Everyone who sees the incident sees the follow-up, and those who have read it are told by mail.",
    "close": "The incident leaves the open ones. Everyone who sees it sees the outcome.",
    "reopen": "The incident is open again.",
    "retract": "Everyone who sees the incident sees that it does not stand any more, and why. It cannot be undone.",
}


def frame(incident: Incident, heading: str) -> dict[str, Any]:
    """The way back, and what the page is called."""
    above = {"label": _("Incidents"), "url": reverse("incidents")}
    return {"incident": incident, **steps.frame(incident, heading, above)}


def acts(incident: Incident, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps as buttons, open and not; of the two releases, one."""
    unwanted = "release" if needs_two(viewer) else "propose"
    return steps.acts(viewer, incident, lambda step: _act(incident, step), without=unwanted)


def _act(incident: Incident, step: Step) -> dict[str, Any]:
    tone = "primary" if step.verb in FIRST else "secondary"
    verb = "release" if step.verb == "propose" else step.verb
    return {"label": _(step.label), "url": reverse("incident_step", args=[incident.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []
