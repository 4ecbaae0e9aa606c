"""Tables of governments, organisations, people, duties and API tokens."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import open_because

DIRECTORY = open_because("the directory of authorities and companies is read by everybody who is signed in")


class Government(models.Model):
    """A government or territory: its treaty status, and how long it takes to answer a notice.

    `reply_days` are working days of its own calendar. Without a `counterpart` a notice goes to the secretariat.
    """

    code = models.CharField(max_length=2, primary_key=True)
    name = models.TextField()
    is_party = models.BooleanField(default=True, help_text="party to the 1988 Convention")
    party_since = models.DateField(null=True)
    reply_days = models.PositiveSmallIntegerField(default=15)
    counterpart = models.ForeignKey("Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    row_policy = DIRECTORY

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An authority, a company, or the secretariat."""

    KINDS = {"authority": "Competent national authority", "company": "Company", "secretariat": "Secretariat"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField(choices=KINDS)
    name = models.TextField()
    government = models.ForeignKey(Government, null=True, on_delete=models.PROTECT, related_name="organisations")
    functions = ArrayField(models.TextField(), default=list, help_text="what an authority is competent for")
    address = models.TextField(default="")
    email = models.EmailField(default="")
    updated_at = models.DateTimeField(default=now)
    row_policy = DIRECTORY

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="secretariat") | models.Q(government__isnull=False),
                name="only_the_secretariat_has_no_government",
            ),
            models.UniqueConstraint(fields=["government", "kind", "name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who signs in; acts for one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    row_policy = open_because("read at sign-in, before there is a viewer")

    objects = BaseUserManager["Person"]()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DutyHeld(models.Model):
    """A duty that a person holds from one day to another; `until_on` is the last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    duty = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    row_policy = open_because("read to make the viewer, before there is one")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="duty_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.duty}"


class Delegation(models.Model):
    """Duties that a colleague uses for somebody who is away, from one day to another; `until_on` is the last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    taker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    duties = ArrayField(models.TextField())
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField(default=now)
    row_policy = open_because("read to make the viewer, before there is one")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.taker} for {self.giver}"


class Token(models.Model):
    """A bearer token for the API, kept only as the SHA-256 of its secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.TextField(unique=True)
    label = models.TextField()
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    row_policy = open_because("read to make the viewer, before there is one; holds no secret")

    def __str__(self) -> str:
        return self.label
