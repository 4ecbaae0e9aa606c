"""Many names searched at once, in memory: for commands, measurements and lists of a hundred thousand names."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from penstock.engines.matching.likeness import ALIKE, Likeness, likeness
from penstock.engines.matching.names import lookup_keys

_COMMON = 3000
_MOST = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a list that is like the one asked for."""

    id: str
    name: str
    likeness: Likeness


class NameList:
    """Names by the keys under which they may be found."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Keep names, each with an id of the caller's."""
        self._names = list(names)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for at, (_id, name) in enumerate(self._names):
            for key in lookup_keys(name):
                self._by_key[key].append(at)

    def like(self, name: str, *, least: float = ALIKE) -> list[Hit]:
        """The names that are like one, the most alike first; each id once."""
        counted: Counter[int] = Counter()
        for key in lookup_keys(name):
            places = self._by_key.get(key, ())
            if len(places) <= _COMMON:
                counted.update(places)
        best: dict[str, Hit] = {}
        for at, _count in counted.most_common(_MOST):
            id_, known = self._names[at]
            found = likeness(name, known)
            if found.score >= least and (id_ not in best or found.score > best[id_].likeness.score):
                best[id_] = Hit(id_, known, found)
        return sorted(best.values(), key=lambda hit: -hit.likeness.score)
