"""How the stories of TAXII are told: a client of somebody's, what it reads, and what others' programs say of it."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from penstock.exchange.taxii.keeping import follow_the_record
from tests.cast import Actor

MEDIA_TYPE = "application/taxii+json;version=2.1"
ROOT = "/taxii2/penstock/"
CLIENTS = Path(__file__).parents[3] / ".venv" / "clients" / "bin" / "python"
VERDICTS = """
import json, sys
from stix2validator import ValidationOptions, validate_instance
options = ValidationOptions(version="2.1")
def errors(one):
    result = validate_instance(one, options)
    found = [str(error) for error in getattr(result, "errors", [])]
    return found if found or result.is_valid else ["not valid"]
print(json.dumps([errors(one) for one in json.load(sys.stdin)]))
"""
JUDGED = """
import json, sys
from jsonschema import Draft202012Validator
schema, documents = json.load(sys.stdin)
Draft202012Validator.check_schema(schema)
judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
print(json.dumps([[error.message for error in judge.iter_errors(one)] for one in documents]))
"""


def verdicts(objects: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """What stix2-validator 3.2.0 finds wrong with each object, in a process of its own."""
    found: list[list[str]] = _asked(VERDICTS, list(objects))
    return found


def judged(schema: Mapping[str, Any], documents: Iterable[Any]) -> list[list[str]]:
    """What an independent reader of JSON Schema finds wrong with each document."""
    found: list[list[str]] = _asked(JUDGED, [schema, list(documents)])
    return found


def _asked(program: str, of: Any) -> Any:
    with tempfile.TemporaryDirectory() as directory:
        told = subprocess.run(
            [str(CLIENTS), "-c", program],
            input=json.dumps(of),
            capture_output=True,
            text=True,
            check=False,
            cwd=directory,
        )
    assert told.returncode == 0, told.stderr[-2000:]
    return json.loads(told.stdout)


def call(by: Actor, path: str, method: str = "get", **more: Any) -> HttpResponse:
    """One call of somebody's system, with the token of that person."""
    headers = {"Authorization": f"Bearer {by.token}", "Accept": MEDIA_TYPE, **more.pop("headers", {})}
    url = path if path.startswith("/") else ROOT + path
    response: HttpResponse = getattr(Client(), method)(url, headers=headers, **more)
    return response


def read(by: Actor, path: str, status: int = 200, **query: str) -> dict[str, Any]:
    """What an address answers, as JSON."""
    response = call(by, path, data={key.replace("__", "["): value for key, value in query.items()})
    assert response.status_code == status, (response.status_code, response.content[:500])
    found: dict[str, Any] = json.loads(response.content)
    return found


def fetched(by: Actor, collection: str = "incidents", **query: str) -> list[dict[str, Any]]:
    """Every object of a collection, page by page."""
    found: list[dict[str, Any]] = []
    place = {}
    while True:
        told = read(by, f"collections/{collection}/objects/", **query, **place)
        found += told.get("objects", [])
        if not told.get("more"):
            return found
        place = {"next": told["next"]}


def posted(by: Actor, objects: Iterable[Any], collection: str = "inbox") -> HttpResponse:
    """Put objects into a collection."""
    body = objects if isinstance(objects, str) else json.dumps({"objects": list(objects)})
    return call(by, f"collections/{collection}/objects/", "post", data=body, content_type=MEDIA_TYPE)


def follow_all() -> None:
    """What the worker does, until it is done."""
    while follow_the_record():
        pass
