"""Plays the licensing of the exercise world: which company applies, and how far the authority is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.applications import services
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_licences(start: datetime, people: Mapping[str, Person], stories: list[Mapping[str, Any]]) -> None:
    """Play the stories in their order: each application as far as it goes."""
    for story in stories:
        _play(start, people, story)


def _play(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    begun = office_day(start, story["days_ago"])
    with clock.at(begun), acting(viewer_for(people[story["by"]])) as viewer:
        application = services.draft_application(viewer=viewer, raw=story["content"])
        services.take_step(viewer=viewer, application_id=application.pk, verb="apply")
    if "signs" not in story:
        return
    decided = min(begun + timedelta(days=story["decided_after"]), start)
    with clock.at(decided), acting(viewer_for(people[story["signs"]])) as viewer:
        raw = {"conditions": story["conditions"]}
        services.take_step(viewer=viewer, application_id=application.pk, verb="grant", raw=raw)
