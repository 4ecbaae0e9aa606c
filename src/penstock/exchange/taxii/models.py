"""Tables of TAXII: objects written ahead, how far the record was followed, what was posted, and sources."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from penstock.cases.models import Case, Seen
from penstock.cases.secrecy.sight import NEED, readable
from penstock.incidents.models import Party
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import RowPolicy, open_because, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_CASES, READ_INCIDENTS
from penstock.parties.models import Organisation


class Written(models.Model):
    """An object of STIX as text, in the order in which it was added; `version` orders the editions of one object.

    `version_text` is the version as the object has it. `added_at` never stands still from one addition to the next, so
    whoever asks for what was added after an instant misses nothing. `enveloped` is what an envelope is made of; where
    `specs_vary`, an object may be there by two specifications.
    """

    enveloped: ClassVar[tuple[str, ...]] = ("place", "added_at", "text")
    specs_vary: ClassVar[bool] = False

    place = models.BigAutoField(primary_key=True)
    object_id = models.TextField()
    type = models.TextField()
    spec_version = models.TextField(default="2.1")
    version = models.DateTimeField()
    version_text = models.TextField()
    added_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.object_id} of {self.version_text}"


class Objects(VisibleRows[Row_co]):
    """Objects written from cases, and those that everybody may know."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of cases the viewer sees today, told to the viewer when written; names by their own audience."""
        if viewer.is_system:
            return self.all()
        common = Q(case__isnull=True)
        if not viewer.has(READ_INCIDENTS):
            return self.filter(common)
        seen = Exists(Seen.objects.filter(case_id=OuterRef("case_id"), organisation_id__in=viewer.sees_as))
        named = Exists(Party.objects.visible_to(viewer).filter(pk=OuterRef("party_id")))
        told = Q(audience__overlap=viewer.sees_as) & (Q(party_id__isnull=True) | named)
        return self.filter(common | (told & seen))


_OF_CASE = within("case_id", "cases_case").read
_ANYBODY = "COALESCE(current_setting('penstock.scope', true), '') <> ''"
"""Whoever it is, somebody looks."""
_OF_NAME = within("party_id", "incidents_party").read


class StixObject(Written):
    """An object of an edition of a case, for those told of that edition who see the case; without a case, for all.

    `party_id` is the name it tells, which it follows: whoever is not given the name any more does not read it.
    """

    enveloped = ("place", "added_at", "text", "case", "edition")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField(default=0)
    party_id = models.UUIDField(null=True)
    marking = models.TextField()
    audience = ArrayField(models.UUIDField(), default=list)

    objects = Objects["StixObject"].as_manager()
    row_policy = RowPolicy(
        read=f"(case_id IS NULL AND {_ANYBODY})"
        f" OR (penstock_sees(audience) AND {_OF_CASE} AND (party_id IS NULL OR {_OF_NAME}))"
    )

    class Meta:
        ordering = ["place"]
        indexes = [
            models.Index(fields=["object_id", "version"], name="stix_object_version"),
            models.Index(fields=["place"], name="stix_common", condition=Q(case__isnull=True)),
        ]


class OfNotices(VisibleRows[Row_co]):
    """Objects written from notices."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What an act told the viewer who sees the case, and as `sight.told_for` would tell that act today.

        Who works on the notice for one of its sides reads the whole; anybody else what was cut, and neither of them
        what names an answer that is secret from them by now.
        """
        if viewer.is_system:
            return self.all()
        if not viewer.has(READ_CASES):
            return self.none()
        case = Case.objects.visible_to(viewer).filter(pk=OuterRef("case_id"))
        side = Q(opener=viewer.organisation_id) | Q(counterpart=viewer.organisation_id)
        works = Exists(case.filter(side)) if NEED & viewer.duties else Q(pk__in=[])
        unsealed = Exists(case.filter(readable(viewer) | ~Q(secret_fields__overlap=OuterRef("tells"))))
        whose = Q(told_as=TO_ALL) | (Q(told_as=WHOLE) & works) | (Q(told_as=CUT) & ~Q(works))
        return self.filter(whose, unsealed, audience__overlap=viewer.sees_as)


TO_ALL, WHOLE, CUT = "to all", "whole", "cut"


class StixNotice(Written):
    """An object of an edition of a notice, for those told of that edition who see the case.

    Where answers were sealed it is written twice: `whole` for those who work on it, and `cut` for the others. `tells`
    are the answers it is made of, so that what becomes secret later is not read in an older edition.
    """

    enveloped = ("place", "added_at", "text", "case", "edition")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    told_as = models.TextField(default=TO_ALL)
    tells = ArrayField(models.TextField(), default=list)
    marking = models.TextField()
    audience = ArrayField(models.UUIDField())

    objects = OfNotices["StixNotice"].as_manager()
    row_policy = RowPolicy(
        read="penstock_sees(audience) AND EXISTS (SELECT 1 FROM cases_case held WHERE held.id = case_id"
        " AND (NOT held.secret_fields && tells OR penstock_sees(held.let_in)))"
    )

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["object_id", "version"], name="stix_notice_version")]


class StixFollowed(models.Model):
    """Up to which act the record was written as objects, and when objects were last added."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=now)
    row_policy = open_because("one row: a number of the record and an instant")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_stix_followed")]

    def __str__(self) -> str:
        return f"followed to {self.seq}"


class OfOrganisation(VisibleRows[Row_co]):
    """Rows of one organisation."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class Inbox(models.Model):
    """An organisation's collection that its systems write to; its row lock puts the writers in line.

    `waiting` counts the objects and bytes that wait of each sender: a source, or a person's system. `circles` says
    since when the organisation reads as each of the circles it is in; nothing before its first read.
    """

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(default=now)
    waiting: Any = models.JSONField(default=dict)
    circles: Any = models.JSONField(null=True)

    objects = OfOrganisation["Inbox"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    def __str__(self) -> str:
        return f"inbox of {self.organisation_id}"


class Source(models.Model):
    """A collection of somebody else's server that is fetched into the organisation's inbox, and how that goes.

    `secret` is sealed with the instance's key. `added_after` is the newest date of addition of all that was fetched;
    while a walk through the pages behind it is under way, `walk` says how far it came.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.TextField()
    url = models.TextField()
    username = models.TextField(default="")
    secret = models.TextField(default="")
    added_after = models.TextField(default="")
    walk: Any = models.JSONField(default=dict)
    due_at = models.DateTimeField(default=now)
    last_answer = models.TextField(default="")
    last_at = models.DateTimeField(null=True)
    taken = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfOrganisation["Source"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["organisation", "url"], name="source_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(stopped_at__isnull=True), name="source_running")]

    def __str__(self) -> str:
        return self.label


class Posted(Written):
    """An object as it came into an organisation's inbox, and the draft that a person began from it."""

    specs_vary = True
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.TextField()
    sender_id = models.UUIDField(null=True)
    drafted_as = models.TextField(default="")

    objects = OfOrganisation["Posted"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["organisation", "object_id", "version"], name="posted_once")]
        indexes = [models.Index(fields=["organisation", "place"], name="posted_in_order")]


class Posting(models.Model):
    """What became of one envelope that was posted; kept as the status that its sender asks for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.TextField()
    requested_at = models.DateTimeField(default=now)
    successes: Any = models.JSONField(default=list)
    failures: Any = models.JSONField(default=list)

    objects = OfOrganisation["Posting"].as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return str(self.id)
