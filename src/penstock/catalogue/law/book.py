"""The book of law: all packs together, cross-checked, and the questions that are put to it.

Every question takes a day; what holds where is said by the packs' jurisdictions. The book answers for substances by id;
whether a structure or a text means one is asked of `catalogue.structures` and `catalogue.recognisers`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from penstock.catalogue.law.packs import FILES, PACKS, List, Pack, read_pack
from penstock.catalogue.law.reading import Read
from penstock.catalogue.law.records import (
    Conversion,
    Document,
    Duty,
    Entry,
    Exemption,
    Name,
    Number,
    Request,
    Substance,
    Threshold,
)

INTERNATIONAL = "UN"
NO_DAY = date.max
"""The first day of what is enacted and of which nobody has said when it begins: written 9999-12-31, and no day."""


class Dated(Protocol):
    """A record that holds over a span of days."""

    @property
    def since(self) -> date:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The first day on which it holds no more, or None."""


Span = TypeVar("Span", bound=Dated)


def holds(record: Dated, on: date) -> bool:
    """Tell whether a dated record is law on a day."""
    return record.since <= on and (record.until is None or on < record.until)


class Rule(NamedTuple):
    """An entry with the pack and the list it stands on: what an officer is told of."""

    pack: Pack
    list: List
    entry: Entry

    @property
    def jurisdiction(self) -> str:
        """Where it holds: UN, EU or an alpha-2 code."""
        return self.pack.jurisdiction

    @property
    def key(self) -> str:
        """A name of the entry that is the same in every edition, such as `ca:norfentanyl`."""
        return f"{self.pack.id}:{self.entry.entry}"


@dataclass(frozen=True, eq=False)
class Book:
    """Packs by id, and indexes over them. Make it with `bind`, which checks each pack against the others.

    A book is itself and equal to no other, so that what is computed from one can be kept beside it.
    """

    packs: Mapping[str, Pack]
    substances: Mapping[str, Substance]
    names: Mapping[str, tuple[Name, ...]]
    numbers: Mapping[str, tuple[Number, ...]]
    rules: tuple[Rule, ...]
    by_substance: Mapping[str, tuple[Rule, ...]]

    def rules_on(self, on: date, jurisdictions: Collection[str] | None = None) -> tuple[Rule, ...]:
        """Return the rules that hold on a day, everywhere or in some jurisdictions."""
        return tuple(rule for rule in self.rules if holds(rule.entry, on) and _within(rule, jurisdictions))

    def rules_of(self, substance: str, on: date, jurisdictions: Collection[str] | None = None) -> tuple[Rule, ...]:
        """Return the rules that name a substance itself on a day; KeyError when no pack knows it."""
        self.substances[substance]
        named = self.by_substance.get(substance, ())
        return tuple(rule for rule in named if holds(rule.entry, on) and _within(rule, jurisdictions))

    def history_of(self, substance: str, pack: str) -> tuple[Entry, ...]:
        """Return every entry by which a pack names a substance, in order of days."""
        named = (rule.entry for rule in self.by_substance.get(substance, ()) if rule.pack.id == pack)
        return tuple(sorted(named, key=lambda entry: entry.since))

    def thresholds_of(self, rule: Rule, on: date) -> tuple[Threshold, ...]:
        """Return the quantities that weigh for a rule on a day; its own ones put those of the whole list aside."""
        return _own_or_list(rule, on, rule.pack.thresholds)

    def exemptions_of(self, rule: Rule, on: date) -> tuple[Exemption, ...]:
        """Return what a rule leaves out on a day, with what its whole list leaves out."""
        return tuple(
            each for each in rule.pack.exemptions
            if each.list == rule.list.code and each.entry in {"", rule.entry.entry} and holds(each, on)
        )  # fmt: skip

    def duties_of(self, rule: Rule, on: date) -> tuple[Duty, ...]:
        """Return what is owed for what a rule controls on a day."""
        return tuple(
            duty for duty in rule.pack.duties if holds(duty, on) and {"*", rule.list.code} & set(duty.list.split())
        )

    def documents_of(self, rule: Rule, on: date) -> tuple[Document, ...]:
        """Return the papers that what a rule controls needs on a day to cross a border."""
        return tuple(
            each for each in rule.pack.documents if holds(each, on) and {"*", rule.list.code} & set(each.list.split())
        )

    def conversions_of(self, substance: str) -> tuple[Conversion, ...]:
        """Return how much of each salt and form of a substance is the pure drug, as any pack says it."""
        return tuple(each for pack in self.packs.values() for each in pack.conversions if each.substance == substance)

    def requests_on(self, pack: str, on: date) -> tuple[Request, ...]:
        """Return the requests for notification that a pack records, made by a day or on a day not known."""
        return tuple(each for each in self.packs[pack].requests if each.since is None or each.since <= on)

    def members_on(self, pack: str, on: date) -> frozenset[str]:
        """Return the countries whose law a union's pack is on a day."""
        return frozenset(each.country for each in self.packs[pack].members if holds(each, on))

    def jurisdictions_of(self, country: str, on: date) -> frozenset[str]:
        """Return whose law holds in a country on a day: its own, the international, and that of a union it is in."""
        unions = {pack.jurisdiction for id_, pack in self.packs.items() if country in self.members_on(id_, on)}
        return frozenset({INTERNATIONAL, country, *unions})

    def versions(self) -> dict[str, str]:
        """Return the version of each pack of law, as a case keeps it that was judged under them."""
        return {id_: pack.version for id_, pack in self.packs.items()}


