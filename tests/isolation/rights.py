"""Who is who, what there is, and what an entrance answers to whom: the words in which expectations are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.isolation.things import Thing
from tests.workflow.oracle import ACTS, EXPORTING, SECONDED

READ, SEND, ANSWER, LIFT = "read cases", "send notices", "answer notices", "lift objections"
COMMENT, CHECK, KEEP_LAW = "comment", "check shipments", "keep law packs"
KEEP, READ_LISTS = "keep surveillance lists", "read surveillance lists"
DIRECTORY, ADMINISTER = "read directory", "administer"
CONNECT = "connect systems"
KEEP_ARRANGEMENTS = "keep arrangements"
REGISTERS = "keep registers"
ENQUIRE = "enquire"
READ_INCIDENTS, REPORT, RELEASE = "read incidents", "report incidents", "release incidents"
RULE = "keep release rule"
TAKE_PART, PROJECTS = "take part", "keep projects"
SEND_ALERTS, READ_INDUSTRY = "send alerts", "read industry alerts"
CONTACTS = "arrange contacts"
SIT, KEEP_GROUPS = "sit in groups", "keep groups"
READ_PERMITS, APPLY = "read permits", "apply for permits"
HANDLE, SIGN, NEEDS = "handle permits", "sign permits", "keep estimates"
READ_LICENCES, APPLY_LICENCES = "read licences", "apply for licences"
HANDLE_LICENCES, SIGN_LICENCES, INSPECT = "handle licences", "sign licences", "inspect companies"
CUSTOMERS, CHECK_ORDERS, LIFT_HOLDS = "keep customers", "check orders", "lift holds"
READ_REPORTS, REPORT_SUSPICIONS = "read suspicious reports", "report suspicions"
HANDLE_REPORTS = "handle suspicious reports"
MAP, PARTNER, JOIN = "map industry", "keep partnership", "join partnership"
PLATFORMS = "work with platforms"
GUIDE, PUBLISH = "read guidance", "publish guidance"
ANYBODY, SIGNED_IN = "anybody", "signed in"

AT_WORK = frozenset({READ, ANSWER, COMMENT, ENQUIRE, CHECK, KEEP_LAW, DIRECTORY, REGISTERS, READ_PERMITS})
LICENSING = frozenset({READ_LICENCES, APPLY_LICENCES, HANDLE_LICENCES, INSPECT})
OFFICER = AT_WORK | LICENSING | {SEND, SIT, APPLY, HANDLE, MAP, PARTNER, JOIN, GUIDE, PUBLISH, PLATFORMS}
HEAD = OFFICER | {LIFT, CONNECT, KEEP_GROUPS, SIGN, NEEDS, SIGN_LICENCES}
OF_COMPANIES = frozenset({READ_PERMITS, APPLY, READ_LICENCES, APPLY_LICENCES, CUSTOMERS, CHECK_ORDERS, LIFT_HOLDS})
CLERK = OF_COMPANIES | {CHECK, ENQUIRE, READ_INDUSTRY, SIT, JOIN, GUIDE}
SECRETARIAT = AT_WORK | {ADMINISTER, KEEP_ARRANGEMENTS, GUIDE, PUBLISH}
KEEPER = frozenset({KEEP, READ_LISTS})
FOCAL = frozenset({READ_INCIDENTS, REPORT, READ_INDUSTRY})
ABROAD = FOCAL | {RELEASE, RULE, TAKE_PART, SEND_ALERTS, CONTACTS, CONNECT}
FOCAL_HEAD = ABROAD | {SIT, KEEP_GROUPS}
REPORTS_DESK = frozenset({READ_REPORTS, REPORT_SUSPICIONS, HANDLE_REPORTS})


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
        Who("exporter_officer", "NL", OFFICER | FOCAL | REPORTS_DESK),
        Who("exporter_head", "NL", HEAD | KEEPER | FOCAL_HEAD | {ADMINISTER}),
        Who("importer_officer", "CL", OFFICER | FOCAL),
        Who("importer_second", "CL", OFFICER),
        Who("importer_head", "CL", HEAD),
        Who("third_officer", "KE", OFFICER | KEEPER | FOCAL_HEAD | REPORTS_DESK),
        Who("third_head", "KE", HEAD | KEEPER | FOCAL_HEAD | {ADMINISTER}),
        Who("fourth_officer", "EG", OFFICER | KEEPER | FOCAL),
        Who("secretariat_officer", "S", SECRETARIAT | ABROAD | {READ_LISTS, PROJECTS}),
        Who("secretariat_second", "S", SECRETARIAT),
        Who("clerk", "company", CLERK | {READ_LISTS, READ_REPORTS, REPORT_SUSPICIONS}),
        Who("expired", "CL"),
        Who("starting_tomorrow", "CL"),
        Who("deactivated", "CL", enters=False),
        Who("nobody", "", enters=False),
    )
}


MOVES = {
    # verb: whose act it is, the duty it needs, and the states of a movement from which it is done
    "replan": ("opener", SEND, {"planned"}),
    "dispatch": ("opener", SEND, {"planned"}),
    "cancel": ("opener", SEND, {"planned"}),
    "adjust": ("opener", SEND, {"dispatched"}),
    "arrive": ("counterpart", ANSWER, {"dispatched", "not arrived", "diverted"}),
    "correct": ("counterpart", ANSWER, {"arrived"}),
    "miss": ("counterpart", ANSWER, {"dispatched", "diverted"}),
    "divert": ("opener", SEND, {"dispatched", "not arrived"}),
    "return": ("opener", SEND, {"dispatched", "not arrived", "diverted", "arrived"}),
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
    if verb == "close":
        return False  # none of the cases here is voluntary
    office = thing.opener if side == EXPORTING else thing.counterpart
    return office == who.office and duty in who.duties and thing.state in states


def step(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""

    def answer(who: Who, thing: Thing) -> int:
        taken = may(verb, who, thing) and not (verb in SECONDED and thing.proposer)
        return done if taken else 409

    return answer


def shown(verb: str) -> Answer:
    """The page of a step, for those who may take it now."""
    return step(verb, 200)


def move(verb: str, done: int) -> Answer:
    """A step of a movement that is taken, or refused with 409."""
    return of_table(MOVES, verb, done)


def of_table(steps: Mapping[str, tuple[str, str, set[str]]], verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409: each with whose act it is, its duty, and where it is done from."""
    side, duty, states = steps[verb]

    def answer(who: Who, thing: Thing) -> int:
        is_own = getattr(thing, side) == who.office
        return done if is_own and duty in who.duties and thing.state in states else 409

    return answer


def signed(done: int, *, second: bool) -> Answer:
    """A second signature, or a refusal of the first; nobody outside the proposer's office hears of either."""

    def answer(who: Who, thing: Thing) -> int:
        own = bool(thing.proposer) and PEOPLE[thing.proposer].office == who.office
        return done if own and ANSWER in who.duties and not (second and thing.proposer == who.key) else 409

    return answer


def read_only(duty: str, names: str, inside: Answer) -> dict[str, Entrance]:
    return {"GET": Entrance(duty, names, inside), "POST": Entrance(duty, names, UNKNOWN_METHOD)}


def form_page(duty: str, names: str, get: Answer, post: Answer) -> dict[str, Entrance]:
    return {"GET": Entrance(duty, names, get), "POST": Entrance(duty, names, post)}


def by_method(rows: Mapping[str, tuple[str, str, Answer, Answer]]) -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them, from duty, thing, and the answers to both methods."""
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
