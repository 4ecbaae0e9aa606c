"""Tables of the exchange: endpoints of webhooks, secret addresses of calendars, and plans of digests."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import open_because, seen_by
from penstock.parties.models import Organisation, Person


class Endpoint(models.Model):
    """An address at which an organisation's system is told of acts, and how far it has been told.

    `after_seq` is the last link of the record it took: the record itself is the queue. The secret is not kept; it
    follows from the instance's key and `generation`, and the former one signs too until `former_until`. `kinds` are
    names of events, or their beginnings, and empty for all. `duties` are those it reads with besides, given by somebody
    who held them, for as long as anybody of the organisation does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.TextField()
    url = models.TextField()
    kinds = ArrayField(models.TextField(), default=list)
    is_full = models.BooleanField(default=False)
    duties = ArrayField(models.TextField(), default=list)
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


class CalendarAddress(models.Model):
    """The secret address of one person's calendar of deadlines, kept only as the SHA-256 of its secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.TextField(unique=True)
    made_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True)
    row_policy = open_because("read to make the viewer, before there is one; holds no secret")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at__isnull=True), name="one_calendar_address"
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"


class DigestPlan(models.Model):
    """When a person wants the daily digest: the hour and the weekdays (Monday is 0) in the person's time zone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField()
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    zone = models.TextField()
    next_at = models.DateTimeField(db_index=True)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["DigestPlan"].as_manager()
    row_policy = seen_by()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__lt=24), name="digest_hour")]

    def __str__(self) -> str:
        return f"digest of {self.person}"
