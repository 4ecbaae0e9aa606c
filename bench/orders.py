"""Orders of a company checked through the API: one by one, by several systems at once, and many in one call.

python bench/orders.py [seconds]
"""

import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import psycopg
from measuring import PLACE, page
from measuring.house import fresh_house

from penstock.cases.registers.services import load_screening
from penstock.commands.serve import await_answer, free_port, web
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.orders.checking.models import Check
from penstock.orders.checking.services import check_orders
from penstock.orders.customers.models import Customer, CustomerLicence
from penstock.orders.declarations.models import Declaration
from penstock.parties.duties import COMPLIANCE
from penstock.parties.models import Government, Organisation, Person
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person, issue_token

CUSTOMERS, ORDERS_EACH, NAMES = 2_000, 40, 20_000
SECONDS, SYSTEMS, AT_ONCE = 20, (2, 4, 8), 100
GOODS = ("acetic-anhydride", "acetone", "toluene", "potassium-permanganate", "methyl-ethyl-ketone")


@dataclass
class Laps:
    """Milliseconds of each call, and how often each answer was given."""

    took: list[float] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)


def make_company() -> tuple[Viewer, str]:
    """A company with one person, and the token of its system."""
    with acting(SYSTEM):
        Government.objects.create(code="NL", name="Netherlands")
        office = Organisation.objects.create(kind="company", name="Measured Solvents", government_id="NL")
        person = add_person(
            viewer=SYSTEM, organisation=office, name="System", email="erp@measured.example",
            password=new_id().hex, duties=COMPLIANCE, on=today() - timedelta(days=400),
        )  # fmt: skip
        return viewer_for(Person.objects.select_related("organisation").get(pk=person.pk)), issue_token(
            person=person, label="ERP"
        )


def fill(viewer: Viewer) -> None:
    """Customers with licences and declarations, a year of orders of each, and a list to screen against."""
    random = Random(1)  # noqa: S311  chance that can be repeated
    company = viewer.organisation_id
    customers = [_customer(company, at) for at in range(CUSTOMERS)]
    with acting(viewer):
        copy_models(Customer, customers)
        copy_models(CustomerLicence, [_licence(company, one) for one in customers])
        copy_models(Declaration, [_declaration(company, one) for one in customers])
    for start in range(0, CUSTOMERS, 500):
        rows = [_check(viewer, one, random, n) for one in customers[start : start + 500] for n in range(ORDERS_EACH)]
        with acting(viewer):
            copy_models(Check, rows)
    names = "\n".join(f"{n},Invented Trading {n * 7919 % 1000003} Ltd,," for n in range(NAMES))
    raw = {"title": "Invented list", "source": "invented", "as_of": today().isoformat(), "shared": "no"}
    with acting(viewer):
        load_screening(viewer=viewer, raw=raw, chunks=[f"number,name,note\n{names}".encode()])
    for start in range(0, CUSTOMERS, 500):  # each is screened once for an edition of a list
        orders = [{**an_order(random, "first"), "customer": f"C-{n}"} for n in range(start, start + 500)]
        with acting(viewer):
            check_orders(viewer=viewer, raws=orders)


def _customer(company: Any, at: int) -> Customer:
    content = {"end_uses": ["coatings", "solvent"], "address": f"Street {at}", "email": f"buyer{at}@measured.example"}
    return Customer(
        id=new_id(), organisation_id=company, number=f"C-{at}", name=f"Customer {at} Coatings BV", country="NL",
        category="end user", sector="materials", content=content, known_since=today() - timedelta(days=900),
        identity_verified_on=today() - timedelta(days=100),
    )  # fmt: skip


def _licence(company: Any, one: Customer) -> CustomerLicence:
    return CustomerLicence(
        id=new_id(), organisation_id=company, customer=one, kind="registration", number=f"R-{one.number}",
        goods=["acetic-anhydride"], from_on=today() - timedelta(days=300), until_on=today() + timedelta(days=300),
        verified_on=today() - timedelta(days=300), verified_how="register", verified_by="System",
    )  # fmt: skip


def _declaration(company: Any, one: Customer) -> Declaration:
    return Declaration(
        id=new_id(), organisation_id=company, customer=one, goods="acetic-anhydride", use="coatings", uses="Paint",
        quantity=Decimal(5000), unit="l", span="year", from_on=today() - timedelta(days=300),
        until_on=today() + timedelta(days=60), text="As declared", text_hash="0" * 64, signed_at=now(),
        verified_at=now(), asked_by="System",
    )  # fmt: skip


def _earlier(random: Random) -> date:
    return today() - timedelta(days=random.randint(1, 360))


def _check(viewer: Viewer, one: Customer, random: Random, at: int) -> Check:
    goods = GOODS[at % len(GOODS)]
    return Check(
        id=new_id(), organisation_id=viewer.organisation_id, number=f"H-{one.number}-{at}", customer=one, goods=goods,
        base=Decimal(random.randint(1, 9)), dimension="volume", ordered_on=_earlier(random),
        content={"customer": one.number, "quantity": "5", "unit": "l"}, answer="go", reasons=[], judged_under={},
        digest="0" * 64, person_id=viewer.person_id, person_name=viewer.name,
    )  # fmt: skip


