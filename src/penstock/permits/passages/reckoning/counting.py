"""What a passage does to the ledger: it takes of its permit when it is announced and leaves, and settles in the end.

A permit's own account counts what left under it. On the accounts it draws on, what is endorsed is released of what was
reserved and entered as settled, in the year in which it arrived; to the exporting country it is given back.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, localcontext

from penstock.catalogue.amounts import EXACT, exactly
from penstock.kernel.viewer import Viewer
from penstock.permits.ledger import drawing
from penstock.permits.ledger.keeping import Move, country_account, enter, room
from penstock.permits.ledger.models import Account
from penstock.permits.models import PLACES, Permit
from penstock.permits.passages.holding import chain_of
from penstock.permits.passages.models import Goods, Passage

_SMALLEST = Decimal(1).scaleb(-PLACES)
Key = tuple[str, str]


def pure_of(goods: Goods, stage: str) -> Decimal:
    """The pure substance in the quantity at a stage, by the share that its permit was issued with.

    Rounded down at 18 places, so that the parts of a line are never more than the whole.
    """
    quantity = goods.at(stage) if stage else None
    if not quantity:
        return Decimal(0)
    if quantity == goods.line.quantity:
        return goods.line.pure
    with localcontext() as context:
        context.prec = EXACT
        return (quantity * goods.line.pure / goods.line.quantity).quantize(_SMALLEST, ROUND_DOWN)


def _key(goods: Goods) -> Key:
    return goods.line.substance, goods.line.pure_unit


def _more(now: Decimal, before: Decimal) -> Decimal:
    return exactly(now, before.copy_negate())


def take_of_permit(viewer: Viewer, passage: Passage, goods: Sequence[Goods], *, held: str = "", used: str = "") -> None:
    """Let the permit's own account hold what stands at one stage, and count as used what stands at another.

    Overdrawn where more is to be held than the permit has left; what left is counted in any case.
    """
    accounts = {(one.substance, one.unit): one for one in drawing.accounts_of(passage.under)}
    moves = []
    for one in goods:
        now_held, now_used = pure_of(one, held), pure_of(one, used)
        for sort, more in (("reserved", _more(now_held, one.held)), ("settled", _more(now_used, one.used))):
            moves.append(
                Move(
                    account=accounts[_key(one)],
                    sort=sort,
                    amount=more,
                    permit=passage.under,
                    note=passage.reference,
                )
            )
        one.held, one.used = now_held, now_used
    enter(viewer, moves)
    for one in goods:
        one.save(update_fields=["held", "used"])


def is_beyond(permit: Permit) -> bool:
    """Whether more is used of a permit than it allows."""
    return any(room(one) < 0 for one in drawing.accounts_of(permit))


def settle(viewer: Viewer, passage: Passage, goods: Sequence[Goods], stage: str, *, is_ours: bool) -> None:
    """Settle what stands at a stage; what was settled before for the same goods is corrected by the difference."""
    more: dict[Key, list[Decimal]] = {}
    for one in goods:
        now = pure_of(one, stage)
        more.setdefault(_key(one), []).append(_more(now, one.settled))
        one.settled = now
    amounts = [(substance, exactly(*parts), unit) for (substance, unit), parts in sorted(more.items())]
    moves = [move for permit in chain_of(passage) for move in _settled_on(passage, permit, amounts, is_ours=is_ours)]
    if passage.is_export:
        moves += _given_to_exporter(passage, amounts, is_ours=is_ours)
    enter(viewer, moves)
    for one in goods:
        one.save(update_fields=["settled"])


def _settled_on(
    passage: Passage, permit: Permit, amounts: Sequence[tuple[str, Decimal, str]], *, is_ours: bool
) -> list[Move]:
    """Of what a permit holds, that much is released; the same is settled, in the year in which it arrived."""
    left_to_release = {(substance, unit): amount for substance, amount, unit in amounts}
    moves = []
    for account, held in drawing.held_by(permit):
        key = account.substance, account.unit
        release = min(held, max(left_to_release.get(key, Decimal(0)), Decimal(0)))
        if release:
            left_to_release[key] = _more(left_to_release[key], release)
            moves.append(_move(account, "reserved", release.copy_negate(), permit, passage, is_ours=is_ours))
    year = (passage.imported_on or passage.planned_on).year
    moves += [
        _move(account, "settled", amount, permit, passage, is_ours=is_ours)
        for account, amount in drawing.drawn_on(permit, amounts, year)
    ]
    return moves


def _given_to_exporter(passage: Passage, amounts: Sequence[tuple[str, Decimal, str]], *, is_ours: bool) -> list[Move]:
    permit, year = passage.under, (passage.left_on or passage.planned_on).year
    return [
        _move(
            country_account(permit.country, substance, year, regime=permit.regime, unit=unit),
            "given",
            amount,
            permit,
            passage,
            is_ours=is_ours,
        )
        for substance, amount, unit in amounts
    ]


def _move(account: Account, sort: str, amount: Decimal, permit: Permit, passage: Passage, *, is_ours: bool) -> Move:
    return Move(account=account, sort=sort, amount=amount, permit=permit, note=passage.reference, is_ours=is_ours)
