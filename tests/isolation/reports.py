"""Suspicious reports in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.kernel.rowsecurity import acting
from penstock.orders.reports import services
from penstock.orders.reports.triage.judging import grade
from tests.cast import Actor, Cast
from tests.isolation.rights import (
    HANDLE_REPORTS,
    READ_REPORTS,
    REPORT,
    REPORT_SUSPICIONS,
    SEND_ALERTS,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing
from tests.orders.reports.house import drafted, sent, suspicious

OPEN = {"told", "sent", "received", "questioned"}
STEPS = {
    # verb: whose act it is, the duty it needs, and the states it is done from
    "edit": ("opener", REPORT_SUSPICIONS, {"draft", "told"}),
    "discard": ("opener", REPORT_SUSPICIONS, {"draft"}),
    "tell": ("opener", REPORT_SUSPICIONS, {"draft"}),
    "send": ("opener", REPORT_SUSPICIONS, {"draft", "told"}),
    "police": ("opener", REPORT_SUSPICIONS, {*OPEN, "closed"}),
    "add": ("opener", REPORT_SUSPICIONS, {"sent", "received", "closed"}),
    "supply": ("opener", REPORT_SUSPICIONS, {"questioned"}),
    "take": ("counterpart", HANDLE_REPORTS, OPEN),
    "acknowledge": ("counterpart", HANDLE_REPORTS, {"sent"}),
    "ask": ("counterpart", HANDLE_REPORTS, {"sent", "received"}),
    "instruct": ("counterpart", HANDLE_REPORTS, OPEN),
    "feedback": ("counterpart", HANDLE_REPORTS, {"received", "questioned", "closed"}),
    "close": ("counterpart", HANDLE_REPORTS, {"received", "questioned"}),
}
ON_THE_SHEET = {"edit", "send"}
ONWARD = {"warn": SEND_ALERTS, "refer": REPORT, "alert": SEND_ALERTS}
WITH_BODY = {
    "tell": {"on": "2026-01-05", "told_to": "The desk"},
    "police": {"on": "2026-01-05", "told_to": "Station 5"},
    "add": {"words": "They wrote again."},
    "supply": {"answer": "A parking place."},
    "ask": {"question": "Which address?"},
    "instruct": {"instruction": "hold"},
    "feedback": {"led_to": "kept"},
    "close": {"result": "nothing", "led_to": "kept"},
    "grade": {"grade": "low"},
}


def add_reports(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """One of our company's, graded by the office, its draft, and one that Thirdland's office took down itself."""
    ours = sent(cast.clerk, product=f"{marker('reportours')} thinner", party_name=marker("reportours"))
    draft = drafted(cast.clerk, product=marker("suspiciondraft"))
    foreign = sent(cast.third_officer, product=marker("reportforeign"), taken_from=marker("reportforeign"))
    sent(cast.clerk)  # of a substance that is known, so that there is something the law asks
    for officer, report, word in (
        (cast.exporter_officer, ours, "gradedours"),
        (cast.third_officer, foreign, "gradedforeign"),
    ):
        with acting(officer.viewer) as viewer:
            grade(viewer=viewer, report_id=report.pk, raw={"grade": "high", "note": marker(word)})
    names = {
        "report": named(reference=ours.reference, file_id=_paper(cast.clerk, ours, marker("reportours"))),
        "report draft": named(reference=draft.reference),
        "foreign report": named(
            reference=foreign.reference, file_id=_paper(cast.third_officer, foreign, marker("reportforeign"))
        ),
    }
    return names, {
        marker("reportours"): frozenset({"NL", "company"}),
        marker("suspiciondraft"): frozenset({"company"}),
        marker("reportforeign"): frozenset({"KE"}),
        marker("gradedours"): frozenset({"NL"}),
        marker("gradedforeign"): frozenset({"KE"}),
    }


def _paper(by: Actor, report: Any, text: str) -> Any:
    with acting(by.viewer) as viewer:
        row = services.give_paper(viewer=viewer, report_id=report.pk, name=f"{text}.txt", chunks=[text.encode()])
    return row.pk


def sent_to(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of suspicious reports."""
    last = path.rstrip("/").rpartition("/")[2]
    if last == "file":
        return {"file": SimpleUploadedFile("a.csv", b"sort,product\nenquiry,Acetone\n")}
    if last == "files":
        return {"file": SimpleUploadedFile("a.txt", b"some papers")}
    if last in {"suspicious-reports", "drafts", "new", "edit"}:
        return suspicious() if last != "new" else {**suspicious(), "go": "save"}
    return WITH_BODY.get(last, {})


