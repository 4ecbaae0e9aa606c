"""Tables of the door for MISP: which event stands for which incident, what an organisation keeps, and sightings."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.incidents.models import Incident, OfIncident
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation

SEEN, FALSE_ALARM, EXPIRED = "0", "1", "2"
SIGHTINGS = {SEEN: "Seen", FALSE_ALARM: "A false alarm", EXPIRED: "Not to be seen any more"}
_SEES_INCIDENT = within("incident_id", "cases_case").read


class Known(models.Model):
    """The UUID of an incident's event, kept when it is first told, so that what comes back finds its incident."""

    uuid = models.UUIDField(primary_key=True, editable=False)
    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="+")

    objects = OfIncident["Known"].as_manager()
    row_policy = within("incident_id", "cases_case", grants=APPEND_ONLY)

    def __str__(self) -> str:
        return str(self.uuid)


class Keepsakes(VisibleRows[Row_co]):
    """What organisations keep of events for themselves."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What the viewer's own organisation keeps, of incidents that it sees."""
        if viewer.is_system:
            return self.all()
        own = self.filter(organisation=viewer.organisation_id)
        return own.filter(incident__in=Incident.objects.visible_to(viewer))


class Kept(models.Model):
    """What an organisation keeps of an event beside the incident; nobody else reads it.

    `given` is the UUID that its system gave an event which it added, `left_over` what the form has no field for, as
    it came, and `tags` are its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given = models.UUIDField(null=True)
    left_over: Any = models.JSONField(default=dict)
    tags = ArrayField(models.TextField(), default=list)
    is_added = models.BooleanField(default=False)

    objects = Keepsakes["Kept"].as_manager()
    row_policy = RowPolicy(read=f"penstock_sees(ARRAY[organisation_id]) AND {_SEES_INCIDENT}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "incident"], name="kept_once"),
            models.UniqueConstraint(
                fields=["organisation", "given"], condition=Q(given__isnull=False), name="event_given_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.given or self.incident_id)


class Sighting(models.Model):
    """That an organisation has seen what an attribute of an event says, or that it was a false alarm."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    attribute = models.UUIDField()
    value = models.TextField()
    kind = models.TextField()
    source = models.TextField(default="")
    seen_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfIncident["Sighting"].as_manager()
    row_policy = within("incident_id", "cases_case", grants=APPEND_ONLY)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{SIGHTINGS[self.kind]}: {self.value}"
