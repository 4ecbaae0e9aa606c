"""Tables of annual returns, and of the journal of an operator that they are made from."""

from django.db import models
from django.db.models import Q

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by, within
from penstock.parties.companies.models import OfCompany
from penstock.parties.duties import READ_LICENCES
from penstock.parties.models import Organisation

KIND = "annual return"
READ_WITH[KIND] = READ_LICENCES


class AnnualReturn(Case):
    """What an operator reports of a year under a licence; the opener is the operator, the counterpart its authority.

    `due_by` is the last day that law or authority named when it was begun, none where none did; `filed_on` the day on
    which it was first handed in.
    """

    under = models.ForeignKey(OperatorLicence, on_delete=models.PROTECT, related_name="returns")
    year = models.PositiveSmallIntegerField()
    is_nil = models.BooleanField(default=False)
    due_by = models.DateField(null=True)
    filed_on = models.DateField(null=True)

    objects = Cases["AnnualReturn"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["under", "-year"], name="return_of_licence")]

    def __str__(self) -> str:
        return self.reference


class JournalEntry(models.Model):
    """Something that happened with a substance on a day: an operator's own record, which is only added to.

    An entry that `corrects` another takes its place in every sum.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    happened_on = models.DateField()
    happened = models.TextField()
    substance = models.TextField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    partner = models.TextField(default="")
    note = models.TextField(default="")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfCompany["JournalEntry"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants=APPEND_ONLY)

    class Meta:
        ordering = ["-happened_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="journal_entry_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="journal_entry_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.happened} {self.quantity} {self.unit}"
