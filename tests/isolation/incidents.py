"""Incidents in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.cases import services as case_services
from penstock.cases.models import Case
from penstock.incidents.involved.services import give_name
from penstock.incidents.models import Incident, Original
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.circles.models import Circle, Membership
from tests.cast import Actor, Cast
from tests.directory.house import PNG
from tests.incidents.house import drafted, released, take
from tests.isolation.rights import (
    READ_INCIDENTS,
    RELEASE,
    REPORT,
    RULE,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    always,
    by_method,
    of_table,
)

STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", REPORT, {"draft"}),
    "discard": ("opener", REPORT, {"draft"}),
    "release": ("opener", RELEASE, {"draft"}),
    "propose": ("opener", RELEASE, set()),  # nobody's organisation here wants two
    "hand": ("opener", RELEASE, {"draft"}),
    "return": ("counterpart", RELEASE, {"handed"}),
    "publish": ("counterpart", RELEASE, {"handed"}),
    "amend": ("opener", RELEASE, {"released", "handed", "published", "closed"}),
    "follow": ("opener", REPORT, {"released", "handed", "published", "closed"}),
    "close": ("opener", RELEASE, {"released"}),
    "reopen": ("opener", RELEASE, {"closed"}),
    "retract": ("opener", RELEASE, {"released", "handed", "published", "closed"}),
}
PLAIN = ("propose", "discard", "hand", "return", "publish", "follow", "close", "reopen", "retract")
A_NAME = {"role": "suspect", "being": "person", "name": "Somebody", "given_to": "ourselves"}
FACTS = {
    "kind": "seizure",
    "domain": "precursors",
    "happened_on": "2026-01-05",
    "country": "NL",
    "place": "Elsewhere",
    "shared_with": "everybody",
    "marking": "AMBER",
}
NOTE = {"note": "It was another matter."}


def add_incidents(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One of Exportland's for Importland, its draft, one in the secretariat's hands, and one between the others."""
    head, third, names = cast.exporter_head, cast.third_head, {}
    ours = _shared(head, marker("incidentours"), "CL")
    draft = drafted(cast.exporter_officer, place=marker("incidentdraft"))
    handed = take(head, drafted(head, place=marker("incidenthanded")), "hand")
    foreign = _shared(third, marker("incidentforeign"), "EG")
    _by_circle(foreign, cast.third_officer, cast.fourth_officer)
    for actor, key, incident, country, word in (
        (head, "incident", ours, "CL", "nameours"),
        (third, "foreign incident", foreign, "EG", "nameforeign"),
    ):
        with acting(actor.viewer) as viewer:
            set_rule(viewer=viewer, two=False)
            raw = {**A_NAME, "name": marker(word), "given_to": "countries", "given_countries": country}
            party = give_name(viewer=viewer, incident_id=incident.pk, raw=raw)
            case_services.attach(viewer=viewer, case_id=incident.pk, name="drum.png", chunks=[PNG])
            original = Original.objects.visible_to(viewer).get(incident=incident)
        names[key] = named(reference=incident.reference, party_id=party.pk, original_id=original.pk)
    names["incident draft"], names["handed incident"] = named(draft.reference), named(handed.reference)
    return names, {
        marker("incidentours"): frozenset({"NL", "CL", "S"}),
        marker("incidentdraft"): frozenset({"NL"}),
        marker("incidenthanded"): frozenset({"NL", "S"}),
        marker("incidentforeign"): frozenset({"KE", "EG", "S"}),
        marker("nameours"): frozenset({"NL", "CL"}),
        marker("nameforeign"): frozenset({"KE", "EG"}),
    }


def _by_circle(incident: Incident, *members: Actor) -> None:
    """Let a circle stand in the audience for those who are in it."""
    with acting(SYSTEM):
        circle = Circle.objects.create(of="test", name="Circle")
        for one in members:
            row = {"organisation": one.office, "from_on": today(), "set_by": "the test"}
            Membership.objects.create(circle=circle, **row)
        kept = [one for one in incident.audience if one not in {each.office.pk for each in members[1:]}]
        Case.objects.filter(pk=incident.pk).update(audience=[*kept, circle.pk])


