"""The table of notices to platforms."""

from django.db import models
from django.db.models import Q

from penstock.cases.models import READ_WITH, Case, Cases
from penstock.industry.platforms.models import Platform
from penstock.kernel.rowsecurity import within
from penstock.parties.duties import WORK_WITH_PLATFORMS

KIND = "platform notice"
READ_WITH[KIND] = WORK_WITH_PLATFORMS


class PlatformNotice(Case):
    """What an office asks of a platform; the opener is the office, and there is no counterpart on the instance.

    The platform answers through a link whose secret is kept only as `link_digest`, up to the day `link_until`; a letter
    goes to `link_email` where one is given. `outcome` is what it did, `late_told` whether the office heard that the
    day has passed.
    """

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(default="")
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)
    link_digest = models.TextField(default="")
    link_until = models.DateField(null=True)
    link_email = models.TextField(default="")
    late_told = models.BooleanField(default=False)

    objects = Cases["PlatformNotice"].as_manager()  # type: ignore[misc]
    row_policy = within("case_ptr_id", "cases_case")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link_digest"], condition=~Q(link_digest=""), name="platform_link_once")
        ]

    def __str__(self) -> str:
        return self.reference
