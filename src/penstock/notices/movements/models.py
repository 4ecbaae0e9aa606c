"""The table of movements."""

from django.db import models

from penstock.cases.models import Case, Cases
from penstock.kernel.rowsecurity import within
from penstock.notices.models import Notice


class Movement(Case):
    """One dispatch under a notice, seen by whoever sees the notice when it is planned.

    `quantity` is what was planned until it leaves, then what left. While somebody owes a report, `waits_for` and
    `due_on` say who and until when, and `is_overdue` that the day has passed. `onward` is the notice under which goods
    went on that were diverted to another importer; their arrival is confirmed there. `content` holds the answers to
    each step by its verb.
    """

    under = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="movements")
    number = models.PositiveIntegerField()
    planned_on = models.DateField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    dispatched_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    arrived_quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    arrived_unit = models.TextField(default="")
    returned_quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    returned_unit = models.TextField(default="")
    is_overdue = models.BooleanField(default=False)
    onward = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Cases["Movement"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["under", "number"], name="movement_once")]
        indexes = [models.Index(fields=["case_ptr"], name="movement_overdue", condition=models.Q(is_overdue=True))]

    def __str__(self) -> str:
        return self.reference
