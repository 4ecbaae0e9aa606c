"""What the pages of platforms share: tabs, the way back, and the asking of a form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases.steps import asking
from penstock.kernel.forms.specification import Form

Shown = dict[str, Any]
TABS = (
    ("platforms", "Platforms"),
    ("platform_notices", "Notices to platforms"),
    ("platform_measures", "How platforms answer"),
    ("leads", "Leads"),
)
"""The places of platforms, by route and name."""


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
    between: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    """Ask for a form among the platforms."""
    trail, template = crumbs(title, *between), "industry/platforms/form.html"
    return asking.ask(request, form, act, title=title, crumbs=trail, template=template, **more)
