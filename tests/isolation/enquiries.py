"""Who gets which answer at the entrances of enquiries, said by hand like the other expectations."""

from tests.isolation.rights import ENQUIRE, UNKNOWN_METHOD, Answer, Entrance, Who, always, form_page, read_only
from tests.isolation.things import Thing


def _asking(done: int) -> Answer:
    """Whoever is a side of what was sent asks about it; others on it do not."""

    def answer(who: Who, thing: Thing) -> int:
        return done if who.office in {thing.opener, thing.counterpart} and thing.state != "draft" else 409

    return answer


def _of(side: str, done: int) -> Answer:
    """One side's step of an enquiry that is open: the asker's, or that of whoever is asked."""

    def answer(who: Who, thing: Thing) -> int:
        return done if who.office == (thing.opener if side == "asker" else thing.counterpart) else 409

    return answer


def pages() -> dict[str, dict[str, Entrance]]:
    """The pages of enquiries; a step's address shows the enquiry's page."""
    one = "/enquiries/{enquiry_id}/"
    steps = {
        f"{one}{verb}/": form_page(ENQUIRE, "enquiry", always(302), _of(side, 302))
        for verb, side in (("answer", "asked"), ("ask_on", "asker"), ("close", "asker"))
    }
    return steps | {
        "/enquiries/": read_only(ENQUIRE, "", always(200)),
        one: read_only(ENQUIRE, "enquiry", always(200)),
        f"{one}nonsense/": form_page(ENQUIRE, "enquiry", always(404), always(404)),
        f"{one}files/": form_page(ENQUIRE, "enquiry", UNKNOWN_METHOD, always(302)),
        f"{one}files/{{paper_id}}/": read_only(ENQUIRE, "enquiry", always(200)),
        "/cases/{reference}/enquiries/new/": form_page(ENQUIRE, "case", _asking(200), _asking(302)),
    }


def operations() -> dict[str, Entrance]:
    """The operations on enquiries."""
    one = "/enquiries/{enquiry_id}"
    return {
        "GET /phrases": Entrance(ENQUIRE, "", always(200)),
        "GET /enquiries": Entrance(ENQUIRE, "", always(200)),
        "GET /cases/{reference}/enquiries": Entrance(ENQUIRE, "case", always(200)),
        "POST /cases/{reference}/enquiries": Entrance(ENQUIRE, "case", _asking(201)),
        f"GET {one}": Entrance(ENQUIRE, "enquiry", always(200)),
        f"POST {one}/files": Entrance(ENQUIRE, "enquiry", always(201)),
        f"GET {one}/files/{{paper_id}}": Entrance(ENQUIRE, "enquiry", always(200)),
        f"POST {one}/answer": Entrance(ENQUIRE, "enquiry", _of("asked", 200)),
        f"POST {one}/ask_on": Entrance(ENQUIRE, "enquiry", _of("asker", 200)),
        f"POST {one}/close": Entrance(ENQUIRE, "enquiry", _of("asker", 200)),
    }
