"""Tables of permits and of what stands on them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import READ_PERMITS
from penstock.parties.models import Organisation

KIND = "permit"
READ_WITH[KIND] = READ_PERMITS
DIGITS, PLACES = 38, 18
"""Of amounts of pure substance in kilograms or litres: a product of quantity, unit and share is not rounded."""


class Permit(Case):
    """A permit as it was issued: who may bring what across which border, and until when.

    The opener is the issuing authority, the counterpart that of the other country, where it takes part. `paper` is
    the kind of document, `direction` whether it is for import, export or transit, `regime` what kind of law stands
    behind it. `cites` is the permit of the other country on which it rests, where that was issued here. `valid_until`
    is the last day. `applied_as` is the reference of the application it was issued on, which its readers need not see.
    """

    paper = models.TextField()
    direction = models.TextField()
    regime = models.TextField()
    country = models.CharField(max_length=2)
    other_country = models.CharField(max_length=2, default="")
    holder = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    holder_name = models.TextField()
    other_name = models.TextField(default="")
    substances = ArrayField(models.TextField(), default=list)
    applied_as = models.TextField(default="")
    cites = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="cited_by")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    shipments = models.TextField(default="one")
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.TextField(default="", help_text="why it is suspended or revoked")

    objects = Cases["Permit"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [
            models.Index(fields=["country", "-issued_on"], name="permit_country"),
            models.Index(fields=["other_country", "-issued_on"], name="permit_other_country"),
            models.Index(fields=["valid_until"], name="permit_ends", condition=models.Q(valid_until__isnull=False)),
            GinIndex(fields=["substances"], name="permit_substances"),
        ]

    def __str__(self) -> str:
        return self.reference


class Line(models.Model):
    """What a permit allows of one substance: the quantity as it stands on the paper, and the pure substance in it.

    `pure` is in kilograms, or in litres where the paper states a volume.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    substance = models.TextField()
    content: Any = models.JSONField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.TextField()
    pure = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    pure_unit = models.TextField()

    objects = OfCase["Line"].as_manager()
    row_policy = within("case_id", "cases_case", grants="SELECT, INSERT")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="permit_line_once")]

    def __str__(self) -> str:
        return f"{self.substance} {self.quantity} {self.unit}"
