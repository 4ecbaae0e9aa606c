"""Writes of fees: keeping a row, ending it, and entering what was paid, waived or given back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.applications.states import APPLICATIONS
from penstock.industry.fees import queries
from penstock.industry.fees.fields import END, ENTRY, FEE
from penstock.industry.fees.models import FeeEntry, LicenceFee
from penstock.industry.fees.money import exact, written
from penstock.industry.fees.owing import Balance, owed
from penstock.industry.partnership.keeping import is_office, note, strictly
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import HANDLE_LICENCES, SIGN_LICENCES

ACTS = {"paid": "licensing.fee_paid", "waived": "licensing.fee_waived", "returned": "licensing.fee_returned"}


def keep_fee(*, viewer: Viewer, raw: Mapping[str, Any]) -> LicenceFee:
    """Keep a fee of the viewer's authority; what was handed in before owes nothing of it."""
    viewer.needs(SIGN_LICENCES)
    with transaction.atomic():
        if not is_office(viewer):
            raise Refused("no_authority", "Only an authority keeps fees of licensing.")
        reading = strictly(FEE, raw)
        values = reading.values
        row = LicenceFee(
            organisation_id=viewer.organisation_id,
            government_id=viewer.country,
            before_decision=values["before"] == "yes",
            kept_by=viewer.name,
            **{name: values[name] or "" for name in ("title", "asked", "document", "activity", "source", "how")},
            **{name: values[name] for name in ("amount", "currency", "from_on", "until_on")},
        )
        row.save(force_insert=True)
        told = {"fee": str(row.pk), "content": dict(reading.kept)}
        note("licensing.fee_kept", viewer, [viewer.organisation_id], told, SIGN_LICENCES)
    return row


def end_fee(*, viewer: Viewer, fee_id: UUID, raw: Mapping[str, Any]) -> LicenceFee:
    """Set the last day of a fee, today or later; the row stays readable."""
    viewer.needs(SIGN_LICENCES)
    with transaction.atomic():
        LicenceFee.objects.visible_to(viewer).select_for_update(of=("self",)).filter(pk=fee_id).first()
        row = queries.own_fee(viewer, fee_id)
        if queries.stands(row) == "over":
            raise Refused("ended", "This fee has ended already. Keep another one, from the day it is to hold.")
        row.until_on = strictly(END, raw).values["until_on"]
        row.save(update_fields=["until_on"])
        told = {"fee": str(row.pk), "until_on": str(row.until_on)}
        note("licensing.fee_ended", viewer, [viewer.organisation_id], told, SIGN_LICENCES)
    return row


def enter(*, viewer: Viewer, application_id: UUID, raw: Mapping[str, Any]) -> FeeEntry:
    """Enter what was paid, waived or given back of an application's fees; the officers of its authority do."""
    viewer.needs(HANDLE_LICENCES)
    with transaction.atomic():
        application = APPLICATIONS.lock(viewer, application_id)  # two waivers wait for each other
        if application.counterpart_id != viewer.organisation_id:
            raise Refused("other_side", "Only the authority that decides enters this.")
        values = strictly(ENTRY, raw).values
        _refuse_amount(owed(viewer, application).balances, values)
        row = FeeEntry(
            case=application,
            person_name=viewer.name,
            **{name: values[name] for name in ("happened", "amount", "currency", "happened_on")},
            **{name: values[name] or "" for name in ("reference", "reason")},
        )
        row.save(force_insert=True)
        told = {
            "amount": exact(row.amount, row.currency),
            "currency": row.currency,
            "happened_on": str(row.happened_on),
            "reference": row.reference,
            "reason": row.reason,
        }
        note(ACTS[row.happened], viewer, application.audience, told, HANDLE_LICENCES, case_id=application.pk)
    return row


def _refuse_amount(balances: Sequence[Balance], values: Mapping[str, Any]) -> None:
    """Refused for a currency in which nothing is owed, and for more than can be waived or given back."""
    if not balances:
        raise Refused("nothing_owed", "No fee is asked of this application, so there is nothing to enter.")
    amount, currency = values["amount"], values["currency"]
    balance = next((one for one in balances if one.currency == currency), None)
    if balance is None:
        text = "Nothing is owed in {given}. Enter the amount in {known}."
        said = {"given": currency, "known": ", ".join(one.currency for one in balances)}
        raise refused_for([Fault("currency", "other_currency", text, said)])
    most = {"waived": balance.open, "returned": balance.paid}
    bound = most.get(values["happened"])
    if bound is not None and amount > bound:
        text = "Only {most} can be waived: so much is open."
        if values["happened"] == "returned":
            text = "Only {most} can be given back: so much was paid."
        raise refused_for([Fault("amount", "more_than_there_is", text, {"most": written(bound, currency)})])
