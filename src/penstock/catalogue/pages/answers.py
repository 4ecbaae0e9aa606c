"""What the book answers, made ready for pages and the API: every rule with what follows from it and how sure it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from penstock.catalogue.countries import country
from penstock.catalogue.law.book import INTERNATIONAL, Book, Rule, holds
from penstock.catalogue.law.packs import List, Pack
from penstock.catalogue.law.records import Duty, Entry, Exemption, Threshold
from penstock.catalogue.naming.recognisers import listed_recogniser

UNION = "EU"
EFFECTS = {"duties-from": "Duties from", "exempt-to": "Nothing owed up to", "limit": "Not more than"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that follows from a rule, in words: its kind, the sentence, its span, where it is written, its mark."""

    kind: str
    text: str
    since: date
    until: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words with its clauses; `verified` tells whether every row behind it was compared with the law."""

    rule: Rule
    clauses: tuple[Clause, ...]

    @property
    def verified(self) -> bool:
        """Whether the entry and every clause are verified."""
        return self.rule.entry.verified and all(one.verified for one in self.clauses)


@dataclass(frozen=True, slots=True)
class Found:
    """A substance that a question means, why, and the rules that hold for it."""

    id: str
    name: str
    cas: str
    reason: str
    rules: tuple[Told, ...]

    @property
    def verified(self) -> bool:
        """Whether every row behind the answer is verified."""
        return all(one.verified for one in self.rules)


def told(book: Book, rule: Rule, on: date) -> Told:
    """A rule on a day with its thresholds, duties and exemptions."""
    return Told(
        rule,
        (
            *(_threshold(one) for one in book.thresholds_of(rule, on)),
            *(_duty(one) for one in book.duties_of(rule, on)),
            *(_exemption(one) for one in book.exemptions_of(rule, on)),
        ),
    )


def of_list(pack: Pack, code: str, on: date) -> list[Clause]:
    """What follows on a day for whatever stands on a list; what a single entry has of its own is told with it."""
    return [one for one in _of_list(pack, code) if holds(one, on)]


def to_follow(pack: Pack, code: str, on: date) -> list[Clause]:
    """What will follow after a day for whatever stands on a list, by its day; what has no day set comes last."""
    return sorted((one for one in _of_list(pack, code) if one.since > on), key=lambda one: one.since)


def of_pack(pack: Pack, on: date) -> list[Clause]:
    """What follows from a pack on a day or later, whatever the list: all that can be told of one without entries."""
    found = (one for code in pack.lists for one in _of_list(pack, code))
    return list(dict.fromkeys(one for one in found if one.until is None or on < one.until))


def _of_list(pack: Pack, code: str) -> Iterator[Clause]:
    yield from (_threshold(one) for one in pack.thresholds if one.list == code and not one.entry)
    yield from (_duty(one) for one in pack.duties if {"*", code} & set(one.list.split()))
    yield from (_exemption(one) for one in pack.exemptions if one.list == code and not one.entry)


def _threshold(one: Threshold) -> Clause:
    text = f"{_(EFFECTS[one.effect])} {one.amount.normalize():f} {one.unit} "
    text += _("per %(span)s") % {"span": _(one.per)}
    if one.of:
        text += " " + _("of one %(who)s") % {"who": _(one.of)}
    if one.operation != "any":
        text += f" ({_(one.operation)})"
    return Clause("threshold", _noted(text, one.note), one.since, one.until, one.source, one.verified)


def _duty(one: Duty) -> Clause:
    text = f"{_(one.duty.replace('-', ' ')).capitalize()}: {_(one.who)}"
    if one.operation != "any":
        text += f", {_(one.operation)}"
    if one.amount is not None:
        text += f"; {one.amount} {_(one.unit.replace('-', ' '))}"
    text = " ".join(filter(None, (text, one.anchor, one.due and _("each year by %(day)s") % {"day": one.due})))
    return Clause("duty", _noted(text, one.condition), one.since, one.until, one.source, one.verified)


def _exemption(one: Exemption) -> Clause:
    return Clause("exemption", one.text, one.since, one.until, one.source, one.verified)


def _noted(text: str, note: str) -> str:
    return f"{text}. {note}" if note else f"{text}."


def covered(entry: Entry) -> str:
    """What an entry covers beyond the substance itself, in words."""
    parts = [*sorted(entry.covers)]
    if entry.named_esters:
        parts.append(_("the %(names)s esters") % {"names": ", ".join(entry.named_esters)})
    if entry.min_percent is not None:
        parts.append(_("mixtures from %(share)s per cent") % {"share": f"{entry.min_percent.normalize():f}"})
    return ", ".join(parts)


def place(jurisdiction: str) -> str:
    """The name of a jurisdiction."""
    if jurisdiction in {INTERNATIONAL, UNION}:
        return _("United Nations") if jurisdiction == INTERNATIONAL else _("European Union")
    found = country(jurisdiction)
    return found.name if found else jurisdiction


def jurisdictions(book: Book) -> list[str]:
    """The jurisdictions whose law is here: the international law first, the rest by name."""
    found = {pack.jurisdiction for pack in book.packs.values() if pack.jurisdiction}
    return sorted(found, key=lambda one: (one != INTERNATIONAL, place(one)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A list on a day: its pack, how many entries hold, how many of them are verified, and how many are to come."""

    pack: Pack
    list: List
    entries: int
    verified: int
    coming: int


