"""Working groups in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.cases import services as case_services
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast
from tests.isolation.rights import KEEP_GROUPS, SIT, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing
from tests.operations import table

STEPS = {
    # verb: from which states, by whoever keeps the group
    "change": {"standing"},
    "admit": {"standing"},
    "dismiss": {"standing"},
    "dissolve": set(),  # something is open in both
}
MEETING_STEPS = {
    "move": {"called"},
    "write": {"called", "draft"},
    "close": {"draft"},
    "propose": set(),  # in none of the offices two people sign
    "cancel": {"called"},
}
ACTION_STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "finish": ("counterpart", SIT, {"open"}),
    "return": ("counterpart", SIT, {"open"}),
    "hand_on": ("opener", KEEP_GROUPS, {"open"}),
    "drop": ("opener", KEEP_GROUPS, {"open"}),
    "reopen": ("opener", KEEP_GROUPS, set()),
}
A_MEETING = {"place": "Room 4", "agenda": "Another."}
SOME_MINUTES = {"present": "Exportland Authority", "minutes": "Others."}
FITS_OURS_ALONE = {"dismiss", "hand_on", "write", "actions"}
"""What a well-meaning person sends there names a member of Exportland's group."""


def add_groups(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One of Exportland's with a company, whose minutes are being written; one of Thirdland's; each with an action."""
    keeper, third = cast.exporter_head, cast.third_head
    ours = table.seated(keeper, cast.clerk, name=marker("groupours"), purpose=marker("purposegroup"))
    meeting = table.called(keeper, ours, agenda=marker("agendaours"))
    file_id = _file(keeper, meeting, marker("fileours"))
    table.written(keeper, meeting, marker("minutesours"))
    action = table.set_for(keeper, ours, cast.clerk, what=marker("actionours"), meeting=meeting.reference)
    foreign = table.seated(third, name=marker("groupforeign"), purpose=marker("purposeforeigngroup"))
    other = table.called(third, foreign, agenda=marker("agendaforeign"))
    other_file = _file(third, other, marker("fileforeign"))
    theirs = table.set_for(third, foreign, third, what=marker("actionforeign"), more=marker("moreforeign"))
    names = {
        "group": named(reference=ours.reference),
        "group meeting": named(reference=meeting.reference, file_id=file_id),
        "group action": named(reference=action.reference),
        "foreign group": named(reference=foreign.reference),
        "foreign group meeting": named(reference=other.reference, file_id=other_file),
        "foreign group action": named(reference=theirs.reference),
    }
    words = ("groupours", "purposegroup", "agendaours", "fileours", "minutesours", "actionours")
    foreign_words = ("groupforeign", "purposeforeigngroup", "agendaforeign", "fileforeign", "actionforeign")
    return names, {
        **dict.fromkeys(map(marker, words), frozenset({"NL", "company"})),
        **dict.fromkeys(map(marker, (*foreign_words, "moreforeign")), frozenset({"KE"})),
    }


def _file(by: Actor, meeting: Any, text: str) -> Any:
    with acting(by.viewer) as viewer:
        chunks = [text.encode()]
        return case_services.attach(viewer=viewer, case_id=meeting.pk, name=f"{text}.txt", chunks=chunks).pk


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of groups, meetings and actions."""
    last, day = path.rstrip("/").rpartition("/")[2], today().isoformat()
    return {
        "groups": {"name": "Another", "purpose": "Another."},
        "new": {"name": "Another", "purpose": "Another."},
        "change": {"name": "Another", "purpose": "Another."},
        "admit": {"office": "Exportland Authority"},
        "dismiss": {"office": "Polder Solvents", "note": "It was agreed."},
        "meetings": {**A_MEETING, "held_on": day},
        "move": {**A_MEETING, "held_on": day},
        "actions": {"what": "Another", "owner": "Exportland Authority", "days": "5"},
        "write": SOME_MINUTES,
        "close": {},
        "propose": {},
        "signature": {"act": "confirm"},
        "hand_on": {"owner": "Exportland Authority", "days": "5"},
        "reopen": {"note": "Not yet.", "days": "5"},
    }.get(last, {"note": "It was agreed."})


def _fits(verb: str, done: int, thing: Thing) -> int:
    """A name that was not to change, a member who is in it already; and some of it fits Exportland's group alone."""
    if verb in {"change", "admit"} or (verb in FITS_OURS_ALONE and thing.opener != "NL"):
        return 422
    return done


def shown(verb: str, states: set[str]) -> Answer:
    """The page of a step of whoever keeps the group."""

    def answer(who: Who, thing: Thing) -> int:
        return 200 if who.office == thing.opener and KEEP_GROUPS in who.duties and thing.state in states else 409

    del verb
    return answer


def taken(verb: str, states: set[str], done: int) -> Answer:
    """A step of whoever keeps the group as it is sent."""

    def answer(who: Who, thing: Thing) -> int:
        return _fits(verb, done, thing) if shown(verb, states)(who, thing) == 200 else 409

    return answer


def acted(verb: str, done: int, *, is_sent: bool = True) -> Answer:
    """A step of an action; what is one's own keeper's cannot be given back."""
    side, duty, states = ACTION_STEPS[verb]

    def answer(who: Who, thing: Thing) -> int:
        may = who.office == getattr(thing, side) and duty in who.duties and thing.state in states
        if not may or (verb == "return" and thing.opener == thing.counterpart):
            return 409
        return _fits(verb, done, thing) if is_sent else done

    return answer


def left(done: int) -> Answer:
    """Who keeps a group does not leave it."""
    return lambda who, thing: 409 if who.office == thing.opener else done


def fitting(verb: str, done: int) -> Answer:
    """What is added to a group by whoever keeps it."""
    return lambda _who, thing: _fits(verb, done, thing)


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, meeting, action = "/groups/{reference}", "/group-meetings/{reference}", "/group-actions/{reference}"
    of_groups = {
        f"POST {one}/{verb}": Entrance(KEEP_GROUPS, "group", taken(verb, of, 200)) for verb, of in STEPS.items()
    }
    of_meetings = {
        f"POST {meeting}/{verb}": Entrance(KEEP_GROUPS, "group meeting", taken(verb, of, 200))
        for verb, of in MEETING_STEPS.items()
    }
    of_actions = {
        f"POST {action}/{verb}": Entrance(duty, "group action", acted(verb, 200))
        for verb, (_side, duty, _states) in ACTION_STEPS.items()
    }
    return {
        "GET /groups": Entrance(SIT, "", always(200)),
        "POST /groups": Entrance(KEEP_GROUPS, "", always(201)),
        f"GET {one}": Entrance(SIT, "group", always(200)),
        f"POST {one}/leave": Entrance(SIT, "group", left(200)),
        f"POST {one}/meetings": Entrance(KEEP_GROUPS, "group", always(201)),
        f"POST {one}/actions": Entrance(KEEP_GROUPS, "group", fitting("actions", 201)),
        f"GET {meeting}": Entrance(SIT, "group meeting", always(200)),
        f"POST {meeting}/confirm": Entrance(KEEP_GROUPS, "group meeting", always(409)),
        f"POST {meeting}/decline": Entrance(KEEP_GROUPS, "group meeting", always(409)),
        "GET /group-actions": Entrance(SIT, "", always(200)),
        f"GET {action}": Entrance(SIT, "group action", always(200)),
        **of_groups,
        **of_meetings,
        **of_actions,
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, meeting, action = "/groups/{reference}/", "/group-meetings/{reference}/", "/group-actions/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/groups/": (SIT, "", always(200), UNKNOWN_METHOD),
        "/groups/new/": (KEEP_GROUPS, "", always(200), always(302)),
        one: (SIT, "group", always(200), UNKNOWN_METHOD),
        f"{one}leave/": (SIT, "group", left(200), left(302)),
        f"{one}meetings/": (KEEP_GROUPS, "group", always(200), always(302)),
        f"{one}actions/": (KEEP_GROUPS, "group", always(200), fitting("actions", 302)),
        meeting: (SIT, "group meeting", always(200), UNKNOWN_METHOD),
        f"{meeting}signature/": (SIT, "group meeting", always(409), always(409)),
        f"{meeting}files/{{file_id}}/": (SIT, "group meeting", always(200), UNKNOWN_METHOD),
        "/group-actions/": (SIT, "", always(200), UNKNOWN_METHOD),
        "/group-actions/sheet.csv": (SIT, "", always(200), UNKNOWN_METHOD),
        action: (SIT, "group action", always(200), UNKNOWN_METHOD),
    }
    for path, names in ((one, "group"), (meeting, "group meeting"), (action, "group action")):
        rows[f"{path}nonsense/"] = (SIT, names, always(404), always(404))
    for path, names, steps in ((one, "group", STEPS), (meeting, "group meeting", MEETING_STEPS)):
        for verb, states in steps.items():
            rows[f"{path}{verb}/"] = (SIT, names, shown(verb, states), taken(verb, states, 302))
    for verb in ACTION_STEPS:
        rows[f"{action}{verb}/"] = (SIT, "group action", acted(verb, 200, is_sent=False), acted(verb, 302))
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts
