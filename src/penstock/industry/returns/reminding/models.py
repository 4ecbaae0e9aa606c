"""Tables of the days that authorities set for annual returns, and of the reminders that were sent."""

from typing import Self

from django.db import models

from penstock.cases.models import OfCase
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


class ReturnDays(VisibleRows["ReturnDay"]):
    """Days that authorities set."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The day of the viewer's own authority."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class ReturnDay(models.Model):
    """The day of the following year by which an authority wants annual returns, where the law on record names none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    basis = models.TextField()
    set_by = models.TextField()
    set_at = models.DateTimeField(default=now)

    objects = ReturnDays.as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


class ReturnReminder(models.Model):
    """That somebody was reminded of the return of a year under a licence: each rung once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(OperatorLicence, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    rung = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfCase["ReturnReminder"].as_manager()
    row_policy = within("case_id", "cases_case", grants=APPEND_ONLY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "year", "rung"], name="return_reminder_once")]

    def __str__(self) -> str:
        return f"{self.case_id}, {self.year}: {self.rung}"
