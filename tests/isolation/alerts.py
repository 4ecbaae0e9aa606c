"""Alerts in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from datetime import timedelta
from typing import Any

from penstock.alerts.suggesting import looking
from penstock.cases import services as case_services
from penstock.cases.models import Attachment
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.alerts.house import drafted, passed, released, trusted
from tests.cast import Actor, Cast
from tests.isolation.rights import (
    READ_INCIDENTS,
    READ_INDUSTRY,
    SEND_ALERTS,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    Who,
    always,
    by_method,
)
from tests.isolation.things import Thing

STEPS = {
    # verb: the states it is done from
    "edit": {"draft"},
    "discard": {"draft"},
    "release": {"draft"},
    "propose": set(),  # nobody's organisation here wants two
    "correct": {"released"},
    "retract": {"released"},
    "derive": {"draft", "released"},
}
PLAIN = ("discard", "propose", "retract", "derive")
PLAIN_OF_INDUSTRY = ("discard", "propose", "retract")
KINDS = {"alerts": ("alert", READ_INCIDENTS), "industry-alerts": ("industry alert", READ_INDUSTRY)}


def add_alerts(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Of Exportland's one for Importland, one for its company and drafts; others of Thirdland's; a suggestion."""
    head, third, industry = cast.exporter_head, cast.third_head, "industry alert"
    trusted(head, cast.clerk)

    def told(word: str) -> dict[str, str]:
        return {"headline": marker(word), "text": f"Of {marker(word)}"}

    to = {code: {"shared_with": "countries", "shared_countries": [code]} for code in ("CL", "EG")}
    made = {
        "alert": (head, released(head, **told("alertours"), **to["CL"])),
        "alert draft": (head, drafted(head, **told("alertdraft"))),
        "foreign alert": (third, released(third, **told("alertforeign"), **to["EG"])),
        "industry alert": (head, released(head, industry, **told("industryours"))),
        "industry draft": (head, drafted(head, industry, **told("industrydraft"))),
        "foreign industry alert": (third, drafted(third, industry, **told("industryforeign"))),
    }
    names = {key: named(reference=one.reference, file_id=_a_file(by, one)) for key, (by, one) in made.items()}
    passed(cast.importer_officer, made["alert"][1], name=marker("alertpassed"))
    passed(cast.fourth_officer, made["foreign alert"][1], name=marker("alertpassedon"))
    looking.look()
    with acting(SYSTEM):
        about, office = {"incidents": [], "substance": "acetone", "lane": []}, cast.secretariat_officer.office
        evidence = {**about, "first_on": "2026-01-05", "sightings": 40, "seen_once": 1}
        looking.suggest(looking.SUBSTANCE, "first substance:x", marker("suggestion"), evidence, office)
        names["suggestion"] = named(suggestion_id=looking.Suggestion.objects.get(title=marker("suggestion")).pk)
    return names, {
        marker("alertours"): frozenset({"NL", "CL", "S"}),
        marker("alertdraft"): frozenset({"NL"}),
        marker("alertforeign"): frozenset({"KE", "EG", "S"}),
        marker("industryours"): frozenset({"NL", "company"}),
        marker("industrydraft"): frozenset({"NL"}),
        marker("industryforeign"): frozenset({"KE"}),
        marker("alertpassed"): frozenset({"CL"}),
        marker("alertpassedon"): frozenset({"EG"}),
        marker("suggestion"): frozenset({"S"}),
    }


