"""How people of the cast ask and answer, and what they find on their desk."""

from typing import Any

from penstock.cases.enquiries import queries, services
from penstock.cases.enquiries.models import Enquiry
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice
from tests.cast import Actor


def ask(by: Actor, notice: Notice, question: str = "Which works will use it?", **entered: Any) -> Enquiry:
    """Somebody asks about a notice; `of` names a company."""
    of = entered.pop("of", None)
    with acting(by.viewer) as viewer:
        return services.ask(viewer=viewer, case_id=notice.pk, raw={"question": question, **entered}, of=of)


def take(by: Actor, enquiry: Enquiry, verb: str, **entered: Any) -> Enquiry:
    """Somebody takes a step of an enquiry."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, enquiry_id=enquiry.pk, verb=verb, raw=entered)


def answer(by: Actor, enquiry: Enquiry, text: str = "The paint works in Talca.", **entered: Any) -> Enquiry:
    """Somebody answers."""
    return take(by, enquiry, "answer", answer=text, **entered)


def desk(of: Actor) -> queries.Desk:
    """What somebody has to ask and to answer."""
    with acting(of.viewer) as viewer:
        return queries.desk(viewer)


def said(by: Actor, enquiry: Enquiry) -> list[tuple[str, int, str]]:
    """What somebody reads in an enquiry: the kind of each turn, its round and its words."""
    with acting(by.viewer) as viewer:
        return [(one.kind, one.round, one.text) for one in queries.turns(viewer, enquiry)]


def now(notice: Notice) -> Notice:
    """A notice as it is."""
    with acting(SYSTEM):
        return Notice.objects.select_related("waits_for").get(pk=notice.pk)


def acts(of: Any) -> list[str]:
    """The names of the acts on a row's record."""
    with acting(SYSTEM):
        return [one.name for one in Event.objects.filter(case_id=of.pk)]
