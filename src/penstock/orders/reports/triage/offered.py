"""What a report offers to those above: codes and names of registers alone, nothing that anybody wrote.

Nothing of the reporter, of the other party or of the order is in it, so that whoever reads what is made of it cannot
tell from whom it came. A material is made when it is asked for and stored nowhere.
"""

from dataclasses import dataclass
from uuid import UUID

from penstock.catalogue.substances import substance
from penstock.kernel import record
from penstock.kernel.viewer import Viewer
from penstock.orders.reports.fields import LOSS, ORDER, SORTS, THEFT
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.signs.known import labels
from penstock.orders.reports.triage.judging import office_report
from penstock.parties.duties import HANDLE_REPORTS

NOT_IDENTIFIED = "a chemical"
HEADLINES = {THEFT: "Theft of {goods}", LOSS: "Loss of {goods}", ORDER: "Suspicious orders of {goods}"}
USUAL_HEADLINE = "Suspicious enquiries about {goods}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What may be told of a report without telling whose it is."""

    sort: str
    sort_label: str
    substances: tuple[str, ...]
    signs: tuple[str, ...]
    month: str
    country: str

    @property
    def headline(self) -> str:
        """One sentence of register names."""
        goods = ", ".join(substance(one).name for one in self.substances) or NOT_IDENTIFIED
        return HEADLINES.get(self.sort, USUAL_HEADLINE).format(goods=goods)

    @property
    def looked_for(self) -> str:
        """The signs in words, a line each."""
        return "\n".join(labels()[one] for one in self.signs)


def material_of(report: SuspiciousReport) -> Material:
    """What a report offers: its sort, the substances by their register ids, the signs as codes, and the month."""
    return Material(
        sort=report.sort,
        sort_label=SORTS.get(report.sort, ""),
        substances=tuple(report.substances),
        signs=tuple(report.signs),
        month=str(report.content.get("happened_on") or "")[:7],
        country=report.opener.government_id or "",
    )


def taken_onward(*, viewer: Viewer, report_id: UUID, to: str) -> tuple[SuspiciousReport, Material]:
    """The material of a report for something that is made of it in the caller's transaction; on the office's record.

    Only the office that works on the report takes it onward. `to` says in a word where it goes.
    """
    viewer.needs(HANDLE_REPORTS)
    report = office_report(viewer, report_id)
    act = record.Act(
        name="suspicion.taken_onward",
        case_id=report.pk,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={"to": to},
        duty=HANDLE_REPORTS,
    )
    record.append(act)
    return report, material_of(report)
