"""Reads of operations; the viewer comes first."""

from dataclasses import dataclass

from penstock.cases.secrecy.sight import content_for
from penstock.incidents.models import Incident
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.models import Notice
from penstock.operations.conduct import gathering, returns
from penstock.operations.models import ClosingReport, DailyReturn, NamedIncident, Operation
from penstock.parties.circles.queries import members
from penstock.parties.duties import READ_CASES
from penstock.parties.models import Organisation

MOST_SHOWN, MOST_NOTICES, NEWEST_RETURNS = 100, 20, 30


@dataclass(frozen=True, slots=True)
class Board:
    """What the viewer sees of an operation: counts over the incidents gathered, the newest of them, and notices."""

    figures: gathering.Figures
    incidents: list[Incident]
    notices: list[Notice]


def operations(viewer: Viewer) -> list[Operation]:
    """The operations that the viewer's organisation leads or takes part in, the newest first."""
    rows = Operation.objects.visible_to(viewer).select_related("opener")
    return list(rows.order_by("-from_on", "-id"))


def operation_by_reference(viewer: Viewer, reference: str) -> Operation:
    """The operation with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = Operation.objects.visible_to(viewer).select_related("opener", "circle")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def board(viewer: Viewer, operation: Operation) -> Board:
    """What is gathered, with the viewer's own eyes."""
    plan = content_for(viewer, operation)
    rows = gathering.incidents(viewer, operation, plan)
    sent = list(gathering.notices(viewer, operation, plan)[:MOST_NOTICES]) if viewer.has(READ_CASES) else []
    return Board(gathering.figures(rows), list(rows[:MOST_SHOWN]), sent)


def standings(viewer: Viewer, operation: Operation) -> list[returns.Standing]:
    """How each office that takes part stands with its returns; the leader hands in none."""
    since = returns.joined_on(operation)
    offices = sorted(members(operation.circle_id), key=lambda one: (str(one.government), one.name))
    return [
        returns.standing(viewer, operation, one, since.get(one.pk, today()))
        for one in offices
        if one.pk != operation.opener_id
    ]


def returns_of(viewer: Viewer, operation: Operation) -> list[tuple[DailyReturn, list[str]]]:
    """The newest returns that were handed in, each with the incidents it names as far as the viewer sees them."""
    rows = DailyReturn.objects.visible_to(viewer).filter(operation=operation, handed_at__isnull=False)
    newest = list(rows.select_related("organisation").order_by("-day", "organisation__name")[:NEWEST_RETURNS])
    named: dict[object, list[str]] = {}
    for one in NamedIncident.objects.visible_to(viewer).filter(daily_return__in=newest).select_related("incident"):
        named.setdefault(one.daily_return_id, []).append(one.incident.reference)
    return [(one, sorted(named.get(one.pk, []))) for one in newest]


def report_of(viewer: Viewer, operation: Operation) -> ClosingReport | None:
    """The closing report: the leader's from its draft on, everybody's who takes part when it is released."""
    return ClosingReport.objects.visible_to(viewer).filter(operation=operation.pk).first()


def participants(operation: Operation) -> list[Organisation]:
    """Who takes part today."""
    return sorted(members(operation.circle_id), key=lambda one: (str(one.government), one.name))