def lists_on(book: Book, on: date, jurisdiction: str = "") -> list[Standing]:
    """Every list of a jurisdiction, or all, as it stands on a day."""
    packs = [one for one in book.packs.values() if one.lists and jurisdiction in {"", one.jurisdiction}]
    packs.sort(key=lambda one: (one.jurisdiction != INTERNATIONAL, place(one.jurisdiction), one.title))
    return [_standing(pack, each, on) for pack in packs for each in pack.lists.values()]


def _standing(pack: Pack, listed: List, on: date) -> Standing:
    entries = [one for one in pack.entries if one.list == listed.code]
    now = [one for one in entries if holds(one, on)]
    return Standing(pack, listed, len(now), sum(one.verified for one in now), sum(one.since > on for one in entries))


def rules_of_list(book: Book, pack: Pack, code: str) -> list[Rule]:
    """Every rule of a list, past, present and to come, by wording."""
    found = (rule for rule in book.rules if rule.pack is pack and rule.list.code == code)
    return sorted(found, key=lambda rule: (rule.entry.wording.casefold(), rule.entry.since))


def rules_naming(book: Book, substance: str) -> list[Rule]:
    """Every rule that names a substance, itself or as an ingredient or parent, by day and place."""
    found = (rule for rule in book.rules if rule.entry.substance == substance)
    return sorted(found, key=lambda rule: (rule.entry.since, place(rule.jurisdiction)))


def ask(book: Book, what: str, on: date, where: Sequence[str] | frozenset[str] | None = None) -> list[Found]:
    """The substances that a name, a number or a line of goods means, each with the rules that hold for it.

    An id, name or number of any pack is looked up as it is; anything else is asked of the recogniser of the Tables.
    """
    exact = named(book, what)
    meant = {exact: ""} if exact else {one.id: one.reason for one in listed_recogniser().recognise(what)}
    return [_found(book, id_, reason, on, where) for id_, reason in meant.items() if id_ in book.substances]


def _found(book: Book, id_: str, reason: str, on: date, where: Any) -> Found:
    one = book.substances[id_]
    holding = (rule for rule in rules_naming(book, id_) if holds(rule.entry, on))
    rules = [told(book, rule, on) for rule in holding if where is None or rule.jurisdiction in where]
    rules.sort(key=lambda each: (each.rule.jurisdiction != INTERNATIONAL, place(each.rule.jurisdiction)))
    return Found(id_, one.name, one.cas or "", reason, tuple(rules))


def named(book: Book, what: str) -> str:
    """The id of the substance that is called exactly so, by id, name or number; empty when none or several are."""
    text = _folded(what)
    if text in book.substances:
        return text
    called = {id_ for id_, one in book.substances.items() if text in {_folded(one.name), one.cas}}
    called |= {id_ for id_, rows in book.names.items() if any(_folded(one.text) == text for one in rows)}
    called |= {id_ for id_, rows in book.numbers.items() if any(one.number.casefold() == text for one in rows)}
    return next(iter(called)) if len(called) == 1 else ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def all_verified(found: Iterable[Told]) -> bool:
    """Whether every row behind some rules is verified."""
    return all(one.verified for one in found)
