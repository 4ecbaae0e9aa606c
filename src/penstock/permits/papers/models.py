"""Tables of papers: keys of authorities, lists of what ended, the place of each permit on one, and what was checked."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from penstock.cases.models import OfCase
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation
from penstock.permits.models import Permit


class OfAuthority(VisibleRows[Row_co]):
    """What one authority keeps for itself."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Key(models.Model):
    """A key with which the papers of an authority are signed; `private` is sealed, the rest is published.

    One that was retired stays published with its days, so that older papers are still verified. One that is
    `is_distrusted` was or may have been in wrong hands: what it signed is refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kid = models.TextField(unique=True)
    public: Any = models.JSONField()
    certificate = models.TextField()
    private = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True)
    is_distrusted = models.BooleanField(default=False)

    objects = OfAuthority["Key"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(retired_at=None), name="one_key_at_a_time"),
            models.CheckConstraint(
                condition=Q(is_distrusted=False) | Q(retired_at__isnull=False), name="distrusted_is_retired"
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class StatusList(models.Model):
    """A list on which an authority publishes how its permits stand, each at a place that only its paper names."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    taken = models.PositiveIntegerField(default=0)

    objects = OfAuthority["StatusList"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    def __str__(self) -> str:
        return str(self.pk)


class StatusPlace(models.Model):
    """The place of a permit on a list: drawn by lot, so that a list tells nobody in which order permits were issued."""

    case = models.OneToOneField(Permit, primary_key=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    index = models.PositiveIntegerField()

    objects = OfAuthority["StatusPlace"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants=APPEND_ONLY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "index"], name="status_place_once")]

    def __str__(self) -> str:
        return f"{self.status_list_id}/{self.index}"


class Checks(OfCase[Row_co]):
    """What was answered to those who checked papers, for whoever issued them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of papers that the viewer's own organisation issued."""
        rows = super().visible_to(viewer)
        return rows if viewer.is_system else rows.filter(organisation=viewer.organisation_id)


class Check(models.Model):
    """That somebody checked a paper, and what was answered; `asker` is a keyed hash that changes every day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="checks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField()
    way = models.TextField()
    asker = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Checks["Check"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants=APPEND_ONLY)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["case", "-made_at"], name="check_of_permit")]

    def __str__(self) -> str:
        return self.answer
