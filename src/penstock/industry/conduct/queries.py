"""Reads of conduct; the viewer comes first, and sees of each company what its cases show to it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from penstock.industry.inspections.models import Finding, Inspection
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.partnership.models import Agreement, Assessment
from penstock.industry.returns.due import due_by, owes
from penstock.industry.returns.models import AnnualReturn
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer

YEARS = 3
"""How many years back conduct is looked at."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The return of a year under a licence: by when, and when it was handed in."""

    licence: str
    year: int
    due_by: date
    filed_on: date | None

    @property
    def is_in_time(self) -> bool:
        """Whether it was handed in by its day."""
        return self.filed_on is not None and self.filed_on <= self.due_by


@dataclass(slots=True)
class Conduct:
    """What is known of one company; `findings` are of inspections that were held, with what they were held on."""

    licences: list[OperatorLicence] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    findings: list[tuple[Finding, Inspection]] = field(default_factory=list)
    returns: list[Owed] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    assessment: Assessment | None = None


def conduct_of(viewer: Viewer, company: UUID) -> Conduct:
    """What the viewer may see of the conduct of one company."""
    return conducts(viewer, [company])[company]


def conducts(viewer: Viewer, companies: Collection[UUID]) -> dict[UUID, Conduct]:
    """The same of many companies, in few questions."""
    found = {one: Conduct() for one in companies}
    since = date(today().year - YEARS, today().month, 1)
    for held in OperatorLicence.objects.visible_to(viewer).filter(counterpart__in=companies).order_by("reference"):
        _of(found, held.counterpart_id).licences.append(held)
    visits = Inspection.objects.visible_to(viewer).filter(counterpart__in=companies, held_on__gte=since)
    held_at = {one.pk: one for one in visits.order_by("held_on", "reference")}
    for visit in held_at.values():
        _of(found, visit.counterpart_id).inspections.append(visit)
    for one in Finding.objects.visible_to(viewer).filter(case__in=list(held_at)).order_by("case_id", "number"):
        visit = held_at[one.case_id]
        _of(found, visit.counterpart_id).findings.append((one, visit))
    _add_returns(viewer, found)
    signed = Assessment.objects.visible_to(viewer).filter(partner__organisation__in=companies).order_by("made_at")
    for each in signed.select_related("partner"):
        _of(found, each.partner.organisation_id).assessment = each
    parties = Agreement.objects.visible_to(viewer).filter(
        partners__organisation__in=companies, partners__signed_on__isnull=False, ended_on__isnull=True
    )
    for company, agreement in parties.values_list("partners__organisation", "pk"):
        if company in found:
            found[company].agreements.append(Agreement(pk=agreement))
    return found


def _of(found: dict[UUID, Conduct], company: UUID | None) -> Conduct:
    """Rows are asked for by their company, so there always is one."""
    return found[company] if company is not None else Conduct()


def _add_returns(viewer: Viewer, found: dict[UUID, Conduct]) -> None:
    """What the law wanted by a day that has passed, whether it was handed in or not."""
    rows = AnnualReturn.objects.visible_to(viewer).filter(under__counterpart__in=list(found), filed_on__isnull=False)
    filed: dict[tuple[UUID, int], list[AnnualReturn]] = defaultdict(list)
    for one in rows:
        filed[one.under_id, one.year].append(one)
    for conduct in found.values():
        for held in conduct.licences:
            for year in range(today().year - YEARS, today().year):
                last = due_by(held, year) if owes(held, year) else None
                if last is None or last[0] >= today():
                    continue
                handed = [one.filed_on for one in filed[held.pk, year] if one.filed_on]
                conduct.returns.append(Owed(held.reference, year, last[0], min(handed, default=None)))
