"""The work inside an authority, in the world of the matrix, and who gets which answer at its entrances, by hand."""

from typing import Any

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice import services as advising
from penstock.permits.handling.routing import services as routing
from penstock.permits.handling.routing.models import RuleSet
from tests.cast import Actor, Cast
from tests.isolation.rights import (
    APPLY,
    HANDLE,
    READ_PERMITS,
    SIGN,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing
from tests.permits.house import in_days

ADVICE_STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from; nobody works at the agencies here
    "answer": ("", HANDLE, {"asked"}),
    "change": ("", HANDLE, {"answered"}),
    "move": ("opener", HANDLE, {"asked"}),
    "withdraw": ("opener", HANDLE, {"asked"}),
    "share": ("opener", HANDLE, {"answered"}),
    "overrule": ("opener", SIGN, {"answered"}),
}
RULE_STEPS = ("use", "discard")
FOREIGN_NUMBER = 7
"""What a foreign set of rules is called, so that no office has another of this number."""
A_RULE = {"name": "Another", "flags": "seen"}


def an_agency(country: str, name: str) -> Organisation:
    """Another authority of a country, in which nobody works."""
    with acting(SYSTEM):
        return Organisation.objects.create(kind="authority", name=name, government_id=country)


def add_handling(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Of Exportland and of Thirdland: advice that is asked, a queue, and rules that are being written."""
    names, markers = {}, {}
    told = (
        (cast.exporter_head, "", "NL"),
        (cast.third_head, "foreign ", "KE"),
    )
    for head, prefix, office in told:
        word = f"work{office}"
        names[f"{prefix}advice"] = named(reference=_asked(head, office, marker(word)))
        with acting(head.viewer) as viewer:
            queue = routing.keep_queue(viewer=viewer, raw={"name": marker(word)})
            rules = routing.begin_rules(viewer=viewer)
            raw = {"rules": [{"name": marker(word), "flags": "seen"}]}
            routing.take_step(viewer=viewer, rules_id=rules.pk, verb="write", raw=raw)
            number = FOREIGN_NUMBER if prefix else rules.number
            RuleSet.objects.filter(pk=rules.pk).update(number=number)
        names[f"{prefix}queue"] = named(queue_id=queue.pk)
        names[f"{prefix}rules"] = named(number=number)
        markers[marker(word)] = frozenset({office})
    return names, markers


def _asked(by: Actor, country: str, text: str) -> str:
    """Of the application that lies with somebody's authority."""
    agency = an_agency(country, f"Police of {country}")
    raw = {"agencies": [str(agency.pk)], "question": text, "due_on": in_days(20).isoformat()}
    with acting(by.viewer) as viewer:
        application = Application.objects.visible_to(viewer).get(counterpart=by.office, state="applied")
        return advising.ask(viewer=viewer, application_id=application.pk, raw=raw)[0].reference


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of the work inside an authority."""
    last = path.rstrip("/").rpartition("/")[2]
    day = in_days(30).isoformat()
    return {
        "answer": {"verdict": "no objection", "reasons": "None."},
        "change": {"verdict": "no objection", "reasons": "None."} if "advice" in path else {},
        "move": {"due_on": day},
        "share": {},
        # Nobody there is asked: what matters is who is turned away before that is looked at.
        "advice": {"agencies": ["nobody"], "question": "Known?", "due_on": day},
        "queue": {"queue": "none"},
        "queues": {"name": "Another"},
        "new": {"name": "Another"},
        "{queue_id}": {"name": "Another", "is_default": "yes"},
        "{position}": {f"rules-0-{name}": value for name, value in A_RULE.items()},
        "order": {"act": "remove"},
        "write": {"rules": [A_RULE]} if is_api else {},
        **{key: {} for key in ("use", "discard", "rules")},
        "extension": {"permits": ["none"], "valid_until": day, "reason": "It was agreed."},
        "permit-extensions": {"permits": ["none"], "valid_until": day, "reason": "It was agreed."},
    }.get(last, {"note": "It was agreed."})


def advised(verb: str, done: int) -> Answer:
    """A step of an advice at a door."""
    side, duty, states = ADVICE_STEPS[verb]

    def answer(who: Who, thing: Thing) -> int:
        may = bool(side) and who.office == thing.opener and duty in who.duties and thing.state in states
        return done if may else 409

    return answer


def changed(done: int) -> Answer:
    """A permit of Importland's that no company holds is changed by its authority alone."""
    return lambda who, thing: done if who.office == thing.opener else 404


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, rules = "/advice/{reference}", "/handling/rules/{number}"
    of_advice = {
        f"POST {one}/{verb}": Entrance(duty, "advice", advised(verb, 200))
        for verb, (_side, duty, _states) in ADVICE_STEPS.items()
    }
    return {
        "GET /advice": Entrance(READ_PERMITS, "", always(200)),
        f"GET {one}": Entrance(READ_PERMITS, "advice", always(200)),
        "GET /applications/{reference}/advice": Entrance(READ_PERMITS, "application", always(200)),
        # Applicants lack the duty; whoever is inside names nobody who can be asked, or no queue.
        "POST /applications/{reference}/advice": Entrance(HANDLE, "application", always(422)),
        "POST /applications/{reference}/queue": Entrance(HANDLE, "application", always(422)),
        "GET /handling/work": Entrance(HANDLE, "", always(200)),
        "GET /handling/queues": Entrance(HANDLE, "", always(200)),
        "POST /handling/queues": Entrance(SIGN, "", always(201)),
        "POST /handling/queues/{queue_id}": Entrance(SIGN, "queue", always(200)),
        "GET /handling/rules": Entrance(SIGN, "", always(200)),
        "POST /handling/rules": Entrance(SIGN, "", always(201)),
        f"GET {rules}": Entrance(SIGN, "rules", always(200)),
        f"GET {rules}/simulation": Entrance(SIGN, "rules", always(200)),
        **{f"POST {rules}/{verb}": Entrance(SIGN, "rules", always(200)) for verb in ("write", *RULE_STEPS)},
        "POST /permits/{reference}/change": Entrance(APPLY, "permit", changed(201)),
        "POST /permit-extensions": Entrance(SIGN, "", always(200)),
        **of_advice,
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, advice, rules = "/handling/", "/handling/advice/{reference}/", "/handling/rules/{number}/"
    application = "/handling/applications/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (HANDLE, "", always(200), UNKNOWN_METHOD),
        f"{start}advice/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        advice: (READ_PERMITS, "advice", always(200), UNKNOWN_METHOD),
        f"{application}advice/": (HANDLE, "application", always(200), always(422)),
        f"{application}queue/": (HANDLE, "application", always(200), always(422)),
        f"{start}queues/": (HANDLE, "", always(200), UNKNOWN_METHOD),
        f"{start}queues/new/": (SIGN, "", always(200), always(302)),
        f"{start}queues/{{queue_id}}/": (SIGN, "queue", always(200), always(302)),
        f"{start}rules/": (SIGN, "", always(200), always(302)),
        rules: (SIGN, "rules", always(200), UNKNOWN_METHOD),
        f"{rules}simulation/": (SIGN, "rules", always(200), UNKNOWN_METHOD),
        f"{rules}rules/{{position}}/": (SIGN, "rules", always(200), always(302)),
        f"{rules}rules/{{position}}/order/": (SIGN, "rules", UNKNOWN_METHOD, always(302)),
        f"{start}permits/{{reference}}/change/": (APPLY, "permit", UNKNOWN_METHOD, changed(302)),
        f"{start}extension/": (SIGN, "", always(200), always(302)),
    }
    for verb in ADVICE_STEPS:
        rows[f"{advice}{verb}/"] = (READ_PERMITS, "advice", advised(verb, 200), advised(verb, 302))
    for verb in ("lapse", "nonsense"):
        rows[f"{advice}{verb}/"] = (READ_PERMITS, "advice", always(404), always(404))
    for verb in RULE_STEPS:
        rows[f"{rules}steps/{verb}/"] = (SIGN, "rules", always(200), always(302))
    for verb in ("write", "replace", "nonsense"):
        rows[f"{rules}steps/{verb}/"] = (SIGN, "rules", always(404), always(404))
    return by_method(rows)
