"""The steps of a case on pages: the buttons, the form of a step with what was wrong, and the second signature."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from penstock.cases.models import Case
from penstock.cases.pages import Shown, entered, errors, marking, page_of, sections
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import (
    WORKFLOWS,
    Step,
    open_signature,
    open_steps,
    reason_against,
    reason_against_beginning,
    reason_against_confirming,
)


def frame(case: Case, heading: str, *above: Shown) -> Shown:
    """What every page about one case needs: the way back, and what it is called; `above` are the crumbs before it."""
    back = page_of(case)
    return {
        "case": case,
        "page_title": f"{heading}: {case.reference}",
        "heading": heading,
        "crumbs": [*above, {"label": case.reference, "url": back}],
        "cancel_url": back,
        "marking": marking(case),
    }


def step_open_to(viewer: Viewer, case: Case, verb: str) -> Step:
    """The step under this address; NotVisible when there is none for a person, Refused when something is against it."""
    flow = WORKFLOWS[case.kind]
    step = next((one for one in flow.steps if one.verb == verb and one.duty != "system"), None)
    if step is None:
        raise NotVisible
    reason = reason_against_beginning(flow, step, case, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))
    return step


def acts(
    viewer: Viewer, case: Case, button: Callable[[Step], Shown], *, without: str = ""
) -> tuple[list[Shown], list[Shown]]:
    """The steps open to the viewer as buttons, and those that are not, with the reason; `without` is not offered."""
    steps = open_steps(WORKFLOWS[case.kind], case, viewer)
    found = [(button(step), reason) for step, reason in steps if step.verb != without]
    may = [one for one, reason in found if not reason]
    return may, [{**one, "reason": _(reason.message)} for one, reason in found if reason]


def asked(request: HttpRequest, form: Form | None, no: Refused | None, begun: dict[str, Any] | None = None) -> Shown:
    """What a step asks for, filled with what was begun; after a refusal with what was entered, and what is wrong."""
    kept = entered(form, request.POST) if no else begun or {}
    faults = no.faults if no else ()
    return {"sections": sections(form, kept, faults) if form else [], "errors": errors(form, no)}


def proposal_on(viewer: Viewer, case: Case) -> Shown | None:
    """The step that another officer's signature waits for, what was entered, and whether the viewer may confirm it."""
    first = open_signature(case, viewer)
    if first is None:
        return None
    flow = WORKFLOWS[case.kind]
    step = flow.step(first.verb)
    reason = reason_against(flow, step, case, viewer)
    is_own = first.person_id == viewer.person_id
    if reason is None and not is_own:
        reason = reason_against_confirming(step, first, viewer)
    return {
        "step": step,
        "kept": first.data,
        "label": _(step.label),
        "by": first.person_name,
        "at": first.signed_at,
        "is_own": is_own,
        "reason": _(reason.message) if reason else "",
    }


def to_sign(proposal: Shown | None) -> Shown:
    """The proposal that is there to be signed; Refused when none waits."""
    if proposal is None:
        raise Refused("nothing_proposed", _("There is no first signature waiting here."))
    return proposal


def confirms(request: HttpRequest) -> bool:
    """Whether the second signer confirms, and does not decline."""
    return request.POST.get("act") == "confirm"


def say_signed(request: HttpRequest, confirmed: str) -> None:
    """Say what came of the second signature."""
    declined = _("The proposal was closed. Nothing else has changed.")
    messages.success(request, confirmed if confirms(request) else declined)
