"""The table of end-use declarations."""

from django.db import models
from django.db.models import F, Q

from penstock.orders.customers.models import Customer
from penstock.orders.signatures.models import SignedPaper
from penstock.parties.companies.models import OfCompany, of_company


class Declaration(SignedPaper):
    """What a customer declares that a substance is for, over one order (`span`), a rolling or a calendar year.

    Unverified it covers nothing.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="declarations")
    goods = models.TextField()
    use = models.TextField()
    uses = models.TextField(default="")
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    span = models.TextField()
    order_number = models.TextField(default="")

    objects = OfCompany["Declaration"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["customer", "goods"], name="declaration_goods"),
            models.Index(fields=["organisation", "until_on"], name="declaration_ends"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["link_digest"], condition=~Q(link_digest=""), name="declaration_link_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="declaration_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.goods} {self.quantity} {self.unit}"
