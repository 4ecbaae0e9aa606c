"""The newer rooms of partnership in the world of the matrix, and who gets which answer at their entrances, by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.industry.consultations import services as consulting
from penstock.industry.guidance import services as library
from penstock.industry.trust import services as trusting
from penstock.industry.trust.criteria import CRITERIA
from penstock.kernel.rowsecurity import acting
from tests.cast import Cast
from tests.industry.partners import a_party, an_agreement
from tests.industry.rooms import (
    FEDERATION,
    a_company,
    a_contact,
    a_document,
    a_federation,
    a_judgement,
    a_question,
    a_reply,
    asked_for_trust,
    consulted,
    contact_named,
    drafted,
    in_days,
    published,
    replied,
    stepped,
    trusted,
    vetted,
)
from tests.isolation.rights import GUIDE, JOIN, PARTNER, PUBLISH, READ, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing

STEPS = {"edit": {"draft"}, "discard": {"draft"}, "open": {"draft"}, "extend": {"open"}, "close": {"open"}}
"""The steps of a consultation, and the states they are taken from."""
OF_TRUST = {
    # verb: whose act it is, the duty it needs, and the states it is taken from
    "judge": ("office", PARTNER, {"asked"}),
    "grant": ("office", PARTNER, set()),
    "refuse": ("office", PARTNER, {"asked"}),
    "suspend": ("office", PARTNER, {"granted"}),
    "reinstate": ("office", PARTNER, set()),
    "withdraw": ("office", PARTNER, {"granted"}),
    "give_up": ("company", JOIN, {"asked", "granted"}),
}
"""Those of trust; none may be granted: one is proposed already, the other is not judged."""
NAMED = frozenset({"NL", "KE", "company"})
"""Who has named a point of contact."""


def add_partners(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Consultations, vettings, guidance and contacts of Exportland with its company, and of Thirdland with its own."""
    theirs = a_company("Consulted of Thirdland", "KE")
    for one in (cast.exporter_officer, cast.third_officer):
        a_federation(one)
    seen: dict[str, frozenset[str]] = {}

    def mark(word: str, *sees: str) -> str:
        seen[marker(word)] = frozenset(sees)
        return str(marker(word))

    contact_named(cast.exporter_officer, hours=mark("contactours", "NL", "company"))
    contact_named(cast.third_officer, hours=mark("contacttheirs", "KE"))
    contact_named(cast.clerk, hours=mark("contactcompany", "NL", "company"))
    names = _consultations(cast, mark, named, theirs) | _vettings(cast, mark, named, theirs)
    return names | _documents(cast, mark, named), seen


def _judged(**changes: str) -> dict[str, Any]:
    """The criteria as they are judged with a reason each, whatever the rows of the world say."""
    notes = {f"note_{one.code}": "It was looked at." for one in CRITERIA}
    return a_judgement(**{**notes, **changes})


def _consultations(cast: Cast, mark: Any, named: Any, theirs: Any) -> dict[str, Any]:
    ours, clerk = cast.exporter_officer, cast.clerk
    channels = {"channels": [FEDERATION]}
    draft = drafted(ours, why=mark("asksdraft", "NL"), companies=[str(clerk.office.pk)])
    row = consulted(ours, clerk, why=mark("asksours", "NL", "company"), **channels)
    replied(clerk, row, words=mark("repliednamed", "NL", "company"))
    quiet = a_company("Quiet of Exportland")
    closed = consulted(ours, clerk, quiet, why=mark("asksclosed", "NL", "company"), **channels)
    replied(quiet, closed, words=mark("repliedunnamed", "NL"), name=FEDERATION)
    stepped(ours, closed, "close", conclusion="We report it.")
    foreign = consulted(cast.third_officer, theirs, why=mark("asksforeign", "KE"), **channels)
    with acting(ours.viewer) as viewer:
        raw = {"note": mark("asksshared", "NL", "S")}
        consulting.share(viewer=viewer, consultation_id=closed.pk, raw=raw)
    found = {
        "consultation": row,
        "consultation draft": draft,
        "closed consultation": closed,
        "foreign consultation": foreign,
    }
    return {name: named(reference=one.reference) for name, one in found.items()}


