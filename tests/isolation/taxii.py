"""TAXII in the world of the matrix, and who gets which answer at its entrances, said by hand."""

import json
from typing import Any
from uuid import UUID

from penstock.exchange.stix.incidents import incident_id
from penstock.exchange.taxii.chores import keep_reference
from penstock.exchange.taxii.inbox import posting, sources
from penstock.exchange.taxii.inbox.drafts import address_of
from penstock.exchange.taxii.inbox.envelopes import read_envelope
from penstock.exchange.taxii.keeping import follow_the_record
from penstock.exchange.taxii.models import Posted, Source
from penstock.incidents.models import Incident
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.isolation.rights import (
    ANYBODY,
    CONNECT,
    READ,
    READ_INCIDENTS,
    REPORT,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
)
from tests.isolation.things import Thing

MEDIA_TYPE = "application/taxii+json;version=2.1"
ID = "incident--00000000-0000-4000-8000-{:012d}"


def add_postings(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """What the systems of two countries put into their inboxes, and a source of each; and all incidents written."""
    names, markers = {}, {}
    for number, (actor, key) in enumerate(((cast.exporter_head, "posting"), (cast.third_head, "foreign posting"))):
        office = actor.office.government_id or ""
        text = marker(f"posted{office}")
        markers[text] = frozenset({office})
        with acting(actor.viewer) as viewer:
            said = {"type": "incident", "id": ID.format(number), "created": "2026-01-01T00:00:00Z", "name": text}
            envelope = read_envelope(json.dumps({"objects": [{**said, "spec_version": "2.1"}]}).encode())
            status = posting.post(viewer=viewer, objects=envelope)
            raw = {"label": text, "url": f"https://{text}.example/collections/x/"}
            source = sources.add(viewer=viewer, raw=raw)
        names[key] = named(status_id=status.pk, source_id=source.pk)
    keep_reference()
    while follow_the_record():
        pass
    return names, markers


def headers(path: str, actor: Actor) -> dict[str, str]:
    """What a client of TAXII sends; a person's session opens nothing there."""
    if "/taxii2/" not in path:
        return {}
    token = {"Authorization": f"Bearer {actor.token}"} if actor.token else {}
    return {"Accept": MEDIA_TYPE, **token}


def filling(path: str, reference: str, source_id: UUID) -> dict[str, str]:
    """What stands in an address for what it names."""
    if path.startswith("/stix/"):
        return {"name": "finding"}
    if path.startswith("/taxii/inbox/"):
        return {"place": _address(source_id)}
    return {"name": "incidents", "object_id": _object_id(reference)} if path.startswith("/taxii2/") else {}


def _object_id(reference: str) -> str:
    with acting(SYSTEM):
        found = Incident.objects.filter(reference=reference).first()
    return incident_id(found.pk) if found else ID.format(999)


def _address(source_id: UUID) -> str:
    """The address of what the organisation of a source has in its inbox."""
    with acting(SYSTEM):
        source = Source.objects.filter(pk=source_id).first()
        row = source and Posted.objects.filter(organisation=source.organisation_id).first()
    return address_of(row) if row else "A" * 22


def sent(path: str) -> dict[str, Any]:
    """What is sent there."""
    if "/taxii2/" in path:
        return {"data": '{"objects": []}', "content_type": MEDIA_TYPE}
    raw = {"label": "Another", "url": "https://another.example/collections/y/"}
    return {"data": raw if path.endswith("/sources/") else {"act": "stop"}}


def by_token(done: int, otherwise: Answer | None = None, *, of_incidents: bool = True) -> Answer:
    """For whoever reads cases; what is `of_incidents` is absent for those who read none. No page is led to."""

    def answer(who: Who, thing: Thing) -> int:
        if not who.enters:
            return 401
        if done == UNKNOWN:
            return UNKNOWN
        if READ not in who.duties:
            return 403
        if of_incidents and READ_INCIDENTS not in who.duties:
            return 404
        return otherwise(who, thing) if otherwise else done

    return answer


UNKNOWN = 405


def _told(who: Who, thing: Thing) -> int:
    """An incident is told where it is released to."""
    return 200 if thing.state == "released" and who.office in thing.sees else 404


def _own(who: Who, thing: Thing) -> int:
    return 200 if who.office in thing.sees else 404


def pages() -> dict[str, Entrance]:
    """The entrances by method and path, as the matrix names them."""
    root, one = "/taxii2/penstock/", "/taxii2/penstock/collections/{name}/"
    found = {}
    for path in ("/taxii2/", root, f"{root}collections/", one, f"{one}manifest/", f"{one}objects/"):
        found[f"GET page {path}"] = Entrance(ANYBODY, "", by_token(200, of_incidents="{name}" in path))
        found[f"POST page {path}"] = Entrance(ANYBODY, "", by_token(UNKNOWN))
    # Nothing but one's own inbox is written to.
    found[f"POST page {one}objects/"] = Entrance(ANYBODY, "", by_token(403))
    for path in (f"{one}objects/{{object_id}}/", f"{one}objects/{{object_id}}/versions/"):
        found[f"GET page {path}"] = Entrance(ANYBODY, "incident", by_token(200, _told))
        found[f"POST page {path}"] = Entrance(ANYBODY, "incident", by_token(UNKNOWN))
    own = by_token(200, _own, of_incidents=False)
    found[f"GET page {root}status/{{status_id}}/"] = Entrance(ANYBODY, "posting", own)
    found[f"POST page {root}status/{{status_id}}/"] = Entrance(ANYBODY, "posting", by_token(UNKNOWN))
    found["GET page /stix/{name}.schema.json"] = Entrance(ANYBODY, "", always(200))
    found["POST page /stix/{name}.schema.json"] = Entrance(ANYBODY, "", UNKNOWN_METHOD)
    return found | _of_people()


def _of_people() -> dict[str, Entrance]:
    """The pages on the inbox and on sources."""
    inbox, sources_ = "/taxii/inbox/", "/taxii/sources/"
    return {
        f"GET page {inbox}": Entrance(READ_INCIDENTS, "", always(200)),
        f"POST page {inbox}": Entrance(READ_INCIDENTS, "", UNKNOWN_METHOD),
        f"GET page {inbox}{{place}}/": Entrance(REPORT, "posting", always(200)),
        f"POST page {inbox}{{place}}/": Entrance(REPORT, "posting", always(302)),
        f"GET page {sources_}": Entrance(CONNECT, "", always(200)),
        f"POST page {sources_}": Entrance(CONNECT, "", always(302)),
        f"POST page {sources_}{{source_id}}/": Entrance(CONNECT, "posting", always(302)),
        f"GET page {sources_}{{source_id}}/": Entrance(CONNECT, "posting", UNKNOWN_METHOD),
    }
