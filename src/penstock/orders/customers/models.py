"""Tables of a company's customers, their sites and licences; nobody but the company sees a row of them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from penstock.kernel.clock import new_id, now
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class Customer(models.Model):
    """Somebody whom a company supplies, under the company's own number.

    Customers with the same `group` belong together, and their quantities add up. `content` holds the form as it is
    kept; `edition` counts its changes. Where `stopped` says why, nothing is supplied.
    `screened` is what was found on which lists, for the edition it was asked of.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    name = models.TextField()
    country = models.CharField(max_length=2)
    category = models.TextField()
    sector = models.TextField()
    group = models.UUIDField(default=new_id)
    content: Any = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    known_since = models.DateField()
    identity_verified_on = models.DateField(null=True)
    stopped = models.TextField(default="")
    screened: Any = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=now)

    objects = OfCompany["Customer"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["organisation", "group"], name="customer_group")]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="customer_once")]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place to which a customer has goods delivered, by a code of the company's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="sites")
    code = models.TextField()
    name = models.TextField(default="")
    address = models.TextField()
    country = models.CharField(max_length=2)
    ended_at = models.DateTimeField(null=True)

    objects = OfCompany["Site"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["customer", "code"], name="site_once")]

    def __str__(self) -> str:
        return self.code


class CustomerLicence(models.Model):
    """A licence or registration that a customer showed: for what, from when to when, how and when it was verified.

    `goods` are substances by id, or entries of a list by their key. What was never verified covers nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="licences")
    kind = models.TextField()
    number = models.TextField()
    authority = models.TextField(default="")
    goods = ArrayField(models.TextField())
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_how = models.TextField(default="")
    verified_by = models.TextField(default="")
    reminded_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = OfCompany["CustomerLicence"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-from_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "number"], name="customer_licence_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="customer_licence_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.number
