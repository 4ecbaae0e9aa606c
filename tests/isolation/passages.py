"""Passages in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.passages.models import BorderOffice
from tests.cast import Cast
from tests.isolation.rights import (
    HANDLE,
    READ_PERMITS,
    SIGN,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    always,
    by_method,
    of_table,
)
from tests.permits.crossing import announced, crossed, goods, issued

RECORD = "record at the border"
STEPS: dict[str, tuple[str, str, set[str]]] = {
    # verb: whose act it is, the duty it needs (nobody here works at a border), and the states it is done from
    "leave": ("opener", RECORD, {"announced"}),
    "note_leaving": ("opener", HANDLE, {"announced"}),
    "cancel": ("opener", HANDLE, {"announced"}),
    "explain": ("opener", SIGN, {"excess"}),
    "arrive": ("counterpart", RECORD, {"left"}),
    "note_arrival": ("counterpart", HANDLE, {"left"}),
    "endorse": ("counterpart", HANDLE, {"left"}),
    "enter_endorsement": ("opener", HANDLE, set()),  # the importing authorities are here
    "reconcile": ("opener", SIGN, {"mismatch", "overdue"}),
    "release": ("opener", SIGN, {"held"}),
    "admit": ("counterpart", SIGN, {"held"}),
    "return": ("opener", HANDLE, {"left"}),
}
BY_ITSELF = ("drop", "find_excess", "find_difference", "find_mismatch", "fall_due", "hold", "let_go", "nonsense")


def add_passages(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Goods of ours that left, others that are announced, those of Thirdland; and an office at a border."""
    names, markers = {}, {}
    about = {"substance": "acetone", "regime": "precursor"}
    ours, theirs = frozenset({"NL", "CL", "S"}), frozenset({"KE", "EG", "S"})
    for key, by, officer, to, word, sees in (
        ("passage", cast.exporter_head, cast.exporter_officer, cast.importer_head, "passageours", ours),
        ("announced passage", cast.exporter_head, cast.exporter_officer, cast.importer_head, "passagesoon", ours),
        ("foreign passage", cast.third_head, cast.third_officer, cast.fourth_officer, "passageforeign", theirs),
    ):
        permit = issued(by, "export", "10", to=to, **about)
        passage = announced(officer, permit, "5", remarks=marker(word))
        if key != "announced passage":
            crossed(officer, passage, "note_leaving", "5")
        names[key], markers[marker(word)] = named(reference=passage.reference), sees
    with acting(SYSTEM):
        for head in (cast.importer_head, cast.third_head):
            BorderOffice.objects.create(authority=head.office, office=head.office, set_by=head.key)
    return names, markers


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of passages."""
    last, day = path.rstrip("/").rpartition("/")[2], today().isoformat()
    five: dict[str, Any] = {"goods": goods("5")} if is_api else {"goods-0-quantity": "5"}
    days = {"leave": "left_on", "arrive": "arrived_on", "endorse": "imported_on", "enter_endorsement": "imported_on"}
    days |= {"note_leaving": "left_on", "note_arrival": "arrived_on", "passages": "planned_on", "new": "planned_on"}
    if last in days:
        return {days[last]: day, **five}
    return {
        "office": {"office": ""},
        "explain": {**five, "reason": "It was counted anew."},
        "reconcile": {**five, "reason": "It was counted anew."},
        "return": {"returned_on": day, "reason": "Nobody took it."},
    }.get(last, {"reason": "It was agreed."})


def _page(verb: str, done: int) -> Answer:
    return of_table(STEPS, verb, done)


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, under = "/passages/{reference}", "/permits/{reference}/passages"
    steps = {
        f"POST {one}/{verb}": Entrance(duty, "passage", _page(verb, 200))
        for verb, (_side, duty, _states) in STEPS.items()
    }
    return steps | {
        "GET /passages": Entrance(READ_PERMITS, "", always(200)),
        "GET /passages/expected": Entrance(RECORD, "", always(200)),
        "POST /passages/office": Entrance(SIGN, "", always(200)),
        f"GET {one}": Entrance(READ_PERMITS, "passage", always(200)),
        f"GET {under}": Entrance(READ_PERMITS, "permit", always(200)),
        # The permits here are for import from within the house, so goods are announced under others.
        f"POST {under}": Entrance(READ_PERMITS, "permit", always(409)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one = "/passages/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/passages/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        "/passages/expected/": (RECORD, "", always(200), UNKNOWN_METHOD),
        "/passages/office/": (SIGN, "", always(200), always(302)),
        "/permits/{reference}/passages/new/": (READ_PERMITS, "permit", always(409), always(409)),
        one: (READ_PERMITS, "passage", always(200), UNKNOWN_METHOD),
        **{f"{one}steps/{verb}/": (READ_PERMITS, "passage", always(404), always(404)) for verb in BY_ITSELF},
        **{f"{one}steps/{verb}/": (READ_PERMITS, "passage", _page(verb, 200), _page(verb, 302)) for verb in STEPS},
    }
    return by_method(rows)
