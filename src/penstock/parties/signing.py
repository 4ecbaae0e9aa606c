"""How an authority signs its decisions of one kind: by one person, or by two."""

from uuid import UUID

from django.db import models, transaction

from penstock.kernel import record
from penstock.kernel.clock import new_id, now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation


class SigningRules(VisibleRows["SigningRule"]):
    """Rules of signing."""

    def visible_to(self, viewer: Viewer) -> "SigningRules":
        """The rules of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class SigningRule(models.Model):
    """Whether two people of an authority sign each decision of a `matter`, which the regime names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    matter = models.TextField()
    needs_two = models.BooleanField(default=False)
    set_by = models.TextField()
    set_at = models.DateTimeField(default=now)

    objects = SigningRules.as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "matter"], name="signing_rule_once")]

    def __str__(self) -> str:
        return f"{self.matter}: {'two people' if self.needs_two else 'one person'}"


def two_sign(organisation_id: UUID | None, matter: str) -> bool:
    """Whether two people of an organisation sign decisions of a matter; one does where nothing was said."""
    rule = SigningRule.objects.filter(organisation=organisation_id, matter=matter).first()
    return bool(rule and rule.needs_two)


def set_signing(*, viewer: Viewer, matter: str, needs_two: bool, duty: str, event: str) -> SigningRule:
    """Say how many people of the viewer's organisation sign decisions of a matter; whoever signs them may say so."""
    viewer.needs(duty)
    with transaction.atomic():
        rule, _made = SigningRule.objects.update_or_create(
            organisation_id=viewer.organisation_id,
            matter=matter,
            defaults={"needs_two": needs_two, "set_by": viewer.name, "set_at": now()},
        )
        record.append(
            record.Act(
                name=event,
                case_id=None,
                viewer=viewer,
                audience=[viewer.organisation_id],
                data={"needs_two": needs_two},
                duty=duty,
            )
        )
    return rule
