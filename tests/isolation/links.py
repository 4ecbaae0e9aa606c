"""Links of incidents in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.incidents.involved.services import give_name
from penstock.incidents.linking import chores, services
from penstock.incidents.linking.models import CommonMark
from penstock.incidents.models import Incident
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.incidents.house import released
from tests.isolation.rights import READ_INCIDENTS, REPORT, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing

WAY = {"departure_country": "CN", "departure_certainty": "known"}
APART = {"place": "Elsewhere", "happened_on": "2024-01-01", **WAY}


def add_links(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """In two parts of the world a pair that shares a paper and a name, another that was refused, and a common seal."""
    parts = (("link", cast.exporter_head, "CL"), ("foreign link", cast.third_head, "EG"))
    names, markers = {}, {}
    for key, by, country in parts:
        code = by.office.government_id or ""
        # Numbers of its own: what marks the two parts apart is in the words beside them.
        paper, person, said = (marker(f"{word}{code}") for word in ("paper", "person", "refused"))
        first, second, third = (_one(by, country, paper + "1") for _number in range(3))
        for incident in (first, second):
            with acting(by.viewer) as viewer:
                raw = {"role": "suspect", "being": "person", "name": person, "given_to": "countries"}
                give_name(viewer=viewer, incident_id=incident.pk, raw={**raw, "given_countries": country})
        while chores.follow():
            pass
        with acting(by.viewer) as viewer:
            services.refuse(viewer=viewer, reference=first.reference, other=third.reference, note=said)
        with acting(SYSTEM):
            CommonMark.objects.create(kind="seal", value=f"{code}77", audience=[by.office.pk])
        names[key] = named(reference=first.reference, other=second.reference)
        markers[person] = frozenset({code, country})
        markers[paper] = frozenset({code, country, "S"})
        markers[said] = frozenset({code})
    return names, markers


def _one(by: Actor, country: str, paper: str) -> Incident:
    shared = {"shared_with": "countries", "shared_countries": [country], "bill_of_lading": paper}
    return released(by, **{**APART, **shared})


def sent(*, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends with an answer."""
    return {"answer": "refuse", "note": "Another matter."} if is_api else {"act": "refuse", "note": "Another matter."}


def suggested(done: int) -> Answer:
    """What is answered of a pair that stands among the suggestions."""

    def answer(_who: Who, thing: Thing) -> int:
        return done if thing.state == "suggested" else 404

    return answer


def api() -> dict[str, Entrance]:
    """The operations."""
    return {
        "GET /incident-links": Entrance(READ_INCIDENTS, "", always(200)),
        "GET /incidents/{reference}/links": Entrance(READ_INCIDENTS, "link", always(200)),
        "POST /incidents/{reference}/links/{other}": Entrance(REPORT, "link", suggested(200)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    own, all_, one = "/incidents/links/", "/incidents/{reference}/links/", "/incidents/{reference}/links/{other}/"
    return {
        f"GET page {own}": Entrance(READ_INCIDENTS, "", always(200)),
        f"POST page {own}": Entrance(READ_INCIDENTS, "", UNKNOWN_METHOD),
        f"GET page {all_}": Entrance(READ_INCIDENTS, "link", always(200)),
        f"POST page {all_}": Entrance(READ_INCIDENTS, "link", UNKNOWN_METHOD),
        f"GET page {one}": Entrance(REPORT, "link", suggested(200)),
        f"POST page {one}": Entrance(REPORT, "link", suggested(302)),
    }
