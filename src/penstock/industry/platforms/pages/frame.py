"""What the pages of platforms share: tabs, the way back, and the asking of a form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Refused

Shown = dict[str, Any]
TABS = (
    ("platforms", "Platforms"),
    ("platform_notices", "Notices to platforms"),
    ("platform_measures", "How platforms answer"),
    ("leads", "Leads"),
)
"""The places of platforms, by route and name."""
NOTHING_KEPT: Mapping[str, Any] = {}


def tabs(current: str) -> list[Shown]:
    """The places of platforms."""
    return [{"label": _(label), "url": reverse(name), "current": name == current} for name, label in TABS]


def crumbs(title: str, *between: tuple[str, str]) -> list[Shown]:
    """The way back to the platforms."""
    return [
        {"label": _("Platforms"), "url": reverse("platforms")},
        *({"label": label, "url": url} for label, url in between),
        {"label": title},
    ]


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[Shown], HttpResponse],
    *,
    title: str,
    back: str,
    kept: Mapping[str, Any] = NOTHING_KEPT,
    between: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it asks for, and show it again with what was entered where something is wrong."""
    entered, no = dict(kept), None
    if request.method == "POST":
        entered = pages.entered(form, request.POST)
        try:
            return act(entered)
        except Refused as refusal:
            no = refusal
    shown = {
        "page_title": title,
        "crumbs": crumbs(title, *between),
        "sections": pages.sections(form, entered, no.faults if no else ()),
        "errors": pages.errors(form, no),
        "cancel_url": back,
        "submit_label": _("Keep"),
        **more,
    }
    return render(request, "industry/platforms/form.html", shown, status=422 if no else 200)
