"""Which substance a name means: the catalogue's own names, our groups, the public record of chemicals, recognition.

Recognition by close spelling is never taken, only proposed; a person says what it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from penstock.catalogue.law.book import INTERNATIONAL, Book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.identifying import is_exact, known_substance, recognitions
from penstock.catalogue.naming.public_record import public_rows
from penstock.catalogue.substances import substance
from penstock.incidents.intake.understood.answers import Understood, folded
from penstock.incidents.particulars.facts import DRUGS, KETAMINE, NPS, OPIOIDS, OTHER, PRECURSORS
from penstock.incidents.particulars.groups import Group, groups
from penstock.incidents.particulars.identifying import MOST_PROPOSED

AS_NAMED = "="
"""What a person says of a name that stands in no register: it is kept as it is."""
_FIRST_NAME, _FIRST_NAMES, _CAS = 7, 2, 1
_BRACKETS = re.compile(r"(?<=\s)\(([^()]*)\)\s*$")
_UNSAID = re.compile(
    r"^(non specified|not specified|unspecified|other|unknown|various|mixed)\s+"
    r"|\s+(not specified|unspecified|n o s|nos)$"
)
_AND_KIN = re.compile(r"\s*\b(and|&)\s+(its\s+)?(deri\w+|salts?|analogues?|isomers?|esters?)\b.*$", re.IGNORECASE)
_BESIDE = re.compile(
    r"^(liquid|powdered|crystal|pure|raw|crude)\s+|\s+(base|powder|liquid|solution|tablets?|resin)$", re.IGNORECASE
)


class Naming:
    """Names of substances to what they mean; the public record is read once for all names that nothing else knows."""

    def __init__(self) -> None:
        """Know nothing of the public record yet."""
        self._recorded: dict[str, frozenset[str]] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Read of the public record (2 s) what it says of these names, and of the parts they have."""
        wanted = {folded(part) for name in names if _own(name) is None for part in (name, *_parts(name))}
        self._recorded |= {one: frozenset() for one in wanted} | _record_of(frozenset(wanted - self._recorded.keys()))

    def meaning(self, text: str) -> Understood:
        """What a name means, by the first of the ways that knows it."""
        name = " ".join(text.split())
        if not name:
            return Understood(reason="The substance is missing.")
        found = _own(name)
        if found is None:
            if folded(name) not in self._recorded:
                self.look_up([name])
            found = self._in_record(name, listed=True) or self._recognised(name) or self._in_parts(name)
            found = found or _stemmed(name) or self._in_record(name, listed=False)
        return found or Understood(reason=f"'{name}' is in no register and no group here.", proposals=_like(name))

    def _in_record(self, name: str, *, listed: bool) -> Understood | None:
        """By the public record, where it gives the name to one chemical alone: of the catalogue if `listed`, or not."""
        numbers = self._recorded.get(folded(name), frozenset())
        if len(numbers) != 1:
            return None
        (number,) = numbers
        known = known_substance(number)
        if known:
            return Understood({"substances": [known]}, f"the public record names CAS {number} so") if listed else None
        how = f"the public record names CAS {number} so; no register here holds it"
        return None if listed else Understood({"cas_number": number}, how)

    def _recognised(self, name: str) -> Understood | None:
        """By recognition, where it is exact; several substances that one amount is of are kept side by side.

        What the public record files under another chemical is not recognised by a synonym.
        """
        is_other = bool(self._recorded.get(folded(name)))
        found = [one for one in recognitions(name) if is_exact(one)]
        found = [one for one in found if not (is_other and one.kind == "synonym")]
        ids = list(dict.fromkeys(one.id for one in found))
        if not ids or (len(ids) > 1 and not re.search(r"[/+,;&]|\band\b", name)):
            return None
        how = "; ".join(one.reason for one in found)
        return Understood(
            {"substances": ids}, f"recognised: {how}" if len(ids) == 1 else f"several in one amount: {how}"
        )

    def _in_parts(self, name: str) -> Understood | None:
        """A name with another in brackets, or with words beside it: the parts that are known must mean the same."""
        found = [
            (part, _own(part) or self._in_record(part, listed=True) or self._in_record(part, listed=False))
            for part in _parts(name)
        ]
        known = [(part, one) for part, one in found if one]
        answers = {str(sorted(one.answers.items())) for _part, one in known}
        if len(answers) != 1:
            return None
        part, one = known[0]
        return Understood(one.answers, f"by '{part}' in it: {one.how}")


