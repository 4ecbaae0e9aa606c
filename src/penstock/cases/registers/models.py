"""Tables of annual requirements, of places that need a closer look, and of lists of names to screen against."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import RowPolicy, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

OFFICE = "current_setting('penstock.scope', true) = 'all' OR EXISTS (SELECT 1 FROM parties_organisation office WHERE office.id = NULLIF(current_setting('penstock.organisation', true), '')::uuid AND ({}))"  # noqa: E501
FORMS = {"bulk": "Bulk", "preparations": "In preparations"}
PLACES = {
    "free zone": "Free zone or free port",
    "contested": "Contested or unclear territory",
    "watched": "Under watch",
}


def _office(viewer: Viewer) -> "models.QuerySet[Organisation]":
    return Organisation.objects.filter(id=viewer.organisation_id).exclude(kind="company")


class ForOffices(VisibleRows[Row_co]):
    """Rows for authorities and the secretariat, never for companies."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Every row for an office, and none for anybody else."""
        return self.all() if viewer.is_system else self.filter(Exists(_office(viewer)))


class Screenings(VisibleRows["ScreeningList"]):
    """Lists of names."""

    def visible_to(self, viewer: Viewer) -> Self:
        """One's own lists, and for an office those that are shared with every office."""
        if viewer.is_system:
            return self.all()
        shared = Q(Exists(_office(viewer)), is_shared=True)
        return self.filter(Q(organisation=viewer.organisation_id) | shared)


class OfScreening(VisibleRows[Row_co]):
    """Names on lists."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The names of the lists this viewer may see."""
        return self.filter(list__in=ScreeningList.objects.visible_to(viewer))


class Requirement(models.Model):
    """What a country says it legitimately needs of a substance in a year: a guide for exporters, not a quota.

    `kilograms` is null where no estimate was made. One stays valid until it is replaced (`replaced_at`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    substance = models.TextField()
    form = models.TextField(choices=FORMS, default="bulk")
    year = models.PositiveSmallIntegerField()
    kilograms = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    is_prohibited = models.BooleanField(default=False)
    stated_on = models.DateField()
    source = models.TextField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    replaced_at = models.DateTimeField(null=True)

    objects = ForOffices["Requirement"].as_manager()
    row_policy = RowPolicy(
        read=OFFICE.format("office.kind <> 'company'"),
        write=OFFICE.format(
            "office.kind = 'secretariat' OR (office.kind = 'authority'"
            " AND office.government_id = cases_requirement.government_id)"
        ),
        grants="SELECT, INSERT, UPDATE (replaced_at)",
    )

    class Meta:
        ordering = ["government_id", "substance", "form", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "substance", "form", "year"],
                condition=Q(replaced_at__isnull=True),
                name="one_requirement_of_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.government_id} {self.substance} {self.year}"


class Place(models.Model):
    """A port, zone or territory at which an officer looks twice, by UN/LOCODE or country code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=PLACES)
    code = models.TextField()
    name = models.TextField()
    source = models.TextField()
    as_of = models.DateField()
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    objects = ForOffices["Place"].as_manager()
    row_policy = RowPolicy(
        read=OFFICE.format("office.kind <> 'company'"),
        write="penstock_sees(ARRAY[organisation_id])",
        grants="SELECT, INSERT, UPDATE (ended_at)",
    )

    class Meta:
        ordering = ["code", "kind"]
        indexes = [models.Index(fields=["code"], name="place_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "code"], condition=Q(ended_at__isnull=True), name="place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ScreeningList(models.Model):
    """Names that an office screens parties against, with their source and day; `is_shared` with all offices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    source = models.TextField()
    as_of = models.DateField()
    is_shared = models.BooleanField(default=False)
    names = models.PositiveIntegerField(default=0)
    sha256 = models.TextField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    objects = Screenings.as_manager()
    row_policy = RowPolicy(
        read="penstock_sees(ARRAY[organisation_id]) OR (is_shared AND ("
        + OFFICE.format("office.kind <> 'company'")
        + "))",
        write="penstock_sees(ARRAY[organisation_id])",
        grants="SELECT, INSERT, UPDATE (ended_at, names)",
    )

    class Meta:
        ordering = ["title", "-made_at"]

    def __str__(self) -> str:
        return self.title


class ScreenedName(models.Model):
    """A name on a screening list; several names may bear one `number` of the list's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(ScreeningList, on_delete=models.CASCADE, related_name="entries")
    number = models.TextField(default="")
    name = models.TextField()
    note = models.TextField(default="")
    keys = ArrayField(models.TextField())

    objects = OfScreening["ScreenedName"].as_manager()
    row_policy = within("list_id", "cases_screeninglist", grants="SELECT, INSERT")

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="screened_keys")]

    def __str__(self) -> str:
        return self.name
