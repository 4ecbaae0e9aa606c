"""Plays the operations of the exercise world: who leads one, who takes part, what is reported and released to it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import CLOSING, office_day
from penstock.incidents import services as incidents
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.operations.conduct import returns, services
from penstock.operations.models import Operation
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_operation(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Plan and start one operation, and play the days since."""
    operation = _begin(office_day(start, story["starts_days_ago"]), people, story)
    for incident in story["incidents"]:
        at = office_day(start, incident["days_ago"])
        with clock.at(at), acting(viewer_for(people[incident["by"]])) as viewer:
            shared = {"shared_with": "circle", "shared_circle": operation.title}
            raw = {"happened_on": at.date().isoformat(), **shared, **incident["content"]}
            drafted = incidents.draft_incident(viewer=viewer, raw=raw)
            incidents.take_step(viewer=viewer, incident_id=drafted.pk, verb="release")
    for office in story["offices"]:
        for one in office["returns"]:
            _hand_in(start, people[office["by"]], operation, one)


def _begin(at: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> Operation:
    last = (at + timedelta(days=story["days"])).date()
    raw = {**story["content"], "from_on": at.date().isoformat(), "until_on": last.isoformat()}
    with clock.at(at), acting(viewer_for(people[story["by"]])) as viewer:
        operation = services.plan_operation(viewer=viewer, raw=raw)
    steps = [("admit", {"office": people[one["by"]].organisation.name}) for one in story["offices"]]
    for verb, entered in [*steps, ("start", {})]:
        with clock.at(at), acting(viewer_for(people[story["by"]])) as viewer:
            services.take_step(viewer=viewer, operation_id=operation.pk, verb=verb, raw=entered)
    return operation


def _hand_in(start: datetime, person: Person, operation: Operation, story: Mapping[str, Any]) -> None:
    """The return of a day, handed in on the evening of that day."""
    at = office_day(start, story["days_ago"], hour=CLOSING)
    raw = {**{key: value for key, value in story.items() if key != "days_ago"}, "day": at.date().isoformat()}
    with clock.at(at), acting(viewer_for(person)) as viewer:
        returns.hand_in(viewer=viewer, reference=operation.reference, raw=raw)
