"""Writes of requests for relief: drafting, the effects of each step, and what leaves, counted where it came from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.catalogue.amounts import exactly
from penstock.catalogue.countries import country
from penstock.catalogue.substances import substance
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import APPLY_FOR_PERMITS, READ_PERMITS
from penstock.parties.models import Government
from penstock.parties.queries import secretariat
from penstock.permits.applications.judging.issuing import lines_of
from penstock.permits.applications.judging.papers import asked_for
from penstock.permits.ledger.drawing import Held, summed
from penstock.permits.ledger.keeping import Move, country_account, enter
from penstock.permits.relief.fields import AGREEMENT, REQUEST
from penstock.permits.relief.models import Agreement, Delivery, Emergency, ReliefRequest
from penstock.permits.relief.queries import is_in_force
from penstock.permits.relief.states import RELIEF

RELIEF.model = ReliefRequest
LISTED_APART.add(RELIEF.kind)


def draft_request(*, viewer: Viewer, raw: Mapping[str, Any]) -> ReliefRequest:
    """Begin a request from whatever is known; a supplier keys in what came to it on paper."""
    viewer.needs(APPLY_FOR_PERMITS)
    with transaction.atomic():
        series = f"{viewer.country or 'ZZ'}-RR-{today().year}"
        request_id = new_id()
        request = ReliefRequest(
            id=request_id,
            case_ptr_id=request_id,
            kind=RELIEF.kind,
            reference=f"{series}-{numbers.take(series):06d}",
            opener_id=viewer.organisation_id,
            audience=[viewer.organisation_id],
        )
        _take_over(request, raw)
        workflow.begin(RELIEF, request).save(force_insert=True)
        record.append(
            record.Act(
                name="relief.drafted",
                case_id=request.pk,
                viewer=viewer,
                audience=request.audience,
                data={"reference": request.reference},
                duty=APPLY_FOR_PERMITS,
            )
        )
    return request


def take_step(*, viewer: Viewer, request_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> ReliefRequest:
    """Take a step of a request; NotVisible or Refused where it may not be."""
    taken: ReliefRequest = workflow.advance(RELIEF, request_id, verb, viewer, raw)
    return taken


def _take_over(request: ReliefRequest, raw: Mapping[str, Any]) -> None:
    reading = REQUEST.read(raw, strict=False)
    request.content = dict(reading.kept)
    names = [substance(one["substance"]).name for one in reading.values["substances"] if one["substance"]]
    request.title = f"Relief: {', '.join(names)}"[:160] if names else "Relief"


@RELIEF.effect("edit")
def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


def _agreement(number: str) -> Agreement | None:
    """The agreement under a number: read as the system, for an operator need not see what was agreed."""
    with acting(SYSTEM):
        rows = Agreement.objects.visible_to(SYSTEM).select_related("authority", "supplier")
        return rows.filter(reference=number.strip().upper()).first()


@RELIEF.effect("ask")
def _ask(taking: Taking) -> Effect:
    """It goes to the supplier, and in the same act to the supplier's authority and the secretariat."""
    request = taking.case
    reading = REQUEST.read(request.content, strict=True)
    values = reading.values
    agreement = _agreement(values["agreement"] or "")
    number = (values["emergency"] or "").strip().upper()
    emergency = Emergency.objects.visible_to(taking.viewer).filter(reference=number).first()
    faults = list(reading.faults)
    if values["agreement"] and agreement is None:
        text = "There is no agreement {number}. Ask the supplier for the number of its own."
        faults.append(Fault("agreement", "no_agreement", text, {"number": values["agreement"]}))
    if values["emergency"] and emergency is None:
        text = "No emergency {number} was declared. Choose one of those that were."
        faults.append(Fault("emergency", "no_emergency", text, {"number": values["emergency"]}))
    if faults or agreement is None or emergency is None:
        raise refused_for(faults)
    held = lines_of(values, request.content)
    if against := [*_against_emergency(emergency, held), *_against_agreement(agreement, held, ())]:
        raise refused_for(against)
    over_there = country(emergency.country)
    request.title = f"{request.title} to {over_there.name if over_there else emergency.country}"
    request.agreement, request.emergency = agreement, emergency
    request.counterpart, request.authority = agreement.supplier, agreement.authority
    sides = [request.opener_id, agreement.supplier_id, agreement.authority_id, secretariat().pk]
    request.audience = list(dict.fromkeys(sides))
    request.sent_at, request.edition, request.waits_for_id = now(), 1, agreement.supplier_id
    return Effect(data={"edition": 1, "content": request.content})


def _against_emergency(emergency: Emergency, held: Iterable[Held]) -> Iterator[Fault]:
    """An emergency that is over, or not for a substance, opens nothing."""
    if not is_in_force(emergency):
        text = "{number} is not in force today, so control is not simplified. Apply for a permit, or have it prolonged."
        yield Fault("emergency", "emergency_over", text, {"number": emergency.reference})
    for number, one in enumerate(held):
        if emergency.substances and one.substance not in emergency.substances:
            text = "{number} is not for {name}. Leave it out, or apply for a permit for it."
            said = {"number": emergency.reference, "name": substance(one.substance).name}
            yield Fault(f"substances-{number}-substance", "outside_the_emergency", text, said)


