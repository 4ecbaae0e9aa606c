"""What every page about one incident needs, and the steps that may be taken on it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.incidents.models import Incident
from penstock.incidents.sharing.rules import needs_two
from penstock.incidents.states import INCIDENTS
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps, reason_against, reason_against_beginning
from penstock.kernel.workflow import reason_against_confirming as against_confirming

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
    back = reverse("incident", args=[incident.reference])
    return {
        "incident": incident,
        "page_title": f"{heading}: {incident.reference}",
        "heading": heading,
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": incident.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(incident),
    }


def step_of(verb: str) -> Step:
    """The step under this address; NotVisible when there is none."""
    found = next((one for one in INCIDENTS.steps if one.verb == verb), None)
    if found is None:
        raise NotVisible
    return found


def refuse_for(step: Step, incident: Incident, viewer: Viewer) -> None:
    """Refused when something speaks against taking the step now."""
    reason = reason_against_beginning(INCIDENTS, step, incident, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


def acts(incident: Incident, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps open to the viewer as buttons, and those that are not, with the reason; of the two releases, one."""
    unwanted = "release" if needs_two(viewer) else "propose"
    steps = [(step, reason) for step, reason in open_steps(INCIDENTS, incident, viewer) if step.verb != unwanted]
    may = [_act(incident, step) for step, reason in steps if not reason]
    return may, [{**_act(incident, step), "reason": _(reason.message)} for step, reason in steps if reason]


def _act(incident: Incident, step: Step) -> dict[str, Any]:
    tone = "primary" if step.verb in FIRST else "secondary"
    verb = "release" if step.verb == "propose" else step.verb
    return {"label": _(step.label), "url": reverse("incident_step", args=[incident.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def proposal_on(incident: Incident, viewer: Viewer) -> dict[str, Any] | None:
    """The release that another officer's signature waits for, and whether the viewer may confirm it."""
    signature = open_signature(incident, viewer)
    if signature is None:
        return None
    step = INCIDENTS.step(signature.verb)
    reason = reason_against(INCIDENTS, step, incident, viewer)
    is_own = signature.person_id == viewer.person_id
    if reason is None and not is_own:
        reason = against_confirming(step, signature, viewer)
    return {
        "label": _(step.label),
        "by": signature.person_name,
        "at": signature.signed_at,
        "is_own": is_own,
        "reason": _(reason.message) if reason else "",
    }
