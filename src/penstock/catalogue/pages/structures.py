"""The page of a structure: which rules it meets on a day, by which of its atoms, and why not for a near miss."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.law.book import Rule
from penstock.catalogue.pages.questions import (
    Asked,
    Place,
    Shown,
    book,
    columns,
    country_choices,
    day_in,
    place_in,
    tabs,
)
from penstock.catalogue.pages.views import crumbs, entry_row
from penstock.catalogue.structures.drawings import drawing
from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.engines.structures.answers import Answer, Hit, NearMiss
from penstock.kernel.routes import SIGNED_IN, door


@require_GET
@door(SIGNED_IN)
def structure(request: HttpRequest) -> HttpResponse:
    """A structure put to the rules of a place on a day; nothing is kept of it."""
    law, asked = book(), day_in(request)
    place = place_in(request, law, asked.on)
    text = request.GET.get("structure", "").strip()
    answer = structure_rulebook(asked.on, place.where).match(text) if text else None
    errors = [*_refusal(answer), *asked.faults, *place.faults]
    shown = {
        "asked": asked,
        "place": place,
        "entered": text,
        "countries": country_choices(),
        "errors": errors,
        "refusal": next(iter(_refusal(answer)), {}).get("message", ""),
        "crumbs": crumbs((_("Structure"), "")),
        "tabs": tabs("law_structure"),
    }
    if answer and not answer.refused:
        rules = {rule.key: rule for rule in law.rules_on(asked.on, place.where)}
        shown |= _judged(answer, rules, asked, place, request.GET.get("show", ""))
    return render(request, "catalogue/structure.html", shown, status=422 if errors else 200)


def _refusal(answer: Answer | None) -> list[Shown]:
    """Why a structure could not be judged, and how it is written."""
    if answer is None or not answer.refused:
        return []
    how = _(
        "Write one whole structure as SMILES, such as CC(C)=O, or as InChI, beginning with InChI=. "
        "Names and numbers are asked on the page Ask."
    )
    said = _(answer.refused)
    return [{"field_id": "id_structure", "label": _("Structure"), "message": f"{said[:1].upper()}{said[1:]}. {how}"}]


def _judged(answer: Answer, rules: Mapping[str, Rule], asked: Asked, place: Place, show: str) -> Shown:
    """What is told of a structure that could be judged; `show` names the rule and part whose atoms are marked."""
    told: list[Hit | NearMiss] = [*answer.hits, *answer.near_misses]
    marked = next((one for one in told if _place(one) == show), None) or next(iter(answer.hits), None)
    question = {"structure": answer.text, "country": place.code, "on": asked.on.isoformat()}
    rows = [_told(one, rules[one.rule], asked, question, marked) for one in answer.hits]
    return {
        # Plain SVG by our own drawer, without scripts, links or styles.
        "drawing": mark_safe(drawing(answer.text, marked.atoms if marked else ())),  # noqa: S308
        "marked": rules[marked.rule] if marked else None,
        "answer": answer,
        "parts": [_part(one, number) for number, one in enumerate(answer.parts, 1)],
        "hits": rows,
        "is_sure": all(one["rule"].entry.verified for one in rows),
        "hit_columns": columns(_("Rule"), _("What it is"), _("How sure"), _("Why"), _("Atoms"), narrow=(2, 4)),
        "misses": [_told(one, rules[one.rule], asked, question, marked) for one in answer.near_misses],
        "miss_columns": columns(_("Rule"), _("Why not"), _("Atoms"), narrow=(2,)),
    }


def _told(one: Hit | NearMiss, rule: Rule, asked: Asked, question: Shown, marked: Hit | NearMiss | None) -> Shown:
    """A rule that is met, or nearly, as a row with a link that marks its atoms."""
    shown = {
        **entry_row(rule, asked.on),
        "name": one.name,
        "show_url": f"{reverse('law_structure')}?{urlencode({**question, 'show': _place(one)})}" if one.atoms else "",
        "is_shown": marked is not None and _place(one) == _place(marked),
        "why": one.why if isinstance(one, Hit) else (one.why,),
    }
    if isinstance(one, Hit):
        is_certain = one.confidence == "certain"
        shown["relation"] = f"{one.relation[:1].upper()}{one.relation[1:]}"
        shown["sure"] = {
            "label": _("certain") if is_certain else _("interpretation"),
            "tone": "ok" if is_certain else "warn",
            "reading": _("as the law defines it") if one.reading == "law" else _("by our reading of the law"),
        }
    return shown


def _place(one: Hit | NearMiss) -> str:
    """A rule and a part, as an address names them."""
    return f"{one.rule}/{one.part}"


def _part(one: Any, number: int) -> Shown:
    changes = "; ".join(map(_, one.changes))
    return {"label": f"{number}: {_(one.kind)}", "value": one.smiles, "hint": changes}
