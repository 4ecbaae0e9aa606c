"""Reads of advice; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from penstock.kernel.clock import today
from penstock.kernel.models import Event, VisibleRows
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice.models import Advice

MOST = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """What the viewer's agency is asked and has not answered, what it awaits of others, and what is over."""

    to_give: list[Advice]
    awaited: list[Advice]
    over: list[Advice]


def _seen(viewer: Viewer) -> VisibleRows[Advice]:
    return Advice.objects.visible_to(viewer).select_related("case", "office", "agency")


def advice_by_reference(viewer: Viewer, reference: str) -> Advice:
    """The advice with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def advice_on(viewer: Viewer, application: Application) -> list[Advice]:
    """The advice on an application that this viewer may see, in the order in which it was asked."""
    return list(_seen(viewer).filter(case=application))


def desk(viewer: Viewer) -> Desk:
    """The viewer's advice, the nearest day first."""
    rows, own = _seen(viewer), viewer.organisation_id
    waiting = list(rows.filter(state="asked").order_by("due_on", "reference")[:MOST])
    return Desk(
        to_give=[one for one in waiting if one.agency_id == own],
        awaited=[one for one in waiting if one.office_id == own],
        over=list(rows.exclude(state="asked").order_by("-updated_at")[:50]),
    )


def may_be_asked(office: Organisation) -> list[Organisation]:
    """The agencies that an authority may ask: the other authorities of its country."""
    rows = Organisation.objects.filter(kind="authority", government=office.government_id).exclude(pk=office.pk)
    return list(rows.order_by("name"))


def heard(viewer: Viewer, application: Application, office_id: UUID) -> list[Advice]:
    """What stands of the advice on an application: what was answered and not gone against, and what is still open."""
    return list(_seen(viewer).filter(case=application, office=office_id, state__in=("asked", "answered")))


def is_overdue(advice: Advice) -> bool:
    """Whether its day has passed without an answer."""
    return advice.state == "asked" and advice.due_on < today()


def acts_on(viewer: Viewer, advice: Advice) -> list[Event]:
    """What happened to an advice, in order, as the viewer may read it."""
    return list(Event.objects.visible_to(viewer).filter(case_id=advice.pk))
