"""What the directory's pages share: a page that asks a form, the way back, and entries as tables show them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Refused
from penstock.parties.directory.fields import COMPETENCES, FOCAL, FORMS
from penstock.parties.directory.models import KINDS, Entry
from penstock.parties.models import Government

Shown = dict[str, Any]


def crumbs(government: Government | None, *last: str) -> list[Shown]:
    """The way to a page: the directory, the country, and what comes after it."""
    found: list[Shown] = [{"label": _("Directory"), "url": reverse("directory")}]
    if government:
        found.append({"label": government.name, "url": reverse("directory_country", args=[government.code])})
    return [*found, *({"label": one} for one in last)]


def ask(
    request: HttpRequest,
    form: Form | None,
    no: Refused | None = None,
    *,
    title: str,
    submit: str,
    back: str,
    trail: Sequence[Shown],
    kept: Mapping[str, Any] | None = None,
    lede: str = "",
    effects: Sequence[str] = (),
    tone: str = "primary",
    **more: Any,
) -> HttpResponse:
    """Show a form, again with what was entered where something was wrong; without one, ask only whether to go on."""
    entered = pages.entered(form, request.POST) if no else dict(kept or {})
    faults = no.faults if no else ()
    shown = {
        "page_title": title,
        "lede": lede,
        "crumbs": trail,
        "sections": pages.sections(form, entered, faults) if form else [],
        "errors": pages.errors(form, no),
        "effects": effects,
        "submit_label": submit,
        "tone": tone,
        "cancel_url": back,
        **more,
    }
    template = "web/directory/form.html" if form and not effects else "web/directory/confirm.html"
    return render(request, template, shown, status=422 if no else 200)


def answered(one: Entry) -> list[Shown]:
    """What is answered in an entry, as the rows of a data list."""
    return [found for part in pages.answers(FORMS[one.kind], one.content) for found in part["rows"] if found["value"]]


def columns() -> list[Shown]:
    """The heads of a table of entries."""
    return [{"label": one} for one in (_("Name"), _("For"), _("Contact"), _("Verified"))]


def by_kind(entries: Iterable[Entry]) -> list[Shown]:
    """Entries as tables, one for each kind that there is."""
    found = list(entries)
    tables = [(label, [row(one) for one in found if one.kind == kind]) for kind, label in KINDS.items()]
    return [{"caption": _(label), "rows": rows} for label, rows in tables if rows]


def row(one: Entry) -> Shown:
    """An entry as a row."""
    content = one.content
    about = [_(COMPETENCES[name]) for name in content.get("competences") or () if name in COMPETENCES]
    if content.get("role") in FOCAL:
        about.append(_(FOCAL[content["role"]]))
    about += [content[name] for name in ("post", "unit") if content.get(name)]
    return {
        "entry": one,
        "office": one.organisation.name if one.organisation and one.kind != "authority" else content.get("agency", ""),
        "about": about,
        "email": content.get("email") or "",
        "phone": content.get("phone") or "",
        "hours": content.get("hours") or "",
    }
