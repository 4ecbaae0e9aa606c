"""Tables of responsiveness: what was followed from the record, and what all authorities are told of it."""

from typing import Self

from django.db import models

from penstock.kernel.clock import new_id
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import open_because, within
from penstock.kernel.viewer import Viewer
from penstock.notices.models import Notice


class OfNotice(VisibleRows[Row_co]):
    """Rows that hang on a notice and are seen by whoever sees it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of notices this viewer may see."""
        return self if viewer.is_system else self.filter(notice__in=Notice.objects.visible_to(viewer))


class Round(models.Model):
    """One asking of the importing side, by a notice or by an amendment that reopened it, and what came of it.

    `working_days` are those of the importing country from the asking to the answer, without `stopped_days`, in which
    the exporting side owed information. A round is open until an answer, or until nobody waits for one any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="rounds")
    exporting = models.CharField(max_length=2)
    importing = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    stopped_on = models.DateField(null=True)
    stopped_days = models.PositiveIntegerField(default=0)
    working_days = models.PositiveIntegerField(null=True)
    outcome = models.TextField(default="")
    is_open = models.BooleanField(default=True)

    objects = OfNotice["Round"].as_manager()
    row_policy = within("notice_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["importing", "asked_at"], name="round_importing")]
        constraints = [
            models.UniqueConstraint(fields=["notice"], condition=models.Q(is_open=True), name="one_open_round")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.outcome or 'open'}"


class Measure(models.Model):
    """How a government answered those of another, or of all others (`exporting` empty), in a year.

    Decided are the rounds that were answered in time, answered late, or lapsed and never answered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    exporting = models.CharField(max_length=2, default="")
    importing = models.CharField(max_length=2)
    in_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField(null=True)
    row_policy = open_because("shares and medians of several answers, for all authorities; they tell no case")

    class Meta:
        ordering = ["importing", "exporting"]
        constraints = [models.UniqueConstraint(fields=["year", "importing", "exporting"], name="measure_once")]

    def __str__(self) -> str:
        return f"{self.exporting or 'all'} to {self.importing} in {self.year}"

    @property
    def decided(self) -> int:
        """How many rounds the measure rests on."""
        return self.in_time + self.late + self.silent

    @property
    def percent_in_time(self) -> int:
        """The share that was answered in time, in whole percent, never rounded up to a hundred."""
        return 100 * self.in_time // self.decided


class Followed(models.Model):
    """Up to which act the record was followed, and up to which the measures count."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    measured_seq = models.BigIntegerField(default=0)
    row_policy = open_because("one row with two numbers of the record")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_followed")]

    def __str__(self) -> str:
        return f"followed to {self.seq}"
