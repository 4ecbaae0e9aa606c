"""Every entrance x every person x every thing: the answer is the one expected by hand, and no marker is out of place.

The addresses are asked of the instance, so a new one is in the matrix at once and fails until somebody has written
down who may pass. The expectations are written by hand and read nothing of the house.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from penstock.cases.models import Cases
from penstock.kernel.routes import SIGNED_IN, door
from tests.isolation import surveillance
from tests.isolation.rights import ANYBODY, PEOPLE, Entrance, Who
from tests.isolation.things import CASES, OF_CUSTOMERS, OF_SUPPLY, THINGS, Thing
from tests.isolation.visiting import Address, Visitor, addresses
from tests.isolation.world import NOWHERE, World, marker

EXPECTED: Mapping[str, Entrance] = surveillance.everywhere()
ADDRESSES = addresses()
FEWEST_CELLS = 8000


@pytest.fixture(scope="module")
def visitor(world: World) -> Visitor:
    return Visitor(world)


def things(address: Address) -> Mapping[str, object]:
    return THINGS[EXPECTED[str(address)].names]


def leaks(response: HttpResponse, who: Who, markers: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Markers in an answer that its reader must not meet."""
    text = response.content.decode(errors="replace") + str(response.headers)
    yield from (one for one, sees in markers.items() if who.office not in sees and one in text)


def test_every_address_is_expected():
    assert {str(one) for one in ADDRESSES} == set(EXPECTED), "an address without expectation, or the reverse"


