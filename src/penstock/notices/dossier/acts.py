"""The steps of a notice as buttons, and what each of them will do, said before it is done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, open_steps
from penstock.notices.dossier.letters import letters_after
from penstock.notices.models import Notice
from penstock.notices.states import NOTICES, STATES

FIRST_CHOICES = ("submit", "supply", "clear", "lift", "release")
GRAVE = {"withdraw", "discard", "object", "unknown"}

CONSEQUENCES = {
    "discard": "The draft is closed. Nobody else has seen it or will.",
    "withdraw": "The notice is closed, and no answer is awaited any more.",
    "ask": "The clock stops until the exporting side has answered.",
    "supply": "The clock runs on with the working days that were left.",
    "clear": "The clock ends, and the exporting side may release the shipment.",
    "prolong": "The clock runs on to the day you name. It is no answer, and the exporting side sees the reason.",
    "allow": "The clock ends. The shipment may be released within the quantity and the time you name, and not beyond.",
    "unknown": "The shipment must not leave unless the company is made known to you or the notice is amended.",
    "close": "The case is closed. That says nothing of whether the shipment left.",
    "object": "The shipment must not leave unless the objection is lifted.",
    "lift": "The objection no longer stands, and the exporting side may release the shipment.",
    "release": "The shipment may leave, and the case is closed.",
}


def acts(notice: Notice, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps open to the viewer as buttons, one of them first, and those that are not, with the reason."""
    steps = open_steps(NOTICES, notice, viewer)
    first = next((step.verb for step, reason in steps if step.verb in FIRST_CHOICES and not reason), "")
    shown = [(_act(notice, step, first), reason) for step, reason in steps]
    may = sorted((act for act, reason in shown if not reason), key=lambda act: act["tone"] != "primary")
    return may, [{**act, "reason": _(reason.message)} for act, reason in shown if reason]


def _act(notice: Notice, step: Step, first: str) -> dict[str, Any]:
    tone = "primary" if step.verb == first else "secondary"
    url = reverse("notice_step", args=[notice.reference, step.verb])
    return {"verb": step.verb, "label": _(step.label), "url": url, "tone": tone}


def consequences(step: Step, notice: Notice, viewer: Viewer) -> list[str]:
    """What will happen when a step is taken, in sentences."""
    said = []
    if step.second:
        own = {"own": viewer.organisation_name}
        said.append(_("Your signature is kept as the first of two. Nobody outside %(own)s sees it.") % own)
        said.append(_("When another officer of %(own)s has confirmed it, what follows happens:") % own)
    said.append(_("The notice becomes: %(state)s.") % {"state": _(STATES[step.to])})
    if step.verb in CONSEQUENCES:
        said.append(_(CONSEQUENCES[step.verb]))
    sides = {notice.opener_id: notice.opener, notice.counterpart_id: notice.counterpart}
    for letter in letters_after(step.verb, notice):
        told = sides.get(letter.to(notice))
        if told:
            said.append(_("%(name)s is told by mail.") % {"name": told.name})
    return said


def tone_of(step: Step) -> str:
    """The tone of the button that takes a step."""
    return "danger" if step.verb in GRAVE else "primary"
