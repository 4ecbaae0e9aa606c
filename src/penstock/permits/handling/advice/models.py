"""The table of advice: what one agency was asked about an application, and what it answered."""

from typing import Any

from django.db import models

from penstock.kernel.models import VisibleRows, Worked
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.models import Organisation
from penstock.permits.applications.models import Application


class Advice(Worked):
    """What the authority that decides asks one agency; the two of them see it, and whom the authority shows it to.

    `edition` is that of the application on which it was given. The applicant is never in its audience.
    """

    kind = "advice"

    case = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="advice")
    reference = models.TextField(unique=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.TextField()
    due_on = models.DateField()
    remind_on = models.DateField(null=True)
    verdict = models.TextField(default="")
    content: Any = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(null=True)
    given_by = models.TextField(default="")
    given_at = models.DateTimeField(null=True)
    note = models.TextField(default="", help_text="why it was withdrawn, or gone against")

    objects = VisibleRows["Advice"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["created_at", "reference"]
        indexes = [
            models.Index(fields=["agency", "due_on"], name="advice_of_agency"),
            models.Index(fields=["remind_on"], name="advice_remind", condition=models.Q(remind_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"], condition=models.Q(state="asked"), name="one_open_question_to_an_agency"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What it is about, in one line."""
        return f"{self.agency.name}: {self.case.title}"

    @property
    def marking(self) -> str:
        """That of the application."""
        return self.case.marking
