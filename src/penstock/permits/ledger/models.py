"""Tables of the ledger: accounts with their totals, and entries, which are never changed."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, seen_by
from penstock.kernel.viewer import Viewer
from penstock.permits.models import DIGITS, PLACES, Permit

SORTS = {
    "granted": "Stated need, with supplements and corrections",
    "confirmed": "Beyond the stated need, confirmed by the country",
    "stocks": "To bring stocks to the level that was stated",
    "given": "Exported and re-exported, added back",
    "made": "Manufactured",
    "reserved": "Reserved by permits",
    "settled": "Arrived and endorsed",
    "outside": "Traded outside this house",
    "relief": "Sent in an emergency, counted here as used",
}
"""What an entry says; the first four add to what there is, the next four take from it, relief moves nothing."""
ADDING, TAKING = ("granted", "confirmed", "stocks", "given"), ("made", "reserved", "settled", "outside")


def _total(help_text: str) -> Any:
    return models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, default=0, help_text=help_text)


class Account(models.Model):
    """What a country needs of a substance in a year, or what a permit allows of one; and how much of it is used.

    The totals are kept by the database from the entries and by nobody else. Where it is not `is_bounded`, nothing was
    stated that could bound it, and anything may be reserved. Amounts are pure substance in `unit`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    substance = models.TextField()
    year = models.SmallIntegerField()
    regime = models.TextField()
    unit = models.TextField()
    permit = models.ForeignKey(Permit, null=True, on_delete=models.PROTECT, related_name="accounts")
    is_bounded = models.BooleanField(default=True)
    granted = _total(SORTS["granted"])
    confirmed = _total(SORTS["confirmed"])
    stocks = _total(SORTS["stocks"])
    given = _total(SORTS["given"])
    made = _total(SORTS["made"])
    reserved = _total(SORTS["reserved"])
    settled = _total(SORTS["settled"])
    outside = _total(SORTS["outside"])
    relief = _total(SORTS["relief"])
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Account"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT")

    class Meta:
        ordering = ["country", "substance", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "substance", "year", "unit"],
                condition=Q(permit__isnull=True),
                name="country_account_once",
            ),
            models.UniqueConstraint(
                fields=["permit", "substance", "unit"], condition=Q(permit__isnull=False), name="permit_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substance}, {self.country} {self.year}"


class OfAccount(VisibleRows[Row_co]):
    """Entries of accounts."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The entries of accounts this viewer may see."""
        return self.filter(account__in=Account.objects.visible_to(viewer))


class Entry(models.Model):
    """One movement of an account: so much of a sort, because of a permit or of a statement; never changed.

    A negative amount takes back what an earlier entry of the same sort said. `is_ours` says that the house saw it
    happen; the others were entered from papers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    sort = models.TextField(choices=SORTS)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    permit = models.ForeignKey(Permit, null=True, on_delete=models.PROTECT, related_name="+")
    is_ours = models.BooleanField(default=True)
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfAccount["Entry"].as_manager()
    row_policy = RowPolicy(
        read="EXISTS (SELECT 1 FROM permits_account parent WHERE parent.id = account_id)", grants=APPEND_ONLY
    )

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["permit", "account"], name="entry_permit")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0) | Q(sort="granted"), name="entry_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.amount}"


ROOM = (
    F("granted") + F("confirmed") + F("stocks") + F("given")
    - F("made") - F("reserved") - F("settled") - F("outside")
)  # fmt: skip
"""What is left of an account, as the database reckons it."""
