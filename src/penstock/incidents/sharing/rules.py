"""The rule by which an organisation releases its incidents: by one person, or by two."""

from django.db import transaction

from penstock.incidents.models import ReleaseRule
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import KEEP_RELEASE_RULE


def needs_two(viewer: Viewer) -> bool:
    """Whether two people release in the viewer's organisation; one, where nobody has said."""
    rule = ReleaseRule.objects.visible_to(viewer).filter(organisation=viewer.organisation_id).first()
    return bool(rule and rule.needs_two)


def set_rule(*, viewer: Viewer, two: bool) -> ReleaseRule:
    """Say whether one person or two release from now on; what waits for its second signature still needs it."""
    viewer.needs(KEEP_RELEASE_RULE)
    with transaction.atomic():
        rule, _made = ReleaseRule.objects.update_or_create(
            organisation_id=viewer.organisation_id,
            defaults={"needs_two": two, "set_by": viewer.name, "set_at": now()},
        )
        act = record.Act(
            name="incident.rule_set",
            case_id=None,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data={"two": two},
            duty=KEEP_RELEASE_RULE,
        )
        record.append(act)
    return rule
