"""Tables of fees: the rows that authorities keep, and what was paid, waived or given back on applications."""

from typing import Self

from django.db import models
from django.db.models import Q

from penstock.cases.models import OfCase
from penstock.industry.applications.models import LicenceApplication
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

_OWN = "NULLIF(current_setting('penstock.organisation', true), '')::uuid"
_ALL = "current_setting('penstock.scope', true) = 'all'"
_THERE = f"EXISTS (SELECT 1 FROM parties_organisation reader WHERE reader.id = {_OWN} AND reader.government_id = industry_licencefee.government_id)"  # noqa: E501, S608 - names of our own tables
_ON_CASE = "EXISTS (SELECT 1 FROM cases_case parent WHERE parent.id = case_id)"
_DECIDES = f"EXISTS (SELECT 1 FROM cases_case parent WHERE parent.id = case_id AND parent.counterpart_id = {_OWN})"  # noqa: S608 - as above


class InCountry(VisibleRows["LicenceFee"]):
    """Fees of one country."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the authorities of the viewer's country ask."""
        if viewer.is_system:
            return self.all()
        reader = Organisation.objects.filter(pk=viewer.organisation_id)
        return self.filter(Q(organisation=viewer.organisation_id) | Q(government__in=reader.values("government")))


class LicenceFee(models.Model):
    """A row of an authority's table of fees: what is asked of which applications that are handed in while it holds.

    An empty `document` or `activity` means any. A row is never changed but for its last day, which never lies in the
    past, so that what was handed in owes what held then. `before_decision` keeps a grant until it is settled.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    asked = models.TextField()
    document = models.TextField(default="")
    activity = models.TextField(default="")
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.TextField()
    before_decision = models.BooleanField()
    how = models.TextField(default="")
    kept_by = models.TextField()
    kept_at = models.DateTimeField(default=now)

    objects = InCountry.as_manager()
    row_policy = RowPolicy(
        read=f"{_ALL} OR organisation_id = {_OWN} OR {_THERE}",
        write=f"{_ALL} OR organisation_id = {_OWN}",
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        ordering = ["-from_on", "-kept_at"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="licence_fee_above_nothing")]

    def __str__(self) -> str:
        return f"{self.title}, from {self.from_on}"


class FeeEntry(models.Model):
    """That so much of an application's fees was paid, waived, or given back; it is never changed.

    What was entered by mistake is taken back by another entry. No money passes through the house.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(LicenceApplication, on_delete=models.PROTECT, related_name="+")
    happened = models.TextField()
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    happened_on = models.DateField()
    reference = models.TextField(default="")
    reason = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfCase["FeeEntry"].as_manager()
    row_policy = RowPolicy(read=_ON_CASE, write=f"{_ALL} OR {_DECIDES}", grants=APPEND_ONLY)

    class Meta:
        ordering = ["made_at"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fee_entry_above_nothing")]

    def __str__(self) -> str:
        return f"{self.happened} on {self.happened_on}"
