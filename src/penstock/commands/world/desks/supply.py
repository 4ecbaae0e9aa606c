"""Plays what leaves a company of the exercise world: a distributor with its duties, samples, and deliveries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from penstock.commands.world.orders import LONG_BEFORE, SEEN
from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.orders.customers import services as keeping
from penstock.orders.customers.capacity import keep_capacity
from penstock.orders.deliveries import services as deliveries
from penstock.orders.distribution import services as distribution
from penstock.orders.samples import services as samples
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

PAPERS = distribution.PAPERS


def play_supply(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Enter the distributor and have it sign, then ask for the samples and compare the deliveries."""
    by, number = people[story["by"]], story["customer"]["number"]
    with clock.at(office_day(start, LONG_BEFORE)), acting(viewer_for(by)) as viewer:
        keeping.keep_customer(viewer=viewer, raw=story["customer"])
        seen = {**SEEN, "verified_on": clock.today().isoformat()}
        keeping.identify(viewer=viewer, number=number, raw=seen)
        for row in story["capacities"]:
            raw = {name: value for name, value in row.items() if name != "customer"}
            keep_capacity(viewer=viewer, number=row["customer"], raw=raw)
    _undertake(start, by, number, story["undertaking"])
    for sample in story["samples"]:
        _sample(start, by, people[story["second"]], sample)
    for delivery in story["deliveries"]:
        _deliver(start, by, delivery)


def _undertake(start: datetime, by: Person, number: str, story: Mapping[str, Any]) -> None:
    """Drawn up, signed through its link and verified; then what it resold is entered."""
    with clock.at(office_day(start, story["days_ago"])):
        with acting(viewer_for(by)) as viewer:
            raw = {**story["content"], "from_on": clock.today().isoformat()}
            row = distribution.draw_up(viewer=viewer, number=number, raw=raw)
            _row, link = PAPERS.make_link(viewer=viewer, paper_id=row.pk, raw={})
        signed = {"signer_name": story["signer"], "signer_post": "Director", "agreed": "yes"}
        PAPERS.sign(secret=link.rstrip("/").rpartition("/")[2], raw={**signed, "text_hash": row.text_hash})
        with acting(viewer_for(by)) as viewer:
            PAPERS.verify(viewer=viewer, paper_id=row.pk, raw={"verified_how": "register"})
    with clock.at(start), acting(viewer_for(by)) as viewer:
        for line in story["resold"]:
            distribution.keep_resale(viewer=viewer, number=number, raw={**line, "year": str(clock.today().year)})


def _sample(start: datetime, by: Person, second: Person, story: Mapping[str, Any]) -> None:
    with clock.at(office_day(start, story["days_ago"])), acting(viewer_for(by)) as viewer:
        asked = samples.request_sample(viewer=viewer, raw=story["content"])
    if "approved" not in story:
        return
    with clock.at(office_day(start, story["days_ago"] - 1)):
        with acting(viewer_for(second)) as viewer:
            said = {"justification": story["approved"]}
            samples.take_step(viewer=viewer, case_id=asked.pk, verb="approve", raw=said)
        with acting(viewer_for(by)) as viewer:
            gone = {"sent_on": clock.today().isoformat(), "carrier": story["carrier"]}
            samples.take_step(viewer=viewer, case_id=asked.pk, verb="send", raw=gone)


def _deliver(start: datetime, by: Person, story: Mapping[str, Any]) -> None:
    with clock.at(office_day(start, story["days_ago"])), acting(viewer_for(by)) as viewer:
        raw = {**story["content"], "sent_on": clock.today().isoformat()}
        sent = deliveries.enter(viewer=viewer, raw=raw)
    if "found" not in story:
        return
    with clock.at(office_day(start, story["days_ago"] - 1)), acting(viewer_for(by)) as viewer:
        raw = {**story["found"], "arrived_on": clock.today().isoformat()}
        deliveries.arrive(viewer=viewer, delivery_id=sent.pk, raw=raw)
