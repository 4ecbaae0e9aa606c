"""Plays the order desk of the exercise world: customers with their papers, orders checked, one hold lifted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.orders.checking.services import check_order
from penstock.orders.customers import services as keeping
from penstock.orders.declarations import services as declaring
from penstock.orders.holds.services import take_step
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

SEEN = {"verified_how": "register", "paper": "Business register, entry seen"}
LONG_BEFORE = 100


def play_orders(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Enter the customers, take their declarations, and check their orders, each on its day."""
    by = people[story["by"]]
    with clock.at(office_day(start, LONG_BEFORE)):
        _keep(by, story)
    with clock.at(office_day(start, 12)):
        for row in story["declarations"]:
            declare(by, row)
    for row in story["orders"]:
        _check(start, people, story, row)


def _keep(by: Person, story: Mapping[str, Any]) -> None:
    """Customers, who they belong to, and their licences, entered months ago."""
    day = clock.today()
    with acting(viewer_for(by)) as viewer:
        for row in story["customers"]:
            keeping.keep_customer(viewer=viewer, raw=row)
        for number in story["identified"]:
            keeping.identify(viewer=viewer, number=number, raw={**SEEN, "verified_on": day.isoformat()})
        for one, other, why in story["linked"]:
            keeping.link(viewer=viewer, number=one, raw={"other": other, "why": why})
        for row in story["licences"]:
            raw = {key: value for key, value in row.items() if not key.endswith("days") and key != "customer"}
            first, last = (day + timedelta(days=LONG_BEFORE + row[key]) for key in ("from_days", "until_days"))
            raw |= {"from_on": first.isoformat(), "until_on": last.isoformat()}
            raw |= {"verified_on": day.isoformat(), "verified_how": "register"}
            keeping.keep_licence(viewer=viewer, number=row["customer"], raw=raw)


def declare(by: Person, row: Mapping[str, Any]) -> None:
    """A declaration drawn up; where somebody signs it, through its link, and verified."""
    raw = {key: value for key, value in row.items() if key not in {"customer", "signer"}}
    with acting(viewer_for(by)) as viewer:
        drawn = declaring.draw_up(
            viewer=viewer, number=row["customer"], raw={**raw, "from_on": clock.today().isoformat()}
        )
        _row, link = declaring.make_link(viewer=viewer, declaration_id=drawn.pk, raw={})
    if not row["signer"]:
        return
    signed = {"signer_name": row["signer"], "signer_post": "Buyer", "agreed": "yes", "text_hash": drawn.text_hash}
    declaring.sign(secret=link.rstrip("/").rpartition("/")[2], raw=signed)
    with acting(viewer_for(by)) as viewer:
        declaring.verify(viewer=viewer, declaration_id=drawn.pk, raw={"verified_how": "register"})


def _check(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    begun = office_day(start, row["days_ago"])
    raw = {key: value for key, value in row.items() if key not in {"days_ago", "lift"}}
    with clock.at(begun), acting(viewer_for(people[story["by"]])) as viewer:
        answered = check_order(viewer=viewer, raw=raw)
    if "lift" in row and answered.held:
        said = {"ground": "explained", "justification": row["lift"]}
        later, second = min(begun + timedelta(hours=3), start), people[story["second"]]
        with clock.at(later), acting(viewer_for(second)) as viewer:
            take_step(viewer=viewer, case_id=answered.held.pk, verb="lift", raw=said)
