"""The table of end-use declarations."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class Declaration(models.Model):
    """What a customer declares that a substance is for, over one order (`span`), a rolling or a calendar year.

    `text` is exactly what the signer reads, `text_hash` its SHA-256. It is signed on a paper that was given (`file`),
    or through a link whose secret is kept only as `link_digest` and is good once. Unverified it covers nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="declarations")
    goods = models.TextField()
    use = models.TextField()
    uses = models.TextField(default="")
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    span = models.TextField()
    order_number = models.TextField(default="")
    from_on = models.DateField()
    until_on = models.DateField()
    text = models.TextField()
    text_hash = models.TextField()
    link_digest = models.TextField(default="")
    link_until = models.DateTimeField(null=True)
    link_email = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    signed_how = models.TextField(default="")
    signer_name = models.TextField(default="")
    signer_post = models.TextField(default="")
    file: Any = models.JSONField(default=dict)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.TextField(default="")
    verified_how = models.TextField(default="")
    reminded_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(default="")
    asked_by = models.TextField()
    made_at = models.DateTimeField(default=now)

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
