"""Leads in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from tests.cast import Cast
from tests.industry.marketplaces import a_lead, led, reported
from tests.isolation.rights import (
    PLATFORMS,
    REPORT,
    SEND_ALERTS,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Thing,
    Who,
    always,
    by_method,
)

STEPS = {
    # verb: the states it is done from; all are the office's own
    "take": {"new"},
    "tell": {"new", "taken", "closed"},
    "close": {"new", "taken"},
    "reopen": {"closed"},
}
ONWARD = {"refer": REPORT, "warn": SEND_ALERTS}


def add_leads(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A lead at Exportland's office, and one at Thirdland's that was closed."""
    names, markers = {}, {}
    for country, word in (("NL", "ours"), ("KE", "foreign")):
        row, _code = reported(country=country, where=marker(f"lead{word}"), words=marker(f"leadsaid{word}"))
        names["lead" if country == "NL" else "foreign lead"] = named(reference=row.reference)
        markers |= {marker(f"{part}{word}"): frozenset({country}) for part in ("lead", "leadsaid")}
    led(cast.third_officer, row, "close", result="kept", note=marker("leadnote"), led_to="kept")
    return names, markers | {marker("leadnote"): frozenset({"KE"})}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of leads."""
    last = path.rstrip("/").rpartition("/")[2]
    return {
        **dict.fromkeys(("leads", "report"), a_lead()),
        "standing": {"reference": "NL-LD-2026-ABCDEFGH", "code": "1234-5678-9ABC"},
        "tell": {"words": "Thank you."},
        "close": {"result": "kept", "led_to": "kept"},
    }.get(last, {})


def taking(verb: str, done: int) -> Answer:
    """A step at a door."""

    def answer(who: Who, thing: Thing) -> int:
        return done if thing.opener == who.office and thing.state in STEPS[verb] else 409

    return answer


def onward(way: str, done: int, lacking: int) -> Answer:
    """A way onward, for those of the office who hold the duty of what is made."""
    return lambda who, _thing: done if ONWARD[way] in who.duties else lacking


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/leads/{reference}"
    return {
        "POST /leads": Entrance("anybody", "", always(201)),
        "POST /leads/standing": Entrance("anybody", "", always(404)),
        "GET /leads": Entrance(PLATFORMS, "", always(200)),
        f"GET {one}": Entrance(PLATFORMS, "lead", always(200)),
        **{f"POST {one}/{verb}": Entrance(PLATFORMS, "lead", taking(verb, 200)) for verb in STEPS},
        **{f"POST {one}/onward/{way}": Entrance(PLATFORMS, "lead", onward(way, 201, 403)) for way in ONWARD},
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/platforms/leads/", "/platforms/leads/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (PLATFORMS, "", always(200), UNKNOWN_METHOD),
        one: (PLATFORMS, "lead", always(200), UNKNOWN_METHOD),
        f"{one}onward/{{way}}/": (PLATFORMS, "lead", onward("refer", 200, 404), onward("refer", 302, 404)),
        "/report/": ("anybody", "", always(200), always(200)),
        "/report/standing/": ("anybody", "", always(200), always(422)),
    }
    for verb in ("add", "nonsense"):
        rows[f"{one}steps/{verb}/"] = (PLATFORMS, "lead", always(404), always(404))
    for verb in STEPS:
        rows[f"{one}steps/{verb}/"] = (PLATFORMS, "lead", taking(verb, 200), taking(verb, 302))
    return by_method(rows)
