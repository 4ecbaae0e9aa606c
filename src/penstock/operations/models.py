"""Tables of projects with their seats, and of operations with their daily returns and closing reports."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.incidents.models import Incident
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import RowPolicy, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.circles.models import Circle
from penstock.parties.duties import READ_INCIDENTS
from penstock.parties.models import Organisation

OPERATION = "operation"
READ_WITH[OPERATION] = READ_INCIDENTS
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


class Operation(Case):
    """A time-bound operation; the plan is the case's content, and who takes part stands in its circle.

    The opener leads it. What is gathered for it is no row but a question, asked with the eyes of whoever looks.
    """

    circle = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="+")
    substances = ArrayField(models.TextField(), default=list)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    objects = Cases["Operation"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    def __str__(self) -> str:
        return self.reference


class DailyReturn(models.Model):
    """What an office reports of a day of an operation, to everyone in it; without `handed_at` it was only asked for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    content: Any = models.JSONField(default=dict)
    edition = models.PositiveSmallIntegerField(default=0)
    handed_by = models.TextField(default="")
    handed_at = models.DateTimeField(null=True, help_text="when it was handed in first")
    reminded_at = models.DateTimeField(null=True)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["DailyReturn"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["operation", "organisation", "day"], name="one_return_a_day")]

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.day}"


_OF_RETURN = within("daily_return_id", "operations_dailyreturn").read
_OF_INCIDENT = within("incident_id", "cases_case").read


class NamedIncidents(VisibleRows[Row_co]):
    """Incidents that returns name."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of returns and incidents both of which the viewer sees."""
        returns = DailyReturn.objects.visible_to(viewer)
        return self.filter(daily_return__in=returns, incident__in=Incident.objects.visible_to(viewer))


class NamedIncident(models.Model):
    """That a daily return names an incident; known to whoever sees both, so that a return widens no audience."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    daily_return = models.ForeignKey(DailyReturn, on_delete=models.CASCADE, related_name="named")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")

    objects = NamedIncidents["NamedIncident"].as_manager()
    row_policy = RowPolicy(read=f"{_OF_RETURN} AND {_OF_INCIDENT}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["daily_return", "incident"], name="incident_named_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} in {self.daily_return_id}"


class ClosingReport(models.Model):
    """What came of an operation: figures that every participant may see, and a person's words; the leader's until out.

    `figures` were counted when the operation ended, over what all who take part see.
    """

    operation = models.OneToOneField(Operation, primary_key=True, on_delete=models.CASCADE, related_name="report")
    figures: Any = models.JSONField(default=dict)
    content: Any = models.JSONField(default=dict)
    written_by = models.TextField(default="")
    released_at = models.DateTimeField(null=True)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["ClosingReport"].as_manager()
    row_policy = seen_by()

    def __str__(self) -> str:
        return f"report on {self.operation_id}"
