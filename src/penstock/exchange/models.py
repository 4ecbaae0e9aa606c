"""Tables of the exchange: the endpoints that webhooks are sent to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.models import Organisation


class Endpoint(models.Model):
    """An address at which an organisation's system is told of acts, and how far it has been told.

    `after_seq` is the last link of the record it took: the record itself is the queue. The secret is not kept; it
    follows from the instance's key and `generation`, and the former one signs too until `former_until`. `kinds` are
    names of events, or their beginnings, and empty for all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.TextField()
    url = models.TextField()
    kinds = ArrayField(models.TextField(), default=list)
    is_full = models.BooleanField(default=False)
    generation = models.PositiveIntegerField(default=1)
    former_until = models.DateTimeField(null=True)
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    after_seq = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    last_answer = models.TextField(default="")
    last_taken_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(default="")
    test_asked_at = models.DateTimeField(null=True)
    test_answer = models.TextField(default="")
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Endpoint"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["made_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(stopped_at__isnull=True), name="endpoint_running")
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "url"], name="endpoint_once"),
        ]

    def __str__(self) -> str:
        return self.label
