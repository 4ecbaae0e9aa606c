"""Says whether anything was lost, doubled or invented: a program of its own, with a connection of its own.

It knows what was asked for (keys and references), the mail that arrived and the directory of people, and shares no
code with the house. `python -m tests.faults.checker` reads all that as JSON and answers a verdict as JSON.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from psycopg.rows import dict_row

EVENT = {
    "draft": "notice.drafted",
    "submit": "notice.sent",
    "comment": "case.commented",
    "ask": "notice.information_requested",
    "supply": "notice.information_supplied",
    "clear": "notice.no_objection",
    "object": "notice.objection.proposed",
    "confirm": "notice.objection",
    "lift": "notice.objection_lifted",
    "release": "notice.released",
    "withdraw": "notice.withdrawn",
}
ANSWERS = {"clear", "confirm", "lift"}
"""With these the record keeps what the checks said."""
ENQUIRY = {"ask": "enquiry.asked", "supply": "enquiry.answered"}
"""These are an enquiry's acts too, which is no case of the campaign's."""
STATE = {
    "draft": "draft",
    "submit": "sent",
    "ask": "questioned",
    "supply": "sent",
    "clear": "no objection",
    "confirm": "objected",
    "lift": "no objection",
    "release": "released",
    "withdraw": "withdrawn",
}
LETTER = {
    "submit": ("CL", "answer notices", "For your answer:"),
    "comment": ("IN", "read cases", "A comment on"),
    "ask": ("IN", "send notices", "Information requested:"),
    "supply": ("CL", "answer notices", "Information supplied:"),
    "clear": ("IN", "send notices", "No objection:"),
    "object": ("CL", "answer notices", "For a second signature:"),
    "confirm": ("IN", "send notices", "Objection:"),
    "lift": ("IN", "send notices", "Objection lifted:"),
    "release": ("CL", "answer notices", "Released:"),
    "withdraw": ("CL", "answer notices", "Withdrawn:"),
}
Row = dict[str, Any]


class Findings:
    """What is wrong, by kind, with the first examples."""

    def __init__(self) -> None:
        self.counts = Counter[str]()
        self.examples: dict[str, list[str]] = defaultdict(list)

    def note(self, kind: str, what: str, count: int = 1) -> None:
        """Something is wrong, so many times."""
        self.counts[kind] += count
        if len(self.examples[kind]) < 5:
            self.examples[kind].append(what)

    def compare(self, what: str, expected: Mapping[Any, int], found: Mapping[Any, int]) -> None:
        """Whatever is there less often than it should be is lost, more often doubled, and never asked for invented."""
        for one in expected.keys() | found.keys():
            difference = found.get(one, 0) - expected.get(one, 0)
            if difference < 0:
                self.note(f"lost {what}", str(one), -difference)
            elif difference > 0:
                self.note(f"{'doubled' if one in expected else 'invented'} {what}", str(one), difference)


class Evidence:
    """What the database holds now, seen by the owner of the tables with every row open."""

    def __init__(self, address: str, first_event: int) -> None:
        with psycopg.connect(address, row_factory=dict_row) as connection:
            connection.execute("SELECT set_config('penstock.scope', 'all', true)")

            def rows(question: str, *values: object) -> list[Row]:
                return connection.execute(question.encode(), values).fetchall()

            self.cases = rows(
                "SELECT c.id, c.reference, c.state, n.own_reference FROM cases_case c"
                " JOIN notices_notice n ON n.case_ptr_id = c.id"
            )
            self.numbered = rows(
                "SELECT reference FROM cases_case"
                " WHERE kind IN ('notice', 'incident', 'operation', 'alert', 'industry alert')"
                " OR kind IN ('permit', 'permit application')"
                " OR kind IN ('licence', 'licence application', 'inspection', 'annual return')"
                " OR kind IN ('held order', 'sample request', 'platform notice')"
                " UNION ALL SELECT reference FROM operations_project"
                " UNION ALL SELECT reference FROM industry_consultation"
                " UNION ALL SELECT reference FROM industry_trustedpartner"
                " UNION ALL SELECT 'journal-' || organisation_id || '-' || number FROM industry_journalentry"
            )
            self.events = rows(
                "SELECT seq, name, case_id, person_id, data FROM kernel_event WHERE seq > %s ORDER BY seq", first_event
            )
            self.keys = rows("SELECT key, status FROM kernel_incoming")
            self.waiting = rows("SELECT id, topic, last_error FROM kernel_outgoing WHERE delivered_at IS NULL")
            self.mails = rows("SELECT id FROM kernel_outgoing WHERE topic = 'mail'")
            self.batches = rows("SELECT id, name, lines_done, bad, lodged_at FROM notices_batch")
            self.counters = rows("SELECT series, last FROM kernel_counter")


def judge(told: Row) -> Row:
    """The verdict."""
    found, evidence = Findings(), Evidence(told["database"], told["first_event"])
    acts = [act for act in told["acts"] if act["verb"] in EVENT]
    files = {act["matter"]: act for act in told["acts"] if act["verb"] == "hand in"}
    lodged = {act["matter"] for act in told["acts"] if act["verb"] == "lodge"}
    for act in told["acts"]:
        if not 200 <= act["status"] < 300:
            found.note("acts not acknowledged", f"{act['verb']} of {act['matter']}: {act['status']} {act['answer']}")
    good = [f"{name}-{line:05d}" for name in lodged for line in range(told["lines"]) if line % told["each_bad"]]
    _check_notices(found, evidence, acts, good)
    _check_record(found, evidence, acts, good, lodged)
    _check_files(found, evidence, files, lodged, told)
    _check_keys(found, evidence, told["acts"] if told["keeps_keys"] else [])
    arrived = _check_mail(found, evidence, told, acts, good)
    return {
        "findings": dict(found.counts),
        "examples": dict(found.examples),
        "acts": len(told["acts"]),
        "notices of files": len(good),
        "mails": arrived,
        "mails delivered again": len(told["mail"]) - arrived,
        "calls repeated": sum(act["tries"] - 1 for act in told["acts"]),
    }


def _check_notices(found: Findings, evidence: Evidence, acts: list[Row], good: list[str]) -> None:
    """One notice for each draft and each good line, in the state that its last act leads to, under its own number."""
    expected = Counter([act["matter"] for act in acts if act["verb"] == "draft"]) + Counter(good)
    matters = {act["matter"].rpartition("-")[0] for act in acts} | {one.rpartition("-")[0] for one in good}
    ours = [case for case in evidence.cases if case["own_reference"].rpartition("-")[0] in matters]
    found.compare("notices", expected, Counter(case["own_reference"] for case in ours))
    states = dict.fromkeys(good, "sent") | {act["matter"]: STATE[act["verb"]] for act in acts if act["verb"] in STATE}
    for case in ours:
        if case["state"] != states.get(case["own_reference"]):
            found.note("wrong states", f"{case['own_reference']} is {case['state']}")
    numbers = Counter(case["reference"].rpartition("-")[0] for case in evidence.numbered)
    found.compare("numbers", {one["series"]: one["last"] for one in evidence.counters}, numbers)


def _check_record(found: Findings, evidence: Evidence, acts: list[Row], good: list[str], lodged: set[str]) -> None:
    """Each act is one event, in the order in which it was done on its case; and no event is without an act."""
    own = {case["id"]: case["own_reference"] for case in evidence.cases}
    by_matter: dict[str, list[str]] = defaultdict(list)
    expected: dict[str, list[str]] = defaultdict(list)
    for event in evidence.events:
        if event["person_id"].int and event["case_id"] and not event["name"].startswith("enquiry."):
            by_matter[own.get(event["case_id"], "a case that is gone")].append(event["name"])
    for act in acts:
        expected[act["matter"]].append(EVENT[act["verb"]])
        if act["verb"] in ANSWERS:
            expected[act["matter"]].append("notice.checks_seen")
    for line in good:
        expected[line].append("notice.sent")
    flat = {
        kind: Counter((m, e) for m, names in kind_of.items() for e in names)
        for kind, kind_of in (("expected", expected), ("found", by_matter))
    }
    found.compare("events", flat["expected"], flat["found"])
    for matter, names in by_matter.items():
        if sorted(names) == sorted(expected[matter]) and names != expected[matter]:
            found.note("events out of order", f"{matter}: {names}")
    asked = Counter(ENQUIRY[act["verb"]] for act in acts if act["verb"] in ENQUIRY)
    found.compare("enquiries on record", asked, Counter(e["name"] for e in evidence.events if e["name"] in asked))
    lodgings = sum(event["name"] == "notice.batch_lodged" for event in evidence.events)
    found.compare("lodgings on record", {"all": len(lodged)}, {"all": lodgings})


def _check_files(found: Findings, evidence: Evidence, files: Row, lodged: set[str], told: Row) -> None:
    """Each file was taken in once, with every line once, and lodged if that was asked."""
    expected = Counter(f"{name}.csv" for name in files)
    found.compare("files", expected, Counter(batch["name"] for batch in evidence.batches))
    bad = len(range(0, told["lines"], told["each_bad"]))
    for batch in evidence.batches:
        is_asked = batch["name"].removesuffix(".csv") in lodged
        if is_asked and (batch["lines_done"], batch["bad"]) != (told["lines"], bad):
            found.note("wrong lines of files", str(batch))
        if is_asked and not batch["lodged_at"]:
            found.note("lost lodgings", batch["name"])


def _check_keys(found: Findings, evidence: Evidence, acts: list[Row]) -> None:
    """Each key of an act that was acknowledged is kept with the answer that was given."""
    kept = {row["key"]: row["status"] for row in evidence.keys}
    for act in acts:
        if kept.get(act["key"]) != act["status"]:
            found.note("lost keys", f"{act['verb']} of {act['matter']}")


def _people(told: Row, country: str, duty: str) -> Iterable[str]:
    of_authority = [one for one in told["people"] if one["country"] == country and "read cases" in one["duties"]]
    return [one["email"] for one in of_authority if duty in one["duties"]]


def _check_mail(found: Findings, evidence: Evidence, told: Row, acts: list[Row], good: list[str]) -> int:
    """The outbox is empty; every mail that an act asks for arrived once by its Message-ID, and no other."""
    for row in evidence.waiting:
        found.note("messages not delivered", f"{row['topic']} {row['last_error']}")
    expected: Counter[tuple[str, str]] = Counter()
    for act in acts:
        if act["verb"] in LETTER:
            country, duty, subject = LETTER[act["verb"]]
            expected.update((to, f"{subject} {act['reference']}") for to in _people(told, country, duty))
    arrived = {mail["id"]: (mail["to"], mail["subject"]) for mail in told["mail"]}
    references = {act["reference"] for act in acts}
    singles = [one for one in arrived.values() if one[1].rpartition(" ")[2] in references]
    found.compare("mails", expected, Counter(singles))
    announced = sum(int(one[1].split()[3]) for one in arrived.values() if one[1].endswith(" notices"))
    importers = told["importers"]
    answering = {country: len(list(_people(told, country, "answer notices"))) for country in importers}
    asked = sum(answering[importers[int(one.rpartition("-")[2]) % len(importers)]] for one in good)
    found.compare("notices announced by mail", {"all": asked}, {"all": announced})
    known = {str(row["id"]) for row in evidence.mails}
    if known:
        invented = [one for one in arrived if one.strip("<>").partition("@")[0] not in known]
        found.counts += Counter({"invented messages": len(invented)})
    return len(arrived)


if __name__ == "__main__":
    json.dump(judge(json.load(sys.stdin)), sys.stdout)
