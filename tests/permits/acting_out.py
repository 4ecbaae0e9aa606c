"""Random acts, each done by the house and by the oracle; the player compares what both made of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from penstock.cases import services as case_services
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused, Viewer
from penstock.parties.duties import HEAD
from penstock.parties.services import add_person
from penstock.permits import services as permits
from penstock.permits.chores import expire_permits
from penstock.permits.ledger.drawing import Held
from penstock.permits.ledger.keeping import Move, Overdrawn, country_account, enter
from penstock.permits.ledger.models import SORTS, Account
from penstock.permits.models import Permit
from penstock.permits.passages import announcing, services
from penstock.permits.passages.chores import find_overdue
from penstock.permits.passages.models import Passage
from tests.cast import PASSWORD, Cast
from tests.permits.oracle import MOVING, STANDING, Figures, Key, Load, Oracle, Paper

HOUSE = ("NL", "CL", "KE")
OUTSIDE = "FJ"
SHARES = ("1", "0.75", "0.759", "0.892")
SUBSTANCES = {
    "narcotic": ("morphine", "codeine"),
    "psychotropic": ("diazepam", "alprazolam"),
    "precursor": ("ephedrine", "pseudoephedrine"),
}
EVERY = 20
"""After so many acts all accounts are compared, after each act those that it moved."""


def _exact(amount: Fraction) -> Decimal:
    """A fraction that is a decimal of at most 18 places."""
    whole = amount * 10**18
    assert whole.denominator == 1, f"{amount} has no end"
    return Decimal(whole.numerator).scaleb(-18)


def _said(amount: Fraction) -> str:
    return f"{_exact(amount).normalize():f}"


class Player:
    """Plays acts in the house and with the oracle."""

    def __init__(self, cast: Cast, regime: str, seed: int) -> None:
        self.random, self.regime = Random(f"{regime} {seed}"), regime  # noqa: S311 - it is to be repeated
        self.oracle = Oracle(regime, HOUSE)
        self.heads = {"NL": cast.exporter_head, "CL": cast.importer_head, "KE": cast.third_head}
        self.viewers = {code: head.viewer for code, head in self.heads.items()}
        self.offices = {code: head.office for code, head in self.heads.items()}
        self.seconds = {code: self._second(code) for code in HOUSE}
        self.substances = SUBSTANCES[regime]
        self.now = datetime(2026, 10, 1, 9, tzinfo=UTC)
        self.papers: list[Paper] = []
        self.loads: list[Load] = []
        self.names: dict[Any, str] = {}
        self.done: dict[str, list[int]] = {}
        self.played = 0

    def _second(self, code: str) -> Viewer:
        with acting(SYSTEM):
            person = add_person(
                viewer=SYSTEM, organisation=self.offices[code], name=f"Second of {code}",
                email=f"second.{code.lower()}@cast.example", password=PASSWORD, duties=HEAD,
                on=date(2025, 1, 1),
            )  # fmt: skip
        head = self.viewers[code]
        return Viewer(
            person_id=person.pk, organisation_id=head.organisation_id, name=person.name,
            organisation_name=head.organisation_name, country=code, duties=head.duties,
        )  # fmt: skip

    @property
    def today(self) -> date:
        return self.now.date()

    def play(self) -> None:
        """One act, by chance."""
        names = list(WEIGHTS)
        name = self.random.choices(names, [WEIGHTS[one] for one in names])[0]
        self.oracle.touched.clear()
        with clock.at(self.now):
            answers = getattr(self, f"act_{name}")()
        if answers is None:
            return
        expected, happened = answers
        assert expected == happened, f"{name} after {self.played} acts: {happened} instead of {expected}"
        self.played += 1
        tally = self.done.setdefault(name, [0, 0])
        tally[0 if happened else 1] += 1
        self.compare(None if self.played % EVERY == 0 else self.oracle.touched)

    def house(self, viewer: Viewer, act: Callable[[Viewer], Any]) -> Any:
        """What the house makes of an act; False where it refuses."""
        try:
            with acting(viewer):
                return act(viewer) or True
        except (Refused, Overdrawn):
            return False

    # What is compared

    def compare(self, keys: set[Key] | None = None) -> None:
        """The totals of these accounts, or of all, and the state of every permit and passage that is not over."""
        with acting(SYSTEM):
            rows = Account.objects.visible_to(SYSTEM)
            if keys is not None:
                wanted = [one.ref for one in self.papers if any(key[1] == one.name for key in keys)]
                years = {int(key[3]) for key in keys if key[0] == "country"}
                rows = rows.filter(permit__in=wanted) | rows.filter(permit=None, year__in=years)
            found = {self._key(one): {sort: Fraction(one[sort]) for sort in SORTS} for one in rows.values()}
            self._compare_states(keys is None)
        for key in found if keys is None else keys:
            total = self.oracle.totals[key]
            assert found.get(key) == {sort: total[sort] for sort in SORTS}, f"{key} after {self.played} acts"
        if keys is None:
            missing = [one for one, total in self.oracle.totals.items() if any(total.values()) and one not in found]
            assert not missing, f"no account {missing}"

    def _key(self, row: dict[str, Any]) -> Key:
        if row["permit_id"]:
            return ("permit", self.names[row["permit_id"]], row["substance"])
        return ("country", row["country"], row["substance"], str(row["year"]))

    def _compare_states(self, everything: bool) -> None:  # noqa: FBT001
        loads = self.loads if everything else self.loads[-40:]
        papers = self.papers if everything else self.papers[-40:]
        kept = dict(Passage.objects.filter(pk__in=[one.ref for one in loads]).values_list("pk", "state"))
        assert [kept[one.ref] for one in loads] == [one.state for one in loads], f"passages after {self.played}"
        kept = dict(Permit.objects.filter(pk__in=[one.ref for one in papers]).values_list("pk", "state"))
        assert [kept[one.ref] for one in papers] == [one.state for one in papers], f"permits after {self.played}"

    # Chance

    def amount(self, most: int = 40) -> Fraction:
        return Fraction(self.random.randint(1, most * 1000), 1000)

    def some(self, found: list[Any]) -> Any:
        return self.random.choice(found) if found else None

    def paper(self, *states: str) -> Paper | None:
        wanted = states or tuple(STANDING)
        recent = [one for one in self.papers[-120:] if one.state in wanted]
        return self.some(recent)

    def load(self, *states: str, fits: Callable[[Load], bool] = lambda _load: True) -> Load | None:
        """Goods that a step is for; now and then others, which both must refuse."""
        recent = self.loads[-120:]
        if self.random.random() < 0.93:
            recent = [one for one in recent if one.state in states and fits(one)]
        return self.some(recent)

    def about(self, figures: Figures) -> Figures:
        """The same quantities, or a little else, or nothing of one."""
        if self.random.random() < 0.6:
            return dict(figures)
        step = Fraction(self.random.randint(-400, 200), 1000)
        return {one: max(each + step, Fraction(0)) for one, each in figures.items()}

    # Statements

    def act_state(self) -> tuple[bool, bool]:
        """An estimate, a supplement, a correction, stocks, manufacture, or trade outside."""
        sort = self.random.choice(["granted"] * 6 + ["confirmed", "stocks", "made", "outside", "relief"])
        amount = self.amount(250 if sort == "granted" else 10)
        if self.random.random() < 0.1:
            amount = -amount / 4
        amount = Fraction(round(amount * 1000), 1000) or Fraction(1)
        country, substance = self.random.choice((*HOUSE, OUTSIDE)), self.random.choice(self.substances)
        year = self.today.year + self.random.choice((0, 0, 0, 1))
        self.oracle.put(("country", country, substance, str(year)), sort, amount)
        account = country_account(country, substance, year, regime=self.regime, unit="kg")
        enter(SYSTEM, [Move(account=account, sort=sort, amount=_exact(amount), note="by chance")])
        return True, True

    # Permits

    def _issue(self, direction: str, *, cites: Paper | None = None, replaces: Paper | None = None) -> Any:
        country, other = self.random.sample((*HOUSE, OUTSIDE), 2)
        if cites:
            country, other = cites.other, cites.country
        if replaces:
            country, other = replaces.country, replaces.other
        if country not in HOUSE:
            return None
        known = tuple(cites.lines) if cites else self.substances
        chosen = self.random.sample(known, self.random.randint(1, len(known)))
        lines = {}
        for one in chosen:
            quantity = self.amount(15)
            share = Fraction(self.random.choice(SHARES))
            lines[one] = (quantity, quantity * share)
        paper = Paper(
            name=str(len(self.papers)), direction=direction, country=country, other=other, lines=lines,
            first=self.today + timedelta(days=self.random.choice((0, 0, 0, 3))),
            last=self.today + timedelta(days=self.random.randint(5, 150)),
            cites=cites, is_single=self.random.random() < 0.25,
        )  # fmt: skip
        expected = self.oracle.issue(paper, replaces)
        made = self.house(self.viewers[country], lambda viewer: permits.issue(
            viewer=viewer, wanted=self._wanted(paper, replaces)
        ))  # fmt: skip
        if made and expected:
            paper.ref = made.pk
            self.names[made.pk] = paper.name
            self.papers.append(paper)
        return expected, bool(made)

    def _wanted(self, paper: Paper, replaces: Paper | None) -> permits.Issuing:
        rows = Permit.objects.all()
        return permits.Issuing(
            paper=f"{paper.direction}-authorisation", direction=paper.direction, regime=self.regime, title="By chance",
            content={}, authority=self.offices[paper.country], holder=None, holder_name="A", other_name="B",
            other=self.offices.get(paper.other), other_country=paper.other, valid_from=paper.first,
            valid_until=paper.last, shipments="one" if paper.is_single else "many", marking="AMBER", applied_as="",
            lines=[
                Held(one, _exact(quantity), "kg", _exact(pure), "kg", {})
                for one, (quantity, pure) in paper.lines.items()
            ],
            cites=rows.get(pk=paper.cites.ref) if paper.cites else None,
            replaces=rows.get(pk=replaces.ref) if replaces else None,
        )  # fmt: skip

    def act_import(self) -> Any:
        return self._issue("import")

    def act_export(self) -> Any:
        found = [one for one in self.papers[-120:] if one.state == "issued" and one.direction == "import"]
        cites = self.some([one for one in found if one.other in HOUSE])
        return self._issue("export", cites=cites) if cites and self.random.random() < 0.85 else self._issue("export")

    def act_replace(self) -> Any:
        former = self.some([one for one in self.papers[-120:] if one.state in STANDING and one.cites is None])
        return self._issue(former.direction, replaces=former) if former else None

    def _step(self, paper: Paper, verb: str, **raw: Any) -> bool:
        def act(viewer: Viewer) -> Any:
            return permits.take_step(viewer=viewer, permit_id=paper.ref, verb=verb, raw=raw)

        return bool(self.house(self.viewers[paper.country], act))

    def act_extend(self) -> Any:
        paper = self.paper()
        if paper is None:
            return None
        later = paper.last + timedelta(days=self.random.randint(1, 60))
        expected = paper.state == "issued"
        if expected:
            paper.last = later
        return expected, self._step(paper, "extend", valid_until=later.isoformat(), reason="By chance")

    def act_suspend(self) -> Any:
        paper = self.paper()
        return paper and (self.oracle.suspend(paper), self._step(paper, "suspend", reason="By chance"))

    def act_reinstate(self) -> Any:
        paper = self.paper("suspended", "suspended", "issued")
        return paper and (self.oracle.reinstate(paper), self._step(paper, "reinstate", reason="By chance"))

    def act_revoke(self) -> Any:
        paper = self.paper()
        if paper is None:
            return None
        expected = self.oracle.end(paper, "revoked")
        assert self._step(paper, "revoke", reason="By chance")
        happened = self.house(
            self.seconds[paper.country], lambda viewer: permits.confirm_step(viewer=viewer, permit_id=paper.ref)
        )
        return expected, bool(happened)

    def act_surrender(self) -> Any:
        """Given back by its holder; nobody holds these, so the house is told by itself."""
        paper = self.paper()
        if paper is None:
            return None
        expected = self.oracle.end(paper, "surrendered")
        raw = {"reason": "By chance"}
        return expected, bool(self.house(SYSTEM, lambda _system: permits.take_step(
            viewer=_holding(SYSTEM), permit_id=paper.ref, verb="surrender", raw=raw
        )))  # fmt: skip

    def act_days(self) -> tuple[bool, bool]:
        """Days pass: what has ended everywhere expires, and endorsements fall due."""
        self.now += timedelta(days=self.random.randint(1, 6))
        ended = (self.now - timedelta(hours=12)).date() - timedelta(days=1)
        with clock.at(self.now):
            while expire_permits():
                pass
            find_overdue()
        for paper in self.papers:
            if paper.last <= ended:
                self.oracle.end(paper, "expired")
        with acting(SYSTEM):
            # Whose last day it is depends on calendars, which are no business of balances.
            late = set(Passage.objects.filter(state="overdue").values_list("pk", flat=True))
        for load in self.loads:
            if load.ref in late and load.state in MOVING:
                load.state = "overdue"
        return True, True

    # Goods

    def act_announce(self) -> Any:
        paper = self.paper("issued") if self.random.random() < 0.95 else self.paper()
        if paper is None:
            return None
        parts = {
            one: quantity * Fraction(self.random.choice((1, 1, 3)), 4) for one, (quantity, _p) in paper.lines.items()
        }
        planned = {one: max(Fraction(round(each * 1000), 1000), Fraction(1, 1000)) for one, each in parts.items()}
        on = self.today + timedelta(days=self.random.choice((0, 0, 5)))
        load = Load(under=paper, figures={"planned": planned})
        expected = self.oracle.announce(load, on)
        raw = {"planned_on": on.isoformat(), "goods": self._goods(load, planned)}
        made = self.house(
            self.viewers[paper.country],
            lambda viewer: announcing.announce(viewer=viewer, permit_id=paper.ref, raw=raw),
        )
        if made and expected:
            load.ref = made.pk
            self.loads.append(load)
            if paper.direction == "export" and paper.other == OUTSIDE:
                with acting(self.viewers[paper.country]) as viewer:
                    case_services.attach(viewer=viewer, case_id=made.pk, name="a.txt", chunks=[b"endorsed"])
        return expected, bool(made)

    def _to_announce_under(self) -> Paper | None:
        if self.random.random() < 0.12:
            return self.paper()
        fit = [one for one in self.papers[-120:] if one.state == "issued" and one.first <= self.today <= one.last]
        return self.some([one for one in fit if one.direction == "export" or one.other == OUTSIDE])

    @staticmethod
    def _goods(load: Load, figures: Figures) -> list[dict[str, str]]:
        order = list(load.under.lines)
        return [{"line": str(order.index(one) + 1), "quantity": _said(each)} for one, each in figures.items()]

    def _move(self, load: Load, at: str, verb: str, figures: Figures | None = None, **raw: Any) -> bool:
        if figures is not None:
            raw["goods"] = self._goods(load, figures)
        if at not in HOUSE:
            return False
        return bool(self.house(self.viewers[at], lambda viewer: services.take_step(
            viewer=viewer, passage_id=load.ref, verb=verb, raw=raw
        )))  # fmt: skip

    def _importer(self, load: Load) -> str:
        return load.under.other if load.is_export else load.under.country

    def act_leave(self) -> Any:
        load = self.load("announced", fits=_may_leave)
        if load is None:
            return None
        figures = self.about(load.figures["planned"])
        expected = self.oracle.leave(load, figures, self.today)
        return expected, self._move(load, load.under.country, "note_leaving", figures, left_on=self.today.isoformat())

    def act_arrive(self) -> Any:
        load = self.load("announced", *MOVING, fits=_may_arrive)
        if load is None:
            return None
        figures = self.about(load.figures.get("left") or load.figures["planned"])
        expected = self.oracle.arrive(load, figures, self.today)
        day = self.today.isoformat()
        return expected, self._move(load, self._importer(load), "note_arrival", figures, arrived_on=day)

    def act_endorse(self) -> Any:
        load = self.load("announced", *MOVING, fits=_may_arrive)
        if load is None:
            return None
        known = load.figures.get("arrived") or load.figures.get("left") or load.figures["planned"]
        figures = self.about(known)
        expected = self.oracle.endorse(load, figures, self.today)
        day, importer = self.today.isoformat(), self._importer(load)
        if importer in HOUSE:
            return expected, self._move(load, importer, "endorse", figures, imported_on=day)
        return expected, self._move(load, load.under.country, "enter_endorsement", figures, imported_on=day)

    def act_explain(self) -> Any:
        load = self.load("excess")
        if load is None:
            return None
        figures = self.about(load.figures["planned"])
        expected = self.oracle.explain(load, figures)
        return expected, self._move(load, load.under.country, "explain", figures, reason="By chance")

    def act_reconcile(self) -> Any:
        load = self.load("mismatch", "overdue")
        if load is None:
            return None
        figures = self.about(load.figures["planned"])
        expected = self.oracle.reconcile(load, figures, self.today)
        return expected, self._move(load, load.under.country, "reconcile", figures, reason="By chance")

    def act_return(self) -> Any:
        load = self.load("held", *MOVING)
        day = self.today.isoformat()
        return load and (
            self.oracle.bring_back(load),
            self._move(load, load.under.country, "return", returned_on=day, reason="By chance"),
        )

    def act_cancel(self) -> Any:
        load = self.load("announced")
        return load and (self.oracle.cancel(load), self._move(load, load.under.country, "cancel", reason="By chance"))

    def act_release(self) -> Any:
        load = self.load("held")
        if load is None:
            return None
        expected = self.oracle.let_go(load, mine=True)
        return expected, self._move(load, load.under.country, "release", reason="By chance")

    def act_admit(self) -> Any:
        load = self.load("held")
        if load is None or self._importer(load) not in HOUSE:
            return None
        expected = self.oracle.let_go(load, mine=False)
        return expected, self._move(load, self._importer(load), "admit", reason="By chance")


def _may_leave(load: Load) -> bool:
    return load.is_export and all(one.state == "issued" for one in load.under.chain)


def _may_arrive(load: Load) -> bool:
    return load.state != "announced" or not load.is_export


def _holding(system: Viewer) -> Viewer:
    """The system, with the duty of a holder."""
    return Viewer(
        person_id=system.person_id, organisation_id=system.organisation_id, name=system.name, organisation_name="",
        is_system=True, duties=HEAD,
    )  # fmt: skip


WEIGHTS = {
    "state": 9, "import": 8, "export": 12, "replace": 1, "extend": 2, "suspend": 2, "reinstate": 4, "revoke": 1,
    "surrender": 1, "days": 3, "announce": 20, "leave": 20, "arrive": 10, "endorse": 14, "explain": 4,
    "reconcile": 6, "return": 2, "cancel": 1.5, "release": 2, "admit": 2,
}  # fmt: skip
