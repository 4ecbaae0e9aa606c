"""What changes between two editions of a pack, or between two days: rows that begin, end or read otherwise.

This is the one place through which pages ask for differences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from penstock.catalogue.law import differences
from penstock.catalogue.law.book import Book
from penstock.catalogue.law.packs import FILES, Pack
from penstock.catalogue.law.records import Entry, columns_of
from penstock.catalogue.law.sentences import shown

_KINDS: Mapping[differences.Verdict, str] = {"begins": "added", "ends": "ended", "changes": "changed"}
PLUMBING = {"source", "verified"}
ONE_OF = {
    "substances": "Substance", "names": "Name", "numbers": "Number", "thresholds": "Threshold", "duties": "Duty",
    "exemptions": "Exemption", "conversions": "Conversion", "requests": "Request", "requirements": "Requirement",
    "members": "Member", "destinations": "Destination",
    "silence": "Policy of silence", "documents": "Paper for crossing a border",
    "sectors": "Sector of industry",
}  # fmt: skip
"""What one row of a file is called."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its file and list, what it is about, how it read and reads, and the day it begins.

    `kind` is added, ended, changed or removed; `substances` are those that an entry or the row names.
    """

    kind: str
    file: str
    list: str
    what: str
    old: str
    new: str
    since: date | None
    substances: frozenset[str]


def edition_changes(before: Pack | None, after: Pack) -> tuple[Change, ...]:
    """What an edition of a pack changes against the one before, whatever the day; entries first."""
    found = list(_entries_changed(before.entries if before else (), after))
    for file in FILES:
        if file != "entries":
            found += _rows_changed(file, getattr(before, file) if before else (), getattr(after, file), after)
    return tuple(found)


def _entries_changed(before: Iterable[Entry], after: Pack) -> Iterator[Change]:
    old = {(one.entry, one.since): one for one in before}
    new = {(one.entry, one.since): one for one in after.entries}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        one = now or was
        if one is None:  # pragma: no cover - a key comes from one of the two
            continue
        yield Change(
            kind=_kind(was, now),
            file="entries",
            list=_title(after, one.list),
            what=one.wording,
            old=described(was) if was else "",
            new=described(now) if now else "",
            since=(now.until if _kind(was, now) == "ended" else now.since) if now else None,
            substances=frozenset({one.substance} - {""}),
        )


def _kind(was: Entry | None, now: Entry | None) -> str:
    if was is None:
        return "added"
    if now is None:
        return "removed"
    return "ended" if now.until and was.until is None else "changed"


def _title(pack: Pack, code: str) -> str:
    return ", ".join(pack.lists[one].title if one in pack.lists else "Every list" for one in code.split())


def described(entry: Entry) -> str:
    """An entry of a list in a line: from when to when, in what forms, and from what share on."""
    parts = [f"list {entry.list}", f"from {entry.since.isoformat()}"]
    if entry.until:
        parts.append(f"to {entry.until.isoformat()}")
    if entry.covers:
        parts.append(f"with {', '.join(sorted(entry.covers))}")
    if entry.min_percent is not None:
        parts.append(f"mixtures from {entry.min_percent} %")
    if not entry.verified:
        parts.append("not verified")
    return "; ".join(parts)


def _rows_changed(file: str, before: Iterable[Any], after: Iterable[Any], pack: Pack) -> Iterator[Change]:
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    on_list = _substances_by_list(pack)
    for kind, rows in (("removed", [one for one in old if one not in new]),
                       ("added", [one for one in new if one not in old])):  # fmt: skip
        for row in rows:
            text = written(row)
            yield Change(
                kind=kind,
                file=file,
                list=_title(pack, getattr(row, "list", "")),
                what=ONE_OF[file],
                old=text if kind == "removed" else "",
                new=text if kind == "added" else "",
                since=getattr(row, "since", None),
                substances=_named(row, on_list, pack),
            )


def _substances_by_list(pack: Pack) -> Mapping[str, frozenset[str]]:
    return {
        code: frozenset(one.substance for one in pack.entries if one.list == code and one.substance)
        for code in pack.lists
    }


def _named(row: Any, on_list: Mapping[str, frozenset[str]], pack: Pack) -> frozenset[str]:
    """The substances a row bears on: its own, its entry's, or all of its list's."""
    if own := getattr(row, "substance", ""):
        return frozenset({own})
    if entry := getattr(row, "entry", ""):
        return frozenset(one.substance for one in pack.entries if one.entry == entry and one.substance)
    codes = getattr(row, "list", "").split()
    return frozenset().union(*(found for code, found in on_list.items() if code in codes or "*" in codes))


def written(row: Any) -> str:
    """A row as its columns read, without where it was found."""
    values = ((one.name, getattr(row, name)) for one, name in zip(columns_of(type(row)), _fields(row), strict=True))
    told = ((name, shown(value)) for name, value in values if name not in PLUMBING)
    return "; ".join(f"{name} {text}" for name, text in told if text)


def _fields(row: Any) -> tuple[str, ...]:
    return tuple(row.__dataclass_fields__)


def changes_between(book: Book, day_before: date, day_after: date, jurisdiction: str = "") -> tuple[Change, ...]:
    """What is law on one day and not, or otherwise, on another, in one jurisdiction or everywhere."""
    found = differences.between_days(book, day_before, day_after, {jurisdiction} if jurisdiction else None)
    return tuple(map(_between, found))


def _between(one: differences.Change) -> Change:
    record = one.record
    return Change(
        kind=_KINDS[one.verdict],
        file=one.file,
        list=one.title,
        what=record.wording if isinstance(record, Entry) else ONE_OF[one.file],
        old=_told(one.was),
        new=_told(one.now),
        since=record.since if one.now else record.until,
        substances=_named(record, _substances_by_list(one.pack), one.pack),
    )


def _told(record: differences.Dated | None) -> str:
    if record is None:
        return ""
    return described(record) if isinstance(record, Entry) else written(record)


def substances_of(found: Iterable[Change]) -> frozenset[str]:
    """Every substance that some changes bear on."""
    return frozenset().union(*(one.substances for one in found if one.file not in {"names", "numbers", "substances"}))
