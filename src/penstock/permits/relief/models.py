"""Tables of relief: emergencies, which everybody reads, agreements, requests, and what left under each."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.catalogue.countries import country as country_of
from penstock.kernel.clock import new_id
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import APPEND_ONLY, open_because, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.models import DIGITS, PLACES

KIND = "relief request"
READ_WITH[KIND] = READ_PERMITS


class Declared(VisibleRows[Row_co]):
    """Declared emergencies."""

    def visible_to(self, _viewer: Viewer) -> Self:
        """All of them: they are declared so that suppliers and operators everywhere know."""
        return self.all()


class Emergency(Worked):
    """An emergency in a country, for which control is simplified: for which substances, from when, and until when.

    Without `substances` it is for all controlled medicines. `unreachable` says why another country declares it.
    """

    kind = "emergency"
    marking = "CLEAR"

    reference = models.TextField(unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    substances = ArrayField(models.TextField(), default=list)
    from_on = models.DateField()
    until_on = models.DateField()
    basis = models.TextField()
    unreachable = models.TextField(default="")

    objects = Declared["Emergency"].as_manager()
    row_policy = open_because(
        "a declared emergency is for everybody to know; only its workflow writes", grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        ordering = ["-from_on", "-reference"]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """The country, in words."""
        found = country_of(self.country)
        return found.name if found else self.country


class Agreement(Worked):
    """What a supplier may send in emergencies by agreement with its authority: substances, ceilings of a year, days."""

    kind = "relief agreement"
    marking = "AMBER"

    reference = models.TextField(unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    content: Any = models.JSONField(default=dict)
    until_on = models.DateField()

    objects = VisibleRows["Agreement"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=models.Q(state="standing"), name="one_standing_relief_agreement"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """The supplier."""
        return self.supplier.name


class ReliefRequest(Case):
    """A request for relief by the model form; the opener is the operator, the counterpart the supplier.

    Where the supplier keyed it in, it is both. The supplier's `authority` reads it from the moment it is sent, the
    `receiver`, the authority over there, once something has left.
    """

    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    emergency = models.ForeignKey(Emergency, null=True, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    waybill = models.TextField(default="")
    use: Any = models.JSONField(default=dict)

    objects = Cases["ReliefRequest"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    def __str__(self) -> str:
        return self.reference


class Delivery(models.Model):
    """What left of one medicine under a request: as it was entered, and the pure substance in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ReliefRequest, on_delete=models.PROTECT, related_name="deliveries")
    position = models.PositiveSmallIntegerField()
    substance = models.TextField()
    content: Any = models.JSONField()
    pure = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    unit = models.TextField()

    objects = OfCase["Delivery"].as_manager()
    row_policy = within("case_id", "cases_case", grants=APPEND_ONLY)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="relief_delivery_once")]

    def __str__(self) -> str:
        return f"{self.substance} {self.pure} {self.unit}"
