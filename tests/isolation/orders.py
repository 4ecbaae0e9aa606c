"""A company's order desk in the world of the matrix, and who gets which answer at its entrances, said by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.checking import services as checking
from penstock.orders.customers import services as keeping
from penstock.orders.declarations import services as declaring
from penstock.parties.duties import COMPLIANCE
from penstock.parties.models import Organisation
from penstock.parties.services import add_person
from tests.cast import PASSWORD, Actor, Cast
from tests.isolation.rights import (
    ANYBODY,
    CHECK_ORDERS,
    CUSTOMERS,
    LIFT_HOLDS,
    REGISTERS,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    always,
    by_method,
)

STEPS = ("lift", "refuse")


def add_orders(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A customer with site, licence, signed declaration and held order: of our company, and of another one."""
    names = {}
    for key, actor in (("", cast.clerk), ("foreign ", _elsewhere())):
        word = marker(f"customer{'foreign' if key else 'ours'}")
        customer, declaration, answered, licence = _desk(actor, word, f"K-{'THEIRS' if key else 'OURS'}")
        names[f"{key}customer"] = named(number=customer, licence_id=licence.pk)
        names[f"{key}declaration"] = named(declaration_id=declaration.pk)
        names[f"{key}check"] = named(check_id=answered.check.pk)
        names[f"{key}held order"] = named(reference=answered.held.reference)
    return names, {marker("customerours"): frozenset({"company"}), marker("customerforeign"): frozenset()}


def _elsewhere() -> Actor:
    """The compliance officer of a company that nobody of the cast works for."""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="company", name="Savanna Solvents", government_id="KE")
        person = add_person(
            viewer=SYSTEM, organisation=office, name="Elsewhere", email="elsewhere@cast.example", password=PASSWORD,
            duties=COMPLIANCE, on=today(),
        )  # fmt: skip
    return Actor("elsewhere", person)


def _desk(actor: Actor, word: str, number: str) -> tuple[Any, ...]:
    # The number stands in the address, which an answer may repeat: the marker is the name.
    day = today().isoformat()
    with acting(actor.viewer) as viewer:
        keeping.keep_customer(viewer=viewer, raw=customer(number, name=word))
        keeping.keep_site(viewer=viewer, number=number, raw={"code": "S", "address": word, "country": "NL"})
        licence = keeping.keep_licence(viewer=viewer, number=number, raw={**LICENCE, "authority": word})
        row = declaring.draw_up(viewer=viewer, number=number, raw={**declared(day), "uses": word})
        paper = {"signer_name": word, "signer_post": "Buyer", "signed_on": day}
        declaring.take_paper(
            viewer=viewer, declaration_id=row.pk, raw=paper, name=f"{word}.txt", chunks=[word.encode()]
        )
        answered = checking.check_order(viewer=viewer, raw={**order(number), "number": f"A-{word}", "quantity": "500"})
    return number, row, answered, licence


def customer(number: str, **changes: Any) -> dict[str, Any]:
    """What is entered of a customer."""
    plain = {"number": number, "name": "Another Example", "country": "NL", "address": "Model 1", "category": "broker"}
    return {**plain, "sector": "trading", "end_uses": ["resale"], **changes}


LICENCE = {"kind": "registration", "licence_number": "R-1", "goods": "acetic anhydride", "from_on": "2026-01-01"}


def declared(day: str) -> dict[str, Any]:
    """What a customer is to declare."""
    return {"goods": "acetone", "quantity": "5", "unit": "l", "use": "resale", "uses": "Resale", "span": "year",
            "from_on": day}  # fmt: skip


