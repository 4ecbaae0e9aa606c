"""What a page of the catalogue was asked: a day, a jurisdiction or country, and the viewer who asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.catalogue.countries import countries, country
from penstock.catalogue.law.book import Book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.pages import answers
from penstock.kernel.clock import today

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A day with what was entered for it; `faults` are shown above the page, and today is taken instead."""

    on: date
    entered: str
    faults: tuple[Shown, ...]

    @property
    def status(self) -> int:
        """The answer's status."""
        return 422 if self.faults else 200


def day_in(request: HttpRequest, name: str = "on", usual: date | None = None) -> Asked:
    """The day asked for, today (or the usual day) if none is."""
    text, usual = request.GET.get(name, "").strip(), usual or today()
    if not text:
        return Asked(usual, usual.isoformat(), ())
    try:
        return Asked(date.fromisoformat(text), text, ())
    except ValueError:
        message = _("'%(given)s' is no day; write it as YYYY-MM-DD.") % {"given": text[:40]}
        return Asked(usual, text[:40], ({"field_id": f"id_{name}", "label": _("Day"), "message": message},))


@dataclass(frozen=True, slots=True)
class Place:
    """A country that was asked for, or anywhere: the jurisdictions whose law holds there (None for all)."""

    code: str
    name: str
    where: frozenset[str] | None
    laws: str
    has_own: bool
    faults: tuple[Shown, ...]


def place_in(request: HttpRequest, law: Book, on: date) -> Place:
    """The country asked for; what is none is told, and anywhere is taken instead."""
    code = request.GET.get("country", "").strip().upper()
    found = country(code) if code else None
    where = law.jurisdictions_of(found.code, on) if found else None
    message = _("'%(given)s' is no country; choose one of the list.") % {"given": code[:40]}
    asked = [one for one in answers.jurisdictions(law) if where is None or one in where]
    return Place(
        code=code,
        name=found.name if found else "",
        where=where,
        laws=", ".join(map(answers.place, asked)),
        has_own=found is None or found.code in asked,
        faults=({"field_id": "id_country", "label": _("Country"), "message": message},) if code and not found else (),
    )


def jurisdiction_choices(book: Book) -> list[Shown]:
    """The jurisdictions whose law is here, and all of them."""
    listed = [{"value": one, "label": answers.place(one)} for one in answers.jurisdictions(book)]
    return [{"value": "", "label": _("All")}, *listed]


def country_choices() -> list[Shown]:
    """Every country, and none in particular."""
    named = sorted(((one.code, one.name) for one in countries().values()), key=lambda pair: pair[1])
    return [{"value": "", "label": _("Anywhere")}, *({"value": code, "label": name} for code, name in named)]


def mark(*, verified: bool) -> Shown:
    """The verified mark as a badge."""
    return {"label": _("verified") if verified else _("not verified"), "tone": "ok" if verified else "warn"}


def columns(*heads: str, narrow: tuple[int, ...] = (), numbers: tuple[int, ...] = ()) -> list[Shown]:
    """The heads of a table."""
    kinds = dict.fromkeys(narrow, "narrow") | dict.fromkeys(numbers, "number")
    return [{"label": label, "kind": kinds.get(at, "")} for at, label in enumerate(heads)]


def tabs(here: str) -> list[Shown]:
    """The places of the catalogue, the present one marked."""
    places = (
        (_("Lists"), "law"), (_("Ask"), "law_ask"), (_("Structure"), "law_structure"),
        (_("Changes"), "law_changes"),
        (_("What would change"), "law_simulation"), (_("Packs"), "law_packs"),
    )  # fmt: skip
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name in places]


def book() -> Book:
    """The law in force, by which every page of this request goes."""
    return current_book()
