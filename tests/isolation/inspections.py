"""Inspections in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from tests.cast import Cast
from tests.industry.house import a_finding, a_licence, a_plan, a_visit, applied, granted, in_days, inspected, planned
from tests.isolation.rights import (
    APPLY_LICENCES,
    INSPECT,
    READ_LICENCES,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing

STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "replan": ("opener", INSPECT, {"planned"}),
    "cancel": ("opener", INSPECT, {"planned"}),
    "hold": ("opener", INSPECT, {"planned"}),
    "answer": ("counterpart", APPLY_LICENCES, {"open"}),
    "return": ("opener", INSPECT, {"answered"}),
    "close": ("opener", INSPECT, {"open", "answered"}),
}


def add_inspections(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Under our company's licence one that was held and one that is hidden from it; one planned by Thirdland."""
    ours = granted(cast.exporter_head, applied(cast.clerk, a_licence(name="Inspected Ltd", company_number="I-1")))
    raw = a_licence(name="Another inspected", company_number="I-2")
    theirs = granted(cast.third_head, applied(cast.third_officer, raw))
    officer = cast.exporter_officer
    visit = a_visit(findings=[a_finding(found=marker("foundours"))])
    held = inspected(officer, planned(officer, ours), "hold", **visit)
    hidden = planned(officer, ours, announced="no", purpose=marker("hiddenplan"))
    foreign = planned(cast.third_officer, theirs, purpose=marker("foreignplan"))
    names = {
        "inspection": named(held.reference),
        "hidden inspection": named(hidden.reference),
        "foreign inspection": named(foreign.reference),
    }
    return names, {
        marker("foundours"): frozenset({"NL", "company"}),
        marker("hiddenplan"): frozenset({"NL"}),
        marker("foreignplan"): frozenset({"KE"}),
    }


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of inspections."""
    last = path.rstrip("/").rpartition("/")[2]
    today = in_days(0).isoformat()
    answer = {"number": "1", "done": "It is written up.", "done_on": today}
    more = {"number": "1", "note": "Show it.", "due_on": in_days(5).isoformat()}
    bodies: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("inspections", "new", "replan"), a_plan()),
        "hold": a_visit(),
        "answer": {"answers": [answer]},
        "return": {"actions": [more]},
    }
    body = bodies.get(last, {"note": "It was agreed."})
    return body if is_api else _flat(body)


def _flat(raw: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in raw.items():
        lines = enumerate(value) if isinstance(value, list) else ()
        found |= {f"{name}-{n}-{key}": one for n, line in lines for key, one in line.items()}
        if not isinstance(value, list):
            found[name] = value
    return found


def taking(verb: str, done: int) -> Answer:
    """A step at a door."""
    side, duty, states = STEPS[verb]

    def answer(who: Who, thing: Thing) -> int:
        is_own = getattr(thing, side) == who.office
        return done if is_own and duty in who.duties and thing.state in states else 409

    return answer


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/inspections/{reference}"
    return {
        "GET /inspections": Entrance(READ_LICENCES, "", always(200)),
        f"GET {one}": Entrance(READ_LICENCES, "inspection", always(200)),
        "POST /licences/{reference}/inspections": Entrance(INSPECT, "licence", always(201)),
        **{
            f"POST {one}/{verb}": Entrance(duty, "inspection", taking(verb, 200))
            for verb, (_side, duty, _states) in STEPS.items()
        },
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one = "/inspections/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/inspections/": (READ_LICENCES, "", always(200), UNKNOWN_METHOD),
        one: (READ_LICENCES, "inspection", always(200), UNKNOWN_METHOD),
        "/licences/{reference}/inspections/new/": (INSPECT, "licence", always(200), always(302)),
    }
    for verb in ("settle", "nonsense"):
        rows[f"{one}steps/{verb}/"] = (READ_LICENCES, "inspection", always(404), always(404))
    for verb in STEPS:
        rows[f"{one}steps/{verb}/"] = (READ_LICENCES, "inspection", taking(verb, 200), taking(verb, 302))
    return by_method(rows)
