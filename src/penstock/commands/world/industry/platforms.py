"""Plays platforms in the exercise world: a marketplace whose policy lacks something, a notice answered, and a lead."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.platforms import services
from penstock.industry.platforms.asking import links
from penstock.industry.platforms.asking import services as asking
from penstock.industry.platforms.leads.services import report
from penstock.industry.platforms.posting import questions_for
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

ASKER = "exercise"


def play_platforms(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Enter a marketplace, check its policy, write to it, have it answer, and have a courier report."""
    officer, seen = viewer_for(people[story["by"]]), (start - timedelta(days=story["days_ago"] + 1)).date().isoformat()
    with clock.at(office_day(start, story["days_ago"])), acting(officer) as viewer:
        row = services.enter(viewer=viewer, raw=story["platform"])
        said = dict.fromkeys((one.code for one in questions_for(row.kind)), "unknown")
        read_on = clock.today().isoformat()
        services.check_policy(viewer=viewer, platform_id=row.pk, raw={**said, **story["policy"], "read_on": read_on})
        items = [{**one, "seen_on": seen} for one in story["notice"]["items"]]
        notice = asking.draft_notice(viewer=viewer, platform_id=row.pk, raw={**story["notice"], "items": items})
        asking.take_step(viewer=viewer, notice_id=notice.pk, verb="send")
        _row, link = links.make_link(viewer=viewer, notice_id=notice.pk, raw={"days": "30"})
    secret = link.rstrip("/").rpartition("/")[2]
    with clock.at(office_day(start, story["days_ago"] - 1)):
        links.acknowledge(secret=secret, raw=story["receipt"])
    with clock.at(office_day(start, story["days_ago"] - 3)):
        links.reply(secret=secret, raw={**story["answer"], "done_on": clock.today().isoformat()})
        report(asker=ASKER, raw={**story["lead"], "seen_on": seen})