def _against_agreement(agreement: Agreement, held: list[Held], before: Iterable[Delivery]) -> Iterator[Fault]:
    """What a supplier may send by its agreement: its substances, and of each as much as is left of the year."""
    if agreement.state != "standing" or agreement.until_on < today():
        text = "The agreement {number} does not stand any more. The supplier must agree with its authority anew."
        yield Fault("agreement", "agreement_over", text, {"number": agreement.reference})
    lines = AGREEMENT.read(agreement.content, strict=False).values["ceilings"]
    ceilings = {(one["substance"], one["unit"]): one["ceiling"] for one in lines}
    place = {one.substance: number for number, one in reversed(list(enumerate(held)))}
    for name, amount, unit in summed(held):
        field, called = f"substances-{place[name]}-substance", substance(name).name
        if (name, unit) not in ceilings:
            text = "The agreement {number} is not for {name} in {unit}. Leave it out, or have the agreement changed."
            said = {"number": agreement.reference, "name": called, "unit": unit}
            yield Fault(field, "outside_the_agreement", text, said)
            continue
        gone = exactly(*(one.pure for one in before if (one.substance, one.unit) == (name, unit)))
        left = exactly(ceilings[name, unit], gone.copy_negate())
        if amount > left:
            text = "The agreement leaves {left} {unit} of {name} this year. Lower the quantity, or have it raised."
            yield Fault(field, "beyond_the_ceiling", text, {"left": f"{left:f}", "unit": unit, "name": called})


@RELIEF.effect("accept")
def _accept(taking: Taking) -> Effect:
    return Effect(data=dict(taking.kept))


def _ended(taking: Taking) -> Effect:
    taking.case.is_open, taking.case.waits_for_id = False, None
    return Effect(data=dict(taking.kept))


for _verb in ("withdraw", "refuse", "stop", "reconcile", "dispute", "close"):
    RELIEF.effect(_verb)(_ended)


@RELIEF.effect("send")
def _send(taking: Taking) -> Effect:
    """It leaves without import paper and estimates, and counts as consumed in the country that it leaves.

    The agreement's row puts two that leave at once in line, so that together they stay below the ceiling.
    """
    request = taking.case
    held = lines_of(REQUEST.read(request.content, strict=True).values, request.content)
    with acting(SYSTEM):
        agreement = Agreement.objects.visible_to(SYSTEM).select_for_update().get(pk=request.agreement_id)
        before = list(
            Delivery.objects.visible_to(SYSTEM).filter(
                case__agreement__supplier=agreement.supplier_id, case__sent_on__year=today().year
            )
        )
        against = [*_against_emergency(request.emergency, held), *_against_agreement(agreement, held, before)]
        if against:
            raise refused_for(against)
    _leave(taking.viewer, request, held, agreement.authority.government_id or "")
    request.sent_on, request.waybill = today(), taking.values["waybill"]
    request.waits_for_id = request.opener_id
    government = Government.objects.filter(code=request.emergency.country).first()
    request.receiver_id = government.counterpart_id if government else None
    if request.receiver_id is not None:
        request.audience = list(dict.fromkeys([*request.audience, request.receiver_id]))
    return Effect(data={**taking.kept, "sent_on": today().isoformat()})


def _leave(viewer: Viewer, request: ReliefRequest, held: list[Held], exporting: str) -> None:
    Delivery.objects.bulk_create(
        Delivery(case=request, position=number, substance=one.substance, content=dict(one.content), pure=one.pure,
                 unit=one.pure_unit)
        for number, one in enumerate(held)
    )  # fmt: skip
    moves = []
    for name, amount, unit in summed(held):
        account = country_account(exporting, name, today().year, regime=_regime(exporting, name), unit=unit)
        moves.append(Move(account=account, sort="relief", amount=amount, note=request.reference))
    enter(viewer, moves)


def _regime(exporting: str, name: str) -> str:
    """The strictest kind of law under which a substance leaves a country."""
    return next((one.regime for one in asked_for(exporting, name, today(), operation="export")), "national")


@RELIEF.effect("report")
def _report(taking: Taking) -> Effect:
    """The operator says what was used; where the country over there has an authority by now, it reconciles."""
    request = taking.case
    request.use = dict(taking.kept)
    if request.receiver_id is None:
        government = Government.objects.filter(code=request.emergency.country).first()
        request.receiver_id = government.counterpart_id if government else None
        if request.receiver_id is not None:
            request.audience = list(dict.fromkeys([*request.audience, request.receiver_id]))
    request.waits_for_id = request.receiver_id or request.authority_id
    return Effect(data={"use": request.use})


@RELIEF.guard("close")
def _nobody_there(request: ReliefRequest, _viewer: Viewer) -> str | None:
    return None if request.receiver_id is None else "The authority over there reconciles it."


LETTERS = {
    "ask": (("counterpart", "authority"), "Request for relief:", "An operator asks for medicines in an emergency."),
    "accept": (("opener", "authority"), "Judged an emergency:", "The supplier will send what was asked."),
    "refuse": (("opener", "authority"), "Relief refused:", "The supplier does not send it, and says why."),
    "stop": (("opener", "counterpart"), "Relief stopped:", "The exporting authority says that it may not leave."),
    "send": (("opener", "authority", "receiver"), "Relief sent:", "It left without import paper, as the rules allow."),
    "report": (("counterpart", "authority", "receiver"), "Use of relief:", "The operator reports what was used."),
    "reconcile": (("opener", "counterpart", "authority"), "Relief reconciled:", "The authority over there agrees."),
    "dispute": (("opener", "counterpart", "authority"), "Relief differs:", "The authority over there disagrees."),
    "close": (("opener", "counterpart"), "Relief reconciled:", "The exporting authority closed it."),
    "withdraw": (("counterpart", "authority"), "Relief withdrawn:", "The operator does not need it any more."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    letter = LETTERS.get(taking.step.verb)
    if letter and taking.case.sent_at is not None:
        sides, subject, body = letter
        told = {getattr(taking.case, f"{side}_id") for side in sides} - {None, taking.viewer.organisation_id}
        for one in sorted(told, key=str):
            tell(taking.case, one, duty=READ_PERMITS, subject=subject, body=body)
    return ()


RELIEF.tell = _tell
