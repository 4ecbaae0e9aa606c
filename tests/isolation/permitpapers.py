"""Papers of permits in the world of the matrix: keys, lists, checks; and who gets which answer where they are had."""

from penstock.kernel.rowsecurity import acting
from penstock.permits import queries
from penstock.permits.papers.checking import verify_token
from penstock.permits.papers.printing.sheet import paper_of
from tests.cast import Actor, Cast
from tests.isolation.rights import ANYBODY, READ_PERMITS, SIGN, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing


def check_papers(cast: Cast, ours: str, foreign: str) -> None:
    """The papers of our permit and of the others' are fetched and checked, so that there is something to hide."""
    for actor, reference in ((cast.importer_officer, ours), (cast.third_officer, foreign)):
        verify_token(asker="192.0.2.7", token=_token(actor, reference))


def _token(by: Actor, reference: str) -> str:
    with acting(by.viewer) as viewer:
        return paper_of(viewer, queries.permit_by_reference(viewer, reference)).token()


def issuing(done: int) -> Answer:
    """What only whoever issued a permit reads of it."""

    def answer(who: Who, thing: Thing) -> int:
        return done if who.office == thing.opener else 404

    return answer


def api() -> dict[str, Entrance]:
    """The operations of the API; the visitor enters nothing that a paper bears."""
    return {
        "POST /verify/permits": Entrance(ANYBODY, "", always(422)),
        "GET /permits/{reference}/paper": Entrance(READ_PERMITS, "permit", always(200)),
        "GET /permits/{reference}/token": Entrance(READ_PERMITS, "permit", always(200)),
        "GET /permits/{reference}/checks": Entrance(READ_PERMITS, "permit", issuing(200)),
        "GET /permit-keys": Entrance(SIGN, "", always(200)),
        "POST /permit-keys": Entrance(SIGN, "", always(201)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path; no key and no list has the name that the visitor asks for."""
    permit, public = "/permits/{reference}/", "/verify/permits/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        public: (ANYBODY, "", always(200), always(422)),
        f"{public}keys.json": (ANYBODY, "", always(200), UNKNOWN_METHOD),
        f"{public}keys/": (ANYBODY, "", always(200), UNKNOWN_METHOD),
        f"{public}keys/{{kid}}.pem": (ANYBODY, "", always(404), UNKNOWN_METHOD),
        f"{public}status/{{list_number}}": (ANYBODY, "", always(404), UNKNOWN_METHOD),
        f"{public}worker.js": (ANYBODY, "", always(200), UNKNOWN_METHOD),
        "/permits/keys/": (SIGN, "", always(200), always(302)),
        "/permits/keys/specimen.pdf": (SIGN, "", always(200), UNKNOWN_METHOD),
        f"{permit}paper.pdf": (READ_PERMITS, "permit", always(200), UNKNOWN_METHOD),
        f"{permit}paper.jwt": (READ_PERMITS, "permit", always(200), UNKNOWN_METHOD),
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
