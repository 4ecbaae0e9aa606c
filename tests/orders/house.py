"""A company's order desk for tests: its people, customers with their papers, and orders to be checked."""

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from penstock.catalogue.law.book import shipped_book
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.checking import services as checking
from penstock.orders.checking.law.asked import asked_of
from penstock.orders.checking.law.judging import by_law
from penstock.orders.checking.law.orders import Known, Order, Reason
from penstock.orders.checking.services import Answered
from penstock.orders.customers import services as keeping
from penstock.orders.declarations import services as declaring
from penstock.orders.declarations.models import Declaration
from penstock.parties.duties import CHECK_ORDERS, COMPLIANCE
from penstock.parties.models import Government, Organisation
from penstock.parties.services import add_person
from tests.cast import PASSWORD, Actor

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = MONDAY.date()
NUMBER = "C-100"


def known(**changes: Any) -> Known:
    """A customer who has shown nothing at all."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "number": NUMBER,
        "name": "Voorbeeld Verf BV",
        "country": "NL",
        "category": "end user",
        "sector": "materials",
        "edition": 1,
        "content": {"end_uses": ["coatings"]},
        "known_since": date(2020, 1, 1),
        "identity_verified_on": None,
        "group": uuid4(),
    }
    return Known(**{**plain, **changes})


def ordered(goods: str, quantity: str, unit: str = "kg", **changes: Any) -> Order:
    """An order of today."""
    plain = {"number": "A-1", "customer": NUMBER, "ordered_on": DAY}
    return Order(**{**plain, "goods": goods, "quantity": Decimal(quantity), "unit": unit, **changes})


def judged(country: str, order: Order, customer: Known) -> list[Reason]:
    """What the law that ships says of an order, without a database."""
    return by_law(order, customer, asked_of(shipped_book(), country, order.goods, order.ordered_on))


def a_company(country: str = "NL", name: str = "Polder Solvents") -> tuple[Actor, Actor]:
    """A company with a compliance officer and a colleague of theirs."""
    with acting(SYSTEM):
        Government.objects.get_or_create(code=country, defaults={"name": country})
        office, _made = Organisation.objects.get_or_create(kind="company", name=name, government_id=country)
        return tuple(_hired(office, key) for key in ("officer", "colleague"))  # type: ignore[return-value]


def a_clerk(office: Organisation) -> Actor:
    """Somebody who may check orders, and nothing else."""
    with acting(SYSTEM):
        return _hired(office, "clerk", frozenset({CHECK_ORDERS}))


def _hired(office: Organisation, key: str, duties: frozenset[str] = COMPLIANCE) -> Actor:
    email = f"{key}-{uuid4().hex[:8]}@company.example"
    name = f"{key.title()} of {office.name}"
    since = clock.today() - (clock.today() - date(2025, 1, 1))
    person = add_person(
        viewer=SYSTEM, organisation=office, name=name, email=email, password=PASSWORD, duties=duties, on=since
    )
    return Actor(key, person)


@contextmanager
def at_work(actor: Actor) -> Any:
    """Somebody of the company acts."""
    with acting(actor.viewer) as viewer:
        yield viewer


def a_customer(by: Actor, number: str = NUMBER, *, identified: bool = True, **changes: Any) -> str:
    """A customer on record, its identity verified; answers its number."""
    raw = {
        "number": number,
        "name": f"Voorbeeld Verf {number}",
        "country": by.office.government_id,
        "address": "Modelstraat 1, Utrecht",
        "category": "end user",
        "sector": "materials",
        "end_uses": ["coatings", "synthesis"],
        **changes,
    }
    with at_work(by) as viewer:
        keeping.keep_customer(viewer=viewer, raw=raw)
        if identified:
            told = {"verified_on": clock.today().isoformat(), "verified_how": "register", "paper": "KVK 00000000"}
            keeping.identify(viewer=viewer, number=number, raw=told)
    return number


def a_licence(by: Actor, number: str, goods: str, *, kind: str = "registration", **changes: Any) -> None:
    """A licence that was verified."""
    raw = {
        "kind": kind,
        "licence_number": f"{kind}-{goods}",
        "goods": goods,
        "from_on": "2026-01-01",
        "until_on": "2027-12-31",
        "verified_on": clock.today().isoformat(),
        "verified_how": "register",
        **changes,
    }
    with at_work(by) as viewer:
        keeping.keep_licence(viewer=viewer, number=number, raw=raw)


def a_declaration(by: Actor, number: str, goods: str, *, verified: bool = True, **changes: Any) -> Declaration:
    """A declaration that was signed through its link, and verified."""
    raw = {
        "goods": goods,
        "quantity": "500",
        "unit": "l",
        "use": "coatings",
        "uses": "Thinner for boat paint",
        "span": "transaction",
        "order_number": "A-1",
        "from_on": clock.today().isoformat(),
        **changes,
    }
    with at_work(by) as viewer:
        row = declaring.draw_up(viewer=viewer, number=number, raw=raw)
        _row, link = declaring.make_link(viewer=viewer, declaration_id=row.pk, raw={})
    signed(link, row)
    if verified:
        with at_work(by) as viewer:
            declaring.verify(viewer=viewer, declaration_id=row.pk, raw={"verified_how": "register"})
    return row


def signed(link: str, row: Declaration, **changes: Any) -> Declaration:
    """The customer signs through the link."""
    raw = {"signer_name": "Joke Jansen", "signer_post": "Buyer", "agreed": "yes", "text_hash": row.text_hash, **changes}
    return declaring.sign(secret=link.rstrip("/").rpartition("/")[2], raw=raw)


def an_order(number: str = "A-1", **changes: Any) -> dict[str, Any]:
    """What a system sends to have an order checked."""
    plain = {"number": number, "customer": NUMBER, "goods": "acetic-anhydride", "quantity": "10", "unit": "l",
             "use": "coatings"}  # fmt: skip
    return {**plain, **changes}


def checked(by: Actor, raw: Mapping[str, Any]) -> Answered:
    """Somebody has an order checked."""
    with at_work(by) as viewer:
        return checking.check_order(viewer=viewer, raw=raw)


def codes(answered: Answered, *effects: str) -> set[str]:
    """The codes of the reasons with some effects; of those against it where none is named."""
    wanted = set(effects or ("hold", "ask"))
    return {one["code"] for one in answered.check.reasons if one["effect"] in wanted}
