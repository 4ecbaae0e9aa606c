"""A million permits of 200 governments: list, search and the page of a permit, with sixteen officers at once.

python bench/permits.py [permits]
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
from measuring import PLACE, page
from measuring.crowd import look_around
from measuring.house import fresh_house
from measuring.world import Officer, make_world

from penstock.catalogue.countries import countries
from penstock.catalogue.substances import substances
from penstock.commands.serve import await_answer, free_port, web
from penstock.kernel import numbers, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM
from penstock.parties.queries import secretariat
from penstock.permits.models import Line, Permit
from penstock.permits.states import PERMITS

MANY, GOVERNMENTS, USERS = 1_000_000, 200, 16
AT_ONCE, YEARS, COMPANIES = 5_000, 3, 5_000
PAUSE, LOOKING, MOST_MS = 2.0, 90, 300
ENDED = 0.9


@dataclass(frozen=True)
class Trade:
    """Between whom and in what permits are issued."""

    offices: Mapping[str, UUID]
    goods: list[str]
    secretariat: UUID


def fill(officers: Mapping[str, Officer], count: int) -> None:
    """So many permits, shared among all authorities, most of which have expired."""
    random = Random(1)  # noqa: S311  chance that can be repeated
    offices = {code: one.viewer.organisation_id for code, one in officers.items()}
    trade = Trade(offices, [one.id for one in substances()][:200], secretariat().pk)
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        first = numbers.take("bench", size)
        rows = [_permit(trade, random, first + n) for n in range(size)]
        with acting(SYSTEM):
            copy_models(Permit, rows)
            copy_models(Line, [_line(one) for one in rows])


def _permit(trade: Trade, random: Random, number: int) -> Permit:
    country, other = random.sample(list(trade.offices), 2)
    own, there, what = trade.offices[country], trade.offices[other], trade.goods[number % len(trade.goods)]
    issued = today() - timedelta(days=random.randrange(YEARS * 365))
    permit_id = new_id()
    permit = Permit(
        id=permit_id, case_ptr_id=permit_id, kind=PERMITS.kind, reference=f"{country}-EA-{issued.year}-{number:07d}",
        title=f"Export authorisation: {what} 25 kg", opener_id=own, counterpart_id=there,
        sent_at=now(), edition=1, content={"own_name": f"Company {number % COMPANIES}"},
        audience=[own, there, trade.secretariat],
        paper="export-authorisation", direction="export", regime="psychotropic", country=country, other_country=other,
        holder_name=f"Company {number % COMPANIES}", other_name=f"Importer {number % (COMPANIES - 1)}",
        substances=[what], issued_on=issued, valid_from=issued,
        valid_until=issued + timedelta(days=180),
        updated_at=now() - timedelta(minutes=random.randrange(YEARS * 525_600)),
    )  # fmt: skip
    workflow.begin(PERMITS, permit)
    if random.random() < ENDED:
        permit.state, permit.is_open = "expired", False
    return permit


def _line(permit: Permit) -> Line:
    return Line(
        case=permit, position=0, substance=permit.substances[0], content={}, quantity=Decimal(25), unit="kg",
        pure=Decimal(25), pure_unit="kg",
    )  # fmt: skip


@contextmanager
def running() -> Iterator[str]:
    """The web server: its address."""
    port = free_port()
    with web(port) as child:
        await_answer(f"http://127.0.0.1:{port}", [child])
        yield f"http://127.0.0.1:{port}"


def references(officer: Officer) -> list[str]:
    """Some of the officer's permits."""
    with acting(officer.viewer):
        return list(Permit.objects.visible_to(officer.viewer).values_list("reference", flat=True)[:200])


def main() -> None:
    """Fill, look, and write what came of it."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    Path(PLACE.name, "static").mkdir()
    with fresh_house():
        officers = make_world([*countries()][:GOVERNMENTS])
        fill(officers, many)
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
        known = {one.email: references(one) for one in officers.values()}

        def pages(officer: Officer, random: Random) -> tuple[str, str]:
            return random.choice(
                [
                    ("list", random.choice(["/permits/", "/permits/?state=issued", "/permits/?paper=transit-permit"])),
                    ("search", f"/permits/?text=Importer+{random.randrange(COMPANIES - 1)}"),
                    ("a permit", f"/permits/{random.choice(known[officer.email])}/"),
                ]
            )

        chosen = list(officers.values())[:USERS]
        with running() as base:
            laps = look_around(base, chosen, pages, seconds=LOOKING, pause=PAUSE)
    rows = [(f"page: {kind}", n, f"{median:.0f}", f"{p95:.0f}") for kind, n, median, p95 in sorted(laps.rows())]
    text = (
        f"{many:,} permits of {GOVERNMENTS} governments, {USERS} officers at once, each reading {PAUSE:.0f} s on"
        f" average between pages; wanted is a 95th percentile under {MOST_MS} ms. Visits that failed:"
        f" {len(laps.wrong)}."
    )
    page.write("A million permits", f"{text}\n\n{page.table(['pages', 'visits', 'median ms', 'p95 ms'], rows)}")


if __name__ == "__main__":
    main()
