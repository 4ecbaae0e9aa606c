"""Plays the licensing of the exercise world: who is licensed and paid, what an inspector found, what was recorded."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.applications import services
from penstock.industry.fees import services as fees
from penstock.industry.inspections import services as inspections
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.returns.journal import add_entry
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
    for fee in story.get("fees", ()):
        with clock.at(begun - timedelta(days=1)), acting(viewer_for(people[fee["by"]])) as viewer:
            fees.keep_fee(viewer=viewer, raw={**fee["content"], "from_on": clock.today().isoformat()})
    with clock.at(begun), acting(viewer_for(people[story["by"]])) as viewer:
        application = services.draft_application(viewer=viewer, raw=story["content"])
        services.take_step(viewer=viewer, application_id=application.pk, verb="apply")
    for paid in story.get("paid", ()):
        with clock.at(office_day(start, paid["days_ago"])), acting(viewer_for(people[paid["by"]])) as viewer:
            entry = {"happened": "paid", **paid["content"], "happened_on": clock.today().isoformat()}
            fees.enter(viewer=viewer, application_id=application.pk, raw=entry)
    if "signs" not in story:
        return
    decided = min(begun + timedelta(days=story["decided_after"]), start)
    with clock.at(decided), acting(viewer_for(people[story["signs"]])) as viewer:
        raw = {"conditions": story["conditions"]}
        held = services.take_step(viewer=viewer, application_id=application.pk, verb="grant", raw=raw).granted_as
    if held is not None:
        _inspect(start, people, held, story["inspection"])
    for entry in story["journal"]:
        _record(start, people[story["by"]], entry)


def _inspect(start: datetime, people: Mapping[str, Person], held: OperatorLicence, story: Mapping[str, Any]) -> None:
    """A visit to a licensed company, and what it must mend still."""
    visited = office_day(start, story["days_ago"])
    plan = {**story["plan"], "planned_on": visited.date().isoformat()}
    findings = [
        {**one, **({"due_on": (start + timedelta(days=one["due_on"])).date().isoformat()} if "due_on" in one else {})}
        for one in story["findings"]
    ]
    visit = {"held_on": visited.date().isoformat(), "summary": story["summary"], "findings": findings}
    with clock.at(visited), acting(viewer_for(people[story["by"]])) as viewer:
        planned = inspections.plan_inspection(viewer=viewer, licence_id=held.pk, raw=plan)
        inspections.take_step(viewer=viewer, inspection_id=planned.pk, verb="hold", raw=visit)


def _record(start: datetime, person: Person, entry: Mapping[str, Any]) -> None:
    at = office_day(start, entry["days_ago"])
    raw = {name: value for name, value in entry.items() if name != "days_ago"}
    with clock.at(at), acting(viewer_for(person)) as viewer:
        add_entry(viewer=viewer, raw={**raw, "happened_on": at.date().isoformat()})
