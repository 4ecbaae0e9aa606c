"""Plays a script over the API, and holds every answer against what the oracle says it must be."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from penstock.kernel import clock
from penstock.notices import chores
from penstock.notices.responsiveness import chores as following
from penstock.notices.shipments import batches
from tests.year.governments import SECRETARY, token_of
from tests.year.oracle import Oracle, days_of_the_year
from tests.year.script import GOODS, Act, Consignment, Script

API = "/api/v1"
MORNING, NOON, AFTERNOON = time(12, 30, tzinfo=UTC), time(13, tzinfo=UTC), time(14, tzinfo=UTC)
NOWHERE = "ZZ-2026-999999"
STALE = 9
MOST_TOLD = 20


@dataclass(slots=True)
class Played:
    """What was done, and everything that was answered otherwise than it must be."""

    calls: int = 0
    refused: int = 0
    lodged: int = 0
    lapsed: int = 0
    reminded: int = 0
    differences: list[str] = field(default_factory=list)

    def differs(self, where: str, wanted: Any, got: Any) -> None:
        """Note a difference, if it is one."""
        if wanted != got and len(self.differences) < MOST_TOLD:
            self.differences.append(f"{where}: {got} instead of {wanted}")


class Play:
    """The people of a script at work."""

    def __init__(self, script: Script, oracle: Oracle) -> None:
        """Take the script, and the oracle that follows it."""
        self.script, self.oracle, self.played = script, oracle, Played()
        self.client, self.answers = Client(), dict[tuple[str, str], Any]()

    def whole(self) -> Played:
        """Play the year from its first day to its last."""
        files = _by_day(self.script.consignments, lambda one: (one.sent_on, one.exporter))
        acts = _by_day(self.script.acts, lambda one: (one.on,))
        lodged: dict[date, list[list[Consignment]]] = {}
        for (day, _exporter), lines in files.items():
            lodged.setdefault(day, []).append(lines)
        for day in days_of_the_year():
            with clock.at(datetime.combine(day, MORNING)):
                self._morning(day)
            with clock.at(datetime.combine(day, NOON)):
                self._lodge(lodged.get(day, []))
            with clock.at(datetime.combine(day, AFTERNOON)):
                for act in acts.get((day,), []):
                    self._act(act)
        with clock.at(datetime.combine(days_of_the_year()[-1], AFTERNOON)):
            while following.follow_the_record():
                pass
            following.measure()
        return self.played

    def read(self, path: str, who: str = SECRETARY, **asked: Any) -> Any:
        """What somebody reads on the last day of the year."""
        with clock.at(datetime.combine(days_of_the_year()[-1], AFTERNOON)):
            answer = self.client.get(f"{API}{path}", asked, headers={"Authorization": f"Bearer {token_of(who)}"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    def _morning(self, day: date) -> None:
        """The worker's chores, until nothing is left to be done."""
        lapsed = _until_done(chores.lapse_overdue)
        reminded = _until_done(chores.remind)
        self.played.lapsed += lapsed
        self.played.reminded += reminded
        self.played.differs(f"morning of {day}", self.oracle.morning(day), (lapsed, reminded))

    def _lodge(self, files: list[list[Consignment]]) -> None:
        handed = []
        for lines in files:
            who, name = f"{lines[0].exporter} officer", f"{lines[0].exporter}-{lines[0].number}.csv"
            file = SimpleUploadedFile(name, sheet(lines), content_type="text/csv")
            handed.append((who, lines, self._call(who, "/batches", {"file": file}, key=name).json()["id"]))
        if handed:
            batches.check_waiting()
        for who, lines, batch_id in handed:
            good, bad = self.oracle.lodged(lines)
            if good:
                self._call(who, f"/batches/{batch_id}/lodge", key=f"lodge-{batch_id}")
            found = self.client.get(f"{API}/batches/{batch_id}", headers=self._headers(who)).json()
            self.played.differs(f"file of {who}", (good, bad, ""), (found["good"], found["bad"], found["failure"]))
            self.played.lodged += good
        if handed:
            batches.lodge_waiting()

    def _headers(self, who: str, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {token_of(who)}", **({"Idempotency-Key": key} if key else {})}

    def _call(self, who: str, path: str, body: Any = None, *, key: str = "", text: str = "") -> Any:
        """One writing call: a form with a file, a JSON body, or a text that is none."""
        self.played.calls += 1
        headers = self._headers(who, key)
        if body and "file" in body:
            return self.client.post(f"{API}{path}", body, headers=headers)
        said = text or json.dumps(body or {})
        return self.client.post(f"{API}{path}", said, content_type="application/json", headers=headers)

    def _act(self, act: Act) -> None:
        references = [self._reference(number) for number in act.about]
        wanted = self.oracle.reply(act)
        answer = self._sent(act, references)
        told = answer.json()
        if act.what == "answers":
            got: Any = [one["code"] for one in told["outcomes"]] if answer.status_code == 200 else told
            self.played.refused += sum(1 for one in wanted if one)
        else:
            got = (answer.status_code, "" if answer.status_code == 200 else told["code"])
            self.played.refused += bool(wanted[1])
        self.played.differs(f"{act} ({', '.join(references)})", wanted, got)
        if act.key and answer.status_code == 200:
            first = self.answers.setdefault((act.by[:2], act.key), told)
            self.played.differs(f"{act} again", first, told)

    def _reference(self, number: int) -> str:
        course = self.oracle.courses.get(number)
        return course.reference if course else NOWHERE

    def _sent(self, act: Act, references: list[str]) -> Any:
        if act.what == "answers":
            chosen = [
                {"reference": one, "edition": STALE if number == act.body["stale"] else 1}
                for one, number in zip(references, act.about, strict=True)
            ]
            return self._call(act.by, "/answers", {"notices": chosen, "remarks": act.body["remarks"]}, key=act.key)
        path = f"/notices/{references[0]}"
        if act.trick == "prying":
            self.played.calls += 1
            asked = {"country": references[0][:2]}
            return self.client.get(f"{API}/responsiveness/own", asked, headers=self._headers(act.by))
        if act.what == "read":
            self.played.calls += 1
            return self.client.get(API + path, headers=self._headers(act.by))
        who = "nobody" if act.trick == "no token" else act.by
        text = '{"remarks": ' if act.trick == "broken body" else ""
        extra = {"is_system": "yes"} if act.trick == "unknown field" else {}
        return self._call(who, f"{path}/{act.what}", {**act.body, **extra}, key=act.key, text=text)


def _until_done(chore: Any) -> int:
    done = 0
    while count := chore():
        done += count
    return done


def _by_day(things: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    return {day: list(found) for day, found in groupby(sorted(things, key=key), key)}


def sheet(lines: Iterable[Consignment]) -> bytes:
    """The lines as a CSV file, with whatever is wrong in them."""
    text = io.StringIO()
    rows = [_row(one) for one in lines]
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _row(one: Consignment) -> dict[str, str]:
    goods, cas = GOODS[one.goods] if one.flaw != "goods" else ("Wooden chairs", "")
    return {
        "reference": f"C-{one.number}",
        "exporter_name": f"Exporters of {one.exporter}",
        "exporter_country": one.importer if one.flaw == "exporter" else one.exporter,
        "importer_name": f"{one.company} of {one.importer}",
        "importer_country": one.exporter if one.flaw == "exporter" else one.importer,
        "goods_description": goods,
        "cas_number": cas,
        "quantity": "" if one.flaw == "quantity" else str(one.quantity),
        "unit": "kg",
        "dispatch_on": one.dispatch_on.isoformat(),
        "end_use": "Paint thinner",
    }
