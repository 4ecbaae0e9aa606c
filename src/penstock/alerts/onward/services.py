"""What is made of a suspicious report: drafts that begin with codes and register names, and with nothing else of it.

The report and what was made of it are linked by a row that only those see who see both: the office. Nothing on the side
of the draft says that there is a report, not even on the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.alerts.services import draft_alert
from penstock.alerts.states import FULL, INDUSTRY
from penstock.cases.models import Case
from penstock.cases.services import link
from penstock.catalogue.substances import substance
from penstock.incidents.services import draft_incident
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.orders.reports.fields import LOSS, THEFT
from penstock.orders.reports.triage.offered import Material, taken_onward
from penstock.parties.duties import HANDLE_REPORTS, REPORT_INCIDENTS, SEND_ALERTS

INDUSTRY_WARNING, TO_INCIDENTS, TO_GOVERNMENTS = "warn", "refer", "alert"
USUAL_DAYS = timedelta(days=90)
MADE_OF = "made of a report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way onward: the duty it needs beside that of the report's office, what it is called, and what it makes."""

    duty: str
    label: str
    effect: str
    make: Callable[[Viewer, Material], Case]


def _alert(material: Material) -> dict[str, Any]:
    return {
        "headline": material.headline[:160],
        "indicators": ["company"],
        "substances": list(material.substances),
        "urgency": "soon",
        "certainty": "observed",
        "look_for": material.looked_for,
        "expires_on": (today() + USUAL_DAYS).isoformat(),
        "marking": "AMBER",
    }


def _warning(viewer: Viewer, material: Material) -> Case:
    raw = {**_alert(material), "shared_with": "own"}
    return draft_alert(viewer=viewer, raw=raw, kind=INDUSTRY)


def _to_governments(viewer: Viewer, material: Material) -> Case:
    return draft_alert(viewer=viewer, raw=_alert(material), kind=FULL)


def _incident(viewer: Viewer, material: Material) -> Case:
    lost = material.sort in {THEFT, LOSS}
    raw: dict[str, Any] = {
        "kind": "theft" if lost else "suspicious order",
        "domain": "precursors",
        "country": material.country,
        "marking": "AMBER",
        "summary": material.looked_for,
        "channel": "" if lost else "company",
        "substances": [{"named": substance(one).name} for one in material.substances],
    }
    if material.month:
        # The day could lead to the order; the month does not.
        raw |= {"happened_on": f"{material.month}-01", "known_to": "month"}
    return draft_incident(viewer=viewer, raw=raw)


WAYS: Mapping[str, Way] = {
    INDUSTRY_WARNING: Way(
        duty=SEND_ALERTS,
        label="Warn other companies",
        effect="A draft of an alert for industry begins with the substances and the signs.",
        make=_warning,
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
        make=_to_governments,
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
