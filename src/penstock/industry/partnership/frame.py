"""What the pages of partnership share: the tabs, the way back, and the asking of a form."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import asking
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, READ_CASES, READ_GUIDANCE

Shown = dict[str, Any]
PLACES = (
    ("partnership", "Agreements", JOIN_PARTNERSHIP),
    ("consultations", "Consultations", JOIN_PARTNERSHIP),
    ("trusted_partners", "Trusted partners", JOIN_PARTNERSHIP),
    ("guidance", "Guidance", READ_GUIDANCE),
    ("contact_points", "Points of contact", JOIN_PARTNERSHIP),
    ("benchmarks", "Benchmarks", JOIN_PARTNERSHIP),
    ("consultations_shared", "What was asked of industry", READ_CASES),
)
"""The rooms of partnership, and the duty that opens each."""


def tabs(viewer: Viewer, current: str) -> list[Shown]:
    """The rooms that are open to the viewer."""
    return [
        {"label": _(label), "url": reverse(name), "current": name == current}
        for name, label, duty in PLACES
        if viewer.has(duty)
    ]


def crumbs(viewer: Viewer, title: str, *between: tuple[str, str]) -> list[Shown]:
    """The way back to the rooms of partnership; the secretariat comes to it by the library."""
    home = "partnership" if viewer.has(JOIN_PARTNERSHIP) else "guidance"
    return [
        {"label": _("Partnership"), "url": reverse(home)},
        *({"label": label, "url": url} for label, url in between),
        {"label": title},
    ]


def heads(*labels: str) -> list[Shown]:
    """The heads of a table."""
    return [{"label": one} for one in labels]


def given(form: Form, kept: Mapping[str, Any]) -> list[Shown]:
    """What was answered in a form, without what was left empty."""
    parts = ({**part, "rows": [one for one in part["rows"] if one["value"]]} for part in pages.answers(form, kept))
    return [part for part in parts if part["rows"]]


def ask(
    request: HttpRequest,
    viewer: Viewer,
    form: Form,
    act: Callable[[Shown], Any],
    *,
    title: str,
    back: str,
    between: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> HttpResponse:
    """Ask for a form of partnership and go on; `act` answers where to, or nothing for the way back."""

    def acted(entered: Shown) -> HttpResponse:
        onward = act(entered)
        messages.success(request, more.get("done") or _("Kept."))
        return redirect(onward if isinstance(onward, str) else back)

    trail, template = crumbs(viewer, title, *between), "industry/partnership/form.html"
    return asking.ask(request, form, acted, title=title, crumbs=trail, back=back, template=template, **more)
