"""How the stories inside an authority are told: agencies that are asked, queues, and rules."""

from collections.abc import Iterable
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import HEAD
from penstock.parties.models import Organisation
from penstock.parties.services import add_person
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice import services as advising
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.routing import services as routing
from penstock.permits.handling.routing.models import Queue, RuleSet
from tests.cast import LONG_AGO, PASSWORD, Actor
from tests.permits.house import in_days


def an_agency(country: str, name: str, duties: Iterable[str] = HEAD) -> Actor:
    """Another authority of a country, with somebody in it."""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="authority", name=name, government_id=country)
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=f"{name} Officer",
            email=f"{name.lower().replace(' ', '.')}.{country.lower()}@cast.example",
            password=PASSWORD,
            duties=duties,
            on=today() - LONG_AGO,
        )
    return Actor(name, person)


def asked(by: Actor, application: Application, *agencies: Actor, days: int = 7, **changes: Any) -> list[Advice]:
    """An officer asks agencies for advice."""
    raw = {
        "agencies": [str(one.office.pk) for one in agencies],
        "question": "Is anything known against it?",
        "due_on": in_days(days).isoformat(),
        **changes,
    }
    with acting(by.viewer) as viewer:
        return advising.ask(viewer=viewer, application_id=application.pk, raw=raw)


def advised(by: Actor, advice: Advice, verb: str = "answer", **entered: Any) -> Advice:
    """Somebody takes a step of an advice; unless said otherwise an agency answers that it has no objection."""
    if verb in {"answer", "change"}:
        entered = {"verdict": "no objection", "reasons": "Nothing is known against it.", **entered}
    with acting(by.viewer) as viewer:
        return advising.take_step(viewer=viewer, advice_id=advice.pk, verb=verb, raw=entered)


def a_queue(by: Actor, name: str, *members: Actor, **changes: Any) -> Queue:
    """A head opens a queue."""
    raw = {"name": name, "members": [str(one.viewer.person_id) for one in members], **changes}
    with acting(by.viewer) as viewer:
        return routing.keep_queue(viewer=viewer, raw=raw)


def some_rules(by: Actor, *rules: dict[str, Any]) -> RuleSet:
    """A head writes the next version of the rules, as a draft."""
    with acting(by.viewer) as viewer:
        draft = routing.begin_rules(viewer=viewer)
        return routing.take_step(viewer=viewer, rules_id=draft.pk, verb="write", raw={"rules": list(rules)})


def used(by: Actor, *rules: dict[str, Any]) -> RuleSet:
    """A head puts rules into use."""
    draft = some_rules(by, *rules)
    with acting(by.viewer) as viewer:
        return routing.take_step(viewer=viewer, rules_id=draft.pk, verb="use")
