"""Tables of national working groups, their meetings and their actions; all three are cases, seen by the members."""

from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.kernel.rowsecurity import within
from penstock.parties.circles.models import Circle
from penstock.parties.circles.queries import INWARD
from penstock.parties.duties import SIT_IN_GROUPS
from penstock.parties.models import Organisation

GROUP, MEETING, ACTION = "working group", "group meeting", "group action"
READ_WITH |= dict.fromkeys((GROUP, MEETING, ACTION), SIT_IN_GROUPS)
INWARD.add(GROUP)


class WorkingGroup(Case):
    """A group of the offices and companies of one country; the opener keeps it, and its people chair it.

    Its circle is the audience of its meetings and actions, and of nothing else. `meetings_held` and `actions_set` give
    both their numbers, under the lock of this row.
    """

    circle = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="+")
    country = models.TextField()
    meetings_held = models.PositiveIntegerField(default=0)
    actions_set = models.PositiveIntegerField(default=0)

    objects = Cases["WorkingGroup"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    def __str__(self) -> str:
        return self.reference


class GroupMeeting(Case):
    """A meeting of a group, from its calling on; each time its minutes are written they are an edition of it."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()

    objects = Cases["GroupMeeting"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    def __str__(self) -> str:
        return self.reference


class GroupAction(Case):
    """What one member of a group does by a day of its country's working calendar.

    The owner is no counterpart: it sees the action as a member of the group, and no longer when it has left that.
    `told` is what was said with the last step, and `rung` how many reminders lie behind it.
    """

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(GroupMeeting, null=True, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    told = models.TextField(default="")
    rung = models.PositiveSmallIntegerField(default=0)

    objects = Cases["GroupAction"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["owner"], name="group_action_owner")]

    def __str__(self) -> str:
        return self.reference


OfGroup = WorkingGroup | GroupMeeting | GroupAction
"""A group, or what hangs on one."""
