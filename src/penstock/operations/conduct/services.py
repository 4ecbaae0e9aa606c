"""Writes of operations: planning one, and the effect of each step."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Reason, Taking, refused_for
from penstock.operations.conduct import gathering, returns
from penstock.operations.conduct.fields import LEAVING, PLAN
from penstock.operations.conduct.states import OPERATIONS
from penstock.operations.models import OPERATION, ClosingReport, Operation
from penstock.parties.circles.queries import focal_points, members
from penstock.parties.circles.services import join, leave, open_circle
from penstock.parties.duties import KEEP_PROJECTS, READ_INCIDENTS, TAKE_PART
from penstock.parties.models import Organisation

OPERATIONS.model = Operation
LISTED_APART.add(OPERATION)
LETTERS = {
    "start": ("Operation started:", "An operation in which your office takes part has started."),
    "end": ("Operation ended:", "An operation in which your office takes part has ended. Its report is being written."),
    "resume": ("Operation goes on:", "An operation in which your office takes part goes on."),
    "close": ("Closing report:", "The closing report of an operation in which your office takes part is out."),
    "cancel": ("Operation cancelled:", "An operation in which your office takes part was cancelled."),
}


def plan_operation(*, viewer: Viewer, raw: Mapping[str, Any]) -> Operation:
    """Plan an operation, led by the viewer's organisation; Refused with every fault."""
    viewer.needs(KEEP_PROJECTS)
    reading = PLAN.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    with transaction.atomic():
        circle = open_circle(viewer=viewer, of=OPERATION, name=reading.values["name"], duty=KEEP_PROJECTS)
        series = f"OPN-{today().year}"
        case_id = new_id()
        operation = Operation(
            id=case_id,
            case_ptr_id=case_id,
            kind=OPERATION,
            reference=f"{series}-{numbers.take(series):04d}",
            opener_id=viewer.organisation_id,
            circle=circle,
            audience=[viewer.organisation_id, circle.pk],
            sent_at=now(),
        )
        _take_over(operation, reading.values, reading.kept)
        workflow.begin(OPERATIONS, operation).save(force_insert=True)
        act = record.Act(
            name="operation.planned",
            case_id=operation.pk,
            viewer=viewer,
            audience=operation.audience,
            data={"reference": operation.reference, **reading.kept},
            duty=KEEP_PROJECTS,
        )
        record.append(act)
    return operation


