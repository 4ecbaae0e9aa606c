"""Tables of linking: by what an incident is found again, and the hints that two incidents belong together."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from penstock.incidents.models import Incident, OfIncident, Own, Party
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import RowPolicy, open_because, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


def _or_none(column: str, table: str) -> str:
    return f"({column} IS NULL OR {within(column, table).read})"


class Marks(VisibleRows[Row_co]):
    """Marks of incidents; those taken from a name are for those alone to whom the name is given."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The marks of incidents this viewer sees, and of no name that the viewer is not given."""
        if viewer.is_system:
            return self.all()
        # Asked row by row: beside an OR, a list of all names that somebody sees would be drawn up first.
        given = Party.objects.visible_to(viewer).filter(pk=OuterRef("party"))
        return self.filter(Q(party=None) | Exists(given), incident__in=Incident.objects.visible_to(viewer))


class Mark(models.Model):
    """An identifier of an incident in the form in which it is compared (`value`) and as it was written (`shown`).

    It hangs on its incident and, where it was taken from one, on the name: whoever does not see these never sees it,
    from the moment on at which they are changed. The database removes it with the name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    value = models.TextField()
    shown = models.TextField()
    party = models.ForeignKey(Party, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    objects = Marks["Mark"].as_manager()
    row_policy = RowPolicy(
        read=f"{_or_none('party_id', 'incidents_party')} AND {within('incident_id', 'cases_case').read}"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "value", "party"], nulls_distinct=False, name="mark_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "value"], name="mark_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Trait(models.Model):
    """Traits of an incident that are rarely together by chance, as one key under which its likes are looked for."""

    pk = models.CompositePrimaryKey("incident_id", "key")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()

    objects = OfIncident["Trait"].as_manager()
    row_policy = within("incident_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["key"], name="trait_key")]

    def __str__(self) -> str:
        return str(self.key)


class Hints(VisibleRows[Row_co]):
    """Hints, each for those who see both incidents, and the names where marks were taken from names."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The hints of which this viewer sees both incidents, and whatever they rest on."""
        if viewer.is_system:
            return self.all()
        seen, given = Incident.objects.visible_to(viewer), Party.objects.visible_to(viewer)
        return self.filter(
            Q(party=None) | Exists(given.filter(pk=OuterRef("party"))),
            Q(other_party=None) | Exists(given.filter(pk=OuterRef("other_party"))),
            incident__in=seen,
            other__in=seen,
        )


class Hint(models.Model):
    """A reason why two incidents may belong together: a mark that both hold, or (`mark` empty) likeness.

    Each stands twice, once from either side, so that what concerns one incident, or those of one organisation
    (`opener_id`), is found by equality. All hints on a pair that somebody sees are, together, one suggestion. `party`
    and `other_party` are the names from which the marks were taken, said again here so that the fence asks for them
    at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    opener_id = models.UUIDField()
    mark = models.ForeignKey(Mark, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    other_mark = models.ForeignKey(Mark, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    party = models.ForeignKey(
        Party, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    other_party = models.ForeignKey(
        Party, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    score = models.FloatField()
    reasons: Any = models.JSONField(default=list, help_text="of a likeness: trait, points, and what was seen")
    made_at = models.DateTimeField(default=now)

    objects = Hints["Hint"].as_manager()
    row_policy = RowPolicy(
        read=" AND ".join(
            (
                within("incident_id", "cases_case").read,
                within("other_id", "cases_case").read,
                _or_none("party_id", "incidents_party"),
                _or_none("other_party_id", "incidents_party"),
            )
        )
    )

    class Meta:
        indexes = [
            models.Index(fields=["incident", "-score"], name="hint_incident"),
            models.Index(fields=["opener_id", "-made_at", "-id"], name="hint_opener"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.other_id}"


class CommonMark(models.Model):
    """A value that too many incidents hold to mean anything; no hints are made of it.

    Only those are told of it who see more than `pairing.MOST_HOLDERS` holders themselves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField()
    value = models.TextField()
    audience = ArrayField(models.UUIDField(), default=list)
    found_at = models.DateTimeField(default=now)

    objects = VisibleRows["CommonMark"].as_manager()
    row_policy = seen_by()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="common_mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class LinkAnswer(models.Model):
    """What an organisation said of a suggestion: that it is so, or that it is not; then it is not suggested again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Own["LinkAnswer"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "incident", "other"], name="link_answer_once"),
            models.CheckConstraint(condition=Q(incident__lt=models.F("other")), name="link_answer_in_order"),
        ]

    def __str__(self) -> str:
        return "the same matter" if self.is_same else "another matter"


class FollowedTo(models.Model):
    """Up to which act of the record incidents were linked."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    row_policy = open_because("one row with a number of the record")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_followed_to")]

    def __str__(self) -> str:
        return f"followed to {self.seq}"
