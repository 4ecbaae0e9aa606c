"""Tables of surveillance lists: editions with their entries, vettings, copies and who opened them.

The database's fence shows an entry to the organisation that owns its list, and to one that holds an acknowledged copy
which is neither recalled nor expired; it knows organisations. That only the persons named on a copy see it, and until
which day, is for the first fence, `visible_to` and `copies.queries`.
"""

import secrets
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation
from penstock.surveillance.states import OPENED_COPIES

_OWNED = (
    "EXISTS (SELECT 1 FROM surveillance_edition edition"
    " WHERE edition.id = surveillance_entry.edition_id AND penstock_sees(ARRAY[edition.owner_id]))"
)
_HELD = (
    "EXISTS (SELECT 1 FROM surveillance_copy held WHERE held.edition_id = surveillance_entry.edition_id"  # noqa: S608 - our own constant
    f" AND held.state = '{OPENED_COPIES}' AND penstock_sees(ARRAY[held.holder_id]))"
)


def new_seed() -> str:
    """A secret of 32 random bytes, from which the marks of one copy are made."""
    return secrets.token_hex(32)


class SurveillanceList(models.Model):
    """A list that one authority owns: its title, reach, marking, legal basis and the conditions of receiving it.

    `open_to` holds the access classes that may receive it; its audience is the owner and whoever was handed a copy.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    reach = models.TextField()
    marking = models.TextField()
    basis = models.TextField(default="")
    conditions = models.TextField()
    open_to = ArrayField(models.TextField())
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())
    objects = VisibleRows["SurveillanceList"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Edition(Worked):
    """One edition of a list: loaded, signed by two people, handed out, and at last superseded, recalled or expired.

    `expires_on` is the last day on which any copy of it may be read; `digest` is that of the content as published.
    """

    list = models.ForeignKey(SurveillanceList, on_delete=models.PROTECT, related_name="editions")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    note = models.TextField(default="")
    file = models.TextField(default="")
    expires_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    digest = models.TextField(default="")
    objects = VisibleRows["Edition"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="surveillance_edition_number")]

    def __str__(self) -> str:
        return f"{self.list.title}, edition {self.number}"


class EntriesSeen(VisibleRows[Row_co]):
    """Entries, for the owner of their list alone; whoever holds a copy reads them through that copy."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The entries of the viewer's own lists."""
        return self if viewer.is_system else self.filter(edition__owner_id=viewer.organisation_id)


class Entry(models.Model):
    """One line of an edition: the answers as they are kept, and every fault that still stands in them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    line = models.PositiveIntegerField()
    content: Any = models.JSONField()
    faults: Any = models.JSONField(default=list)
    objects = EntriesSeen["Entry"].as_manager()
    row_policy = RowPolicy(read=f"{_OWNED} OR {_HELD}", write=_OWNED)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["edition", "line"], name="surveillance_entry_once")]

    def __str__(self) -> str:
        return f"line {self.line}"


class Vetting(models.Model):
    """An authority's decision that an organisation may be trusted with its lists, from a day until another.

    An association's member is vetted as such: `association` names through whom it may receive, and sees the decision.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    access_class = models.TextField()
    association = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    is_granted = models.BooleanField()
    reasons = models.TextField()
    decided_on = models.DateField()
    until_on = models.DateField(null=True)
    person_id = models.UUIDField()
    person_name = models.TextField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")
    revoked_because = models.TextField(default="")
    audience = ArrayField(models.UUIDField())
    objects = VisibleRows["Vetting"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.access_class}"

    def holds_on(self, day: date) -> bool:
        """Whether it lets the organisation receive lists on a day."""
        in_time = self.decided_on <= day and (self.until_on is None or day <= self.until_on)
        return self.is_granted and self.revoked_at is None and in_time


class CopiesSeen(VisibleRows[Row_co]):
    """Copies, of which the holder's side shows each only to the persons named on it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The copies of the viewer's own lists, those that the viewer's side gave, and those in the viewer's name."""
        rows = super().visible_to(viewer)
        if viewer.is_system:
            return rows
        is_named = models.Q(people__contains=[viewer.person_id])
        return rows.filter(~models.Q(holder_id=viewer.organisation_id) | is_named)


class Copy(Worked):
    """One edition in the hands of one organisation: for whom, to what end, until which day, and what became of it.

    `people` are the persons named on it. A copy that was passed on stands under the `parent` it came from. The `seed`
    is a secret from which the marks of this copy are made.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="copies")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="passed_on")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    vetting = models.ForeignKey(Vetting, null=True, on_delete=models.PROTECT, related_name="copies")
    access_class = models.TextField()
    people = ArrayField(models.UUIDField())
    people_names = ArrayField(models.TextField())
    purpose = models.TextField()
    expires_on = models.DateField()
    may_hand_on = models.BooleanField(default=False)
    seed = models.TextField(default=new_seed)
    given_at = models.DateTimeField(default=now)
    given_by = models.TextField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(default="")
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(default="")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.TextField(default="")
    returned_how = models.TextField(default="")
    objects = CopiesSeen["Copy"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return f"copy of {self.holder}"


class OfCopy(VisibleRows[Row_co]):
    """Rows that hang on a copy and are seen by whoever sees it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of copies this viewer may see."""
        return self.filter(copy__in=Copy.objects.visible_to(viewer))


class Opening(models.Model):
    """That a person opened a copy, or took it away as a file; never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="openings")
    person_id = models.UUIDField()
    person_name = models.TextField()
    form = models.TextField()
    at = models.DateTimeField(default=now)
    objects = OfCopy["Opening"].as_manager()
    row_policy = within("copy_id", "surveillance_copy", grants=APPEND_ONLY)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.person_name} {self.at}"
