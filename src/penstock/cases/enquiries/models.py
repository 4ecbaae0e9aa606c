"""Tables of enquiries: the thread, its turns, and the papers that came with them; only the two sides see them."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import Case, Given
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import APPEND_ONLY, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


class Enquiry(Worked):
    """What one organisation asks another about a case, over as many rounds as it takes.

    The audience is the two of them and nobody else: not the others on the case, and of the case a company sees nothing.
    `number` counts what the one has asked the other there, so that no gap tells of what somebody else was asked.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enquiries")
    number = models.PositiveSmallIntegerField()
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rounds = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    remind_on = models.DateField(null=True)

    objects = VisibleRows["Enquiry"].as_manager()
    row_policy = seen_by()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["case", "asker", "asked", "number"], name="enquiry_once")]
        indexes = [
            models.Index(fields=["remind_on"], name="enquiry_remind", condition=models.Q(remind_on__isnull=False))
        ]

    def __str__(self) -> str:
        return f"enquiry {self.number}"


class OfEnquiry(VisibleRows[Row_co]):
    """Rows that hang on an enquiry and are seen by its two sides."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of enquiries this viewer may see."""
        return self.filter(enquiry__in=Enquiry.objects.visible_to(viewer))


class Turn(models.Model):
    """A question, an answer or a last word, in the language its writer used; `phrases` are ids of stock phrases."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="turns")
    round = models.PositiveSmallIntegerField()
    kind = models.TextField()
    phrases = ArrayField(models.TextField(), default=list)
    text = models.TextField(default="")
    language = models.TextField()
    person_name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    objects = OfEnquiry["Turn"].as_manager()
    row_policy = within("enquiry_id", "cases_enquiry", grants=APPEND_ONLY)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.round}"


class Paper(Given):
    """A file that one side gave to an enquiry."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="papers")
    objects = OfEnquiry["Paper"].as_manager()
    row_policy = within("enquiry_id", "cases_enquiry", grants=APPEND_ONLY)
