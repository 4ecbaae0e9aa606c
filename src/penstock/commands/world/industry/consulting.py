"""Plays what is told and asked in the exercise world: points of contact, guidance, and a consultation of industry."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.consultations import replying, services
from penstock.industry.contacts.services import name_contact
from penstock.industry.guidance.services import confirm_reading, publish
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_consulting(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Name the points of contact, publish the guidance, and ask about a substance; each is read or answered by some."""
    for contact in story["contacts"]:
        with clock.at(office_day(start, contact["days_ago"])), acting(viewer_for(people[contact["by"]])) as viewer:
            name_contact(viewer=viewer, raw=contact["content"])
    for document in story["guidance"]:
        _publish(start, people, document)
    _consult(start, people, story["consultation"])


def _publish(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    with clock.at(office_day(start, story["days_ago"])), acting(viewer_for(people[story["by"]])) as viewer:
        row = publish(viewer=viewer, raw={**story["content"], "from_on": clock.today().isoformat()})
    with clock.at(office_day(start, story["days_ago"] - 1)):
        for reader in story["read_by"]:
            with acting(viewer_for(people[reader])) as viewer:
                confirm_reading(viewer=viewer, guidance_id=row.pk)


def _consult(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    due = (start + timedelta(days=story["due_in"])).date().isoformat()
    raw = {**story["content"], "due_on": due}
    raw["companies"] = [str(people[one].organisation_id) for one in story["companies"]]
    with clock.at(office_day(start, story["days_ago"])), acting(viewer_for(people[story["by"]])) as viewer:
        row = services.draft_consultation(viewer=viewer, raw=raw)
        services.take_step(viewer=viewer, consultation_id=row.pk, verb="open")
    with clock.at(office_day(start, story["days_ago"] - 1)):
        for reply in story["replies"]:
            with acting(viewer_for(people[reply["by"]])) as viewer:
                replying.reply(viewer=viewer, consultation_id=row.pk, raw=reply["content"])