def _parts(name: str) -> Iterator[str]:
    inner = [one.strip(" \"'") for one in _BRACKETS.findall(name)]
    outer = _BRACKETS.sub(" ", name).strip()
    bare = _BESIDE.sub("", _AND_KIN.sub("", outer)).strip()
    for part in dict.fromkeys((outer, *inner, bare)):
        if len(part) > 1 and part != name and not (part in inner and len(inner) == 1 and not outer):
            yield part


def _own(name: str) -> Understood | None:
    """By the catalogue's own names, then by the words of our groups, as they stand or without "non-specified"."""
    if known := known_substance(name):
        return Understood({"substances": [known]}, "a name of the catalogue")
    said = folded(name)
    bare = _UNSAID.sub("", said)
    for wording in dict.fromkeys((said, bare)):
        if wording and (group := _by_word().get(wording)):
            return _grouped(group, f"the group's word '{wording}'")
    return None


def _grouped(group: Group, how: str) -> Understood:
    return Understood({"group": group.id}, how)


@cache
def _by_word() -> Mapping[str, Group]:
    return {folded(word): group for group in groups().values() for word in group.words}


def _stemmed(name: str) -> Understood | None:
    said = name.casefold()
    found = [(group, match[0]) for group in groups().values() for one in group.stems if (match := one.search(said))]
    if len({group.id for group, _stem in found}) != 1:
        return None
    group, stem = found[0]
    return _grouped(group, f"the stem '{stem}' in the name")


def _like(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in recognitions(name)))[:MOST_PROPOSED]


def _record_of(wanted: frozenset[str]) -> dict[str, frozenset[str]]:
    """The CAS numbers of the chemicals that the record files under these names: as their first names, else at all."""
    first: dict[str, set[str]] = defaultdict(set)
    any_: dict[str, set[str]] = defaultdict(set)
    starts = {one[:2] for one in wanted}
    for row in public_rows() if wanted else ():
        for at, name in enumerate(row[_FIRST_NAME:]):
            if name[:2].casefold() in starts and (said := folded(name)) in wanted:
                any_[said].add(row[_CAS])
                if at < _FIRST_NAMES:
                    first[said].add(row[_CAS])
    return {name: frozenset(first[name] if len(first[name]) == 1 else numbers) for name, numbers in any_.items()}


@lru_cache(maxsize=50_000)
def domain_of(substances: tuple[str, ...], group: str, on: date) -> str:
    """The domain of what was found: of the group; of the registers and, for drugs, of the law of the day."""
    if group:
        return groups()[group].domain
    domains = {_domain(one, on) for one in substances}
    return next((one for one in (PRECURSORS, KETAMINE, OPIOIDS, NPS, DRUGS) if one in domains), OTHER)


def _domain(id_: str, on: date) -> str:
    if id_ in _precursors(current_book()):
        return PRECURSORS
    if id_ == KETAMINE:
        return KETAMINE
    stem = _stemmed(substance(id_).name)
    if stem and groups()[stem.answers["group"]].domain == OPIOIDS:
        return OPIOIDS
    return DRUGS if current_book().rules_of(id_, on, [INTERNATIONAL]) else NPS


@lru_cache(maxsize=4)
def _precursors(book: Book) -> frozenset[str]:
    return frozenset(one.id for one in book.packs["register"].substances)
