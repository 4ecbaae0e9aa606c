"""Goes through every door as somebody who was handed nothing, and keeps what is answered, to be compared.

The doors are asked of the instance itself, so that a new one is probed at once. Each is tried three times: as a
well-meaning person would, with the canaries in the address, and with the canaries in what is sent.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from pypdf import PdfReader

from penstock.kernel.rowsecurity import acting
from tests.cast import a_shipment
from tests.isolation.surveillance import everywhere
from tests.isolation.things import THINGS
from tests.isolation.visiting import Address, Visitor, addresses
from tests.isolation.world import World
from tests.surveillance.lists import CANARY, CANARY_CAS, CANARY_OTHER, TITLE, as_csv

CANARIES = (CANARY, CANARY_OTHER, CANARY_CAS, TITLE, "zqcanarynote")
QUERY = "?" + urlencode(
    {
        **dict.fromkeys(("q", "text", "name", "goods_description", "port_of_exit", "point_of_entry", "to"), CANARY),
        "cas_number": CANARY_CAS,
        "cas": CANARY_CAS,
        "substance": CANARY,
        "title": TITLE,
    }
)
WORDS = {
    **dict.fromkeys(
        ("goods_description", "importer_name", "question", "answer", "explanation", "note", "reason"), CANARY
    ),
    **dict.fromkeys(("text", "remarks", "conditions", "reasons", "purpose", "substances"), CANARY),
    "cas_number": CANARY_CAS,
    "title": TITLE,
}
NEW_EACH_TIME = (
    (re.compile(rb"\b[A-Za-z0-9]{64}\b"), b"TOKEN"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"ID"),
    # The foot of a page says when it was printed, by the clock on the wall.
    (re.compile(rb"\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC"), b"TIME"),
    # The reference of a request is chance, so that no gap tells an asked office of others.
    (re.compile(rb"\b[A-Z]{2,3}-REQ-(\d{4})-[A-Z0-9]+"), rb"REQ-\1"),
    # So is that of a suspicious report and of a lead, or one could tell how many others send.
    (re.compile(rb"\b[A-Z]{2}-(SR|LD)-(\d{4})-[A-Z0-9]{8}\b"), rb"\1-\2"),
    # So is that of a working group, its meetings and its actions.
    (re.compile(rb"\b[A-Z]{2}-NWG-[A-Z0-9]{6}\b"), rb"NWG"),
    # The number of an event of MISP is made from its id.
    (re.compile(rb"\b\d{15,20}\b"), b"NUMBER"),
    # A key that signs permits is drawn anew, and so are its name and its certificate.
    (re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL), b"CERTIFICATE"),
    (re.compile(rb'("kid": ?")[\w-]{16}"'), rb'\1KEY"'),
    (re.compile(rb"with key [\w-]{16}"), b"with key KEY"),
    (re.compile(rb"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), b"CODE"),
    # How many acts the whole house has seen is told by the record's running number; it says nothing of what they were.
    (re.compile(rb'("seq": |Entry )\d+'), rb"\1N"),
)
Told = dict[tuple[str, str, str], tuple[int, bytes]]


class Prober(Visitor):
    """Sends what a person would send who looks for the canaries."""

    def _body(self, address: Address, reference: str) -> dict[str, Any]:
        if address.path.rstrip("/").endswith(("/notices", "/notices/new", "/check")):
            return a_shipment(
                self.world.cast.exporter_officer, goods_description=f"2 drums {CANARY}", cas_number=CANARY_CAS
            )
        body = super()._body(address, reference)
        return {name: self._with_canary(name, value) for name, value in body.items()}

    @staticmethod
    def _with_canary(name: str, value: Any) -> Any:
        if isinstance(value, SimpleUploadedFile):
            rows = [{"name": CANARY, "cas_number": CANARY_CAS}]
            shipments = f"goods_description,cas_number,quantity\n{CANARY},{CANARY_CAS},5\n".encode()
            is_shipments = b"goods_description" in value.read()
            return SimpleUploadedFile("a.csv", shipments if is_shipments else as_csv(rows))
        return WORDS.get(name, value) if isinstance(value, str) else value


def answers(world: World, keys: Iterable[str], doors: Iterable[Address] | None = None) -> Told:
    """What each door tells each of these people, three times each, without what is new each time."""
    expected = everywhere()
    told: Told = {}
    plain, prober = Visitor(world), Prober(world)
    for address in doors if doors is not None else addresses():
        entrance = expected.get(str(address))
        thing = _foreign(entrance.names if entrance else "", world)
        for key in keys:
            tries = (("plain", plain, ""), ("query", plain, QUERY), ("sent", prober, ""))
            for name, visitor, query in tries:
                if name == "sent" and address.method == "GET":
                    continue
                told[key, str(address), name] = _kept(visitor.visit(key, address, thing, query=query))
    return told


def _foreign(names: str, world: World) -> str:
    """Something of this kind that is not the probers', or its name before it was there."""
    wanted = [one for one in THINGS[names] if one in {"foreign", "foreign batch", "list", "vetting", "edition", "copy"}]
    return next((one for one in wanted if one in world.names), "absent")


def _kept(response: HttpResponse) -> tuple[int, bytes]:
    content = _unpacked(response.content) if response.content.startswith(b"PK") else response.content
    if content.startswith(b"%PDF"):
        # Signed, it differs each time: what it says is in its text.
        content = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
    heads = "\n".join(f"{name}: {response[name]}" for name in ("Content-Type", "Location") if response.has_header(name))
    content += b"\n" + heads.encode()
    for pattern, instead in NEW_EACH_TIME:
        content = pattern.sub(instead, content)
    return response.status_code, content


def _unpacked(workbook: bytes) -> bytes:
    """The parts of a workbook, but for the one that says when it was made, by the clock on the wall."""
    with ZipFile(io.BytesIO(workbook)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist() if name != "docProps/core.xml")


def differences(before: Told, after: Told) -> list[str]:
    """The doors that tell something else, each with where it begins to differ."""
    return [
        f"{' '.join(asked)}: {before[asked][0]} {_excerpt(before[asked][1], told[1])}, then {told[0]}"
        f" {_excerpt(told[1], before[asked][1])}"
        for asked, told in after.items()
        if before[asked] != told
    ]


def _excerpt(one: bytes, other: bytes) -> bytes:
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return one[max(at - 60, 0) : at + 60]


def canaries_told(told: Told) -> list[str]:
    """The doors that name a canary nobody had named to them."""
    return [
        f"{' '.join(asked)}: {one}"
        for asked, (_status, content) in told.items()
        if asked[2] == "plain"
        for one in CANARIES
        if one.lower().encode() in content.lower()
    ]


def rows_with_canaries(world: World, keys: Iterable[str]) -> Iterator[str]:
    """The tables in which the database itself shows somebody a canary, whatever the application filters."""
    for key in keys:
        with acting(world.cast.everybody[key].viewer), connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                table = model._meta.db_table
                cursor.execute(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608  the names of our own tables
                text = "\n".join(one for (one,) in cursor.fetchall()).lower()
                yield from (f"{key}: {table}: {one}" for one in CANARIES if one.lower() in text)
