"""Tables of suspicious reports: the case, what law asks of the reporter, and what the office judges for itself."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, UNWRITTEN, Case, Cases, OfCase
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_REPORTS
from penstock.parties.models import Organisation

KIND = "suspicious report"
READ_WITH[KIND] = READ_REPORTS
UNWRITTEN[KIND] = "What is said on a suspicious report is said with its steps, where only those with the duty read it."


class SuspiciousReport(Case):
    """What a company found suspicious; the opener reports, the counterpart is the office that receives it.

    Where the office took it down by telephone it is both. `aware_at` is the instant from which the clocks of law run;
    `told_at` that of the report by voice. `turns` is what was said with the steps since, oldest first, to both sides.
    `instruction` is the newest one, and `led_to` what the reporter was told that the report led to.
    """

    sort = models.TextField(default="")
    became = models.TextField(default="")
    signs = ArrayField(models.TextField(), default=list)
    substances = ArrayField(models.TextField(), default=list)
    wants_instruction = models.BooleanField(default=False)
    aware_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    instruction = models.TextField(default="")
    led_to = models.TextField(default="")
    turns: Any = models.JSONField(default=list)

    objects = Cases["SuspiciousReport"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["sort", "-case_ptr"], name="suspicious_report_sort")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_keyed_in(self) -> bool:
        """Whether the office took it down by telephone."""
        return bool(self.opener_id == self.counterpart_id)


class Owed(models.Model):
    """One thing that law asks of the reporter, as it was reckoned when the report first left the company.

    `done_at` is when it was done; `due_at` by when it is to be, and nothing where it is owed at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(SuspiciousReport, on_delete=models.CASCADE, related_name="owed")
    to = models.TextField()
    form = models.TextField()
    words = models.TextField()
    source = models.TextField()
    verified = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = OfCase["Owed"].as_manager()
    row_policy = within("case_id", "cases_case", grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["due_at", "to", "form"]
        indexes = [models.Index(fields=["due_at"], name="owed_open", condition=models.Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.to}: {self.words}"


class Judgements(OfCase[Row_co]):
    """What an office judged, for that office alone."""

    def visible_to(self, viewer: Viewer) -> "Judgements[Row_co]":
        """Those of the viewer's own organisation, on reports that it sees."""
        rows = super().visible_to(viewer)
        return rows if viewer.is_system else rows.filter(organisation=viewer.organisation_id)


class Judgement(models.Model):
    """How the receiving office grades a report, or what came of it inside; the reporter never sees it."""

    SORTS = {"grade": "Grade", "result": "Result"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(SuspiciousReport, on_delete=models.CASCADE, related_name="judgements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sort = models.TextField(choices=SORTS)
    code = models.TextField()
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Judgements["Judgement"].as_manager()
    row_policy = RowPolicy(
        read="penstock_sees(ARRAY[organisation_id]) AND " + within("case_id", "cases_case").read, grants=APPEND_ONLY
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.code