def _shared(by: Actor, word: str, country: str) -> Incident:
    return released(by, place=word, shared_with="countries", shared_countries=[country])


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of incidents."""
    last = path.rstrip("/").rpartition("/")[2]
    if last in {"incidents", "new", "edit", "amend"}:
        nested, flat = {"substances": [{"named": "Toluene"}]}, {"substances-0-named": "Toluene"}
        return {**FACTS, **(nested if is_api else flat)}
    return {
        "names": A_NAME,
        "{party_id}": A_NAME if is_api else {"go": "remove"},
        "incident-rule": {"two": True},
        "rule": {"two": "yes"},
        "hand": NOTE,
        "return": NOTE,
        "reopen": NOTE,
        "retract": NOTE,
        "follow": {"prosecuted": "done"},
        "close": {"outcome": "no result"},
    }.get(last, {})


def may(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""
    return of_table(STEPS, verb, done)


def own(done: int) -> Answer:
    """What only the reporting side does."""
    return lambda who, thing: done if who.office == thing.opener else 409


def api() -> dict[str, Entrance]:
    """The operations."""
    one, name = "/incidents/{reference}", "/incidents/{reference}/names/{party_id}"
    steps = {f"POST {one}/{verb}": Entrance(duty, "incident", may(verb, 200)) for verb, (_s, duty, _f) in STEPS.items()}
    return steps | {
        "GET /incidents": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /incidents": Entrance(REPORT, "", always(201)),
        f"GET {one}": Entrance(READ_INCIDENTS, "incident", always(200)),
        # No release waits for its second signature here.
        f"POST {one}/confirm": Entrance(READ_INCIDENTS, "incident", always(409)),
        f"POST {one}/decline": Entrance(READ_INCIDENTS, "incident", always(409)),
        f"GET {one}/names": Entrance(READ_INCIDENTS, "incident", always(200)),
        f"POST {one}/names": Entrance(REPORT, "incident", own(201)),
        f"POST {name}": Entrance(REPORT, "name", own(200)),
        f"DELETE {name}": Entrance(REPORT, "name", own(204)),
        f"GET {one}/originals/{{original_id}}": Entrance(READ_INCIDENTS, "original", always(200)),
        "GET /incident-rule": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /incident-rule": Entrance(RULE, "", always(200)),
        "GET /incident-follow-up": Entrance(READ_INCIDENTS, "", always(200)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/incidents/", "/incidents/{reference}/"
    rows = {
        start: (READ_INCIDENTS, "", always(200), UNKNOWN_METHOD),
        f"{start}follow-up/": (READ_INCIDENTS, "", always(200), UNKNOWN_METHOD),
        one: (READ_INCIDENTS, "incident", always(200), UNKNOWN_METHOD),
        f"{one}originals/{{original_id}}/": (READ_INCIDENTS, "original", always(200), UNKNOWN_METHOD),
        f"{start}new/": (REPORT, "", always(200), always(302)),
        f"{start}rule/": (RULE, "", always(200), always(302)),
        f"{one}edit/": (REPORT, "incident", may("edit", 200), may("edit", 302)),
        f"{one}release/": (RELEASE, "incident", may("release", 200), may("release", 302)),
        f"{one}amend/": (RELEASE, "incident", may("amend", 200), may("amend", 302)),
        f"{one}signature/": (READ_INCIDENTS, "incident", always(409), always(409)),
        f"{one}names/": (REPORT, "incident", own(200), own(302)),
        f"{one}names/{{party_id}}/": (REPORT, "name", own(200), own(302)),
        f"{one}nonsense/": (READ_INCIDENTS, "incident", always(404), always(404)),
        **{f"{one}{verb}/": (READ_INCIDENTS, "incident", may(verb, 200), may(verb, 302)) for verb in PLAIN},
    }
    return by_method(rows)