def _take_over(operation: Operation, values: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    operation.content = dict(kept)
    operation.title = values["name"]
    operation.substances = list(values["substances"])
    operation.from_on, operation.until_on = values["from_on"], values["until_on"]


def take_step(*, viewer: Viewer, operation_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Operation:
    """Take a step of the workflow; NotVisible or Refused where it may not be."""
    taken: Operation = workflow.advance(OPERATIONS, operation_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, operation_id: UUID) -> Operation:
    """Give the second signature to the release of the report that somebody else proposed."""
    taken: Operation = workflow.confirm(OPERATIONS, operation_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, operation_id: UUID) -> Operation:
    """Decline the proposed release of the report, or take back one's own proposal."""
    taken: Operation = workflow.decline(OPERATIONS, operation_id, viewer)
    return taken


def reason_against_leaving(viewer: Viewer, operation: Operation) -> Reason | None:
    """Why the viewer's organisation may not leave an operation now; None when nothing speaks against it."""
    if operation.opener_id == viewer.organisation_id:
        return Reason("leads_it", "Who leads an operation ends or cancels it.")
    if not operation.is_open:
        return Reason("over", "The operation is over.")
    return None


def leave_operation(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> None:
    """Leave an operation that another leads: nothing of it is seen from then on, and no return is owed any more.

    The state of the operation stays as it is, so this is no step of its workflow.
    """
    viewer.needs(TAKE_PART)
    reading = LEAVING.read(raw, strict=True)
    with transaction.atomic():
        rows = Operation.objects.visible_to(viewer).select_for_update(of=("self",))
        operation = rows.filter(reference=reference).first()
        if operation is None:
            raise NotVisible
        if reason := reason_against_leaving(viewer, operation):
            raise Refused(reason.code, reason.message)
        if reading.faults:
            raise refused_for(reading.faults)
        office = Organisation.objects.get(pk=viewer.organisation_id)
        leave(viewer=viewer, circle_id=operation.circle_id, organisation=office, duty=TAKE_PART)
        act = record.Act(
            name="operation.left",
            case_id=operation.pk,
            viewer=viewer,
            audience=[viewer.organisation_id, *operation.audience],
            data={"office": office.name, **reading.kept},
            duty=TAKE_PART,
        )
        record.append(act)
        body = "An office left an operation that you lead."
        tell(operation, operation.opener_id, duty=KEEP_PROJECTS, subject="Left the operation:", body=body)


@OPERATIONS.effect("plan")
def _plan(taking: Taking) -> Effect:
    """The name stays: incidents that were released to the operation name it."""
    operation = taking.case
    if taking.values["name"] != operation.title:
        text = "Its name stays '{given}': incidents may have been released under it."
        raise refused_for([Fault("name", "name_stays", text, {"given": operation.title})])
    _take_over(operation, taking.values, taking.kept)
    return Effect(data=dict(taking.kept))


def _office(given: str, found: list[Organisation]) -> Organisation:
    """The office among these that was named, by its id or name."""
    fits = [one for one in found if given.casefold() in {str(one.pk), one.name.casefold()}]
    if len(fits) != 1:
        text = "'{given}' is no office that could be chosen here."
        raise refused_for([Fault("office", "no_such_office", text, {"given": given})])
    return fits[0]


@OPERATIONS.effect("admit")
def _admit(taking: Taking) -> Effect:
    operation = taking.case
    office = _office(str(taking.values["office"]), list(focal_points()))
    join(viewer=taking.viewer, circle_id=operation.circle_id, organisation=office, duty=KEEP_PROJECTS)
    _tell(operation, office, "Taking part in an operation:", "Your office takes part in an operation.")
    return Effect(data={"office": office.name}, stays=True)


@OPERATIONS.effect("dismiss")
def _dismiss(taking: Taking) -> Effect:
    """From now on the office sees neither the operation nor what was released to it alone."""
    operation = taking.case
    others = [one for one in members(operation.circle_id) if one.pk != operation.opener_id]
    office = _office(str(taking.values["office"]), others)
    leave(viewer=taking.viewer, circle_id=operation.circle_id, organisation=office, duty=KEEP_PROJECTS)
    return Effect(data={"office": office.name, "note": taking.kept["note"]}, stays=True)


@OPERATIONS.guard("start")
def _has_somebody(operation: Operation, viewer: Viewer) -> str | None:
    del viewer
    alone = not members(operation.circle_id).exclude(pk=operation.opener_id).exists()
    return "Nobody takes part yet: take an office in first." if alone else None


@OPERATIONS.effect("end")
def _end(taking: Taking) -> Effect:
    """The report is drafted from what all who take part see, and from their returns; a person writes the rest."""
    operation, viewer = taking.case, taking.viewer
    rows = gathering.incidents(viewer, operation, operation.content)
    counted = gathering.kept(gathering.figures(gathering.seen_by_all(operation, rows)))
    since = returns.joined_on(operation)
    counted["returns"] = [
        {"office": one.office.name, "in time": one.handed, "late": one.late, "missing": len(one.missing)}
        for one in (
            returns.standing(viewer, operation, office, since.get(office.pk, today()))
            for office in members(operation.circle_id).order_by("name")
            if office.pk != operation.opener_id
        )
    ]
    report, made = ClosingReport.objects.get_or_create(
        operation=operation, defaults={"figures": counted, "audience": [operation.opener_id]}
    )
    report.figures = counted
    if made:
        report.content = {"summary": _drafted(operation, counted)}
    report.save()
    return Effect()


def _drafted(operation: Operation, counted: Mapping[str, Any]) -> str:
    """A first sentence of the report, from the data alone."""
    return (
        f"{operation.title} ran from {operation.from_on} to {operation.until_on}, "
        f"with {len(counted['returns'])} offices. "
        f"{counted['incidents']} incidents fit its plan and were released to all who took part."
    )


@OPERATIONS.effect("write")
def _write(taking: Taking) -> Effect:
    """The words are the leader's until the release, so the record does not say them here."""
    report = ClosingReport.objects.visible_to(taking.viewer).get(operation=taking.case.pk)
    report.content, report.written_by = dict(taking.kept), taking.viewer.name
    report.save()
    return Effect()


@OPERATIONS.guard("close")
def _is_written(operation: Operation, viewer: Viewer) -> str | None:
    report = ClosingReport.objects.visible_to(viewer).filter(operation=operation.pk).first()
    return None if report and report.written_by else "Write the report first."


@OPERATIONS.effect("close")
def _close(taking: Taking) -> Effect:
    operation = taking.case
    report = ClosingReport.objects.visible_to(taking.viewer).get(operation=operation.pk)
    report.audience, report.released_at = list(operation.audience), now()
    report.save()
    operation.is_open = False
    # Whoever has read the plan has not yet read the report.
    operation.edition += 1
    return Effect(data={"report": report.content, "figures": report.figures})


@OPERATIONS.effect("resume")
def _resume(taking: Taking) -> Effect:
    return Effect(data=dict(taking.kept))


@OPERATIONS.effect("cancel")
def _cancel(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect(data=dict(taking.kept))


def tell_of(taking: Taking) -> None:
    """Tell all who take part, but the leader."""
    operation, verb = taking.case, taking.step.verb
    if verb in LETTERS:
        for office in members(operation.circle_id).exclude(pk=operation.opener_id):
            _tell(operation, office, *LETTERS[verb])


def _tell(operation: Operation, office: Organisation, subject: str, body: str) -> None:
    """No letter names the operation."""
    tell(operation, office.pk, duty=READ_INCIDENTS, subject=subject, body=body)


def tell_of_proposal(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    body = f"{taking.viewer.name} proposed to release a closing report that needs your signature too."
    own = taking.viewer.organisation_id
    tell(taking.case, own, duty=KEEP_PROJECTS, subject="For a second signature:", body=body)


OPERATIONS.tell = tell_of
OPERATIONS.tell_second = tell_of_proposal
