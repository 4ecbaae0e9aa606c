"""Writes of permits: issuing, the effects of each step, what they hold of the accounts, and telling the people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import SYSTEM, Fault, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import READ_PERMITS, SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat
from penstock.permits.ledger import drawing
from penstock.permits.ledger.drawing import Held
from penstock.permits.models import Line, Permit
from penstock.permits.passages import holding
from penstock.permits.states import PERMITS

PERMITS.model = Permit
LISTED_APART.add(PERMITS.kind)
SERIES = {
    "import-authorisation": "IA",
    "export-authorisation": "EA",
    "transit-permit": "TP",
    "letter-of-no-objection": "LNO",
    "import-certificate": "IC",
    "no-objection-certificate": "NOC",
    "simplified-authorisation": "SA",
}
"""The letters in the number of each kind of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """What a permit is issued on: the paper, the parties, the lines with their pure substance, and the days."""

    paper: str
    direction: str
    regime: str
    title: str
    content: Mapping[str, Any]
    authority: Organisation
    holder: Organisation | None
    holder_name: str
    other: Organisation | None
    other_country: str
    other_name: str
    lines: Sequence[Held]
    valid_from: date
    valid_until: date | None
    shipments: str
    marking: str
    applied_as: str
    cites: Permit | None = None
    replaces: Permit | None = None


def issue(*, viewer: Viewer, wanted: Issuing) -> Permit:
    """Issue a permit: its number, its accounts, and what it holds of the balances; Overdrawn where those are short."""
    with transaction.atomic():
        permit = _new(wanted)
        workflow.begin(PERMITS, permit).save(force_insert=True)
        Line.objects.bulk_create(
            Line(case=permit, position=number, substance=one.substance, content=dict(one.content),
                 quantity=one.quantity, unit=one.unit, pure=one.pure, pure_unit=one.pure_unit)
            for number, one in enumerate(wanted.lines)
        )  # fmt: skip
        if wanted.replaces is not None:
            workflow.advance(PERMITS, wanted.replaces.pk, "replace", SYSTEM)
        drawing.open_and_reserve(viewer, permit, wanted.lines)
        record.append(
            record.Act(
                name="permit.issued",
                case_id=permit.pk,
                viewer=viewer,
                audience=permit.audience,
                data={"edition": 1, "content": permit.content, "reference": permit.reference},
                duty=SIGN_PERMITS,
            )
        )
        _tell_all(permit, viewer, "A permit was issued:", "You may read it, and verify its paper, at this address.")
    return permit


def _new(wanted: Issuing) -> Permit:
    country = wanted.authority.government_id or ""
    series = f"{country}-{SERIES[wanted.paper]}-{today().year}"
    permit_id = new_id()
    sides = [wanted.authority, wanted.holder, wanted.other, secretariat()]
    return Permit(
        id=permit_id,
        case_ptr_id=permit_id,
        kind=PERMITS.kind,
        reference=f"{series}-{numbers.take(series):06d}",
        title=wanted.title,
        marking=wanted.marking,
        opener=wanted.authority,
        counterpart=wanted.other,
        sent_at=now(),
        edition=1,
        content=dict(wanted.content),
        audience=list(dict.fromkeys(one.pk for one in sides if one is not None)),
        paper=wanted.paper,
        direction=wanted.direction,
        regime=wanted.regime,
        country=country,
        other_country=wanted.other_country,
        holder=wanted.holder,
        holder_name=wanted.holder_name,
        other_name=wanted.other_name,
        substances=sorted({one.substance for one in wanted.lines}),
        applied_as=wanted.applied_as,
        cites=wanted.cites,
        replaces=wanted.replaces,
        shipments=wanted.shipments,
        issued_on=today(),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
    )


def take_step(*, viewer: Viewer, permit_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Permit:
    """Take a step of a permit's workflow; NotVisible or Refused where it may not be."""
    taken: Permit = workflow.advance(PERMITS, permit_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, permit_id: UUID) -> Permit:
    """Give the second signature to what another officer proposed."""
    taken: Permit = workflow.confirm(PERMITS, permit_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, permit_id: UUID) -> Permit:
    """Decline what another officer proposed, or take back one's own."""
    taken: Permit = workflow.decline(PERMITS, permit_id, viewer)
    return taken


@PERMITS.effect("extend")
def _extend(taking: Taking) -> Effect:
    permit, until = taking.case, taking.values["valid_until"]
    if permit.valid_until is not None and until <= permit.valid_until:
        text = "It is valid until {now} already. Enter a later day."
        raise refused_for([Fault("valid_until", "not_later", text, {"now": permit.valid_until})])
    permit.valid_until = until
    permit.edition += 1
    return Effect(data={**taking.kept, "edition": permit.edition, "content": permit.content})


def _with_reason(taking: Taking) -> Effect:
    taking.case.reason = taking.values["reason"]
    return Effect(data=dict(taking.kept))


@PERMITS.effect("suspend")
def _suspend(taking: Taking) -> Effect:
    holding.permit_moves(taking.case, taking.step.verb)
    return _with_reason(taking)


@PERMITS.effect("reinstate")
def _reinstate(taking: Taking) -> Effect:
    taking.case.reason = ""
    holding.permit_moves(taking.case, taking.step.verb)
    return Effect(data=dict(taking.kept))


def _ended(taking: Taking) -> Effect:
    """What it still holds and is not under way goes back to the accounts."""
    permit = taking.case
    permit.is_open = False
    holding.permit_moves(permit, taking.step.verb)
    permit.reason = taking.values.get("reason") or ""
    back = drawing.give_back(taking.viewer, permit, f"{permit.reference} {taking.step.to}")
    return Effect(data={**taking.kept, "given_back": {name: f"{amount:f}" for name, amount in back.items()}})


for _verb in ("revoke", "surrender", "replace", "expire", "finish"):
    PERMITS.effect(_verb)(_ended)

LETTERS = {
    "extend": ("Permit extended:", "Its last day is a later one."),
    "suspend": ("Permit suspended:", "It may not be used until it is reinstated."),
    "reinstate": ("Permit reinstated:", "It may be used again."),
    "revoke": ("Permit revoked:", "It may not be used any more. Goods that travel on it are to be held."),
    "surrender": ("Permit given back:", "Its holder will not use it."),
    "replace": ("Permit replaced:", "Another stands in its place."),
    "expire": ("Permit expired:", "Its last day has passed."),
    "finish": ("Permit used up:", "All that it allowed has arrived and was endorsed."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    subject, body = LETTERS[taking.step.verb]
    _tell_all(taking.case, taking.viewer, subject, body)
    return ()


def _tell_all(permit: Permit, viewer: Viewer, subject: str, body: str) -> None:
    for one in (permit.opener_id, permit.holder_id, permit.counterpart_id):
        if one not in {None, viewer.organisation_id}:
            tell(permit, one, duty=READ_PERMITS, subject=subject, body=body)


PERMITS.tell = _tell
