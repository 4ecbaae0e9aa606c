"""Pages that ask something and act on the answer; a refusal is shown with everything that was entered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.models import Case
from penstock.cases.steps.pages import confirms, proposal_on, to_sign
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import (
    Step,
    Workflow,
    open_steps,
    reason_against_beginning,
)
from penstock.parties.models import Organisation

Shown = dict[str, Any]
Entered = dict[str, Any]
FORM, CONFIRM = "operations/form.html", "operations/confirm.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a page asks: the form with what it begins with, which fields share a row, and what each offers.

    `shown` is what the page holds besides: its headings and the way back.
    """

    form: Form | None
    shown: Mapping[str, Any]
    submit_label: str
    begun: Mapping[str, Any] = field(default_factory=dict)
    beside: Iterable[Sequence[str]] = ()
    offered: Mapping[str, Iterable[tuple[str, str]]] = field(default_factory=dict)
    template: str = FORM


def asked(request: HttpRequest, question: Question, act: Callable[[Entered], HttpResponse]) -> HttpResponse:
    """Ask, or act on what was entered and go where the act leads; a refusal leads back to the question."""
    no = None
    if request.method == "POST":
        try:
            return act(pages.entered(question.form, request.POST))
        except Refused as refused:
            no = refused
    kept = pages.entered(question.form, request.POST) if no else question.begun
    faults, beside = no.faults if no else (), question.beside
    drawn = pages.sections(question.form, kept, faults, beside=beside) if question.form else []
    shown = {
        **question.shown,
        "sections": _offering(drawn, question.offered),
        "errors": pages.errors(question.form, no),
        "submit_label": question.submit_label,
    }
    return render(request, question.template, shown, status=422 if no else 200)


def _offering(drawn: list[Shown], offered: Mapping[str, Iterable[tuple[str, str]]]) -> list[Shown]:
    """Put what may be chosen today into the fields that offer it; one that is ticked stays one to be ticked."""
    for one in (control for part in drawn for row in part["rows"] for control in row if control["name"] in offered):
        found = [{"value": value, "label": label} for value, label in offered[one["name"]]]
        is_ticked = one["kind"] == "checkboxes"
        one.update({"choices": found} if is_ticked else {"kind": "select", "choices": [_none_chosen(), *found]})
    return drawn


def _none_chosen() -> Shown:
    return {"value": "", "label": _("Choose one")}


def by_id(offices: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Organisations to be chosen from."""
    return [(str(one.pk), one.name) for one in offices]


def step_asked(
    request: HttpRequest,
    flow: Workflow,
    case: Any,
    verb: str,
    *,
    question_of: Callable[[Step], Question],
    act: Callable[[Step, Entered], HttpResponse],
) -> HttpResponse:
    """The page of a step: whoever may not begin it is told why instead of being asked."""
    step = next((one for one in flow.steps if one.verb == verb), None)
    if step is None:
        raise NotVisible
    reason = reason_against_beginning(flow, step, case, viewer_in(request))
    if reason:
        raise Refused(reason.code, _(reason.message))
    return asked(request, question_of(step), lambda entered: act(step, entered))


def say_done(request: HttpRequest, step: Step) -> None:
    """Say that a step was taken, or that its first signature was given."""
    said = _("Your signature is kept. Another officer must confirm it.")
    messages.success(request, said if step.second else _("Done: %(step)s.") % {"step": _(step.label)})


def acts(flow: Workflow, case: Any, viewer: Viewer, address: Callable[[str], str], first: Iterable[str]) -> Shown:
    """The steps that are open to somebody as buttons, those of `first` set off, and the others with the reason."""

    def button(step: Step) -> Shown:
        tone = "primary" if step.verb in first else "secondary"
        return {"label": _(step.label), "url": address(step.verb), "tone": tone}

    found = open_steps(flow, case, viewer)
    return {
        "acts": [button(step) for step, reason in found if reason is None],
        "absent": [{**button(step), "reason": _(reason.message)} for step, reason in found if reason],
    }


def signature_asked(
    request: HttpRequest, case: Case, *, shown: Mapping[str, Any], sign: Callable[[bool], str], back: str
) -> HttpResponse:
    """What waits for a second signature: to be confirmed, declined, or taken back; `sign` answers what to say."""
    if request.method == "POST":
        messages.success(request, sign(confirms(request)))
        return redirect(back)
    waiting = to_sign(proposal_on(viewer_in(request), case))
    return render(request, "operations/signature.html", {**shown, "case": case, "proposal": waiting})
