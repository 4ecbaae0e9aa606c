"""Who gets which answer where, said a second time and by hand: nothing of it is read from the house.

For each entrance: the duty that opens it, what its address names, and the answer to those who hold the duty and may
see the thing. The rest follows: signed out is asked to sign in; without the duty there is no way in; and what one may
not see is answered like what is not there.
"""

from collections.abc import Mapping

from tests.isolation import enquiries
from tests.isolation.rights import (
    ADMINISTER,
    ANSWER,
    ANYBODY,
    CHECK,
    COMMENT,
    CONNECT,
    DIRECTORY,
    KEEP_ARRANGEMENTS,
    KEEP_LAW,
    LIFT,
    MOVES,
    PEOPLE,
    READ,
    REGISTERS,
    SEND,
    SIGNED_IN,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    form_page,
    move,
    read_only,
    shown,
    signed,
    step,
)
from tests.isolation.things import Thing
from tests.workflow.oracle import ACTS


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


def _on_own_side(done: int) -> Answer:
    """Only the two sides of a case, and of them who works on such cases, say who holds it."""

    def answer(who: Who, thing: Thing) -> int:
        needed = {thing.opener: {SEND}, thing.counterpart: {ANSWER, LIFT}}.get(who.office, set())
        return done if needed & who.duties else 409

    return answer


def directory() -> dict[str, dict[str, Entrance]]:
    """The pages of the directory."""
    start, case = "/directory/", "/directory/candidacies/{candidacy_id}/"
    entry, part = "/directory/entries/{entry_id}/", "/directory/{code}/"
    stamp, person = "/directory/specimens/{specimen_id}/", "/directory/people/{person_id}/"
    done = (always(200), always(302))
    return {
        start: read_only(SIGNED_IN, "", always(200)),
        f"{start}print/": read_only(DIRECTORY, "", always(200)),
        f"{start}sheet/": read_only(DIRECTORY, "", always(200)),
        f"{start}cards/": read_only(DIRECTORY, "", always(200)),
        f"{start}away/": form_page(DIRECTORY, "", always(200), always(422)),
        f"{start}away/{{delegation_id}}/end/": {
            "GET": Entrance(DIRECTORY, "delegation", UNKNOWN_METHOD),
            "POST": Entrance(DIRECTORY, "delegation", _left(302)),
        },
        f"{start}request/": form_page(ANYBODY, "", always(200), always(200)),
        f"{start}candidacies/": read_only(ADMINISTER, "", lambda who, _thing: 200 if who.office == "S" else 404),
        case: form_page(ADMINISTER, "candidacy", always(200), _seconded),
        f"{case}appoint/": form_page(ADMINISTER, "candidacy", always(200), _unproposed),
        f"{case}refuse/": form_page(ADMINISTER, "candidacy", *done),
        entry: read_only(DIRECTORY, "entry", always(200)),
        f"{entry}correct/": form_page(ADMINISTER, "part", *done),
        f"{entry}end/": form_page(ADMINISTER, "part", *done),
        f"{entry}specimens/": form_page(ADMINISTER, "part", *done),
        stamp: read_only(DIRECTORY, "entry", always(200)),
        f"{stamp}end/": form_page(ADMINISTER, "part", *done),
        person: form_page(ADMINISTER, "part", *done),
        f"{person}shut/": form_page(ADMINISTER, "part", *done),
        f"{start}days/{{correction_id}}/": form_page(ADMINISTER, "part", *done),
        part: read_only(DIRECTORY, "entry", always(200)),
        f"{part}verify/": form_page(ADMINISTER, "part", *done),
        f"{part}add/": form_page(ADMINISTER, "part", *done),
        f"{part}calendar/": read_only(DIRECTORY, "entry", always(200)),
        f"{part}calendar/correct/": form_page(ADMINISTER, "part", *done),
        f"{part}people/": read_only(ADMINISTER, "part", always(200)),
        f"{part}people/invite/": form_page(ADMINISTER, "part", *done),
    }


