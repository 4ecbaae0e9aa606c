"""Relief in the world of the matrix, and who gets which answer at its entrances, said by hand."""

from typing import Any

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation
from penstock.permits.relief import services, standing
from penstock.permits.relief.models import Agreement, Emergency, ReliefRequest
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
from tests.permits.house import MORPHINE, a_line, in_days

OF_REQUESTS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("operator", APPLY, {"draft"}),
    "ask": ("operator", APPLY, {"draft"}),
    "withdraw": ("operator", APPLY, {"draft", "asked", "accepted"}),
    "accept": ("supplier", APPLY, {"asked"}),
    "refuse": ("supplier", APPLY, {"asked", "accepted"}),
    "stop": ("exporting", SIGN, {"asked", "accepted"}),
    "send": ("supplier", APPLY, {"accepted"}),
    "report": ("operator", APPLY, {"sent"}),
    "reconcile": ("receiving", HANDLE, {"reported"}),
    "dispute": ("receiving", HANDLE, {"reported"}),
    "close": ("exporting", HANDLE, {"reported"}),
}
OF_EMERGENCIES, OF_AGREEMENTS = ("prolong", "end"), ("change", "end")
SIDES = {
    "company": {"operator": "company", "supplier": "company", "exporting": "NL"},
    "KE": {"operator": "KE", "supplier": "nobody here", "exporting": "KE"},
}
"""The sides of the request by its operator."""


