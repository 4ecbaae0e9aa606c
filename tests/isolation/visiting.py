"""The visits of the matrix: every entrance of the instance, and what a person sends there."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from penstock.kernel.clock import today
from penstock.kernel.routes import routes
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice
from tests.architecture.test_doors import entrances
from tests.cast import OBJECTION, a_shipment
from tests.directory.house import AUTHORITY, CHECKED, DAY, FOCAL, PNG, REQUESTED
from tests.isolation import (
    alerts,
    fees,
    groups,
    handling,
    incidents,
    inspections,
    leads,
    licences,
    links,
    mapping,
    messages,
    misp,
    needs,
    operations,
    orders,
    partners,
    partnership,
    passages,
    permits,
    platforms,
    projects,
    relief,
    reports,
    requests,
    returns,
    supply,
    taxii,
    watch,
)
from tests.isolation.incidents import PLAIN
from tests.isolation.rights import MOVES
from tests.isolation.world import MOVED, NOWHERE, Names, World

API = "/api/v1"
ANSWERS = ("ask", "prolong", "clear", "allow", "object", "unknown", "lift")
NOTICE_VERBS = (*ANSWERS, "supply", "withdraw", "discard", "release", "close", "lapse", "move", "nonsense")
VERBS = {
    "/notices/": NOTICE_VERBS,
    "/movements/": (*MOVES, "nonsense"),
    "/enquiries/": ("answer", "ask_on", "close", "nonsense"),
    "/incidents/": (*PLAIN, "nonsense"),
    "/projects/": (*projects.STEPS, "nonsense"),
    "/operations/": (*operations.STEPS, "nonsense"),
    "/groups/": (*groups.STEPS, "nonsense"),
    "/group-meetings/": (*groups.MEETING_STEPS, "nonsense"),
    "/group-actions/": (*groups.ACTION_STEPS, "nonsense"),
    "/applications/": (*permits.OF_APPLICATIONS, "nonsense"),
    "/handling/advice/": (*handling.ADVICE_STEPS, "lapse", "nonsense"),
    "/handling/rules/": (*handling.RULE_STEPS, "write", "replace", "nonsense"),
    "/relief/emergencies/": (*relief.OF_EMERGENCIES, "nonsense"),
    "/relief/agreements/": (*relief.OF_AGREEMENTS, "nonsense"),
    "/relief/requests/": (*relief.OF_REQUESTS, "nonsense"),
    "/samples/": (*supply.STEPS, "nonsense"),
    "/held-orders/": (*orders.STEPS, "replace", "nonsense"),
    "/order-watch/": (*watch.VERDICTS, "nonsense"),
    "/permits/": (*permits.OF_PERMITS, *permits.BY_THE_CLOCK),
    "/licence-applications/": (*licences.OF_APPLICATIONS, "nonsense"),
    "/licences/": (*licences.OF_LICENCES, *licences.BY_THE_CLOCK),
    "/inspections/": (*inspections.STEPS, "settle", "nonsense"),
    "/returns/": (*returns.STEPS, "nonsense"),
    "/platforms/notices/": (*platforms.STEPS, "receive", "reply", "nonsense"),
    "/platforms/leads/": (*leads.STEPS, "add", "nonsense"),
    "/passages/": (*passages.STEPS, *passages.BY_ITSELF),
    "/alerts/": (*alerts.PLAIN, "nonsense"),
    "/industry-alerts/": (*alerts.PLAIN_OF_INDUSTRY, "nonsense"),
    "/suspicious-reports/": (*reports.STEPS, "nonsense"),
    "/requests/": (*requests.PLAIN, "nonsense"),
    "/industry/partnership/consultations/": (*partners.STEPS, "nonsense"),
    "/industry/partnership/trusted/": (*partners.OF_TRUST, "expire", "nonsense"),
    "/surveillance/editions/": ("publish", "discard", "recall", "load", "expire", "nonsense"),
    "/surveillance/copies/": ("acknowledge", "recall", "withdraw", "return", "fall", "nonsense"),
}
FILLING = {
    "key": "a-key",
    "secret": "a-secret",
    "sector_code": "brokers",
    "uidb36": "1",
    "form": "csv",
    "pack": "un-1988",
    "kind": "places",
    "pack_id": "un-1988",
    "id_": "acetone",
    "name": "notices",
    "kid": "nothing",
    "way": "refer",
    "shape": "report",
    "list_number": "0",
    "position": 0,
    "year": 2026,
}
Sent = Callable[["Address", str], dict[str, Any]]
SENT: dict[str, Sent] = {
    "/incident": lambda address, _reference: incidents.sent(address.path, is_api=address.is_api),
    "/links/": lambda address, _reference: links.sent(is_api=address.is_api),
    "/messages": lambda address, _reference: messages.sent(address.path, is_api=address.is_api),
    "/projects": lambda address, _reference: projects.sent(address.path, is_api=address.is_api),
    "/operations": lambda address, reference: operations.sent(address.path, reference),
    "/group": lambda address, _reference: groups.sent(address.path),
    "/applications": lambda address, _reference: permits.sent(address.path, is_api=address.is_api),
    "/balances": lambda address, _reference: needs.sent(address.path),
    "/industry/mapping": lambda address, _reference: mapping.sent(address.path),
    "/industry/partnership": lambda address, _reference: partnership.sent(address.path),
    "/platform": lambda address, _reference: platforms.sent(address.path, is_api=address.is_api),
    **dict.fromkeys(("/leads", "page /report/"), lambda address, _reference: leads.sent(address.path)),
    "/availability": lambda address, _reference: needs.sent(address.path),
    "/permits": lambda address, _reference: permits.sent(address.path, is_api=address.is_api),
    "/passages": lambda address, _reference: passages.sent(address.path, is_api=address.is_api),
    **dict.fromkeys(
        ("/handling", "advice", "{reference}/queue", "permit-extensions"),
        lambda address, _reference: handling.sent(address.path, is_api=address.is_api),
    ),
    **dict.fromkeys(
        ("/licence-applications", "/licences/{reference}", "/licensing", "verify/licences"),
        lambda address, _reference: licences.sent(address.path, is_api=address.is_api),
    ),
    **dict.fromkeys(
        ("/licence-fees", "/licence-applications/{reference}/fees"), lambda address, _reference: fees.sent(address.path)
    ),
    "/inspections": lambda address, _reference: inspections.sent(address.path, is_api=address.is_api),
    **dict.fromkeys(
        ("/licences/{reference}/returns", "/returns/{reference}", "/returns/journal", "/journal", "/returns/day"),
        lambda address, _reference: returns.sent(address.path, is_api=address.is_api),
    ),
    **dict.fromkeys(
        ("/orders", "/held-orders", "customer", "/declarations", "/declare/"),
        lambda address, _reference: orders.sent(address.path),
    ),
    "/order-watch": lambda address, _reference: watch.sent(address.path),
    **dict.fromkeys(
        ("/undertak", "/resales", "/deliveries", "/samples", "/law-tasks", "/orders/law/tasks"),
        lambda address, _reference: supply.sent(address.path),
    ),
    "/relief": lambda address, _reference: relief.sent(address.path, is_api=address.is_api),
    "/suspicious-reports": lambda address, _reference: reports.sent_to(address.path),
    "alert": lambda address, _reference: alerts.sent(address.path),
    "trusted": lambda address, _reference: alerts.sent(address.path),
    **dict.fromkeys(
        ("consultations", "/industry/trusted", "/partnership/trusted", "/guidance", "/partnership/contacts"),
        lambda address, _reference: partners.sent(address.path),
    ),
    **dict.fromkeys(
        ("/industry/contacts", "/industry/agreements", "/industry/associations"),
        lambda address, _reference: partners.sent(address.path),
    ),
}
"""What a well-meaning person sends where an address holds a part; the last that it holds says."""
A_TABLE = "I"
SOME_PAPERS = {"format": "urn:penstock:papers:1", "document": "papers"}
A_LIST = {
    "title": "Another list",
    "reach": "national",
    "marking": "RED",
    "open_to": ["authority"],
    "conditions": "Keep it to yourself.",
}
A_VETTING = {"access_class": "company", "decision": "grant", "reasons": "Its register was checked."}
# To nobody there is: what matters is who is turned away before that is looked at.
A_HANDING = {
    "holder": "00000000-0000-0000-0000-000000000001",
    "people": ["00000000-0000-0000-0000-000000000002"],
    "purpose": "To know",
    "expires_on": "2999-01-01",
    "may_hand_on": "no",
}
ARRANGED = {"since_on": "2026-01-01", "basis": "An exchange of letters", "source": "Letter 7 of 2026"}
AN_END = {"until_on": "2999-01-01", "reason": "The government has registered."}
A_COMPANY = {"company_number": "C-9", "name": "Another Example", "kind": "user", "standing": "good"}
A_LICENCE = {"kind": "permit", "number": "P-1", "substances": "acetone", "from_on": "2026-01-01", "state": "valid"}
A_NEED = {
    "country": "NL",
    "substance": "toluene",
    "form": "bulk",
    "year": "2026",
    "kilograms": "5",
    "stated_on": "2026-01-01",
    "source": "Letter",
}
NOBODY_THERE = {
    "taker": "nobody@there.example",
    "from_on": "2026-01-01",
    "until_on": "2026-01-02",
    "duties": ["comment"],
}


@dataclass(frozen=True, slots=True)
class Address:
    """One method of one path, as the matrix names it."""

    method: str
    path: str

    @property
    def is_api(self) -> bool:
        """Whether it belongs to the API, whose paths are written without their common start."""
        return not self.path.startswith("page ")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def addresses(found: Iterable[tuple[str, Any]] | None = None) -> list[Address]:
    """Every operation and every method of every page, asked of the instance itself."""
    return list(dict.fromkeys(_addresses(found if found is not None else entrances(routes()))))


def _addresses(found: Iterable[tuple[str, Any]]) -> Iterator[Address]:
    for name, _view in found:
        method, path = name.split(" ") if " " in name else ("", name)
        plain = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        plain = re.sub(r"\^|\(\?P\{(\w+)\}[^)]*\)", lambda one: f"{{{one[1]}}}" if one[1] else "", plain)
        plain = plain.removesuffix("$")
        if plain.startswith(API):
            yield Address(method or "GET", plain.removeprefix(API))
            continue
        verbs = next((one for start, one in VERBS.items() if plain.startswith(start)), NOTICE_VERBS)
        for verb in verbs if "{verb}" in plain else ("",):
            page = "page " + plain.replace("{verb}", verb)
            yield Address("GET", page)
            if not plain.startswith("/accounts/"):
                yield Address("POST", page)


def _of_arrangements(address: Address) -> dict[str, Any]:
    """What is sent to the entrances of arrangements."""
    return AN_END if "/end" in address.path else {**ARRANGED, "territory": "TW"}


def _moving() -> dict[str, dict[str, Any]]:
    """What is sent with each step of a movement, and with a plan."""
    day, note = today().isoformat(), {"note": "It was refused there."}
    plan, left = {**MOVED, "planned_on": day}, {**MOVED, "dispatched_on": day}
    to = {"importer_name": "Moved Ltd", "importer_country": "CL", "consignee_name": "Arica Paints"}
    return {
        "movements": plan,
        "replan": plan,
        "dispatch": left,
        "adjust": left,
        "arrive": {**MOVED, "arrived_on": day},
        "correct": {**MOVED, "arrived_on": day},
        "miss": note,
        "divert": {**to, **note, "diverted_on": day},
        "return": {**MOVED, **note, "returned_on": day},
        "cancel": note,
    }


class Visitor:
    """Visits addresses as anybody of the world, and leaves nothing changed."""

    def __init__(self, world: World) -> None:
        """Sign everybody in once."""
        self.world = world
        self._client = Client()  # one for all visits, for each new one would read every static file again
        self.sessions = {key: self._session(key) for key in world.cast.everybody}

    def _session(self, key: str) -> str:
        client, person = Client(), self.world.cast.everybody[key].person
        if person is None:
            return ""
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def visit(self, key: str, address: Address, thing: str, *, query: str = "") -> HttpResponse:
        """Go there, with what a well-meaning person would send, and take everything back."""
        names = self.world.names.get(thing) or self.world.names["absent"]
        path = self.path(address, thing)
        actor = self.world.cast.everybody[key]
        headers = {"Authorization": f"Bearer {actor.token}"} if address.is_api and actor.token else {}
        client = self._client
        client.cookies.clear()
        if not address.is_api and self.sessions[key]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[key]
        headers |= taxii.headers(address.path, actor) | misp.headers(address.path, actor)
        savepoint = transaction.savepoint()
        try:
            call = getattr(client, address.method.lower())
            sent = {} if address.method == "GET" else self._sent(address, names, key)
            response = call((API if address.is_api else "") + path + query, headers=headers, **sent)
            return self._whole(response)
        finally:
            transaction.savepoint_rollback(savepoint)
            # Going back keeps the savepoint; without its release each visit would stand inside all visits before it.
            transaction.savepoint_commit(savepoint)

    def path(self, address: Address, thing: str) -> str:
        """The path of an address that names a thing."""
        names = self.world.names.get(thing) or self.world.names["absent"]
        plain = address.path.removeprefix("page ")
        own = {**FILLING, **asdict(names), **names.directory}
        own["row_id"] = names.edition_id if "/editions/" in plain else names.copy_id
        own |= taxii.filling(plain, names.reference, names.source_id) | misp.filling(plain, names.reference)
        if plain.startswith("/law/"):
            own["code"] = A_TABLE
        if plain.startswith("/responsiveness/"):
            own["code"] = "CL"
        own |= needs.filling(plain, dict(names.balance)) | mapping.filling(plain, dict(names.mapping))
        own |= partnership.filling(plain, dict(names.partnership)) | dict(names.supply)
        return plain.format(**own)

    @staticmethod
    def _whole(response: Any) -> HttpResponse:
        """A streamed answer is read here, as a browser would."""
        if response.streaming:
            content, headers = b"".join(response.streaming_content), dict(response.headers.items())
            return HttpResponse(content, status=response.status_code, headers=headers)
        answer: HttpResponse = response
        return answer

    def _sent(self, address: Address, names: Names, key: str) -> dict[str, Any]:
        about = "directory" in address.path or "delegations" in address.path
        body = self._entered(address, names) if about else self._body(address, names.reference)
        body = {"holder": self._colleague(key)} if "/holder" in address.path else body
        body = _of_arrangements(address) if "arrangements" in address.path else body
        if "/misp/" in address.path:
            return misp.sent(address.path)
        if "/taxii" in address.path:
            return taxii.sent(address.path)
        for part, sent in SENT.items():
            if part in address.path:
                body = sent(address, names.reference)
        if address.path.removeprefix("page ").startswith("/requests"):
            body = requests.entered(address.path, self.world.cast)
        is_upload = any(isinstance(value, SimpleUploadedFile) for value in body.values())
        if address.is_api and not is_upload:
            return {"data": body, "content_type": "application/json"}
        return {"data": body}

    def _colleague(self, key: str) -> str:
        """Somebody of the visitor's own office who holds none of the cases; anybody for those without such a one."""
        heads = {"exporter": "exporter_head", "importer": "importer_head", "third": "third_head"}
        person = self.world.cast.everybody[heads.get(key.partition("_")[0], "fourth_officer")].person
        return str(person.pk) if person else ""

    def _body(self, address: Address, reference: str) -> dict[str, Any]:
        if address.path in {"/batches", "page /files/"}:
            return {"file": SimpleUploadedFile("a.csv", b"goods_description,quantity\nAcetone,5\n")}
        if "/surveillance/" in address.path:
            return self._of_lists(address)
        if "/registers/" in address.path:
            return self._of_registers(address)
        last = address.path.rstrip("/").rpartition("/")[2]
        if last == "files":
            return {"file": SimpleUploadedFile("a.txt", b"some papers")}
        if last == "amend":
            changed = self._amended(reference)
            return changed if address.is_api else {**changed, "go": "send"}
        return {
            **_moving(),
            "comments": {"text": "Well received."},
            "ask": {"question": "Which works?"},
            "supply": {"answer": "Those in Talca."},
            "answer": {"answer": "Those in Talca."},
            **{key: {"question": "Which works?"} for key in ("ask_on", "enquiries", "new")},
            "object": OBJECTION,
            "lift": {"note": "The licence was shown."},
            "answers": {"notices": [{"reference": NOWHERE, "edition": 1}]}
            if address.is_api
            else {"chosen": [f"{NOWHERE}~1"], "go": "send"},
            **self._of_lists_of_cases(address),
            "prolong": {"reason": "company", "reply_by": (today() + timedelta(days=21)).isoformat()},
            "allow": {"import_permit": "IP-7"},
            "unknown": {"who": "importer", "explanation": "It stands in no register."},
            "signature": {"act": "confirm"},
            "check": {"goods_description": "Acetone"},
            "recognise": {"text": "Acetone"},
            "structures": {"structure": "CC(C)=O"},
            "language": {"language": "fr"},
            "webhooks": {"label": "Another", "url": "https://another.example/"},
            "{endpoint_id}": {"act": "rotate"},
            "papers": {**SOME_PAPERS, "papers": [{"kind": "notice.clear", "id": "a", "on": reference}]},
        }.get(last, {})

    @staticmethod
    def _of_lists_of_cases(address: Address) -> dict[str, dict[str, Any]]:
        """What is sent to keep a search, to choose columns, and to have an export."""
        told = {"filters": {"state": "sent"}} if address.is_api else {}
        return {
            "searches": {"name": "The sent ones", **told},
            "{search_id}": {"name": "Another name"},
            "columns": {"columns": ["case_reference", "state"]} if address.is_api else {"act": "up:state"},
            "exports": {"format": "csv", **(told or {"columns": "all"})},
        }

    @staticmethod
    def _of_registers(address: Address) -> dict[str, Any]:
        """What is sent to the entrances of registers."""
        path = address.path.rstrip("/").removesuffix("/new")
        if path.endswith("/correct"):
            return A_COMPANY
        file = {"file": SimpleUploadedFile("a.csv", b"name,number\nSomebody,1\n")}
        places = {"file": SimpleUploadedFile("a.csv", b"kind,code,name,source,as_of\nwatched,SG,S,Law,2026-01-01\n")}
        return {
            "companies": A_COMPANY,
            "licence": A_LICENCE,
            "licences": A_LICENCE,
            "requirements": A_NEED,
            "places": {"kind": "watched", "code": "SG", "name": "S", "source": "Law", "as_of": "2026-01-01"},
            "screening": {"title": "T", "source": "S", "as_of": "2026-01-01", "shared": "no", **file},
            "{kind}": places,
        }.get(path.rpartition("/")[2], {})

    def _of_lists(self, address: Address) -> dict[str, Any]:
        """What is sent to the entrances of surveillance lists."""
        path = address.path.rstrip("/")
        if path.endswith(("/load", "/edition", "surveillance/trace")):
            return {"file": SimpleUploadedFile("a.csv", b"name\nExemplin-1\n")}
        if path.endswith(("surveillance/lists", "surveillance/new")):
            return A_LIST
        if path.endswith("surveillance/vettings"):
            return {**A_VETTING, "organisation": str(self.world.cast.clerk.office.pk)}
        if path.endswith(("/recall", "/withdraw", "/revoke")):
            return {"reason": "It must come back."}
        return {
            "acknowledge": {"accepted": "yes"},
            "return": {"how": "destroyed"},
            "signature": {"act": "confirm"},
            "hand": A_HANDING,
            "copies": A_HANDING,
        }.get(path.rpartition("/")[2], {})

    def _entered(self, address: Address, names: Names) -> dict[str, Any]:
        """What is sent to an address of the directory."""
        if address.is_api:
            known = {"entries": {"kind": "focal point", "content": FOCAL}, "calendar": {**DAY, "day": "2026-05-05"}}
            known |= {"correct": {"content": {**FOCAL, "name": "A successor"}}, "delegations": NOBODY_THERE}
        else:
            file = SimpleUploadedFile("stamp.png", PNG)
            known = {
                "correct": {**FOCAL, **DAY, "day": "2026-05-05"},
                "specimens": {"kind": "stamp", "holder": "The registry", "from_on": "2026-01-01", "file": file},
                "add": {**AUTHORITY, "name": "A laboratory"},
                "invite": {"office": names.directory["office_id"], "name": "Jo", "email": "jo@x.example"},
                "request": {**REQUESTED, "country": "FJ"},
                "appoint": CHECKED,
                "refuse": {"reason": "Nobody knows them."},
            }
            known["invite"]["duties"] = ["comment"]
        last = address.path.rstrip("/").rpartition("/")[2]
        given = {"{person_id}": {"duties": ["comment"]}, "{correction_id}": {"reason": "An error."}}
        return {**given, "{candidacy_id}": {"act": "confirm"}, **known}.get(last, {})

    @functools.cache  # noqa: B019  one visitor lives as long as its file of tests
    def _amended(self, reference: str) -> dict[str, Any]:
        """What is on the notice with another quantity; or anything well-formed where there is no notice."""
        with acting(SYSTEM):
            notice = Notice.objects.filter(reference=reference).first()
        kept = notice.content if notice else a_shipment(self.world.cast.exporter_officer)
        entered = {name: " ".join(value) if isinstance(value, list) else value for name, value in kept.items()}
        return {name: value for name, value in entered.items() if value} | {"quantity": "25000"}
