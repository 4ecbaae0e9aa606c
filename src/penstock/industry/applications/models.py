"""The table of applications for licences."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import READ_LICENCES

KIND = "licence application"
READ_WITH[KIND] = READ_LICENCES


class LicenceApplication(Case):
    """An application for a licence; the opener is the applicant, the counterpart the authority that decides.

    Where the authority keyed it in from paper it is both. `concerns` is the licence that is to be renewed, amended or
    replaced, `granted_as` the one that came of it.
    """

    asked = models.TextField(default="")
    document = models.TextField(default="")
    applicant_name = models.TextField(default="")
    substances = ArrayField(models.TextField(), default=list)
    concerns = models.ForeignKey(OperatorLicence, null=True, on_delete=models.PROTECT, related_name="+")
    granted_as = models.ForeignKey(OperatorLicence, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Cases["LicenceApplication"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["asked", "-case_ptr"], name="licence_application_asked")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_keyed_in(self) -> bool:
        """Whether the authority entered it itself."""
        return bool(self.opener_id == self.counterpart_id)
