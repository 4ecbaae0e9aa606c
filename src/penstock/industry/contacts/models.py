"""The table of points of contact: one for each organisation, read by the other side in the same country."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import RowPolicy
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

YEAR = timedelta(days=365)
_OWN = "NULLIF(current_setting('penstock.organisation', true), '')::uuid"
_ALL = "current_setting('penstock.scope', true) = 'all'"
_OTHER_SIDE = f"EXISTS (SELECT 1 FROM parties_organisation reader WHERE reader.id = {_OWN} AND reader.government_id = industry_contactpoint.government_id AND (reader.kind = 'authority' OR industry_contactpoint.is_office))"  # noqa: E501, S608 - names of our own tables


class OtherSide(VisibleRows["ContactPoint"]):
    """Points of contact for the other side: those of authorities for everybody in the country, companies' for these."""

    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those of the other side in one's country."""
        if viewer.is_system:
            return self.all()
        reader = Organisation.objects.filter(pk=viewer.organisation_id)
        shown = Q(is_office=True, government__in=reader.values("government"))
        ours = Q(government__in=reader.filter(kind="authority").values("government"))
        return self.filter(Q(organisation=viewer.organisation_id) | shown | ours)


class ContactPoint(models.Model):
    """Whom to call in an organisation, with deputies; `sectors` are those that a company says it belongs to.

    Whoever keeps it says once a year that it is still right; `checked_on` is when that was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    is_office = models.BooleanField()
    content = models.JSONField()
    sectors = ArrayField(models.TextField(), default=list)
    checked_on = models.DateField()
    reminded_on = models.DateField(null=True)
    person_name = models.TextField()
    updated_at = models.DateTimeField(default=now)

    objects = OtherSide.as_manager()
    row_policy = RowPolicy(
        read=f"{_ALL} OR organisation_id = {_OWN} OR {_OTHER_SIDE}",
        write=f"{_ALL} OR organisation_id = {_OWN}",
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        ordering = ["-is_office", "organisation__name"]

    def __str__(self) -> str:
        return f"{self.organisation_id}, {self.checked_on}"

    def is_due(self, on: date) -> bool:
        """Whether a year has passed since somebody said that it is right."""
        return self.checked_on + YEAR <= on
