"""The kernel's tables: worked rows, signatures, the record, what goes out and what came in."""

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import APPEND_ONLY, open_because, seen_by
from penstock.kernel.viewer import Viewer

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class VisibleRows(models.QuerySet[Row_co]):
    """Rows that have an audience of organisations and circles."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows this viewer may see: the first fence, and the only way to rows."""
        if viewer.is_system:
            return self.all()
        return self.filter(audience__overlap=viewer.sees_as)


class Worked(models.Model):
    """A row that moves through a workflow; only `kernel.workflow` writes its state."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.TextField()
    version = models.PositiveIntegerField(default=1)
    audience = ArrayField(models.UUIDField())
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class Signature(models.Model):
    """The first of two signatures: what was proposed, and the hash of exactly what was signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField()
    verb = models.TextField()
    data = models.JSONField()
    digest = models.TextField()
    person_id = models.UUIDField()
    person_name = models.TextField()
    for_person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField()
    signed_at = models.DateTimeField(default=now)
    outcome = models.TextField(default="open")
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "organisation_id"],
                condition=models.Q(outcome="open"),
                name="one_open_signature",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["open", "confirmed", "declined", "voided"]), name="signature_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} proposed by {self.person_name}"


class Event(models.Model):
    """One act on the record, chained by hash to the one before; never changed, never deleted."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    name = models.TextField()
    case_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    person_name = models.TextField()
    organisation_id = models.UUIDField()
    organisation_name = models.TextField()
    data = models.JSONField()
    audience = ArrayField(models.UUIDField())
    previous = models.TextField()
    hash = models.TextField()
    objects = VisibleRows["Event"].as_manager()
    row_policy = seen_by(write="true", grants=APPEND_ONLY)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["case_id", "seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class ChainHead(models.Model):
    """The newest link of the record; its row lock puts the writers in line."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.TextField(default="")
    row_policy = open_because("one row without content: a number and a hash", grants="SELECT, UPDATE")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class Access(models.Model):
    """A refusal or a read of something sensitive; kept even when the request is rolled back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now)
    person_id = models.UUIDField()
    organisation_id = models.UUIDField()
    what = models.TextField()
    outcome = models.TextField()
    row_policy = seen_by("ARRAY[organisation_id]", write="true", grants=APPEND_ONLY)

    def __str__(self) -> str:
        return f"{self.what}: {self.outcome}"


class Outgoing(models.Model):
    """The outbox: a message written with its act, and delivered at least once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    topic = models.TextField()
    payload = models.JSONField()
    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(default="")
    row_policy = seen_by("ARRAY[]::uuid[]", write="true")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(delivered_at__isnull=True), name="outgoing_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"


class Incoming(models.Model):
    """The inbox: a message's key, kept in the transaction of its effect together with the answer that was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    key = models.TextField()
    digest = models.TextField()
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    received_at = models.DateTimeField(default=now)
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "key"], name="incoming_key_once")]

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """The last number given in a series, such as the references of one office and year."""

    series = models.TextField(primary_key=True)
    last = models.PositiveBigIntegerField(default=0)
    row_policy = open_because("how many numbers a series has given; holds no content")

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
