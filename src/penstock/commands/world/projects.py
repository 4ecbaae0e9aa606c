"""Plays the projects of the exercise world: who opens one, which offices are invited, and which take part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.operations.models import Seat
from penstock.operations.projects import services
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_project(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Open one project at its time, and have offices answer their invitations; some have not answered yet."""
    begun = office_day(start, story["days_ago"])
    keeper = people[story["by"]]
    with clock.at(begun), acting(viewer_for(keeper)) as viewer:
        project = services.open_project(viewer=viewer, raw=story["content"])
    for invited in story["seats"]:
        person = people[invited["by"]]
        with clock.at(begun), acting(viewer_for(keeper)) as viewer:
            raw = {"office": person.organisation.name}
            seat = services.invite(viewer=viewer, reference=project.reference, raw=raw)
        if "desk" in invited:
            with clock.at(begun):
                _take(person, seat, "propose", {"desk": invited["desk"]})
                _take(keeper, seat, "accept", {})


def _take(person: Person, seat: Seat, verb: str, raw: Mapping[str, Any]) -> None:
    with acting(viewer_for(person)) as viewer:
        services.take_step(viewer=viewer, seat_id=seat.pk, verb=verb, raw=raw)