def _a_file(by: Actor, alert: Any) -> Any:
    with acting(by.viewer) as viewer:
        case_services.attach(viewer=viewer, case_id=alert.pk, name="a.txt", chunks=[b"some papers"])
        return Attachment.objects.visible_to(viewer).get(case=alert).pk


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of alerts."""
    last = path.rstrip("/").rpartition("/")[2]
    if last in {"alerts", "industry-alerts", "new", "edit", "correct"}:
        full = {
            "headline": "Another",
            "indicators": ["rise"],
            "urgency": "aware",
            "certainty": "likely",
            "text": "Look.",
            "action": "Watch.",
            "expires_on": (today() + timedelta(days=9)).isoformat(),
            "marking": "AMBER",
        }
        of_kind = {"shared_with": "own"} if "industry" in path else {"shared_with": "everybody"}
        return full | of_kind
    return {
        "retract": {"note": "It was another matter."},
        "pass": {"sort": "agency", "name": "Harbour Watch", "passed_on": "2026-01-05"},
        "dismiss": {"note": "No."},
        "trusted-companies": {"company": "00000000-0000-0000-0000-000000000001", "note": "Checked"},
    }.get(last, {})


def may(verb: str, done: int) -> Answer:
    """A step that its sender takes, or refused with 409; in Thirdland no company is trusted."""

    def answer(who: Who, thing: Thing) -> int:
        if who.office != thing.opener or thing.state not in STEPS[verb]:
            return 409
        return 422 if verb == "release" and thing.counterpart == "no company" else done

    return answer


def by_recipient(done: int, own: int = 409) -> Answer:
    """What a recipient does; a draft has none, and its sender is none."""

    def answer(who: Who, thing: Thing) -> int:
        if thing.state == "draft":
            return 404
        return own if who.office == thing.opener else done

    return answer


def once_released(_who: Who, thing: Thing) -> int:
    """What there is after the release."""
    return 409 if thing.state == "draft" else 200


def api() -> dict[str, Entrance]:
    """The operations."""
    found = {
        "GET /alert-suggestions": Entrance(SEND_ALERTS, "", always(200)),
        "POST /alert-suggestions/{suggestion_id}/dismiss": Entrance(SEND_ALERTS, "suggestion", always(200)),
        "POST /alert-suggestions/{suggestion_id}/take": Entrance(SEND_ALERTS, "suggestion", always(200)),
        "GET /trusted-companies": Entrance(SEND_ALERTS, "", always(200)),
        # The company that the visitor names is none of anybody's country.
        "POST /trusted-companies": Entrance(SEND_ALERTS, "", lambda who, _thing: 409 if who.office == "S" else 422),
        "DELETE /trusted-companies/{company_id}": Entrance(SEND_ALERTS, "", always(404)),
    }
    for path, (kind, reads) in KINDS.items():
        start, one = f"/{path}", f"/{path}/{{reference}}"
        verbs = STEPS.keys() if kind == "alert" else STEPS.keys() - {"derive"}
        found |= {f"POST {one}/{verb}": Entrance(SEND_ALERTS, kind, may(verb, 200)) for verb in verbs}
        found |= {
            f"GET {start}": Entrance(reads, "", always(200)),
            f"POST {start}": Entrance(SEND_ALERTS, "", always(201)),
            f"GET {one}": Entrance(reads, kind, always(200)),
            f"GET {one}/cap": Entrance(reads, kind, once_released),
            # No release waits for its second signature here.
            f"POST {one}/confirm": Entrance(SEND_ALERTS, kind, always(409)),
            f"POST {one}/decline": Entrance(SEND_ALERTS, kind, always(409)),
            f"POST {one}/acknowledge": Entrance(reads, kind, by_recipient(200)),
            f"POST {one}/pass": Entrance(reads, kind, by_recipient(200)),
        }
    return found


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/alerts/suggestions/": (SEND_ALERTS, "", always(200), UNKNOWN_METHOD),
        "/alerts/suggestions/{suggestion_id}/": (SEND_ALERTS, "suggestion", always(200), always(302)),
        "/alerts/trusted/": (SEND_ALERTS, "", always(200), always(422)),
    }
    for path, (kind, reads) in KINDS.items():
        start, one = f"/{path}/", f"/{path}/{{reference}}/"
        plain = PLAIN if kind == "alert" else PLAIN_OF_INDUSTRY
        rows |= {f"{one}{verb}/": (SEND_ALERTS, kind, may(verb, 200), may(verb, 302)) for verb in plain}
        rows |= {
            start: (reads, "", always(200), UNKNOWN_METHOD),
            f"{start}new/": (SEND_ALERTS, "", always(200), always(302)),
            one: (reads, kind, always(200), UNKNOWN_METHOD),
            f"{one}edit/": (SEND_ALERTS, kind, may("edit", 200), may("edit", 302)),
            f"{one}release/": (SEND_ALERTS, kind, may("release", 200), may("release", 302)),
            f"{one}correct/": (SEND_ALERTS, kind, may("correct", 200), may("correct", 302)),
            f"{one}signature/": (SEND_ALERTS, kind, always(409), always(409)),
            f"{one}acknowledge/": (reads, kind, always(200), by_recipient(302)),
            f"{one}pass/": (reads, kind, always(200), by_recipient(302, own=422)),
            f"{one}print/": (reads, kind, always(200), UNKNOWN_METHOD),
            f"{one}cap.xml": (reads, kind, once_released, UNKNOWN_METHOD),
            f"{one}files/{{file_id}}/": (reads, kind, always(200), UNKNOWN_METHOD),
            f"{one}nonsense/": (SEND_ALERTS, kind, always(404), always(404)),
        }
    return by_method(rows)
