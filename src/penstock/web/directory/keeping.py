"""Keeping a country's part of the directory: entries, specimens, the calendar, and saying that all is right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.catalogue.calendars import holidays_of
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.directory import days, entries, queries
from penstock.parties.directory.fields import CORRECTION, FORMS, SPECIMEN, WITHDRAWAL, with_office
from penstock.parties.directory.models import KINDS, DayCorrection, Entry
from penstock.parties.duties import ADMINISTER, READ_DIRECTORY
from penstock.web.directory.frames import ask, crumbs

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(ADMINISTER)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an entry of the kind that the address asks for."""
    viewer = viewer_in(request)
    government = queries.require_keeper(viewer, code)
    kind = request.GET.get("kind", "authority")
    if kind not in FORMS:
        raise NotVisible
    form = _asked(government.code, kind)
    back = reverse("directory_country", args=[government.code])
    page: dict[str, Any] = {
        "title": _("Add: %(kind)s") % {"kind": _(KINDS[kind])},
        "submit": _("Add to the directory"),
        "back": back,
        "trail": crumbs(government, _(KINDS[kind])),
    }
    if request.method != "POST":
        return ask(request, form, **page)
    entered = pages.entered(form, request.POST)
    try:
        entries.add_entry(
            viewer=viewer, country=government.code, kind=kind, raw=entered, office=entered.pop("office", "")
        )
    except Refused as no:
        return ask(request, form, no, **page)
    messages.success(request, _("The entry was added."))
    return redirect(back)


def _asked(code: str, kind: str) -> Form:
    """The form of a kind, with the offices of the country to choose from where there are any."""
    offices = {str(one.id): one.name for one in queries.offices_of(code)}
    return with_office(FORMS[kind], offices, required=kind in entries.NEEDS_OFFICE) if offices else FORMS[kind]


