"""Writes of licences: granting, renewing, amending, and the effects of each step; the register follows all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.industry.licences import register
from penstock.industry.licences.models import Allowance, OperatorLicence
from penstock.industry.licences.states import LICENCES
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.kernel.workflow import Effect, Taking
from penstock.parties.duties import READ_LICENCES, SIGN_LICENCES
from penstock.parties.models import Organisation

LICENCES.model = OperatorLicence
LISTED_APART.add(LICENCES.kind)
SERIES = {"licence": "LIC", "registration": "REG", "permit": "SP"}
"""The letters in the number of each kind of document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """What a licence is granted on: the document, the parties, what it allows, what stands on it, and the days."""

    document: str
    title: str
    content: Mapping[str, Any]
    authority: Organisation
    holder: Organisation | None
    holder_name: str
    company_number: str
    sorts: Sequence[str]
    lines: Sequence[Mapping[str, Any]]
    valid_from: date
    valid_until: date | None
    marking: str
    applied_as: str
    replaces: OperatorLicence | None = None


def grant(*, viewer: Viewer, wanted: Granting) -> OperatorLicence:
    """Grant a licence: its number, its entry in the register, and its lines; the one that it replaces ends."""
    with transaction.atomic():
        held = _new(wanted)
        if wanted.replaces is not None:
            workflow.advance(LICENCES, wanted.replaces.pk, "replace", SYSTEM)
        held.entry = register.enter(viewer, held, wanted.content)
        workflow.begin(LICENCES, held).save(force_insert=True)
        _write_lines(held, wanted.lines)
        record.append(
            record.Act(
                name="licence.granted",
                case_id=held.pk,
                viewer=viewer,
                audience=held.audience,
                data={"edition": 1, "content": held.content, "reference": held.reference},
                duty=SIGN_LICENCES,
            )
        )
    return held


def _new(wanted: Granting) -> OperatorLicence:
    country = wanted.authority.government_id or ""
    series = f"{country}-{SERIES[wanted.document]}-{today().year}"
    licence_id = new_id()
    return OperatorLicence(
        id=licence_id,
        case_ptr_id=licence_id,
        kind=LICENCES.kind,
        reference=f"{series}-{numbers.take(series):06d}",
        title=wanted.title,
        marking=wanted.marking,
        opener=wanted.authority,
        counterpart=wanted.holder,
        sent_at=now(),
        edition=1,
        content=dict(wanted.content),
        audience=list(dict.fromkeys(one.pk for one in (wanted.authority, wanted.holder) if one)),
        document=wanted.document,
        country=country,
        holder_name=wanted.holder_name,
        company_number=wanted.company_number,
        sorts=list(wanted.sorts),
        substances=_substances(wanted.lines),
        applied_as=wanted.applied_as,
        replaces=wanted.replaces,
        granted_on=today(),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
    )


def _substances(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({one["substance"] for one in lines})


def _write_lines(held: OperatorLicence, lines: Iterable[Mapping[str, Any]]) -> None:
    Allowance.objects.bulk_create(
        Allowance(
            case=held,
            edition=held.edition,
            position=number,
            activity=one["activity"],
            substance=one["substance"],
            site=one["at"],
            percent=one["percent"],
            quantity=one["quantity"],
            unit=one["unit"] or "",
        )
        for number, one in enumerate(lines)
    )


def renew(*, held: OperatorLicence, wanted: Granting) -> OperatorLicence:
    """Let a licence run until a later day; what it allows may change with it."""
    return _anew(held, "renew", wanted)


def amend(*, held: OperatorLicence, wanted: Granting) -> OperatorLicence:
    """Change what a licence allows or says; its last day stays as it is."""
    return _anew(held, "amend", wanted)


def _anew(held: OperatorLicence, verb: str, wanted: Granting) -> OperatorLicence:
    with transaction.atomic():
        taken: OperatorLicence = workflow.advance(LICENCES, held.pk, verb, SYSTEM, desk=wanted)
        _write_lines(taken, wanted.lines)
    return taken


def take_step(*, viewer: Viewer, licence_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> OperatorLicence:
    """Take a step of a licence's workflow; NotVisible or Refused where it may not be."""
    taken: OperatorLicence = workflow.advance(LICENCES, licence_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, licence_id: UUID) -> OperatorLicence:
    """Give the second signature to what another officer proposed."""
    taken: OperatorLicence = workflow.confirm(LICENCES, licence_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, licence_id: UUID) -> OperatorLicence:
    """Decline what another officer proposed, or take back one's own."""
    taken: OperatorLicence = workflow.decline(LICENCES, licence_id, viewer)
    return taken


def _new_edition(taking: Taking) -> Effect:
    held, wanted = taking.case, taking.desk
    held.title, held.content = wanted.title, dict(wanted.content)
    held.holder_name, held.sorts = wanted.holder_name, list(wanted.sorts)
    held.substances, held.applied_as = _substances(wanted.lines), wanted.applied_as
    if taking.step.verb == "renew":
        held.valid_until = wanted.valid_until
    held.edition += 1
    register.follow(held, taking.step.to)
    return Effect(data={"edition": held.edition, "content": held.content, "until": str(held.valid_until or "")})


for _verb in ("renew", "amend"):
    LICENCES.effect(_verb)(_new_edition)


def _with_reason(taking: Taking) -> Effect:
    taking.case.reason = "" if taking.step.verb == "reinstate" else taking.values["reason"]
    register.follow(taking.case, taking.step.to)
    return Effect(data=dict(taking.kept))


for _verb in ("suspend", "reinstate"):
    LICENCES.effect(_verb)(_with_reason)


def _ended(taking: Taking) -> Effect:
    taking.case.is_open = False
    taking.case.reason = taking.values.get("reason") or ""
    register.follow(taking.case, taking.step.to)
    return Effect(data=dict(taking.kept))


for _verb in ("revoke", "surrender", "replace", "expire"):
    LICENCES.effect(_verb)(_ended)

LETTERS = {
    "suspend": ("Licence suspended:", "It may not be used until it is reinstated."),
    "reinstate": ("Licence reinstated:", "It may be used again."),
    "revoke": ("Licence revoked:", "It may not be used any more."),
    "surrender": ("Licence given back:", "Its holder will not use it any more."),
    "renew": ("Licence renewed:", "It runs until a later day."),
    "amend": ("Licence amended:", "What it allows or says was changed."),
    "replace": ("Licence replaced:", "Another stands in its place."),
    "expire": ("Licence expired:", "Its last day has passed."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    subject, body = LETTERS[taking.step.verb]
    for one in (taking.case.opener_id, taking.case.counterpart_id):
        if one not in {None, taking.viewer.organisation_id}:
            tell(taking.case, one, duty=READ_LICENCES, subject=subject, body=body)
    return ()


LICENCES.tell = _tell
