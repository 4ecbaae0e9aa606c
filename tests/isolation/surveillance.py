"""Who gets which answer at the entrances of surveillance lists, said by hand like the other expectations."""

from tests.isolation import (
    alerts,
    enquiries,
    expectations,
    fees,
    groups,
    handling,
    incidents,
    inspections,
    leads,
    licences,
    links,
    mapping,
    messages,
    misp,
    needs,
    operations,
    orders,
    partners,
    partnership,
    passages,
    permitpapers,
    permits,
    platforms,
    projects,
    relief,
    reports,
    requests,
    returns,
    supply,
    taxii,
    watch,
)
from tests.isolation.rights import KEEP, PEOPLE, READ_LISTS, UNKNOWN_METHOD, Answer, Entrance, Who, always, by_method
from tests.isolation.things import Thing


def in_state(state: str, status: int) -> Answer:
    """A status in one state, and a refusal in every other."""
    return lambda _who, thing: status if thing.state == state else 409


def holding(status: int, *, state: str = "acknowledged") -> Answer:
    """For the holder of a copy in one state; the owner, who sees it too, has another way to the content."""

    def answer(who: Who, thing: Thing) -> int:
        if who.office != thing.counterpart:
            return 404
        return status if thing.state == state else 409

    return answer


def passing_on(status: int) -> Answer:
    """For the holder whose copy may be passed on; whoever else sees it is refused."""
    return lambda who, thing: status if who.office == thing.counterpart and thing.state == "acknowledged" else 409


def taking(side: str, states: tuple[str, ...], status: int) -> Answer:
    """For one side of a copy, in some states."""

    def answer(who: Who, thing: Thing) -> int:
        office = thing.opener if side == "owner" else thing.counterpart
        return status if who.office == office and thing.state in states and _duty(who, side) else 409

    return answer


def _duty(who: Who, side: str) -> bool:
    return side == "holder" or KEEP in who.duties


def proposing(status: int) -> Answer:
    """For a draft on which no first signature waits: there is none in this world."""
    return lambda _who, thing: status if thing.state == "draft" and not thing.proposer else 409


def signing(status: int, *, second: bool) -> Answer:
    """The second signature, from another person; or a refusal of the first, also from the same."""

    def answer(who: Who, thing: Thing) -> int:
        own = bool(thing.proposer) and PEOPLE[thing.proposer].office == who.office
        return status if own and not (second and thing.proposer == who.key) else 409

    return answer


OPEN = ("given", "acknowledged")


def api() -> dict[str, Entrance]:
    """The operations."""
    a_list, edition = "/surveillance/lists/{list_id}", "/surveillance/editions/{edition_id}"
    copy, e_step, c_step = (
        "/surveillance/copies/{copy_id}",
        "/surveillance/editions/{row_id}",
        "/surveillance/copies/{row_id}",
    )
    return {
        "GET /surveillance/lists": Entrance(KEEP, "", always(200)),
        "POST /surveillance/lists": Entrance(KEEP, "", always(201)),
        f"POST {a_list}/editions": Entrance(KEEP, "list", always(201)),
        f"GET {a_list}/copies": Entrance(KEEP, "list", always(200)),
        f"GET {edition}": Entrance(KEEP, "edition", always(200)),
        f"POST {edition}/load": Entrance(KEEP, "edition", in_state("draft", 200)),
        f"POST {edition}/copies": Entrance(KEEP, "edition", in_state("published", 422)),
        "GET /surveillance/vettings": Entrance(KEEP, "", always(200)),
        "POST /surveillance/vettings": Entrance(KEEP, "", _vetting(201)),
        "POST /surveillance/vettings/{vetting_id}/revoke": Entrance(KEEP, "vetting", always(200)),
        "POST /surveillance/trace": Entrance(KEEP, "", always(200)),
        "GET /surveillance/copies": Entrance(READ_LISTS, "", always(200)),
        f"GET {copy}": Entrance(READ_LISTS, "copy", always(200)),
        f"GET {copy}/content": Entrance(READ_LISTS, "copy", holding(200)),
        f"GET {copy}/files/{{form}}": Entrance(READ_LISTS, "copy", holding(200)),
        f"POST {copy}/copies": Entrance(KEEP, "copy", passing_on(422)),
        f"POST {e_step}/publish": Entrance(KEEP, "edition", proposing(200)),
        f"POST {e_step}/discard": Entrance(KEEP, "edition", in_state("draft", 200)),
        f"POST {e_step}/recall": Entrance(KEEP, "edition", in_state("published", 200)),
        f"POST {e_step}/confirm": Entrance(KEEP, "edition", signing(200, second=True)),
        f"POST {e_step}/decline": Entrance(KEEP, "edition", signing(200, second=False)),
        f"POST {c_step}/acknowledge": Entrance(READ_LISTS, "copy", taking("holder", ("given",), 200)),
        f"POST {c_step}/recall": Entrance(KEEP, "copy", taking("owner", OPEN, 200)),
        f"POST {c_step}/withdraw": Entrance(KEEP, "copy", always(409)),
        f"POST {c_step}/return": Entrance(READ_LISTS, "copy", taking("holder", OPEN, 200)),
    }


