"""Writes of emergencies and of standing agreements."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, today
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat
from penstock.permits.relief.fields import AGREEMENT, DECLARATION
from penstock.permits.relief.models import Agreement, Emergency
from penstock.permits.relief.queries import suppliers
from penstock.permits.relief.states import AGREEMENTS, EMERGENCIES

EMERGENCIES.model = Emergency
AGREEMENTS.model = Agreement
Raw = Mapping[str, Any]


def declare(*, viewer: Viewer, raw: Raw) -> Emergency:
    """Declare an emergency in one's own country, or in another where no authority can be reached."""
    viewer.needs(SIGN_PERMITS)
    reading = DECLARATION.read(raw, strict=True)
    values = reading.values
    faults = list(reading.faults)
    if values["country"] and values["country"] != viewer.country and not values["unreachable"]:
        text = "This is not your country. Say why no authority there can declare it, or leave it to them."
        faults.append(Fault("unreachable", "not_your_country", text))
    if faults:
        raise refused_for(faults)
    with transaction.atomic():
        emergency = Emergency(
            id=new_id(),
            reference=_number(values["country"], "EM"),
            authority_id=viewer.organisation_id,
            country=values["country"],
            substances=list(values["substances"] or ()),
            from_on=values["from_on"] or today(),
            until_on=values["until_on"],
            basis=values["basis"],
            unreachable=values["unreachable"] or "",
            audience=_told(),
        )
        workflow.begin(EMERGENCIES, emergency).save(force_insert=True)
        _note(viewer, "relief.emergency_declared", emergency, dict(reading.kept))
    return emergency


def _number(country: str, letters: str) -> str:
    series = f"{country}-{letters}-{today().year}"
    return f"{series}-{numbers.take(series):06d}"


def _told() -> list[UUID]:
    """Every authority and the secretariat: on whose record it stands."""
    return list(Organisation.objects.exclude(kind="company").order_by("pk").values_list("pk", flat=True))


def _note(viewer: Viewer, name: str, row: Any, data: dict[str, Any]) -> None:
    act = record.Act(name=name, case_id=row.pk, viewer=viewer, audience=row.audience, data=data, duty=SIGN_PERMITS)
    record.append(act)


def agree(*, viewer: Viewer, raw: Raw) -> Agreement:
    """Agree with a supplier of one's country what it may send in emergencies without further papers."""
    viewer.needs(SIGN_PERMITS)
    reading = AGREEMENT.read(raw, strict=True)
    faults = list(reading.faults)
    known = {str(one.pk): one for one in suppliers(viewer)}
    supplier = known.get(reading.values["supplier"] or "")
    if reading.values["supplier"] and supplier is None:
        faults.append(Fault("supplier", "no_supplier", "Choose a company of your own country."))
    if faults or supplier is None:
        raise refused_for(faults)
    with transaction.atomic():
        agreement = Agreement(
            id=new_id(),
            reference=_number(viewer.country, "RA"),
            authority_id=viewer.organisation_id,
            supplier=supplier,
            content=dict(reading.kept),
            until_on=reading.values["until_on"],
            audience=list(dict.fromkeys([viewer.organisation_id, supplier.pk, secretariat().pk])),
        )
        try:
            with transaction.atomic():
                workflow.begin(AGREEMENTS, agreement).save(force_insert=True)
        except IntegrityError as no:
            text = "This supplier has an agreement that stands. Change that one, or end it first."
            raise refused_for([Fault("supplier", "agreed_already", text)]) from no
        _note(viewer, "relief.agreed", agreement, dict(reading.kept))
    return agreement


def take_emergency_step(*, viewer: Viewer, emergency_id: UUID, verb: str, raw: Raw | None = None) -> Emergency:
    """Prolong an emergency, or declare it over."""
    taken: Emergency = workflow.advance(EMERGENCIES, emergency_id, verb, viewer, raw)
    return taken


def take_agreement_step(*, viewer: Viewer, agreement_id: UUID, verb: str, raw: Raw | None = None) -> Agreement:
    """Change an agreement, or end it."""
    taken: Agreement = workflow.advance(AGREEMENTS, agreement_id, verb, viewer, raw)
    return taken


@EMERGENCIES.effect("prolong")
def _prolong(taking: Taking) -> Effect:
    taking.case.until_on = taking.values["until_on"]
    return Effect(data=dict(taking.kept))


@AGREEMENTS.effect("change")
def _change(taking: Taking) -> Effect:
    agreement = taking.case
    if taking.values["supplier"] != str(agreement.supplier_id):
        text = "An agreement stays with its supplier. End this one, and agree with the other."
        raise refused_for([Fault("supplier", "other_supplier", text)])
    agreement.content, agreement.until_on = dict(taking.kept), taking.values["until_on"]
    return Effect(data=dict(taking.kept))


def _with_reason(taking: Taking) -> Effect:
    return Effect(data=dict(taking.kept))


EMERGENCIES.effect("end")(_with_reason)
AGREEMENTS.effect("end")(_with_reason)
