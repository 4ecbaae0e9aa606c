"""Plays industry in the exercise world: a mapping half done, one survey answered, and one memorandum signed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.industry.mapping import queries, services
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.surveys import services as surveys
from penstock.industry.partnership import services as partnership
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


def play_partnership(start: datetime, people: Mapping[str, Person], story: Mapping[str, Any]) -> None:
    """Enter an association, draft an agreement, name its parties, and have both sides sign."""
    with clock.at(office_day(start, story["days_ago"])), acting(viewer_for(people[story["by"]])) as viewer:
        partnership.keep_association(viewer=viewer, raw=story["association"])
        row = partnership.draft(viewer=viewer, raw=_dated(start, story["agreement"], "review_on"))
        for party in story["parties"]:
            partnership.name_party(viewer=viewer, agreement_id=row.pk, raw=party)
        partnership.sign(viewer=viewer, agreement_id=row.pk)
    with clock.at(office_day(start, story["days_ago"] - 1)), acting(viewer_for(people[story["company"]])) as viewer:
        partnership.sign(viewer=viewer, agreement_id=row.pk)


def _dated(start: datetime, given: Mapping[str, Any], day_of: str = "next_on") -> dict[str, Any]:
    """The same with its day of the next review."""
    day = (start + timedelta(days=given["next_in"])).date().isoformat()
    return {**{name: value for name, value in given.items() if name != "next_in"}, day_of: day}
