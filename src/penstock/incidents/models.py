"""Tables of incidents: the case, what was found, the names apart from it, originals of files, the rule of release."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, Given
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_INCIDENTS
from penstock.parties.models import Organisation

KIND = "incident"
READ_WITH[KIND] = READ_INCIDENTS
_SEEN = within("incident_id", "cases_case").read


class Incident(Case):
    """An incident; what lists and measures ask for stands beside the content in columns of its own.

    `category` is the kind of incident. `followed` holds the steps of follow-up that are done or not needed, and
    `follow_up` how each of them stands. `published_as` is the reference of the secretariat's publication, on the
    reporter's incident alone: nothing leads from the publication to it.
    """

    category = models.TextField(default="")
    domain = models.TextField(default="")
    happened_on = models.DateField(null=True)
    country = models.CharField(max_length=2, default="")
    locode = models.TextField(default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    route = ArrayField(models.TextField(), default=list, help_text="every country of the route")
    substances = ArrayField(models.TextField(), default=list)
    names = models.TextField(default="", help_text="what was found, in words, to be searched for")
    shared_with = models.TextField(default="")
    follow_up: Any = models.JSONField(default=dict)
    followed = ArrayField(models.TextField(), default=list)
    published_as = models.TextField(default="")

    objects = Cases["Incident"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["category", "-happened_on"], name="incident_category"),
            models.Index(fields=["country", "-happened_on"], name="incident_country"),
            models.Index(fields=["-happened_on"], name="incident_day"),
            GinIndex(fields=["substances"], name="incident_substances"),
        ]

    def __str__(self) -> str:
        return self.reference


class OfIncident(VisibleRows[Row_co]):
    """Rows that hang on an incident and are seen by whoever sees it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of incidents this viewer may see."""
        return self.filter(incident__in=Incident.objects.visible_to(viewer))


class Finding(models.Model):
    """A substance or piece of equipment of an incident's present edition, for sums and links; the content is master.

    `substance` is an id of the catalogue. Mass stands again in kilograms and volume in litres, never one in the other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    sort = models.TextField(help_text="substance, or the sort of equipment")
    substance = models.TextField(default="")
    named = models.TextField(default="")
    declared = models.TextField(default="")
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.TextField(default="")
    kilograms = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    litres = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    marks = ArrayField(models.TextField(), default=list, help_text="lots, batches and serial numbers")

    objects = OfIncident["Finding"].as_manager()
    row_policy = within("incident_id", "cases_case")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["incident", "position"], name="finding_once")]
        indexes = [models.Index(fields=["substance"], name="finding_substance", condition=~models.Q(substance=""))]

    def __str__(self) -> str:
        return self.named


class Names(VisibleRows[Row_co]):
    """Names, each with an audience of its own."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The names given to the viewer's organisation, on incidents that it sees."""
        return super().visible_to(viewer).filter(incident__in=Incident.objects.visible_to(viewer))


class Party(models.Model):
    """A person or company of an incident; only those in its own audience read it, whoever sees the incident."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    name = models.TextField()
    content: Any = models.JSONField()
    audience = ArrayField(models.UUIDField())
    made_by = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Names["Party"].as_manager()
    row_policy = RowPolicy(read=f"penstock_sees(audience) AND {_SEEN}")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.name


class Own(VisibleRows[Row_co]):
    """Rows of one organisation."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Original(Given):
    """A file as it came, kept as evidence with its hash; `shared` is the hash of the copy without its metadata."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="originals")
    shared = models.TextField()
    removed = ArrayField(models.TextField(), default=list, help_text="what the shared copy no longer holds")

    objects = Own["Original"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants=APPEND_ONLY)


class ReleaseRule(models.Model):
    """How an organisation releases: by one person, or by two."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    needs_two = models.BooleanField(default=False)
    set_by = models.TextField()
    set_at = models.DateTimeField(default=now)

    objects = Own["ReleaseRule"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    def __str__(self) -> str:
        return "two people" if self.needs_two else "one person"
