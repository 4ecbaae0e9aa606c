"""Says whether anybody was missed or told twice: a program of its own, as `checker` is, for campaigns of alerts.

It knows what was asked for, the mail that arrived and the directory of people, and shares no code with the house.
"""

import json
import sys
from collections import Counter, defaultdict
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.faults.checker import Findings

Row = dict[str, Any]
EVENT = {
    "draft alert": "alert.drafted",
    "release alert": "alert.released",
    "correct alert": "alert.corrected",
    "retract alert": "alert.retracted",
}
LETTER = {
    "release alert": "Special alert:",
    "correct alert": "Special alert corrected:",
    "retract alert": "Special alert RETRACTED:",
}
STATE = {"draft alert": "draft", "release alert": "released", "retract alert": "retracted"}


class Evidence:
    """What the database holds now, seen by the owner of the tables with every row open."""

    def __init__(self, address: str, first_event: int) -> None:
        with psycopg.connect(address, row_factory=dict_row) as connection:
            connection.execute("SELECT set_config('penstock.scope', 'all', true)")

            def rows(question: str, *values: object) -> list[Row]:
                return connection.execute(question.encode(), values).fetchall()

            self.alerts = rows("SELECT id, reference, title, state, edition FROM cases_case WHERE kind = 'alert'")
            self.recipients = rows(
                "SELECT c.title, o.name, r.told_edition, r.acknowledged_edition, r.acknowledged_by"
                " FROM alerts_recipient r JOIN cases_case c ON c.id = r.alert_id"
                " JOIN parties_organisation o ON o.id = r.organisation_id"
            )
            self.events = rows(
                "SELECT name, case_id, person_name FROM kernel_event WHERE seq > %s ORDER BY seq", first_event
            )
            self.waiting = rows("SELECT topic, last_error FROM kernel_outgoing WHERE delivered_at IS NULL")
            self.numbered = rows("SELECT reference FROM cases_case WHERE kind = 'alert'")
            self.counters = rows("SELECT series, last FROM kernel_counter WHERE series LIKE '%%-ALERT-%%'")


def judge(told: Row) -> Row:
    """The verdict."""
    found, evidence, acts = Findings(), Evidence(told["database"], told["first_event"]), told["acts"]
    for act in acts:
        if not 200 <= act["status"] < 300:
            found.note("acts not acknowledged", f"{act['verb']} of {act['matter']}: {act['status']} {act['answer']}")
    _check_alerts(found, evidence, acts)
    _check_recipients(found, evidence, told)
    arrived = _check_mail(found, evidence, told)
    return {
        "findings": dict(found.counts),
        "examples": dict(found.examples),
        "acts": len(acts),
        "alerts": len([act for act in acts if act["verb"] == "release alert"]),
        "notices of files": 0,
        "mails": arrived,
        "mails delivered again": len(told["mail"]) - len({mail["id"] for mail in told["mail"]}),
        "calls repeated": sum(act["tries"] - 1 for act in acts),
    }


def _check_alerts(found: Findings, evidence: Evidence, acts: list[Row]) -> None:
    """One alert for each draft, with its number, its state, its edition, and one event for each act in order."""
    matters = {act["matter"] for act in acts}
    ours = [one for one in evidence.alerts if one["title"] in matters]
    drafts = Counter(act["matter"] for act in acts if act["verb"] == "draft alert")
    found.compare("alerts", drafts, Counter(one["title"] for one in ours))
    states, editions, expected = {}, Counter[str](), defaultdict(list)
    for act in acts:
        states[act["matter"]] = STATE.get(act["verb"], states.get(act["matter"]))
        editions[act["matter"]] += act["verb"] in {"release alert", "correct alert"}
        if act["verb"] in EVENT:
            expected[act["matter"]].append(EVENT[act["verb"]])
    titles = {one["id"]: one["title"] for one in ours}
    happened = defaultdict(list)
    for event in evidence.events:
        if event["case_id"] in titles and event["name"] in EVENT.values():
            happened[titles[event["case_id"]]].append(event["name"])
    for one in ours:
        matter = one["title"]
        if (one["state"], one["edition"]) != (states[matter], editions[matter]):
            found.note("wrong states", f"{matter} is {one['state']}, edition {one['edition']}")
    flat = [Counter((m, e) for m, names in of.items() for e in names) for of in (expected, happened)]
    found.compare("events", *flat)
    numbers = Counter(one["reference"].rpartition("-")[0] for one in evidence.numbered)
    found.compare("numbers", {one["series"]: one["last"] for one in evidence.counters}, numbers)


