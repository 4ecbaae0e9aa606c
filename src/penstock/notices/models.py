"""Tables of notices, and of files of shipments that are checked and lodged as a batch."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from penstock.cases.models import Case, Cases
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import open_because, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


class Notice(Case):
    """A pre-export notification; what lists and checks ask for stands beside the content in columns of its own.

    `likeness` is the same for two notices of the same goods to the same importer on the same day; `importer_key` for
    those to the same importer. The quantity stands again in the units in which sums are made, and as content of the
    pure substance. While an objection stands, `refused_keys` are those by which a similar order is found.
    """

    exporting = models.CharField(max_length=2, default="")
    importing = models.CharField(max_length=2, default="")
    substances = ArrayField(models.TextField(), default=list)
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.TextField(default="")
    dispatch_on = models.DateField(null=True)
    own_reference = models.TextField(default="")
    likeness = models.TextField(default="")
    basis = models.TextField(default="")
    track = models.TextField(default="statutory")
    moved_because = models.TextField(default="", help_text="why a voluntary notice is a statutory one")
    track_looked_on = models.DateField(null=True, help_text="when it was last asked whether it may stay voluntary")
    is_emergency = models.BooleanField(default=False)
    arrangement = models.ForeignKey("Arrangement", null=True, on_delete=models.PROTECT, related_name="+")
    silent_since = models.DateField(null=True, help_text="the day from which a silence of the other side counts")
    rung = models.PositiveSmallIntegerField(default=0, help_text="how many rungs of escalation lie behind it")
    prolonged = models.PositiveSmallIntegerField(default=0, help_text="how often more time was asked for")
    terms: Any = models.JSONField(default=dict, help_text="the conditions of the present answer")
    ground = models.TextField(default="", help_text="on which ground it was released, where no plain answer is one")
    span = models.TextField(default="")
    last_dispatch_on = models.DateField(null=True)
    importer_key = models.TextField(default="")
    kilograms = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    base_kilograms = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    litres = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    refused_for = models.TextField(default="")
    refused_on = models.DateField(null=True)
    refused_keys = ArrayField(models.TextField(), default=list)

    objects = Cases["Notice"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["likeness"], name="notice_likeness"),
            models.Index(fields=["own_reference"], name="notice_own_reference"),
            models.Index(fields=["track_looked_on"], name="notice_voluntary", condition=models.Q(track="voluntary")),
            models.Index(fields=["is_emergency"], name="notice_emergency", condition=models.Q(is_emergency=True)),
            models.Index(fields=["importer_key", "importing"], name="notice_importer"),
            models.Index(fields=["importing", "dispatch_on"], name="notice_importing"),
            GinIndex(fields=["refused_keys"], name="notice_refused", condition=models.Q(refused_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference


class Counted(models.Model):
    """That a notice counts to a substance's sums in a country's year: substances turned round, kept by the database.

    Under row-level security neither an array nor a span of days is looked up in an index, for neither comparison is
    leakproof; equality is. A trigger writes these rows (migration `0009_counted`), and nobody else can.
    """

    pk = models.CompositePrimaryKey("importing", "substance", "year", "notice_id")
    importing = models.CharField(max_length=2)
    substance = models.TextField()
    year = models.SmallIntegerField()
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="counted", db_constraint=False)
    objects = models.Manager["Counted"]()
    row_policy = within("notice_id", "cases_case", grants="SELECT")

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.substance} to {self.importing} in {self.year}"


class Arrangement(models.Model):
    """Who answers for a territory without a clear counterpart, from one day to another; `until_on` is the last day.

    Without an `authority` that is the secretariat. Kept by the secretariat; a notice names the one it went by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    territory = models.CharField(max_length=2)
    authority = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    basis = models.TextField()
    source = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField(default=now)
    row_policy = open_because("who answers for a territory is part of the directory, read by everybody signed in")

    class Meta:
        ordering = ["territory", "-since_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("since_on")),
                name="arrangement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["territory"], condition=models.Q(until_on__isnull=True), name="one_open_arrangement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory}: {self.authority or 'the secretariat'}"


class Batch(models.Model):
    """A file of planned shipments: checked line by line by the worker, then lodged in one act.

    How far it is follows from its instants: `checked_at`, `lodge_asked_at`, `lodged_at`, or a `failure`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    person_name = models.TextField()
    name = models.TextField()
    sha256 = models.TextField()
    mapping: Any = models.JSONField(default=dict)
    lines_done = models.PositiveIntegerField(default=0)
    lines_total = models.PositiveIntegerField(null=True)
    bad = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True)
    lodge_asked_at = models.DateTimeField(null=True)
    lodged_at = models.DateTimeField(null=True)
    failure = models.TextField(default="")
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Batch"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def good(self) -> int:
        """How many lines have no fault."""
        return self.lines_done - self.bad

    @property
    def can_be_mapped(self) -> bool:
        """Whether it waits for its headings to be mapped, nothing having been read of it yet."""
        return bool(self.failure) and self.checked_at is None and self.lines_done == 0


class OfBatch(VisibleRows[Row_co]):
    """Lines of batches."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The lines of batches this viewer may see."""
        return self.filter(batch__in=Batch.objects.visible_to(viewer))


class Wording(models.Model):
    """What a heading of an organisation's own files means; `folded` is the heading as files are compared."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    heading = models.TextField()
    folded = models.TextField()
    field = models.TextField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Wording"].as_manager()
    row_policy = seen_by()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"


class BatchLine(models.Model):
    """One line of a batch as it was read, with every fault and warning."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    content: Any = models.JSONField()
    faults: Any = models.JSONField()
    warnings: Any = models.JSONField()
    substances: Any = models.JSONField()
    due: Any = models.JSONField()
    is_good = models.BooleanField()
    objects = OfBatch["BatchLine"].as_manager()
    row_policy = within("batch_id", "notices_batch")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="batch_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} line {self.line}"
