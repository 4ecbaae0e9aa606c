"""The page that shows what a new or changed rule would touch, before it enters into force."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.adoption import queries
from penstock.catalogue.adoption.changes import edition_changes, substances_of
from penstock.catalogue.adoption.drafting import pack_of
from penstock.catalogue.adoption.states import PROPOSALS
from penstock.catalogue.law.book import Book, Rule
from penstock.catalogue.law.reading import PackError
from penstock.catalogue.pages import answers
from penstock.catalogue.pages.questions import (
    Shown,
    book,
    columns,
    country_choices,
    day_in,
    tabs,
)
from penstock.catalogue.pages.views import change_row, crumbs
from penstock.catalogue.simulation import touched
from penstock.kernel.clock import today
from penstock.kernel.routes import SIGNED_IN, door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that is tried: what it is in a sentence, its substances, when it begins, and the changes it consists of.

    `at_once` tells that part of a proposal is law as soon as it is adopted. `unnamed` counts changed rules that name
    no substance, such as generic ones: what they touch is not looked for.
    """

    title: str
    substances: frozenset[str]
    since: date | None
    changes: tuple[Shown, ...] = ()
    unnamed: int = 0
    at_once: bool = False


@require_GET
@door(SIGNED_IN)
def simulation(request: HttpRequest) -> HttpResponse:
    """What a proposal, a rule to come, or a rule that is only thought of would touch."""
    law, viewer, asked = book(), viewer_in(request), day_in(request)
    tried, fault = _tried(request, law, viewer, asked.on)
    holdings = list(touched(viewer, tried.substances)) if tried and tried.substances else []
    errors = [*asked.faults, *([{"field_id": "id_what", "label": _("Substance"), "message": fault}] if fault else [])]
    shown = {
        "asked": asked,
        "errors": errors,
        "entered": {name: request.GET.get(name, "") for name in ("what", "list", "country")},
        "countries": country_choices(),
        "tried": tried,
        "named": [law.substances[one] for one in sorted(tried.substances) if one in law.substances] if tried else [],
        "holdings": [{"title": _(title), "holding": holding, "more": holding.count - len(holding.items)}
                     for title, holding in holdings],
        "item_columns": columns(_("Reference"), _("What"), narrow=(0,)),
        "proposals": [
            {"label": _("being written"), "value": str(one), "url": f"?proposal={one.pk}"}
            for one in queries.proposals(viewer) if one.state == PROPOSALS.initial
        ],
        "coming": [_coming(rule) for rule in sorted(law.rules, key=lambda one: one.entry.since)
                   if rule.entry.since > today()],
        "coming_columns": columns(_("From"), _("Where"), _("List"), _("What is controlled"), _("Try"), narrow=(0,)),
        "crumbs": crumbs((_("What would change"), "")),
    }  # fmt: skip
    return render(
        request, "catalogue/simulation.html", {**shown, "tabs": tabs("law_simulation")}, status=422 if errors else 200
    )


def _coming(rule: Rule) -> Shown:
    query = urlencode({"rule": rule.key, "since": rule.entry.since.isoformat()})
    return {"rule": rule, "place": answers.place(rule.jurisdiction), "url": f"{reverse('law_simulation')}?{query}"}


def _tried(request: HttpRequest, law: Book, viewer: Viewer, on: date) -> tuple[Tried | None, str]:
    """What is to be tried, or why it cannot be."""
    if proposal := request.GET.get("proposal", ""):
        return _of_proposal(law, viewer, proposal), ""
    if key := request.GET.get("rule", ""):
        return _of_rule(law, key, request.GET.get("since", "")), ""
    what = request.GET.get("what", "").strip()
    return _of_thought(request, law, what, on) if what else (None, "")


def _of_proposal(law: Book, viewer: Viewer, proposal_id: str) -> Tried:
    try:
        draft = queries.proposal(viewer, UUID(proposal_id))
        pack = pack_of(draft.pack, draft.content)
    except (ValueError, PackError) as wrong:
        raise NotVisible from wrong
    found = edition_changes(law.packs.get(draft.pack), pack)
    days = [one.since for one in found if one.since]
    return Tried(
        title=f"{pack.title} ({pack.version})",
        substances=substances_of(found),
        since=min(days, default=None),
        at_once=any(day <= today() for day in days),
        changes=tuple(change_row(one) for one in found),
        unnamed=sum(one.file == "entries" and not one.substances for one in found),
    )


def _of_rule(law: Book, key: str, since: str) -> Tried:
    rule = next((one for one in law.rules if one.key == key and one.entry.since.isoformat() == since), None)
    if rule is None:
        raise NotVisible
    found = frozenset({rule.entry.substance} - {""})
    title = f"{answers.place(rule.jurisdiction)}, {rule.list.title}: {rule.entry.wording}"
    return Tried(title, found, rule.entry.since, unnamed=0 if found else 1)


def _of_thought(request: HttpRequest, law: Book, what: str, on: date) -> tuple[Tried | None, str]:
    """A rule by the form: substances parted by semicolons, with the list, country and day it is thought for."""
    parts: list[Any] = [part.strip() for part in what.split(";") if part.strip()]
    meant = [[one.id for one in answers.ask(law, part, on)] for part in parts]
    if unknown := [part for part, ids in zip(parts, meant, strict=True) if not ids]:
        return None, _("'%(given)s' is no substance known here; write a name or a number.") % {"given": unknown[0][:80]}
    listed, code = request.GET.get("list", "").strip()[:80], request.GET.get("country", "").strip().upper()
    place = answers.place(code) if code else ""
    title = ", ".join(filter(None, (place, listed))) or _("A rule that is only thought of")
    return Tried(title, frozenset(id_ for ids in meant for id_ in ids), on), ""
