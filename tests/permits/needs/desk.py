"""How the stories of needs are told: what is stated, what a paper says, and the account as it then stands."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from penstock.kernel.clock import at, today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.ledger.models import Account, Entry
from penstock.permits.needs import services
from penstock.permits.needs.models import Figure, Statement
from tests.cast import Actor

FORM_B, LETTER = "Form B of the year", "Letter 14 of the ministry"


def an_estimate(**changes: Any) -> dict[str, Any]:
    """What a country states of morphine, as it is entered."""
    year = today().year
    return {
        "substance": "morphine",
        "year": str(year),
        "kind": "statement",
        "origin": "government",
        "consumption": "40",
        "other_uses": "10",
        "special_stocks": "5",
        "stocks_level": "20",
        "stated_on": date(year - 1, 6, 1).isoformat(),
        "source": FORM_B,
        **changes,
    }


def an_assessment(kilograms: str = "30", **changes: Any) -> dict[str, Any]:
    """What a country states of diazepam."""
    raw = an_estimate(substance="diazepam", consumption=kilograms, source="Form B/P", **changes)
    return {name: value for name, value in raw.items() if name not in {"other_uses", "special_stocks", "stocks_level"}}


def a_figure(sort: str, kilograms: str, **changes: Any) -> dict[str, Any]:
    """What a paper says of morphine."""
    year = today().year
    day = date(year, 1, 15).isoformat()
    raw = {"substance": "morphine", "year": str(year), "sort": sort, "kilograms": kilograms, "as_of": day}
    return {**raw, "source": f"return of {sort}", **changes}


def stated(by: Actor, raw: dict[str, Any]) -> Statement:
    """A head states a need."""
    with acting(by.viewer) as viewer:
        return services.state(viewer=viewer, raw=raw)


def reported(by: Actor, raw: dict[str, Any]) -> Figure:
    """A head enters what a paper says."""
    with acting(by.viewer) as viewer:
        return services.report(viewer=viewer, raw=raw)


def loaded(by: Actor, kind: str, content: bytes) -> int:
    """A head loads a file."""
    with acting(by.viewer) as viewer:
        return services.load(viewer=viewer, kind=kind, chunks=[content])


def account(country: str = "CL", substance: str = "morphine", year: int | None = None) -> Account:
    """The account of a country's year."""
    with acting(SYSTEM):
        rows = Account.objects.visible_to(SYSTEM).filter(permit__isnull=True)
        return rows.get(country=country, substance=substance, year=year or today().year, unit="kg")


def entered(of: Account) -> list[tuple[str, Decimal, bool]]:
    """What moved an account, in order: the sort, how much, and whether it was seen here."""
    with acting(SYSTEM):
        rows = Entry.objects.visible_to(SYSTEM).filter(account=of)
        return [(one.sort, one.amount, one.is_ours) for one in rows]


def sums(figures: Iterable[str]) -> Decimal:
    """A sum in exact decimals, as an oracle reckons it."""
    return sum(map(Decimal, figures), Decimal(0))


@contextmanager
def in_year(year: int) -> Iterator[None]:
    """Let it be the middle of a year."""
    with at(datetime(year, 7, 15, 12, tzinfo=UTC)):
        yield
