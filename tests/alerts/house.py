"""How the stories of alerts are told: what is written, who releases it, and what somebody sees of it."""

from datetime import timedelta
from typing import Any

from penstock.alerts import queries, services
from penstock.alerts.desks import DESKS
from penstock.alerts.models import Alert, Recipient
from penstock.alerts.received.services import acknowledge, pass_on
from penstock.alerts.states import FULL, INDUSTRY
from penstock.alerts.trusted.services import trust
from penstock.kernel.clock import today
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast


def words(**changes: Any) -> dict[str, Any]:
    """What is entered for an alert to all focal points; `changes` replaces single answers."""
    return {
        "headline": "A new solvent on an old road",
        "indicators": ["chemical", "route"],
        "substances": ["Acetone", "Exemplin"],
        "urgency": "soon",
        "certainty": "observed",
        "text": "Drums of it were declared as paint.",
        "look_for": "Blue drums without labels",
        "action": "Look at what is declared as paint.",
        "route": ["IN", "NL"],
        "expires_on": (today() + timedelta(days=60)).isoformat(),
        "shared_with": "everybody",
        "marking": "AMBER",
        **changes,
    }


def for_industry(**changes: Any) -> dict[str, Any]:
    """What is entered for an alert to the trusted companies of one's own country."""
    full = words(headline="Watch orders of solvents", text="Ask who buys them.", shared_with="own")
    return {**{name: value for name, value in full.items() if name != "route"}, **changes}


def drafted(by: Actor, kind: str = FULL, **changes: Any) -> Alert:
    """Somebody drafts an alert."""
    raw = for_industry(**changes) if kind == INDUSTRY else words(**changes)
    with acting(by.viewer) as viewer:
        return services.draft_alert(viewer=viewer, raw=raw, kind=kind)


def take(by: Actor, alert: Alert, verb: str, **entered: Any) -> Alert:
    """Somebody takes a step."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, alert=alert, verb=verb, raw=entered)


def released(by: Actor, kind: str = FULL, **changes: Any) -> Alert:
    """Somebody who may releases an alert."""
    return take(by, drafted(by, kind, **changes), "release")


def corrected(by: Actor, alert: Alert, **changes: Any) -> Alert:
    """Somebody corrects an alert."""
    return take(by, alert, "correct", **{**alert.content, **changes})


def acknowledged(by: Actor, alert: Alert) -> Recipient:
    """Somebody acknowledges an alert for their organisation."""
    with acting(by.viewer) as viewer:
        return acknowledge(viewer=viewer, alert=alert)


def passed(by: Actor, alert: Alert, **entered: Any) -> Any:
    """Somebody records that an alert was passed on."""
    raw = {"sort": "agency", "name": "Harbour Watch", "passed_on": today().isoformat(), **entered}
    with acting(by.viewer) as viewer:
        return pass_on(viewer=viewer, alert=alert, raw=raw)


def trusted(by: Actor, company: Actor) -> None:
    """An authority trusts a company of its country."""
    with acting(by.viewer) as viewer:
        trust(viewer=viewer, raw={"company": str(company.office.pk), "note": "Checked on the spot"})


def an_industry_alert(cast: Cast, **changes: Any) -> Alert:
    """An alert of Exportland's to the company that it trusts."""
    trusted(cast.exporter_head, cast.clerk)
    return released(cast.exporter_head, INDUSTRY, **changes)


def seen(by: Actor) -> set[str]:
    """The references of the alerts that somebody sees, of both kinds."""
    with acting(by.viewer) as viewer:
        pages = [queries.alerts(viewer, desk, queries.Filter()) for desk in DESKS.values()]
    return {one.reference for page in pages for one in page.alerts}


def letters() -> list[tuple[str, str, str, str]]:
    """What was announced so far: to which organisation and duty, under which subject, and the text."""
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement").order_by("created_at", "id")
        return [
            (one["organisation"], one["duty"], one["subject"], one["body"])
            for one in rows.values_list("payload", flat=True)
        ]


def rows(alert: Alert) -> dict[Any, Recipient]:
    """The recipients of an alert, by organisation."""
    with acting(SYSTEM):
        return {one.organisation_id: one for one in Recipient.objects.filter(alert=alert)}
