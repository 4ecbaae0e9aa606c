"""Requests in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.cases import services as case_services
from penstock.incidents.requests.models import Request
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast
from tests.incidents.asking import drafted, questions, sent
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
    of_table,
)
from tests.isolation.things import Thing

STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", REPORT, {"draft"}),
    "discard": ("opener", REPORT, {"draft"}),
    "send": ("opener", RELEASE, {"draft"}),
    "propose": ("opener", RELEASE, set()),  # nobody's organisation here wants two
    "take": ("counterpart", REPORT, {"sent"}),
    "answer": ("counterpart", REPORT, {"sent", "taken"}),
    "answer_part": ("counterpart", REPORT, {"sent", "taken"}),
    "refuse": ("counterpart", REPORT, {"sent", "taken"}),
    "ask_back": ("counterpart", REPORT, {"sent", "taken"}),
    "supply": ("opener", REPORT, {"questioned"}),
    "withdraw": ("opener", RELEASE, {"sent", "taken", "questioned"}),
    "close": ("opener", REPORT, {"answered", "unable"}),
    "reopen": ("opener", RELEASE, {"answered", "unable", "closed"}),
}
PLAIN = tuple(verb for verb in STEPS if verb not in {"edit", "send"})
WITH_BODY = {
    "supply": {"supplied": "Those in Talca."},
    "answer": {"answer": "Those in Talca."},
    "answer_part": {"answer": "Those in Talca."},
    "ask_back": {"question": "Which works?"},
    "refuse": {"reason": "not known"},
    "withdraw": {"note": "It was found."},
    "close": {"outcome": "no result"},
    "reopen": {"note": "And the others?"},
}


def add_requests(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One of Exportland's to Importland, its draft, and one of Thirdland's to Fourthland and to the secretariat."""
    head, third = cast.exporter_head, cast.third_head
    names, markers = {}, {}
    told: tuple[tuple[str, Actor, tuple[Actor, ...], str, frozenset[str]], ...] = (
        ("request", head, (cast.importer_officer,), "requestours", frozenset({"NL", "CL"})),
        ("foreign request", third, (cast.fourth_officer, cast.secretariat_officer), "requestforeign", FOREIGN_SEES),
    )
    for key, by, to, word, sees in told:
        request = sent(by, *to, subject=marker(word), known=marker(word))
        markers[marker(word)] = sees
        names[key] = named(reference=request.reference, file_id=_paper(by, request, marker(word)))
    draft = drafted(head, cast.importer_officer, subject=marker("requestdraft"))
    names["request draft"] = named(draft.reference)
    return names, {**markers, marker("requestdraft"): frozenset({"NL"})}


FOREIGN_SEES = frozenset({"KE", "EG", "S"})
"""Who reads the words of the foreign requests; of the two, the one to Fourthland is what is visited."""


def _paper(by: Actor, request: Request, text: str) -> Any:
    with acting(by.viewer) as viewer:
        content = [text.encode()]
        return case_services.attach(viewer=viewer, case_id=request.pk, name=f"{text}.txt", chunks=content).pk


def entered(path: str, cast: Cast) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of requests."""
    last = path.rstrip("/").rpartition("/")[2]
    if last in {"requests", "new", "edit"}:
        return questions(cast.fourth_officer)
    return WITH_BODY.get(last, {"act": "confirm"} if last == "signature" else {})


def may(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""
    return of_table(STEPS, verb, done)


def operation(verb: str) -> Answer:
    """The same by the API, which says of a missing duty that it is one."""
    side, duty, _states = STEPS[verb]
    taken = may(verb, 200)

    def answer(who: Who, thing: Thing) -> int:
        lacks = getattr(thing, side) == who.office and duty not in who.duties
        return 403 if lacks else taken(who, thing)

    return answer


def api() -> dict[str, Entrance]:
    """The operations; which duty a step needs is asked behind the door."""
    one = "/requests/{reference}"
    steps = {f"POST {one}/{verb}": Entrance(READ_INCIDENTS, "request", operation(verb)) for verb in STEPS}
    return steps | {
        "GET /requests": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /requests": Entrance(READ_INCIDENTS, "", always(201)),
        f"GET {one}": Entrance(READ_INCIDENTS, "request", always(200)),
        # No sending waits for its second signature here.
        f"POST {one}/confirm": Entrance(READ_INCIDENTS, "request", always(409)),
        f"POST {one}/decline": Entrance(READ_INCIDENTS, "request", always(409)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/requests/", "/requests/{reference}/"
    rows = {
        start: (READ_INCIDENTS, "", always(200), UNKNOWN_METHOD),
        one: (READ_INCIDENTS, "request", always(200), UNKNOWN_METHOD),
        f"{start}new/": (REPORT, "", always(200), always(302)),
        f"{one}edit/": (REPORT, "request", may("edit", 200), may("edit", 302)),
        f"{one}send/": (REPORT, "request", may("send", 200), may("send", 302)),
        f"{one}signature/": (READ_INCIDENTS, "request", always(409), always(409)),
        f"{one}nonsense/": (READ_INCIDENTS, "request", always(404), always(404)),
        **{f"{one}{verb}/": (READ_INCIDENTS, "request", may(verb, 200), may(verb, 302)) for verb in PLAIN},
    }
    return by_method(rows)
