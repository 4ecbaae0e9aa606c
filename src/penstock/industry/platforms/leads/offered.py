"""What a lead offers to those above: codes and register names, and neither the account nor whoever reported it."""

from dataclasses import dataclass
from uuid import UUID

from penstock.catalogue.substances import substance
from penstock.industry.platforms.asking.fields import SORTS
from penstock.industry.platforms.leads.fields import SIGNS
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.states import LEADS
from penstock.kernel import record
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import WORK_WITH_PLATFORMS

NOT_IDENTIFIED = "a chemical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What may be told of a lead without telling whom it is about: made when it is asked for, and stored nowhere."""

    sort: str
    substances: tuple[str, ...]
    signs: tuple[str, ...]
    month: str
    country: str

    @property
    def headline(self) -> str:
        """One sentence of register names."""
        goods = ", ".join(substance(one).name for one in self.substances) or NOT_IDENTIFIED
        return f"Offers of {goods} online or by parcel"

    @property
    def looked_for(self) -> str:
        """The signs in words, a line each."""
        return "\n".join(SIGNS[one] for one in self.signs)

    @property
    def sort_label(self) -> str:
        """What it was seen as."""
        return SORTS[self.sort]


def material_of(lead: Lead) -> Material:
    """What a lead offers: its sort, the substances by their register ids, the signs as codes, and the month."""
    return Material(
        sort=lead.sort,
        substances=tuple(lead.substances),
        signs=tuple(lead.signs),
        month=str(lead.content.get("seen_on") or "")[:7],
        country=lead.opener.government_id or "",
    )


def taken_onward(*, viewer: Viewer, lead_id: UUID, to: str) -> tuple[Lead, Material]:
    """The material of a lead for something made of it in the caller's transaction; on the office's record.

    `to` says in a word where it goes.
    """
    viewer.needs(WORK_WITH_PLATFORMS)
    lead: Lead = LEADS.lock(viewer, lead_id)
    act = record.Act(
        name="lead.taken_onward",
        case_id=lead.pk,
        viewer=viewer,
        audience=lead.audience,
        data={"to": to},
        duty=WORK_WITH_PLATFORMS,
    )
    record.append(act)
    return lead, material_of(lead)
