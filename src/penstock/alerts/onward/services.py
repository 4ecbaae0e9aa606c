"""What is made of a suspicious report: drafts that begin with codes and register names, and with nothing else of it.

The report and what was made of it are linked by a row that only those see who see both: the office. Nothing on the side
of the draft says that there is a report, not even on the record.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from penstock.alerts.onward.drafts import (
    INDUSTRY_WARNING,
    TO_GOVERNMENTS,
    TO_INCIDENTS,
    Way,
    incident,
    to_governments,
    warning,
)
from penstock.cases.models import Case
from penstock.cases.services import link
from penstock.kernel.viewer import Viewer
from penstock.orders.reports.fields import LOSS, THEFT
from penstock.orders.reports.triage.offered import Material, taken_onward
from penstock.parties.duties import HANDLE_REPORTS, REPORT_INCIDENTS, SEND_ALERTS

MADE_OF = "made of a report"


def _incident(viewer: Viewer, material: Material) -> Case:
    lost = material.sort in {THEFT, LOSS}
    kind, channel = ("theft", "") if lost else ("suspicious order", "company")
    return incident(viewer, material, kind=kind, channel=channel)


WAYS: Mapping[str, Way[Material]] = {
    INDUSTRY_WARNING: Way(
        duty=SEND_ALERTS,
        label="Warn other companies",
        effect="A draft of an alert for industry begins with the substances and the signs.",
        make=warning,
    ),
    TO_INCIDENTS: Way(
        duty=REPORT_INCIDENTS,
        label="Make an incident of it",
        effect="A draft of an incident begins with the substances, the signs and the month.",
        make=_incident,
    ),
    TO_GOVERNMENTS: Way(
        duty=SEND_ALERTS,
        label="Tell other governments",
        effect="A draft of a special alert begins with the substances and the signs.",
        make=to_governments,
    ),
}


def take_onward(*, viewer: Viewer, report_id: UUID, way: str) -> Case:
    """Begin a draft with what a report offers; Refused without the duties of both, NotVisible for who has no report."""
    chosen = WAYS[way]
    viewer.needs(HANDLE_REPORTS)
    viewer.needs(chosen.duty)
    with transaction.atomic():
        report, material = taken_onward(viewer=viewer, report_id=report_id, to=way)
        made = chosen.make(viewer, material)
        link(viewer=viewer, one=report, other=made, kind=MADE_OF)
    return made
