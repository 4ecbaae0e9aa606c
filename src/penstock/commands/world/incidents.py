"""Plays the incidents of the exercise world: who reports, what follows, and who is given which name."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.incidents import services
from penstock.incidents.involved.services import give_name
from penstock.incidents.models import Incident
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def set_rules(people: Mapping[str, Person], rules: Iterable[Mapping[str, Any]]) -> None:
    """Have organisations say whether two people release."""
    for rule in rules:
        viewer = viewer_for(people[rule["by"]])
        with acting(viewer):
            set_rule(viewer=viewer, two=rule["two"])


def play_incident(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Report one incident at its time, and take its steps at theirs."""
    begun = office_day(start, story["days_ago"])
    viewer = viewer_for(people[story["by"]])
    with clock.at(begun), acting(viewer):
        raw = {"happened_on": begun.date().isoformat(), **story["content"]}
        incident = services.draft_incident(viewer=viewer, raw=raw)
        for name in story.get("names", ()):
            give_name(viewer=viewer, incident_id=incident.pk, raw=name)
    for step in story["steps"]:
        _take(people[step["by"]], incident, step, at=min(begun + timedelta(days=step["after"]), start))


def _take(person: Person, incident: Incident, step: Mapping[str, Any], *, at: datetime) -> None:
    viewer = viewer_for(person)
    with clock.at(at), acting(viewer):
        raw = dict(step.get("data", {}))
        if "change" in step:
            raw = {**services.find_incident(viewer, incident.pk).content, **step["change"]}
        services.take_step(viewer=viewer, incident_id=incident.pk, verb=step["verb"], raw=raw)