def _answering() -> dict[str, Entrance]:
    """What awaits an answer, many answers at once, and who answers for whom."""
    return list_operations() | {
        # What is chosen is not there, which is told for each and refuses nothing.
        "POST /answers": Entrance(ANSWER, "", always(200)),
        "GET /inbox": Entrance(READ, "", always(200)),
        "GET /cases/{reference}/holder": Entrance(READ, "case", always(200)),
        "POST /cases/{reference}/holder": Entrance(READ, "case", _on_own_side(200)),
        "GET /arrangements": Entrance(READ, "", always(200)),
        "POST /arrangements": Entrance(KEEP_ARRANGEMENTS, "", always(201)),
        "POST /arrangements/{arrangement_id}/end": Entrance(KEEP_ARRANGEMENTS, "arrangement", always(200)),
    }


# A paper may be verified by anybody; the visitor enters nothing.
PAPERS = {
    "GET /notices/{reference}/form": Entrance(READ, "case", always(200)),
    "POST /verify": Entrance(ANYBODY, "", always(422)),
}


def _own_only(done: int) -> Answer:
    """What one person keeps, and colleagues do not see either."""
    return lambda who, thing: done if who.key == thing.proposer else 404


def list_operations() -> dict[str, Entrance]:
    """The operations on lists; the visitor names a list that has columns."""
    return {
        "GET /lists": Entrance(READ, "", always(200)),
        "POST /lists/{name}/columns": Entrance(READ, "", always(200)),
        "GET /searches": Entrance(READ, "", always(200)),
        "POST /searches": Entrance(READ, "", always(201)),
        "DELETE /searches/{search_id}": Entrance(READ, "saved", _own_only(204)),
        "POST /exports": Entrance(READ, "", always(202)),
        "GET /exports/{export_id}": Entrance(READ, "saved", _own_only(200)),
        "GET /exports/{export_id}/file": Entrance(READ, "saved", _own_only(200)),
    }