def _vettings(cast: Cast, mark: Any, named: Any, theirs: Any) -> dict[str, Any]:
    ours = cast.exporter_officer
    asked = asked_for_trust(cast.clerk, reason=mark("trustours", "NL", "company"))
    vetted(ours, asked, "judge", **_judged(note_people=mark("trustjudged", "NL")))
    vetted(ours, asked, "grant", until_on=in_days(200))
    with acting(ours.viewer) as viewer:
        raw = {"company": str(a_company("Trusted of Exportland").office.pk), "reason": mark("trustgranted", "NL")}
        standing = trusting.begin_vetting(viewer=viewer, raw=raw)
    trusted(ours, cast.exporter_head, standing)
    foreign = asked_for_trust(theirs, reason=mark("trustforeign", "KE"))
    found = {"trust": asked, "granted trust": standing, "foreign trust": foreign}
    return {name: named(reference=one.reference) for name, one in found.items()}


def _documents(cast: Cast, mark: Any, named: Any) -> dict[str, Any]:
    everybody = ("NL", "CL", "KE", "EG", "S", "company")
    with acting(cast.exporter_officer.viewer) as viewer:
        raw = a_document(title=mark("guideours", "NL", "company"))
        ours = library.publish(viewer=viewer, raw=raw, file=("a.txt", [b"Ask for the licence."]))
    with acting(cast.clerk.viewer) as viewer:
        library.confirm_reading(viewer=viewer, guidance_id=ours.pk)
    found = {
        "guidance": ours,
        "guidance of all": published(cast.secretariat_officer, title=mark("guideall", *everybody)),
        "foreign guidance": published(cast.third_officer, title=mark("guideforeign", "KE")),
    }
    return {name: named(partnership={"guidance_id": one.pk}) for name, one in found.items()}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of these rooms."""
    last = path.rstrip("/").rpartition("/")[2]
    if "agreements" in path or "associations" in path:
        return _of_agreements(last)
    if "trusted" in path:
        asking = {"reason": "We warn early.", "contact": "Desk"}
        judged = {"judge": _judged(), "grant": {"until_on": in_days(100)}, "signature": {"act": "confirm"}}
        vetting = {"company": "nobody", "reason": "It offered help."}
        return {"ask": asking, "vet": vetting, "give_up": {}, "confirm": {}, "decline": {}, **judged}.get(
            last, {"reason": "A question is open."}
        )
    if "guidance" in path:
        if last == "file":
            return {"file": SimpleUploadedFile("b.txt", b"Ask for the declaration.")}
        return {"withdraw": {"reason": "The law has changed."}, "confirm": {}}.get(last, a_document())
    if "contacts" in path:
        return a_contact() if last == "own" else {}
    replying = a_reply()
    passed = {name: value for name, value in replying.items() if name != "name"}
    return {
        "extend": {"due_on": in_days(60)},
        "close": {"conclusion": "We report it."},
        "reply": replying,
        "draft": replying,
        "received": {**passed, "through": FEDERATION},
        "share": {"note": "As of now."},
        **dict.fromkeys(("new", "edit", "consultations"), a_question(why="It appears.")),
    }.get(last, {})


def _of_agreements(last: str) -> dict[str, Any]:
    codes = ("policy", "customers", "declarations", "distributors", "suspicion", "tampering", "samples", "review")
    return {
        "associations": {"name": "Another Federation", "contact": "Secretary", "passes_alerts": "no"},
        "agreements": an_agreement(),
        "change": an_agreement(title="Another title"),
        "party": a_party(name="Another Party BV"),
        "{partner_id}": {"signed_by": "Its chair", "signed_on": "2026-01-05", "paper": "Folder 12"},
        "review": {"finding": "It works.", "review_on": an_agreement()["review_on"]},
        "end": {"reason": "It is replaced."},
        "assess": {"answers": {f"kept_{code}": "none" for code in codes}},
    }.get(last, {})


def consulting_step(verb: str, done: int) -> Answer:
    """A step of a consultation; whoever has the duty and sees it is of its office."""
    return lambda _who, thing: done if thing.state in STEPS[verb] else 409


def in_state(state: str, done: int, otherwise: int) -> Answer:
    """What the office does in one state alone."""
    return lambda _who, thing: done if thing.state == state else otherwise


def by_company(done: int, over: int) -> Answer:
    """What a company does while it is asked, and an office never."""

    def answer(who: Who, thing: Thing) -> int:
        if who.office != "company":
            return 404
        return done if thing.state == "open" else over

    return answer


def trust_step(verb: str, done: int) -> Answer:
    """A step of trust."""
    side, duty, states = OF_TRUST[verb]

    def answer(who: Who, thing: Thing) -> int:
        own = thing.opener if side == "office" else thing.counterpart
        return done if own == who.office and duty in who.duties and thing.state in states else 409

    return answer


def second(done: int, *, declines: bool = False) -> Answer:
    """The second signature: another person's, unless it is declined."""

    def answer(who: Who, thing: Thing) -> int:
        may = thing.proposer and who.office == thing.opener and (declines or who.key != thing.proposer)
        return done if may else 409

    return answer


