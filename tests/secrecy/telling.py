"""A notice with a trade secret in every field, told twice in other words, and what every door says of it each time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.core import mail
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from penstock.cases.services import attach
from penstock.exchange.agenda import chores as agenda_chores
from penstock.exchange.agenda import services as agenda
from penstock.exchange.messages import events_after, messages_of
from penstock.exchange.webhooks import couriers
from penstock.kernel import clock
from penstock.kernel.clock import today
from penstock.kernel.delivery import outbox
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.fields import NEVER_SECRET, SECTIONS
from penstock.notices.models import Notice
from penstock.parties.duties import COMMENT, READ_CASES
from penstock.parties.services import add_person, issue_token
from tests.cast import PASSWORD, THIRDLAND, Actor, Cast, a_sent_notice, amended
from tests.exchange.conftest import register
from tests.isolation.surveillance import everywhere
from tests.isolation.visiting import Visitor, addresses
from tests.isolation.world import Names
from tests.surveillance.probing import _unpacked

EVERY_FIELD = [one.name for section in SECTIONS for one in section.fields if one.name not in NEVER_SECRET]
WORDED = ["reference", "exporter_name", "exporter_address", "importer_name", "importer_address", "consignee_name"]
WORDED += ["end_use", "export_permit", "import_permit", "remarks"]
ONE = {
    **{name: f"zqone{name.replace('_', '')}qz" for name in WORDED},
    "goods_description": "zqonegoodsqz, acetone in drums",
    "substances": "acetone",
    "cas_number": "67-64-1",
    "hs_code": "291411",
    "quantity": "18111",
    "unit": "kg",
    "packages": "71",
    "transport_mode": "sea",
    "port_of_exit": "NLRTM",
    "point_of_entry": "CLVAP",
    "dispatch_on": "90",
}
OTHER = {
    **{name: value.replace("zqone", "zqother") for name, value in ONE.items() if value.startswith("zqone")},
    "goods_description": "zqothergoodsqz, toluene in tanks",
    "substances": "toluene",
    "cas_number": "108-88-3",
    "hs_code": "290230",
    "quantity": "27222",
    "unit": "l",
    "packages": "93",
    "transport_mode": "air",
    "port_of_exit": "NLAMS",
    "point_of_entry": "CLSAI",
    "dispatch_on": "60",
}
"""Two stories that differ in every field a sender can keep secret, and in nothing else."""
CANARIES = [value.split(",")[0] for words in (ONE, OTHER) for value in words.values() if value.startswith("zq")]
QUERIES = (
    "",
    f"?text={ONE['importer_name']}",
    f"?text={OTHER['importer_name']}",
    f"?q={ONE['reference']}",
    "?text=acetone",
    "?text=toluene",
    "?substance=acetone",
    "?substance=toluene",
    "?what=acetone",
)
LISTS = ("/notices", "/inbox", "/events", "page /", "page /notices/", "page /search/", "page /law/simulation/")
THE_CASE = ("/notices/{reference}", "page /notices/{reference}/", "/cases/{reference}/timeline")
ASKED = {**dict.fromkeys(LISTS, QUERIES), THE_CASE[1]: ("", "?compare=1..2"), "/events": ("", "?full=true")}
NEW_EACH_TIME = (
    (re.compile(rb"\b[A-Za-z0-9]{64}\b"), b"TOKEN"),
    # The end of an event's id is the beginning of its hash; who guesses must guess ids and instants with the secret.
    (re.compile(rb"evt_(\d+)_[0-9a-f]{16}"), rb"evt_\1"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"ID"),
    (re.compile(rb"\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC"), b"TIME"),
    # The code of a printed form, and the symbol that leads to it: a hash with the instance's own key.
    (re.compile(rb"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), b"CODE"),
    # The reference of a request is chance, so that no gap tells an asked office of others.
    (re.compile(rb"\b[A-Z]{2,3}-REQ-(\d{4})-[A-Z0-9]+"), rb"REQ-\1"),
    (re.compile(rb"data:image/svg[^\"]*"), b"SYMBOL"),
    # The short form of a hash, on the page of a case.
    (re.compile(rb"<code[^>]*>[0-9a-f]{6,16}[^<]*</code>"), b"HASH"),
)
A_DAY = timedelta(days=1)
Told = dict[tuple[str, str, str], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Stage:
    """The cast with an onlooker of the importing side, and a place to set names."""

    cast: Any
    names: dict[str, Names]


def an_onlooker(cast: Cast) -> Actor:
    """Somebody of the importing authority who may read its cases, and does not work on them."""
    office = cast.importer_officer.office
    with acting(SYSTEM):
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name="Importer Onlooker",
            email="onlooker@cast.example",
            password=PASSWORD,
            duties=[READ_CASES, COMMENT],
            on=today(),
        )
        return Actor("onlooker", person, issue_token(person=person, label="the cast"))


def the_stage(cast: Cast) -> Stage:
    """Everybody, and nothing yet; those who look on from outside are told by every means there is."""
    onlooker = an_onlooker(cast)
    known = {name: getattr(cast, name) for name in Cast.__slots__}
    everybody = {**known, "onlooker": onlooker}
    register(cast.third_head, "https://third.example/", body="full")
    register(cast.importer_head, "https://importer.example/", body="full")
    return Stage(SimpleNamespace(everybody=everybody, **known), {"absent": Names()})


def a_secret_notice(cast: Cast, words: Mapping[str, str], **changes: Any) -> Notice:
    """A notice of which every field is secret, with a copy to Thirdland."""
    told = {**words, "dispatch_on": str(_in_days(int(words["dispatch_on"]))), "end_use": words["end_use"]}
    secret = {"secret_fields": EVERY_FIELD, "copied_to": THIRDLAND, **changes}
    return a_sent_notice(cast.exporter_officer, **told, **secret)


def _in_days(days: int) -> Any:
    return today().fromordinal(today().toordinal() + days)


def a_secret_story(stage: Stage, words: Mapping[str, str]) -> Notice:
    """A notice and its amendment, with a file; another, open one stands beside it."""
    cast = stage.cast
    a_sent_notice(cast.exporter_officer, copied_to=THIRDLAND)
    notice = a_secret_notice(cast, words)
    amended(cast.exporter_officer, notice, remarks=f"{words['remarks']} again", quantity=f"{words['quantity']}.5")
    with acting(cast.exporter_officer.viewer) as viewer:
        row = attach(viewer=viewer, case_id=notice.pk, name="a.txt", chunks=[b"some papers"])
    stage.names["sent"] = Names(notice.reference, row.id)
    return notice


def told_of(stage: Stage, words: Mapping[str, str], keys: Iterable[str], only: Iterable[str] | None = None) -> Told:
    """What every door tells some people after the story was told in these words; then it is taken back."""
    savepoint = transaction.savepoint()
    mail.outbox.clear()
    try:
        a_secret_story(stage, words)
        told = _through_doors(stage, list(keys), set(only) if only else None)
        return told if only else told | _sent_out(stage, list(keys))
    finally:
        transaction.savepoint_rollback(savepoint)


def _through_doors(stage: Stage, keys: list[str], only: set[str] | None) -> Told:
    visitor, expected, told = Visitor(stage), everywhere(), {}  # type: ignore[arg-type]
    for address in addresses():
        names_case = str(address) in expected and expected[str(address)].names == "case"
        if only and address.path not in only:
            continue
        asks = address.method == "GET" and address.path in ASKED
        for key in keys if address.method == "GET" or names_case else ():
            for query in ASKED[address.path] if asks else ("",):
                response = visitor.visit(key, address, "sent" if names_case else "absent", query=query)
                kept = response.content + str(response.headers.get("Location", "")).encode()
                told[key, str(address), query] = (response.status_code, _plain(kept))
    return told


def _sent_out(stage: Stage, keys: list[str]) -> Told:
    """What leaves by itself: messages of webhooks, calendars, mails and what waits to be sent."""
    told: Told = {}
    for key in keys:
        actor = stage.cast.everybody[key]
        with acting(actor.viewer) as viewer:
            secret = agenda.make_address(viewer=viewer)
            agenda.plan_digest(viewer=viewer, raw={"hour": "08", "weekdays": "mon tue wed", "zone": "UTC"})
        calendar = Client().get(f"/calendar/{secret}/deadlines.ics").content
        told[key, "calendar", ""] = (200, _plain(re.sub(rb"DTSTAMP.*|LAST-MODIFIED.*", b"", calendar)))
        with acting(SYSTEM):
            endpoints = list(couriers.Endpoint.objects.filter(organisation=actor.office).select_related("organisation"))
        for endpoint in endpoints:
            reader = couriers._reader(endpoint)
            with acting(reader):
                found = list(messages_of(reader, events_after(reader, 0), full=True))
            told[key, "webhook", str(endpoint.label)] = (200, _plain(repr(found).encode()))
    with acting(SYSTEM):
        waiting = sorted(str(one) for one in Outgoing.objects.values_list("topic", "payload"))
    with clock.at(clock.now() + A_DAY):
        agenda_chores.send_digests()
        while outbox.relay_one():
            pass
    letters = sorted(f"{one.to} {one.subject} {one.body}" for one in mail.outbox)
    told["everybody", "mails", ""] = (200, _plain("\n".join([*waiting, *letters]).encode()))
    return told


def _plain(content: bytes) -> bytes:
    content = _unpacked(content) if content.startswith(b"PK") else content
    content = _read(content) if content.startswith(b"%PDF") else content
    for pattern, instead in NEW_EACH_TIME:
        content = pattern.sub(instead, content)
    return content


def _read(pdf: bytes) -> bytes:
    """The words of a printed form; its code and the symbol of it are a hash with the instance's own key."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).encode()


def differences(one: Told, other: Told) -> list[str]:
    """The doors that tell the two stories apart, each with where they part."""
    return [f"{' '.join(asked)}: {_parting(one[asked], other[asked])}" for asked in one if one[asked] != other[asked]]


def _parting(one: tuple[int, bytes], other: tuple[int, bytes]) -> str:
    at = next((place for place, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), 0)
    return f"{one[0]} {one[1][max(at - 80, 0) : at + 80]!r} / {other[0]} {other[1][max(at - 80, 0) : at + 80]!r}"


def canaries_in(told: Told) -> list[str]:
    """The doors that name a canary that was not in the question."""
    return [
        f"{' '.join(asked)}: {word}"
        for asked, (_status, content) in told.items()
        for word in CANARIES
        if word not in asked[2] and word.encode() in content
    ]
