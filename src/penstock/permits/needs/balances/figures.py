"""What the totals of an account mean: the steps to what is left, how complete they are, and the mass balance."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from penstock.catalogue.amounts import exactly
from penstock.kernel.viewer import Viewer
from penstock.permits.availability.measures import rounded
from penstock.permits.availability.queries import consumed
from penstock.permits.ledger.keeping import room
from penstock.permits.ledger.models import ADDING, SORTS, TAKING, Account, Entry
from penstock.permits.needs.posting import UNIT, closing_stocks

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the balance: how much, and from where to where it leads; a total starts at nothing."""

    name: str
    label: str
    amount: Decimal
    start: Decimal
    end: Decimal
    is_total: bool = False


def steps(of: Account) -> list[Step]:
    """From what was stated to what is left, those that moved anything and the first and last."""
    found, at = [], ZERO
    for name in (*ADDING, *TAKING):
        amount: Decimal = getattr(of, name)
        signed = amount if name in ADDING else amount.copy_negate()
        if signed or name == "granted":
            end = exactly(at, signed)
            found.append(Step(name, SORTS[name], signed, at, end))
            at = end
    return [*found, Step("room", "Left", room(of), ZERO, room(of), is_total=True)]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what moved was seen happening here, how much was read from papers, and how much is still to come."""

    seen: Decimal
    from_papers: Decimal
    awaiting: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The share seen here in per cent, None where nothing moved."""
        together = exactly(self.seen, self.from_papers)
        return rounded(Fraction(self.seen) * 100 / Fraction(together), 1) if together else None


MOVING = {"settled", "outside", "given", "made"}


def completeness(of: Account, moved: Sequence[Entry]) -> Completeness:
    """Judged from the entries: what arrived, left and was made, each by who saw it."""
    told = [one for one in moved if one.sort in MOVING]
    seen = exactly(*(one.amount for one in told if one.is_ours))
    papers = exactly(*(one.amount for one in told if not one.is_ours))
    return Completeness(seen, papers, of.reserved)


@dataclass(frozen=True, slots=True)
class MassBalance:
    """Opening stocks + imports + made - exports - consumption - closing stocks; None where nobody said."""

    opening: Decimal | None
    imports: Decimal
    made: Decimal
    exports: Decimal
    consumption: Decimal | None
    closing: Decimal | None

    @property
    def missing(self) -> list[str]:
        """What is not known."""
        return [name for name in ("opening", "consumption", "closing") if getattr(self, name) is None]

    @property
    def difference(self) -> Decimal | None:
        """What is not accounted for: more than nothing has vanished, less has come from nowhere; None while unknown."""
        if self.opening is None or self.consumption is None or self.closing is None:
            return None
        taken = (self.exports, self.consumption, self.closing)
        return exactly(self.opening, self.imports, self.made, *(one.copy_negate() for one in taken))


def mass_balance(viewer: Viewer, of: Account) -> MassBalance | None:
    """Whether a year comes out, None where it is counted by volume, which papers do not tell."""
    if of.unit != UNIT:
        return None
    return MassBalance(
        opening=closing_stocks(of.country, of.substance, of.year - 1),
        imports=exactly(of.settled, of.outside),
        made=of.made,
        exports=of.given,
        consumption=consumed(viewer, of.country, of.substance, of.year),
        closing=closing_stocks(of.country, of.substance, of.year),
    )
