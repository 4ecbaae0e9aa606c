"""Plays the mapping of the exercise world: half done, with a file loaded, and one survey answered and taken over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.mapping import queries, services
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.surveys import services as surveys
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for


def play_mapping(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Start it, review some sectors, load the register, and have a company answer."""
    officer = viewer_for(people[story["by"]])
    with clock.at(office_day(start, story["days_ago"])), acting(officer) as viewer:
        services.start(viewer=viewer, raw=_dated(start, story["content"]))
        for code, review in story["reviews"].items():
            services.review_sector(viewer=viewer, code=code, raw=_dated(start, review))
        where = {"how": "register", "source": "Exercise register of companies", "found_on": clock.today().isoformat()}
        content = "\n".join(story["lines"]).encode()
        loading.load(viewer=viewer, raw=where, name="register.csv", chunks=[content])
        asked = story["survey"]
        company = queries.companies(viewer, queries.Wanted(text=asked["of"])).get()
        raw = {"days": asked["days"], "words": asked["words"]}
        survey, secret = surveys.invite(viewer=viewer, found_id=company.pk, raw=raw)
    with clock.at(office_day(start, story["days_ago"] - 2)):
        surveys.answer(secret=secret, raw=asked["answer"])
    with clock.at(office_day(start, story["days_ago"] - 3)), acting(officer) as viewer:
        row = queries.survey(viewer, survey.pk)
        surveys.take_over(viewer=viewer, survey_id=row.pk, raw=surveys.proposed(row.found, row))


def _dated(start: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its day of the next review."""
    day = (start + timedelta(days=given["next_in"])).date().isoformat()
    return {**{name: value for name, value in given.items() if name != "next_in"}, "next_on": day}
