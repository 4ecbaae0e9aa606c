"""How the stories of MISP are told: a client of somebody's, what it is answered, and what others' programs say."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from penstock.exchange.misp.identifiers import event_uuid
from penstock.incidents.models import Incident
from tests.cast import Actor

CLIENTS = Path(__file__).parents[3] / ".venv" / "clients" / "bin" / "python"
needs_clients = pytest.mark.skipif(not CLIENTS.exists(), reason="`make clients` has not been done")


def asked(program: str, of: Any, *arguments: str) -> Any:
    """What a program of the clients' environment answers, in a process of its own."""
    with tempfile.TemporaryDirectory() as directory:
        told = subprocess.run(
            [str(CLIENTS), "-c", program, *arguments],
            input=json.dumps(of),
            capture_output=True,
            text=True,
            check=False,
            cwd=directory,
        )
    assert told.returncode == 0, told.stderr[-3000:]
    return json.loads(told.stdout)


def call(by: Actor, path: str, sent: Any = None, **headers: str) -> HttpResponse:
    """One call of somebody's client: with a body where something is sent, which is what POST is for."""
    client, key = Client(), {"Authorization": by.token, **headers}
    if sent is None:
        return client.get(f"/misp/{path}", headers=key)
    body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    return client.post(f"/misp/{path}", data=body, content_type="application/json", headers=key)


def told(by: Actor, path: str, sent: Any = None, status: int = 200) -> Any:
    """What an address answers, as JSON."""
    response = call(by, path, sent)
    assert response.status_code == status, (response.status_code, response.content[:600])
    return json.loads(response.content)


def searched(by: Actor, **asked_for: Any) -> list[dict[str, Any]]:
    """The events that a search gives."""
    return [one["Event"] for one in told(by, "events/restSearch", {"returnFormat": "json", **asked_for})["response"]]


def event_of(by: Actor, incident: Incident) -> dict[str, Any]:
    """The event of an incident, as somebody reads it."""
    event: dict[str, Any] = told(by, f"events/view/{event_uuid(incident.pk)}")["Event"]
    return event


def said(event: Mapping[str, Any], relation: str) -> list[str]:
    """What the objects of an event say of a relation."""
    return [
        attribute["value"]
        for one in event["Object"]
        for attribute in one["Attribute"]
        if attribute["object_relation"] == relation
    ]


def tags(event: Mapping[str, Any]) -> set[str]:
    """The names of an event's tags."""
    return {one["name"] for one in event["Tag"]}


def an_object(name: str, answers: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, Any]:
    """An object as a client writes it."""
    pairs = answers.items() if isinstance(answers, Mapping) else answers
    rows = [{"type": "text", "object_relation": relation, "value": value} for relation, value in pairs]
    return {"name": name, "meta-category": "misc", "Attribute": rows}


def an_event(**changes: Any) -> dict[str, Any]:
    """An event that holds all that a release asks for, for all focal points."""
    facts = {"kind": "seizure", "domain": "precursors", "country": "NL", "place": "Rotterdam"}
    finding = {"named": "Acetone", "quantity": "1250", "unit": "kg"}
    return {
        "info": "Acetone in drums",
        "date": "2026-01-05",
        "distribution": "1",
        "Tag": [{"name": "tlp:amber"}],
        "Object": [an_object("penstock-incident", facts), an_object("penstock-finding", finding)],
        **changes,
    }
