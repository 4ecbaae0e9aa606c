"""Tables of applications, and of what officers of the authority say of them among themselves."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.models import Permit

KIND = "permit application"
READ_WITH[KIND] = READ_PERMITS


class Application(Case):
    """An application for a permit; the opener is the applicant, the counterpart the authority that decides.

    Where the authority keyed it in from paper it is both. `issued_as` is the permit that came of it, `replaces` the one
    that it is to take the place of. `refused_by` is the person whose refusal an appeal is against.
    """

    paper = models.TextField(default="")
    direction = models.TextField(default="")
    regime = models.TextField(default="")
    other_country = models.CharField(max_length=2, default="")
    substances = ArrayField(models.TextField(), default=list)
    applicant_name = models.TextField(default="")
    replaces = models.ForeignKey(Permit, null=True, on_delete=models.PROTECT, related_name="+")
    issued_as = models.OneToOneField(Permit, null=True, on_delete=models.PROTECT, related_name="+")
    refused_by = models.UUIDField(null=True)

    objects = Cases["Application"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["paper", "-case_ptr"], name="application_paper")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_keyed_in(self) -> bool:
        """Whether the authority entered it itself."""
        return bool(self.opener_id == self.counterpart_id)


class Recommendations(OfCase[Row_co]):
    """What an authority's officers recommended, for that authority alone."""

    def visible_to(self, viewer: Viewer) -> "Recommendations[Row_co]":
        """Those of the viewer's own organisation, on applications that it sees."""
        rows = super().visible_to(viewer)
        return rows if viewer.is_system else rows.filter(organisation=viewer.organisation_id)


class Recommendation(models.Model):
    """What an officer recommends on an application as it stands in one edition; another person decides."""

    VERDICTS = {"issue": "To issue", "refuse": "To refuse"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="recommendations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    verdict = models.TextField(choices=VERDICTS)
    content: Any = models.JSONField()
    person_id = models.UUIDField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Recommendations["Recommendation"].as_manager()
    row_policy = RowPolicy(
        read="penstock_sees(ARRAY[organisation_id]) AND " + within("case_id", "cases_case").read, grants=APPEND_ONLY
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.verdict
