"""Tables of trusted partners: the vetting of a company, and how an officer judged its criteria."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows, Worked
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.models import Organisation

KIND = "trusted partner"


class TrustedPartner(Worked):
    """A company that asks to be trusted, or that its authority vets by itself; and what came of it, until when.

    `content` is what was asked with; `reason` why it was refused, suspended or withdrawn.
    """

    kind = KIND
    marking = "AMBER"

    reference = models.TextField(unique=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    content: Any = models.JSONField(default=dict)
    asked_by_company = models.BooleanField()
    granted_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    reason = models.TextField(default="")

    objects = VisibleRows["TrustedPartner"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "company"],
                condition=Q(state__in=["asked", "granted", "suspended"]),
                name="one_vetting_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "suspended"]) | Q(until_on__isnull=False), name="trust_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """The company."""
        return self.company.name


class TrustJudgement(models.Model):
    """How an officer judged each criterion, on which evidence; for the authority alone, and only added to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vetting = models.ForeignKey(TrustedPartner, on_delete=models.PROTECT, related_name="judgements")
    content: Any = models.JSONField()
    evidence: Any = models.JSONField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["TrustJudgement"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT")

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.vetting_id}, {self.made_at:%Y-%m-%d}"
