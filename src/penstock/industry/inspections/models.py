"""Tables of inspections, and of what was found with what became of it."""

from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import READ_LICENCES

KIND = "inspection"
READ_WITH[KIND] = READ_LICENCES


class Inspection(Case):
    """An inspection of a site under a licence; the opener inspects, the counterpart is the company.

    One that is not announced is seen by the authority alone until it was held.
    """

    under = models.ForeignKey(OperatorLicence, on_delete=models.PROTECT, related_name="inspections")
    site = models.TextField()
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    inspectors = models.TextField()
    is_announced = models.BooleanField()

    objects = Cases["Inspection"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["under", "-planned_on"], name="inspection_of_licence")]

    def __str__(self) -> str:
        return self.reference


class Finding(models.Model):
    """What was found, how grave it is, and what the company must do by when.

    `answer` is what the company says it did; `wanted` what the inspector still asks for after that. A finding with an
    action is `closed_on` the day on which an inspector took it for done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    grade = models.TextField()
    found = models.TextField()
    article = models.TextField(default="")
    action = models.TextField(default="")
    due_on = models.DateField(null=True)
    answer = models.TextField(default="")
    done_on = models.DateField(null=True)
    wanted = models.TextField(default="")
    closed_on = models.DateField(null=True)

    objects = OfCase["Finding"].as_manager()
    row_policy = within("case_id", "cases_case", grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="inspection_finding_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.grade}"

    @property
    def is_open(self) -> bool:
        """Whether the company still owes something."""
        return bool(self.action) and self.closed_on is None
