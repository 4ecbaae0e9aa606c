"""Pages of the catalogue: the lists, one list, a substance, a question, and what changes between two days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.adoption.changes import Change, changes_between
from penstock.catalogue.law.book import NO_DAY, Rule, holds
from penstock.catalogue.pages import answers
from penstock.catalogue.pages.questions import (
    Shown,
    book,
    columns,
    country_choices,
    day_in,
    jurisdiction_choices,
    mark,
    place_in,
    tabs,
)
from penstock.catalogue.structures.drawings import drawing
from penstock.kernel.clock import today
from penstock.kernel.routes import SIGNED_IN, door
from penstock.kernel.viewer import NotVisible

LONGEST_QUESTION = 500


def crumbs(*further: tuple[str, str]) -> list[Shown]:
    """The way back to the lists; a label without an address is the present page."""
    return [{"label": _("Law"), "url": reverse("law")}, *({"label": label, "url": url} for label, url in further)]


@require_GET
@door(SIGNED_IN)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list by jurisdiction, as it stands on a day."""
    law, asked = book(), day_in(request)
    jurisdiction = request.GET.get("jurisdiction", "")
    rows = [_listed(one, asked.on) for one in answers.lists_on(law, asked.on, jurisdiction)]
    shown = {
        "asked": asked,
        "jurisdiction": jurisdiction,
        "choices": jurisdiction_choices(law),
        "errors": asked.faults,
        "columns": columns(
            _("Where"), _("List"), _("Entries"), _("Verified"), _("To come"), _("Pack"), numbers=(2, 3, 4)
        ),
        "rows": rows,
    }
    return render(request, "catalogue/lists.html", {**shown, "tabs": tabs("law")}, status=asked.status)


def _listed(one: answers.Standing, on: date) -> Shown:
    address = reverse("law_list", args=[one.pack.id, one.list.code])
    return {
        "standing": one,
        "place": answers.place(one.pack.jurisdiction),
        "url": f"{address}?{urlencode({'on': on.isoformat()})}",
        "pack_url": reverse("law_pack", args=[one.pack.id]),
        "is_sure": one.entries == one.verified,
        "own": len(answers.of_list(one.pack, one.list.code, on)) if not one.pack.entries else 0,
    }


@require_GET
@door(SIGNED_IN)
def one_list(request: HttpRequest, pack_id: str, code: str) -> HttpResponse:
    """One list on a day: what it holds, what is to come and what it held, and what follows from it."""
    law, asked = book(), day_in(request)
    pack = law.packs.get(pack_id)
    if pack is None or code not in pack.lists:
        raise NotVisible
    rules = answers.rules_of_list(law, pack, code)
    holding = [rule for rule in rules if holds(rule.entry, asked.on)]
    shown = {
        "asked": asked,
        "errors": asked.faults,
        "pack": pack,
        "list": pack.lists[code],
        "place": answers.place(pack.jurisdiction),
        "crumbs": crumbs((pack.lists[code].title, "")),
        "columns": entry_columns(),
        "groups": [
            (_("On the list that day"), [entry_row(rule, asked.on) for rule in holding]),
            (_("To come"), [entry_row(rule, asked.on) for rule in rules if rule.entry.since > asked.on]),
            (_("No more on the list"), [entry_row(rule, asked.on) for rule in rules if _is_over(rule, asked.on)]),
        ],
        "clauses": [clause_row(one) for one in answers.of_list(pack, code, asked.on)],
        "to_come": [clause_row(one) for one in answers.to_follow(pack, code, asked.on)],
        "clause_columns": clause_columns(),
    }  # fmt: skip
    return render(request, "catalogue/list.html", shown, status=asked.status)


def _is_over(rule: Rule, on: date) -> bool:
    return rule.entry.until is not None and rule.entry.until <= on


def entry_columns() -> list[Shown]:
    """The heads of a table of entries."""
    return columns(_("What is controlled"), _("Covers"), _("From"), _("To"), _("Source"), _("Mark"), narrow=(2, 3, 5))


def entry_row(rule: Rule, on: date) -> Shown:
    """An entry as a row: what it controls with a link to the substance, its span, its source and its mark."""
    entry = rule.entry
    url = f"{reverse('law_substance', args=[entry.substance])}?on={on.isoformat()}" if entry.substance else ""
    return {
        "rule": rule,
        "place": answers.place(rule.jurisdiction),
        "list_url": f"{reverse('law_list', args=[rule.pack.id, rule.list.code])}?on={on.isoformat()}",
        "wording": entry.wording,
        "url": url,
        "kind": "" if entry.rule == "substance" else _(entry.rule.replace("-", " ")),
        "covers": answers.covered(entry),
        "from": entry.since,
        "to": entry.until,
        "precision": entry.precision,
        "authority": entry.authority,
        "source": entry.source,
        "mark": mark(verified=entry.verified),
    }


