"""Writes of the ledger: opening accounts, and entering what moves them. The database keeps totals and bounds.

This is the one place where the ledger writes as the system: an exporting country reserves on an importing one's
account, which it may not read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import DatabaseError

from penstock.catalogue.amounts import exactly
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.parties.models import Organisation
from penstock.permits.ledger.models import ADDING, TAKING, Account, Entry
from penstock.permits.models import Permit

OVERDRAWN = "PP001"
"""The SQLSTATE with which the database refuses a reservation; its detail says how much is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """So much of a sort on an account, because of a permit; what was read from papers is not `is_ours`."""

    account: Account
    sort: str
    amount: Decimal
    permit: Permit | None = None
    note: str = ""
    is_ours: bool = True


class Overdrawn(Exception):  # noqa: N818 - it is an answer, not an error
    """The database refused a reservation: the account, and how much is missing."""

    def __init__(self, account: Account, missing: Decimal) -> None:
        """Say which account, and by how much."""
        super().__init__(f"{account}: {missing} {account.unit} missing")
        self.account, self.missing = account, missing


def enter(viewer: Viewer, moves: Iterable[Move]) -> list[Entry]:
    """Put entries on accounts, in the order of the accounts so that two who draw on several do not wait in a ring.

    Raises Overdrawn, and nothing is entered, where a reservation is more than what is left. Of what moves nothing only
    a stated need of nothing is entered, since it bounds the account.
    """
    telling = (one for one in moves if one.amount or one.sort == "granted")
    rows = sorted(telling, key=lambda one: (one.account.pk, one.sort))
    with acting(SYSTEM):
        return [_entered(viewer, one) for one in rows]


def _entered(viewer: Viewer, move: Move) -> Entry:
    entry = Entry(
        account=move.account,
        sort=move.sort,
        amount=move.amount,
        permit=move.permit,
        note=move.note,
        is_ours=move.is_ours,
        person_name=viewer.name,
    )
    try:
        entry.save(force_insert=True)
    except DatabaseError as no:
        found = getattr(no.__cause__, "diag", None)
        if found is None or found.sqlstate != OVERDRAWN:
            raise
        raise Overdrawn(move.account, Decimal(found.message_detail)) from no
    return entry


def country_account(country: str, substance: str, year: int, *, regime: str, unit: str) -> Account:
    """The account of a country's year, opened if there is none; its authorities and the secretariat see it.

    Narcotic drugs are bounded by estimates, and by nothing where none was stated (1961 Convention, article 21); others
    are bounded once a figure was stated.
    """
    with acting(SYSTEM):
        account, _made = Account.objects.get_or_create(
            country=country,
            substance=substance,
            year=year,
            unit=unit,
            permit=None,
            defaults={"regime": regime, "is_bounded": regime == "narcotic", "audience": offices_of(country)},
        )
    return account


def permit_accounts(permit: Permit, amounts: Sequence[tuple[str, Decimal, str]]) -> list[Account]:
    """Open the accounts of a new permit: for each substance and unit what it allows, seen by whoever sees it."""
    with acting(SYSTEM):
        return [
            Account.objects.create(
                country=permit.country,
                substance=substance,
                year=permit.valid_from.year,
                regime=permit.regime,
                unit=unit,
                permit=permit,
                audience=permit.audience,
            )
            for substance, _amount, unit in amounts
        ]


def offices_of(country: str) -> list[UUID]:
    """The authorities of a country that deal with permits, and the secretariat."""
    rows = Organisation.objects.filter(kind="authority", government=country) | Organisation.objects.filter(
        kind="secretariat"
    )
    return list(rows.order_by("kind", "id").values_list("id", flat=True))


def room(account: Account) -> Decimal:
    """What is left of an account as it was read."""
    taken = (getattr(account, name).copy_negate() for name in TAKING)
    return exactly(*(getattr(account, name) for name in ADDING), *taken)


def reserved_by(permit: Permit, account: Account) -> Decimal:
    """What a permit still holds of an account."""
    with acting(SYSTEM):
        rows = Entry.objects.visible_to(SYSTEM).filter(permit=permit, account=account, sort="reserved")
        return exactly(*rows.values_list("amount", flat=True))