def _receivers(told: Row) -> dict[str, list[str]]:
    """The people who read alerts, by organisation, but those of the sender."""
    people = defaultdict(list)
    sender = next(one["organisation"] for one in told["people"] if one["email"].startswith("nadia."))
    for one in told["people"]:
        if "read incidents" in one["duties"] and one["organisation"] != sender:
            people[one["organisation"]].append(one["email"])
    return people


def _check_recipients(found: Findings, evidence: Evidence, told: Row) -> None:
    """Each organisation that reads alerts has one row for each, of its last edition, acknowledged as was asked."""
    acts = told["acts"]
    sent = [act["matter"] for act in acts if act["verb"] == "release alert"]
    expected = Counter((matter, name) for matter in sent for name in _receivers(told))
    rows = [one for one in evidence.recipients if one["title"] in set(sent)]
    found.compare("recipients", expected, Counter((one["title"], one["name"]) for one in rows))
    editions, done = Counter[str](), dict[tuple[str, str], int]()
    of = {one["email"]: one["organisation"] for one in told["people"]}
    for act in acts:
        editions[act["matter"]] += act["verb"] in {"release alert", "correct alert"}
        if act["verb"] == "acknowledge alert":
            done[act["matter"], of[act["by"]]] = editions[act["matter"]]
    for one in rows:
        at = (one["title"], one["name"])
        if one["told_edition"] != editions[one["title"]]:
            found.note("wrong editions told", str(one))
        if one["acknowledged_edition"] != done.get(at, 0):
            found.note("wrong acknowledgements", str(one))
    asked = Counter(
        {(act["matter"], act["by"], editions_before): 1 for act, editions_before in _acknowledgements(acts)}
    )
    titles = {one["id"]: one["title"] for one in evidence.alerts}
    kept = sum(event["name"] == "alert.acknowledged" and event["case_id"] in titles for event in evidence.events)
    found.compare("acknowledgements on record", {"all": len(asked)}, {"all": kept})


def _acknowledgements(acts: list[Row]) -> list[tuple[Row, int]]:
    """Each acknowledgement with the edition it is of."""
    editions, told = Counter[str](), []
    for act in acts:
        editions[act["matter"]] += act["verb"] in {"release alert", "correct alert"}
        if act["verb"] == "acknowledge alert":
            told.append((act, editions[act["matter"]]))
    return told


def _check_mail(found: Findings, evidence: Evidence, told: Row) -> int:
    """The outbox is empty; every mail that an act asks for reached everybody once by its Message-ID, and no other."""
    for row in evidence.waiting:
        found.note("messages not delivered", f"{row['topic']} {row['last_error']}")
    expected: Counter[tuple[str, str]] = Counter()
    everybody = [email for people in _receivers(told).values() for email in people]
    for act in told["acts"]:
        if act["verb"] in LETTER:
            expected.update((to, f"{LETTER[act['verb']]} {act['reference']}") for to in everybody)
    arrived = {mail["id"]: (mail["to"], mail["subject"]) for mail in told["mail"]}
    # Mails of the exercise itself go out meanwhile; only those on alerts were asked for here.
    on_alerts = Counter(one for one in arrived.values() if "-ALERT-" in one[1])
    found.compare("mails", expected, on_alerts)
    return on_alerts.total()


if __name__ == "__main__":
    json.dump(judge(json.load(sys.stdin)), sys.stdout)
