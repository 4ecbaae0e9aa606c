"""The table of requests."""

from typing import Any

from django.db import models

from penstock.cases.models import READ_WITH, UNWRITTEN, Case, Cases
from penstock.incidents.models import Incident
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import ARRANGE_CONTACTS, READ_INCIDENTS

REQUEST, CONTACT = "request", "controlled contact"
"""The kinds of cases: a controlled contact is one of its own, for it asks its readers for a duty of its own."""
READ_WITH[REQUEST] = READ_INCIDENTS
READ_WITH[CONTACT] = ARRANGE_CONTACTS
UNWRITTEN[CONTACT] = "A controlled contact is settled by voice: take its steps, and write nothing else of it here."


class Request(Case):
    """What one office asks another; its audience is the two of them, and before it is sent the asking office alone.

    What is asked of several offices at once is one row for each, with the same `group`: for the asking side alone, as
    is `about`, the incident it stands on, to whoever does not see that. `sent_with` is the row with which it was sent.
    `turns` is what was said since, oldest first; `parts` how many answers in part are among it, and `rung` how many
    rungs of reminding lie behind it.
    """

    sort = models.TextField()
    group = models.UUIDField(default=new_id)
    sent_with = models.UUIDField(null=True)
    about = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="requests")
    turns: Any = models.JSONField(default=list)
    parts = models.PositiveSmallIntegerField(default=0)
    rung = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(default="")
    outcome = models.TextField(default="")

    objects = Cases["Request"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        indexes = [models.Index(fields=["group"], name="request_group")]

    def __str__(self) -> str:
        return self.reference