def test_a_planted_address_is_noticed():
    @door(SIGNED_IN)
    def hole(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    planted = addresses([("/hole/", hole)])
    assert planted
    assert not {str(one) for one in planted} & set(EXPECTED)


def test_the_matrix_is_large():
    cells = sum(len(things(one)) * len(PEOPLE) for one in ADDRESSES if str(one) in EXPECTED)
    assert cells >= FEWEST_CELLS, cells


def tried(who: Who, expected: Entrance) -> list[tuple[str, Thing]]:
    """The things somebody tries: whoever lacks the duty is turned away before any is looked up, so one will do."""
    found = list(THINGS[expected.names].items())
    comes_in = expected.duty == ANYBODY or (who.enters and expected.duty in {SIGNED_IN, *who.duties})
    return found if comes_in else found[:1]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_everybody_gets_the_expected_answer(address, visitor, world):
    expected = EXPECTED[str(address)]
    wrong = []
    for who in PEOPLE.values():
        for name, thing in tried(who, expected):
            response = visitor.visit(who.key, address, name)
            wanted = expected.answer(who, thing, is_api=address.is_api)
            if response.status_code != wanted:
                wrong.append(f"{who.key}, {name}: {response.status_code} instead of {wanted}")
            wrong += [f"{who.key}, {name}: holds {one}" for one in leaks(response, who, world.markers)]
    assert not wrong, f"{address}:\n  " + "\n  ".join(wrong)


NAMES_A_THING = [one for one in ADDRESSES if str(one) in EXPECTED and EXPECTED[str(one)].names]
NEW_EACH_TIME = re.compile(rb"\b[A-Za-z0-9]{64}\b|\d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2} UTC")
"""A token against forgery, and the minute of the foot for print."""
OUTSIDERS = ("exporter_officer", "exporter_head", "importer_head", "secretariat_officer", "clerk", "expired")
"""One of each kind of those who are not on what is foreign; the matrix above has everybody."""
FOREIGN = {
    "saved": "foreign saved",
    "case": "foreign",
    "batch": "foreign batch",
    "list": "list",
    "vetting": "vetting",
    "edition": "edition",
    "copy": "copy",
    "proposal": "foreign law",
    "webhook": "foreign webhook",
    "arrangement": "arrangement",
    "enquiry": "foreign enquiry",
    "movement": "foreign movement",
    "alert": "foreign alert",
    "industry alert": "foreign industry alert",
    "suggestion": "suggestion",
    **dict.fromkeys(("incident", "name", "original"), "foreign incident"),
    **dict.fromkeys(("message", "own message"), "foreign message"),
    **dict.fromkeys(("project", "seat"), "foreign project"),
    "operation": "foreign operation",
    **{one: f"foreign {one}" for one in ("group", "group meeting", "group action")},
    "link": "foreign link",
    **{one: f"foreign {one}" for one in (*OF_CUSTOMERS, *OF_SUPPLY)},
    "application": "foreign application",
    "permit": "foreign permit",
    "passage": "foreign passage",
    "balance": "foreign balance",
    **{
        one: f"foreign {one}"
        for one in (
            "advice",
            "queue",
            "rules",
            "agreement",
            "relief",
            "mapping",
            "agreement of industry",
            "platform",
            "platform notice",
            "lead",
        )
    },
    "emergency": "emergency",
    **{one: f"foreign {one}" for one in ("consultation", "trust", "guidance")},
    **dict.fromkeys(("licensing", "licensing file"), "foreign licensing"),
    "licence": "foreign licence",
    "fee": "foreign fee",
    "inspection": "foreign inspection",
    "return": "foreign return",
    "posting": "foreign posting",
    "report": "foreign report",
    "request": "foreign request",
    **dict.fromkeys(("part", "entry", "delegation", "candidacy", "company"), "foreign"),
}


SHORT = 3
"""A number of so few digits stands all over a page, and not because it was asked for."""


def told(response: HttpResponse, *echoes: str) -> tuple[int, bytes]:
    """An answer without what it repeats of the question, and without what is new each time."""
    content = NEW_EACH_TIME.sub(b"", response.content)
    for echo in (one for one in echoes if len(one) > SHORT):
        content = content.replace(echo.encode(), b"...")
    return response.status_code, content


@pytest.mark.parametrize("address", NAMES_A_THING, ids=str)
def test_what_is_foreign_is_answered_like_what_is_absent(address, visitor, world):
    foreign = FOREIGN[EXPECTED[str(address)].names]
    for who in (PEOPLE[key] for key in OUTSIDERS):
        if who.office in THINGS[EXPECTED[str(address)].names][foreign].sees:
            continue
        answers = []
        for name in (foreign, "absent"):
            names, path = world.names[name], visitor.path(address, name)
            response = visitor.visit(who.key, address, name)
            answers.append(told(response, path, *map(str, asdict(names).values())))
        assert answers[0] == answers[1], f"{who.key} can tell"


SEARCHES = (
    "GET /searches",
    "GET page /lists/searches/",
    "GET /events",
    "GET /enquiries",
    "GET page /enquiries/",
    "GET /webhooks",
    "GET page /webhooks/",
    "GET /notices",
    "GET /inbox",
    "GET page /",
    "GET page /notices/",
    "GET page /search/",
    "GET /alerts",
    "GET page /alerts/",
    "GET /industry-alerts",
    "GET page /industry-alerts/",
    "GET /guidance",
    "GET page /guidance/",
    "GET page /industry/partnership/consultations/",
    "GET page /industry/partnership/trusted/",
    "GET /alert-suggestions",
    "GET page /alerts/suggestions/",
    "GET /incidents",
    "GET page /incidents/",
    "GET /incident-links",
    "GET page /incidents/links/",
    "GET /messages",
    "GET page /incidents/messages/",
    "GET /projects",
    "GET page /projects/",
    "GET /operations",
    "GET page /operations/",
    "GET /suspicious-reports",
    "GET page /suspicious-reports/",
    "GET /applications",
    "GET page /applications/",
    "GET /permits",
    "GET /advice",
    "GET page /handling/",
    "GET page /handling/advice/",
    "GET /relief/requests",
    "GET page /relief/",
    "GET /papers/permits",
    "GET page /permits/",
    "GET /passages",
    "GET page /passages/",
    "GET /balances",
    "GET page /balances/",
    "GET /groups",
    "GET page /groups/",
    "GET /group-actions",
    "GET page /group-actions/",
    "GET page /group-actions/sheet.csv",
    "GET page /taxii2/penstock/collections/{name}/objects/",
    "GET page /taxii2/penstock/collections/{name}/manifest/",
    "GET page /taxii/inbox/",
    "GET page /taxii/sources/",
    "GET /incident-follow-up",
    "GET /requests",
    "GET page /requests/",
    "GET /movements",
    "GET page /movements/",
    "GET page /movements/sheet/",
    "GET page /directory/",
    "GET page /files/",
    "GET page /law/proposals/",
    "GET page /law/simulation/",
)
LISTINGS = (
    "",
    "?country=EG",
    "?what=acetone",
    "?substance=acetone",
    "?state=sent",
    "?limit=200&updated_since=2020-01-01T00:00:00Z",
    "?cursor=2999-01-01T00:00:00%2B00:00~ffffffff-ffff-ffff-ffff-ffffffffffff",
)
WATCHERS = ("exporter_officer", "importer_officer", "third_officer", "clerk")
LISTS = [one for one in ADDRESSES if str(one) in SEARCHES]


@pytest.mark.parametrize("address", LISTS, ids=str)
def test_no_list_holds_what_is_foreign(address, visitor, world):
    for who in (PEOPLE[key] for key in WATCHERS):
        hidden = [world.names[name].reference for name, one in CASES.items() if who.office not in one.sees]
        for query in LISTINGS:
            response = visitor.visit(who.key, address, "nothing", query=query)
            assert not list(leaks(response, who, world.markers))
            assert not [one for one in hidden if one in response.content.decode(errors="replace")]


@pytest.mark.parametrize("address", LISTS, ids=str)
def test_a_search_for_what_is_foreign_is_answered_like_one_for_nothing(address, visitor, world):
    asked = ((marker("foreign"), marker("nothing")), (world.names["foreign"].reference, NOWHERE))
    for key in ("exporter_officer", "importer_officer"):
        for foreign, nothing in asked:
            for name in ("text", "q"):
                answers = [
                    told(visitor.visit(key, address, "nothing", query=f"?{name}={text}"), text)
                    for text in (foreign, nothing)
                ]
                assert answers[0] == answers[1], f"{key} can tell by {name}"


def test_a_search_for_a_foreign_reference_leads_nowhere_else(visitor, world):
    search = Address("GET", "page /search/")
    for name in ("foreign", "absent"):
        response = visitor.visit("importer_officer", search, "nothing", query=f"?q={world.names[name].reference}")
        assert response.headers["Location"].startswith("/notices/?text=")


def test_own_cases_do_not_open_foreign_files(visitor, world):
    own, foreign = world.names["sent"].reference, world.names["foreign"].file_id
    for path in ("/cases/{}/files/{}", "page /cases/{}/files/{}/"):
        address = Address("GET", path.format(own, foreign))
        assert visitor.visit("importer_officer", address, "nothing").status_code == 404


def test_a_hole_in_the_first_fence_and_a_missing_second_are_found_by_the_matrix(visitor, world, monkeypatch):
    monkeypatch.setattr(Cases, "visible_to", lambda rows, _viewer, **_how: rows.all())
    monkeypatch.setattr("penstock.kernel.rowsecurity._set_viewer", _see_everything)
    address = Address("GET", "/notices/{reference}")
    response = visitor.visit("importer_officer", address, "foreign")
    assert response.status_code == 200
    assert list(leaks(response, PEOPLE["importer_officer"], world.markers))


def _see_everything(*_settings: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('penstock.scope', 'all', true)")
    return "", "", ""
