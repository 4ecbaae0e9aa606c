"""A page that asks for a form: what was entered is never lost, and nothing is done before it is right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, Refused

Shown = dict[str, Any]


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[Shown], HttpResponse],
    *,
    title: str,
    crumbs: Sequence[Shown],
    back: str,
    template: str,
    kept: Mapping[str, Any] | None = None,
    faults: Iterable[Fault] = (),
    beside: Iterable[Sequence[str]] = (),
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it asks for, and show it again with what was entered where something is wrong.

    `faults` are those of what is `kept`, `beside` the pairs of fields that stand in one line; `more` goes to the page.
    """
    entered, no = dict(kept or {}), None
    if request.method == "POST":
        entered = pages.entered(form, request.POST)
        try:
            return act(entered)
        except Refused as refusal:
            no = refusal
    shown = {
        "page_title": title,
        "crumbs": crumbs,
        "sections": pages.sections(form, entered, no.faults if no else faults, beside=beside),
        "errors": pages.errors(form, no),
        "cancel_url": back,
        "submit_label": _("Keep"),
        **more,
    }
    return render(request, template, shown, status=422 if no else 200)
