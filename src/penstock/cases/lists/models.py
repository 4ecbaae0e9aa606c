"""Tables of saved searches, of columns of one's own, and of exports with their content."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation

FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "xml": "XML"}


class OfPerson(VisibleRows[Row_co]):
    """Rows that one person keeps for themselves."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own rows, of the organisation they act for."""
        if viewer.is_system:
            return self.all()
        return self.filter(person_id=viewer.person_id, organisation_id=viewer.organisation_id)


class Searches(VisibleRows["SavedSearch"]):
    """Saved searches."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own, and those that colleagues share."""
        if viewer.is_system:
            return self.all()
        own_or_shared = Q(person_id=viewer.person_id) | Q(is_shared=True)
        return self.filter(own_or_shared, organisation_id=viewer.organisation_id)


class OfExport(VisibleRows[Row_co]):
    """Parts of exports."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The parts of the viewer's own exports."""
        return self.filter(export__in=Export.objects.visible_to(viewer))


class SavedSearch(models.Model):
    """What a list was narrowed to, under a name; the question is kept, never the answer.

    `told_until` is the instant up to which the daily digest has told of new hits; null where it does not tell.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    person_name = models.TextField()
    list = models.TextField()
    name = models.TextField()
    query = models.TextField()
    is_shared = models.BooleanField(default=False)
    told_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)

    objects = Searches.as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person_id", "organisation", "name"], name="search_name_once")]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """Which columns a person wants to see of a list, in their order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    list = models.TextField()
    columns = ArrayField(models.TextField())

    objects = OfPerson["ColumnChoice"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "organisation", "list"], name="columns_once")]

    def __str__(self) -> str:
        return f"columns of {self.list}"


class Export(models.Model):
    """A list as a file, written by the worker in parts and kept for its maker until `gone_at`.

    How far it is follows from `rows_done`, `rows_total` and `finished_at`, or a `failure`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    list = models.TextField()
    query = models.TextField()
    columns = ArrayField(models.TextField())
    format = models.TextField(choices=FORMATS)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField()
    sha256 = models.TextField(default="")
    failure = models.TextField(default="")

    objects = OfPerson["Export"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(finished_at__isnull=True, failure=""), name="export_waiting"),
            models.Index(fields=["gone_at"], name="export_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.list}.{self.format}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return bool(self.finished_at or self.failure)


class ExportPart(models.Model):
    """A piece of an export's content; it goes when the export goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content: Any = models.BinaryField()

    objects = OfExport["ExportPart"].as_manager()
    row_policy = within("export_id", "cases_export")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
