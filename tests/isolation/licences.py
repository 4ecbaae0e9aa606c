"""Licences in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.cases.services import attach
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast
from tests.industry.house import a_licence, a_line, applied, drafted, granted, sign_licences_with
from tests.isolation.rights import (
    ANYBODY,
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

OF_APPLICATIONS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", APPLY_LICENCES, {"draft"}),
    "discard": ("opener", APPLY_LICENCES, {"draft"}),
    "apply": ("opener", APPLY_LICENCES, {"draft"}),
    "ask": ("counterpart", HANDLE_LICENCES, {"applied"}),
    "mend": ("opener", APPLY_LICENCES, {"questioned"}),
    "supply": ("opener", APPLY_LICENCES, {"questioned"}),
    "withdraw": ("opener", APPLY_LICENCES, {"applied", "questioned"}),
    "grant": ("counterpart", SIGN_LICENCES, {"applied"}),
    "propose": ("counterpart", SIGN_LICENCES, set()),  # one signs
    "refuse": ("counterpart", SIGN_LICENCES, {"applied"}),
}
OF_LICENCES = {
    "suspend": ("opener", SIGN_LICENCES, {"granted"}),
    "reinstate": ("opener", SIGN_LICENCES, {"suspended"}),
    "revoke": ("opener", SIGN_LICENCES, {"granted", "suspended"}),
    "surrender": ("counterpart", APPLY_LICENCES, {"granted", "suspended"}),
}
BY_THE_CLOCK = ("renew", "amend", "replace", "expire", "nonsense")
ON_THE_SHEET = {"edit", "mend"}


def add_licences(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """An application of our company's and its draft, and its licence, with files; the same of Thirdland's office."""
    ours = applied(cast.clerk, a_licence(guaranty=marker("licensingours"), lines=[a_line("ephedrine")]))
    draft = drafted(cast.clerk, a_licence(guaranty=marker("licensingdraft")))
    foreign = applied(cast.third_officer, a_licence(guaranty=marker("licensingforeign")))
    held = granted(cast.exporter_head, applied(cast.clerk, a_licence(name=marker("licenceours"), company_number="L-1")))
    other = granted(
        cast.third_head, applied(cast.third_officer, a_licence(name=marker("licenceforeign"), company_number="L-2"))
    )
    for head in (cast.exporter_head, cast.third_head):
        sign_licences_with(head, needs_two=False)
    names = {
        "licensing": named(ours.reference, file_id=_file(cast.clerk, ours)),
        "licensing draft": named(draft.reference, file_id=_file(cast.clerk, draft)),
        "foreign licensing": named(foreign.reference, file_id=_file(cast.third_officer, foreign)),
        "licence": named(held.reference, file_id=_file(cast.clerk, held)),
        "foreign licence": named(other.reference, file_id=_file(cast.third_officer, other)),
    }
    return names, {
        marker("licensingours"): frozenset({"NL", "company"}),
        marker("licensingdraft"): frozenset({"company"}),
        marker("licensingforeign"): frozenset({"KE"}),
        marker("licenceours"): frozenset({"NL", "company"}),
        marker("licenceforeign"): frozenset({"KE"}),
    }


def _file(by: Actor, case: Any) -> Any:
    with acting(by.viewer) as viewer:
        content = f"evidence of {case.reference}".encode()
        return attach(viewer=viewer, case_id=case.pk, name="evidence.txt", chunks=[content]).pk


def flat(raw: dict[str, Any]) -> dict[str, Any]:
    """A sheet as a page sends it."""
    lines = {
        f"{kind}-{n}-{key}": value
        for kind in ("sites", "lines")
        for n, one in enumerate(raw[kind])
        for key, value in one.items()
    }
    return {name: value for name, value in raw.items() if name not in {"sites", "lines"}} | lines


def sent(path: str, *, is_api: bool) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of licences and applications for them."""
    last = path.rstrip("/").rpartition("/")[2]
    sheet = a_licence() if is_api else {**flat(a_licence()), "go": "save"}
    if last == "files":
        return {"file": SimpleUploadedFile("a.txt", b"some evidence")}
    return {
        **dict.fromkeys(("licence-applications", "new", "edit", "mend"), sheet),
        "ask": {"question": "Who has the keys?"},
        "supply": {"answer": "The officer."},
        "refuse": {"reasons": ["no need"], "note": "Nobody needs it."},
        "signature": {"act": "confirm"},
        "rule": {"needs_two": "no"},
        "licences": {"number": "NL-LIC-2020-000001"} if "verify" in path else {},
        **{key: {} for key in ("apply", "discard", "grant", "propose", "confirm", "decline")},
        **{key: {"reason": "It was agreed."} for key in ("suspend", "reinstate", "revoke", "surrender")},
    }.get(last, {"note": "It was agreed."})


