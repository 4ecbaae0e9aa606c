"""The addresses that clients of MISP call."""

from collections.abc import Mapping
from typing import Any

from penstock.exchange.misp import described, queries, searching, services
from penstock.exchange.misp.doors import Unreadable, misp
from penstock.exchange.misp.identifiers import event_number, event_uuid
from penstock.exchange.misp.searching import asked_of
from penstock.exchange.misp.taking import read_event
from penstock.exchange.misp.telling import Misp, attributes_in
from penstock.incidents.models import Incident
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import READ_INCIDENTS, RELEASE_INCIDENTS, REPORT_INCIDENTS

Sent = Mapping[str, Any]


@misp(READ_INCIDENTS, "GET")
def server_version(_viewer: Viewer, _sent: Sent) -> dict[str, Any]:
    """Which version of MISP is spoken here."""
    return described.version()


@misp(READ_INCIDENTS, "GET")
def client_version(_viewer: Viewer, _sent: Sent) -> dict[str, Any]:
    """Which version of the client was tried."""
    return {"version": described.VERSION}


@misp(READ_INCIDENTS, "GET")
def own_user(viewer: Viewer, _sent: Sent) -> dict[str, Any]:
    """The person whose token it is."""
    return described.own_user(viewer)


@misp(READ_INCIDENTS, "GET")
def attribute_types(_viewer: Viewer, _sent: Sent) -> dict[str, Any]:
    """The types of attributes."""
    return described.types()


@misp(READ_INCIDENTS, "GET", "HEAD", "POST")
def view_event(viewer: Viewer, _sent: Sent, event: str) -> dict[str, Any]:
    """One event."""
    return _told(viewer, queries.event_called(viewer, event))


@misp(REPORT_INCIDENTS, "POST")
def add_event(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """Begin a draft from an event."""
    return _told(viewer, services.add_event(viewer=viewer, taken=read_event(sent)))


@misp(REPORT_INCIDENTS, "POST")
def add_event_briefly(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """Begin a draft from an event, and answer without what is in it."""
    return _told(viewer, services.add_event(viewer=viewer, taken=read_event(sent)), metadata=True)


@misp(RELEASE_INCIDENTS, "POST")
def publish_event(viewer: Viewer, _sent: Sent, event: str) -> dict[str, Any]:
    """Release the incident of an event, by the step that the page has."""
    return _done(services.publish(viewer=viewer, name=event), "Released")


@misp(READ_INCIDENTS, "POST")
def search_events(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """The events that pass a filter."""
    asked = asked_of(sent)
    told = queries.told_events(viewer, queries.found(viewer, asked), metadata=asked.metadata)
    return {"response": [{"Event": one} for one in told]}


@misp(READ_INCIDENTS, "POST")
def search_attributes(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """The attributes that pass a filter; a page is one of the events in which they stand."""
    asked = asked_of(sent, of_attributes=True)
    found: list[Misp] = []
    for event in queries.told_events(viewer, queries.found(viewer, asked)):
        about = {name: event[name] for name in ("id", "uuid", "info", "org_id", "orgc_id", "distribution")}
        found += [
            {**one, "event_uuid": event["uuid"], "Event": about}
            for one in attributes_in(event)
            if all(_passes(str(one.get(name) or ""), texts) for name, texts in asked.only.items())
        ]
    return {"response": {"Attribute": found}}


def _passes(said: str, wanted: list[str]) -> bool:
    """Whether an attribute says one of these texts, or holds one that has % around it."""
    return any(one.strip("%").casefold() in said.casefold() if "%" in one else one == said for one in wanted)


@misp(REPORT_INCIDENTS, "POST")
def add_sighting(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """Say that an attribute, or a value wherever it stands, was seen."""
    return _sighted(viewer, sent, str(sent.get("uuid") or sent.get("id") or ""))


@misp(REPORT_INCIDENTS, "POST")
def add_sighting_of(viewer: Viewer, sent: Sent, attribute: str) -> dict[str, Any]:
    """Say that an attribute was seen."""
    return _sighted(viewer, sent, attribute)


@misp(READ_INCIDENTS, "POST")
def all_sightings(viewer: Viewer, _sent: Sent) -> list[dict[str, Any]]:
    """The newest sightings of what the viewer sees."""
    return [{"Sighting": one} for one in queries.sightings(viewer)]


@misp(READ_INCIDENTS, "POST")
def sightings_of(viewer: Viewer, sent: Sent) -> list[dict[str, Any]]:
    """The sightings of one event."""
    if sent.get("context", "event") != "event":
        raise Unreadable("Sightings are listed by event; those of an attribute stand with it in its event.")
    incident = queries.event_called(viewer, str(sent.get("id") or ""))
    return [{"Sighting": one} for one in queries.sightings(viewer, incident)]


@misp(REPORT_INCIDENTS, "POST")
def attach_tag(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """Mark an event of one's own anew, or keep a tag for one's own organisation."""
    incident = services.attach_tag(viewer=viewer, name=str(sent.get("uuid") or ""), tag=sent.get("tag"))
    return _done(incident, "The tag is attached")


@misp(REPORT_INCIDENTS, "POST")
def remove_tag(viewer: Viewer, sent: Sent) -> dict[str, Any]:
    """Take away a tag of one's own organisation."""
    incident = services.remove_tag(viewer=viewer, name=str(sent.get("uuid") or ""), tag=sent.get("tag"))
    return _done(incident, "The tag is removed")


def _told(viewer: Viewer, incident: Incident, *, metadata: bool = False) -> dict[str, Misp]:
    return {"Event": queries.told_events(viewer, [incident], metadata=metadata)[0]}


def _done(incident: Incident, said: str) -> dict[str, Any]:
    uuid = event_uuid(incident.pk)
    named = {"id": str(event_number(uuid)), "uuid": str(uuid)}
    return {"saved": True, "success": said, "name": said, "message": said, **named}


def _sighted(viewer: Viewer, sent: Sent, attribute: str) -> dict[str, Any]:
    """Keep the sighting; of several with the same value, the first is answered."""
    part = searching.is_uuid(attribute)
    if attribute and part is None:
        raise NotVisible
    return {"Sighting": queries.told_sighting(services.sight(viewer=viewer, said=sent, part=part)[0])}
