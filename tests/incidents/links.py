"""How the stories of links are told: what is shared, what the worker makes of it, and what somebody is suggested."""

from collections.abc import Mapping
from typing import Any

from penstock.incidents.involved.services import give_name
from penstock.incidents.linking import chores, queries, services
from penstock.incidents.linking.pairing import MOST_HOLDERS
from penstock.incidents.models import Incident, Party
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor

CONTAINER, OTHER_CONTAINER = "CSQU3054383", "MSKU6011672"
APART: Mapping[str, Any] = {"place": "Elsewhere", "happened_on": "2024-01-01", "substances": [{"named": "Toluene"}]}
"""What is like nothing else here."""


def work(most: int = MOST_HOLDERS) -> None:
    """The worker goes round until there is no more news."""
    while chores.follow(most=most):
        pass


def named(by: Actor, incident: Incident, name: str, **given: Any) -> Party:
    """Somebody gives a name; to the own organisation alone where nothing else is said."""
    raw = {"role": "suspect", "being": "company", "name": name, "given_to": "ourselves", **given}
    with acting(by.viewer) as viewer:
        return give_name(viewer=viewer, incident_id=incident.pk, raw=raw)


def suggested(by: Actor, incident: Incident) -> dict[str, list[str]]:
    """What is suggested to somebody of an incident: of each other one the kinds of grounds."""
    with acting(by.viewer) as viewer:
        found = queries.suggestions(viewer, incident)
        return {one.other.reference: [ground.kind for ground in one.grounds] for one in found}


def grounds(by: Actor, incident: Incident, other: Incident) -> list[queries.Ground]:
    """On what a suggestion rests, as somebody sees it."""
    with acting(by.viewer) as viewer:
        return list(queries.suggestion(viewer, incident, other).grounds)


def accept(by: Actor, incident: Incident, other: Incident, note: str = "") -> None:
    """Somebody says that they belong together."""
    with acting(by.viewer) as viewer:
        services.accept(viewer=viewer, reference=incident.reference, other=other.reference, note=note)


def refuse(by: Actor, incident: Incident, other: Incident, note: str = "") -> None:
    """Somebody says that they do not."""
    with acting(by.viewer) as viewer:
        services.refuse(viewer=viewer, reference=incident.reference, other=other.reference, note=note)
