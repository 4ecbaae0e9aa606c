"""The table of leads."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import WORK_WITH_PLATFORMS

KIND = "lead"
READ_WITH[KIND] = WORK_WITH_PLATFORMS


class Lead(Case):
    """What somebody without an account reported; the opener is the office where it landed.

    Its reference is no running number, and whoever reported it comes back with a code that is kept only as a hash.
    `turns` is what was said since, oldest first, by the office to the reporter and by the reporter; `signs` are codes.
    """

    sort = models.TextField()
    signs = ArrayField(models.TextField(), default=list)
    substances = ArrayField(models.TextField(), default=list)
    code_digest = models.TextField()
    turns: Any = models.JSONField(default=list)

    objects = Cases["Lead"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    def __str__(self) -> str:
        return self.reference
