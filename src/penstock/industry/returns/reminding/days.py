"""By which day a return is wanted: the law's where the packs name one, else the authority's own where it set one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.licences.models import OperatorLicence
from penstock.industry.mapping.office import strictly
from penstock.industry.returns.due import due_by
from penstock.industry.returns.fields import DAY
from penstock.industry.returns.reminding.models import ReturnDay
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused, Viewer
from penstock.parties.duties import SIGN_LICENCES
from penstock.parties.models import Organisation

OwnDays = Mapping[UUID, ReturnDay]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The last day for the return of a year, and on what it rests; `by_law` unless the authority set it."""

    last_day: date
    source: str
    by_law: bool


def own_days() -> OwnDays:
    """The days that authorities set, by authority; read as the system, for whoever owes a return must know it."""
    with acting(SYSTEM):
        return {one.organisation_id: one for one in ReturnDay.objects.visible_to(SYSTEM)}


def wanted_by(held: OperatorLicence, year: int, own: OwnDays) -> Wanted | None:
    """The last day for the return of a year under a licence; None where neither law nor authority names one."""
    law = due_by(held, year)
    if law:
        return Wanted(law[0], law[1].source, by_law=True)
    set_one = own.get(held.opener_id)
    if set_one is None:
        return None
    return Wanted(date(year + 1, set_one.month, set_one.day), set_one.basis, by_law=False)


def own_day(viewer: Viewer) -> ReturnDay | None:
    """The day that the viewer's own authority set."""
    return ReturnDay.objects.visible_to(viewer).filter(organisation=viewer.organisation_id).first()


def set_day(*, viewer: Viewer, raw: Mapping[str, Any]) -> ReturnDay:
    """Set the day by which the viewer's authority wants returns for which the law names none."""
    viewer.needs(SIGN_LICENCES)
    with transaction.atomic():
        if not Organisation.objects.filter(pk=viewer.organisation_id, kind="authority").exists():
            raise Refused("no_authority", "Only an authority sets the day of annual returns.")
        values = strictly(DAY, raw).values
        told = {"month": int(values["month"]), "day": int(values["day"]), "basis": values["basis"]}
        row, _made = ReturnDay.objects.update_or_create(
            organisation_id=viewer.organisation_id, defaults={**told, "set_by": viewer.name, "set_at": now()}
        )
        act = record.Act(
            name="return.day_set",
            case_id=None,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data=told,
            duty=SIGN_LICENCES,
        )
        record.append(act)
    return row
