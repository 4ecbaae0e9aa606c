"""Plays the suspicious reports of the exercise world: what a company reports, and how the office answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.orders.reports import services
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_report(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Report at its time, and take the steps at theirs."""
    begun = office_day(start, story["days_ago"])
    with clock.at(begun), acting(viewer_for(people[story["by"]])) as viewer:
        report = services.report_at_once(viewer=viewer, raw=services.begun_from(story["content"]))
    for step in story["steps"]:
        at = min(begun + timedelta(days=step["after"]), start)
        with clock.at(at), acting(viewer_for(people[step["by"]])) as viewer:
            services.take_step(viewer=viewer, report_id=report.pk, verb=step["verb"], raw=step.get("data", {}))
