"""Objects a second of paged reads and of writes by TAXII, against medallion with the same objects on the same machine.

python bench/taxii.py [incidents]
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from measuring import PLACE, page
from measuring.house import fresh_house
from measuring.world import make_world
from reading import analyse, served

from penstock.exchange.taxii.keeping import follow_the_record
from penstock.incidents import services
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.parties.duties import FOCAL_HEAD
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person, issue_token

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.exchange.taxii.peer import collection_id, medallion

INCIDENTS = 500
PAGE, POSTED = 100, 250
# So many that each thread of the web server has its connection to the database and has asked this of it.
WARMING = 24
MEDIA_TYPE = "application/taxii+json;version=2.1"
HEADERS = {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE}
FACTS = {
    "kind": "seizure", "domain": "precursors", "happened_on": "2026-01-05", "country": "NL", "place": "Rotterdam",
    "shared_with": "everybody", "marking": "AMBER", "origin_country": "CL", "origin_certainty": "known",
    "transport_mode": "sea", "containers": ["CSQU3054383"],
    "substances": [{"named": "Acetone", "quantity": "1250", "unit": "kg"}],
}  # fmt: skip


def focal_point(name: str, country: str) -> tuple[Viewer, str]:
    """Somebody who reports, releases and reads incidents, and a token."""
    with acting(SYSTEM):
        office = Organisation.objects.get(government=country, kind="authority")
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=name,
            email=f"{name.lower()}@measured.example",
            password="focal point of the measurement",  # noqa: S106 - of a house that is gone afterwards
            duties=FOCAL_HEAD,
            on=today(),
        )
        token = issue_token(person=person, label="bench")
        return viewer_for(Person.objects.select_related("organisation").get(pk=person.pk)), token


def fill(viewer: Viewer, incidents: int) -> float:
    """Release so many incidents and write their objects; answers the seconds that the writing took."""
    for number in range(incidents):
        with acting(viewer):
            made = services.draft_incident(viewer=viewer, raw={**FACTS, "place": f"Place {number}"})
            services.take_step(viewer=viewer, incident_id=made.pk, verb="release")
    start = time.perf_counter()
    while follow_the_record():
        pass
    return time.perf_counter() - start


def warm(client: httpx.Client, read: str, put: str, reads: int) -> None:
    """Have a server do once in each of its threads what is measured afterwards, on objects that are no part of it."""
    for _each in range(reads):
        client.get(f"collections/{read}/objects/", params={"limit": str(PAGE)}).raise_for_status()
    for number in range(WARMING):
        id_ = f"report--00000000-0000-4000-8000-{number:012d}"
        at = "2026-01-01T00:00:00.000Z"
        one = {"type": "report", "spec_version": "2.1", "id": id_, "created": at, "modified": at}
        client.post(f"collections/{put}/objects/", json={"objects": [one]}).raise_for_status()


def paged(client: httpx.Client, collection: str) -> tuple[list[dict[str, Any]], float]:
    """Every object, page by page, and the seconds it took."""
    found, place, start = [], {}, time.perf_counter()
    while True:
        told = client.get(f"collections/{collection}/objects/", params={"limit": str(PAGE), **place})
        told.raise_for_status()
        envelope = told.json()
        found += envelope.get("objects", [])
        if not envelope.get("more"):
            return found, time.perf_counter() - start
        place = {"next": envelope["next"]}


def written(client: httpx.Client, collection: str, objects: Sequence[dict[str, Any]]) -> float:
    """The seconds in which all objects are taken, some at a time."""
    bodies = [json.dumps({"objects": some}).encode() for some in _pieces(objects)]
    start = time.perf_counter()
    for body in bodies:
        answer = client.post(f"collections/{collection}/objects/", content=body)
        if answer.status_code != httpx.codes.ACCEPTED or answer.json()["failure_count"]:
            raise RuntimeError(answer.text[:500])
    return time.perf_counter() - start


def _pieces(objects: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(objects), POSTED):
        yield objects[start : start + POSTED]


def main() -> None:
    """Measure, print and write."""
    incidents = int(sys.argv[1]) if len(sys.argv) > 1 else INCIDENTS
    Path(PLACE.name, "static").mkdir()
    with fresh_house():
        make_world(["NL", "CL"])
        viewer, token = focal_point("Reader", "NL")
        _other, others = focal_point("Colleague", "CL")
        seconds = fill(viewer, incidents)
        analyse()
        with (
            served() as base,
            httpx.Client(base_url=f"{base}/taxii2/penstock/", headers=HEADERS, timeout=120, trust_env=False) as client,
        ):
            client.headers["Authorization"] = f"Bearer {others}"
            warm(client, "incidents", "inbox", WARMING)
            client.headers["Authorization"] = f"Bearer {token}"
            objects, first = paged(client, "incidents")
            again, second = paged(client, "incidents")
            taken = written(client, "inbox", objects)
            back, from_inbox = paged(client, "inbox")
        with medallion(1) as client:
            warm(client, collection_id(0), collection_id(0), 1)
            theirs = written(client, collection_id(0), objects)
            theirs_back, theirs_paged = paged(client, collection_id(0))
    count, more = len(objects), len(theirs_back)
    if not count == len(again) == len(back) == more - WARMING:
        message = f"not the same was read: {count}, {len(again)}, {len(back)}, {more}"
        raise RuntimeError(message)
    rows = [
        ("paged reads, the first time (with receipts)", count / first, more / theirs_paged),
        ("paged reads, again", count / second, more / theirs_paged),
        ("paged reads of an inbox", count / from_inbox, more / theirs_paged),
        ("writes", count / taken, count / theirs),
    ]
    lines = [(name, f"{ours:,.0f}", f"{other:,.0f}", f"{ours / other:.1f}") for name, ours, other in rows]
    text = (
        f"{count:,} objects of {incidents:,} incidents, {PAGE} a page, {POSTED} a post, one client after the other;"
        f" both servers warm, medallion with its memory back end."
        f" Written ahead by the worker: {count / seconds:,.0f} objects a second."
    )
    headings = ["what", "Penstock, objects/s", "medallion, objects/s", "ratio"]
    page.write("TAXII against the reference server", f"{text}\n\n{page.table(headings, lines)}")


if __name__ == "__main__":
    main()