def order(number: str = "nobody") -> dict[str, Any]:
    """An order to be checked."""
    return {"number": "A-1", "customer": number, "goods": "acetic anhydride", "quantity": "5", "unit": "l"}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of the order desk."""
    last, day = path.rstrip("/").rpartition("/")[2], today().isoformat()
    said = {"justification": "It was looked at.", "ground": "explained"}
    found = {
        **dict.fromkeys(("new", "edit", "customers"), customer("K-9")),
        "identity": {"verified_on": day, "verified_how": "register", "paper": "R 1"},
        "sites": {"code": "T", "address": "Model 2", "country": "NL"},
        "licences": LICENCE,
        "capacity": {"goods": "acetone", "quantity": "5", "unit": "kg", "how": "said"},
        "links": {"other": "nobody", "why": "One owner"},
        "supply": {"stopped": "Unpaid"},
        "declarations": declared(day),
        "verify": {"verified_how": "register"},
        "end": {"reason": "It was wrong."},
        "check": order(),
        "checks": {"orders": [order()]},
        "lift": said,
        "refuse": {"justification": "It was looked at."},
    }
    if last == "paper":
        about = {"signer_name": "Somebody", "signer_post": "Buyer", "signed_on": day}
        return {**about, "file": SimpleUploadedFile("a.txt", b"a paper")}
    if last == "files":
        return {"file": SimpleUploadedFile("a.csv", b"number,customer,goods,quantity,unit\nA-1,nobody,acetone,5,l\n")}
    if path.endswith("/lists/new/"):
        return {"title": "Another", "source": "A source", "as_of": day, "shared": "no",
                "file": SimpleUploadedFile("a.csv", b"name\nSomebody\n")}  # fmt: skip
    return {key: value for key, value in found.get(last, {}).items() if key != "ground" or last == "lift"}


OWN_HOLD: Answer = always(409)
"""Whoever had the order checked does not lift it, and nobody else of the cast works there."""


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, paper, held = "/customers/{number}", "/declarations/{declaration_id}", "/held-orders/{reference}"
    of_customers = {
        f"POST {one}/{last}": Entrance(CUSTOMERS, "customer", always(200))
        for last in ("identity", "sites", "licences", "capacity", "parting", "supply")
    }
    return {
        "GET /customers": Entrance(CUSTOMERS, "", always(200)),
        "POST /customers": Entrance(CUSTOMERS, "", always(200)),
        f"GET {one}": Entrance(CUSTOMERS, "customer", always(200)),
        **of_customers,
        f"POST {one}/links": Entrance(CUSTOMERS, "customer", always(422)),
        f"POST {one}/declarations": Entrance(CUSTOMERS, "customer", always(201)),
        "POST /customer-licences/{licence_id}/end": Entrance(CUSTOMERS, "customer", always(200)),
        "GET /declarations": Entrance(CUSTOMERS, "", always(200)),
        f"GET {paper}": Entrance(CUSTOMERS, "declaration", always(200)),
        f"POST {paper}/link": Entrance(CUSTOMERS, "declaration", always(409)),
        f"POST {paper}/paper": Entrance(CUSTOMERS, "declaration", always(409)),
        f"POST {paper}/verify": Entrance(CUSTOMERS, "declaration", always(200)),
        f"POST {paper}/end": Entrance(CUSTOMERS, "declaration", always(200)),
        "POST /orders/check": Entrance(CHECK_ORDERS, "", always(200)),
        "POST /orders/checks": Entrance(CHECK_ORDERS, "", always(200)),
        "POST /orders/files": Entrance(CHECK_ORDERS, "", always(200)),
        "GET /orders/checks": Entrance(CHECK_ORDERS, "", always(200)),
        "GET /orders/checks/{check_id}": Entrance(CHECK_ORDERS, "check", always(200)),
        "GET /held-orders": Entrance(CHECK_ORDERS, "", always(200)),
        f"GET {held}": Entrance(CHECK_ORDERS, "held order", always(200)),
        f"POST {held}/lift": Entrance(LIFT_HOLDS, "held order", OWN_HOLD),
        f"POST {held}/refuse": Entrance(LIFT_HOLDS, "held order", always(200)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    one, paper, held = "/customers/{number}/", "/declarations/{declaration_id}/", "/held-orders/{reference}/"
    get, both = (always(200), UNKNOWN_METHOD), (always(200), always(302))
    kept, signed = (UNKNOWN_METHOD, always(302)), (always(200), always(422))
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/declare/{secret}/": (ANYBODY, "", always(404), always(404)),
        "/customers/": (CUSTOMERS, "", *get),
        "/customers/new/": (CUSTOMERS, "", *both),
        one: (CUSTOMERS, "customer", *get),
        **{f"{one}{last}/": (CUSTOMERS, "customer", *both)
           for last in ("edit", "identity", "sites", "licences", "capacity", "supply", "declarations")},
        f"{one}links/": (CUSTOMERS, "customer", *signed),
        f"{one}parting/": (CUSTOMERS, "customer", *kept),
        "/customer-licences/{licence_id}/end/": (CUSTOMERS, "customer", *kept),
        "/declarations/": (CUSTOMERS, "", *get),
        paper: (CUSTOMERS, "declaration", *get),
        f"{paper}link/": (CUSTOMERS, "declaration", *signed),
        f"{paper}paper/": (CUSTOMERS, "declaration", *signed),
        f"{paper}verify/": (CUSTOMERS, "declaration", *both),
        f"{paper}end/": (CUSTOMERS, "declaration", *both),
        f"{paper}file/": (CUSTOMERS, "declaration", *get),
        "/orders/": (CHECK_ORDERS, "", *get),
        "/orders/check/": (CHECK_ORDERS, "", *both),
        "/orders/files/": (CHECK_ORDERS, "", always(200), always(200)),
        "/orders/files/template/": (CHECK_ORDERS, "", *get),
        "/orders/law/": (CUSTOMERS, "", *get),
        "/orders/lists/": (CUSTOMERS, "", *get),
        "/orders/lists/new/": (REGISTERS, "", *both),
        "/orders/checks/{check_id}/": (CHECK_ORDERS, "check", *get),
        "/held-orders/": (CHECK_ORDERS, "", *get),
        held: (CHECK_ORDERS, "held order", *get),
        f"{held}steps/lift/": (CHECK_ORDERS, "held order", OWN_HOLD, OWN_HOLD),
        f"{held}steps/refuse/": (CHECK_ORDERS, "held order", *both),
        **{f"{held}steps/{verb}/": (CHECK_ORDERS, "held order", always(404), always(404))
           for verb in ("replace", "nonsense")},
    }  # fmt: skip
    return by_method(rows)
