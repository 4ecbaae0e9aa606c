"""Permits and applications in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.kernel.rowsecurity import acting
from penstock.permits.applications import services
from tests.cast import Cast
from tests.isolation.permitpapers import check_papers
from tests.isolation.rights import APPLY, HANDLE, READ_PERMITS, SIGN, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing
from tests.permits.house import a_line, an_import, applied, decided, drafted, in_days, sign_permits_with

OF_APPLICATIONS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", APPLY, {"draft"}),
    "discard": ("opener", APPLY, {"draft"}),
    "apply": ("opener", APPLY, {"draft"}),
    "ask": ("counterpart", HANDLE, {"applied"}),
    "mend": ("opener", APPLY, {"questioned"}),
    "supply": ("opener", APPLY, {"questioned"}),
    "withdraw": ("opener", APPLY, {"applied", "questioned"}),
    "issue": ("counterpart", SIGN, set()),  # what was recommended is to refuse
    "propose": ("counterpart", SIGN, set()),
    "refuse": ("counterpart", SIGN, {"applied"}),
    "appeal": ("opener", APPLY, {"refused"}),
    "uphold": ("counterpart", SIGN, {"appealed"}),
    "allow": ("counterpart", SIGN, {"appealed"}),
}
OF_PERMITS = {
    "extend": ("opener", SIGN, {"issued"}),
    "suspend": ("opener", SIGN, {"issued"}),
    "reinstate": ("opener", SIGN, {"suspended"}),
    "revoke": ("opener", SIGN, {"issued", "suspended"}),
    "surrender": ("holder", APPLY, {"issued", "suspended"}),
}
BY_THE_CLOCK = ("replace", "expire", "finish", "nonsense")
ON_THE_SHEET = {"edit", "mend"}


def letter(to: str, **changes: Any) -> dict[str, Any]:
    """A letter of no objection, which needs no paper of another country and draws on nothing that is bounded."""
    lines = [a_line("acetone", "500")]
    return an_import(to, paper="letter-of-no-objection", purpose="industrial", substances=lines, **changes)


def add_permits(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """An application of our company's, recommended on, and its draft; a permit of Importland's; the same of others."""
    ours = applied(cast.clerk, letter("CL", remarks=marker("applicationours")))
    draft = drafted(cast.clerk, letter("CL", remarks=marker("applicationdraft")))
    foreign = applied(cast.third_officer, letter("EG", remarks=marker("applicationforeign")))
    for officer, application, word in (
        (cast.exporter_officer, ours, "recommendedours"),
        (cast.third_officer, foreign, "recommendedforeign"),
    ):
        with acting(officer.viewer) as viewer:
            raw = {"verdict": "refuse", "note": marker(word)}
            services.recommend(viewer=viewer, application_id=application.pk, raw=raw)
    permit = decided(
        cast.importer_officer,
        cast.importer_head,
        applied(cast.importer_officer, letter("NL", own_name=marker("permitours"))),
    )
    other = decided(
        cast.third_officer, cast.third_head, applied(cast.third_officer, letter("EG", own_name=marker("permitforeign")))
    )
    check_papers(cast, permit.reference, other.reference)
    for head in (cast.importer_head, cast.third_head):
        sign_permits_with(head, needs_two=False)
    names = {
        "application": named(reference=ours.reference),
        "application draft": named(reference=draft.reference),
        "foreign application": named(reference=foreign.reference),
        "permit": named(reference=permit.reference),
        "foreign permit": named(reference=other.reference),
    }
    return names, {
        marker("applicationours"): frozenset({"NL", "company"}),
        marker("applicationdraft"): frozenset({"company"}),
        marker("applicationforeign"): frozenset({"KE"}),
        marker("recommendedours"): frozenset({"NL"}),
        marker("recommendedforeign"): frozenset({"KE"}),
        marker("permitours"): frozenset({"NL", "CL", "S"}),
        marker("permitforeign"): frozenset({"KE", "EG", "S"}),
    }


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of permits and applications."""
    last = path.rstrip("/").rpartition("/")[2]
    sheet = letter("CL") if is_api else {**flat(letter("CL")), "go": "save"}
    return {
        **dict.fromkeys(("applications", "new", "edit", "mend"), sheet),
        "recommend": {"verdict": "issue", "note": "Looked at."},
        "ask": {"question": "By which carrier?"},
        "supply": {"answer": "By ours."},
        "refuse": {"reasons": ["no need"], "note": "Nobody needs it."},
        "extend": {"valid_until": in_days(300).isoformat(), "reason": "The ship is late."},
        "signature": {"act": "confirm"},
        "rule": {"needs_two": "no"},
        **{key: {} for key in ("issue", "propose", "allow")},
        **{key: {"reason": "It was agreed."} for key in ("suspend", "reinstate", "revoke", "surrender")},
    }.get(last, {"note": "It was agreed."})


