"""Operations in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.kernel.clock import today
from tests.cast import Cast
from tests.incidents.house import released
from tests.isolation.rights import PROJECTS, READ_INCIDENTS, TAKE_PART, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing
from tests.operations import house

STEPS = {
    # verb: the states it is done from, by the leader alone
    "plan": {"planned"},
    "admit": {"planned", "running"},
    "dismiss": {"running"},  # nobody is in what is only planned here
    "start": set(),  # for the same reason
    "end": {"running"},
    "write": {"closing"},
    "resume": {"closing"},
    "close": {"closing"},
    "cancel": {"planned", "running", "closing"},
}
OPEN = {"planned", "running", "closing"}
WITH_A_PAGE_ALWAYS = {"dismiss": {"planned", "running"}}
PLAN = {"objective": "Another.", "substances": "Acetone; Toluene; Ephedrine"}
RETURN = {"nothing": "yes"}


def add_operations(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One of Exportland's that runs, one that is only planned, and one of Thirdland's that has ended with a report."""
    keeper = cast.secretariat_officer
    ours = house.running(keeper, cast.exporter_head, name=marker("operationours"), indicators=marker("indicatorours"))
    house.handed_in(cast.exporter_head, ours, seizures="1", note=marker("noteours"))
    planned = house.planned(keeper, name=marker("operationplanned"))
    foreign = house.running(keeper, cast.third_head, name=marker("operationforeign"))
    shared = {"shared_with": "circle", "shared_circle": foreign.title}
    incident = released(cast.third_head, place=marker("gathered"), **shared)
    house.handed_in(cast.third_head, foreign, seizures="1", incidents=incident.reference, note=marker("noteforeign"))
    house.step(keeper, foreign, "end")
    words = {"summary": marker("reportdraft"), "findings": "Some"}
    house.step(keeper, foreign, "write", **words)
    names = {
        "operation": named(reference=ours.reference),
        "planned operation": named(reference=planned.reference),
        "foreign operation": named(reference=foreign.reference),
    }
    ours_see, theirs_see = frozenset({"NL", "S"}), frozenset({"KE", "S"})
    return names, {
        **dict.fromkeys(map(marker, ("operationours", "indicatorours", "noteours")), ours_see),
        **dict.fromkeys(map(marker, ("operationplanned", "reportdraft")), frozenset({"S"})),
        **dict.fromkeys(map(marker, ("operationforeign", "gathered", "noteforeign")), theirs_see),
    }


def sent(path: str, reference: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of operations."""
    last, day = path.rstrip("/").rpartition("/")[2], today().isoformat()
    plan = {**PLAN, "from_on": day, "until_on": day}
    return {
        "operations": {**plan, "name": "Another"},
        "new": {**plan, "name": "Another"},
        "plan": {**plan, "name": PLANNED_NAME},
        "admit": {"office": "Fourthland Authority"},
        "dismiss": {"office": "Exportland Authority", "note": "It was agreed."},
        "write": {"summary": "Done.", "findings": "Found."},
        "returns": {**RETURN, "day": day},
        "return": {**RETURN, "day": day},
        "signature": {"act": "confirm"},
    }.get(last, {"note": f"Of {reference}."})


PLANNED_NAME = "zqoperationplannedqz"


def may(verb: str, done: int, states: set[str] | None = None) -> Answer:
    """A step that is taken, or refused with 409."""
    from_ = STEPS[verb] if states is None else states

    def answer(who: Who, thing: Thing) -> int:
        return done if who.office == thing.opener and PROJECTS in who.duties and thing.state in from_ else 409

    return answer


def taken(verb: str, done: int) -> Answer:
    """A step as it is sent: nobody dismisses an office that is not in it."""

    def answer(who: Who, thing: Thing) -> int:
        if verb == "dismiss" and thing.state == "planned" and PROJECTS in who.duties:
            return 422
        return may(verb, done)(who, thing)

    return answer


def reported(done: int) -> Answer:
    """A return: of whoever is in it, while it runs and until its report is out."""

    def answer(_who: Who, thing: Thing) -> int:
        return done if thing.state in {"running", "closing"} else 409

    return answer


def left(done: int) -> Answer:
    """Whoever takes part leaves; who leads it does not."""
    return lambda who, thing: done if who.office != thing.opener and thing.state in OPEN else 409


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/operations/{reference}"
    return {
        "GET /operations": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /operations": Entrance(PROJECTS, "", always(201)),
        f"GET {one}": Entrance(READ_INCIDENTS, "operation", always(200)),
        f"GET {one}/board": Entrance(READ_INCIDENTS, "operation", always(200)),
        f"POST {one}/returns": Entrance(TAKE_PART, "operation", reported(201)),
        **{f"POST {one}/{verb}": Entrance(PROJECTS, "operation", taken(verb, 200)) for verb in STEPS},
        f"POST {one}/leave": Entrance(TAKE_PART, "operation", left(200)),
        f"POST {one}/confirm": Entrance(PROJECTS, "operation", always(409)),
        f"POST {one}/decline": Entrance(PROJECTS, "operation", always(409)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one = "/operations/{reference}/"
    steps = {
        f"{one}{verb}/": (
            READ_INCIDENTS,
            "operation",
            may(verb, 200, WITH_A_PAGE_ALWAYS.get(verb)),
            taken(verb, 302),
        )
        for verb in STEPS
    }
    rows = {
        "/operations/": (READ_INCIDENTS, "", always(200), UNKNOWN_METHOD),
        "/operations/new/": (PROJECTS, "", always(200), always(302)),
        one: (READ_INCIDENTS, "operation", always(200), UNKNOWN_METHOD),
        f"{one}board/": (READ_INCIDENTS, "operation", always(200), UNKNOWN_METHOD),
        f"{one}return/": (TAKE_PART, "operation", always(200), _on_page),
        f"{one}leave/": (TAKE_PART, "operation", left(200), left(302)),
        f"{one}signature/": (READ_INCIDENTS, "operation", always(409), always(409)),
        f"{one}nonsense/": (READ_INCIDENTS, "operation", always(404), always(404)),
        **steps,
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts


def _on_page(who: Who, thing: Thing) -> int:
    """A refusal is said on the form."""
    return {201: 302, 409: 422}[reported(201)(who, thing)]
