"""Annual returns in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.industry.returns.reminding.days import set_day
from penstock.industry.returns.reminding.models import ReturnReminder
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.industry.house import ANHYDRIDE, a_licence, applied, begun, granted, recorded, returned
from tests.isolation.rights import (
    APPLY_LICENCES,
    HANDLE_LICENCES,
    READ_LICENCES,
    SIGN_LICENCES,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing

STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", APPLY_LICENCES, {"draft"}),
    "discard": ("opener", APPLY_LICENCES, {"draft"}),
    "file": ("opener", APPLY_LICENCES, {"draft"}),
    "question": ("counterpart", HANDLE_LICENCES, {"filed"}),
    "correct": ("opener", APPLY_LICENCES, {"filed", "questioned"}),
    "accept": ("counterpart", HANDLE_LICENCES, {"filed"}),
}
ON_THE_SHEET = {"edit", "correct"}
ROW = {"substance": ANHYDRIDE, "unit": "kg", "opening": "0", "closing": "0"}


def add_returns(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A return of our company's that was handed in, and a draft; one that Thirdland keyed in; both journals."""
    last = today().year - 1
    ours = _licence(cast.exporter_head, cast.clerk, "R-1")
    theirs = _licence(cast.third_head, cast.third_officer, "R-2")
    filed = _filed(cast.clerk, begun(cast.clerk, ours, last - 1), marker("returnours"))
    draft = _written(cast.clerk, begun(cast.clerk, ours, last), marker("returndraft"))
    foreign = _filed(cast.third_officer, begun(cast.third_officer, theirs, last), marker("returnforeign"))
    for head, word in ((cast.exporter_head, "dayours"), (cast.third_head, "dayforeign")):
        with acting(head.viewer) as viewer:
            set_day(viewer=viewer, raw={"day": "31", "month": "3", "basis": marker(word)})
    with acting(SYSTEM):
        ReturnReminder(case=ours, year=last, rung="soon").save()
        ReturnReminder(case=theirs, year=last, rung="soon").save()
    recorded(cast.clerk, "bought", "1", partner=marker("journalours"))
    recorded(cast.third_officer, "bought", "1", partner=marker("journalforeign"))
    names = {
        "return": named(filed.reference),
        "return draft": named(draft.reference),
        "foreign return": named(foreign.reference),
    }
    return names, {
        marker("dayours"): frozenset({"NL"}),
        marker("dayforeign"): frozenset({"KE"}),
        marker("returnours"): frozenset({"NL", "company"}),
        marker("returndraft"): frozenset({"company"}),
        marker("returnforeign"): frozenset({"KE"}),
        marker("journalours"): frozenset({"company"}),
        marker("journalforeign"): frozenset({"KE"}),
    }


def _licence(head: Actor, by: Actor, number: str) -> Any:
    raw = a_licence(name=f"Reporting {number}", company_number=number)
    return granted(head, applied(by, raw), valid_from=f"{today().year - 2}-01-01")


def _written(by: Actor, one: Any, text: str) -> Any:
    return returned(by, one, "edit", nil="no", signed_by="An officer", remarks=text, rows=[ROW])


def _filed(by: Actor, one: Any, text: str) -> Any:
    return returned(by, _written(by, one, text), "file")


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of returns or of the journal."""
    last = path.rstrip("/").rpartition("/")[2]
    if last == "day":
        return {"day": "31", "month": "1", "basis": "A circular"}
    if last == "load":
        file = b"happened_on,happened,substance,quantity,unit\n2026-03-01,bought,108-24-7,5,kg\n"
        return {"file": SimpleUploadedFile("journal.csv", file)}
    if "journal" in path:
        day = today().isoformat()
        return {"happened_on": day, "happened": "sold", "substance": ANHYDRIDE, "quantity": "5", "unit": "kg"}
    if last in {"new", "returns"}:
        return {"year": str(today().year)}
    if last in ON_THE_SHEET:
        sheet = {"nil": "no", "signed_by": "Another officer", "remarks": "Looked at again."}
        rows = {"rows": [ROW]} if is_api else {f"rows-0-{name}": value for name, value in ROW.items()}
        return {**sheet, **rows}
    return {"question": "Nothing at all?"} if last == "question" else {}


def _may(verb: str, who: Who, thing: Thing) -> bool:
    side, duty, states = STEPS[verb]
    return getattr(thing, side) == who.office and duty in who.duties and thing.state in states


def taking(verb: str, done: int) -> Answer:
    """A step at a door."""
    return lambda who, thing: done if _may(verb, who, thing) else 409


def writing(done: int) -> Answer:
    """The sheet of a return."""
    return lambda who, thing: done if any(_may(verb, who, thing) for verb in ON_THE_SHEET) else 409


def holding(done: int) -> Answer:
    """What only the holder of a licence begins, or the authority for one that is not on the instance."""
    return lambda who, thing: done if who.office == (thing.counterpart or thing.opener) else 404


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/returns/{reference}"
    return {
        "GET /returns/day": Entrance(READ_LICENCES, "", always(200)),
        "POST /returns/day": Entrance(SIGN_LICENCES, "", always(200)),
        "GET /returns": Entrance(READ_LICENCES, "", always(200)),
        f"GET {one}": Entrance(READ_LICENCES, "return", always(200)),
        "POST /licences/{reference}/returns": Entrance(APPLY_LICENCES, "licence", holding(201)),
        "POST /journal": Entrance(APPLY_LICENCES, "", always(201)),
        **{
            f"POST {one}/{verb}": Entrance(duty, "return", taking(verb, 200))
            for verb, (_side, duty, _states) in STEPS.items()
        },
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, journal = "/returns/{reference}/", "/returns/journal/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/returns/": (READ_LICENCES, "", always(200), UNKNOWN_METHOD),
        "/returns/day/": (SIGN_LICENCES, "", always(200), always(302)),
        journal: (APPLY_LICENCES, "", always(200), UNKNOWN_METHOD),
        f"{journal}new/": (APPLY_LICENCES, "", always(200), always(302)),
        f"{journal}load/": (APPLY_LICENCES, "", always(200), always(302)),
        "/licences/{reference}/returns/new/": (APPLY_LICENCES, "licence", always(200), holding(302)),
        one: (READ_LICENCES, "return", always(200), UNKNOWN_METHOD),
        f"{one}edit/": (APPLY_LICENCES, "return", writing(200), writing(302)),
        f"{one}rows.csv": (READ_LICENCES, "return", always(200), UNKNOWN_METHOD),
        f"{one}steps/nonsense/": (READ_LICENCES, "return", always(404), always(404)),
    }
    for verb in STEPS:
        shown = 302 if verb in ON_THE_SHEET else 200
        rows[f"{one}steps/{verb}/"] = (READ_LICENCES, "return", taking(verb, shown), taking(verb, 302))
    return by_method(rows)
