"""The example of a national system, as it ships, against a running house: it lodges, is told, pulls and answers."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from penstock.commands.serve import free_port
from tests.api.caller import Caller, shipment
from tests.harness.instance import Instance

EXAMPLE = Path(__file__).parents[3] / "examples" / "national-system"
MOST_LINES = 200
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine")


class System:
    """A national system: the example with one person's token and a store of its own."""

    def __init__(self, house: Instance, name: str, place: Path) -> None:
        self.store = place / f"{name}.json"
        self.token = house.person(name=name)["api_token"]
        self.environment = {
            "PATH": os.environ["PATH"],
            "PENSTOCK_URL": house.base_url,
            "PENSTOCK_TOKEN": self.token,
            "PENSTOCK_STORE": str(self.store),
        }

    def run(self, *words: str, program: str = "node", script: str = "client.mjs") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, EXAMPLE / script, *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def told(self, *words: str) -> list[dict]:
        """What it prints of something that succeeds."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def exporting(module_instance, tmp_path) -> System:
    return System(module_instance, "Asha", tmp_path)


@pytest.fixture
def importing(module_instance, tmp_path) -> System:
    return System(module_instance, "Diego", tmp_path)


def a_file(place: Path, **changes: str) -> str:
    path = place / "shipment.json"
    path.write_text(json.dumps(shipment(**changes)))
    return str(path)


def kinds(told: list[dict], on: str) -> list[str]:
    return [one["kind"] for one in told if one["on"] == on]


def test_it_is_short():
    for script in ("client.mjs", "client.py"):
        assert len((EXAMPLE / script).read_text().splitlines()) < MOST_LINES


@needs_node
def test_it_lodges_pulls_and_answers_from_the_other_side(exporting, importing, tmp_path):
    file = a_file(tmp_path, reference="NATIONAL-1", end_use="Farbverdünner 涂料")
    (receipt,) = exporting.told("lodge", file)
    on = receipt["reference"]
    assert (receipt["outcome"], receipt["state"]) == ("done", "sent")
    assert exporting.told("lodge", file) == [receipt], "sent again it does nothing"
    (notice,) = [one for one in importing.told("pull") if one["on"] == on]
    assert (notice["kind"], notice["content"]["end_use"]) == ("notice", "Farbverdünner 涂料")
    assert importing.told("pull") == []
    (asked,) = importing.told("step", "ask", on, "q-1", json.dumps({"question": "Which works?"}))
    assert asked["state"] == "questioned"
    exporting.told("step", "supply", on, "s-1", json.dumps({"answer": "Those in Talca."}))
    (cleared,) = importing.told("step", "clear", on, "c-1", "{}")
    assert cleared["state"] == "no objection"
    expected = ["notice", "notice.ask", "notice.supply", "notice.clear"]
    assert kinds(exporting.told("pull"), on) == expected
    assert kinds(importing.told("pull"), on) == expected[1:]


@needs_node
def test_what_is_wrong_is_said_by_field(exporting, tmp_path):
    done = exporting.run("lodge", a_file(tmp_path, reference="NATIONAL-2", quantity="much", importer_name=""))
    assert done.returncode == 1
    assert "quantity: 'much' is not a number; write it like 1250.5." in done.stderr
    assert "importer_name: Importer is missing." in done.stderr


@needs_node
def test_it_is_told_by_webhook_and_hears_nothing_forged(module_instance, exporting, importing, tmp_path):
    program, port = Caller(module_instance.base_url, importing.token), free_port()
    address = f"http://127.0.0.1:{port}/"
    with closing(program.http):
        hook = program.done("/webhooks", {"label": "A register", "url": address, "kinds": ["notice"]})
        secret = program.get(f"/webhooks/{hook['id']}/secret").json()["secret"]
    importing.told("pull")
    listening = subprocess.Popen(
        ["node", EXAMPLE / "client.mjs", "listen", str(port)],  # noqa: S607  the Node that the machine has
        env={**importing.environment, "PENSTOCK_WEBHOOK_SECRET": secret},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert json.loads(listening.stdout.readline()) == {"listening": port}
        forged = urllib.request.Request(
            address, b'{"type": "notice.sent"}', {"webhook-id": "evt_1", "webhook-timestamp": "1"}
        )
        with pytest.raises(urllib.error.HTTPError) as no:
            urllib.request.urlopen(forged)
        assert no.value.code == HTTPStatus.UNAUTHORIZED
        no.value.close()
        (receipt,) = exporting.told("lodge", a_file(tmp_path, reference="NATIONAL-3"))
        heard = json.loads(listening.stdout.readline())
        assert (heard["kind"], heard["on"]) == ("notice", receipt["reference"])
    finally:
        listening.kill()
        listening.communicate()


def test_the_example_in_python_does_it_with_xml(exporting):
    content = [f"{name}={value}" for name, value in shipment(reference="NATIONAL-4").items()]
    done = exporting.run("lodge", "python-1", *content, program=sys.executable, script="client.py")
    assert (done.returncode, "'outcome': 'done'" in done.stdout) == (0, True), done.stderr
    pulled = exporting.run("pull", program=sys.executable, script="client.py")
    assert "notice {" in pulled.stdout, pulled.stderr
    bad = exporting.run("lodge", "python-2", "quantity=much", program=sys.executable, script="client.py")
    assert bad.returncode == 1
    assert "quantity: 'much' is not a number" in bad.stderr
