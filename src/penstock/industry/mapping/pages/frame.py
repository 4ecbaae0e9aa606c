"""What the pages of the mapping share: tabs, the way back, and the asking of a form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import asking
from penstock.industry.mapping import queries
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Refused, Viewer

Shown = dict[str, Any]
RISK_TONES = {"low": "ok", "medium": "warn", "high": "bad", "unknown": ""}
VERDICT_TONES = {"open": "warn", "known": "ok", "new": "ok", "same": "", "dismissed": ""}
BESIDE = (
    ("exists", "companies"),
    ("name", "number"),
    ("activity", "region"),
    ("how", "found_on"),
    ("contact_email", "contact_phone"),
)


def tabs(viewer: Viewer, current: str) -> list[Shown]:
    """The places of the mapping."""
    places = (
        ("mapping", _("Sectors"), None),
        ("mapping_companies", _("Companies found"), None),
        ("mapping_files", _("Files"), None),
        ("mapping_surveys", _("Surveys"), queries.unread_surveys(viewer)),
        ("mapping_report", _("Report"), None),
    )
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": count or None}
        for name, label, count in places
    ]


def crumbs(title: str, *between: tuple[str, str]) -> list[Shown]:
    """The way back to the mapping."""
    return [
        {"label": _("Industry"), "url": reverse("mapping")},
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
    template: str = "industry/mapping/form.html",
    **more: Any,
) -> HttpResponse:
    """Ask for a form in the mapping."""
    trail = crumbs(title, *between)
    return asking.ask(request, form, act, title=title, crumbs=trail, template=template, beside=BESIDE, **more)


def given(form: Form, kept: Mapping[str, Any]) -> list[Shown]:
    """What was answered in a form, without what was left empty."""
    parts = ({**part, "rows": [one for one in part["rows"] if one["value"]]} for part in pages.answers(form, kept))
    return [part for part in parts if part["rows"]]


def heads(*labels: str) -> list[Shown]:
    """The heads of a table."""
    return [{"label": one} for one in labels]


def chosen(request: HttpRequest) -> "UploadedFile[Any]":
    """The file that was chosen; Refused where none was."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        raise Refused("file_missing", "Choose a file first.")
    return given
