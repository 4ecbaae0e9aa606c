"""What every page about one request needs, and the steps that may be taken on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.incidents.requests import fields
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import FLOWS
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps, reason_against, reason_against_beginning
from penstock.kernel.workflow import reason_against_confirming as against_confirming

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
    back = reverse("request", args=[case.reference])
    return {
        "case": case,
        "page_title": f"{heading}: {case.reference}",
        "heading": heading,
        "crumbs": [{"label": _("Requests"), "url": reverse("requests")}, {"label": case.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(case),
        "title": title_of(case),
    }


def title_of(case: Request) -> str:
    """The title of a request; one that nobody worded is called by its sort, in the reader's language."""
    return _(case.title) if case.title in fields.SORTS.values() else case.title


def step_of(case: Request, verb: str) -> Step:
    """The step under this address; NotVisible when there is none."""
    found = next((one for one in FLOWS[case.kind].steps if one.verb == verb), None)
    if found is None:
        raise NotVisible
    return found


def refuse_for(step: Step, case: Request, viewer: Viewer) -> None:
    """Refused when something speaks against taking the step now."""
    reason = reason_against_beginning(FLOWS[case.kind], step, case, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


def form_of(step: Step, case: Request) -> Form | None:
    """What a step asks for on a page: what is traced, only where that is asked."""
    if step.form is fields.ANSWER and case.sort != fields.BACKTRACKING:
        return fields.PLAIN_ANSWER
    return step.form


def acts(case: Request, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps open to the viewer as buttons, and those that are not, with the reason; of the two sendings, one."""
    unwanted = "send" if needs_two(viewer) else "propose"
    steps = [(one, why) for one, why in open_steps(FLOWS[case.kind], case, viewer) if one.verb != unwanted]
    may = [_act(case, step) for step, reason in steps if not reason]
    return may, [{**_act(case, step), "reason": _(reason.message)} for step, reason in steps if reason]


def _act(case: Request, step: Step) -> Shown:
    tone = "primary" if step.verb in FIRST else "secondary"
    verb = "send" if step.verb == "propose" else step.verb
    return {"label": _(step.label), "url": reverse("request_step", args=[case.reference, verb]), "tone": tone}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def proposal_on(case: Request, viewer: Viewer) -> Shown | None:
    """The sending that another officer's signature waits for, and whether the viewer may confirm it."""
    signature = open_signature(case, viewer)
    if signature is None:
        return None
    step = FLOWS[case.kind].step(signature.verb)
    reason = reason_against(FLOWS[case.kind], step, case, viewer)
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


def sections(viewer: Viewer, sort: str, kept: Mapping[str, Any], faults: Iterable[Fault] = ()) -> list[Shown]:
    """What a sort asks for, as a form; one's own office is not offered."""
    drawn = pages.sections(fields.asked_of(sort), kept, faults)
    for one in (one for part in drawn for row in part["rows"] for one in row if one["name"] == "asked"):
        one["choices"] = [each for each in one["choices"] if each["value"] != str(viewer.organisation_id)]
    return drawn


def answers(form: Form, kept: Mapping[str, Any]) -> list[Shown]:
    """The sections of a form in which something was answered."""
    return [part for part in pages.answers(form, kept) if any(row["value"] for row in part["rows"])]
