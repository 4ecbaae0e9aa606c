"""Tables of what distributors undertake, and of what they resold."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.orders.signatures.models import SignedPaper
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation


class Undertaking(SignedPaper):
    """Which duties a customer that sells on takes over for a year, for some goods or for all that are listed.

    The next year's one `confirms` it, and says what was resold meanwhile. Unverified it counts for nothing
    (BDO/GBL code, practice 4: the same duties for distributors).
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="undertakings")
    duties = ArrayField(models.TextField())
    goods = ArrayField(models.TextField(), default=list)
    bounds = models.TextField(default="")
    confirms = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="confirmed_by")

    objects = OfCompany["Undertaking"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-from_on", "-made_at"]
        indexes = [models.Index(fields=["organisation", "until_on"], name="undertaking_ends")]
        constraints = [
            models.UniqueConstraint(fields=["link_digest"], condition=~Q(link_digest=""), name="undertaking_link_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="undertaking_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.from_on}"


class Resale(models.Model):
    """What a distributor says that it resold in a year: of which goods, to which sort of customers, and to how many."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="resales")
    year = models.PositiveSmallIntegerField()
    goods = models.TextField()
    sort = models.TextField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    buyers = models.PositiveIntegerField()
    kept_by = models.TextField()
    kept_at = models.DateTimeField(default=now)

    objects = OfCompany["Resale"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-year", "goods", "sort", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "year", "goods", "sort", "unit"], name="resale_once")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.goods} {self.sort}"
