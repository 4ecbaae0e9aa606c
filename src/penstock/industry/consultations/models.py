"""Tables of consultations: what is asked, of whom, what each company replies, and the summary that is shared."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows, Worked
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.models import Government, Organisation

CHANGED = "SELECT, INSERT, UPDATE"
KIND = "consultation"


class Consultation(Worked):
    """What an authority asks of its industry about a substance that may be put under control.

    `channels` are the associations through which a company may reply without its name. While it is a draft only the
    office sees it; then those who are asked do too, and none of them learns who else is.
    """

    kind = KIND
    marking = "AMBER"

    reference = models.TextField(unique=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    title = models.TextField(default="")
    content: Any = models.JSONField(default=dict)
    channels = ArrayField(models.TextField(), default=list)
    due_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    conclusion = models.TextField(default="")
    reminded_on = models.DateField(null=True)

    objects = VisibleRows["Consultation"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reference


class Consulted(models.Model):
    """That a company is asked; `answered_on` is when it replied in its own name, and nothing else is told of a reply.

    A company that replied through an association stands here like one that did not reply.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="consulted")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Consulted"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["consultation", "organisation"], name="consulted_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.consultation_id}"


class Reply(models.Model):
    """What a company replies. Without an `organisation` it came through an association, and nobody can tell from whom.

    A company's own row is a draft that it alone sees until it replies in its name. If it replies without one, the row
    stays its own, and says as which reply (`became`) it was passed on; that one has no way back to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    through = models.TextField(default="", help_text="the association that passed it on")
    content: Any = models.JSONField(default=dict)
    given_on = models.DateField(null=True)
    person_name = models.TextField(default="")
    became = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Reply"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_reply_of_a_company",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | (Q(person_name="") & ~Q(through="")),
                name="unnamed_reply_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.organisation_id or self.through}"


class ConsultationSummary(models.Model):
    """What an office shares of a closed consultation: no figure of fewer than five companies, and no name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="summaries")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    reference = models.TextField()
    title = models.TextField()
    content: Any = models.JSONField()
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["ConsultationSummary"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(withdrawn_at__isnull=True), name="one_shared_consultation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.made_at:%Y-%m-%d}"
