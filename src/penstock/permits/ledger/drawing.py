"""What permits draw on which accounts: reserved when one is issued, settled when goods are endorsed, given back else.

An import paper draws on its country's account. An export paper draws on the import paper that it cites, where that was
issued here, or else on the account of the importing country as it is known here. Articles 19, 21 and 31 of the 1961
Convention; for assessments and annual requirements likewise, as guides that a country may confirm to exceed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from penstock.catalogue.amounts import exactly
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.permits.ledger.keeping import Move, country_account, enter, permit_accounts, reserved_by
from penstock.permits.ledger.models import Account, Entry
from penstock.permits.models import Permit
from penstock.permits.passages.models import Goods
from penstock.permits.passages.states import UNDER_WAY


@dataclass(frozen=True, slots=True)
class Held:
    """A line of a permit: what stands on the paper, and the pure substance that it holds of the accounts."""

    substance: str
    quantity: Decimal
    unit: str
    pure: Decimal
    pure_unit: str
    content: Mapping[str, Any]


def open_and_reserve(viewer: Viewer, permit: Permit, lines: Sequence[Held]) -> None:
    """Open the accounts of a new permit and reserve what it allows; Overdrawn, and nothing done, if there is less."""
    amounts = summed(lines)
    own = permit_accounts(permit, amounts)
    moves = [
        Move(account=account, sort="granted", amount=amount, permit=permit, note=permit.reference)
        for account, (_substance, amount, _unit) in zip(own, amounts, strict=True)
    ]
    moves += [
        Move(account=account, sort="reserved", amount=amount, permit=permit, note=permit.reference)
        for account, amount in drawn_on(permit, amounts, permit.valid_from.year)
    ]
    enter(viewer, moves)


def summed(lines: Sequence[Held]) -> list[tuple[str, Decimal, str]]:
    """The pure substance of lines by substance and unit."""
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in lines:
        found[one.substance, one.pure_unit].append(one.pure)
    return [(substance, exactly(*parts), unit) for (substance, unit), parts in sorted(found.items())]


def drawn_on(permit: Permit, amounts: Sequence[tuple[str, Decimal, str]], year: int) -> list[tuple[Account, Decimal]]:
    """The accounts on which a permit draws, for goods of a year, with the amount of each."""
    if permit.direction == "transit":
        return []
    if permit.direction == "export" and permit.cites is not None:
        by_key = {(one.substance, one.unit): one for one in accounts_of(permit.cites)}
        return [(by_key[substance, unit], amount) for substance, amount, unit in amounts]
    importing = permit.country if permit.direction == "import" else permit.other_country
    return [
        (country_account(importing, substance, year, regime=permit.regime, unit=unit), amount)
        for substance, amount, unit in amounts
    ]


def accounts_of(permit: Permit) -> list[Account]:
    """The accounts of a permit itself, one for each substance and unit."""
    with acting(SYSTEM):
        return list(Account.objects.visible_to(SYSTEM).filter(permit=permit).order_by("substance", "unit"))


def held_by(permit: Permit) -> list[tuple[Account, Decimal]]:
    """The accounts on which a permit still holds something, and how much; its own, which its goods take, is not one."""
    with acting(SYSTEM):
        entries = Entry.objects.visible_to(SYSTEM).filter(permit=permit, sort="reserved")
        rows = Account.objects.visible_to(SYSTEM).filter(pk__in=entries.values("account"))
        accounts = list(rows.exclude(permit=permit).order_by("year", "pk"))
    found = [(one, reserved_by(permit, one)) for one in accounts]
    return [(account, amount) for account, amount in found if amount > 0]


def under_way(permit: Permit) -> dict[tuple[str, str], Decimal]:
    """The pure substance, by substance and unit, of what is under way under a permit or under those that rest on it."""
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    with acting(SYSTEM):
        rows = Goods.objects.visible_to(SYSTEM).filter(
            Q(case__under=permit) | Q(case__under__cites=permit), case__state__in=UNDER_WAY
        )
        for one in rows.select_related("line"):
            found[one.line.substance, one.line.pure_unit] += [one.held, one.used]
    return {key: exactly(*parts) for key, parts in found.items()}


def give_back(viewer: Viewer, permit: Permit, note: str) -> dict[str, Decimal]:
    """Give back what a permit that ended still holds and is not under way; answers how much of each substance."""
    kept = under_way(permit)
    back = []
    for account, held in held_by(permit):
        key = account.substance, account.unit
        keep = min(held, kept.get(key, Decimal(0)))
        kept[key] = exactly(kept.get(key, Decimal(0)), keep.copy_negate())
        back.append((account, exactly(held, keep.copy_negate())))
    moves = [
        Move(account=account, sort="reserved", amount=amount.copy_negate(), permit=permit, note=note)
        for account, amount in back
    ]
    enter(viewer, moves)
    return {account.substance: amount for account, amount in back if amount}
