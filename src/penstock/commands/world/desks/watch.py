"""Plays the watch of the exercise world: years of earlier orders by habit, what is planted among them, and a round."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from penstock.commands.world.orders import LONG_BEFORE, declare
from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.orders.customers.services import keep_customer
from penstock.orders.watch.history import load_history
from penstock.orders.watch.rounds.asking import look_now
from penstock.orders.watch.rounds.chores import judge_one
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

YEARS = 760  # days
HEADS = ("number", "customer", "ordered_on", "goods", "quantity", "unit", "use")


def play_watch(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Enter the customers, load their earlier orders, and have a round made."""
    by = people[story["by"]]
    with clock.at(office_day(start, LONG_BEFORE)):
        with acting(viewer_for(by)) as viewer:
            for row in story["customers"]:
                keep_customer(viewer=viewer, raw=row)
        for row in story["declarations"]:
            declare(by, row)
    with clock.at(start):
        with acting(viewer_for(by)) as viewer:
            load_history(viewer=viewer, chunks=[_file(story)])
            look_now(viewer=viewer)
        judge_one()


def _file(story: Mapping[str, Any]) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEADS)
    lines = [line for habit in story["habits"] for line in _by_habit(habit)]
    lines += [line for one in story["planted"] for line in _planted(one)]
    for number, line in enumerate(lines, start=1):
        rows.writerow([f"OUD-{number:04d}", *line])
    return out.getvalue().encode()


def _by_habit(habit: Mapping[str, Any]) -> Iterator[list[str]]:
    back, gaps, packs = YEARS, cycle(habit["gaps"]), cycle(habit["packs"])
    while back > 0:
        yield _line(habit, back, habit["pack"] * next(packs))
        back -= next(gaps)


def _planted(one: Mapping[str, Any]) -> Iterator[list[str]]:
    for back, quantity in one["orders"]:
        yield _line(one, back, quantity)


def _line(one: Mapping[str, Any], back: int, quantity: int) -> list[str]:
    day = clock.today() - timedelta(days=back)
    return [one["customer"], day.isoformat(), one["goods"], str(quantity), one["unit"], one["use"]]
