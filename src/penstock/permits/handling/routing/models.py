"""Tables of an authority's queues, of its sets of rules, and of where each application lies; for itself alone."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.cases.assignments.models import WithinOffice
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows, Worked
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.models import Organisation
from penstock.permits.applications.models import Application


class Queue(models.Model):
    """A queue of an authority: its name, and the officers who work on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    members = ArrayField(models.UUIDField(), default=list, help_text="people of the organisation")
    is_default = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)

    objects = WithinOffice["Queue"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="queue_name_once"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(is_default=True), name="one_default_queue"),
            models.CheckConstraint(condition=~Q(is_default=True, is_closed=True), name="the_default_queue_is_open"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleSet(Worked):
    """A version of an authority's routing rules, in their order; once it was used, nothing in it changes."""

    kind = "routing rules"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content: Any = models.JSONField(default=dict)
    written_by = models.TextField()

    objects = VisibleRows["RuleSet"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="rule_set_number_once"),
            *(
                models.UniqueConstraint(fields=["organisation"], condition=Q(state=state), name=f"one_{state}_rule_set")
                for state in ("draft", "used")
            ),
        ]

    def __str__(self) -> str:
        return f"rules {self.number}"

    @property
    def title(self) -> str:
        """Which version it is."""
        return str(self)


class Placement(models.Model):
    """Where an application lies at the authority that decides, and which rule of which set put it there.

    Without a rule it came to the default queue, or somebody moved it (`placed_by`).
    """

    case = models.OneToOneField(Application, primary_key=True, on_delete=models.CASCADE, related_name="placement")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey(Queue, null=True, on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(RuleSet, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.TextField(default="", help_text="the name of the rule that chose the queue")
    fired = ArrayField(models.TextField(), default=list, help_text="the names of all rules that fitted")
    flags = ArrayField(models.TextField(), default=list)
    placed_by = models.TextField(default="")
    note = models.TextField(default="")
    placed_at = models.DateTimeField(default=now)

    objects = WithinOffice["Placement"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT, INSERT, UPDATE")

    class Meta:
        indexes = [models.Index(fields=["queue"], name="placement_queue")]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.queue_id}"
