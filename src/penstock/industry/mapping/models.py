"""Tables of the mapping of a country's industry; every row is for the authorities of that country alone."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by
from penstock.parties.companies.models import Company, OfOwnAuthority, of_own_authority
from penstock.parties.models import Government

CHANGED = "SELECT, INSERT, UPDATE"
KEPT = "SELECT, INSERT"
ORIGINS = {
    "shipped": "Proposed by the house",
    "pack": "Named by the country's pack",
    "office": "Added by the office",
}
HOW = {
    "register": "Business register",
    "tax": "Tax list",
    "web": "World Wide Web",
    "association": "Association",
    "survey": "Survey",
    "licence": "Licensing or customs records",
    "other": "In another way",
}
VERDICTS = {
    "open": "To be matched",
    "known": "Known company",
    "new": "New, now in the register",
    "same": "Found twice",
    "dismissed": "Set aside",
}
SETTLED = {"open": "To be mended", "mended": "Mended", "dropped": "Left out"}


class IndustryMapping(models.Model):
    """The mapping of one country: what for, how far it reaches, and when it is looked at as a whole again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.OneToOneField(Government, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    started_on = models.DateField()
    next_on = models.DateField()
    person_name = models.TextField()
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["IndustryMapping"].as_manager()
    row_policy = of_own_authority("industry_industrymapping", CHANGED)

    def __str__(self) -> str:
        return f"{self.government_id}, since {self.started_on}"


class Sector(models.Model):
    """A sector of a country's industry, as it was last reviewed; a retired one stays readable with its reason.

    `content` is the last review, empty before the first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    about = models.TextField(default="")
    place = models.PositiveSmallIntegerField()
    origin = models.TextField(choices=ORIGINS)
    reason = models.TextField(default="", help_text="why it was added or retired")
    retired_on = models.DateField(null=True)
    content = models.JSONField(default=dict)
    edition = models.PositiveSmallIntegerField(default=0)
    reviewed_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    person_name = models.TextField(default="")

    objects = OfOwnAuthority["Sector"].as_manager()
    row_policy = of_own_authority("industry_sector", CHANGED)

    class Meta:
        ordering = ["place", "name"]
        constraints = [models.UniqueConstraint(fields=["government", "code"], name="sector_once")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One review of a sector, as it was written; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="reviews")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    content = models.JSONField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["Review"].as_manager()
    row_policy = of_own_authority("industry_review", KEPT)

    class Meta:
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["sector", "edition"], name="review_once")]

    def __str__(self) -> str:
        return f"{self.sector}, edition {self.edition}"


class FoundCompany(models.Model):
    """A company that was found, how, and what a person made of it; `keys` are those by which its name is looked up.

    `company` is the entry of the register it was matched with, `same_as` the earlier find of the same company.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    number = models.TextField(default="")
    keys = ArrayField(models.TextField())
    sectors = ArrayField(models.TextField(), default=list)
    content = models.JSONField()
    how = models.TextField(choices=HOW)
    source = models.TextField()
    found_on = models.DateField()
    seen_on = models.DateField()
    verdict = models.TextField(choices=VERDICTS, default="open")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")
    judged_by = models.TextField(default="")
    judged_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["FoundCompany"].as_manager()
    row_policy = of_own_authority("industry_foundcompany", CHANGED)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(fields=["keys"], name="found_company_keys"),
            models.Index(fields=["government", "verdict", "name"], name="found_company_list"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "number"], condition=~models.Q(number=""), name="found_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegisterFile(models.Model):
    """A file of companies that was loaded: how many lines it had, were kept, and were known already."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    how = models.TextField(choices=HOW)
    source = models.TextField()
    found_on = models.DateField()
    sha256 = models.TextField()
    lines = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)

    objects = OfOwnAuthority["RegisterFile"].as_manager()
    row_policy = of_own_authority("industry_registerfile", KEPT)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class FaultyLine(models.Model):
    """A line of a file that could not be kept: what it said, and what is wrong with it, until somebody settles it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, related_name="faulty")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    raw = models.JSONField()
    faults = models.JSONField()
    settled = models.TextField(choices=SETTLED, default="open")
    note = models.TextField(default="")
    found = models.ForeignKey(FoundCompany, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwnAuthority["FaultyLine"].as_manager()
    row_policy = of_own_authority("industry_faultyline", CHANGED)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.file}, line {self.number}"


class Survey(models.Model):
    """A link by which a company answers once; only the SHA-256 of its secret is kept.

    `content` is the answer as it was given; what the office takes over of it is written to the company found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    found = models.ForeignKey(FoundCompany, on_delete=models.PROTECT, related_name="surveys")
    digest = models.TextField(unique=True)
    office_name = models.TextField()
    words = models.TextField(default="", help_text="what the office writes to the company")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    until_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.TextField(default="")
    set_aside = models.TextField(default="", help_text="why the answer was not taken over")

    objects = OfOwnAuthority["Survey"].as_manager()
    row_policy = of_own_authority("industry_survey", CHANGED)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.found}, {self.made_at:%Y-%m-%d}"


class Summary(models.Model):
    """What an office shares of its mapping: numbers by sector, and no name of a company."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    audience = ArrayField(models.UUIDField())
    content = models.JSONField()
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = VisibleRows["Summary"].as_manager()
    row_policy = seen_by(grants=CHANGED)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.government_id}, {self.made_at:%Y-%m-%d}"
