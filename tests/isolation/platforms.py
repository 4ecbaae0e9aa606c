"""Platforms and notices to them in the world of the matrix, and who gets which answer at their entrances."""

from typing import Any

from tests.cast import Cast
from tests.industry.marketplaces import (
    a_check,
    a_notice,
    a_platform,
    an_answer,
    an_item,
    entered,
    looked_at,
    stepped,
    written,
)
from tests.isolation.rights import PLATFORMS, UNKNOWN_METHOD, Answer, Entrance, Thing, Who, always, by_method

SENT_STATES = {"sent", "acknowledged", "answered"}
STEPS = {
    # verb: the states it is done from; all are the office's own
    "edit": {"draft"},
    "discard": {"draft"},
    "send": {"draft"},
    "link": {"sent", "acknowledged"},
    "acknowledge": {"sent"},
    "answer": SENT_STATES,
    "close": SENT_STATES,
}
ON_PAGES_OF_THEIR_OWN = {"edit", "send", "link"}


def add_platforms(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A platform of Exportland's and one of Thirdland's, each checked and written to; and a draft of ours."""
    names, markers = {}, {}
    for officer, country, word in ((cast.exporter_officer, "NL", "ours"), (cast.third_officer, "KE", "foreign")):
        row = entered(officer, name=marker(f"platform{word}"), seat=country)
        looked_at(officer, row, edition_of=marker(f"policy{word}"))
        said = {"items": [an_item(where=marker(f"post{word}"))], "words": marker(f"asked{word}")}
        sent = stepped(officer, written(officer, row, **said), "send")
        if country == "NL":
            names["platform draft"] = named(reference=written(officer, row).reference)
        else:
            stepped(officer, sent, "close", result="nothing", note=marker("closedforeign"))
        key = "" if country == "NL" else "foreign "
        names[f"{key}platform"] = named(platform_id=row.pk)
        names[f"{key}platform notice"] = named(reference=sent.reference)
        markers |= {marker(f"{part}{word}"): frozenset({country}) for part in ("platform", "policy", "post", "asked")}
    return names, markers | {marker("closedforeign"): frozenset({"KE"})}


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of platforms."""
    last = path.rstrip("/").rpartition("/")[2]
    said = a_check()
    about = {"read_on": said.pop("read_on")}
    bodies: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("platforms", "change", "{platform_id}"), a_platform(name="Another Market")),
        "new": a_notice() if "notices" in path else a_platform(name="Another Market"),
        **dict.fromkeys(("notices", "edit"), a_notice()),
        "checks": {"answers": said, **about},
        "check": {**said, **about},
        "link": {"days": "10"},
        "acknowledge": {"received_by": "Ana"},
        "answer": an_answer(),
        "close": {"result": "done"},
    }
    body = bodies.get(last, {})
    return body if is_api else _flat(body)


def _flat(raw: dict[str, Any]) -> dict[str, Any]:
    lines = raw.get("items") or ()
    spread = {f"items-{at}-{key}": one for at, line in enumerate(lines) for key, one in line.items()}
    return {name: value for name, value in raw.items() if name != "items"} | spread


def taking(verb: str, done: int) -> Answer:
    """A step at a door."""

    def answer(who: Who, thing: Thing) -> int:
        return done if thing.opener == who.office and thing.state in STEPS[verb] else 409

    return answer


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, notice = "/platforms/{platform_id}", "/platform-notices/{reference}"
    steps = {
        f"POST {notice}/{verb}": Entrance(PLATFORMS, "platform notice", taking(verb, 201 if verb == "link" else 200))
        for verb in STEPS
    }
    return {
        "GET /platforms": Entrance(PLATFORMS, "", always(200)),
        "POST /platforms": Entrance(PLATFORMS, "", always(201)),
        f"GET {one}": Entrance(PLATFORMS, "platform", always(200)),
        f"POST {one}": Entrance(PLATFORMS, "platform", always(200)),
        f"GET {one}/questions": Entrance(PLATFORMS, "platform", always(200)),
        f"GET {one}/checks": Entrance(PLATFORMS, "platform", always(200)),
        f"POST {one}/checks": Entrance(PLATFORMS, "platform", always(201)),
        f"POST {one}/notices": Entrance(PLATFORMS, "platform", always(201)),
        "GET /platform-notices": Entrance(PLATFORMS, "", always(200)),
        "GET /platform-measures": Entrance(PLATFORMS, "", always(200)),
        f"GET {notice}": Entrance(PLATFORMS, "platform notice", always(200)),
        **steps,
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path; the link is one that nobody was given."""
    start, one, notice = "/platforms/", "/platforms/{platform_id}/", "/platforms/notices/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (PLATFORMS, "", always(200), UNKNOWN_METHOD),
        f"{start}new/": (PLATFORMS, "", always(200), always(302)),
        f"{start}measures/": (PLATFORMS, "", always(200), UNKNOWN_METHOD),
        f"{start}notices/": (PLATFORMS, "", always(200), UNKNOWN_METHOD),
        one: (PLATFORMS, "platform", always(200), UNKNOWN_METHOD),
        f"{one}change/": (PLATFORMS, "platform", always(200), always(302)),
        f"{one}check/": (PLATFORMS, "platform", always(200), always(302)),
        f"{one}notices/new/": (PLATFORMS, "platform", always(200), always(302)),
        notice: (PLATFORMS, "platform notice", always(200), UNKNOWN_METHOD),
        f"{notice}edit/": (PLATFORMS, "platform notice", taking("edit", 200), taking("edit", 302)),
        f"{notice}link/": (PLATFORMS, "platform notice", taking("link", 200), taking("link", 200)),
        "/respond/{secret}/": ("anybody", "", always(404), always(404)),
    }
    for verb in ("receive", "reply", "nonsense"):
        rows[f"{notice}steps/{verb}/"] = (PLATFORMS, "platform notice", always(404), always(404))
    for verb in STEPS:
        shown = 302 if verb in ON_PAGES_OF_THEIR_OWN else 200
        rows[f"{notice}steps/{verb}/"] = (PLATFORMS, "platform notice", taking(verb, shown), taking(verb, 302))
    return by_method(rows)