def add_relief(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """An emergency; agreements of Exportland and of Thirdland; a request under each, and one that was sent."""
    with acting(SYSTEM):
        theirs = Organisation.objects.create(kind="company", name="Medicines of Thirdland", government_id="KE")
    with acting(cast.third_head.viewer) as viewer:
        raw = {"country": "KE", "until_on": in_days(90).isoformat(), "basis": "An earthquake."}
        emergency = standing.declare(viewer=viewer, raw=raw)
    ours = _agreed(cast.exporter_head, cast.clerk.office, marker("agreedours"))
    foreign = _agreed(cast.third_head, theirs, marker("agreedforeign"))
    first = _asked(cast.clerk, ours, emergency, marker("reliefours"))
    _sent_off(cast.clerk, _asked(cast.clerk, ours, emergency, marker("reliefsent")))
    other = _asked(cast.third_officer, foreign, emergency, marker("reliefforeign"))
    names = {
        "emergency": named(reference=emergency.reference),
        "agreement": named(reference=ours.reference),
        "foreign agreement": named(reference=foreign.reference),
        "relief": named(reference=first.reference),
        "foreign relief": named(reference=other.reference),
    }
    return names, {
        **dict.fromkeys(map(marker, ("agreedours", "reliefours")), frozenset({"NL", "company", "S"})),
        marker("reliefsent"): frozenset({"NL", "company", "KE", "S"}),
        **dict.fromkeys(map(marker, ("agreedforeign", "reliefforeign")), frozenset({"KE", "S"})),
    }


def _terms(supplier: Organisation | str, text: str) -> dict[str, Any]:
    return {
        "supplier": str(getattr(supplier, "pk", supplier)),
        "until_on": in_days(300).isoformat(),
        "conditions": text,
        "ceilings": [{"substance": MORPHINE, "ceiling": "1", "unit": "kg"}],
    }


def _agreed(by: Actor, supplier: Organisation, text: str) -> Agreement:
    with acting(by.viewer) as viewer:
        return standing.agree(viewer=viewer, raw=_terms(supplier, text))


def _asked(by: Actor, agreement: Agreement, emergency: Emergency, text: str) -> ReliefRequest:
    with acting(by.viewer) as viewer:
        raw = a_request(agreement=agreement.reference, emergency=emergency.reference, nature=text)
        draft = services.draft_request(viewer=viewer, raw=raw)
        return services.take_step(viewer=viewer, request_id=draft.pk, verb="ask")


def _sent_off(by: Actor, request: ReliefRequest) -> None:
    with acting(by.viewer) as viewer:
        services.take_step(viewer=viewer, request_id=request.pk, verb="accept", raw={"note": "It cannot wait."})
        services.take_step(viewer=viewer, request_id=request.pk, verb="send", raw={"waybill": "AWB 1"})


def a_request(**changes: Any) -> dict[str, Any]:
    """What is entered to ask for relief."""
    return {
        "operator_name": "Field Surgeons",
        "operator_contact": "Tent 5",
        "nature": "No morphine is left.",
        "receiver": "The field hospital",
        "substances": [a_line(quantity="10", unit="g")],
        **changes,
    }


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of relief."""
    last, day = path.rstrip("/").rpartition("/")[2], in_days(30).isoformat()
    if last in {"emergencies", "agreements", "requests", "new"}:
        if "emergencies" in path:
            return {"country": "KE", "until_on": day, "basis": "A flood.", "unreachable": "Nobody is there."}
        # With no supplier there is: what matters is who is turned away before that is looked at.
        whole = _terms("none", "None.") if "agreements" in path else a_request()
        return whole if is_api else flat(whole)
    tally = {"substances": [{"substance": MORPHINE, "used": "1", "unused": "0", "unit": "g"}]}
    found = {
        "edit": a_request(),
        "change": _terms("none", "None."),
        "prolong": {"until_on": day, "note": "It goes on."},
        "send": {"waybill": "AWB 2"},
        "report": tally,
        "ask": {},
    }.get(last, {"note": "It was agreed."})
    return found if is_api else flat(found)


def flat(raw: dict[str, Any]) -> dict[str, Any]:
    """A sheet as a page sends it."""
    found = {name: value for name, value in raw.items() if not isinstance(value, list)}
    for kind, lines in raw.items():
        for number, one in enumerate(lines if isinstance(lines, list) else ()):
            found |= {f"{kind}-{number}-{key}": value for key, value in one.items()}
    return found


def asked(verb: str, done: int) -> Answer:
    """A step of a request at a door."""
    side, duty, states = OF_REQUESTS[verb]

    def answer(who: Who, thing: Thing) -> int:
        is_theirs = SIDES[thing.opener].get(side) == who.office
        return done if is_theirs and duty in who.duties and thing.state in states else 409

    return answer


def stood(done: int) -> Answer:
    """A step of what stands, by the authority whose it is."""
    return lambda who, thing: done if who.office == thing.opener and SIGN in who.duties else 409


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    emergency, agreement, request = (
        f"/relief/{part}/{{reference}}" for part in ("emergencies", "agreements", "requests")
    )
    return {
        "GET /relief/emergencies": Entrance(READ_PERMITS, "", always(200)),
        "POST /relief/emergencies": Entrance(SIGN, "", always(201)),
        f"GET {emergency}": Entrance(READ_PERMITS, "emergency", always(200)),
        **{f"POST {emergency}/{verb}": Entrance(SIGN, "emergency", stood(200)) for verb in OF_EMERGENCIES},
        "GET /relief/agreements": Entrance(READ_PERMITS, "", always(200)),
        "POST /relief/agreements": Entrance(SIGN, "", always(422)),
        f"GET {agreement}": Entrance(READ_PERMITS, "agreement", always(200)),
        f"GET {agreement}/reports/{{year}}": Entrance(READ_PERMITS, "agreement", always(200)),
        f"POST {agreement}/change": Entrance(SIGN, "agreement", stood(422)),
        f"POST {agreement}/end": Entrance(SIGN, "agreement", stood(200)),
        "GET /relief/requests": Entrance(READ_PERMITS, "", always(200)),
        "POST /relief/requests": Entrance(APPLY, "", always(201)),
        f"GET {request}": Entrance(READ_PERMITS, "relief", always(200)),
        **{
            f"POST {request}/{verb}": Entrance(duty, "relief", asked(verb, 200))
            for verb, (_side, duty, _states) in OF_REQUESTS.items()
        },
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start = "/relief/"
    emergency, agreement, request = (
        f"{start}{part}/{{reference}}/" for part in ("emergencies", "agreements", "requests")
    )
    report = f"{agreement}report/{{year}}"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        f"{start}emergencies/new/": (SIGN, "", always(200), always(302)),
        f"{start}agreements/new/": (SIGN, "", always(200), always(422)),
        f"{start}requests/new/": (APPLY, "", always(200), always(302)),
        emergency: (READ_PERMITS, "emergency", always(200), UNKNOWN_METHOD),
        agreement: (READ_PERMITS, "agreement", always(200), UNKNOWN_METHOD),
        request: (READ_PERMITS, "relief", always(200), UNKNOWN_METHOD),
        f"{report}/": (READ_PERMITS, "agreement", always(200), UNKNOWN_METHOD),
        f"{report}.csv": (READ_PERMITS, "agreement", always(200), UNKNOWN_METHOD),
    }
    for verb in OF_EMERGENCIES:
        rows[f"{emergency}{verb}/"] = (READ_PERMITS, "emergency", stood(200), stood(302))
    rows[f"{agreement}steps/change/"] = (READ_PERMITS, "agreement", stood(200), stood(422))
    rows[f"{agreement}steps/end/"] = (READ_PERMITS, "agreement", stood(200), stood(302))
    for verb in OF_REQUESTS:
        rows[f"{request}{verb}/"] = (READ_PERMITS, "relief", asked(verb, 200), asked(verb, 302))
    unknown = ((f"{emergency}", "emergency"), (f"{agreement}steps/", "agreement"), (request, "relief"))
    for path, names in unknown:
        rows[f"{path}nonsense/"] = (READ_PERMITS, names, always(404), always(404))
    return by_method(rows)
