"""Distributors, samples, deliveries and tasks of law in the world of the matrix, and who gets which answer there."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.changes.models import LawTask
from penstock.orders.customers import services as keeping
from penstock.orders.deliveries import services as delivering
from penstock.orders.distribution import services as distributing
from penstock.orders.samples import services as sampling
from penstock.parties.duties import COMPLIANCE
from penstock.parties.models import Organisation
from penstock.parties.services import add_person
from tests.cast import PASSWORD, Actor, Cast
from tests.isolation.orders import customer
from tests.isolation.rights import (
    ANYBODY,
    CHECK_ORDERS,
    CUSTOMERS,
    LIFT_HOLDS,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    always,
    by_method,
)

STEPS = ("approve", "refuse", "withdraw", "send")
SOLD_ON = {"duties": ["declarations", "notify", "records"]}
SAMPLE = {"goods": "acetone", "quantity": "1", "unit": "l", "use": "coatings", "looked": ["use"]}
ARRIVED = {"packages": "4", "weight": "800", "seals": "S-1"}


def nothing_supplied() -> dict[str, Any]:
    """Ids of nothing."""
    return {"undertaking_id": uuid4(), "task_id": uuid4(), "delivery_id": uuid4()}


def add_supply(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A distributor with what it undertook and resold, a sample, a delivery and a task: of ours, and of another one."""
    names, markers = {}, {}
    for key, actor in (("", cast.clerk), ("foreign ", _elsewhere())):
        word = marker(f"supply{'foreign' if key else 'ours'}")
        markers[word] = frozenset() if key else frozenset({"company"})
        ids, sample = _desk(actor, word, f"D-{'THEIRS' if key else 'OURS'}")
        for one in ("undertaking", "law task", "delivery"):
            names[f"{key}{one}"] = named(supply=ids)
        names[f"{key}sample"] = named(reference=sample.reference)
    return names, markers


def _elsewhere() -> Actor:
    """The compliance officer of a company that nobody of the cast works for."""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="company", name="Savanna Drums", government_id="KE")
        person = add_person(
            viewer=SYSTEM, organisation=office, name="Farther", email="farther@cast.example", password=PASSWORD,
            duties=COMPLIANCE, on=today(),
        )  # fmt: skip
    return Actor("farther", person)


def _desk(actor: Actor, word: str, number: str) -> tuple[dict[str, Any], Any]:
    day = today().isoformat()
    with acting(actor.viewer) as viewer:
        keeping.keep_customer(viewer=viewer, raw=customer(number, name=word))
        row = distributing.draw_up(viewer=viewer, number=number, raw={**SOLD_ON, "bounds": word, "from_on": day})
        paper = {"signer_name": word, "signer_post": "Buyer", "signed_on": day}
        distributing.PAPERS.take_paper(
            viewer=viewer, paper_id=row.pk, raw=paper, name=f"{word}.txt", chunks=[word.encode()]
        )
        distributing.keep_resale(viewer=viewer, number=number, raw=resold())
        sample = sampling.request_sample(viewer=viewer, raw=asked(number, word))
        delivery = delivering.enter(viewer=viewer, raw={**papers(number), "carrier": word, "number": "N-1"})
    with acting(SYSTEM):
        task = LawTask.objects.create(
            organisation=actor.office,
            pack="eu",
            version="1",
            changes_on=today(),
            goods="acetone",
            kind="customer",
            subject=row.customer_id,
            name=word,
            target=number,
            why=[{"text": "It begins.", "source": "An act"}],
            due_on=today(),
        )
    return {"undertaking_id": row.pk, "task_id": task.pk, "delivery_id": delivery.pk}, sample


def resold() -> dict[str, Any]:
    """What a distributor says that it resold."""
    return {"year": str(today().year), "goods": "acetone", "sort": "end user", "quantity": "5", "unit": "l",
            "buyers": "2"}  # fmt: skip


def asked(number: str, word: str = "Somebody") -> dict[str, Any]:
    """What is asked for as a sample."""
    return {**SAMPLE, "customer": number, "person": word, "purpose": word}