def _kept(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry of a country that the viewer keeps; NotVisible otherwise."""
    found = queries.entry(viewer, entry_id)
    if not queries.keeps(viewer, found.government_id):
        raise NotVisible
    return found


@EITHER
@door(ADMINISTER)
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct an entry, which verifies it."""
    viewer = viewer_in(request)
    found = _kept(viewer, entry_id)
    form = FORMS[found.kind]
    back = reverse("directory_entry", args=[entry_id])
    page: dict[str, Any] = {
        "title": _("Correct: %(name)s") % {"name": found.name},
        "submit": _("Save"),
        "back": back,
        "trail": crumbs(found.government, found.name),
        "kept": found.content,
    }
    if request.method != "POST":
        return ask(request, form, **page)
    try:
        entries.correct_entry(viewer=viewer, entry_id=entry_id, raw=pages.entered(form, request.POST))
    except Refused as no:
        return ask(request, form, no, **page)
    messages.success(request, _("The entry was corrected."))
    return redirect(back)


@EITHER
@door(ADMINISTER)
def end(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry out of the directory."""
    viewer = viewer_in(request)
    found = _kept(viewer, entry_id)
    if request.method != "POST":
        return ask(
            request,
            None,
            title=_("End: %(name)s") % {"name": found.name},
            submit=_("End the entry"),
            back=reverse("directory_entry", args=[entry_id]),
            trail=crumbs(found.government, found.name),
            effects=[_("The entry is not shown in the directory any more. The record keeps it.")],
            tone="danger",
        )
    entries.end_entry(viewer=viewer, entry_id=entry_id)
    messages.success(request, _("The entry was ended."))
    return redirect("directory_country", code=found.government_id)


@EITHER
@door(ADMINISTER)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say that all entries of the country are right."""
    viewer = viewer_in(request)
    government = queries.require_keeper(viewer, code)
    if request.method == "POST":
        count = entries.verify_entries(viewer=viewer, country=government.code)
        messages.success(request, _("%(count)s entries count as right for six months.") % {"count": count})
        return redirect("directory_country", code=government.code)
    return ask(
        request,
        None,
        title=_("Is all of it right?"),
        submit=_("All is right"),
        back=reverse("directory_country", args=[government.code]),
        trail=crumbs(government, _("Verify")),
        effects=[_("Every entry of %(name)s counts as right for six months.") % {"name": government.name}],
    )


@EITHER
@door(ADMINISTER)
def add_specimen(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Add the specimen of a signature or stamp to an entry."""
    viewer = viewer_in(request)
    found = _kept(viewer, entry_id)
    back = reverse("directory_entry", args=[entry_id])
    page: dict[str, Any] = {
        "title": _("Add a specimen"),
        "lede": found.name,
        "submit": _("Add the specimen"),
        "back": back,
        "trail": crumbs(found.government, found.name),
        "form_has_files": True,
    }
    if request.method != "POST":
        return ask(request, SPECIMEN, **page)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
        raw = pages.entered(SPECIMEN, request.POST)
        entries.add_specimen(viewer=viewer, entry_id=entry_id, raw=raw, chunks=given.chunks())
    except Refused as no:
        return ask(request, SPECIMEN, no, **page)
    messages.success(request, _("The specimen was added. Only authorities and the secretariat see it."))
    return redirect(back)


@EITHER
@door(ADMINISTER)
def end_specimen(request: HttpRequest, specimen_id: UUID) -> HttpResponse:
    """Say that a specimen is valid no more."""
    viewer = viewer_in(request)
    found = queries.specimen(viewer, specimen_id)
    kept = _kept(viewer, found.entry_id)
    back = reverse("directory_entry", args=[kept.pk])
    if request.method == "POST":
        entries.end_specimen(viewer=viewer, specimen_id=specimen_id)
        messages.success(request, _("The specimen was ended."))
        return redirect(back)
    return ask(
        request,
        None,
        title=_("End a specimen: %(holder)s") % {"holder": found.holder},
        submit=_("End the specimen"),
        back=back,
        trail=crumbs(kept.government, kept.name),
        effects=[_("It stays on the page, with today as its last day.")],
        tone="danger",
    )


@require_GET
@door(READ_DIRECTORY)
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The days of a year on which a country's offices are closed, and what the country has corrected."""
    viewer = viewer_in(request)
    government = queries.government_named(code)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 1990 <= int(asked) <= 2100 else today().year  # noqa: PLR2004 - bounds
    corrected = {one.day: one for one in queries.corrections(government.code, year)}
    listed = dict(holidays_of(government.code, year))
    shown = {
        "government": government,
        "crumbs": crumbs(government, _("Calendar")),
        "year": year,
        "years": [year - 1, year + 1],
        "columns": [{"label": one} for one in (_("Day"), _("What day it is"), _("Offices"), _("Source"))],
        "rows": [_day(day, listed.get(day, ""), corrected.get(day)) for day in sorted({*listed, *corrected})],
        "may_keep": queries.keeps(viewer, government.code),
    }
    return render(request, "web/directory/calendar.html", shown)


def _day(day: Any, listed: str, corrected: DayCorrection | None) -> dict[str, Any]:
    if corrected is None:
        return {"day": day, "name": listed, "is_closed": True, "source": _("library of calendars")}
    return {
        "day": day,
        "name": corrected.name,
        "is_closed": corrected.is_closed,
        "source": corrected.source,
        "correction": corrected,
    }


@EITHER
@door(ADMINISTER)
def correct_day(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a day of the calendar."""
    viewer = viewer_in(request)
    government = queries.require_keeper(viewer, code)
    back = reverse("directory_calendar", args=[government.code])
    page: dict[str, Any] = {
        "title": _("Correct a day"),
        "lede": _("Running clocks are counted anew, and each deadline that moves is put on the record."),
        "submit": _("Correct the calendar"),
        "back": back,
        "trail": crumbs(government, _("Calendar")),
    }
    if request.method != "POST":
        return ask(request, CORRECTION, **page)
    try:
        row = days.correct_day(viewer=viewer, country=government.code, raw=pages.entered(CORRECTION, request.POST))
    except Refused as no:
        return ask(request, CORRECTION, no, **page)
    messages.success(request, _("The calendar was corrected."))
    return redirect(f"{back}?year={row.day.year}")


@EITHER
@door(ADMINISTER)
def withdraw_day(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Withdraw a correction of the calendar."""
    viewer = viewer_in(request)
    found = queries.correction(viewer, correction_id)
    back = reverse("directory_calendar", args=[found.government_id])
    page: dict[str, Any] = {
        "title": _("Withdraw the correction of %(day)s") % {"day": found.day},
        "submit": _("Withdraw"),
        "back": back,
        "trail": crumbs(found.government, _("Calendar")),
    }
    if request.method != "POST":
        return ask(request, WITHDRAWAL, **page)
    try:
        days.withdraw_day(viewer=viewer, correction_id=correction_id, raw=pages.entered(WITHDRAWAL, request.POST))
    except Refused as no:
        return ask(request, WITHDRAWAL, no, **page)
    messages.success(request, _("The library's calendar counts again on that day."))
    return redirect(f"{back}?year={found.day.year}")
