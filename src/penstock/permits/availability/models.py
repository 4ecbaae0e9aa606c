"""Tables of what countries consumed, and of how many people live in them; rows are never changed."""

from django.db import models

from penstock.cases.registers.models import OFFICE, ForOffices
from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy


def _kept_by_its_country(table: str) -> RowPolicy:
    """Every office reads it, as the Board publishes it; a country enters its own, the secretariat what it was sent."""
    writes = f"office.kind = 'secretariat' OR (office.kind = 'authority' AND office.government_id = {table}.country)"
    return RowPolicy(read=OFFICE.format("office.kind <> 'company'"), write=OFFICE.format(writes), grants=APPEND_ONLY)


class Consumption(models.Model):
    """What a country consumed of a substance in a year (1961 Convention, article 1(2)), in kilograms of pure substance.

    Entered again it is a further `edition` with its `reason`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    substance = models.TextField()
    year = models.SmallIntegerField()
    kilograms = models.DecimalField(max_digits=24, decimal_places=6)
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(default="")
    source = models.TextField()
    as_of = models.DateField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = ForOffices["Consumption"].as_manager()
    row_policy = _kept_by_its_country("permits_consumption")

    class Meta:
        ordering = ["country", "substance", "-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["country", "substance", "year", "edition"], name="consumption_once")
        ]

    def __str__(self) -> str:
        return f"{self.kilograms} kg of {self.substance}, {self.country} {self.year}"


class Population(models.Model):
    """How many people lived in a country in a year, as its source says; a further `edition` where it was wrong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    year = models.SmallIntegerField()
    people = models.PositiveBigIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(default="")
    source = models.TextField()
    as_of = models.DateField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = ForOffices["Population"].as_manager()
    row_policy = _kept_by_its_country("permits_population")

    class Meta:
        ordering = ["country", "-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "edition"], name="population_once"),
            models.CheckConstraint(condition=models.Q(people__gt=0), name="population_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.people} people, {self.country} {self.year}"
