"""Messages of incidents in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.incidents.intake import messages, queries, releasing
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast
from tests.isolation.rights import (
    READ_INCIDENTS,
    RELEASE,
    REPORT,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing

COLUMNS = {"Date": "happened_on", "Country": "country", "Place": "place", "Substance": "substance"}
SHARED = {"shared_with": "secretariat", "marking": "AMBER"}
ONE = {"kind": "seizure", "domain": "precursors", "happened_on": "2026-01-05", "country": "NL"}
GOOD_AND_FAULTY_LINE = 3


def add_messages(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One that Exportland released to Importland, one of its own not released, and one between the others."""
    parts = (
        ("message", cast.exporter_head, "CL", "messageours", "lineours"),
        ("open message", cast.exporter_head, "CL", "messageopen", "lineopen"),
        ("foreign message", cast.third_head, "EG", "messageforeign", "lineforeign"),
    )
    names = {
        key: named(**_made(by, country, marker(told), marker(kept), key)) for key, by, country, told, kept in parts
    }
    return names, {
        marker("messageours"): frozenset({"NL", "CL", "S"}),
        marker("lineours"): frozenset({"NL"}),
        marker("messageopen"): frozenset({"NL"}),
        marker("lineopen"): frozenset({"NL"}),
        marker("messageforeign"): frozenset({"KE", "EG", "S"}),
        marker("lineforeign"): frozenset({"KE"}),
    }


def _made(by: Actor, country: str, told: str, kept: str, key: str) -> dict[str, Any]:
    lines = f"Date,Country,Place,Substance\n2025-01-05,NL,{told},Acetone\n2025-01-05,NL,Elsewhere,{kept}\n"
    with acting(by.viewer) as viewer:
        sharing = {"shared_with": "countries", "shared_countries": country, "marking": "AMBER"}
        message = messages.take_in(viewer=viewer, name=f"{kept}.csv", chunks=[lines.encode()], sharing=sharing)
    releasing.read_waiting()
    with acting(by.viewer) as viewer:
        if key != "open message":
            messages.ask_to_release(viewer=viewer, reference=message.reference)
        meaning_id = queries.meanings(viewer, message, topic="substance")[0].pk
    releasing.release_waiting()
    return {
        "reference": message.reference,
        "line": GOOD_AND_FAULTY_LINE,
        "number": GOOD_AND_FAULTY_LINE,
        "meaning_id": meaning_id,
    }


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of messages."""
    last = path.rstrip("/").rpartition("/")[2]
    file = SimpleUploadedFile("a.csv", b"Date,Country,Substance\n2025-01-05,NL,Acetone\n")
    if last == "messages":
        return {**SHARED, "incidents": [ONE]} if is_api else {**SHARED, "file": file}
    return {
        "files": {**SHARED, "file": file},
        "{line}": {"cells": {"Substance": "Toluene"}},
        "{number}": {"cell_3": "Toluene"},
        "{meaning_id}": {"said": "Toluene"},
        "mapping": {"columns": COLUMNS},
        "headings": {f"heading_{at}": name for at, name in enumerate(COLUMNS.values())},
        "sharing": SHARED,
    }.get(last, {})


def while_read(done: int, otherwise: int = 409) -> Answer:
    """What is done before the release alone."""

    def answer(_who: Who, thing: Thing) -> int:
        return done if thing.state == "read" else otherwise

    return answer


def api() -> dict[str, Entrance]:
    """The operations."""
    one = "/messages/{reference}"
    return {
        "GET /messages": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /messages": Entrance(REPORT, "", always(202)),
        "POST /messages/files": Entrance(REPORT, "", always(202)),
        f"GET {one}": Entrance(READ_INCIDENTS, "message", always(200)),
        f"GET {one}/incidents": Entrance(READ_INCIDENTS, "message", always(200)),
        f"GET {one}/lines": Entrance(REPORT, "own message", always(200)),
        f"POST {one}/lines/{{line}}": Entrance(REPORT, "own message", always(200)),
        f"GET {one}/meanings": Entrance(REPORT, "own message", always(200)),
        f"POST {one}/meanings/{{meaning_id}}": Entrance(REPORT, "own message", while_read(200)),
        f"POST {one}/mapping": Entrance(REPORT, "own message", while_read(200)),
        f"POST {one}/sharing": Entrance(REPORT, "own message", while_read(200)),
        f"POST {one}/release": Entrance(RELEASE, "own message", while_read(202)),
        f"POST {one}/decline": Entrance(RELEASE, "own message", always(409)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/incidents/messages/", "/incidents/messages/{reference}/"
    rows = {
        start: (READ_INCIDENTS, "", always(200), always(302)),
        one: (READ_INCIDENTS, "message", always(200), UNKNOWN_METHOD),
        f"{one}progress/": (REPORT, "own message", always(200), UNKNOWN_METHOD),
        f"{one}headings/": (REPORT, "own message", always(200), while_read(302, 422)),
        f"{one}meanings/{{meaning_id}}/": (REPORT, "own message", always(200), while_read(302, 422)),
        f"{one}lines/{{number}}/": (REPORT, "own message", always(200), always(302)),
        f"{one}release/": (RELEASE, "own message", always(200), while_read(302)),
    }
    return by_method(rows)
