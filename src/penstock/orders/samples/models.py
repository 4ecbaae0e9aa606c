"""The table of requests for samples."""

from typing import Any

from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.kernel.rowsecurity import within
from penstock.orders.customers.models import Customer
from penstock.parties.duties import CHECK_ORDERS

KIND = "sample request"
READ_WITH[KIND] = CHECK_ORDERS


class SampleRequest(Case):
    """A sample that a customer asks for; the company is its opener, alone.

    Whoever is linked to the customer or at one address (`address_key`) is one receiver. `findings` are what was found
    when it was entered. `entered_by` looked into it, so another person approves it.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="samples")
    customer_name = models.TextField()
    address_key = models.TextField()
    goods = models.TextField()
    use = models.TextField()
    base = models.DecimalField(max_digits=36, decimal_places=18)
    dimension = models.TextField()
    asked_on = models.DateField()
    findings: Any = models.JSONField(default=list)
    entered_by = models.UUIDField()
    entered_by_name = models.TextField()
    decided_by_name = models.TextField(default="")
    justification = models.TextField(default="")
    given_on = models.DateField(null=True)

    objects = Cases["SampleRequest"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["customer", "asked_on"], name="sample_of_customer"),
            models.Index(fields=["address_key"], name="sample_address"),
        ]

    def __str__(self) -> str:
        return self.reference
