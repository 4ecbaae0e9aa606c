"""Tables of companies and their licences, each kept by the authorities of one country."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import RowPolicy
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

KINDS = {
    "manufacturer": "Manufacturer of chemicals",
    "pharmaceutical": "Pharmaceutical manufacturer",
    "user": "Industrial user",
    "distributor": "Distributor, importer or repacker",
    "broker": "Broker or trading house",
    "laboratory": "Laboratory or research",
    "veterinary": "Veterinary",
    "logistics": "Logistics or warehouse",
    "retail": "Retail",
    "other": "Other",
}
STANDINGS = {
    "good": "In good standing",
    "watched": "Under review",
    "suspended": "Suspended",
    "struck off": "Struck off",
}
LICENCES = {"licence": "Licence", "registration": "Registration", "permit": "Special permit"}
LICENCE_STATES = {"valid": "Valid", "suspended": "Suspended", "revoked": "Revoked", "ended": "Ended"}


def of_own_authority(table: str, grants: str) -> RowPolicy:
    """Rows of a country, read and written by that country's authorities and by nobody else."""
    # The name stands in our own models; nothing from outside comes near this text.
    condition = f"current_setting('penstock.scope', true) = 'all' OR EXISTS (SELECT 1 FROM parties_organisation office WHERE office.id = NULLIF(current_setting('penstock.organisation', true), '')::uuid AND office.kind = 'authority' AND office.government_id = {table}.government_id)"  # noqa: E501, S608
    return RowPolicy(read=condition, grants=grants)


class OfOwnAuthority(VisibleRows[Row_co]):
    """Rows of a country for its own authorities."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's country where the viewer works for one of its authorities."""
        if viewer.is_system:
            return self.all()
        own = Organisation.objects.filter(id=viewer.organisation_id, kind="authority")
        return self.filter(government__in=own.values("government"))


def of_company(grants: str) -> RowPolicy:
    """Rows of one company: no circle and no authority reads them."""
    own = "NULLIF(current_setting('penstock.organisation', true), '')::uuid = organisation_id"
    return RowPolicy(read=f"current_setting('penstock.scope', true) = 'all' OR {own}", grants=grants)


class OfCompany(VisibleRows[Row_co]):
    """Rows that a company keeps for itself."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's own company."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Company(models.Model):
    """A company of a country as its authorities know it; `keys` are those by which a written name finds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    number = models.TextField(help_text="under which the country registers it")
    name = models.TextField()
    other_names = ArrayField(models.TextField(), default=list)
    keys = ArrayField(models.TextField())
    kind = models.TextField(choices=KINDS)
    address = models.TextField(default="")
    site_countries = ArrayField(models.CharField(max_length=2), default=list)
    standing = models.TextField(choices=STANDINGS, default="good")
    note = models.TextField(default="")
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["Company"].as_manager()
    row_policy = of_own_authority("parties_company", "SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["name", "id"]
        indexes = [GinIndex(fields=["keys"], name="company_keys")]
        constraints = [models.UniqueConstraint(fields=["government", "number"], name="company_once")]

    def __str__(self) -> str:
        return self.name


class Licence(models.Model):
    """What a company may deal in, and from when to when; `until_on` is the last day.

    One that was granted here is `granted_as` the licence of that reference, whose steps alone change it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="licences")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=LICENCES)
    number = models.TextField()
    substances = ArrayField(models.TextField(), help_text="substances by id")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    state = models.TextField(choices=LICENCE_STATES, default="valid")
    granted_as = models.TextField(default="")
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["Licence"].as_manager()
    row_policy = of_own_authority("parties_licence", "SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-from_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="licence_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="licence_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.number
