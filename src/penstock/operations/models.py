"""Tables of projects and of the seats in them."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import RowPolicy, seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.circles.models import Circle
from penstock.parties.models import Organisation

LIVE = ["invited", "proposed", "seated"]
_LIVE_SEAT = "s.project_id = operations_project.id AND s.state IN ('invited', 'proposed', 'seated')"


class Projects(VisibleRows[Row_co]):
    """Projects, with those that one is invited to."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The projects that the viewer's organisation keeps, takes part in, or is invited to."""
        if viewer.is_system:
            return self.all()
        seats = Seat.objects.visible_to(viewer).filter(organisation=viewer.organisation_id, state__in=LIVE)
        return self.filter(models.Q(audience__overlap=viewer.sees_as) | models.Q(pk__in=seats.values("project")))


class Project(models.Model):
    """A project, or a task force that is part of one; known to its circle, to whoever keeps it and to the invited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.TextField(unique=True)
    name = models.TextField()
    purpose = models.TextField()
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="task_forces")
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    circle = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="+")
    opened_by = models.TextField()
    opened_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = Projects["Project"].as_manager()
    # Seats have a policy of their own; an invitation that has ended shows the project no more.
    row_policy = RowPolicy(
        read=f"penstock_sees(audience) OR EXISTS (SELECT 1 FROM operations_seat s WHERE {_LIVE_SEAT})"  # noqa: S608
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Seat(Worked):
    """An office's part in a project, from its invitation on; `desk` is who answers for it there.

    `of` is the reference of the project, for whoever does not see the project any more.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="seats")
    of = models.TextField()
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    desk = models.TextField(default="")
    told: Any = models.JSONField(default=dict, help_text="what was said with the last step")

    objects = VisibleRows["Seat"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                condition=models.Q(state__in=LIVE),
                name="one_live_seat",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.of}"