def papers(number: str) -> dict[str, Any]:
    """What the papers of a delivery say."""
    return {"way": "sent", "number": "N-2", "customer": number, "goods": "acetone", "packages": "4", "weight": "800",
            "unit": "kg", "seals": "S-1", "sent_on": today().isoformat()}  # fmt: skip


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of these rooms."""
    last, day = path.rstrip("/").rpartition("/")[2], today().isoformat()
    seen = {"justification": "It was looked at."}
    if last == "paper":
        about = {"signer_name": "Somebody", "signer_post": "Buyer", "signed_on": day}
        return {**about, "file": SimpleUploadedFile("a.txt", b"a paper")}
    if "deliveries" in path and last in {"new", "deliveries"}:
        return {**papers("nobody"), "way": "received", "customer": "", "partner": "Somebody"}
    found: dict[str, dict[str, Any]] = {
        "undertakings": {**SOLD_ON, "from_on": day},
        "resales": resold(),
        "verify": {"verified_how": "register"},
        "confirm": {"resold": "listed"},
        "end": {"reason": "It was wrong."},
        "settle": {"outcome": "done", "note": "It was looked at."},
        "arrive": {**ARRIVED, "arrived_on": day},
        "explain": {"cause": "scales", "words": "It was looked at."},
        "approve": seen,
        "refuse": seen,
        "send": {"sent_on": day},
        **dict.fromkeys(("new", "samples"), asked("nobody")),
    }
    return found.get(last, {})


OWN: Answer = always(409)
"""Whoever entered a request does not approve it, and nobody else of the cast works there; what is not approved is
not sent."""


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, paper, delivery = "/customers/{number}", "/undertakings/{undertaking_id}", "/deliveries/{delivery_id}"
    sample = "/samples/{reference}"
    return {
        "GET /law-tasks": Entrance(CUSTOMERS, "", always(200)),
        "POST /law-tasks/{task_id}/settle": Entrance(CUSTOMERS, "law task", always(200)),
        "GET /undertakings": Entrance(CUSTOMERS, "", always(200)),
        f"POST {one}/undertakings": Entrance(CUSTOMERS, "customer", always(201)),
        f"GET {one}/resales": Entrance(CUSTOMERS, "customer", always(200)),
        f"POST {one}/resales": Entrance(CUSTOMERS, "customer", always(200)),
        f"GET {paper}": Entrance(CUSTOMERS, "undertaking", always(200)),
        f"POST {paper}/link": Entrance(CUSTOMERS, "undertaking", always(409)),
        f"POST {paper}/paper": Entrance(CUSTOMERS, "undertaking", always(409)),
        f"POST {paper}/verify": Entrance(CUSTOMERS, "undertaking", always(200)),
        f"POST {paper}/confirm": Entrance(CUSTOMERS, "undertaking", always(201)),
        f"POST {paper}/end": Entrance(CUSTOMERS, "undertaking", always(200)),
        "GET /deliveries": Entrance(CHECK_ORDERS, "", always(200)),
        "POST /deliveries": Entrance(CHECK_ORDERS, "", always(201)),
        f"GET {delivery}": Entrance(CHECK_ORDERS, "delivery", always(200)),
        f"POST {delivery}/arrive": Entrance(CHECK_ORDERS, "delivery", always(200)),
        f"POST {delivery}/explain": Entrance(CHECK_ORDERS, "delivery", always(409)),
        "GET /samples": Entrance(CHECK_ORDERS, "", always(200)),
        "POST /samples": Entrance(CHECK_ORDERS, "", always(422)),
        f"GET {sample}": Entrance(CHECK_ORDERS, "sample", always(200)),
        f"POST {sample}/approve": Entrance(LIFT_HOLDS, "sample", OWN),
        f"POST {sample}/refuse": Entrance(LIFT_HOLDS, "sample", always(200)),
        f"POST {sample}/withdraw": Entrance(CHECK_ORDERS, "sample", always(200)),
        f"POST {sample}/send": Entrance(CHECK_ORDERS, "sample", OWN),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, paper, delivery = "/customers/{number}/", "/undertakings/{undertaking_id}/", "/deliveries/{delivery_id}/"
    sample, task = "/samples/{reference}/", "/orders/law/tasks/{task_id}/"
    get, both = (always(200), UNKNOWN_METHOD), (always(200), always(302))
    faulty = (always(200), always(422))
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/undertake/{secret}/": (ANYBODY, "", always(404), always(404)),
        "/orders/law/tasks/": (CUSTOMERS, "", *get),
        task: (CUSTOMERS, "law task", *get),
        f"{task}settle/": (CUSTOMERS, "law task", *both),
        f"{one}undertakings/": (CUSTOMERS, "customer", *both),
        f"{one}resales/": (CUSTOMERS, "customer", *both),
        "/undertakings/": (CUSTOMERS, "", *get),
        paper: (CUSTOMERS, "undertaking", *get),
        f"{paper}link/": (CUSTOMERS, "undertaking", *faulty),
        f"{paper}paper/": (CUSTOMERS, "undertaking", *faulty),
        f"{paper}verify/": (CUSTOMERS, "undertaking", *both),
        f"{paper}confirm/": (CUSTOMERS, "undertaking", *both),
        f"{paper}end/": (CUSTOMERS, "undertaking", *both),
        f"{paper}file/": (CUSTOMERS, "undertaking", *get),
        "/deliveries/": (CHECK_ORDERS, "", *get),
        "/deliveries/new/": (CHECK_ORDERS, "", *both),
        delivery: (CHECK_ORDERS, "delivery", *get),
        f"{delivery}arrive/": (CHECK_ORDERS, "delivery", *both),
        f"{delivery}explain/": (CHECK_ORDERS, "delivery", *faulty),
        "/samples/": (CHECK_ORDERS, "", *get),
        "/samples/new/": (CHECK_ORDERS, "", *faulty),
        sample: (CHECK_ORDERS, "sample", *get),
        f"{sample}steps/approve/": (CHECK_ORDERS, "sample", OWN, OWN),
        f"{sample}steps/refuse/": (CHECK_ORDERS, "sample", *both),
        f"{sample}steps/withdraw/": (CHECK_ORDERS, "sample", *both),
        f"{sample}steps/send/": (CHECK_ORDERS, "sample", OWN, OWN),
        f"{sample}steps/nonsense/": (CHECK_ORDERS, "sample", always(404), always(404)),
    }
    return by_method(rows)