def flat(raw: dict[str, Any]) -> dict[str, Any]:
    """A sheet as a page sends it."""
    lines = {f"substances-{n}-{key}": value for n, one in enumerate(raw["substances"]) for key, value in one.items()}
    return {name: value for name, value in raw.items() if name != "substances"} | lines


def _may(steps: dict[str, tuple[str, str, set[str]]], verb: str, who: Who, thing: Thing) -> bool:
    side, duty, states = steps[verb]
    office = "" if side == "holder" else getattr(thing, side)
    return bool(office) and who.office == office and duty in who.duties and thing.state in states


def taking(steps: dict[str, tuple[str, str, set[str]]], verb: str, done: int) -> Answer:
    """A step at a door."""

    def answer(who: Who, thing: Thing) -> int:
        if verb == "refuse" and who.key in {"exporter_officer", "third_officer"}:
            return 409  # they recommended it
        return done if _may(steps, verb, who, thing) else 409

    return answer


def writing(done: int) -> Answer:
    """The sheet of an application."""
    return lambda who, thing: done if any(_may(OF_APPLICATIONS, verb, who, thing) for verb in ON_THE_SHEET) else 409


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, permit = "/applications/{reference}", "/permits/{reference}"
    of_applications = {
        f"POST {one}/{verb}": Entrance(duty, "application", taking(OF_APPLICATIONS, verb, 200))
        for verb, (_side, duty, _states) in OF_APPLICATIONS.items()
    }
    of_permits = {
        f"POST {permit}/{verb}": Entrance(duty, "permit", taking(OF_PERMITS, verb, 200))
        for verb, (_side, duty, _states) in OF_PERMITS.items()
    }
    return {
        "GET /applications": Entrance(READ_PERMITS, "", always(200)),
        "POST /applications": Entrance(APPLY, "", always(201)),
        f"GET {one}": Entrance(READ_PERMITS, "application", always(200)),
        f"POST {one}/recommend": Entrance(HANDLE, "application", always(200)),
        f"POST {one}/confirm": Entrance(READ_PERMITS, "application", always(409)),
        f"POST {one}/decline": Entrance(READ_PERMITS, "application", always(409)),
        "GET /papers/permits": Entrance(READ_PERMITS, "", always(200)),
        "GET /papers/permits/{reference}": Entrance(READ_PERMITS, "permit", always(200)),
        "GET /permits": Entrance(READ_PERMITS, "", always(200)),
        f"GET {permit}": Entrance(READ_PERMITS, "permit", always(200)),
        f"POST {permit}/confirm": Entrance(READ_PERMITS, "permit", always(409)),
        f"POST {permit}/decline": Entrance(READ_PERMITS, "permit", always(409)),
        **of_applications,
        **of_permits,
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, permit = "/applications/{reference}/", "/permits/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/applications/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        "/applications/new/": (APPLY, "", always(200), always(302)),
        "/applications/rule/": (SIGN, "", always(200), always(302)),
        one: (READ_PERMITS, "application", always(200), UNKNOWN_METHOD),
        f"{one}edit/": (APPLY, "application", writing(200), writing(302)),
        f"{one}recommend/": (HANDLE, "application", always(200), always(302)),
        f"{one}signature/": (READ_PERMITS, "application", always(409), always(409)),
        "/permits/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        permit: (READ_PERMITS, "permit", always(200), UNKNOWN_METHOD),
        f"{permit}signature/": (READ_PERMITS, "permit", always(409), always(409)),
        f"{one}steps/nonsense/": (READ_PERMITS, "application", always(404), always(404)),
    }
    for verb in BY_THE_CLOCK:
        rows[f"{permit}steps/{verb}/"] = (READ_PERMITS, "permit", always(404), always(404))
    for path, names, steps in ((one, "application", OF_APPLICATIONS), (permit, "permit", OF_PERMITS)):
        for verb in steps:
            shown = 302 if verb in ON_THE_SHEET else 200
            get, post = taking(steps, verb, shown), taking(steps, verb, 302)
            rows[f"{path}steps/{verb}/"] = (READ_PERMITS, names, get, post)
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
