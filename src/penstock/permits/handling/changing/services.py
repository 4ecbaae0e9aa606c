"""Writes of changes: beginning a variation of a permit, and extending many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from penstock.cases.secrecy.sight import content_for
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Change
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import APPLY_FOR_PERMITS, SIGN_PERMITS
from penstock.permits import queries, services
from penstock.permits.applications.fields import APPLICATION
from penstock.permits.applications.models import Application
from penstock.permits.applications.services import draft_application
from penstock.permits.fields import EXTENSION
from penstock.permits.models import Permit
from penstock.permits.states import STANDING

MOST = 200
NOT_ON_THE_PERMIT = frozenset({"replaces", "marking", "remarks", "cited_until", "valid_from"})
"""Answers of an application that a permit does not repeat, so that they are no change."""


def may_be_changed(viewer: Viewer, permit: Permit) -> bool:
    """Whether the viewer may apply for a change: the holder, or the authority where it keyed in what has no holder.

    An authority does not key in a change of what a company holds, for the new permit would have no holder any more.
    """
    by = permit.holder_id or permit.opener_id
    return permit.state in STANDING and viewer.organisation_id == by and viewer.has(APPLY_FOR_PERMITS)


def begin_change(*, viewer: Viewer, reference: str) -> Application:
    """Draft an application for a change of a permit, filled in from it; once it is issued it takes its place."""
    viewer.needs(APPLY_FOR_PERMITS)
    permit = queries.permit_by_reference(viewer, reference)
    if viewer.organisation_id != (permit.holder_id or permit.opener_id):
        raise NotVisible
    if permit.state not in STANDING:
        raise Refused("permit_ended", "This permit does not stand any more. Apply for a new one.")
    return draft_application(viewer=viewer, raw=_begun(viewer, permit))


def _begun(viewer: Viewer, permit: Permit) -> dict[str, Any]:
    said = {name: value for name, value in content_for(viewer, permit).items() if name != "conditions"}
    last = permit.valid_until.isoformat() if permit.valid_until else ""
    return {**said, "replaces": permit.reference, "marking": permit.marking, "valid_until": last}


def changes(viewer: Viewer, application: Application) -> tuple[Permit, list[Change]] | None:
    """The permit that an application is to replace, and what differs; None where it replaces none the viewer sees."""
    content = content_for(viewer, application)
    number = str(content.get("replaces") or "").strip().upper()
    permit = Permit.objects.visible_to(viewer).filter(reference=number).first() if number else None
    if permit is None:
        return None
    found = APPLICATION.changes(_begun(viewer, permit), content)
    return permit, [one for one in found if one.field.name not in NOT_ON_THE_PERMIT]


@dataclass(frozen=True, slots=True)
class Extended:
    """A permit that was to be extended; without a reason against it, it was."""

    reference: str
    reason: str = ""


def extensible(viewer: Viewer, within: int) -> list[Permit]:
    """The permits of the viewer's authority that are in force and end within so many days, the nearest first."""
    rows = Permit.objects.visible_to(viewer).filter(opener=viewer.organisation_id, state=STANDING[0])
    ending = rows.filter(valid_until__lte=today() + timedelta(days=within), valid_until__gte=today())
    return list(ending.order_by("valid_until", "reference")[:MOST])


def extend_many(*, viewer: Viewer, references: Iterable[str], raw: Mapping[str, Any]) -> list[Extended]:
    """Extend permits to one day for one reason; each is extended, or said why not, by itself."""
    viewer.needs(SIGN_PERMITS)
    wanted = list(dict.fromkeys(references))
    faults = list(EXTENSION.read(raw, strict=True).faults)
    if not wanted:
        faults.append(Fault("permits", "missing_permits", "Choose the permits to extend."))
    if len(wanted) > MOST:
        faults.append(Fault("permits", "too_many", "Extend at most {most} at a time.", {"most": MOST}))
    if faults:
        raise refused_for(faults)
    return [_extended(viewer, one, raw) for one in wanted]


def _extended(viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> Extended:
    try:
        with transaction.atomic():
            permit = queries.permit_by_reference(viewer, reference)
            services.take_step(viewer=viewer, permit_id=permit.pk, verb="extend", raw=raw)
    except NotVisible:
        return Extended(reference, "There is no such permit.")
    except Refused as no:
        return Extended(reference, " ".join(one.message for one in no.faults) or no.message)
    return Extended(reference)
