"""A list ready to be asked who of many parties may be on it, with every reason; only what is new is asked again."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from penstock.engines.matching.names import Taken, Word, taken
from penstock.engines.matching.screening.evidence import Reason, beside_names
from penstock.engines.matching.screening.grams import Grams
from penstock.engines.matching.screening.naming import Measured, measured
from penstock.engines.matching.screening.parties import Entry, Kind, Party
from penstock.engines.matching.screening.scoring import logit_of, probability, reasons_of

LEAST = 0.82
"""From this score on a party is shown to a person."""
MOST_CANDIDATES = 30
MOST_ALERTS = 10
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Alert:
    """A party that may be an entry of a list: how likely (0 to 1), by which names, and why."""

    party: Party
    entry: Entry
    name: str
    listed: str
    score: float
    telling: float
    reasons: tuple[Reason, ...]

    @property
    def rank(self) -> tuple[float, bool, float, str, str]:
        """The likeliest first; of equals the name as written, then the one whose words are rarer."""
        return (-round(self.score, 3), self.name != self.listed, -self.telling, self.entry.list_id, self.entry.id)


@dataclass(frozen=True, slots=True)
class _Likely:
    """The best pair of names of a party and an entry so far."""

    logit: float
    telling: float
    name: Taken
    place: int
    found: Measured


class Screen:
    """Entries of lists by the pieces of all their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries in."""
        self._entries: list[Entry] = []
        self._names: list[Taken] = []
        self._owners = array("i")
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._first: dict[int, int] = {}
        words: dict[Word, Word] = {}
        for entry in entries:
            self._first[len(self._entries)] = len(self._names)
            for name in entry.all_names:
                read = taken(name, is_person=entry.kind is Kind.PERSON)
                self._names.append(Taken(name, tuple(words.setdefault(word, word) for word in read.words), read.form))
                self._owners.append(len(self._entries))
            for number in {identifier.key for identifier in entry.identifiers} - {""}:
                self._by_number[number].append(len(self._entries))
            self._entries.append(entry)
        self._grams = Grams(self._names)

    @property
    def size(self) -> tuple[int, int]:
        """How many entries, and how many names of theirs."""
        return len(self._entries), len(self._names)

    @property
    def bytes_held(self) -> int:
        """Bytes of the sparse matrix of pieces; names and entries come on top."""
        return self._grams.bytes_held

    def screen(
        self, parties: Iterable[Party], *, least: float = LEAST, most: int = MOST_ALERTS
    ) -> Iterator[tuple[Party, list[Alert]]]:
        """Each party with the entries that it may be, the likeliest first."""
        waiting = iter(parties)
        while batch := list(islice(waiting, _AT_ONCE)):
            asked = [
                (at, taken(name, is_person=party.kind is Kind.PERSON))
                for at, party in enumerate(batch)
                for name in dict.fromkeys(party.names)
            ]
            near: dict[int, list[tuple[Taken, list[tuple[int, float]]]]] = defaultdict(list)
            found = self._grams.candidates([name for _at, name in asked], MOST_CANDIDATES)
            for (at, name), places in zip(asked, found, strict=True):
                near[at].append((name, places))
            for at, party in enumerate(batch):
                yield party, self._alerts(party, near[at], least, most)

    def _alerts(
        self, party: Party, near: Sequence[tuple[Taken, list[tuple[int, float]]]], least: float, most: int
    ) -> list[Alert]:
        best: dict[int, _Likely] = {}
        for name, places in near:
            for place, telling in places:
                self._weigh(best, name, place, telling)
        if party.identifiers:
            self._by_numbers(party, best, near)
        found = [self._alert(party, owner, likely, least) for owner, likely in best.items()]
        return sorted((alert for alert in found if alert), key=lambda alert: alert.rank)[:most]

    def _weigh(self, best: dict[int, _Likely], name: Taken, place: int, telling: float) -> None:
        found = measured(name, self._names[place])
        logit, owner = logit_of(found), self._owners[place]
        known = best.get(owner)
        if known is None or (logit, telling) > (known.logit, known.telling):
            best[owner] = _Likely(logit, telling, name, place, found)

    def _by_numbers(
        self, party: Party, best: dict[int, _Likely], near: Sequence[tuple[Taken, list[tuple[int, float]]]]
    ) -> None:
        """Entries that bear a number of the party, whatever their names."""
        for identifier in party.identifiers:
            for owner in self._by_number.get(identifier.key, ()):
                for name, _places in near:
                    for place in range(self._first[owner], self._first[owner] + len(self._entries[owner].all_names)):
                        self._weigh(best, name, place, 0.0)

    def _alert(self, party: Party, owner: int, likely: _Likely, least: float) -> Alert | None:
        entry = self._entries[owner]
        beside = tuple(beside_names(party, entry))
        score = probability(likely.logit + sum(reason.points for reason in beside))
        if score < least:
            return None
        listed = self._names[likely.place]
        reasons = (*reasons_of(likely.found), *beside)
        return Alert(party, entry, likely.name.written, listed.written, score, likely.telling, reasons)


def rescreen(
    new_entries: Iterable[Entry], old_parties: Iterable[Party], *, least: float = LEAST
) -> Iterator[tuple[Party, list[Alert]]]:
    """Old parties against new entries alone: what was on the list before was asked before."""
    return Screen(new_entries).screen(old_parties, least=least)


def new_entries(before: Iterable[Entry], now: Iterable[Entry]) -> list[Entry]:
    """The entries that are new, or of which anything that is compared is not what it was."""
    known = {(entry.list_id, entry.id): entry for entry in before}
    return [entry for entry in now if known.get((entry.list_id, entry.id)) != entry]