def clause_columns() -> list[Shown]:
    """The heads of a table of what follows from a rule."""
    return columns(_("Kind"), _("What follows"), _("From"), _("To"), _("Source"), _("Mark"), narrow=(0, 2, 3, 5))


def clause_row(one: answers.Clause) -> Shown:
    """One consequence as a row."""
    return {
        "kind": _(one.kind), "text": one.text, "from": one.since, "to": one.until, "source": one.source,
        "mark": mark(verified=one.verified),
    }  # fmt: skip


@require_GET
@door(SIGNED_IN)
def substance(request: HttpRequest, id_: str) -> HttpResponse:
    """A substance: what it is, every rule on a day everywhere, and its history."""
    law, asked = book(), day_in(request)
    one = law.substances.get(id_)
    if one is None:
        raise NotVisible
    rules = answers.rules_naming(law, id_)
    holding = [rule for rule in rules if holds(rule.entry, asked.on)]
    shown = {
        "asked": asked,
        "errors": asked.faults,
        "one": one,
        "mark": mark(verified=one.verified),
        "crumbs": crumbs((one.name, "")),
        "identity": _identity(one),
        # Plain SVG by our own drawer, without scripts, links or styles.
        "drawing": mark_safe(drawing(one.smiles)) if one.smiles else "",  # noqa: S308
        "names": _by_language(law.names.get(id_, ())),
        "numbers": law.numbers.get(id_, ()),
        "rules": [rule_shown(answers.told(law, rule, asked.on), asked.on) for rule in holding],
        "history": [entry_row(rule, asked.on) for rule in rules],
        "history_columns": columns(
            _("From"), _("To"), _("List"), _("What is controlled"), _("Mark"), narrow=(0, 1, 4)
        ),
        "clause_columns": clause_columns(),
    }  # fmt: skip
    return render(request, "catalogue/substance.html", shown, status=asked.status)


def _identity(one: Any) -> list[Shown]:
    rows = ((_("CAS number"), one.cas), (_("HS 2022"), one.hs_2022), (_("Formula"), one.formula),
            (_("SMILES"), one.smiles), (_("InChIKey"), one.inchikey))  # fmt: skip
    return [{"label": label, "value": value} for label, value in rows if value]


def _by_language(names: Iterable[Any]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in names:
        found.setdefault(one.language, []).append(one.text)
    return found


def rule_shown(one: answers.Told, on: date) -> Shown:
    """A rule with its clauses, as the page of a substance and the answer to a question show it."""
    return {**entry_row(one.rule, on), "clauses": [clause_row(each) for each in one.clauses], "sure": one.verified}


@require_GET
@door(SIGNED_IN)
def ask(request: HttpRequest) -> HttpResponse:
    """A question put to the law: what is this, and what does a place say of it on a day."""
    law, asked = book(), day_in(request)
    what = request.GET.get("what", "").strip()[:LONGEST_QUESTION]
    place = place_in(request, law, asked.on)
    errors = [*asked.faults, *place.faults]
    found = answers.ask(law, what, asked.on, place.where) if what else []
    shown = {
        "asked": asked,
        "errors": errors,
        "what": what,
        "place": place,
        "countries": country_choices(),
        "found": [
            {
                "one": one,
                "url": f"{reverse('law_substance', args=[one.id])}?on={asked.on.isoformat()}",
                "rules": [rule_shown(each, asked.on) for each in one.rules],
            }
            for one in found
        ],
        "clause_columns": clause_columns(),
        "crumbs": crumbs((_("Ask"), "")),
    }
    return render(request, "catalogue/ask.html", {**shown, "tabs": tabs("law_ask")}, status=422 if errors else 200)


@require_GET
@door(SIGNED_IN)
def changes(request: HttpRequest) -> HttpResponse:
    """What changes between two days, everywhere or in one jurisdiction."""
    law = book()
    before = day_in(request, "from", today() - timedelta(days=365))
    after = day_in(request, "to", today() + timedelta(days=365))
    jurisdiction = request.GET.get("jurisdiction", "")
    shown = {
        "before": before,
        "after": after,
        "errors": [*before.faults, *after.faults],
        "jurisdiction": jurisdiction,
        "choices": jurisdiction_choices(law),
        "rows": [change_row(one) for one in changes_between(law, before.on, after.on, jurisdiction)],
        "crumbs": crumbs((_("Changes"), "")),
    }
    return render(
        request,
        "catalogue/changes.html",
        {**shown, "tabs": tabs("law_changes")},
        status=max(before.status, after.status),
    )


def change_row(one: Change) -> Shown:
    """A change as the difference part takes it."""
    effect = _("from %(day)s") % {"day": date_format(one.since, "j M Y")} if one.since else ""
    if one.since == NO_DAY:
        effect = _("no day set")
    return {
        "label": f"{_(one.list)}: {_(one.what)}" if one.list else _(one.what),
        "old": one.old, "new": one.new, "effect": effect,
    }  # fmt: skip
