"""MISP in the world of the matrix, and who gets which answer at its entrances, said by hand."""

import json
from collections.abc import Callable
from typing import Any

from penstock.exchange.misp import queries, services
from penstock.exchange.misp.identifiers import event_uuid, part_uuid
from penstock.incidents.models import Incident
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.exchange.misp.house import an_event
from tests.isolation.rights import ANYBODY, READ_INCIDENTS, RELEASE, REPORT, Answer, Entrance, Who
from tests.isolation.things import Thing

NOTHING = "00000000-0000-4000-8000-000000000999"
UNKNOWN = 405


def add_events(cast: Cast, marker: Any, _named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """The events of two incidents, each read once, with a tag of its reporter's and a sighting."""
    markers = {}
    for actor, place, sees in (
        (cast.exporter_head, "incidentours", {"NL", "CL", "S"}),
        (cast.third_head, "incidentforeign", {"KE", "EG", "S"}),
    ):
        office = actor.office.government_id or ""
        own, seen = marker(f"tagged{office}"), marker(f"sighted{office}")
        markers |= {own: frozenset({office}), seen: frozenset(sees)}
        with acting(actor.viewer) as viewer:
            incident = Incident.objects.visible_to(viewer).get(content__place=marker(place))
            queries.told_events(viewer, [queries.events(viewer).get(pk=incident.pk)])
            uuid = event_uuid(incident.pk)
            services.attach_tag(viewer=viewer, name=str(uuid), tag=own)
            services.sight(viewer=viewer, said={"source": seen}, part=_part(uuid))
    return {}, markers


def _part(event: Any) -> Any:
    return part_uuid(event, "", "reference", 0)


def headers(path: str, actor: Actor) -> dict[str, str]:
    """What a client of MISP sends; a person's session opens nothing there."""
    return {"Authorization": actor.token} if "/misp/" in path and actor.token else {}


def filling(path: str, reference: str) -> dict[str, str]:
    """What stands in an address for what it names."""
    if not path.startswith("/misp/"):
        return {}
    uuid = _event(reference)
    return {"event": str(uuid) if uuid else NOTHING, "attribute": str(_part(uuid)) if uuid else NOTHING}


def _event(reference: str) -> Any:
    with acting(SYSTEM):
        found = Incident.objects.filter(reference=reference).first()
    return event_uuid(found.pk) if found else None


def sent(path: str) -> dict[str, Any]:
    """What is sent there."""
    body: dict[str, Any] = {}
    if "/events/add" in path:
        body = an_event()
    elif path.endswith("/sightings/add"):
        body = {"value": "what nobody has seen"}
    elif "/tags/" in path:
        body = {"uuid": NOTHING, "tag": "ours"}
    elif path.endswith("/listSightings"):
        body = {"context": "event", "id": NOTHING}
    return {"data": json.dumps(body), "content_type": "application/json"}


def by_token(done: int, duty: str = READ_INCIDENTS, otherwise: Callable[[Who, Thing], int] | None = None) -> Answer:
    """For whoever holds the duty; there is no page to be led to."""

    def answer(who: Who, thing: Thing) -> int:
        if not who.enters:
            return 401
        if done == UNKNOWN:
            return UNKNOWN
        if duty not in who.duties:
            return 403
        return otherwise(who, thing) if otherwise else done

    return answer


def _told(who: Who, thing: Thing) -> int:
    """An incident is an event where it is released to; a draft that was begun on a page is none."""
    return 200 if thing.state == "released" and who.office in thing.sees else 404


def _published(who: Who, thing: Thing) -> int:
    """What is an event of all is released already."""
    return 409 if _told(who, thing) == 200 else 404


def pages() -> dict[str, Entrance]:
    """The entrances by method and path, as the matrix names them."""
    found = {}
    for path in ("servers/getVersion", "servers/getVersion.json", "servers/getPyMISPVersion.json", "users/view/me",
                 "attributes/describeTypes.json"):  # fmt: skip
        found |= _of(path, get=by_token(200))
    for path in ("events/restSearch", "attributes/restSearch", "sightings/index"):
        found |= _of(path, post=by_token(200))
    for path in ("events/add", "events/add/metadata:1"):
        found |= _of(path, post=by_token(200, REPORT))
    for path in ("sightings/add", "tags/attachTagToObject", "tags/removeTagFromObject"):
        found |= _of(path, post=by_token(404, REPORT))
    found |= _of("sightings/listSightings", post=by_token(404))
    told = by_token(200, READ_INCIDENTS, _told)
    found |= _of("events/view/{event}", "incident", get=told, post=told)
    found |= _of("sightings/add/{attribute}", "incident", post=by_token(200, REPORT, _told))
    for path in ("events/publish/{event}", "events/alert/{event}"):
        found |= _of(path, "incident", post=by_token(200, RELEASE, _published))
    return found


def _of(path: str, names: str = "", *, get: Answer | None = None, post: Answer | None = None) -> dict[str, Entrance]:
    unknown = by_token(UNKNOWN)
    return {
        f"GET page /misp/{path}": Entrance(ANYBODY, names, get or unknown),
        f"POST page /misp/{path}": Entrance(ANYBODY, names, post or unknown),
    }