def _vetting(status: int) -> Answer:
    """The company of this world; Thirdland has vetted it already."""
    return lambda who, _thing: 422 if who.office == "KE" else status


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    home, edition, copy = "/surveillance/", "/surveillance/editions/{edition_id}/", "/surveillance/copies/{copy_id}/"
    read_only = {
        home: (READ_LISTS, "", always(200)),
        f"{home}template/": (KEEP, "", always(200)),
        f"{home}lists/{{list_id}}/": (KEEP, "list", always(200)),
        edition: (KEEP, "edition", always(200)),
        f"{edition}faulty/": (KEEP, "edition", always(200)),
        copy: (READ_LISTS, "copy", always(200)),
        f"{copy}content/": (READ_LISTS, "copy", holding(200)),
        f"{copy}files/{{form}}/": (READ_LISTS, "copy", holding(200)),
    }
    forms = {
        f"{home}new/": (KEEP, "", always(200), always(302)),
        f"{home}trace/": (KEEP, "", always(200), always(200)),
        f"{home}vettings/": (KEEP, "", always(200), _vetting(302)),
        f"{home}vettings/{{vetting_id}}/revoke/": (KEEP, "vetting", always(200), always(302)),
        f"{home}lists/{{list_id}}/edition/": (KEEP, "list", always(200), always(302)),
        f"{edition}load/": (KEEP, "edition", in_state("draft", 200), in_state("draft", 302)),
        f"{edition}signature/": (KEEP, "edition", signing(200, second=False), signing(302, second=True)),
        f"{edition}hand/": (KEEP, "edition", in_state("published", 200), in_state("published", 422)),
        f"{edition}steps/publish/": (KEEP, "edition", proposing(200), proposing(302)),
        f"{edition}steps/discard/": (KEEP, "edition", in_state("draft", 200), in_state("draft", 302)),
        f"{edition}steps/recall/": (KEEP, "edition", in_state("published", 200), in_state("published", 302)),
        f"{copy}hand/": (KEEP, "copy", passing_on(200), passing_on(422)),
        f"{copy}steps/acknowledge/": (READ_LISTS, "copy", *_both("holder", ("given",))),
        f"{copy}steps/recall/": (READ_LISTS, "copy", *_both("owner", OPEN)),
        f"{copy}steps/withdraw/": (READ_LISTS, "copy", always(409), always(409)),
        f"{copy}steps/return/": (READ_LISTS, "copy", *_both("holder", OPEN)),
    }
    for nothing in ("load", "expire", "nonsense"):
        forms[f"{edition}steps/{nothing}/"] = (KEEP, "edition", always(404), always(404))
    for nothing in ("fall", "nonsense"):
        forms[f"{copy}steps/{nothing}/"] = (READ_LISTS, "copy", always(404), always(404))
    return by_method({path: (*row, UNKNOWN_METHOD) for path, row in read_only.items()} | forms)


def _both(side: str, states: tuple[str, ...]) -> tuple[Answer, Answer]:
    return taking(side, states, 200), taking(side, states, 302)


def everywhere() -> dict[str, Entrance]:
    """The entrances of the whole house."""
    house = expectations.api() | expectations.papers() | enquiries.operations()
    of_incidents = incidents.api() | incidents.pages() | messages.api() | messages.pages() | taxii.pages()
    of_incidents |= projects.api() | projects.pages() | operations.api() | operations.pages()
    of_incidents |= groups.api() | groups.pages()
    of_incidents |= permits.api() | permits.pages() | permitpapers.api() | permitpapers.pages()
    of_incidents |= passages.api() | passages.pages() | needs.api() | needs.pages()
    of_incidents |= orders.api() | orders.pages() | watch.api() | watch.pages() | supply.api() | supply.pages()
    of_incidents |= handling.api() | handling.pages() | relief.api() | relief.pages()
    of_incidents |= licences.api() | licences.pages() | inspections.api() | inspections.pages()
    of_incidents |= fees.api() | fees.pages()
    of_incidents |= returns.api() | returns.pages()
    of_incidents |= reports.api() | reports.pages()
    of_incidents |= mapping.api() | mapping.pages() | partnership.pages() | partners.api() | partners.pages()
    of_incidents |= platforms.api() | platforms.pages() | leads.api() | leads.pages()
    of_incidents |= links.api() | links.pages() | requests.api() | requests.pages() | misp.pages()
    return house | of_incidents | alerts.api() | alerts.pages() | expectations.methods_of_pages() | api() | pages()
