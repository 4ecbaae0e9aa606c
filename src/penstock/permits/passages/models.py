"""Tables of passages, of the goods of each, and of the offices that record at the border."""

from decimal import Decimal
from typing import Any

from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases, OfCase
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.models import DIGITS, PLACES, Line, Permit

KIND = "passage"
READ_WITH[KIND] = READ_PERMITS
EXPORT = "export"


class Passage(Case):
    """One consignment under a permit: under an export permit, or under an import permit where the exporter is outside.

    The opener issued the permit it goes under, the counterpart is the other government's authority, where it takes
    part; `importer` is whichever of them endorses. `exit_office` and `entry_office` record at the border. `is_excess`
    says that more left than the permit allowed, until its issuer has agreed to that, and `is_from_papers` that the
    endorsement was entered from papers.
    """

    under = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveIntegerField()
    importer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    exit_office = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    entry_office = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    place = models.TextField(default="")
    left_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    imported_on = models.DateField(null=True)
    is_excess = models.BooleanField(default=False)
    is_overdue = models.BooleanField(default=False)
    is_from_papers = models.BooleanField(default=False)

    objects = Cases["Passage"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["under", "number"], name="passage_once")]
        indexes = [
            models.Index(fields=["exit_office", "planned_on"], name="passage_exit"),
            models.Index(fields=["entry_office", "planned_on"], name="passage_entry"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_export(self) -> bool:
        """Whether it goes under an export permit, so that its leaving is recorded here."""
        return self.under.direction == EXPORT


def _quantity() -> Any:
    return models.DecimalField(max_digits=24, decimal_places=6, null=True)


def _pure() -> Any:
    return models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, default=Decimal(0))


class Goods(models.Model):
    """What a passage carries of one line of its permit, in the unit of the paper, at each stage.

    In pure substance: `held` and `used` are what it takes of the permit's own account, before and after it left, and
    `settled` what was settled for it on the accounts that the permit draws on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="goods")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    planned = _quantity()
    left = _quantity()
    arrived = _quantity()
    endorsed = _quantity()
    agreed = _quantity()
    held = _pure()
    used = _pure()
    settled = _pure()

    objects = OfCase["Goods"].as_manager()
    row_policy = within("case_id", "cases_case", grants="SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "line"], name="goods_once")]

    def __str__(self) -> str:
        return f"{self.line.substance} {self.planned} {self.line.unit}"

    def at(self, stage: str) -> Decimal | None:
        """The quantity at a stage, where it was recorded."""
        found: Decimal | None = getattr(self, stage)
        return found


class BorderOffices(VisibleRows["BorderOffice"]):
    """Who records at the border."""

    def visible_to(self, viewer: Viewer) -> "BorderOffices":
        """What the viewer's own organisation said, or was named in."""
        if viewer.is_system:
            return self.all()
        return self.filter(models.Q(authority=viewer.organisation_id) | models.Q(office=viewer.organisation_id))


class BorderOffice(models.Model):
    """The office that records at the border what goes under the permits of an authority, such as customs."""

    authority = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    set_by = models.TextField()
    set_at = models.DateTimeField(default=now)

    objects = BorderOffices.as_manager()
    row_policy = seen_by("ARRAY[authority_id, office_id]", write="penstock_sees(ARRAY[authority_id])")

    def __str__(self) -> str:
        return self.office.name
