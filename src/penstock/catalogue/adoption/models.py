"""Tables of proposed and adopted packs of law."""

from typing import Any

from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows, Worked
from penstock.kernel.rowsecurity import APPEND_ONLY, open_because, seen_by


class Proposal(Worked):
    """A pack that one organisation writes, seen by nobody else until two of its people have adopted it.

    `content` holds the pack's files as they were entered, by name without ending. `jurisdiction` is that of whoever
    writes it, and the only one whose law it can be.
    """

    pack = models.TextField()
    jurisdiction = models.TextField()
    content: Any = models.JSONField(default=dict)
    organisation_id = models.UUIDField()
    organisation_name = models.TextField()
    begun_by = models.TextField()

    objects = VisibleRows["Proposal"].as_manager()
    row_policy = seen_by()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-updated_at"], name="proposal_of")]

    def __str__(self) -> str:
        return self.pack or "a pack without an id"


class Edition(models.Model):
    """An adopted pack as it was signed; never changed, and put aside only by a later edition of the same pack.

    `number` runs through all packs in the order of their commits, so the newest edition names the book in force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    pack = models.TextField()
    version = models.TextField()
    title = models.TextField()
    jurisdiction = models.TextField()
    content: Any = models.JSONField()
    digest = models.TextField()
    proposal_id = models.UUIDField()
    organisation_name = models.TextField()
    proposed_by = models.TextField()
    confirmed_by = models.TextField()
    adopted_at = models.DateTimeField(default=now)
    row_policy = open_because("law in force is read by everybody who is signed in", grants=APPEND_ONLY)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "version"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
