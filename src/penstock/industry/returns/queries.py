"""Reads of annual returns; the viewer comes first."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from penstock.industry.licences.models import OperatorLicence
from penstock.industry.returns.due import owes
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.reminding.days import OwnDays, own_days, wanted_by
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer

MOST_LICENCES = 2000
Standing = Literal["handed in", "late", "awaited", "not asked for"]


@dataclass(frozen=True, slots=True)
class Owed:
    """A licence that stood in a year, and how its return stands; `last_day` is the law's or the authority's own."""

    held: OperatorLicence
    year: int
    last_day: date | None
    source: str
    given: AnnualReturn | None

    @property
    def is_filed(self) -> bool:
        """Whether the return was handed in."""
        return self.given is not None and self.given.filed_on is not None

    @property
    def standing(self) -> Standing:
        """In a word: handed in, late, awaited, or that neither law nor authority names a day."""
        if self.is_filed:
            return "handed in"
        if self.last_day is None:
            return "not asked for"
        return "late" if today() > self.last_day else "awaited"


def _seen(viewer: Viewer) -> QuerySet[AnnualReturn]:
    return AnnualReturn.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for", "under")


def return_by_reference(viewer: Viewer, reference: str) -> AnnualReturn:
    """The return with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def owed_in(viewer: Viewer, year: int, *, standing: str = "") -> list[Owed]:
    """How the returns of a year stand under every licence the viewer sees, the latest day first; or those of a kind."""
    held = OperatorLicence.objects.visible_to(viewer).select_related("opener", "counterpart")
    rows = [one for one in held.order_by("holder_name", "pk")[:MOST_LICENCES] if owes(one, year)]
    given = {one.under_id: one for one in _seen(viewer).filter(year=year).exclude(state="discarded")}
    own = own_days()
    found = [_owed(one, year, given.get(one.pk), own) for one in rows]
    wanted = [one for one in found if standing in {"", one.standing}]
    return sorted(wanted, key=lambda one: (one.standing != "late", one.last_day or date.max))


def _owed(held: OperatorLicence, year: int, given: AnnualReturn | None, own: OwnDays) -> Owed:
    wanted = wanted_by(held, year, own)
    return Owed(held, year, wanted.last_day if wanted else None, wanted.source if wanted else "", given)


def returns_under(viewer: Viewer, held: OperatorLicence) -> list[AnnualReturn]:
    """The returns under a licence that the viewer may see, the newest year first."""
    return list(_seen(viewer).filter(under=held).exclude(state="discarded").order_by("-year", "-id"))