def looks(done: int) -> Answer:
    """The page of a signature, for the office in which one waits."""
    return lambda _who, thing: done if thing.proposer else 409


def company_alone(done: int) -> Answer:
    """What only a company asks for."""
    return lambda who, _thing: done if who.office == "company" else 404


def publisher(done: int) -> Answer:
    """What only the publisher does."""
    return lambda who, thing: done if who.office == thing.opener else 404


def reader(done: int) -> Answer:
    """What everybody but the publisher does."""
    return lambda who, thing: 409 if who.office == thing.opener else done


def who_named(done: int) -> Answer:
    """What needs a point of contact that was named."""
    return lambda who, _thing: done if who.office in NAMED else 404


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    home, one, thing = "/industry/consultations", "/industry/consultations/{reference}", "consultation"
    trusted_home, vetting = "/industry/trusted", "/industry/trusted/{reference}"
    agreement, of_industry = "/industry/agreements/{agreement_id}", "agreement of industry"
    document = "/guidance/{guidance_id}"
    return {
        f"GET {home}": Entrance(JOIN, "", always(200)),
        f"POST {home}": Entrance(PARTNER, "", always(201)),
        f"GET {home}/shared": Entrance(READ, "", always(200)),
        f"GET {one}": Entrance(JOIN, thing, always(200)),
        **{f"POST {one}/{verb}": Entrance(PARTNER, thing, consulting_step(verb, 200)) for verb in STEPS},
        f"POST {one}/reply": Entrance(JOIN, thing, by_company(200, 409)),
        f"POST {one}/draft": Entrance(JOIN, thing, by_company(409, 409)),  # it has replied
        f"POST {one}/unused": Entrance(JOIN, thing, by_company(200, 409)),
        f"POST {one}/received": Entrance(PARTNER, thing, in_state("open", 200, 409)),
        f"POST {one}/share": Entrance(PARTNER, thing, in_state("closed", 200, 409)),
        f"POST {one}/unshare": Entrance(PARTNER, thing, in_state("closed", 200, 409)),
        f"GET {trusted_home}": Entrance(JOIN, "", always(200)),
        f"POST {trusted_home}/ask": Entrance(JOIN, "", company_alone(409)),
        f"POST {trusted_home}/vet": Entrance(PARTNER, "", always(422)),
        f"GET {vetting}": Entrance(JOIN, "trust", always(200)),
        **{
            f"POST {vetting}/{verb}": Entrance(duty, "trust", trust_step(verb, 200))
            for verb, (_side, duty, _states) in OF_TRUST.items()
        },
        f"POST {vetting}/confirm": Entrance(PARTNER, "trust", second(200)),
        f"POST {vetting}/decline": Entrance(PARTNER, "trust", second(200, declines=True)),
        "GET /guidance": Entrance(GUIDE, "", always(200)),
        "POST /guidance": Entrance(PUBLISH, "", always(201)),
        f"GET {document}": Entrance(GUIDE, "guidance", always(200)),
        f"POST {document}/edition": Entrance(PUBLISH, "guidance", publisher(201)),
        f"POST {document}/file": Entrance(PUBLISH, "guidance", publisher(201)),
        f"POST {document}/withdraw": Entrance(PUBLISH, "guidance", publisher(200)),
        f"POST {document}/confirm": Entrance(GUIDE, "guidance", reader(200)),
        "GET /industry/contacts": Entrance(JOIN, "", always(200)),
        "POST /industry/contacts/own": Entrance(JOIN, "", always(200)),
        "POST /industry/contacts/confirm": Entrance(JOIN, "", who_named(200)),
        "GET /industry/benchmarks": Entrance(JOIN, "", always(200)),
        "GET /industry/associations": Entrance(PARTNER, "", always(200)),
        "POST /industry/associations": Entrance(PARTNER, "", always(200)),
        "GET /industry/agreements": Entrance(JOIN, "", always(200)),
        "POST /industry/agreements": Entrance(PARTNER, "", always(201)),
        f"GET {agreement}": Entrance(JOIN, of_industry, always(200)),
        **{
            f"POST {agreement}/{verb}": Entrance(PARTNER, of_industry, always(200))
            for verb in ("change", "party", "review", "end", "paper/{partner_id}")
        },
        f"POST {agreement}/sign": Entrance(JOIN, of_industry, always(200)),
        f"POST {agreement}/assess": Entrance(JOIN, of_industry, always(200)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path."""
    home, thing = "/industry/partnership/consultations/", "consultation"
    one = f"{home}{{reference}}/"
    trusted_home, contacts = "/industry/partnership/trusted/", "/industry/partnership/contacts/"
    vetting, document = f"{trusted_home}{{reference}}/", "/guidance/{guidance_id}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        home: (JOIN, "", always(200), UNKNOWN_METHOD),
        f"{home}new/": (PARTNER, "", always(200), always(302)),
        f"{home}shared/": (READ, "", always(200), UNKNOWN_METHOD),
        one: (JOIN, thing, always(200), UNKNOWN_METHOD),
        **{
            f"{one}steps/{verb}/": (PARTNER, thing, consulting_step(verb, 200), consulting_step(verb, 302))
            for verb in STEPS
        },
        f"{one}steps/nonsense/": (PARTNER, thing, always(404), always(404)),
        f"{one}reply/": (JOIN, thing, by_company(200, 200), by_company(302, 422)),
        f"{one}unused/": (JOIN, thing, UNKNOWN_METHOD, by_company(302, 302)),
        f"{one}received/": (PARTNER, thing, always(200), in_state("open", 302, 422)),
        f"{one}share/": (PARTNER, thing, always(200), in_state("closed", 302, 422)),
        f"{one}unshare/": (PARTNER, thing, UNKNOWN_METHOD, in_state("closed", 302, 409)),
        trusted_home: (JOIN, "", always(200), UNKNOWN_METHOD),
        f"{trusted_home}ask/": (JOIN, "", company_alone(200), company_alone(422)),
        f"{trusted_home}vet/": (PARTNER, "", always(200), always(422)),
        vetting: (JOIN, "trust", always(200), UNKNOWN_METHOD),
        f"{vetting}signature/": (PARTNER, "trust", looks(200), second(302)),
        **{
            f"{vetting}steps/{verb}/": (JOIN, "trust", trust_step(verb, 200), trust_step(verb, 302))
            for verb in OF_TRUST
        },
        **{f"{vetting}steps/{verb}/": (JOIN, "trust", always(404), always(404)) for verb in ("expire", "nonsense")},
        "/guidance/": (GUIDE, "", always(200), UNKNOWN_METHOD),
        "/guidance/new/": (PUBLISH, "", always(200), always(302)),
        document: (GUIDE, "guidance", always(200), UNKNOWN_METHOD),
        f"{document}file/": (GUIDE, "guidance", in_state("file", 200, 404), UNKNOWN_METHOD),
        f"{document}edition/": (PUBLISH, "guidance", publisher(200), publisher(302)),
        f"{document}withdraw/": (PUBLISH, "guidance", publisher(200), publisher(302)),
        f"{document}confirm/": (GUIDE, "guidance", UNKNOWN_METHOD, reader(302)),
        contacts: (JOIN, "", always(200), UNKNOWN_METHOD),
        f"{contacts}own/": (JOIN, "", always(200), always(302)),
        f"{contacts}confirm/": (JOIN, "", UNKNOWN_METHOD, who_named(302)),
        "/industry/partnership/benchmarks/": (JOIN, "", always(200), UNKNOWN_METHOD),
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
