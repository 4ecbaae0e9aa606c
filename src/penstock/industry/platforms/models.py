"""Tables of platforms and of the checks of their policies; every row is for the authorities of one country alone."""

from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.parties.companies.models import OfOwnAuthority, of_own_authority
from penstock.parties.models import Government

KINDS = {
    "marketplace": "Marketplace",
    "network": "Social network or messenger",
    "advertising": "Advertising or directory",
    "hosting": "Hosting or domain names",
    "payment": "Payment service",
    "courier": "Courier or parcel service",
    "forwarder": "Freight forwarder",
}


class Platform(models.Model):
    """A service that is established in a country or used by its people: its profile as it was last entered.

    `next_on` is the day on which its policy is to be looked at again, `reminded_for` the one of which the offices were
    reminded. `edition` counts the checks of its policy.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    kind = models.TextField(choices=KINDS)
    seat = models.CharField(max_length=2, help_text="the country where it is established")
    content = models.JSONField()
    edition = models.PositiveSmallIntegerField(default=0)
    next_on = models.DateField(null=True)
    reminded_for = models.DateField(null=True)
    person_name = models.TextField()
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["Platform"].as_manager()
    row_policy = of_own_authority("industry_platform", "SELECT, INSERT, UPDATE")

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["government", "name"], name="platform_once")]

    def __str__(self) -> str:
        return self.name


class PolicyCheck(models.Model):
    """One look at the policy of a platform, as it was written: verdict and passage by question; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="checks")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    kind = models.TextField(choices=KINDS, help_text="what the platform was when it was checked")
    content = models.JSONField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["PolicyCheck"].as_manager()
    row_policy = of_own_authority("industry_policycheck", "SELECT, INSERT")

    class Meta:
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["platform", "edition"], name="policy_check_once")]

    def __str__(self) -> str:
        return f"{self.platform}, edition {self.edition}"
