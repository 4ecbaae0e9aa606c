"""Who gets which answer where, said a second time and by hand: nothing of it is read from the house.

For each entrance: the duty that opens it, what its address names, and the answer to those who hold the duty and may
see the thing. The rest follows: signed out is asked to sign in; without the duty there is no way in; and what one may
not see is answered like what is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.workflow.oracle import ACTS, EXPORTING

READ, SEND, ANSWER, LIFT = "read cases", "send notices", "answer notices", "lift objections"
COMMENT, CHECK, KEEP_LAW = "comment", "check shipments", "keep law packs"
KEEP, READ_LISTS = "keep surveillance lists", "read surveillance lists"
DIRECTORY, ADMINISTER = "read directory", "administer"
CONNECT = "connect systems"
ANYBODY, SIGNED_IN = "anybody", "signed in"

OFFICER = frozenset({READ, SEND, ANSWER, COMMENT, CHECK, KEEP_LAW, DIRECTORY})
HEAD = OFFICER | {LIFT, CONNECT}
SECRETARIAT = frozenset({READ, ANSWER, COMMENT, CHECK, KEEP_LAW, DIRECTORY, ADMINISTER})
KEEPER = frozenset({KEEP, READ_LISTS})


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: where they work, what they may do today, and whether they can sign in at all."""

    key: str
    office: str
    duties: frozenset[str] = frozenset()
    enters: bool = True


