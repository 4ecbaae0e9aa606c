"""How the stories of requests are told: who asks whom for what, and what somebody sees of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from penstock.incidents.models import Incident
from penstock.incidents.requests import services
from penstock.incidents.requests.models import Request
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor


def questions(*to: Actor, **changes: Any) -> dict[str, Any]:
    """What is entered to ask offices for information; `changes` replaces single answers."""
    return {
        "sort": "information",
        "asked": [str(one.office.pk) for one in to],
        "subject": "Drums without papers",
        "question": "Who bought these drums from you?",
        "known": "Eighty drums, blue lids.",
        **changes,
    }


BACKTRACKED = {
    "sort": "backtracking",
    "lots": "EX-77; EX-78",
    "manufacturer": "Inventada Quimica",
    "product": "Thinner",
}
CONTACTED = {
    "sort": "contact",
    "subject": "",
    "question": "",
    "known": "",
    "contact_name": "Duty officer, Exportland",
    "contact_reach": "+31 0 555",
}


def drafted(by: Actor, *to: Actor, about: Incident | None = None, **changes: Any) -> Request:
    """Somebody drafts a request."""
    with acting(by.viewer) as viewer:
        return services.draft_request(viewer=viewer, raw=questions(*to, **changes), about=about)


def take(by: Actor, request: Request, verb: str, **entered: Any) -> Request:
    """Somebody takes a step."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, request_id=request.pk, verb=verb, raw=entered)


def sent(by: Actor, *to: Actor, about: Incident | None = None, **changes: Any) -> Request:
    """Somebody who may sends a request; of several, the one to the first office."""
    return take(by, drafted(by, *to, about=about, **changes), "send")


def together(by: Actor, request: Request) -> list[Request]:
    """All that was asked in the same act, as the asking side sees it, by the name of the asked office."""
    with acting(by.viewer) as viewer:
        rows = Request.objects.visible_to(viewer).filter(group=request.group)
        return list(rows.select_related("counterpart").order_by("counterpart__name"))


def seen(by: Actor) -> set[str]:
    """The references of the requests that somebody sees."""
    with acting(by.viewer) as viewer:
        return set(Request.objects.visible_to(viewer).values_list("reference", flat=True))


def noon(day: date) -> datetime:
    """An hour of a day."""
    return datetime(day.year, day.month, day.day, 13, tzinfo=UTC)


def working_days(day: date, closed: Iterable[date] = ()) -> Any:
    """The days after a day on which offices work, Saturday, Sunday and holidays left out, one after the other."""
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            yield day
