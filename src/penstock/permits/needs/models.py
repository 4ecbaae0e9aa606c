"""Tables of what countries state that they need, and of what was read from papers; rows are never changed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by

KINDS = {"statement": "Statement for the year", "supplement": "Supplement, or a deduction where it is negative"}
ORIGINS = {
    "government": "Furnished by the Government",
    "board": "Established by the Board",
}
SORTS = {
    "made": "Manufactured",
    "imported": "Imported, on papers that were not issued here",
    "exported": "Exported or re-exported, on papers that were not issued here",
    "closing": "Stocks held on 31 December",
}


def _kilograms(**options: Any) -> Any:
    return models.DecimalField(max_digits=24, decimal_places=6, **options)


class Statement(models.Model):
    """An estimate (1961 Convention, article 19) or an assessment (1971 Convention) of a substance for a year.

    Kilograms of pure substance. `consumption` is medical and scientific use, for assessments the whole domestic need;
    `other_uses` the making of other drugs, of preparations in Schedule III and of what is under no control;
    `special_stocks` what is to be added to those; `stocks_level` what is to be held on 31 December. Entered again, with
    the same source where it is a supplement, it is a further `edition` with its `reason`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    substance = models.TextField()
    year = models.SmallIntegerField()
    regime = models.TextField()
    kind = models.TextField(choices=KINDS)
    origin = models.TextField(choices=ORIGINS)
    consumption = _kilograms(default=0)
    other_uses = _kilograms(default=0)
    special_stocks = _kilograms(default=0)
    stocks_level = _kilograms(null=True)
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(default="")
    source = models.TextField()
    stated_on = models.DateField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Statement"].as_manager()
    row_policy = seen_by(grants=APPEND_ONLY)

    class Meta:
        ordering = ["country", "substance", "-year", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "substance", "year", "edition"],
                condition=models.Q(kind="statement"),
                name="statement_once",
            ),
            models.UniqueConstraint(
                fields=["country", "substance", "year", "source", "edition"],
                condition=models.Q(kind="supplement"),
                name="supplement_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.substance}, {self.country} {self.year}"


class Figure(models.Model):
    """What was made, traded outside this house or held in stock, as a paper says it, in kilograms of pure substance.

    `source` is the paper. The same paper entered again is a further `edition` with its `reason`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    substance = models.TextField()
    year = models.SmallIntegerField()
    sort = models.TextField(choices=SORTS)
    kilograms = _kilograms()
    partner = models.CharField(max_length=2, default="")
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(default="")
    source = models.TextField()
    as_of = models.DateField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Figure"].as_manager()
    row_policy = seen_by(grants=APPEND_ONLY)

    class Meta:
        ordering = ["country", "substance", "-year", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "substance", "year", "sort", "source", "edition"], name="figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.kilograms} kg of {self.substance}, {self.country} {self.year}"