def _may(steps: dict[str, tuple[str, str, set[str]]], verb: str, who: Who, thing: Thing) -> bool:
    side, duty, states = steps[verb]
    return getattr(thing, side) == who.office and duty in who.duties and thing.state in states


def taking(steps: dict[str, tuple[str, str, set[str]]], verb: str, done: int) -> Answer:
    """A step at a door."""
    return lambda who, thing: done if _may(steps, verb, who, thing) else 409


def writing(done: int) -> Answer:
    """The sheet of an application."""
    return lambda who, thing: done if any(_may(OF_APPLICATIONS, verb, who, thing) for verb in ON_THE_SHEET) else 409


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, held, files = "/licence-applications/{reference}", "/licences/{reference}", "/licensing/{reference}/files"
    steps = {
        f"POST {path}/{verb}": Entrance(duty, names, taking(table, verb, 200))
        for path, names, table in ((one, "licensing", OF_APPLICATIONS), (held, "licence", OF_LICENCES))
        for verb, (_side, duty, _states) in table.items()
    }
    signing = {
        f"POST {path}/{verb}": Entrance(READ_LICENCES, names, always(409))
        for path, names in ((one, "licensing"), (held, "licence"))
        for verb in ("confirm", "decline")
    }
    return {
        "GET /licence-applications": Entrance(READ_LICENCES, "", always(200)),
        "POST /licence-applications": Entrance(APPLY_LICENCES, "", always(201)),
        f"GET {one}": Entrance(READ_LICENCES, "licensing", always(200)),
        "GET /licences": Entrance(READ_LICENCES, "", always(200)),
        f"GET {held}": Entrance(READ_LICENCES, "licence", always(200)),
        f"GET {held}/pdf": Entrance(READ_LICENCES, "licence", always(200)),
        f"GET {files}": Entrance(READ_LICENCES, "licensing file", always(200)),
        f"POST {files}": Entrance(APPLY_LICENCES, "licensing file", always(201)),
        f"GET {files}/{{file_id}}": Entrance(READ_LICENCES, "licensing file", always(200)),
        "POST /verify/licences": Entrance(ANYBODY, "", always(200)),
        **steps,
        **signing,
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, held, files = "/licence-applications/{reference}/", "/licences/{reference}/", "/licensing/{reference}/files/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/licence-applications/": (READ_LICENCES, "", always(200), UNKNOWN_METHOD),
        "/licence-applications/new/": (APPLY_LICENCES, "", always(200), always(302)),
        "/licence-applications/rule/": (SIGN_LICENCES, "", always(200), always(302)),
        one: (READ_LICENCES, "licensing", always(200), UNKNOWN_METHOD),
        f"{one}edit/": (APPLY_LICENCES, "licensing", writing(200), writing(302)),
        f"{one}signature/": (READ_LICENCES, "licensing", always(409), always(409)),
        f"{one}steps/nonsense/": (READ_LICENCES, "licensing", always(404), always(404)),
        "/licences/": (READ_LICENCES, "", always(200), UNKNOWN_METHOD),
        held: (READ_LICENCES, "licence", always(200), UNKNOWN_METHOD),
        f"{held}signature/": (READ_LICENCES, "licence", always(409), always(409)),
        f"{held}pdf/": (READ_LICENCES, "licence", always(200), UNKNOWN_METHOD),
        files: (APPLY_LICENCES, "licensing file", always(200), always(302)),
        f"{files}{{file_id}}/": (READ_LICENCES, "licensing file", always(200), UNKNOWN_METHOD),
        "/verify/licences/": (ANYBODY, "", always(200), always(200)),
    }
    for verb in BY_THE_CLOCK:
        rows[f"{held}steps/{verb}/"] = (READ_LICENCES, "licence", always(404), always(404))
    for path, names, steps in ((one, "licensing", OF_APPLICATIONS), (held, "licence", OF_LICENCES)):
        for verb in steps:
            shown = 302 if verb in ON_THE_SHEET else 200
            rows[f"{path}steps/{verb}/"] = (READ_LICENCES, names, taking(steps, verb, shown), taking(steps, verb, 302))
    return by_method(rows)
