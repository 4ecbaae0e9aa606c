"""The table of held orders."""

from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.kernel.rowsecurity import within
from penstock.orders.checking.models import Check
from penstock.parties.duties import CHECK_ORDERS

KIND = "held order"
READ_WITH[KIND] = CHECK_ORDERS


class HeldOrder(Case):
    """An order that waits for a person, because its check said hold or ask; the company is its opener, alone.

    `checked_by` asked for the check, so another person lifts what it held.
    """

    check_row = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="held")
    order_number = models.TextField()
    customer_name = models.TextField(default="")
    answer = models.TextField()
    is_forbidden = models.BooleanField(default=False)
    checked_by = models.UUIDField()
    checked_by_name = models.TextField()
    decided_by_name = models.TextField(default="")
    justification = models.TextField(default="")

    objects = Cases["HeldOrder"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["order_number"], name="held_order_number")]

    def __str__(self) -> str:
        return self.reference
