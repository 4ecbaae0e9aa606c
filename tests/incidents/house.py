"""How the stories of incidents are told: what is reported, who releases it, and what somebody sees of it."""

from typing import Any

from penstock.incidents import services
from penstock.incidents.models import Incident
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor

ACETONE = {"named": "Acetone", "quantity": "1250", "unit": "kg"}


def facts(**changes: Any) -> dict[str, Any]:
    """The minimum facts of a seizure in Exportland, for all focal points; `changes` replaces single answers."""
    return {
        "kind": "seizure",
        "domain": "precursors",
        "happened_on": today().isoformat(),
        "country": "NL",
        "place": "Rotterdam",
        "shared_with": "everybody",
        "marking": "AMBER",
        "substances": [ACETONE],
        **changes,
    }


def drafted(by: Actor, **changes: Any) -> Incident:
    """Somebody drafts an incident."""
    with acting(by.viewer) as viewer:
        return services.draft_incident(viewer=viewer, raw=facts(**changes))


def take(by: Actor, incident: Incident, verb: str, **entered: Any) -> Incident:
    """Somebody takes a step."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, incident_id=incident.pk, verb=verb, raw=entered)


def confirm(by: Actor, incident: Incident) -> Incident:
    """Somebody gives the second signature."""
    with acting(by.viewer) as viewer:
        return services.confirm_step(viewer=viewer, incident_id=incident.pk)


def released(by: Actor, **changes: Any) -> Incident:
    """Somebody who may releases an incident."""
    return take(by, drafted(by, **changes), "release")


def amended(by: Actor, incident: Incident, **changes: Any) -> Incident:
    """Somebody amends an incident."""
    return take(by, incident, "amend", **{**incident.content, **changes})


def seen(by: Actor) -> set[str]:
    """The references of the incidents that somebody sees."""
    with acting(by.viewer) as viewer:
        return set(Incident.objects.visible_to(viewer).values_list("reference", flat=True))
