"""Tables of the library: editions of documents, and who of those asked says to have read one."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import RowPolicy, seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

_OWN = "NULLIF(current_setting('penstock.organisation', true), '')::uuid"
_ALL = "current_setting('penstock.scope', true) = 'all'"
_THERE = f"EXISTS (SELECT 1 FROM parties_organisation reader WHERE reader.id = {_OWN} AND (industry_guidance.government_id IS NULL OR reader.government_id = industry_guidance.government_id))"  # noqa: E501, S608 - names of our own tables


class ForCountry(VisibleRows["Guidance"]):
    """Documents for one country, and those for all."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those for the viewer's country or for all, and what one's own office publishes."""
        if viewer.is_system:
            return self.all()
        reader = Organisation.objects.filter(pk=viewer.organisation_id)
        there = Q(government__in=reader.values("government"))
        return self.filter(Q(publisher=viewer.organisation_id) | Q(government__isnull=True) | there)


class Guidance(models.Model):
    """An edition of a document for industry: of an authority for its country, of the secretariat for all.

    Editions of one `document` are numbered; an edition stays as it is, and the next one only says when it took its
    place. Without `sectors` it is for everybody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.UUIDField(default=new_id)
    edition = models.PositiveSmallIntegerField(default=1)
    publisher = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Government, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    content: Any = models.JSONField()
    sectors = ArrayField(models.TextField(), default=list)
    language = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    asks_reading = models.BooleanField(default=False)
    file_name = models.TextField(default="")
    sha256 = models.TextField(default="")
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.TextField(default="")
    replaced_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = ForCountry.as_manager()
    row_policy = RowPolicy(
        read=f"{_ALL} OR publisher_id = {_OWN} OR {_THERE}",
        write=f"{_ALL} OR publisher_id = {_OWN}",
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        ordering = ["-made_at"]
        indexes = [GinIndex(fields=["sectors"], name="guidance_sectors")]
        constraints = [models.UniqueConstraint(fields=["document", "edition"], name="guidance_edition_once")]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.edition}"


class GuidanceReading(models.Model):
    """That somebody says for an organisation to have read an edition; for its publisher and that organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.TextField()
    read_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["GuidanceReading"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT")

    class Meta:
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["guidance", "organisation"], name="guidance_read_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} read {self.guidance_id}"
