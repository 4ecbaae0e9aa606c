"""The table of checks."""

from typing import Any

from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class Check(models.Model):
    """One line of an order as it was judged: what was asked, the answer with its reasons, and the law behind it.

    `base` is the quantity in kilograms or litres, as `dimension` says. A check is never changed: a later one of its
    line takes its place, and a refusal takes it out of the sums (`stands`). `digest` is the hash of all the rest, which
    the record keeps too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    line = models.TextField(default="")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="checks")
    goods = models.TextField()
    base = models.DecimalField(max_digits=36, decimal_places=18)
    dimension = models.TextField()
    ordered_on = models.DateField()
    content: Any = models.JSONField()
    answer = models.TextField()
    reasons: Any = models.JSONField()
    judged_under: Any = models.JSONField()
    digest = models.TextField()
    person_id = models.UUIDField()
    person_name = models.TextField()
    checked_at = models.DateTimeField(default=now)
    stands = models.BooleanField(default=True)

    objects = OfCompany["Check"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE (stands)")

    class Meta:
        ordering = ["-checked_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "goods", "ordered_on"], name="check_sums", condition=Q(stands=True)),
            models.Index(fields=["organisation", "-checked_at", "-id"], name="check_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number", "line"], condition=Q(stands=True), name="check_of_line_stands"
            ),
            models.CheckConstraint(condition=Q(answer__in=["go", "hold", "ask"]), name="check_answer"),
            models.CheckConstraint(condition=Q(dimension__in=["mass", "volume"]), name="check_dimension"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.line}".strip()
