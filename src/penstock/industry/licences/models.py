"""Tables of licences and registrations, with what each allows at which site."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import within
from penstock.parties.companies.models import Licence
from penstock.parties.duties import READ_LICENCES

KIND = "licence"
READ_WITH[KIND] = READ_LICENCES


class OperatorLicence(Case):
    """A licence or registration as it was granted: to whom, as what kind of operator, and until when.

    The opener is the authority that granted it, the counterpart its holder, where that is on the instance. `entry` is
    its row in the country's register of companies, which notices, permits and the public check ask; it follows the
    steps taken here. `applied_as` is the newest application that shaped it.
    """

    document = models.TextField()
    country = models.CharField(max_length=2)
    holder_name = models.TextField()
    company_number = models.TextField()
    sorts = ArrayField(models.TextField(), default=list)
    substances = ArrayField(models.TextField(), default=list)
    entry = models.OneToOneField(Licence, null=True, on_delete=models.PROTECT, related_name="+")
    applied_as = models.TextField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    granted_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.TextField(default="", help_text="why it is suspended or has ended")

    objects = Cases["OperatorLicence"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["country", "company_number"], name="licence_company"),
            models.Index(fields=["valid_until"], name="licence_ends", condition=models.Q(valid_until__isnull=False)),
            GinIndex(fields=["substances"], name="licence_substances"),
        ]

    def __str__(self) -> str:
        return self.reference


class Allowance(models.Model):
    """What a licence allows in one of its editions: an activity with a substance at a site.

    `percent` is the largest share of the substance in a mixture, where the licence is for mixtures alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(OperatorLicence, on_delete=models.CASCADE, related_name="allowances")
    edition = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    activity = models.TextField()
    substance = models.TextField()
    site = models.TextField()
    percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.TextField(default="")

    objects = OfCase["Allowance"].as_manager()
    row_policy = within("case_id", "cases_case", grants="SELECT, INSERT")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "edition", "position"], name="allowance_once")]

    def __str__(self) -> str:
        return f"{self.activity} {self.substance} at {self.site}"
