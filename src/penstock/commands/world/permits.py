"""Plays the permits of the exercise world: who applies for what, who recommends, and who signs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for
from penstock.permits.applications import services


def play_permits(start: datetime, people: Mapping[str, Person], stories: list[Mapping[str, Any]]) -> None:
    """Play the stories in their order; one may cite the permit of another by its key."""
    numbers: dict[str, str] = {}
    for story in stories:
        numbers[story["key"]] = _play(start, people, story, numbers)


def _play(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any], numbers: Mapping[str, str]) -> str:
    """Apply, and go as far as the story does; answers the number of the permit, if one is issued."""
    begun = office_day(start, story["days_ago"])
    raw = {**story["content"], **({"cited": numbers[story["cites"]]} if "cites" in story else {})}
    for name in ("valid_until", "expected_on", "cited_on"):
        if name in raw:
            raw[name] = (start + timedelta(days=raw[name])).date().isoformat()
    with clock.at(begun), acting(viewer_for(people[story["by"]])) as viewer:
        application = services.draft_application(viewer=viewer, raw=raw)
        if story["until"] == "draft":
            return ""
        services.take_step(viewer=viewer, application_id=application.pk, verb="apply")
    if story["until"] == "applied":
        return ""
    recommended, signed = (min(begun + timedelta(days=days), start) for days in (1, 2))
    with clock.at(recommended), acting(viewer_for(people[story["recommends"]])) as viewer:
        said = {"verdict": "issue", "note": story["note"]}
        services.recommend(viewer=viewer, application_id=application.pk, raw=said)
    if story["until"] == "recommended":
        return ""
    with clock.at(signed), acting(viewer_for(people[story["signs"]])) as viewer:
        after = services.take_step(viewer=viewer, application_id=application.pk, verb="issue", raw={})
    return after.issued_as.reference if after.issued_as else ""
