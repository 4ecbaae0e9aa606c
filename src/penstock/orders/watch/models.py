"""Tables of rounds, of what stood out in them, of verdicts on it, and of orders from before the house."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.parties.companies.models import OfCompany, of_company
from penstock.parties.models import Organisation

MOST_AT_FIRST = 10


class EarlierOrder(models.Model):
    """One line of an order from before the house checked orders: history that later orders are held against.

    `base` is its quantity in kilograms or litres, as `dimension` says; `source` is the SHA-256 of the file it came in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="earlier_orders")
    number = models.TextField()
    line = models.TextField(default="")
    goods = models.TextField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    base = models.DecimalField(max_digits=36, decimal_places=18)
    dimension = models.TextField()
    use = models.TextField(default="")
    ordered_on = models.DateField()
    source = models.TextField()
    loaded_at = models.DateTimeField(default=now)

    objects = OfCompany["EarlierOrder"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["ordered_on", "number", "line"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number", "line"], name="earlier_order_once"),
            models.CheckConstraint(condition=Q(dimension__in=["mass", "volume"]), name="earlier_order_dimension"),
            models.CheckConstraint(condition=Q(base__gt=0), name="earlier_order_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.line}".strip()


class WatchSetting(models.Model):
    """How many cases a month a company's people can review, and whether a round is made every month."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveIntegerField(default=MOST_AT_FIRST)
    is_monthly = models.BooleanField(default=True)

    objects = OfCompany["WatchSetting"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cases__gte=1), name="watch_reviews_something")]

    def __str__(self) -> str:
        return f"{self.cases} a month"


class Round(models.Model):
    """All orders of a company looked at once: asked for, then judged by the worker.

    How far it is follows from `begun_at`, `step` and `finished_at`, or a `failure`. `limits` is what could not be
    judged yet, each with its words and figures.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    asked_by_name = models.TextField(default="")
    asked_at = models.DateTimeField(default=now)
    most = models.PositiveIntegerField()
    since_on = models.DateField()
    until_on = models.DateField()
    begun_at = models.DateTimeField(null=True)
    step = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(default="")
    orders = models.PositiveIntegerField(default=0)
    customers = models.PositiveIntegerField(default=0)
    limits: Any = models.JSONField(default=list)

    objects = OfCompany["Round"].as_manager()
    row_policy = of_company("SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_at__isnull=True, failure=""), name="one_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_over(self) -> bool:
        """Whether the worker is done with it."""
        return self.finished_at is not None or bool(self.failure)


class Standout(models.Model):
    """A customer and its goods as they stood out in a round, with all the evidence as it was that day; never changed.

    `rank` is null where it was reviewed before and is no worse. `scores` are those of each typology, `periods` the
    quarters it covers, `marked` the orders that tell, `course` the months of the picture, and `balance` the year
    against what was declared. `before` is what it was called when somebody last decided on it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="standouts")
    rank = models.PositiveIntegerField(null=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="standouts")
    goods = models.TextField()
    dimension = models.TextField()
    typology = models.TextField()
    score = models.DecimalField(max_digits=12, decimal_places=6)
    scores: Any = models.JSONField()
    periods = ArrayField(models.IntegerField())
    day = models.DateField()
    reasons: Any = models.JSONField()
    marked: Any = models.JSONField()
    course: Any = models.JSONField()
    balance: Any = models.JSONField(null=True)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfCompany["Standout"].as_manager()
    row_policy = of_company("SELECT, INSERT")

    class Meta:
        ordering = ["rank", "-score", "id"]
        indexes = [models.Index(fields=["customer", "goods", "dimension"], name="standout_series")]
        constraints = [models.UniqueConstraint(fields=["round", "rank"], name="standout_rank_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.goods}"


class Verdict(models.Model):
    """What a person decided on a standout; the newest stands, and none is ever changed.

    Until `again_on` it rests: an answer of the customer is waited for, or somebody looks again that day. `report` is
    the reference of the suspicious report that was begun.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    standout = models.ForeignKey(Standout, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.TextField()
    ground = models.TextField(default="")
    words = models.TextField(default="")
    again_on = models.DateField(null=True)
    report = models.TextField(default="")
    person_id = models.UUIDField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfCompany["Verdict"].as_manager()
    row_policy = of_company("SELECT, INSERT")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["explained", "asked", "reported", "later"]), name="verdict_known"
            )
        ]

    def __str__(self) -> str:
        return self.verdict
