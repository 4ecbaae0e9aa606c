"""How an authority signs permits: by one person beside the one who recommended, or by two."""

from django.db import models, transaction

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import seen_by
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import SIGN_PERMITS
from penstock.parties.models import Organisation


class SigningRules(VisibleRows["SigningRule"]):
    """Rules of signing."""

    def visible_to(self, viewer: Viewer) -> "SigningRules":
        """The rule of the viewer's own organisation."""
        return self.all() if viewer.is_system else self.filter(organisation=viewer.organisation_id)


class SigningRule(models.Model):
    """Whether two officers of an authority sign each permit."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    needs_two = models.BooleanField(default=False)
    set_by = models.TextField()
    set_at = models.DateTimeField(default=now)

    objects = SigningRules.as_manager()
    row_policy = seen_by("ARRAY[organisation_id]")

    def __str__(self) -> str:
        return "two people" if self.needs_two else "one person"


def set_rule(*, viewer: Viewer, needs_two: bool) -> SigningRule:
    """Say how many officers of the viewer's authority sign a permit."""
    viewer.needs(SIGN_PERMITS)
    with transaction.atomic():
        rule, _made = SigningRule.objects.update_or_create(
            organisation_id=viewer.organisation_id,
            defaults={"needs_two": needs_two, "set_by": viewer.name, "set_at": now()},
        )
        record.append(
            record.Act(
                name="application.rule_set",
                case_id=None,
                viewer=viewer,
                audience=[viewer.organisation_id],
                data={"needs_two": needs_two},
                duty=SIGN_PERMITS,
            )
        )
    return rule
