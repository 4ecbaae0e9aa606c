"""The table of assignments; what was before stands on the record."""

from typing import Self

from django.db import models

from penstock.cases.models import Case
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation, Person


class WithinOffice(VisibleRows[Row_co]):
    """Rows for one organisation alone."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Assignment(models.Model):
    """Who holds a case for one organisation, by whom it was given and when; `person` is None where it was put down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    given_by = models.TextField(default="")
    given_at = models.DateTimeField(default=now)

    objects = WithinOffice["Assignment"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "organisation"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person or 'nobody'}"
