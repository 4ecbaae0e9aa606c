"""Operations on the law in force: packs, lists, questions and changes, each for a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from penstock.catalogue.adoption.changes import Change, changes_between
from penstock.catalogue.law.book import NO_DAY, Rule, holds
from penstock.catalogue.law.force import current_book
from penstock.catalogue.pages import answers
from penstock.kernel.clock import today
from penstock.kernel.doors.access import opened_by
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.routes import SIGNED_IN
from penstock.kernel.viewer import NotVisible

router = Router(tags=["law"])
SINCE = "The first day; null for what is enacted and of which nobody has said yet when it begins."


class PackShape(Schema):
    """A pack in force."""

    id: str
    title: str
    jurisdiction: str
    version: str
    source: str
    verified: bool


class ListShape(Schema):
    """A list on a day: how many entries hold, how many of them are verified, and how many are to come."""

    pack: str
    code: str
    title: str
    jurisdiction: str
    regime: str
    entries: int
    verified: int
    coming: int


class ClauseShape(Schema):
    """What follows from a rule: a threshold, a duty or an exemption in words."""

    kind: str
    text: str
    since: date | None = Field(description=SINCE)
    until: date | None
    source: str
    verified: bool


class EntryShape(Schema):
    """One thing that a list controls."""

    pack: str
    list_code: str
    list_title: str
    jurisdiction: str
    entry: str
    rule: str
    substance: str
    wording: str
    covers: list[str]
    since: date | None = Field(description=SINCE)
    until: date | None
    source: str
    verified: bool


class RuleShape(EntryShape):
    """A rule with what follows from it."""

    clauses: list[ClauseShape]


class FoundShape(Schema):
    """A substance that a question means, and the rules that hold for it; `verified` when every row behind it is."""

    id: str
    name: str
    cas: str
    reason: str
    verified: bool
    rules: list[RuleShape]


class AnswerShape(Schema):
    """The answer to a question, with the day, the laws that were asked, and the version of each pack."""

    on: date
    jurisdictions: list[str]
    packs: dict[str, str]
    found: list[FoundShape]


class SubstanceDetail(Schema):
    """A substance: what it is, the rules that hold on a day everywhere, and every rule that ever named it."""

    id: str
    name: str
    cas: str
    hs: str
    formula: str
    smiles: str
    inchikey: str
    source: str
    verified: bool
    names: dict[str, list[str]]
    numbers: list[dict[str, str]]
    rules: list[RuleShape]
    history: list[EntryShape]


class ChangeShape(Schema):
    """A rule that begins, ends or reads otherwise."""

    kind: str
    list_title: str
    what: str
    old: str
    new: str
    since: date | None = Field(description=SINCE)
    substances: list[str]


class Asked(Schema):
    """A question: what, where and when."""

    what: str = Field(min_length=1, max_length=500)
    country: str = Field("", pattern="^([A-Z]{2})?$")
    on: date | None = None


class Days(Schema):
    """Two days, and where."""

    before: date
    after: date
    jurisdiction: str = Field("", pattern="^([A-Z]{2})?$")


@router.get("/law/packs", response={200: list[PackShape], **PROBLEMS}, summary="The packs in force")
@opened_by(SIGNED_IN)
def read_packs(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's
    """Every pack with its version; a case keeps the versions it was judged under."""
    names = ("id", "title", "jurisdiction", "version", "source", "verified")
    return [{name: getattr(one, name) for name in names} for one in current_book().packs.values()]


@router.get("/law/lists", response={200: list[ListShape], **PROBLEMS}, summary="The lists on a day")
@opened_by(SIGNED_IN)
def read_lists(request: HttpRequest, on: date | None = None, jurisdiction: str = "") -> list[dict[str, Any]]:  # noqa: ARG001
    """Every list of a jurisdiction, or all, as it stands on a day, today if none is given."""
    return [
        {
            "pack": one.pack.id, "code": one.list.code, "title": one.list.title, "regime": one.list.regime,
            "jurisdiction": one.pack.jurisdiction, "entries": one.entries, "verified": one.verified,
            "coming": one.coming,
        }
        for one in answers.lists_on(current_book(), on or today(), jurisdiction)
    ]  # fmt: skip


@router.get("/law/lists/{pack}/{code}", response={200: list[EntryShape], **PROBLEMS}, summary="A list on a day")
@opened_by(SIGNED_IN)
def read_list(request: HttpRequest, pack: str, code: str, on: date | None = None) -> list[dict[str, Any]]:  # noqa: ARG001
    """Every entry that a list holds on a day, today if none is given."""
    law = current_book()
    found = law.packs.get(pack)
    if found is None or code not in found.lists:
        raise NotVisible
    day = on or today()
    return [entry(rule) for rule in answers.rules_of_list(law, found, code) if holds(rule.entry, day)]


@router.get("/law/ask", response={200: AnswerShape, **PROBLEMS}, summary="What is this, and what does the law say?")
@opened_by(SIGNED_IN)
def ask(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:  # noqa: ARG001 - ninja's
    """The substances that a name, number or line of goods means, with the law of a country (or of all) on a day."""
    law, day = current_book(), asked.on or today()
    where = law.jurisdictions_of(asked.country, day) if asked.country else None
    return {
        "on": day,
        "jurisdictions": [one for one in answers.jurisdictions(law) if where is None or one in where],
        "packs": law.versions(),
        "found": [
            {"id": one.id, "name": one.name, "cas": one.cas, "reason": one.reason, "verified": one.verified,
             "rules": rules(one.rules)}
            for one in answers.ask(law, asked.what, day, where)
        ],
    }  # fmt: skip


@router.get("/law/changes", response={200: list[ChangeShape], **PROBLEMS}, summary="What changes between two days")
@opened_by(SIGNED_IN)
def read_changes(request: HttpRequest, days: Query[Days]) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's
    """What is law on the later day and not, or otherwise, on the earlier, in a jurisdiction or everywhere."""
    return [change(one) for one in changes_between(current_book(), days.before, days.after, days.jurisdiction)]


@router.get("/substances/{id_}", response={200: SubstanceDetail, **PROBLEMS}, summary="A substance")
@opened_by(SIGNED_IN)
def read_substance(request: HttpRequest, id_: str, on: date | None = None) -> dict[str, Any]:  # noqa: ARG001
    """What a substance is, the rules of a day (today if none is given) in all jurisdictions, and its history."""
    law, day = current_book(), on or today()
    one = law.substances.get(id_)
    if one is None:
        raise NotVisible
    naming = answers.rules_naming(law, id_)
    names: dict[str, list[str]] = {}
    for each in law.names.get(id_, ()):
        names.setdefault(each.language, []).append(each.text)
    return {
        "id": one.id, "name": one.name, "cas": one.cas or "", "hs": one.hs_2022, "formula": one.formula,
        "smiles": one.smiles, "inchikey": one.inchikey, "source": one.source, "verified": one.verified,
        "names": names,
        "numbers": [
            {"system": each.system, "number": each.number, "form": each.form} for each in law.numbers.get(id_, ())
        ],
        "rules": rules(answers.told(law, rule, day) for rule in naming if holds(rule.entry, day)),
        "history": [entry(rule) for rule in naming],
    }  # fmt: skip


def entry(rule: Rule) -> dict[str, Any]:
    """An entry as the API tells it."""
    one = rule.entry
    return {
        "pack": rule.pack.id, "list_code": rule.list.code, "list_title": rule.list.title,
        "jurisdiction": rule.jurisdiction, "entry": one.entry, "rule": one.rule, "substance": one.substance,
        "wording": one.wording, "covers": sorted(one.covers), "since": day_of(one.since), "until": one.until,
        "source": one.source, "verified": one.verified,
    }  # fmt: skip


def rules(found: Iterable[answers.Told]) -> list[dict[str, Any]]:
    """Rules with what follows from them."""
    names = ("kind", "text", "until", "source", "verified")
    return [
        {
            **entry(one.rule),
            "clauses": [
                {"since": day_of(each.since), **{name: getattr(each, name) for name in names}} for each in one.clauses
            ],
        }
        for one in found
    ]


def day_of(since: date | None) -> date | None:
    """A first day as the API tells it: what is enacted without a day has none, though packs write 9999-12-31."""
    return None if since == NO_DAY else since


def change(one: Change) -> dict[str, Any]:
    """A change as the API tells it."""
    return {
        "kind": one.kind, "list_title": one.list, "what": one.what, "old": one.old, "new": one.new,
        "since": day_of(one.since), "substances": sorted(one.substances),
    }  # fmt: skip
