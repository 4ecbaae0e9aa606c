"""Tables of circles and of who is in them."""

from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows
from penstock.kernel.rowsecurity import open_because, seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


class Circles(VisibleRows[Row_co]):
    """Circles, each known to its members alone."""

    def visible_to(self, viewer: Viewer) -> "Circles[Row_co]":
        """The circles that the viewer's organisation is in."""
        return self.all() if viewer.is_system else self.filter(pk__in=viewer.circles)


class Circle(models.Model):
    """A standing audience, such as a task force or the participants of an operation; `of` is what keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.TextField(help_text="the kind of thing whose circle it is")
    name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = Circles["Circle"].as_manager()
    row_policy = seen_by("ARRAY[id]", write="true")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That an organisation is in a circle from one day to another; `until_on` is the last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    set_by = models.TextField()

    row_policy = open_because("read to make the viewer, before there is one; holds ids and days")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "organisation"], condition=models.Q(until_on__isnull=True), name="in_a_circle_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="membership_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["organisation"], name="membership_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.circle}"
