"""What differs between the two kinds of alerts: the workflow, the form, the duty of its readers, and the addresses."""

from dataclasses import dataclass

from penstock.alerts.fields import ALERT, INDUSTRY_ALERT
from penstock.alerts.states import ALERTS, FULL, INDUSTRY, INDUSTRY_ALERTS
from penstock.kernel.forms.specification import Form
from penstock.kernel.workflow import Workflow
from penstock.parties.duties import READ_INCIDENTS, READ_INDUSTRY_ALERTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One kind of alerts; `path` is where its pages and operations stand, `route` begins the names of its routes."""

    kind: str
    workflow: Workflow
    form: Form
    reads: str
    path: str
    route: str
    series: str
    title: str
    letter: str

    @property
    def is_industry(self) -> bool:
        """Whether it is the kind that companies read."""
        return self.kind == INDUSTRY

    @property
    def event(self) -> str:
        """How the names of its events begin."""
        return self.kind.replace(" ", "_")


DESKS = {
    FULL: Desk(
        kind=FULL,
        workflow=ALERTS,
        form=ALERT,
        reads=READ_INCIDENTS,
        path="alerts",
        route="alert",
        series="ALERT",
        title="Special alerts",
        letter="Special alert",
    ),
    INDUSTRY: Desk(
        kind=INDUSTRY,
        workflow=INDUSTRY_ALERTS,
        form=INDUSTRY_ALERT,
        reads=READ_INDUSTRY_ALERTS,
        path="industry-alerts",
        route="industry_alert",
        series="INDALERT",
        title="Alerts for industry",
        letter="Alert for industry",
    ),
}
