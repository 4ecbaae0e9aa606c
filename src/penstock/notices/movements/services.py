"""Writes of movements: plans, the effects of each step, who owes a report until when, and telling the people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import link, tell
from penstock.catalogue.amounts import Amount, difference
from penstock.catalogue.substances import substance
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import SYSTEM, Fault, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.notices.models import Notice
from penstock.notices.movements import due
from penstock.notices.movements.fields import PLAN
from penstock.notices.movements.figures.limits import against_amount, against_day, against_share, not_yet, read_balance
from penstock.notices.movements.frame import MONTHS
from penstock.notices.movements.models import Movement
from penstock.notices.movements.states import MOVEMENTS
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES, READ_CASES, SEND_NOTICES

MOVEMENTS.model = Movement
LISTED_APART.add(MOVEMENTS.kind)
DIVERSION = "diversion"
RELEASED = NOTICES.step("release").to


def plan_movement(*, viewer: Viewer, notice_id: UUID, raw: Mapping[str, Any]) -> Movement:
    """Plan a dispatch under a notice of one's own that was released; it holds its quantity of the balance."""
    viewer.needs(SEND_NOTICES)
    with transaction.atomic():
        notice = _locked(viewer, notice_id)
        reason = reason_against_planning(notice, viewer)
        if reason:
            raise reason
        reading = PLAN.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        values = reading.values
        amount = Amount(values["quantity"], values["unit"])
        _refuse([*against_day(notice, values["planned_on"], "planned_on", has_left=False), *_beyond(notice, amount)])
        return _plan(notice, viewer, amount, values["planned_on"], reading.kept)


def reason_against_planning(notice: Notice, viewer: Viewer) -> Refused | None:
    """Why this viewer may not plan a dispatch under a notice now."""
    if notice.opener_id != viewer.organisation_id:
        return Refused("other_side", "Only the exporting side may do this.")
    if notice.state != RELEASED:
        return Refused("not_released", "Nothing may leave before the notice is released.")
    return None


def plan_whole(notice: Notice) -> Movement:
    """Plan the whole of a single shipment for its expected day, as the house does by itself when it is released."""
    if notice.quantity is None or notice.dispatch_on is None:
        raise Refused("incomplete", "The notice says neither how much nor when.")
    amount = Amount(notice.quantity, notice.unit)
    kept = {"planned_on": notice.dispatch_on.isoformat(), "quantity": f"{amount.quantity:f}", "unit": amount.unit}
    return _plan(notice, SYSTEM, amount, notice.dispatch_on, kept)


