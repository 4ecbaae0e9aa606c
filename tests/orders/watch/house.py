"""A company's years of orders for tests: customers who order every fortnight or so, and what is planted among them."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from penstock.kernel import clock
from penstock.orders.watch import deciding, history, queries
from penstock.orders.watch.models import Round, Standout
from penstock.orders.watch.queries import Seen
from penstock.orders.watch.rounds.asking import look_now
from penstock.orders.watch.rounds.chores import company_itself
from penstock.orders.watch.rounds.judging import judge
from tests.cast import Actor
from tests.orders.house import a_customer, at_work

COPYING, SPLITTING = "C-3", "C-5"
CUSTOMERS = tuple(f"C-{number}" for number in range(1, 9))
Line = dict[str, Any]


def years(seed: int = 11, customers: Sequence[str] = CUSTOMERS, days: int = 730) -> list[Line]:
    """Orders of acetone in one to four drums of 25 kg, each customer at its own pace, up to yesterday."""
    random, found = Random(seed), []  # noqa: S311 - chance that can be repeated
    for customer in customers:
        pace, back = random.randint(9, 16), days
        while back > 0:
            day = clock.today() - timedelta(days=back)
            found.append(line(f"H-{customer}-{back:03d}", customer, day, 25 * random.choice((1, 2, 2, 3, 4))))
            back -= random.randint(pace - 3, pace + 3)
    return found


def line(number: str, customer: str, day: date, quantity: int, *, unit: str = "kg", goods: str = "acetone") -> Line:
    """One line of history."""
    return {"number": number, "customer": customer, "ordered_on": day.isoformat(), "goods": goods,
            "quantity": str(quantity), "unit": unit}  # fmt: skip


def copied(times: int = 8, customer: str = COPYING) -> list[Line]:
    """The same order again, every other day up to yesterday."""
    day = clock.today()
    return [line(f"COPY-{at}", customer, day - timedelta(days=1 + 2 * at), 50) for at in range(times)]


def split(customer: str = SPLITTING) -> list[Line]:
    """One large order told as five ordinary ones within four days, three weeks ago."""
    day = clock.today() - timedelta(days=20)
    return [line(f"SPLIT-{at}", customer, day + timedelta(days=at * 3 // 4), 100 - 10 * at) for at in range(5)]


def as_csv(rows: Sequence[Line]) -> bytes:
    """A file of history."""
    heads = ("number", "customer", "ordered_on", "goods", "quantity", "unit")
    return "\r\n".join([",".join(heads), *(",".join(one[name] for name in heads) for one in rows)]).encode()


def with_customers(by: Actor, numbers: Sequence[str] = CUSTOMERS) -> None:
    """The customers on record."""
    for number in numbers:
        a_customer(by, number, identified=False)


def loaded(by: Actor, rows: Sequence[Line]) -> history.Loaded:
    """Somebody loads history."""
    with at_work(by) as viewer:
        return history.load_history(viewer=viewer, chunks=[as_csv(rows)])


def looked(by: Actor) -> Seen:
    """Somebody looks now, and the worker makes the round; what it found."""
    with at_work(by) as viewer:
        row: Round = look_now(viewer=viewer)
    judge(company_itself(by.office.pk), row.pk)
    with at_work(by) as viewer:
        return queries.seen(viewer, queries.a_round(viewer, row.number))


def decided(by: Actor, row: Standout, verdict: str, **raw: Any) -> Any:
    """Somebody decides."""
    with at_work(by) as viewer:
        return deciding.decide(viewer=viewer, standout_id=row.pk, verdict=verdict, raw=raw)


def told(found: Seen) -> list[tuple[Any, ...]]:
    """What a round says, without the ids of its rows."""
    names = ("rank", "goods", "dimension", "typology", "score", "scores", "periods", "day", "reasons", "marked",
             "course", "balance")  # fmt: skip
    return [(one.customer.number, *(getattr(one, name) for name in names)) for one in (*found.ranked, *found.reviewed)]
