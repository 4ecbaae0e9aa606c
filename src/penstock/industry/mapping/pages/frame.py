"""What the pages of the mapping share: tabs, the way back, and the asking of a form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
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
NOTHING_KEPT: Mapping[str, Any] = {}


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
    known = more.pop("faults", ())
    shown = {
        "page_title": title,
        "crumbs": crumbs(title, *between),
        "sections": pages.sections(form, entered, no.faults if no else known, beside=BESIDE),
        "errors": pages.errors(form, no),
        "cancel_url": back,
        "submit_label": _("Keep"),
        **more,
    }
    return render(request, more.get("template", "industry/mapping/form.html"), shown, status=422 if no else 200)


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
