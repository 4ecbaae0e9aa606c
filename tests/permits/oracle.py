"""What permits and their goods do to balances, reckoned a second time: in fractions, and from the rules alone.

It shares no code with the house. An act that the rules forbid answers False and changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Key = tuple[str, ...]
Figures = Mapping[str, Fraction]
NOTHING = Fraction(0)
MOVING = {"left", "excess", "arrived", "differing", "overdue"}
STANDING = {"issued", "suspended"}
STOPPED = {"suspended", "revoked"}
OVER = {"endorsed", "reconciled", "returned", "cancelled"}


@dataclass(eq=False)
class Paper:
    """A permit: what it allows of each substance, in quantity and in pure substance, and what it holds elsewhere."""

    name: str
    direction: str
    country: str
    other: str
    lines: Mapping[str, tuple[Fraction, Fraction]]
    first: date
    last: date
    cites: "Paper | None" = None
    is_single: bool = False
    state: str = "issued"
    holds: dict[Key, Fraction] = field(default_factory=dict)
    loads: list["Load"] = field(default_factory=list)
    resting: list["Paper"] = field(default_factory=list)
    ref: Any = None

    def own(self, substance: str) -> Key:
        return ("permit", self.name, substance)

    @property
    def chain(self) -> list["Paper"]:
        return [self, self.cites] if self.cites else [self]

    def moved(self) -> Iterator["Load"]:
        """What goes under it, and under those that rest on it."""
        yield from self.loads
        for one in self.resting:
            yield from one.loads


@dataclass(eq=False)
class Load:
    """Goods under a paper, with the quantity of each substance at each stage."""

    under: Paper
    figures: dict[str, Figures]
    state: str = "announced"
    excess: bool = False
    held: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    used: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    settled: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    left_on: date | None = None
    arrived_on: date | None = None
    imported_on: date | None = None
    ref: Any = None

    @property
    def is_export(self) -> bool:
        return self.under.direction == "export"

    def pure(self, stage: str) -> dict[str, Fraction]:
        lines = self.under.lines
        return {one: said * lines[one][1] / lines[one][0] for one, said in self.figures.get(stage, {}).items()}


class Oracle:
    """All accounts, and the rules."""

    def __init__(self, regime: str, house: Iterable[str]) -> None:
        self.regime, self.house = regime, set(house)
        self.totals: dict[Key, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        self.stated: set[Key] = set()
        self.touched: set[Key] = set()

    def room(self, key: Key) -> Fraction:
        one = self.totals[key]
        more = one["granted"] + one["confirmed"] + one["stocks"] + one["given"]
        return more - one["made"] - one["reserved"] - one["settled"] - one["outside"]

    def put(self, key: Key, sort: str, amount: Fraction) -> None:
        if not amount:
            return
        self.totals[key][sort] += amount
        self.touched.add(key)
        if sort == "granted":
            self.stated.add(key)

    def bounds(self, key: Key) -> bool:
        return key[0] == "permit" or self.regime == "narcotic" or key in self.stated

    # Permits

    def drawn(self, paper: Paper, year: int) -> dict[str, Key]:
        """The account that a paper draws on for each substance."""
        if paper.cites:
            return {one: paper.cites.own(one) for one in paper.lines}
        at = paper.country if paper.direction == "import" else paper.other
        return {one: ("country", at, one, str(year)) for one in paper.lines}

    def issue(self, paper: Paper, replaces: Paper | None = None) -> bool:
        keys = self.drawn(paper, paper.first.year)
        for substance, key in keys.items():
            back = self._surplus(replaces, key) if replaces else NOTHING
            if self.bounds(key) and self.room(key) + back < paper.lines[substance][1]:
                return False
        if replaces:
            self.end(replaces, "replaced")
        for substance, key in keys.items():
            pure = paper.lines[substance][1]
            self.put(paper.own(substance), "granted", pure)
            self.put(key, "reserved", pure)
            paper.holds[key] = pure
        if paper.cites:
            paper.cites.resting.append(paper)
        return True

    def _surplus(self, paper: Paper, key: Key) -> Fraction:
        """What a paper holds of an account and is not under way."""
        substance = key[2]
        moving = [one for one in paper.moved() if one.state in MOVING | {"held"}]
        keep = sum((one.held[substance] + one.used[substance] for one in moving), NOTHING)
        return max(paper.holds.get(key, NOTHING) - keep, NOTHING)

    def _give_back(self, paper: Paper) -> None:
        for key in paper.holds:
            more = self._surplus(paper, key)
            self.put(key, "reserved", -more)
            paper.holds[key] -= more

    def stop(self, paper: Paper) -> None:
        """What may still be stopped at a border is held."""
        for one in paper.moved():
            may = one.state in {"left", "excess", "overdue"} or (one.state == "announced" and not one.is_export)
            if may and one.arrived_on is None:
                one.state = "held"

    def suspend(self, paper: Paper) -> bool:
        if paper.state != "issued":
            return False
        self.stop(paper)
        paper.state = "suspended"
        return True

    def reinstate(self, paper: Paper) -> bool:
        if paper.state != "suspended":
            return False
        paper.state = "issued"
        for one in paper.moved():
            if one.state == "held" and not any(each.state in STOPPED for each in one.under.chain):
                one.state = "excess" if one.excess else "left"
        return True

    def end(self, paper: Paper, state: str) -> bool:
        if paper.state not in STANDING:
            return False
        if state == "revoked":
            self.stop(paper)
        for one in paper.loads:
            if one.state == "announced":
                one.state = "cancelled"
                self._take(one, {}, {})
        self._give_back(paper)
        paper.state = state
        return True

    # Goods

    def _take(self, load: Load, held: Mapping[str, Fraction], used: Mapping[str, Fraction]) -> None:
        for one in load.figures["planned"]:
            key = load.under.own(one)
            self.put(key, "reserved", held.get(one, NOTHING) - load.held[one])
            self.put(key, "settled", used.get(one, NOTHING) - load.used[one])
            load.held[one], load.used[one] = held.get(one, NOTHING), used.get(one, NOTHING)

    def announce(self, load: Load, on: date) -> bool:
        paper = load.under
        may = paper.state == "issued" and paper.first <= on <= paper.last
        may = may and not (paper.direction == "import" and paper.other in self.house)
        if paper.is_single and any(one.state not in {"cancelled", "returned"} for one in paper.loads):
            return False
        pure = load.pure("planned")
        if not may or any(self.room(paper.own(one)) < each for one, each in pure.items()):
            return False
        self._take(load, pure, {})
        paper.loads.append(load)
        return True

    def cancel(self, load: Load) -> bool:
        if load.state != "announced":
            return False
        self._take(load, {}, {})
        load.state = "cancelled"
        self._close(load)
        return True

    def leave(self, load: Load, figures: Figures, on: date) -> bool:
        paper = load.under
        stands = all(one.state == "issued" for one in paper.chain)
        if load.state != "announced" or not load.is_export or not stands or not paper.first <= on <= paper.last:
            return False
        if not any(figures.values()):
            return False
        load.figures["left"], load.left_on = figures, on
        self._take(load, {}, load.pure("left"))
        load.excess = any(self.room(paper.own(one)) < 0 for one in paper.lines)
        load.state = "excess" if load.excess else "left"
        return True

    def explain(self, load: Load, figures: Figures) -> bool:
        if load.state != "excess":
            return False
        load.figures["left"] = figures
        self._take(load, {}, load.pure("left"))
        load.state, load.excess = "left", False
        return True

    def _may_arrive(self, load: Load) -> bool:
        if load.state == "announced":
            return not load.is_export and load.under.state == "issued"
        return load.state in MOVING

    def arrive(self, load: Load, figures: Figures, on: date) -> bool:
        if load.under.other not in self.house and load.is_export:
            return False
        if not self._may_arrive(load):
            return False
        load.figures["arrived"], load.arrived_on = figures, on
        if not load.is_export:
            self._take(load, {}, load.pure("arrived"))
        load.state = "differing" if load.is_export and figures != load.figures["left"] else "arrived"
        return True

    def endorse(self, load: Load, figures: Figures, on: date) -> bool:
        """By the importing authority, or from its paper where that is outside."""
        is_outside = load.is_export and load.under.other not in self.house
        if (is_outside and load.state not in MOVING) or not self._may_arrive(load):
            return False
        load.figures["endorsed"], load.imported_on = figures, on
        self._conclude(load, "endorsed")
        recorded = [load.figures[one] for one in ("left", "arrived") if one in load.figures]
        load.state = "mismatch" if load.excess or any(one != figures for one in recorded) else "endorsed"
        self._close(load)
        return True

    def reconcile(self, load: Load, figures: Figures, on: date) -> bool:
        if load.state not in {"mismatch", "overdue"}:
            return False
        load.figures["agreed"] = figures
        load.imported_on = load.imported_on or load.arrived_on or on
        self._conclude(load, "agreed")
        load.state, load.excess = "reconciled", False
        self._close(load)
        return True

    def bring_back(self, load: Load) -> bool:
        if load.state not in MOVING | {"held"}:
            return False
        self._take(load, {}, {})
        load.state, load.excess = "returned", False
        self._close(load)
        return True

    def let_go(self, load: Load, mine: bool) -> bool:  # noqa: FBT001 - whose permit it is
        under, *cited = load.under.chain
        stopped = [one for one in ([under] if mine else cited) if one.state in STOPPED]
        if load.state != "held" or not stopped:
            return False
        load.state = "excess" if load.excess else "left"
        return True

    def _conclude(self, load: Load, stage: str) -> None:
        """Release what was held, settle what came, and give it back to the exporting country."""
        if not load.is_export:
            self._take(load, {}, load.pure(stage))
        assert load.imported_on is not None
        for substance, pure in load.pure(stage).items():
            more = pure - load.settled[substance]
            load.settled[substance] = pure
            for paper in load.under.chain:
                for key in [one for one in paper.holds if one[2] == substance]:
                    release = min(paper.holds[key], max(more, NOTHING))
                    paper.holds[key] -= release
                    self.put(key, "reserved", -release)
                self.put(self.drawn(paper, load.imported_on.year)[substance], "settled", more)
            if load.is_export and load.left_on:
                self.put(("country", load.under.country, substance, str(load.left_on.year)), "given", more)

    def _close(self, load: Load) -> None:
        for paper in load.under.chain:
            if paper.state not in STANDING:
                self._give_back(paper)
            elif self._is_used(paper):
                self.end(paper, "used")

    def _is_used(self, paper: Paper) -> bool:
        own = [paper.own(one) for one in paper.lines]
        if any(one.state not in OVER for one in paper.loads) or any(one.state in STANDING for one in paper.resting):
            return False
        if not any(self.totals[one]["settled"] > 0 for one in own):
            return False
        return paper.is_single or all(self.room(one) <= 0 and not self.totals[one]["reserved"] for one in own)
