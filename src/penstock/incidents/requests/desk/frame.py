"""What every page about one request needs, and the steps that may be taken on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.incidents.requests import fields
from penstock.incidents.requests.models import Request
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Step

Shown = dict[str, Any]
FIRST = ("send", "propose", "answer", "supply", "close")
GRAVE = {"discard", "withdraw", "refuse"}
CONSEQUENCES = {
    "discard": "The draft is closed. Nobody else has seen it or will.",
    "take": "You hold it for your office, and the asking office sees that it was taken up.",
    "ask_back": "The clock stands still until the asking office has answered, and then runs on with the days left.",
    "supply": "The clock of the asked office runs on with the days that were left.",
    "answer_part": "The asking office reads it. The request stays open, and its clock runs on.",
    "answer": "The asking office reads it, and the clock ends.",
    "refuse": "The asking office reads the reason, and the clock ends. It may reopen the request.",
    "withdraw": "Nothing more is wanted of the asked office. It cannot be undone.",
    "close": "Whoever answered is told by mail, and reads here what the answer led to.",
    "reopen": "The clock of the asked office begins anew.",
}


def frame(case: Request, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Requests"), "url": reverse("requests")}
    return {**steps.frame(case, heading, above), "title": title_of(case)}


def title_of(case: Request) -> str:
    """The title of a request; one that nobody worded is called by its sort, in the reader's language."""
    return _(case.title) if case.title in fields.SORTS.values() else case.title


def form_of(step: Step, case: Request) -> Form | None:
    """What a step asks for on a page: what is traced, only where that is asked."""
    if step.form is fields.ANSWER and case.sort != fields.BACKTRACKING:
        return fields.PLAIN_ANSWER
    return step.form


def acts(case: Request, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not; of the two sendings, one."""
    unwanted = "send" if needs_two(viewer) else "propose"
    return steps.acts(viewer, case, lambda step: _act(case, step), without=unwanted)


def _act(case: Request, step: Step) -> Shown:
    tone = "primary" if step.verb in FIRST else "secondary"
    verb = "send" if step.verb == "propose" else step.verb
    return {"label": _(step.label), "url": reverse("request_step", args=[case.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def sections(viewer: Viewer, sort: str, kept: Mapping[str, Any], faults: Iterable[Fault] = ()) -> list[Shown]:
    """What a sort asks for, as a form; one's own office is not offered."""
    drawn = pages.sections(fields.asked_of(sort), kept, faults)
    for one in (one for part in drawn for row in part["rows"] for one in row if one["name"] == "asked"):
        one["choices"] = [each for each in one["choices"] if each["value"] != str(viewer.organisation_id)]
    return drawn


def answers(form: Form, kept: Mapping[str, Any]) -> list[Shown]:
    """The sections of a form in which something was answered."""
    return [part for part in pages.answers(form, kept) if any(row["value"] for row in part["rows"])]
