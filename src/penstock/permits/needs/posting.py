"""How what was stated and read from papers enters the ledger: as the difference to what the account says already.

Of narcotic drugs consumption, use for others and additions to special stocks are granted, and what is missing of the
stocks to be held is added when the stocks are known (1961 Convention, article 19(2)). An assessment stays valid until
another is stated, so it is carried into later years; so is an annual requirement, which the registers keep.
"""

from collections.abc import Iterable
from decimal import Decimal

from penstock.catalogue.amounts import exactly
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.permits.ledger.editions import hold, standing
from penstock.permits.ledger.keeping import Move, country_account, enter
from penstock.permits.ledger.models import Account
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.needs.regimes import regime_of

UNIT = "kg"
KEY_OF_STATEMENT = ("country", "substance", "year", "kind", "source")
ENTERED_AS = {"made": "made", "imported": "outside", "exported": "given"}
"""How a figure from a paper is called in the ledger; stocks move it through what is missing of them."""


def statements_of(country: str, substance: str, year: int) -> list[Statement]:
    """What stands for a year, the statement before its supplements; an earlier assessment where none was made."""
    with acting(SYSTEM):
        rows = Statement.objects.visible_to(SYSTEM).filter(country=country, substance=substance, year__lte=year)
        found = newest(rows)
    carried = regime_of(substance) == "psychotropic"
    stated = max((one.year for one in found if one.kind == "statement" and (carried or one.year == year)), default=year)
    return sorted((one for one in found if one.year == stated), key=lambda one: (one.kind, one.made_at))


def newest(rows: Iterable[Statement]) -> list[Statement]:
    """The newest edition of each statement, and of each supplement by its paper."""
    found: dict[tuple[str, ...], Statement] = {}
    for one in sorted(rows, key=lambda row: row.edition):
        key = (one.country, one.substance, str(one.year), one.kind, one.source if one.kind == "supplement" else "")
        found[key] = one
    return list(found.values())


def granted_by(stated: Iterable[Statement]) -> Decimal:
    """What statements let a country make and import, apart from its stocks."""
    return exactly(*(part for one in stated for part in (one.consumption, one.other_uses, one.special_stocks)))


def stocks_level(stated: Iterable[Statement]) -> Decimal | None:
    """The stocks that are to be held at the end of the year; the last that says so."""
    said = [one.stocks_level for one in stated if one.stocks_level is not None]
    return said[-1] if said else None


def closing_stocks(country: str, substance: str, year: int) -> Decimal | None:
    """The stocks that papers say were held on the last day of a year, None where no paper does."""
    with acting(SYSTEM):
        rows = Figure.objects.visible_to(SYSTEM).filter(country=country, substance=substance, year=year, sort="closing")
        found = list(standing(rows, "source").values_list("kilograms", flat=True))
    return exactly(*found) if found else None


def missing_stocks(stated: Iterable[Statement], held: Decimal | None) -> Decimal:
    """What is to be added to bring stocks to the level stated; nothing while it is not known what is held."""
    level = stocks_level(stated)
    if level is None or held is None:
        return Decimal(0)
    return max(exactly(level, held.copy_negate()), Decimal(0))


def level(viewer: Viewer, country: str, substance: str, year: int, note: str) -> None:
    """Bring an account to what its country states; within a transaction, one at a time for each account."""
    hold(country, substance, year)
    stated = statements_of(country, substance, year)
    if not stated:
        return
    account = country_account(country, substance, year, regime=regime_of(substance), unit=UNIT)
    held = closing_stocks(country, substance, year - 1)
    more = _beyond(granted_by(stated), account.granted)
    if more or not account.is_bounded:
        enter(viewer, [Move(account=account, sort="granted", amount=more, note=note)])
    missing = _beyond(missing_stocks(stated, held), account.stocks)
    if missing:
        enter(viewer, [Move(account=account, sort="stocks", amount=missing, note=note)])


def _beyond(wanted: Decimal, known: Decimal | int) -> Decimal:
    """How much more is wanted than an account has; one that was just opened counts in whole numbers."""
    return exactly(wanted, Decimal(known).copy_negate())


def bring_to(account: Account, wanted: Decimal, note: str) -> bool:
    """Bring the need on an account to a figure as the software itself; answers whether anything was to do."""
    more = _beyond(wanted, account.granted)
    if not more and account.is_bounded:
        return False
    enter(SYSTEM, [Move(account=account, sort="granted", amount=more, note=note)])
    return True


def years_touched(substance: str, year: int) -> list[int]:
    """The years whose accounts a statement for a year moves: assessments reach into this year and the next."""
    if regime_of(substance) != "psychotropic":
        return [year]
    return sorted({year} | {one for one in (today().year, today().year + 1) if one > year})


def post_figure(viewer: Viewer, figure: Figure, was: Decimal) -> None:
    """Enter what a paper says more, or less, than its edition before."""
    if figure.sort == "closing":
        note = f"stocks on 31 December {figure.year}: {figure.source}"
        level(viewer, figure.country, figure.substance, figure.year + 1, note)
        return
    account = country_account(
        figure.country, figure.substance, figure.year, regime=regime_of(figure.substance), unit=UNIT
    )
    more = _beyond(figure.kilograms, was)
    move = Move(account=account, sort=ENTERED_AS[figure.sort], amount=more, note=figure.source, is_ours=False)
    enter(viewer, [move])