def an_order(random: Random, mark: str) -> dict[str, Any]:
    """An order as a system sends it; one in ten is more than the law leaves free, or of somebody unknown."""
    known = random.random() < 0.95  # noqa: PLR2004
    number = f"C-{random.randrange(CUSTOMERS)}" if known else "C-unknown"
    large = random.random() < 0.05  # noqa: PLR2004
    return {
        "number": f"{mark}-{random.getrandbits(48):x}", "customer": number, "goods": random.choice(GOODS),
        "quantity": "6000" if large else str(random.randint(1, 9)), "unit": "l", "use": "coatings",
    }  # fmt: skip


class System:
    """A company's own system, with a connection that stays open."""

    def __init__(self, base: str, token: str, mark: str) -> None:
        """Connect."""
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.random, self.mark = Random(mark), mark  # noqa: S311  chance that can be repeated

    def ask(self, path: str, body: Any) -> Any:
        """Call, and answer what was said; whatever is no success ends the measurement."""
        self.connection.request("POST", f"/api/v1{path}", json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{answer.status}: {told[:500]!r}")
        return json.loads(told)

    def one_by_one(self, seconds: float) -> Laps:
        """Check orders one after the other."""
        laps, end = Laps(), time.monotonic() + seconds
        while time.monotonic() < end:
            order, started = an_order(self.random, self.mark), time.perf_counter()
            said = self.ask("/orders/check", order)["answer"]
            laps.took.append(1000 * (time.perf_counter() - started))
            laps.said[said] = laps.said.get(said, 0) + 1
        return laps

    def many_at_once(self, seconds: float) -> Laps:
        """Check a hundred orders in each call."""
        laps, end = Laps(), time.monotonic() + seconds
        while time.monotonic() < end:
            orders = [an_order(self.random, self.mark) for _ in range(AT_ONCE)]
            started = time.perf_counter()
            for one in self.ask("/orders/checks", {"orders": orders}):
                laps.said[one["answer"]] = laps.said.get(one["answer"], 0) + 1
            laps.took.append(1000 * (time.perf_counter() - started))
        return laps


def together(base: str, token: str, count: int, seconds: float, how: str) -> tuple[Laps, float]:
    """Several systems at once: all their laps, and how many orders a second were checked."""
    systems = [System(base, token, f"{how}{count}-{n}") for n in range(count)]
    started = time.monotonic()
    with ThreadPoolExecutor(count) as threads:
        found = list(threads.map(lambda one: getattr(one, how)(seconds), systems))
    took, all_laps = time.monotonic() - started, Laps()
    for one in found:
        all_laps.took += one.took
        for answer, times in one.said.items():
            all_laps.said[answer] = all_laps.said.get(answer, 0) + times
    return all_laps, sum(all_laps.said.values()) / took


def figures(label: str, laps: Laps, rate: float) -> list[str]:
    """A row of the table."""
    ordered = sorted(laps.took)
    held = sum(laps.said.get(one, 0) for one in ("hold", "ask")) / sum(laps.said.values())
    return [label, f"{statistics.median(ordered):.1f} ms", f"{_share(ordered, 0.95):.1f} ms",
            f"{_share(ordered, 0.99):.1f} ms", f"{rate:.0f}", f"{held:.0%}"]  # fmt: skip


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main() -> None:
    """Fill, ask, and write what came of it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    Path(PLACE.name, "static").mkdir()
    with fresh_house():
        viewer, token = make_company()
        fill(viewer)
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        with web(port) as child:
            await_answer(base, [child])
            together(base, token, max(SYSTEMS), 3, "one_by_one")  # each process reads the law and the lists once
            rows = [
                figures("one system, one order a call", *together(base, token, 1, seconds, "one_by_one")),
                *(
                    figures(f"{many} systems, one order a call", *together(base, token, many, seconds, "one_by_one"))
                    for many in SYSTEMS
                ),
                figures(f"one system, {AT_ONCE} orders a call", *together(base, token, 1, seconds, "many_at_once")),
            ]
    heads = ["", "p50", "p95", "p99", "orders a second", "held or asked"]
    text = (
        f"A company with {CUSTOMERS:,} customers, each with a registration, a declaration and {ORDERS_EACH} orders of"
        f" the last year, and a list of {NAMES:,} names to screen against. Every check is judged by the packs in force,"
        " kept and put on the record in a transaction of its own, a call of many in one. Server, database and callers"
        " share the cores. The budget is p50 under 20 ms, p95 under 75 ms, 200 a second on two cores."
    )
    page.write("Checks of orders", f"{text}\n\n{page.table(heads, rows)}")


if __name__ == "__main__":
    main()
