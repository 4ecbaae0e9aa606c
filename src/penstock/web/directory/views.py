"""Reading the directory: the list, a country, an entry with its history, its specimens, and what is taken along."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.kernel import files
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.routes import SIGNED_IN, door, viewer_in
from penstock.parties.directory import exports, queries
from penstock.parties.directory.events import EVENTS
from penstock.parties.directory.fields import FORMS
from penstock.parties.directory.models import KINDS, Entry
from penstock.parties.duties import ADMINISTER, READ_DIRECTORY
from penstock.parties.models import Organisation
from penstock.parties.queries import directory as organisations_of_kind
from penstock.parties.queries import secretariat
from penstock.web.directory.frames import answered, by_kind, columns, crumbs

PAGE = 100


@require_GET
@door(SIGNED_IN)
def directory(request: HttpRequest) -> HttpResponse:
    """The authorities by government, and the secretariat; a company is shown how to reach those of its own country."""
    viewer = viewer_in(request)
    if not viewer.has(READ_DIRECTORY):
        public = [{"name": one.name, "rows": answered(one)} for one in queries.public_entries(viewer)]
        return render(request, "web/directory/public.html", {"entries": public})
    text = request.GET.get("text", "").strip()
    found = organisations_of_kind("authority", text, after=request.GET.get("after", ""), limit=PAGE + 1)
    page = found[:PAGE]
    more = urlencode({"text": text, "after": str(page[-1].id)}) if len(found) > len(page) else ""
    stale = queries.stale_countries(viewer)
    days = _("Days to answer")
    heads = [_("Government"), _("Authority"), _("Competent for"), _("1988 Convention"), days, _("Contact")]
    shown: dict[str, Any] = {
        "text": text,
        "secretariat": secretariat(),
        "columns": [{"label": label, "kind": "number" if label == days else ""} for label in heads],
        "rows": [_authority(one, stale) for one in page],
        "next_url": f"?{more}" if more else "",
        "may_check": viewer.has(ADMINISTER) and viewer.organisation_id == secretariat().id,
    }
    return render(request, "web/directory/list.html", shown)


def _authority(one: Organisation, stale: set[str]) -> dict[str, Any]:
    government = one.government
    if government is None:
        return {"authority": one}
    return {
        "authority": one,
        "government": government,
        "is_counterpart": government.counterpart_id == one.id,
        "is_stale": government.code in stale,
    }


@require_GET
@door(READ_DIRECTORY)
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the directory holds of a country."""
    viewer = viewer_in(request)
    government = queries.government_named(code)
    found = queries.entries(viewer, queries.Wanted(country=government.code))
    shown = {
        "government": government,
        "crumbs": crumbs(None, government.name),
        "columns": columns(),
        "tables": by_kind(found),
        "is_stale": any(one.stale_on for one in found),
        "is_asked": any(one.asked_on for one in found),
        "may_keep": queries.keeps(viewer, government.code),
        "kinds": [{"kind": kind, "label": _(label)} for kind, label in KINDS.items()],
        "administrators": queries.administrators(government.code),
    }
    return render(request, "web/directory/country.html", shown)


@require_GET
@door(READ_DIRECTORY)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry, with its specimens and, for its own country and the secretariat, its history."""
    viewer = viewer_in(request)
    found = queries.entry(viewer, entry_id)
    shown = {
        "entry": found,
        "kind": _(KINDS[found.kind]),
        "crumbs": crumbs(found.government, found.name),
        "sections": pages.answers(FORMS[found.kind], found.content),
        "specimens": queries.specimens(viewer, entry_id),
        "may_keep": queries.keeps(viewer, found.government_id) and found.ended_on is None,
        "story": [_told(one, found.kind) for one in queries.history(viewer, entry_id)],
    }
    return render(request, "web/directory/entry.html", shown)


def _told(one: Event, kind: str) -> dict[str, Any]:
    changed = [_(FORMS[kind].field(name).label) for name in one.data.get("changed", ())]
    return {
        "what": capfirst(_(EVENTS[one.name][0])),
        "at": one.at,
        "who": one.person_name,
        "organisation": one.organisation_name,
        "body": ", ".join(changed) or one.data.get("holder", ""),
    }


@require_GET
@door(READ_DIRECTORY)
def specimen(request: HttpRequest, specimen_id: UUID) -> HttpResponse:
    """The file of a specimen, always as a download."""
    found = queries.specimen(viewer_in(request), specimen_id)
    kind = found.media_type.rpartition("/")[2]
    return pages.download(files.content_of(found.sha256), found.media_type, f"{found.kind} {found.holder}.{kind}")


@require_GET
@door(READ_DIRECTORY)
def paper(request: HttpRequest) -> HttpResponse:
    """The whole directory on one page, to be printed; `country` narrows it to one."""
    viewer = viewer_in(request)
    code = request.GET.get("country", "").strip().upper()
    found = queries.entries(viewer, queries.Wanted(country=code))
    by_country: dict[str, dict[str, Any]] = {}
    for one in found:
        part = by_country.setdefault(one.government_id, {"government": one.government, "entries": []})
        part["entries"].append({"entry": one, "kind": _(KINDS[one.kind]), "rows": answered(one)})
    shown = {"crumbs": crumbs(None, _("To be printed")), "on": today(), "countries": list(by_country.values())}
    return render(request, "web/directory/paper.html", shown)


@require_GET
@door(READ_DIRECTORY)
def sheet(request: HttpRequest) -> HttpResponse:
    """The whole directory as CSV; `country` narrows it to one."""
    return pages.download(exports.as_csv(_taken(request)), "text/csv; charset=utf-8", f"directory {today()}.csv")


@require_GET
@door(READ_DIRECTORY)
def cards(request: HttpRequest) -> HttpResponse:
    """The whole directory as vCards; `country` narrows it to one."""
    return pages.download(exports.as_vcards(_taken(request)), "text/vcard; charset=utf-8", f"directory {today()}.vcf")


def _taken(request: HttpRequest) -> list[Entry]:
    code = request.GET.get("country", "").strip().upper()
    return queries.entries(viewer_in(request), queries.Wanted(country=code))
