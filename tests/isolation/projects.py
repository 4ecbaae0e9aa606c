"""Projects in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from tests.cast import Cast
from tests.incidents.house import released
from tests.isolation.rights import PROJECTS, READ_INCIDENTS, TAKE_PART, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing
from tests.operations import house

STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "propose": ("counterpart", TAKE_PART, {"invited", "proposed"}),
    "accept": ("opener", PROJECTS, {"proposed"}),
    "return": ("opener", PROJECTS, {"proposed"}),
    "change": ("counterpart", TAKE_PART, {"seated"}),
    "decline": ("counterpart", TAKE_PART, {"invited", "proposed"}),
    "withdraw": ("counterpart", TAKE_PART, {"seated"}),
    "end": ("opener", PROJECTS, {"invited", "proposed", "seated"}),
}
A_PROJECT = {"name": "Another project", "purpose": "To look together."}


def add_projects(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One with Exportland, one that it is invited to, and one of Thirdland's to which Fourthland is invited."""
    keeper = cast.secretariat_officer
    ours = house.opened(keeper, marker("projectours"), purpose=marker("purposeours"))
    seat = house.seated(keeper, ours, cast.exporter_head)
    asked = house.opened(keeper, marker("projectasked"), part_of=ours.reference)
    invitation = house.invited(keeper, asked, cast.exporter_head)
    foreign = house.opened(keeper, marker("projectforeign"), purpose=marker("purposeforeign"))
    other = house.invited(keeper, foreign, cast.third_head)
    other = house.take(cast.third_head, other, "propose", desk=marker("deskforeign"))
    other = house.take(keeper, other, "accept")
    house.invited(keeper, foreign, cast.fourth_officer)
    released(cast.third_head, place=marker("circled"), shared_with="circle", shared_circle=foreign.name)
    names = {
        "project": named(reference=ours.reference, seat_id=seat.pk),
        "invited project": named(reference=asked.reference, seat_id=invitation.pk),
        "foreign project": named(reference=foreign.reference, seat_id=other.pk),
    }
    ours_see, theirs_see = frozenset({"NL", "S"}), frozenset({"KE", "EG", "S"})
    return names, {
        **dict.fromkeys(map(marker, ("projectours", "purposeours", "projectasked")), ours_see),
        **dict.fromkeys(map(marker, ("projectforeign", "purposeforeign")), theirs_see),
        **dict.fromkeys(map(marker, ("deskforeign", "circled")), frozenset({"KE", "S"})),
    }


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of projects."""
    del is_api
    last = path.rstrip("/").rpartition("/")[2]
    office = {"office": "Importland Authority"}
    return {
        "projects": A_PROJECT,
        "new": A_PROJECT,
        "seats": office,
        "invite": office,
        "propose": {"desk": "Another desk"},
        "change": {"desk": "Another desk"},
    }.get(last, {"note": "It was agreed."})


def may(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""
    side, duty, states = STEPS[verb]

    def answer(who: Who, thing: Thing) -> int:
        return done if getattr(thing, side) == who.office and duty in who.duties and thing.state in states else 409

    return answer


def api() -> dict[str, Entrance]:
    """The operations."""
    one = "/projects/{reference}"
    step = f"{one}/seats/{{seat_id}}"
    return {
        "GET /projects": Entrance(READ_INCIDENTS, "", always(200)),
        "POST /projects": Entrance(PROJECTS, "", always(201)),
        f"GET {one}": Entrance(READ_INCIDENTS, "project", always(200)),
        f"POST {one}/seats": Entrance(PROJECTS, "project", always(201)),
        **{f"POST {step}/{verb}": Entrance(duty, "seat", may(verb, 200)) for verb, (_s, duty, _f) in STEPS.items()},
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, step = "/projects/{reference}/", "/projects/{reference}/seats/{seat_id}/"
    rows = {
        "/projects/": (READ_INCIDENTS, "", always(200), UNKNOWN_METHOD),
        "/projects/new/": (PROJECTS, "", always(200), always(302)),
        one: (READ_INCIDENTS, "project", always(200), UNKNOWN_METHOD),
        f"{one}invite/": (PROJECTS, "project", always(200), always(302)),
        f"{step}nonsense/": (READ_INCIDENTS, "seat", always(404), always(404)),
        **{f"{step}{verb}/": (READ_INCIDENTS, "seat", may(verb, 200), may(verb, 302)) for verb in STEPS},
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