def bind(packs: Iterable[Pack]) -> Book:
    """Bind packs to a book; raise PackError where one names what no pack knows, or what another knows already."""
    bound = {pack.id: pack for pack in packs}
    substances = _substances(bound.values())
    for pack in bound.values():
        _check_references(pack, substances)
    rules = tuple(Rule(pack, pack.lists[entry.list], entry) for pack in bound.values() for entry in pack.entries)
    by_substance: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.entry.substance and rule.entry.rule == "substance":
            by_substance[rule.entry.substance].append(rule)
    return Book(
        packs=MappingProxyType(bound),
        substances=MappingProxyType(substances),
        names=_grouped(name for pack in bound.values() for name in pack.names),
        numbers=_grouped(number for pack in bound.values() for number in pack.numbers),
        rules=rules,
        by_substance=MappingProxyType({id_: tuple(found) for id_, found in by_substance.items()}),
    )


@cache
def shipped_book() -> Book:
    """Return the book of the packs that ship with Penstock, read once in a process."""
    return bind(read_pack(folder) for folder in sorted(PACKS.iterdir()) if (folder / "pack.yaml").exists())


def _within(rule: Rule, jurisdictions: Collection[str] | None) -> bool:
    return jurisdictions is None or rule.jurisdiction in jurisdictions


def _own_or_list(rule: Rule, on: date, records: Iterable[Threshold]) -> tuple[Threshold, ...]:
    holding = [each for each in records if each.list == rule.list.code and holds(each, on)]
    own = tuple(each for each in holding if each.entry == rule.entry.entry)
    return own or tuple(each for each in holding if not each.entry)


def _substances(packs: Iterable[Pack]) -> dict[str, Substance]:
    found: dict[str, Substance] = {}
    numbers: dict[str, str] = {}
    for row in _rows(packs, "substances"):
        each: Substance = row.record
        if each.id in found:
            raise row.refuse(f"id {each.id!r} is known already from another pack")
        if each.cas and each.cas in numbers:
            raise row.refuse(f"cas {each.cas} is that of {numbers[each.cas]} already")
        found[each.id] = each
        if each.cas:
            numbers[each.cas] = each.id
    return found


def _rows(packs: Iterable[Pack], file: str) -> Iterator[Read]:
    for pack in packs:
        yield from pack.rows.get(file, ())


def _check_references(pack: Pack, known: Mapping[str, Substance]) -> None:
    for file in FILES:
        if file == "substances":
            continue
        for row in pack.rows.get(file, ()):
            named = {getattr(row.record, "substance", "") or ""} | getattr(row.record, "except_", frozenset())
            strange = {each for each in named if each and each not in known}
            if strange:
                raise row.refuse(f"substance {min(strange)!r} is not known in any pack")
    for row in pack.rows.get("requests", ()):
        strange = row.record.scope - known.keys() - pack.lists.keys()
        if strange:
            raise row.refuse(f"scope names what is no list and no substance: {', '.join(sorted(strange))}")


Of = TypeVar("Of", Name, Number)


def _grouped(records: Iterable[Of]) -> Mapping[str, tuple[Of, ...]]:
    found: dict[str, list[Of]] = defaultdict(list)
    for record in records:
        found[record.substance].append(record)
    return MappingProxyType({id_: tuple(each) for id_, each in found.items()})
