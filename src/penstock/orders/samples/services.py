"""Writes of samples: asked for with what was looked at, then approved by another person within the limits of a year."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.orders.checking.law.orders import dimension_of, in_base
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.services import strictly
from penstock.orders.samples.fields import SAMPLE
from penstock.orders.samples.limits import Asked, Finding, findings
from penstock.orders.samples.models import KIND, SampleRequest
from penstock.orders.samples.queries import address_key, before
from penstock.orders.samples.states import SAMPLES
from penstock.parties.duties import CHECK_ORDERS

SAMPLES.model = SampleRequest
ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(hashtextextended('samples ' || %s, 0))"


def request_sample(*, viewer: Viewer, raw: Mapping[str, Any]) -> SampleRequest:
    """Enter what a customer asks for as a sample, and what was looked at; another person approves or refuses it."""
    viewer.needs(CHECK_ORDERS)
    reading = strictly(SAMPLE, raw)
    values = reading.values
    customer = Customer.objects.visible_to(viewer).filter(number=values["customer"]).first()
    if customer is None:
        text = "There is no customer {given}: enter it first, for a sample is looked into like a sale."
        raise refused_for([Fault("customer", "unknown_customer", text, {"given": values["customer"]})])
    case_id = new_id()
    with transaction.atomic():
        case = SampleRequest(
            id=case_id,
            case_ptr_id=case_id,
            kind=KIND,
            title=f"{title_of(values['goods'])}, {customer.name}",
            opener_id=viewer.organisation_id,
            waits_for_id=viewer.organisation_id,
            audience=[viewer.organisation_id],
            sent_at=now(),
            content=dict(reading.kept),
            customer=customer,
            customer_name=customer.name,
            address_key=address_key(values["address"] or customer.content.get("address", ""), customer.country),
            goods=values["goods"],
            use=values["use"],
            base=in_base(values["quantity"], values["unit"]),
            dimension=dimension_of(values["unit"]),
            asked_on=today(),
            entered_by=viewer.person_id,
            entered_by_name=viewer.name,
        )
        case.findings = [one.kept() for one in found_of(viewer, case)]
        series = f"{viewer.country or 'XX'}-SA-{today().year}"
        case.reference = f"{series}-{numbers.take(series):06d}"
        workflow.begin(SAMPLES, case).save(force_insert=True)
        data = {**reading.kept, "findings": [one["code"] for one in case.findings]}
        record.append(
            record.Act(
                name="sample.requested",
                case_id=case.pk,
                viewer=viewer,
                audience=[viewer.organisation_id],
                data=data,
                duty=CHECK_ORDERS,
            )
        )
    return case


def found_of(viewer: Viewer, case: SampleRequest) -> tuple[Finding, ...]:
    """What speaks against a request today, with all that the same receiver asked for before."""
    customer = case.customer
    asked = Asked(
        goods=case.goods,
        base=case.base,
        dimension=case.dimension,
        use=case.use,
        on=today(),
        names_use=case.use in (customer.content.get("end_uses") or ()),
        is_identified=customer.identity_verified_on is not None,
        is_stopped=bool(customer.stopped),
    )
    return findings(asked, before(viewer, customer, case.address_key, but=case))


def take_step(*, viewer: Viewer, case_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> SampleRequest:
    """Take a step of a request; NotVisible or Refused where it may not be."""
    taken: SampleRequest = workflow.advance(SAMPLES, case_id, verb, viewer, raw)
    return taken


@SAMPLES.guard("approve")
def _by_another_within_limits(case: SampleRequest, viewer: Viewer) -> str | None:
    if case.entered_by == viewer.person_id:
        return "You entered this request. Another person must approve it."
    against = [one for one in found_of(viewer, case) if one.effect == "against"]
    if against:
        return "It cannot be approved. " + against[0].text.format(**against[0].values)
    return None


@SAMPLES.effect("approve")
def _approve(taking: Taking) -> Effect:
    case: SampleRequest = taking.case
    # Two approvals for one company wait for each other, so that each counts what the other let go.
    with connection.cursor() as cursor:
        cursor.execute(ONE_AFTER_THE_OTHER, [str(case.opener_id)])
    against = [one for one in found_of(taking.viewer, case) if one.effect == "against"]
    if against:
        raise Refused("sample_against", "It cannot be approved. " + against[0].text.format(**against[0].values))
    _decided(taking)
    case.waits_for_id, case.given_on = case.opener_id, today()
    return Effect(data=taking.kept)


def _decided(taking: Taking) -> None:
    case: SampleRequest = taking.case
    case.decided_by_name, case.justification = taking.viewer.name, taking.values["justification"]


@SAMPLES.effect("refuse")
def _refuse(taking: Taking) -> Effect:
    _decided(taking)
    taking.case.waits_for_id, taking.case.is_open = None, False
    return Effect(data=taking.kept)


@SAMPLES.effect("withdraw")
def _withdraw(taking: Taking) -> Effect:
    taking.case.waits_for_id, taking.case.is_open, taking.case.given_on = None, False, None
    return Effect()


@SAMPLES.effect("send")
def _send(taking: Taking) -> Effect:
    case: SampleRequest = taking.case
    day = taking.values["sent_on"]
    if not case.asked_on <= day <= today():
        text = "Enter a day from {first} to today."
        raise refused_for([Fault("sent_on", "sent_out_of_range", text, {"first": case.asked_on})])
    case.waits_for_id, case.is_open, case.given_on = None, False, day
    return Effect(data=taking.kept)
