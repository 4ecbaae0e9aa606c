"""Tables of partnership: associations of one country, and agreements seen by those who are parties to them."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.companies.models import OfOwnAuthority, of_own_authority
from penstock.parties.models import Government, Organisation

CHANGED = "SELECT, INSERT, UPDATE"
KINDS = {"memorandum": "Memorandum of understanding", "code": "Code of conduct"}


class Association(models.Model):
    """An association of industry as a channel: it passes on lists and alerts, and sees no transaction of anybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    content = models.JSONField()
    person_name = models.TextField()
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["Association"].as_manager()
    row_policy = of_own_authority("industry_association", CHANGED)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["government", "name"], name="association_once")]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A memorandum or a code between an authority and industry; in force once everybody named in it has signed.

    Its text is fixed with the first signature. `practices` are what its parties are to do, by code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=KINDS)
    title = models.TextField()
    content = models.JSONField()
    practices = models.JSONField(default=dict)
    review_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_why = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Agreement"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class OfAgreement(VisibleRows["Partner"]):
    """Parties to agreements."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The parties to the agreements this viewer may see."""
        return self if viewer.is_system else self.filter(agreement__in=Agreement.objects.visible_to(viewer))


class Partner(models.Model):
    """A party to an agreement: an organisation of the instance or one known by name, and its signature.

    `paper` says where the signed paper lies, for who signed outside the instance.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    contact = models.TextField(help_text="the single point of contact on its side")
    signed_on = models.DateField(null=True)
    signed_by = models.TextField(default="")
    paper = models.TextField(default="")

    objects = OfAgreement.as_manager()
    row_policy = within("agreement_id", "industry_agreement", grants=CHANGED)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agreement", "name"], name="partner_once")]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """How a party says it keeps the practices, with its evidence; for itself and the office, not for other parties."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="assessments")
    content = models.JSONField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())

    objects = VisibleRows["Assessment"].as_manager()
    row_policy = seen_by(grants="SELECT, INSERT")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.partner}, {self.made_at:%Y-%m-%d}"