def list_pages() -> dict[str, dict[str, Entrance]]:
    """The pages of lists; a search is saved of a list that is narrowed, and the visitor narrows none."""
    start, one = "/lists/", "/lists/exports/{export_id}/"
    return {
        f"{start}searches/": read_only(READ, "", always(200)),
        f"{start}searches/{{search_id}}/": form_page(READ, "saved", _own_only(200), _own_only(302)),
        f"{start}exports/": read_only(READ, "", always(200)),
        one: read_only(READ, "saved", _own_only(200)),
        f"{one}progress/": read_only(READ, "saved", _own_only(200)),
        f"{one}file/": read_only(READ, "saved", _own_only(200)),
        f"{start}{{name}}/searches/": form_page(READ, "", always(200), always(422)),
        f"{start}{{name}}/columns/": form_page(READ, "", always(200), always(302)),
        f"{start}{{name}}/exports/": form_page(READ, "", always(200), always(302)),
    }


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    case, batch = "/notices/{reference}", "/batches/{batch_id}"
    about, hook = "/cases/{reference}", "/webhooks/{endpoint_id}"
    acts = ("rotate", "replace-secret", "test", "stop", "resume", "resume-from-now")
    hooks = {f"POST {hook}/{act}": Entrance(CONNECT, "webhook", always(200)) for act in acts} | _beside()
    steps = {f"POST {case}/{verb}": Entrance(duty, "case", step(verb, 200)) for verb, (_, duty, _f, _n) in ACTS.items()}
    return (
        hooks
        | steps
        | PAPERS
        | movements()
        | _answering()
        | {
            "GET /notices": Entrance(READ, "", always(200)),
            "POST /notices": Entrance(SEND, "", always(201)),
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


def _of_a_country(done: int) -> Answer:
    """Companies are kept by authorities; the secretariat has no country."""
    return lambda who, _thing: 409 if who.office == "S" else done


def _for_exportland(done: int) -> Answer:
    """What Exportland needs is stated by Exportland or the secretariat."""
    return lambda who, _thing: done if who.office in {"NL", "S"} else 422


def _beside() -> dict[str, Entrance]:
    """The operations on checks, registers and responsiveness."""
    return {
        "GET /responsiveness": Entrance(DIRECTORY, "", always(200)),
        "GET /responsiveness/own": Entrance(READ, "", always(200)),
        "GET /notices/{reference}/checks": Entrance(READ, "case", always(200)),
        "GET /registers/companies": Entrance(REGISTERS, "", always(200)),
        "POST /registers/companies": Entrance(REGISTERS, "", _of_a_country(200)),
        "POST /registers/companies/{company_id}/licences": Entrance(REGISTERS, "company", always(200)),
        "GET /registers/requirements": Entrance(READ, "", always(200)),
        "POST /registers/requirements": Entrance(REGISTERS, "", _for_exportland(201)),
        "GET /registers/screening": Entrance(READ, "", always(200)),
        "POST /registers/screening": Entrance(REGISTERS, "", always(201)),
        "POST /registers/import/{kind}": Entrance(REGISTERS, "", always(200)),
    }


def _of_an_authority(who: Who, _thing: Thing) -> int:
    return 422 if who.office == "S" else 302


def registers() -> dict[str, dict[str, Entrance]]:
    """The pages of the registers."""
    start, one = "/registers/", "/registers/companies/{company_id}/"
    done = (always(200), always(302))
    return {
        start: read_only(READ, "", always(200)),
        f"{start}companies/": read_only(REGISTERS, "", always(200)),
        f"{start}companies/new/": form_page(
            REGISTERS, "", always(200), lambda who, _t: 422 if who.office == "S" else 302
        ),
        one: read_only(REGISTERS, "company", always(200)),
        f"{one}correct/": form_page(REGISTERS, "company", *done),
        f"{one}licence/": form_page(REGISTERS, "company", *done),
        f"{start}requirements/": read_only(READ, "", always(200)),
        f"{start}requirements/new/": form_page(REGISTERS, "", always(200), _for_exportland(302)),
        f"{start}places/": read_only(READ, "", always(200)),
        f"{start}places/new/": form_page(REGISTERS, "", *done),
        f"{start}places/{{place_id}}/end/": form_page(REGISTERS, "company", UNKNOWN_METHOD, always(302)),
        f"{start}screening/": read_only(READ, "", always(200)),
        f"{start}screening/new/": form_page(REGISTERS, "", *done),
        f"{start}screening/{{screening_id}}/end/": form_page(REGISTERS, "company", UNKNOWN_METHOD, always(302)),
        f"{start}import/{{kind}}/": form_page(REGISTERS, "", *done),
        f"{start}template/{{kind}}/": read_only(REGISTERS, "", always(200)),
    }


def movements() -> dict[str, Entrance]:
    """The operations on movements."""
    under = "/notices/{reference}/movements"
    steps = {
        f"POST /movements/{{reference}}/{verb}": Entrance(duty, "movement", move(verb, 200))
        for verb, (_side, duty, _states) in MOVES.items()
    }
    return steps | {
        "GET /movements": Entrance(READ, "", always(200)),
        "GET /movements/{reference}": Entrance(READ, "movement", always(200)),
        f"GET {under}": Entrance(READ, "case", always(200)),
        # None of the cases here is released, so nothing can be planned under any of them.
        f"POST {under}": Entrance(SEND, "case", always(409)),
    }


def responsiveness() -> dict[str, dict[str, Entrance]]:
    """The pages on how governments answer; what slows one's own is for those who see its cases."""
    return {
        "/responsiveness/": read_only(DIRECTORY, "", always(200)),
        "/responsiveness/own/": read_only(READ, "", always(200)),
        "/responsiveness/{code}/": read_only(DIRECTORY, "", always(200)),
    }


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


def _own_door(who: Who, _thing: Thing) -> int:
    """The entrance for those outside; whoever is inside is led on."""
    return 302 if who.enters else 200


def pages() -> dict[str, dict[str, Entrance]]:
    """The pages, each with its methods."""
    case, batch = "/notices/{reference}/", "/files/{batch_id}/"
    about = "/cases/{reference}/"
    found = {
        "/": read_only(SIGNED_IN, "", lambda who, _thing: 200 if READ in who.duties else 302),
        "/search/": read_only(READ, "", always(302)),
        **directory(),
        **responsiveness(),
        **registers(),
        **enquiries.pages(),
        "/health/": read_only(ANYBODY, "", always(200)),
        "/language/": form_page(ANYBODY, "", always(302), always(302)),
        about: read_only(READ, "case", always(302)),
        **{f"{about}{one}/": form_page(COMMENT, "case", always(200), always(302)) for one in ("comments", "files")},
        f"{about}files/{{file_id}}/": read_only(READ, "case", always(200)),
        "/notices/": read_only(READ, "", always(200)),
        "/notices/new/": form_page(SEND, "", always(200), always(302)),
        "/notices/answers/": form_page(ANSWER, "", always(200), always(200)),
        "/arrangements/": read_only(READ, "", always(200)),
        "/arrangements/new/": form_page(KEEP_ARRANGEMENTS, "", always(200), always(302)),
        "/arrangements/{arrangement_id}/end/": form_page(KEEP_ARRANGEMENTS, "arrangement", always(200), always(302)),
        "/notices/places/": read_only(SIGNED_IN, "", always(200)),
        case: read_only(READ, "case", always(200)),
        f"{case}edit/": form_page(SEND, "case", shown("edit"), step("edit", 302)),
        f"{case}submit/": form_page(SEND, "case", shown("submit"), step("submit", 302)),
        f"{case}amend/": form_page(SEND, "case", shown("amend"), step("amend", 302)),
        f"{case}print/": read_only(READ, "case", always(200)),
        f"{case}form.pdf": read_only(READ, "case", always(200)),
        "/verify/": form_page(ANYBODY, "", always(200), always(422)),
        f"{case}signature/": form_page(READ, "case", _sees_proposal, signed(302, second=True)),
        f"{case}movements/": form_page(SEND, "case", always(409), always(409)),
        "/movements/": read_only(READ, "", always(200)),
        "/movements/sheet/": read_only(READ, "", always(200)),
        "/movements/{reference}/": read_only(READ, "movement", always(200)),
        "/files/": form_page(SEND, "", always(200), always(302)),
        "/files/template/": read_only(SEND, "", always(200)),
        # Which heading is to be forgotten is said in the body; the visitor names none.
        "/files/wordings/": form_page(SEND, "", always(200), always(404)),
        batch: read_only(SEND, "batch", always(200)),
        f"{batch}progress/": read_only(SEND, "batch", always(200)),
        f"{batch}headings/": form_page(SEND, "batch", always(200), always(422)),
        f"{batch}lodge/": form_page(SEND, "batch", always(200), always(302)),
        f"{batch}faulty/": read_only(SEND, "batch", always(200)),
        "/agenda/": form_page(READ, "", always(200), always(302)),
        "/calendar/{secret}/deadlines.ics": read_only(ANYBODY, "", always(404)),
        "/webhooks/": form_page(CONNECT, "", always(200), always(302)),
        "/webhooks/{endpoint_id}/": form_page(CONNECT, "webhook", always(200), always(302)),
        "/check/": form_page(CHECK, "", always(200), always(200)),
    } | {**_law(), **list_pages()}
    answers = ("ask", "prolong", "clear", "allow", "object", "unknown", "lift")
    for verb in (*answers, "supply", "withdraw", "discard", "release", "close"):
        found[f"{case}{verb}/"] = form_page(READ, "case", shown(verb), step(verb, 302))
    for verb in MOVES:
        found[f"/movements/{{reference}}/{verb}/"] = form_page(READ, "movement", move(verb, 200), move(verb, 302))
    found["/movements/{reference}/nonsense/"] = form_page(READ, "movement", always(404), always(404))
    for nothing in ("lapse", "move", "nonsense"):
        found[f"{case}{nothing}/"] = form_page(READ, "case", always(404), always(404))
    found["/cases/{reference}/holder/"] = form_page(READ, "case", _on_own_side(200), _on_own_side(302))
    return found | {path: {"GET": Entrance(duty, "", get)} for path, (duty, get) in ACCOUNTS.items()}


def _law() -> dict[str, dict[str, Entrance]]:
    """The pages of the catalogue; the law is read by everybody inside, and written by few."""
    draft = "/law/proposals/{proposal_id}/"
    found = {
        f"/law/{place}": read_only(SIGNED_IN, "", always(200))
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
        "/law/proposals/": form_page(KEEP_LAW, "", always(200), always(302)),
        draft: read_only(KEEP_LAW, "proposal", always(200)),
        f"{draft}edit/": form_page(KEEP_LAW, "proposal", always(200), always(302)),
        f"{draft}adopt/": form_page(KEEP_LAW, "proposal", _unsigned(200), _unsigned(302)),
        f"{draft}discard/": form_page(KEEP_LAW, "proposal", always(200), always(302)),
        f"{draft}signature/": form_page(KEEP_LAW, "proposal", _sees_proposal, _second_signature),
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
