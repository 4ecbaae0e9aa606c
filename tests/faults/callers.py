"""People who lodge and answer notices over the API, and repeat a call until it is answered, as clients should."""

import http.client
import json
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.faults.house import FragileHouse
from tests.harness.instance import Person

PATIENCE = 90.0
GOODS = (("Acetone", "67-64-1", "l"), ("Toluene", "108-88-3", "l"), ("Potassium permanganate", "7722-64-7", "kg"))
LINES = 1100
EACH_BAD = 11
IMPORTERS = ("CL", "NL", "EG", "KE")
"""The lines of a file go to these in turn."""
SECONDS_BETWEEN_FILES = 6.0


@dataclass
class Act:
    """One thing that was asked for: by which key, of which matter, and what came back."""

    key: str
    verb: str
    matter: str
    by: str
    reference: str = ""
    status: int = 0
    tries: int = 0
    answer: dict[str, Any] = field(default_factory=dict, repr=False)


class Ledger:
    """What was asked for, written down before it is sent; all that the checker knows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._acts: list[Act] = []
        self.acknowledged = 0

    def begin(self, act: Act) -> None:
        """Write an act down before it is sent."""
        with self._lock:
            self._acts.append(act)

    def end(self) -> None:
        """One more act was answered."""
        with self._lock:
            self.acknowledged += 1

    def written(self) -> list[dict[str, Any]]:
        """Every act so far."""
        with self._lock:
            return [asdict(act) for act in self._acts]


class Caller(threading.Thread):
    """Somebody's client, which goes on with one matter after the other until `stop` is set."""

    def __init__(self, house: FragileHouse, ledger: Ledger, stop: threading.Event, seed: str) -> None:
        super().__init__(name=seed, daemon=True)
        self.house, self.ledger, self.stop, self.seed = house, ledger, stop, seed
        self.random = Random(seed)  # noqa: S311  chance that can be repeated
        self.failure: BaseException | None = None
        self.matters = 0

    def run(self) -> None:
        """Work until told to stop; a matter that was begun is finished."""
        try:
            while not self.stop.is_set():
                self.matters += 1
                self.work_on(f"{self.seed}-{self.matters:04d}")
        except BaseException as failure:  # noqa: BLE001  told by whoever started the thread
            self.failure = failure

    def work_on(self, matter: str) -> None:
        """Do one matter from its beginning to its end."""
        raise NotImplementedError

    def act(self, by: Person, verb: str, matter: str, *, path: str, body: "Body", known: str = "") -> dict[str, Any]:
        """Do one act, however often the call must be repeated; answers what was answered."""
        key = str(UUID(int=self.random.getrandbits(128), version=4))
        act = Act(key=key, verb=verb, matter=matter, by=by["email"], reference=known)
        self.ledger.begin(act)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            act.tries += 1
            act.status, answer = self.call(by, "POST", path, body, key)
            if 0 < act.status < 500:
                act.reference = answer.get("reference", known)
                self.ledger.end()
                return answer
            self.stop.wait(0.05 + 0.1 * self.random.random()) if not self.stop.is_set() else time.sleep(0.1)
        raise TimeoutError(f"{verb} of {matter} was not answered in {PATIENCE:.0f} s; last status {act.status}")

    def call(self, by: Person, method: str, path: str, body: "Body", key: str = "") -> tuple[int, dict[str, Any]]:
        """One call; status 0 when the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=20)
        headers = {"Authorization": f"Bearer {by['api_token']}", "Content-Type": body.kind}
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request(method, f"/api/v1{path}", body.content, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()


@dataclass(frozen=True)
class Body:
    """The content of a call and its kind."""

    content: bytes = b""
    kind: str = "application/json"

    @classmethod
    def of(cls, **values: Any) -> "Body":
        """A JSON body."""
        return cls(json.dumps(values).encode())

    @classmethod
    def upload(cls, name: str, content: str) -> "Body":
        """A form with one file."""
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        text = f"{head}Content-Type: text/csv\r\n\r\n{content}\r\n--edge--\r\n"
        return cls(text.encode(), "multipart/form-data; boundary=edge")


def shipment(random: Random, matter: str, to: str) -> dict[str, str]:
    """A shipment from India that nothing speaks against."""
    goods, cas, unit = random.choice(GOODS)
    day = datetime.now(UTC).date() + timedelta(days=random.randint(30, 300))
    return {
        "reference": matter,
        "exporter_name": "Marigold Fine Chemicals Ltd",
        "exporter_country": "IN",
        "importer_name": f"Importer {random.randint(1, 500)}",
        "importer_country": to,
        "goods_description": f"{goods}, technical grade",
        "cas_number": cas,
        "quantity": str(random.randint(10, 20000)),
        "unit": unit,
        "dispatch_on": day.isoformat(),
    }


class Correspondent(Caller):
    """Plays both sides of single notices between India and Chile."""

    def work_on(self, matter: str) -> None:
        """Draft, send, answer in one of the ways, and now and then release or withdraw."""
        self.matter = matter
        self.exporter = self.house.person(country="IN", duty="send notices", name="Asha")
        self.importer = self.house.person(country="CL", duty="answer notices", name="Camila")
        self.head = self.house.person(country="CL", duty="lift objections", name="Diego")
        content = shipment(self.random, matter, "CL")
        self.reference = self.act(self.exporter, "draft", matter, path="/notices", body=Body.of(**content))["reference"]
        self.step(self.exporter, "submit")
        if self.random.random() < 0.3:
            self.comment()
        self.answer()

    def step(self, by: Person, verb: str, **values: str) -> None:
        """Take a step of the notice in hand."""
        path = f"/notices/{self.reference}/{verb}"
        self.act(by, verb, self.matter, path=path, body=Body.of(**values), known=self.reference)

    def comment(self) -> None:
        """Say something on the notice in hand."""
        body = Body.of(text="Please note the new warehouse.")
        path = f"/cases/{self.reference}/comments"
        self.act(self.importer, "comment", self.matter, path=path, body=body, known=self.reference)

    def answer(self) -> None:
        """One of the ways in which the importing side answers."""
        way = self.random.choice(["clear", "ask", "object", "lift"])
        if way == "ask":
            self.step(self.importer, "ask", question="Who is the end user?")
            self.step(self.exporter, "supply", answer="A paint works.")
        if way in {"clear", "ask"}:
            self.step(self.importer, "clear", remarks="In order.")
            self.step(self.exporter, self.random.choice(["release", "withdraw"]), note="As agreed.")
            return
        self.step(self.importer, "object", reason="end use", explanation="The end use is not confirmed.")
        self.step(self.head, "confirm")
        if way == "lift":
            self.step(self.head, "lift", note="It was confirmed.")


class FileSender(Caller):
    """Hands in files of shipments and has their good lines lodged."""

    def work_on(self, matter: str) -> None:
        """Hand in one file, wait for its check, have it lodged, and wait for that."""
        sender = self.house.person(country="IN", duty="send notices", name="Asha")
        upload = Body.upload(f"{matter}.csv", self.table(matter))
        batch = self.act(sender, "hand in", matter, path="/batches", body=upload)["id"]
        self.wait(sender, batch, "checked_at")
        self.act(sender, "lodge", matter, path=f"/batches/{batch}/lodge", body=Body(), known=batch)
        self.wait(sender, batch, "lodged_at")
        self.stop.wait(SECONDS_BETWEEN_FILES)

    def table(self, matter: str) -> str:
        """A file in which every `EACH_BAD`th line lacks its quantity."""
        lines = []
        for number in range(LINES):
            line = shipment(self.random, f"{matter}-{number:05d}", IMPORTERS[number % len(IMPORTERS)])
            lines.append({**line, "quantity": ""} if number % EACH_BAD == 0 else line)
        rows = [list(lines[0]), *([f'"{value}"' for value in line.values()] for line in lines)]
        return "\n".join(",".join(row) for row in rows)

    def wait(self, sender: Person, batch: str, instant: str) -> None:
        """Wait until the worker has done its part."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            _status, answer = self.call(sender, "GET", f"/batches/{batch}", Body())
            if answer.get("failure"):
                raise RuntimeError(f"batch {batch}: {answer['failure']}")
            if answer.get(instant):
                return
            time.sleep(0.2)
        raise TimeoutError(f"batch {batch} had no {instant} in {PATIENCE:.0f} s")
