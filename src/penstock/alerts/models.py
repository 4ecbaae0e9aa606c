"""Tables of alerts: the case, who received it, what was passed on, and what the house suggests."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.alerts.states import FULL, INDUSTRY
from penstock.cases.models import READ_WITH, Case, Cases
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_INCIDENTS, READ_INDUSTRY_ALERTS
from penstock.parties.models import Organisation

READ_WITH[FULL] = READ_INCIDENTS
READ_WITH[INDUSTRY] = READ_INDUSTRY_ALERTS


class Alert(Case):
    """A special alert, or one for industry; which of them, its kind says.

    `issued_at` holds the instant of each edition, and that of a retraction. `industry_as` is the reference of the
    version for industry, on the full alert alone: nothing leads from that version back.
    """

    indicators = ArrayField(models.TextField(), default=list)
    substances = ArrayField(models.TextField(), default=list)
    names = models.TextField(default="", help_text="the substances in words, to be searched for")
    urgency = models.TextField(default="")
    shared_with = models.TextField(default="")
    expires_on = models.DateField(null=True)
    issued_at = ArrayField(models.DateTimeField(), default=list)
    industry_as = models.TextField(default="")

    objects = Cases["Alert"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="alert_expires")]

    def __str__(self) -> str:
        return self.reference


class Recipient(models.Model):
    """That an organisation was told of an alert, in which edition last, and who there acknowledged which edition.

    It is seen by that organisation and by the sender. `passed` counts what was passed on, and names nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    audience = ArrayField(models.UUIDField())
    told_at = models.DateTimeField(default=now)
    told_edition = models.PositiveIntegerField()
    acknowledged_edition = models.PositiveIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(default="")
    counted_from = models.DateField(help_text="the day from which reminders are counted")
    remind_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="how many there were for this edition")
    passed = models.PositiveIntegerField(default=0)

    objects = VisibleRows["Recipient"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["told_at", "id"]
        constraints = [models.UniqueConstraint(fields=["alert", "organisation"], name="alert_recipient_once")]
        indexes = [
            models.Index(fields=["remind_on"], name="alert_remind", condition=models.Q(remind_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} received {self.alert}"


class Own(VisibleRows[Row_co]):
    """Rows of one organisation."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Passing(models.Model):
    """That an organisation passed an edition of an alert on inside its country; seen by nobody else.

    `to` is set where the agency or company is an organisation here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="passings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    sort = models.TextField()
    name = models.TextField()
    to = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    passed_on = models.DateField()
    note = models.TextField(default="")
    made_by = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Own["Passing"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants=APPEND_ONLY)

    class Meta:
        ordering = ["passed_on", "made_at"]

    def __str__(self) -> str:
        return self.name


class Suggestion(models.Model):
    """That released incidents show something new, with the evidence; what becomes of it, a person says.

    `about` says what it is about in a way that is the same whenever it is found again.
    """

    STATES = {"open": "To be decided", "dismissed": "Dismissed", "taken": "Taken into a draft"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField()
    about = models.TextField()
    title = models.TextField()
    evidence: Any = models.JSONField()
    found_at = models.DateTimeField(default=now)
    state = models.TextField(default="open", choices=STATES)
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="")
    taken_into = models.TextField(default="", help_text="the reference of the draft")
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Suggestion"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["about", "-found_at"], name="suggestion_about")]

    def __str__(self) -> str:
        return self.title


class Met(models.Model):
    """A substance, or a substance on a lane, that released incidents have shown: on which day first, and how often."""

    about = models.TextField(primary_key=True)
    kind = models.TextField()
    first_on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    row_policy = seen_by("ARRAY[]::uuid[]")

    class Meta:
        indexes = [models.Index(fields=["kind", "times"], name="met_times")]

    def __str__(self) -> str:
        return self.about


class Looked(models.Model):
    """How far the record was looked at for what is new, and how far counted for what has risen; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    counted_seq = models.BigIntegerField(default=0)

    row_policy = seen_by("ARRAY[]::uuid[]")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_place_of_looking")]

    def __str__(self) -> str:
        return str(self.seq)
