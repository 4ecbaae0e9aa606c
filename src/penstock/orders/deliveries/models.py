"""The table of deliveries."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class Delivery(models.Model):
    """Goods that went out or came in under seal: what the papers say, and what was found on arrival.

    `differences` are what was judged when the arrival was entered; somebody gives each delivery that differs its
    `cause` once (BDO/GBL code, practice 6: protection against tampering).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    way = models.TextField()
    number = models.TextField()
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="deliveries")
    partner = models.TextField()
    order_number = models.TextField(default="")
    goods = models.TextField()
    packages = models.PositiveIntegerField()
    weight = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    tolerance = models.DecimalField(max_digits=9, decimal_places=6)
    seals = ArrayField(models.TextField(), default=list)
    carrier = models.TextField(default="")
    sent_on = models.DateField()
    kept_by = models.TextField()
    kept_at = models.DateTimeField(default=now)
    arrived_on = models.DateField(null=True)
    found: Any = models.JSONField(default=dict)
    differences: Any = models.JSONField(default=list)
    checked_by = models.TextField(default="")
    cause = models.TextField(default="")
    words = models.TextField(default="")
    explained_by = models.TextField(default="")
    explained_at = models.DateTimeField(null=True)

    objects = OfCompany["Delivery"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-sent_on", "-kept_at", "id"]
        indexes = [models.Index(fields=["organisation", "-sent_on"], name="delivery_newest")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "way", "number"], name="delivery_once"),
            models.CheckConstraint(condition=Q(way__in=["sent", "received"]), name="delivery_way"),
            models.CheckConstraint(condition=Q(cause="") | Q(arrived_on__isnull=False), name="delivery_caused_after"),
        ]

    def __str__(self) -> str:
        return self.number
