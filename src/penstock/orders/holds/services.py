"""Writes of held orders: opened by a check, lifted by another person with a justification, or refused."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from penstock.cases.services import case_link
from penstock.kernel import numbers, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.kernel.workflow import Effect, Taking
from penstock.orders.checking.judging import Judged
from penstock.orders.checking.models import Check
from penstock.orders.customers.goods import title_of
from penstock.orders.holds.models import KIND, HeldOrder
from penstock.orders.holds.states import HOLDS
from penstock.parties.models import Person

HOLDS.model = HeldOrder


def hold(viewer: Viewer, row: Check, judged: Judged) -> HeldOrder:
    """Open the case of an order that does not go; only its company sees it."""
    series = f"{viewer.country or 'XX'}-HO-{today().year}"
    case_id = new_id()
    customer = judged.known.name if judged.known else ""
    case = HeldOrder(
        id=case_id,
        case_ptr_id=case_id,
        kind=KIND,
        reference=f"{series}-{numbers.take(series):06d}",
        title=f"{row.number}: {title_of(row.goods)}, {customer or judged.order.customer}",
        opener_id=viewer.organisation_id,
        waits_for_id=viewer.organisation_id,
        audience=[viewer.organisation_id],
        sent_at=now(),
        content=row.content,
        judged_under=row.judged_under,
        check_row=row,
        order_number=row.number,
        customer_name=customer,
        answer=row.answer,
        is_forbidden=any(one.forbidden for one in judged.reasons),
        checked_by=viewer.person_id,
        checked_by_name=viewer.name,
    )
    workflow.begin(HOLDS, case).save(force_insert=True)
    return case


def take_step(*, viewer: Viewer, case_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> HeldOrder:
    """Take a step of a held order; NotVisible or Refused where it may not be."""
    taken: HeldOrder = workflow.advance(HOLDS, case_id, verb, viewer, raw)
    return taken


def set_aside(case_id: UUID) -> None:
    """Close a held order because its line was checked again; whoever looks for it finds the new check from there."""
    workflow.advance(HOLDS, case_id, "replace", SYSTEM)


@HOLDS.guard("lift")
def _by_another(case: HeldOrder, viewer: Viewer) -> str | None:
    if case.is_forbidden:
        return "The law forbids this sale, and no justification lifts that. Refuse the order, or check a smaller one."
    if case.answer == "hold" and case.checked_by == viewer.person_id:
        return "You checked this order. Another person must lift the hold."
    return None


def _decided(taking: Taking) -> HeldOrder:
    case: HeldOrder = taking.case
    case.decided_by_name, case.justification = taking.viewer.name, taking.values["justification"]
    case.waits_for_id, case.is_open = None, False
    return case


@HOLDS.effect("lift")
def _lift(taking: Taking) -> Effect:
    case = _decided(taking)
    return Effect(data={**taking.kept, "order": case.order_number})


@HOLDS.effect("refuse")
def _refuse(taking: Taking) -> Effect:
    case = _decided(taking)
    # What is refused is not supplied, so it counts in no sum any more.
    Check.objects.visible_to(taking.viewer).filter(pk=case.check_row_id).update(stands=False)
    return Effect(data={**taking.kept, "order": case.order_number})


@HOLDS.effect("replace")
def _set_aside(taking: Taking) -> Effect:
    taking.case.waits_for_id, taking.case.is_open = None, False
    return Effect(data={"order": taking.case.order_number})


def _tell(taking: Taking) -> None:
    """Tell whoever asked for the check what became of it; nothing of the order leaves by mail."""
    case: HeldOrder = taking.case
    asker = Person.objects.filter(pk=case.checked_by, is_active=True).first()
    if taking.step.verb == "replace" or asker is None or asker.pk == taking.viewer.person_id:
        return
    subject = {"lift": "Hold lifted:", "refuse": "Order refused:"}[taking.step.verb]
    body = f"Somebody decided on an order that you checked.\n\n{case_link(case.reference)}\n"
    send("mail", {"to": asker.email, "subject": f"{subject} {case.reference}", "body": body})


HOLDS.tell = _tell