def take_step(*, viewer: Viewer, movement_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Movement:
    """Take a step of a movement's workflow; NotVisible or Refused where it may not be."""
    taken: Movement = workflow.advance(MOVEMENTS, movement_id, verb, viewer, raw)
    return taken


def _locked(viewer: Viewer, notice_id: UUID) -> Notice:
    """The notice, locked, so that nobody else draws on its balance meanwhile."""
    notice: Notice = NOTICES.lock(viewer, notice_id)
    return notice


def _plan(notice: Notice, viewer: Viewer, amount: Amount, on: date, kept: Mapping[str, Any]) -> Movement:
    number = (Movement.objects.filter(under=notice).aggregate(last=Max("number"))["last"] or 0) + 1
    movement_id = new_id()
    movement = Movement(
        id=movement_id,
        case_ptr_id=movement_id,
        kind=MOVEMENTS.kind,
        reference=f"{notice.reference}-D{number:02d}",
        marking=notice.marking,
        opener_id=notice.opener_id,
        counterpart_id=notice.counterpart_id,
        **_secrecy_of(notice),
        sent_at=now(),
        edition=1,
        under=notice,
        number=number,
    )
    _hold(movement, amount, on)
    movement.content = {"plan": dict(kept)}
    _owed_by_exporter(movement, on)
    workflow.begin(MOVEMENTS, movement).save(force_insert=True)
    data = {"under": notice.reference, **kept}
    record.append(
        record.Act(
            name="movement.planned",
            case_id=movement.pk,
            viewer=viewer,
            audience=movement.audience,
            data=data,
            duty=SEND_NOTICES,
        )
    )
    return movement


def _secrecy_of(notice: Notice) -> dict[str, Any]:
    """Who sees what moves: all who see the notice, or only those from whom nothing on it is secret.

    What moves tells goods, quantities and companies, so a secret in any of them hides the movement as a whole.
    """
    seen_by = notice.let_in if notice.secret_fields else notice.audience
    fields = sorted({one.name for step in MOVEMENTS.steps if step.form for one in step.form.fields})
    return {
        "audience": list(seen_by),
        "let_in": list(notice.let_in),
        "secret_within": notice.secret_within,
        "secret_fields": fields if notice.secret_within else [],
    }


def _hold(movement: Movement, amount: Amount, on: date) -> None:
    movement.quantity, movement.unit, movement.planned_on = amount.quantity, amount.unit, on
    notice = movement.under
    goods = ", ".join(substance(one).name for one in notice.substances) or notice.whole_title or notice.title
    title = f"{goods[:120]}, {amount.quantity.normalize():f} {amount.unit}"
    movement.title, movement.whole_title = (notice.title, title) if notice.secret_within else (title, "")


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise refused_for(found)


def _beyond(notice: Notice, amount: Amount, *, without: Movement | None = None) -> Iterable[Fault]:
    balance = read_balance(notice, without=without)
    if balance is None:
        raise Refused("no_balance", "This notice states no quantity that could be drawn on.")
    return against_amount(balance, amount)


# Who owes a report, and until when


def _owe(movement: Movement, organisation_id: UUID | None, country: str, operation: str, start: date) -> None:
    """Somebody owes a report of what happens on a day, by the clock of a country's law."""
    clock = due.clock_of(country, operation, movement.under.substances, today())
    movement.waits_for_id, movement.is_open, movement.is_overdue = organisation_id, True, False
    movement.due_on, movement.days_left = clock.ends(calendar_of(country), start), None
    counted = clock.unit == "working-days"
    movement.counted_in = country if counted else ""
    movement.counted_from, movement.counted_days = (start, clock.amount) if counted else (None, None)
    clocks.plan_reminder(movement, calendar_of(country), after=today())
    movement.content = {**movement.content, "owed": {"basis": clock.basis, "verified": clock.verified}}


def _owed_by_exporter(movement: Movement, start: date) -> None:
    _owe(movement, movement.opener_id, movement.under.exporting, due.EXPORT, start)


def _owed_by_importer(movement: Movement, start: date) -> None:
    _owe(movement, movement.counterpart_id, movement.under.importing, due.IMPORT, start)


def _settled(movement: Movement) -> None:
    """Nobody owes anything any more."""
    clocks.end(movement)
    movement.waits_for_id, movement.is_open, movement.is_overdue = None, False, False


# The effects of the steps


def _amount(values: Mapping[str, Any]) -> Amount:
    return Amount(values["quantity"], values["unit"])


def _keep(taking: Taking, **data: Any) -> Effect:
    """Keep the answers under the step's verb, and put them on the record."""
    taking.case.content = {**taking.case.content, taking.step.verb: dict(taking.kept)}
    return Effect(data={**taking.kept, **data})


@MOVEMENTS.effect("replan")
def _replan(taking: Taking) -> Effect:
    movement, values = taking.case, taking.values
    notice = _locked(taking.viewer, movement.under_id)
    on, amount = values["planned_on"], _amount(values)
    day = against_day(notice, on, "planned_on", has_left=False)
    _refuse([*day, *_beyond(notice, amount, without=movement)])
    _hold(movement, amount, on)
    _owed_by_exporter(movement, on)
    return _keep(taking)


def _dispatched(taking: Taking) -> Effect:
    """What left takes the place of what was planned; the importing side owes the arrival."""
    movement, values = taking.case, taking.values
    notice = _locked(taking.viewer, movement.under_id)
    on, expected, amount = values["dispatched_on"], values["expected_on"], _amount(values)
    faults = [*against_day(notice, on, "dispatched_on", has_left=True), *_beyond(notice, amount, without=movement)]
    if expected and expected < on:
        text = "It cannot arrive on {expected}, before it left. Enter a later day."
        faults.append(Fault("expected_on", "arrives_before", text, {"expected": expected}))
    _refuse(faults)
    _hold(movement, amount, movement.planned_on)
    movement.dispatched_on = on
    _owed_by_importer(movement, expected or on)
    return _keep(taking)


for _verb in ("dispatch", "adjust"):
    MOVEMENTS.effect(_verb)(_dispatched)


@MOVEMENTS.effect("cancel")
def _cancel(taking: Taking) -> Effect:
    _settled(taking.case)
    return _keep(taking)


def _goes_on_elsewhere(movement: Movement, _viewer: Viewer) -> str | None:
    return "What goes on under another notice is reported there." if movement.onward_id else None


for _verb in ("arrive", "miss", "return"):
    MOVEMENTS.guard(_verb)(_goes_on_elsewhere)


def _arrived(taking: Taking) -> Effect:
    """What arrived is compared with what left; the balance keeps counting what left."""
    movement, values = taking.case, taking.values
    sent, came, on = Amount(movement.quantity, movement.unit), _amount(values), values["arrived_on"]
    faults = list(_against_arriving(movement, on, "arrived_on"))
    if not came.compares_with(sent):
        faults += against_share(came, sent)
    elif came.within("") != sent.within("") and not values["remarks"]:
        text = "{quantity} {unit} were dispatched. Say in the remarks why the quantity differs, as far as it is known."
        said = {"quantity": f"{sent.quantity.normalize():f}", "unit": sent.unit}
        faults.append(Fault("remarks", "difference_unexplained", text, said))
    _refuse(faults)
    movement.arrived_on, movement.arrived_quantity, movement.arrived_unit = on, came.quantity, came.unit
    _settled(movement)
    more = difference(came, sent)
    return _keep(taking, difference=f"{more.quantity:f}", difference_unit=more.unit)


for _verb in ("arrive", "correct"):
    MOVEMENTS.effect(_verb)(_arrived)


def _against_arriving(movement: Movement, on: date, field: str) -> Iterable[Fault]:
    """What speaks against the day on which something happened to goods that left before."""
    if movement.dispatched_on and on < movement.dispatched_on:
        text = "It left on {left}. Enter that day or a later one."
        yield Fault(field, "before_dispatch", text, {"left": movement.dispatched_on})
    yield from not_yet(on, field)


@MOVEMENTS.effect("miss")
def _miss(taking: Taking) -> Effect:
    """The exporting side owes an answer: a return, a diversion, or where the goods are."""
    _owed_by_exporter(taking.case, today())
    return _keep(taking)


@MOVEMENTS.effect("return")
def _return(taking: Taking) -> Effect:
    """What came back is given back to the balance, and marked as such."""
    movement, back = taking.case, _amount(taking.values)
    _locked(taking.viewer, movement.under_id)
    sent = Amount(movement.quantity, movement.unit)
    _refuse([*_against_arriving(movement, taking.values["returned_on"], "returned_on"), *against_share(back, sent)])
    movement.returned_quantity, movement.returned_unit = back.quantity, back.unit
    _settled(movement)
    return _keep(taking)


@MOVEMENTS.effect("divert")
def _divert(taking: Taking) -> Effect:
    """To another consignee of the same importer as it is; to another importer only under a notice of its own."""
    movement, values, viewer = taking.case, taking.values, taking.viewer
    on = values["diverted_on"]
    _refuse(_against_arriving(movement, on, "diverted_on"))
    if _is_same_importer(movement.under, values):
        _owed_by_importer(movement, on)
        return _keep(taking)
    onward = _onward(movement, values, viewer)
    movement.onward = onward
    further = _go_on(movement, onward, taking)
    link(viewer=viewer, one=movement.under, other=onward, kind=DIVERSION, note=movement.reference)
    _settled(movement)
    return _keep(taking, onward=onward.reference, goes_on_as=further.reference)


def _is_same_importer(notice: Notice, values: Mapping[str, Any]) -> bool:
    return values["importer_country"] == notice.importing and _folded(values["importer_name"]) == _folded(
        str(notice.content.get("importer_name") or "")
    )


def _folded(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _onward(movement: Movement, values: Mapping[str, Any], viewer: Viewer) -> Notice:
    """The released notice under which diverted goods go on; Refused when there is none that covers them."""
    own = Notice.objects.visible_to(viewer).filter(opener_id=viewer.organisation_id).exclude(pk=movement.under_id)
    found = own.filter(reference=(values["onward"] or "").upper()).first() if values["onward"] else None
    if not values["onward"]:
        text = "The importer or the country is another one: that needs a notice of its own. Enter its reference."
        raise refused_for([Fault("onward", "needs_notice", text)])
    if found is None:
        text = "You have sent no notice {given}. Enter the reference of the notice to the new importer."
        raise refused_for([Fault("onward", "unknown_notice", text, {"given": values["onward"]})])
    if found.state != RELEASED:
        text = "{given} is not released. The goods may go on when it is."
        raise refused_for([Fault("onward", "onward_not_released", text, {"given": found.reference})])
    if not _is_same_importer(found, values) or not set(movement.under.substances) <= set(found.substances):
        text = "{given} is not about these goods to this importer. Enter the notice that is, or mend the importer."
        raise refused_for([Fault("onward", "other_notice", text, {"given": found.reference})])
    return found


def _go_on(movement: Movement, onward: Notice, taking: Taking) -> Movement:
    """The goods as a dispatch under the new notice, drawn on its balance; faults name the field of the diversion."""
    onward = _locked(taking.viewer, onward.pk)
    amount, on = Amount(movement.quantity, movement.unit), taking.values["diverted_on"]
    # A single shipment was planned whole when its notice was released; the diverted goods are what was meant.
    plans = Movement.objects.filter(under=onward, state="planned").order_by("number")
    planned = None if onward.span in MONTHS else plans.first()
    faults = [*against_day(onward, on, "diverted_on", has_left=True), *_beyond(onward, amount, without=planned)]
    _refuse(_onto(fault, "onward") if fault.field in {"quantity", "unit"} else fault for fault in faults)
    raw = {"quantity": f"{amount.quantity:f}", "unit": amount.unit}
    if planned is None:
        planned = _plan(onward, taking.viewer, amount, on, {**raw, "planned_on": on.isoformat()})
    given = {**raw, "dispatched_on": on.isoformat(), "remarks": f"Diverted: {movement.reference}"}
    return take_step(viewer=taking.viewer, movement_id=planned.pk, verb="dispatch", raw=given)


def _onto(fault: Fault, field: str) -> Fault:
    return Fault(field, fault.code, fault.text, fault.values)


class Letter(NamedTuple):
    """What is mailed after a step: whether to the exporting side, the duty of its readers, subject and sentence."""

    to_exporter: bool
    duty: str
    subject: str
    body: str


LETTERS = {
    "dispatch": Letter(False, ANSWER_NOTICES, "Dispatched:", "A shipment has left. Its arrival is to be confirmed."),
    "adjust": Letter(False, ANSWER_NOTICES, "Dispatch corrected:", "The figures of a dispatch were corrected."),
    "arrive": Letter(True, SEND_NOTICES, "Arrived:", "The importing side confirmed an arrival."),
    "correct": Letter(True, SEND_NOTICES, "Arrival corrected:", "The importing side corrected an arrival."),
    "miss": Letter(True, SEND_NOTICES, "Not arrived:", "The importing side reports that a shipment did not arrive."),
    "divert": Letter(False, ANSWER_NOTICES, "Diverted:", "A shipment goes to another consignee."),
    "return": Letter(False, ANSWER_NOTICES, "Returned:", "A shipment came back to the exporting side."),
    "cancel": Letter(False, READ_CASES, "Cancelled:", "A planned dispatch was cancelled."),
}


def _tell(taking: Taking) -> None:
    letter = LETTERS.get(taking.step.verb)
    if letter:
        movement = taking.case
        to = movement.opener_id if letter.to_exporter else movement.counterpart_id
        tell(movement, to, duty=letter.duty, subject=letter.subject, body=letter.body)


MOVEMENTS.tell = _tell
