"""Tables of what a company has to do because the law changes."""

from typing import Any

from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import APPEND_ONLY, open_because
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class LawRound(models.Model):
    """That every company was told what an edition of the law, or one of its days, touches; it is done once."""

    key = models.TextField(primary_key=True)
    made_at = models.DateTimeField(default=now)

    row_policy = open_because("which changes of law were looked at; it names no company", grants=APPEND_ONLY)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.key


class LawTask(models.Model):
    """One thing that a company has to look at because the law of some goods changes on a day (`changes_on`).

    `kind` and `subject` say what is touched, `target` is its number or reference in addresses. `why` holds each change
    with its article. A task is settled by somebody of the company, who says what was done or why nothing was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pack = models.TextField()
    version = models.TextField()
    changes_on = models.DateField()
    goods = models.TextField()
    kind = models.TextField()
    subject = models.UUIDField()
    name = models.TextField()
    target = models.TextField()
    why: Any = models.JSONField()
    due_on = models.DateField()
    made_at = models.DateTimeField(default=now)
    reminded_on = models.DateField(null=True)
    outcome = models.TextField(default="")
    note = models.TextField(default="")
    settled_by = models.TextField(default="")
    settled_at = models.DateTimeField(null=True)

    objects = OfCompany["LawTask"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["due_on", "goods", "kind", "name", "id"]
        indexes = [models.Index(fields=["due_on"], name="law_task_due", condition=Q(outcome=""))]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pack", "changes_on", "goods", "kind", "subject"],
                condition=Q(outcome=""),
                name="law_task_open_once",
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", "done", "dismissed"]), name="law_task_outcome"),
            models.CheckConstraint(condition=Q(outcome="") | ~Q(note=""), name="law_task_settled_with_note"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.goods}"
