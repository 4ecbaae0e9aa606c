"""Reads of alerts; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.models import Alert, Passing, Recipient, Suggestion
from penstock.alerts.states import STATES
from penstock.cases.queries import newest_changes
from penstock.kernel.models import Signature
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.circles.models import Circle
from penstock.parties.circles.queries import circles_seen
from penstock.parties.duties import SEND_ALERTS

PAGE = 50
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of alerts is narrowed to; empty means everything. `waiting` leaves those to be acknowledged."""

    text: str = ""
    state: str = ""
    substance: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of alerts, newest change first, and the cursor of the next one."""

    alerts: list[Alert]
    next: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the viewer: alerts to be acknowledged, drafts to be signed, and suggestions to be decided."""

    to_acknowledge: list[Alert]
    to_sign: list[Alert]
    suggestions: list[Suggestion]


def _seen(viewer: Viewer) -> "QuerySet[Alert]":
    return Alert.objects.visible_to(viewer).select_related("opener")


def alert_by_reference(viewer: Viewer, desk: Desk, reference: str) -> Alert:
    """The alert of this kind with this reference, if this viewer may see it; NotVisible otherwise."""
    alert = _seen(viewer).filter(kind=desk.kind, reference=reference).first()
    if alert is None:
        raise NotVisible
    return alert


def alerts(viewer: Viewer, desk: Desk, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's alerts of a kind that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer).filter(kind=desk.kind)
    if wanted.waiting:
        rows = _unacknowledged(viewer, rows)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.substance:
        rows = rows.filter(substances__contains=[wanted.substance])
    if wanted.text:
        named = Q(reference__icontains=wanted.text) | Q(title__icontains=wanted.text) | Q(names__icontains=wanted.text)
        rows = rows.filter(named | Q(content__text__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def _unacknowledged(viewer: Viewer, rows: "QuerySet[Alert]") -> "QuerySet[Alert]":
    done = Recipient.objects.visible_to(viewer).filter(
        alert=OuterRef("pk"), organisation=viewer.organisation_id, acknowledged_edition__gte=OuterRef("edition")
    )
    return rows.filter(state="released").exclude(opener=viewer.organisation_id).exclude(Exists(done))


def waiting(viewer: Viewer) -> Waiting:
    """What the inbox shows of alerts."""
    rows = _seen(viewer).order_by("-updated_at", "-id")
    signed = Signature.objects.filter(organisation_id=viewer.organisation_id, outcome="open", case_id=OuterRef("pk"))
    open_ones = Suggestion.objects.visible_to(viewer).filter(state="open") if viewer.has(SEND_ALERTS) else None
    return Waiting(
        to_acknowledge=list(_unacknowledged(viewer, rows)[:MOST_SHOWN]),
        to_sign=list(rows.filter(Exists(signed), state="draft")[:MOST_SHOWN]),
        suggestions=list(open_ones[:MOST_SHOWN]) if open_ones is not None else [],
    )


def recipients(viewer: Viewer, alert: Alert) -> list[Recipient]:
    """Who received an alert: all of them for its sender, one's own organisation for the others."""
    rows = Recipient.objects.visible_to(viewer).filter(alert=alert).select_related("organisation__government")
    return sorted(rows, key=lambda one: (str(one.organisation.government or ""), one.organisation.name))


def own_recipient(viewer: Viewer, alert: Alert) -> Recipient | None:
    """The row of the viewer's own organisation."""
    rows = Recipient.objects.visible_to(viewer).filter(alert=alert, organisation=viewer.organisation_id)
    return rows.first()


def silent(viewer: Viewer, alert: Alert) -> int:
    """How many have not acknowledged the present edition."""
    rows = Recipient.objects.visible_to(viewer).filter(alert=alert)
    return rows.filter(acknowledged_edition__lt=F("alert__edition")).count()


def passings(viewer: Viewer, alert: Alert) -> list[Passing]:
    """To whom the viewer's own organisation has passed an alert on."""
    return list(Passing.objects.visible_to(viewer).filter(alert=alert).select_related("to"))


def circles(viewer: Viewer) -> list[Circle]:
    """The circles that the viewer is in and may send to."""
    return circles_seen(viewer)


def suggestions(viewer: Viewer, state: str = "") -> list[Suggestion]:
    """What the house suggests, the newest first; only the secretariat sees any."""
    rows = Suggestion.objects.visible_to(viewer)
    return list((rows.filter(state=state) if state in Suggestion.STATES else rows)[:PAGE])


def suggestion(viewer: Viewer, suggestion_id: UUID) -> Suggestion:
    """One of them; NotVisible for anybody else."""
    found = Suggestion.objects.visible_to(viewer).filter(pk=suggestion_id).first()
    if found is None:
        raise NotVisible
    return found


def desk_of(alert: Alert) -> Desk:
    """The kind of an alert."""
    return DESKS[alert.kind]
