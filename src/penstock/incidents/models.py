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
    reporter's incident alone: nothing leads from the publication to it. `message` is the message of many incidents in
    which it came, and `message_line` where it stood there.
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
    message = models.ForeignKey(
        "Message", null=True, on_delete=models.PROTECT, related_name="incidents", db_index=False
    )
    message_line = models.PositiveIntegerField(null=True)

    objects = Cases["Incident"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["category", "-happened_on"], name="incident_category"),
            models.Index(fields=["country", "-happened_on"], name="incident_country"),
            models.Index(fields=["-happened_on"], name="incident_day"),
            GinIndex(fields=["substances"], name="incident_substances"),
            models.Index(
                fields=["message", "message_line"], name="incident_message", condition=models.Q(message__isnull=False)
            ),
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


class Message(models.Model):
    """Many incidents that are handed in as one file or list, read by the worker, and released as one message.

    How far it is follows from its instants: `read_at`, `proposed_at` (where two people release), `release_asked_at`
    and `released_at`, or a `failure`. Who may see it is said once, in `sharing`, for all of its incidents; until the
    release nobody else sees it. `passed` is the last line of the file that was gone through in releasing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    person_name = models.TextField()
    name = models.TextField()
    kind = models.TextField(help_text="csv, xlsx or list")
    pieces = ArrayField(models.TextField(), help_text="hashes of the file's pieces")
    left_out = models.PositiveIntegerField(default=0)
    mapping: Any = models.JSONField(default=dict)
    sharing: Any = models.JSONField(default=dict)
    marking = models.TextField(default="AMBER")
    lines_total = models.PositiveIntegerField(null=True)
    lines_done = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_name = models.TextField(default="")
    proposed_at = models.DateTimeField(null=True)
    release_asked_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    failure = models.TextField(default="")
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Message"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.reference

    @property
    def good(self) -> int:
        """How many lines were understood."""
        return self.lines_done - self.bad

    @property
    def waits_for_headings(self) -> bool:
        """Whether its headings must be mapped before anything can be read."""
        return self.kind != "list" and not self.mapping.get("columns")


class MessageLine(models.Model):
    """A line of a message that was not understood, with the reasons; kept when it has been mended, with what was said.

    `cells` stand as in the file, or as a person has mended them; of a list, it is the incident.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    cells: Any = models.JSONField()
    faults: Any = models.JSONField(default=list)
    mended_by = models.TextField(default="")
    is_good = models.BooleanField(default=False)
    is_released = models.BooleanField(default=False)

    objects = Own["MessageLine"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["message", "line"], name="message_line_once")]

    def __str__(self) -> str:
        return f"{self.message_id} line {self.line}"


class MessageMeaning(models.Model):
    """What a value of a message's file was understood as, how, and how many lines hold it; or why it was not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="meanings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    topic = models.TextField()
    given = models.TextField()
    answers: Any = models.JSONField(default=dict)
    how = models.TextField(default="")
    reason = models.TextField(default="")
    proposals: Any = models.JSONField(default=list)
    lines = models.PositiveIntegerField(default=0)
    said = models.TextField(default="")
    said_by = models.TextField(default="")

    objects = Own["MessageMeaning"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["topic", "-lines", "given"]
        constraints = [models.UniqueConstraint(fields=["message", "topic", "given"], name="message_meaning_once")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.given}"
