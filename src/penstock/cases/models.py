"""Tables that every regime's cases share."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.kernel.models import Row_co, VisibleRows, Worked
from penstock.kernel.rowsecurity import APPEND_ONLY, RowPolicy, seen_by, within
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation

TLP = {
    "RED": "TLP:RED, named recipients only",
    "AMBER+STRICT": "TLP:AMBER+STRICT, within the receiving authority",
    "AMBER": "TLP:AMBER, those who need to know",
    "GREEN": "TLP:GREEN, the community",
    "CLEAR": "TLP:CLEAR, no limit",
}


READ_WITH: dict[str, str] = {}
"""The duty that cases of a kind ask of their readers, besides being seen by their organisation; regimes add theirs."""
UNWRITTEN: dict[str, str] = {}
"""Why nothing is written beside cases of a kind but what their own steps ask; regimes add theirs."""


class Cases(VisibleRows[Row_co]):
    """Cases of any regime."""

    def visible_to(self, viewer: Viewer, *, one_by_one: bool = False) -> Self:
        """The cases in whose audience the viewer is, of kinds that ask for no duty the viewer lacks.

        They are found by an index that a fenced table can use. Where another index leads to few of them in their order
        already, each is asked for `one_by_one`: the planner takes an audience for far smaller than it is, and would
        gather all of it first.
        """
        if viewer.is_system:
            return self.all()
        own = Seen.objects.filter(organisation_id__in=viewer.sees_as).values("case_id")
        if one_by_one:
            seen = self.alias(seen=models.Subquery(own.filter(case_id=models.OuterRef("pk"))[:1]))
            seen = seen.filter(seen__isnull=False)
        else:
            seen = self.filter(pk__in=own)
        withheld = [kind for kind, duty in READ_WITH.items() if not viewer.has(duty)]
        return seen.exclude(kind__in=withheld) if withheld else seen


class Case(Worked):
    """One matter between an opener and a counterpart, whatever its regime.

    `content` holds the form's answers as they are kept. While the clock runs, `due_on` is the last day for an
    answer and `waits_for` the organisation that owes it; `counted_days` working days are counted from `counted_from`
    on by the calendar of the country `counted_in`. While it is stopped, `days_left` is what remained. Each
    sending or amendment is an `edition`, whose content the record keeps. `judged_under` is the law an edition was
    judged by: the day, and the version of each pack; what follows keeps it. `title` is what anybody on the case may
    read and `whole_title`, where it says more, for those who see all; `secret_fields` are hidden from everybody but
    the organisations that are `let_in`, and if `secret_within` from their people who only look on.
    """

    kind = models.TextField()
    reference = models.TextField()
    title = models.TextField()
    marking = models.TextField(default="AMBER", choices=TLP)
    opener = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    counterpart = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    waits_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    counted_in = models.TextField(default="")
    counted_from = models.DateField(null=True)
    counted_days = models.PositiveSmallIntegerField(null=True)
    days_left = models.SmallIntegerField(null=True)
    remind_on = models.DateField(null=True)
    is_open = models.BooleanField(default=True)
    content: Any = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    judged_under: Any = models.JSONField(default=dict)
    whole_title = models.TextField(default="")
    secret_fields = ArrayField(models.TextField(), default=list)
    let_in = ArrayField(models.UUIDField(), default=list)
    secret_within = models.BooleanField(default=False)

    objects = Cases["Case"].as_manager()
    row_policy = seen_by()

    class Meta:
        indexes = [
            models.Index(fields=["opener", "due_on", "id"], name="case_open", condition=models.Q(is_open=True)),
            models.Index(
                fields=["opener", "-updated_at", "-id"], name="case_draft", condition=models.Q(sent_at__isnull=True)
            ),
            models.Index(fields=["counterpart"], name="case_stopped", condition=models.Q(days_left__isnull=False)),
            models.Index(fields=["waits_for", "due_on", "id"], name="case_waits_for"),
            models.Index(fields=["opener", "-updated_at", "id"], name="case_opener"),
            models.Index(fields=["-updated_at", "-id"], name="case_updated"),
            models.Index(fields=["remind_on"], name="case_remind", condition=models.Q(remind_on__isnull=False)),
            models.Index(fields=["due_on"], name="case_running", condition=models.Q(due_on__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["reference"], name="case_reference")]

    def __str__(self) -> str:
        return self.reference


class Seen(models.Model):
    """That an organisation or a circle is in a case's audience: the audiences turned round, kept by the database.

    Under row-level security no index of an array is used, for containment is not leakproof; equality is. The instant of
    the case's newest change stands here again, so that a list walks from the newest on and stops when its page is full.
    Triggers write these rows (migrations `0008_seen` and `0011_seen_at`), and nobody else can.
    """

    pk = models.CompositePrimaryKey("organisation_id", "case_id")
    organisation_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    updated_at = models.DateTimeField()
    objects = models.Manager["Seen"]()
    row_policy = seen_by("ARRAY[organisation_id]", grants="SELECT")

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-updated_at", "-case_id"], name="seen_newest")]

    def __str__(self) -> str:
        return f"{self.organisation_id} sees {self.case_id}"


class OfCase(VisibleRows[Row_co]):
    """Rows that hang on a case and are seen by whoever sees it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows of cases this viewer may see."""
        return self.filter(case__in=Case.objects.visible_to(viewer))


class Comment(models.Model):
    """Something said on a case, to everyone on it or within one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="comments")
    person_name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField(default=now)
    audience = ArrayField(models.UUIDField())
    objects = VisibleRows["Comment"].as_manager()
    row_policy = seen_by(grants=APPEND_ONLY)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["case", "made_at"])]

    def __str__(self) -> str:
        return self.text[:60]


class Given(models.Model):
    """A file that somebody gave, under the name it came with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.TextField()
    sha256 = models.TextField()
    size = models.PositiveBigIntegerField()
    media_type = models.TextField()
    person_name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, Any]:
        """What the record keeps of it."""
        return {"name": self.name, "sha256": self.sha256, "size": self.size}


class Attachment(Given):
    """A file on a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    objects = OfCase["Attachment"].as_manager()
    row_policy = within("case_id", "cases_case", grants=APPEND_ONLY)


class Receipt(models.Model):
    """That a person opened an edition of a case, and when first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="receipts")
    edition = models.PositiveIntegerField()
    person_id = models.UUIDField()
    person_name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=now)
    objects = OfCase["Receipt"].as_manager()
    row_policy = within("case_id", "cases_case", grants=APPEND_ONLY)

    class Meta:
        ordering = ["first_at"]
        constraints = [models.UniqueConstraint(fields=["case", "edition", "person_id"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.first_at}"


class Links(VisibleRows[Row_co]):
    """Links between cases."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The links both of whose cases this viewer may see."""
        seen = Case.objects.visible_to(viewer)
        return self.filter(one__in=seen, other__in=seen)


class Link(models.Model):
    """That two cases have to do with each other, and how; known only to whoever sees both."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.TextField()
    note = models.TextField(default="")
    person_name = models.TextField()
    made_at = models.DateTimeField(default=now)
    objects = Links["Link"].as_manager()
    row_policy = RowPolicy(
        read=" AND ".join(within(column, "cases_case").read for column in ("one_id", "other_id")), grants=APPEND_ONLY
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["one", "other", "kind", "note"], name="case_link_once")]

    def __str__(self) -> str:
        return self.kind