PEOPLE = {
    who.key: who
    for who in (
        Who("exporter_officer", "NL", OFFICER),
        Who("exporter_head", "NL", HEAD | KEEPER | {ADMINISTER}),
        Who("importer_officer", "CL", OFFICER),
        Who("importer_second", "CL", OFFICER),
        Who("importer_head", "CL", HEAD),
        Who("third_officer", "KE", OFFICER | KEEPER),
        Who("third_head", "KE", HEAD | KEEPER | {ADMINISTER}),
        Who("fourth_officer", "EG", OFFICER | KEEPER),
        Who("secretariat_officer", "S", SECRETARIAT | {READ_LISTS}),
        Who("secretariat_second", "S", SECRETARIAT),
        Who("clerk", "company", frozenset({CHECK, READ_LISTS})),
        Who("expired", "CL"),
        Who("starting_tomorrow", "CL"),
        Who("deactivated", "CL", enters=False),
        Who("nobody", "", enters=False),
    )
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address can name: who sees it, whose it is, and how far it is."""

    sees: frozenset[str] = frozenset()
    opener: str = ""
    counterpart: str = ""
    state: str = ""
    proposer: str = ""


OURS, THEIRS = frozenset({"NL", "CL", "S"}), frozenset({"KE", "EG", "S"})
CASES = {
    "draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "sent": Thing(OURS, "NL", "CL", "sent"),
    "proposed": Thing(OURS, "NL", "CL", "sent", proposer="importer_officer"),
    "objected": Thing(OURS, "NL", "CL", "objected"),
    "foreign": Thing(THEIRS, "KE", "EG", "sent", proposer="fourth_officer"),
    "absent": Thing(),
}
FILES = {
    "batch": Thing(frozenset({"NL"}), "NL"),
    "foreign batch": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
LISTS = {"list": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
VETTINGS = {"vetting": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
EDITIONS = {
    "edition": Thing(frozenset({"KE"}), "KE", "", "published"),
    "proposed edition": Thing(frozenset({"KE"}), "KE", "", "draft", proposer="third_officer"),
    "absent": Thing(),
}
LAWS = {
    "law draft": Thing(frozenset({"NL"}), "NL"),
    "foreign law": Thing(frozenset({"KE"}), "KE", proposer="third_officer"),
    "absent": Thing(),
}
COPIES = {
    "copy": Thing(frozenset({"KE", "EG"}), "KE", "EG", "acknowledged"),
    "unopened copy": Thing(frozenset({"KE", "company"}), "KE", "company", "given"),
    "absent": Thing(),
}
OFFICES, CHECKERS = frozenset({"NL", "CL", "KE", "EG", "S"}), frozenset({"S"})
# The directory's things go by the names of cases: those of Exportland by "sent", those of Thirdland by "foreign".
PARTS = {"sent": Thing(frozenset({"NL", "S"})), "foreign": Thing(frozenset({"KE", "S"})), "absent": Thing()}
READABLE = {"sent": Thing(OFFICES), "foreign": Thing(OFFICES), "absent": Thing()}
LEFT = {"sent": Thing(frozenset({"NL"})), "foreign": Thing(frozenset({"KE"})), "absent": Thing()}
CANDIDACIES = {
    "sent": Thing(CHECKERS, proposer="secretariat_officer"),
    "foreign": Thing(CHECKERS),
    "absent": Thing(),
}
HOOKS = {
    "webhook": Thing(frozenset({"NL"}), "NL"),
    "foreign webhook": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
THINGS: Mapping[str, Mapping[str, Thing]] = {
    "": {"nothing": Thing()},
    "case": CASES,
    "batch": FILES,
    "webhook": HOOKS,
    "list": LISTS,
    "vetting": VETTINGS,
    "edition": EDITIONS,
    "copy": COPIES,
    "proposal": LAWS,
    "part": PARTS,
    "entry": READABLE,
    "delegation": LEFT,
    "candidacy": CANDIDACIES,
}

Answer = Callable[[Who, Thing], int]


@dataclass(frozen=True, slots=True)
class Entrance:
    """One method of one address: the duty, what the address names, and the answer inside."""

    duty: str
    names: str
    inside: Answer

    def answer(self, who: Who, thing: Thing, *, is_api: bool) -> int:
        """The status somebody must get."""
        if self.duty == ANYBODY:
            return self.inside(who, thing)
        if not who.enters:
            return 401 if is_api else 302
        if self.duty != SIGNED_IN and self.duty not in who.duties:
            return 403 if is_api else 404
        if self.names and who.office not in thing.sees:
            # A method that an address does not know is refused before anything is looked up.
            return 405 if self.inside is UNKNOWN_METHOD else 404
        return self.inside(who, thing)


def always(status: int) -> Answer:
    """The same for everybody inside."""
    return lambda _who, _thing: status


UNKNOWN_METHOD = always(405)


def may(verb: str, who: Who, thing: Thing) -> bool:
    """Whether somebody may take a step."""
    side, duty, states, _name = ACTS[verb]
    office = thing.opener if side == EXPORTING else thing.counterpart
    return office == who.office and duty in who.duties and thing.state in states


def step(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""

    def answer(who: Who, thing: Thing) -> int:
        taken = may(verb, who, thing) and not (verb == "object" and thing.proposer)
        return done if taken else 409

    return answer


def shown(verb: str) -> Answer:
    """The page of a step, for those who may take it now."""
    return step(verb, 200)


def signed(done: int, *, second: bool) -> Answer:
    """A second signature, or a refusal of the first; nobody outside the proposer's office hears of either."""

    def answer(who: Who, thing: Thing) -> int:
        own = bool(thing.proposer) and PEOPLE[thing.proposer].office == who.office
        return done if own and ANSWER in who.duties and not (second and thing.proposer == who.key) else 409

    return answer


def _left(done: int) -> Answer:
    """What only the two people of a delegation may do."""
    return lambda who, _thing: (
        done if who.key in {"exporter_officer", "exporter_head", "third_officer", "third_head"} else 404
    )


def _seconded(who: Who, thing: Thing) -> int:
    """The second signature under a candidacy: somebody else's than the first, where there is one."""
    return 302 if thing.proposer and thing.proposer != who.key else 409


def _unproposed(_who: Who, thing: Thing) -> int:
    """A first signature is not given twice."""
    return 422 if thing.proposer else 302


def directory() -> dict[str, dict[str, Entrance]]:
    """The pages of the directory."""
    start, case = "/directory/", "/directory/candidacies/{candidacy_id}/"
    entry, part = "/directory/entries/{entry_id}/", "/directory/{code}/"
    stamp, person = "/directory/specimens/{specimen_id}/", "/directory/people/{person_id}/"
    done = (always(200), always(302))
    return {
        start: _read_only(SIGNED_IN, "", always(200)),
        f"{start}print/": _read_only(DIRECTORY, "", always(200)),
        f"{start}sheet/": _read_only(DIRECTORY, "", always(200)),
        f"{start}cards/": _read_only(DIRECTORY, "", always(200)),
        f"{start}away/": _form(DIRECTORY, "", always(200), always(422)),
        f"{start}away/{{delegation_id}}/end/": {
            "GET": Entrance(DIRECTORY, "delegation", UNKNOWN_METHOD),
            "POST": Entrance(DIRECTORY, "delegation", _left(302)),
        },
        f"{start}request/": _form(ANYBODY, "", always(200), always(200)),
        f"{start}candidacies/": _read_only(ADMINISTER, "", lambda who, _thing: 200 if who.office == "S" else 404),
        case: _form(ADMINISTER, "candidacy", always(200), _seconded),
        f"{case}appoint/": _form(ADMINISTER, "candidacy", always(200), _unproposed),
        f"{case}refuse/": _form(ADMINISTER, "candidacy", *done),
        entry: _read_only(DIRECTORY, "entry", always(200)),
        f"{entry}correct/": _form(ADMINISTER, "part", *done),
        f"{entry}end/": _form(ADMINISTER, "part", *done),
        f"{entry}specimens/": _form(ADMINISTER, "part", *done),
        stamp: _read_only(DIRECTORY, "entry", always(200)),
        f"{stamp}end/": _form(ADMINISTER, "part", *done),
        person: _form(ADMINISTER, "part", *done),
        f"{person}shut/": _form(ADMINISTER, "part", *done),
        f"{start}days/{{correction_id}}/": _form(ADMINISTER, "part", *done),
        part: _read_only(DIRECTORY, "entry", always(200)),
        f"{part}verify/": _form(ADMINISTER, "part", *done),
        f"{part}add/": _form(ADMINISTER, "part", *done),
        f"{part}calendar/": _read_only(DIRECTORY, "entry", always(200)),
        f"{part}calendar/correct/": _form(ADMINISTER, "part", *done),
        f"{part}people/": _read_only(ADMINISTER, "part", always(200)),
        f"{part}people/invite/": _form(ADMINISTER, "part", *done),
    }


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    case, batch = "/notices/{reference}", "/batches/{batch_id}"
    about, hook = "/cases/{reference}", "/webhooks/{endpoint_id}"
    acts = ("rotate", "replace-secret", "test", "stop", "resume", "resume-from-now")
    hooks = {f"POST {hook}/{act}": Entrance(CONNECT, "webhook", always(200)) for act in acts}
    steps = {
        f"POST {case}/{verb}": Entrance(duty, "case", step(verb, 200)) for verb, (_s, duty, _f, _n) in ACTS.items()
    }
    return (
        hooks
        | steps
        | {
            "GET /notices": Entrance(READ, "", always(200)),
            "POST /notices": Entrance(SEND, "", always(201)),
            "GET /inbox": Entrance(READ, "", always(200)),
            f"GET {case}": Entrance(READ, "case", always(200)),
            f"POST {case}/confirm": Entrance(READ, "case", signed(200, second=True)),
            f"POST {case}/decline": Entrance(READ, "case", signed(200, second=False)),
            f"GET {about}/timeline": Entrance(READ, "case", always(200)),
            f"POST {about}/comments": Entrance(COMMENT, "case", always(201)),
            f"GET {about}/files": Entrance(READ, "case", always(200)),
            f"POST {about}/files": Entrance(COMMENT, "case", always(201)),
            f"GET {about}/files/{{file_id}}": Entrance(READ, "case", always(200)),
            "POST /batches": Entrance(SEND, "", always(202)),
            f"GET {batch}": Entrance(SEND, "batch", always(200)),
            f"GET {batch}/lines": Entrance(SEND, "batch", always(200)),
            f"POST {batch}/lodge": Entrance(SEND, "batch", always(202)),
            "GET /directory/entries": Entrance(DIRECTORY, "", always(200)),
            "POST /directory/{code}/entries": Entrance(ADMINISTER, "part", always(201)),
            "POST /directory/entries/{entry_id}/correct": Entrance(ADMINISTER, "part", always(200)),
            "POST /directory/entries/{entry_id}/end": Entrance(ADMINISTER, "part", always(200)),
            "POST /directory/{code}/verify": Entrance(ADMINISTER, "part", always(200)),
            "GET /directory/{code}/calendar": Entrance(DIRECTORY, "entry", always(200)),
            "POST /directory/{code}/calendar": Entrance(ADMINISTER, "part", always(201)),
            "GET /delegations": Entrance(DIRECTORY, "", always(200)),
            "POST /delegations": Entrance(DIRECTORY, "", always(422)),
            "POST /delegations/{delegation_id}/end": Entrance(DIRECTORY, "delegation", _left(200)),
            "GET /events": Entrance(READ, "", always(200)),
            "GET /webhooks": Entrance(CONNECT, "", always(200)),
            "POST /webhooks": Entrance(CONNECT, "", always(201)),
            f"GET {hook}": Entrance(CONNECT, "webhook", always(200)),
            f"GET {hook}/secret": Entrance(CONNECT, "webhook", always(200)),
            f"DELETE {hook}": Entrance(CONNECT, "webhook", always(204)),
            "GET /me": Entrance(SIGNED_IN, "", always(200)),
            "GET /substances": Entrance(SIGNED_IN, "", always(200)),
            "POST /recognise": Entrance(SIGNED_IN, "", always(200)),
            "POST /structures": Entrance(SIGNED_IN, "", always(200)),
            "GET /substances/{id_}": Entrance(SIGNED_IN, "", always(200)),
            "GET /law/packs": Entrance(SIGNED_IN, "", always(200)),
            "GET /law/lists": Entrance(SIGNED_IN, "", always(200)),
            "GET /law/lists/{pack}/{code}": Entrance(SIGNED_IN, "", always(200)),
            # Both want to know more than the visitor says.
            "GET /law/ask": Entrance(SIGNED_IN, "", always(422)),
            "GET /law/changes": Entrance(SIGNED_IN, "", always(422)),
            "GET /openapi.json": Entrance(ANYBODY, "", always(200)),
            "GET /docs": Entrance(ANYBODY, "", always(200)),
            "GET /": Entrance(ANYBODY, "", always(404)),
        }
    )


def papers() -> dict[str, Entrance]:
    """The exchange of papers; one that may not be taken is refused by itself, within the receipts."""
    return {
        "GET /papers": Entrance(READ, "", always(200)),
        "POST /papers": Entrance(READ, "", always(200)),
        "GET /papers/cases/{reference}": Entrance(READ, "case", always(200)),
        "GET /papers/directory": Entrance(DIRECTORY, "", always(200)),
        "GET /papers/schema.xsd": Entrance(ANYBODY, "", always(200)),
        "GET /papers/schema.json": Entrance(ANYBODY, "", always(200)),
    }


def _read_only(duty: str, names: str, inside: Answer) -> dict[str, Entrance]:
    return {"GET": Entrance(duty, names, inside), "POST": Entrance(duty, names, UNKNOWN_METHOD)}


def _form(duty: str, names: str, get: Answer, post: Answer) -> dict[str, Entrance]:
    return {"GET": Entrance(duty, names, get), "POST": Entrance(duty, names, post)}


def _own_door(who: Who, _thing: Thing) -> int:
    """The entrance for those outside; whoever is inside is led on."""
    return 302 if who.enters else 200


def pages() -> dict[str, dict[str, Entrance]]:
    """The pages, each with its methods."""
    case, batch = "/notices/{reference}/", "/files/{batch_id}/"
    about = "/cases/{reference}/"
    found = {
        "/": _read_only(SIGNED_IN, "", lambda who, _thing: 200 if READ in who.duties else 302),
        "/search/": _read_only(READ, "", always(302)),
        **directory(),
        "/health/": _read_only(ANYBODY, "", always(200)),
        "/language/": _form(ANYBODY, "", always(302), always(302)),
        about: _read_only(READ, "case", always(302)),
        f"{about}comments/": _form(COMMENT, "case", always(200), always(302)),
        f"{about}files/": _form(COMMENT, "case", always(200), always(302)),
        f"{about}files/{{file_id}}/": _read_only(READ, "case", always(200)),
        "/notices/": _read_only(READ, "", always(200)),
        "/notices/new/": _form(SEND, "", always(200), always(302)),
        "/notices/places/": _read_only(SIGNED_IN, "", always(200)),
        case: _read_only(READ, "case", always(200)),
        f"{case}edit/": _form(SEND, "case", shown("edit"), step("edit", 302)),
        f"{case}submit/": _form(SEND, "case", shown("submit"), step("submit", 302)),
        f"{case}amend/": _form(SEND, "case", shown("amend"), step("amend", 302)),
        f"{case}signature/": _form(READ, "case", _sees_proposal, signed(302, second=True)),
        "/files/": _form(SEND, "", always(200), always(302)),
        "/files/template/": _read_only(SEND, "", always(200)),
        batch: _read_only(SEND, "batch", always(200)),
        f"{batch}progress/": _read_only(SEND, "batch", always(200)),
        f"{batch}headings/": _form(SEND, "batch", always(200), always(422)),
        f"{batch}lodge/": _form(SEND, "batch", always(200), always(302)),
        f"{batch}faulty/": _read_only(SEND, "batch", always(200)),
        "/agenda/": _form(READ, "", always(200), always(302)),
        "/calendar/{secret}/deadlines.ics": _read_only(ANYBODY, "", always(404)),
        "/webhooks/": _form(CONNECT, "", always(200), always(302)),
        "/webhooks/{endpoint_id}/": _form(CONNECT, "webhook", always(200), always(302)),
        "/check/": _form(CHECK, "", always(200), always(200)),
    } | _law()
    for verb in ("ask", "supply", "clear", "object", "lift", "withdraw", "discard", "release"):
        found[f"{case}{verb}/"] = _form(READ, "case", shown(verb), step(verb, 302))
    for nothing in ("lapse", "nonsense"):
        found[f"{case}{nothing}/"] = _form(READ, "case", always(404), always(404))
    return found | {path: {"GET": Entrance(duty, "", get)} for path, (duty, get) in ACCOUNTS.items()}


def _law() -> dict[str, dict[str, Entrance]]:
    """The pages of the catalogue; the law is read by everybody inside, and written by few."""
    draft = "/law/proposals/{proposal_id}/"
    found = {
        f"/law/{place}": _read_only(SIGNED_IN, "", always(200))
        for place in (
            "",
            "ask/",
            "structure/",
            "changes/",
            "simulation/",
            "template/",
            "packs/",
            "packs/{pack_id}/",
            "packs/{pack_id}/files/",
            "lists/{pack_id}/{code}/",
            "substances/{id_}/",
        )
    }
    return found | {
        "/law/proposals/": _form(KEEP_LAW, "", always(200), always(302)),
        draft: _read_only(KEEP_LAW, "proposal", always(200)),
        f"{draft}edit/": _form(KEEP_LAW, "proposal", always(200), always(302)),
        f"{draft}adopt/": _form(KEEP_LAW, "proposal", _unsigned(200), _unsigned(302)),
        f"{draft}discard/": _form(KEEP_LAW, "proposal", always(200), always(302)),
        f"{draft}signature/": _form(KEEP_LAW, "proposal", _sees_proposal, _second_signature),
    }


def _unsigned(done: int) -> Answer:
    """A first signature, where none waits yet."""
    return lambda _who, thing: 409 if thing.proposer else done


def _second_signature(who: Who, thing: Thing) -> int:
    return 302 if thing.proposer and thing.proposer != who.key else 409


def methods_of_pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    return {f"{method} page {path}": one for path, found in pages().items() for method, one in found.items()}


def _sees_proposal(who: Who, thing: Thing) -> int:
    return 200 if thing.proposer and PEOPLE[thing.proposer].office == who.office else 409


ACCOUNTS: Mapping[str, tuple[str, Answer]] = {
    "/accounts/login/": (ANYBODY, _own_door),
    "/accounts/logout/": (SIGNED_IN, always(200)),
    "/accounts/inactive/": (ANYBODY, always(200)),
    "/accounts/signup/": (ANYBODY, always(404)),
    "/accounts/email/": (ANYBODY, always(404)),
    "/accounts/email/sent/": (ANYBODY, always(404)),
    "/accounts/email/{key}/": (ANYBODY, always(404)),
    "/accounts/password/set/": (ANYBODY, always(404)),
    "/accounts/again/": (SIGNED_IN, always(200)),
    "/accounts/password/": (SIGNED_IN, always(200)),
    "/accounts/reset/": (ANYBODY, always(200)),
    "/accounts/reset/sent/": (ANYBODY, always(200)),
    "/accounts/reset/{uidb36}-{key}/": (ANYBODY, always(200)),
    "/accounts/reset/done/": (ANYBODY, always(200)),
}
