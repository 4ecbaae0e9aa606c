"""Tables of the directory: entries, specimens, candidacies of administrators, and corrections of calendars."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, Q

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import RowPolicy, open_because, seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Government, Organisation

KINDS = {
    "authority": "Authority",
    "unit": "Unit",
    "person": "Person and post",
    "focal point": "Focal point",
    "working group": "National working group",
}


def _kept(table: str, companies: str, columns: str) -> RowPolicy:
    """Read by every office and by `companies`; written by the offices of the row's government and the secretariat.

    Only `columns` may be changed, so that no row is moved from one government to another.
    """
    # The names stand in our own models; nothing from outside comes near this text.
    whose = "current_setting('penstock.scope', true) = 'all' OR EXISTS (SELECT 1 FROM parties_organisation office WHERE office.id = NULLIF(current_setting('penstock.organisation', true), '')::uuid AND ({}))"  # noqa: E501
    own = f"office.government_id = {table}.government_id"
    shown = f"office.kind <> 'company' OR ({companies} AND {own})" if companies else "office.kind <> 'company'"
    keeps = f"office.kind = 'secretariat' OR (office.kind = 'authority' AND {own})"
    grants = f"SELECT, INSERT, UPDATE ({columns})"
    return RowPolicy(read=whose.format(shown), write=whose.format(keeps), grants=grants)


class ForOffices(VisibleRows[Row_co]):
    """Rows for authorities and the secretariat, never for companies."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Every row for an office, and none for anybody else."""
        return self.all() if viewer.is_system else self.filter(Exists(_own(viewer).exclude(kind="company")))


class Entries(VisibleRows["Entry"]):
    """Entries of the directory."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Every entry for an office; for a company what its own government shows to companies."""
        if viewer.is_system:
            return self.all()
        own = _own(viewer)
        public = Q(is_public=True, government__in=own.values("government"))
        return self.filter(Exists(own.exclude(kind="company")) | public)


def _own(viewer: Viewer) -> "models.QuerySet[Organisation]":
    return Organisation.objects.filter(id=viewer.organisation_id)


class Entry(models.Model):
    """One entry of the directory: an authority, a unit, a person, a focal point or a working group.

    `content` holds the answers of the kind's form. `verified_on` is the day somebody last said that all of it is
    right; `asked_on` and `reminded_on` are set while that is asked for, `stale_on` when nobody answered in time.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField(choices=KINDS)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    content: Any = models.JSONField()
    is_public = models.BooleanField(default=False)
    edition = models.PositiveIntegerField(default=1)
    verified_on = models.DateField()
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    stale_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    updated_at = models.DateTimeField(default=now)

    objects = Entries.as_manager()
    row_policy = _kept(
        "parties_entry",
        "parties_entry.is_public",
        "name, content, is_public, edition, verified_on, asked_on, reminded_on, stale_on, ended_on, updated_at",
    )

    class Meta:
        ordering = ["government_id", "kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(kind="authority", ended_on__isnull=True),
                name="one_entry_of_an_authority",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Specimen(models.Model):
    """A signature or stamp as the authority's papers bear it, to compare with; a file, seen by offices alone."""

    KINDS = {"signature": "Signature", "stamp": "Stamp"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="specimens")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=KINDS)
    holder = models.TextField()
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    sha256 = models.TextField()
    size = models.PositiveBigIntegerField()
    media_type = models.TextField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = ForOffices["Specimen"].as_manager()
    row_policy = _kept("parties_specimen", "", "ended_on")

    class Meta:
        ordering = ["kind", "holder", "-from_on"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.holder}"


class DayCorrection(models.Model):
    """A day on which a country's offices are closed, or open, otherwise than the library of calendars has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    is_closed = models.BooleanField()
    name = models.TextField()
    source = models.TextField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    row_policy = open_because(
        "when offices are closed is no secret, and everybody's clocks count by it", grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "day"], condition=Q(withdrawn_at__isnull=True), name="one_correction_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.government_id} {self.day}"


class Candidacy(Worked):
    """Somebody whom a government named as its first administrator, until the secretariat has made sure of it."""

    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    secretariat = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    content: Any = models.JSONField()

    objects = VisibleRows["Candidacy"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