def _may(verb: str, who: Who, thing: Thing) -> bool:
    side, duty, states = STEPS[verb]
    return getattr(thing, side) == who.office and duty in who.duties and thing.state in states


def taking(verb: str, done: int) -> Answer:
    """A step that is taken, or refused with 409."""
    return lambda who, thing: done if _may(verb, who, thing) else 409


def by_office(done: int, *states: str) -> Answer:
    """What the office does with a report that it works on; the reporter finds nothing there."""

    def answer(who: Who, thing: Thing) -> int:
        if thing.counterpart != who.office or thing.state == "draft":
            return 404
        return done if not states or thing.state in states else 409

    return answer


def onward(way: str, done: int, lacking: int) -> Answer:
    """A way onward, for the office's people who hold the duty of what is made."""

    def answer(who: Who, thing: Thing) -> int:
        if thing.counterpart != who.office:
            return 404
        return done if ONWARD[way] in who.duties else lacking

    return answer


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/suspicious-reports/{reference}"
    steps = {
        f"POST {one}/{verb}": Entrance(duty, "report", taking(verb, 200)) for verb, (_s, duty, _f) in STEPS.items()
    }
    ways = {f"POST {one}/onward/{way}": Entrance(HANDLE_REPORTS, "report", onward(way, 201, 403)) for way in ONWARD}
    return {
        "GET /suspicious-reports": Entrance(READ_REPORTS, "", always(200)),
        "POST /suspicious-reports": Entrance(REPORT_SUSPICIONS, "", always(201)),
        "POST /suspicious-reports/drafts": Entrance(REPORT_SUSPICIONS, "", always(201)),
        "POST /suspicious-reports/file": Entrance(REPORT_SUSPICIONS, "", always(200)),
        "GET /suspicious-reports/results": Entrance(READ_REPORTS, "", always(200)),
        f"GET {one}": Entrance(READ_REPORTS, "report", always(200)),
        f"GET {one}/goaml/{{shape}}": Entrance(HANDLE_REPORTS, "report", by_office(200)),
        f"POST {one}/files": Entrance(READ_REPORTS, "report", always(201)),
        f"GET {one}/files/{{file_id}}": Entrance(READ_REPORTS, "report", _with_file),
        f"POST {one}/grade": Entrance(HANDLE_REPORTS, "report", by_office(200)),
        **steps,
        **ways,
    }


def _with_file(_who: Who, thing: Thing) -> int:
    return 404 if thing.state == "draft" else 200


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/suspicious-reports/", "/suspicious-reports/{reference}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (READ_REPORTS, "", always(200), UNKNOWN_METHOD),
        f"{start}new/": (REPORT_SUSPICIONS, "", always(200), always(302)),
        f"{start}file/": (REPORT_SUSPICIONS, "", always(200), always(200)),
        f"{start}file/template/": (REPORT_SUSPICIONS, "", always(200), UNKNOWN_METHOD),
        f"{start}results/": (READ_REPORTS, "", always(200), UNKNOWN_METHOD),
        one: (READ_REPORTS, "report", always(200), UNKNOWN_METHOD),
        f"{one}edit/": (REPORT_SUSPICIONS, "report", taking("edit", 200), taking("edit", 302)),
        f"{one}grade/": (HANDLE_REPORTS, "report", by_office(200), by_office(302)),
        f"{one}files/": (READ_REPORTS, "report", UNKNOWN_METHOD, always(302)),
        f"{one}files/{{file_id}}/": (READ_REPORTS, "report", _with_file, UNKNOWN_METHOD),
        f"{one}goaml/{{shape}}/": (HANDLE_REPORTS, "report", by_office(200), UNKNOWN_METHOD),
        f"{one}onward/{{way}}/": (HANDLE_REPORTS, "report", onward("refer", 200, 404), onward("refer", 302, 404)),
        f"{one}steps/nonsense/": (READ_REPORTS, "report", always(404), always(404)),
    }
    for verb in STEPS:
        shown = 302 if verb in ON_THE_SHEET else 200
        rows[f"{one}steps/{verb}/"] = (READ_REPORTS, "report", taking(verb, shown), taking(verb, 302))
    return by_method(rows)
