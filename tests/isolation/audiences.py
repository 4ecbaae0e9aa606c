"""Who may see a row, said by hand: from the row itself, or from its parent where it has no audience of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from penstock.alerts import models as alerts
from penstock.cases.assignments.models import Assignment
from penstock.cases.enquiries.models import Enquiry
from penstock.cases.models import Case, Comment, Link
from penstock.cases.registers import models as registers
from penstock.exchange.misp import models as misp
from penstock.exchange.models import DigestPlan, Endpoint
from penstock.exchange.taxii import models as taxii
from penstock.incidents import models as incidents
from penstock.incidents.linking import models as linking
from penstock.industry.consultations import models as consulting
from penstock.industry.contacts.models import ContactPoint
from penstock.industry.fees.models import LicenceFee
from penstock.industry.guidance.models import Guidance, GuidanceReading
from penstock.industry.mapping import models as mapping
from penstock.industry.partnership import models as partnership
from penstock.industry.platforms import models as platforms
from penstock.industry.returns.reminding.models import ReturnDay
from penstock.industry.trust.models import TrustedPartner, TrustJudgement
from penstock.kernel.models import Event
from penstock.notices.models import Batch
from penstock.operations import models as operations
from penstock.orders.reports.models import Judgement
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import FOCAL_POINTS
from penstock.parties.companies.models import Company, Licence
from penstock.parties.directory.models import Candidacy, Specimen
from penstock.parties.directory.models import Entry as DirectoryEntry
from penstock.parties.models import DutyHeld, Organisation
from penstock.permits.applications.models import Recommendation
from penstock.permits.availability.models import Consumption, Population
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.routing.models import Placement, RuleSet
from penstock.permits.ledger.models import Account
from penstock.permits.ledger.models import Entry as LedgerEntry
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.papers import models as permit_papers
from penstock.permits.passages.models import BorderOffice
from penstock.permits.relief.models import Agreement
from penstock.surveillance.models import (
    Copy,
    Edition,
    Entry,
    SurveillanceList,
    Vetting,
)


def opened(audience: Iterable[Any]) -> set[Any]:
    """The organisations of an audience, and today's members of its circles."""
    found = set(audience)
    found |= set(Membership.objects.filter(circle__in=found, until_on=None).values_list("organisation", flat=True))
    if FOCAL_POINTS in found:
        readers = DutyHeld.objects.filter(duty="read incidents", until_on=None)
        found |= set(readers.values_list("person__organisation", flat=True))
    return found


def _offices(**of_one: Any) -> set[Any]:
    return set(Organisation.objects.exclude(kind="company").filter(**of_one).values_list("pk", flat=True))


def _of_own_authorities(row: Any) -> set[Any]:
    return _offices(kind="authority", government=row.government_id)


def _of_surveillance_entry(row: Entry) -> set[Any]:
    held = Copy.objects.filter(edition_id=row.edition_id, state="acknowledged")
    return {row.edition.owner_id, *held.values_list("holder_id", flat=True)}


def _of_directory(row: DirectoryEntry) -> set[Any]:
    theirs = Organisation.objects.filter(government=row.government_id).values_list("pk", flat=True)
    return _offices() | set(theirs) if row.is_public else _offices()


def _of_project(row: operations.Project) -> set[Any]:
    live = row.seats.exclude(state__in=["declined", "ended"])
    return opened(row.audience) | set(live.values_list("organisation", flat=True))


def _of_mark(row: linking.Mark) -> set[Any]:
    seen = audience_of(row.incident)
    return seen & audience_of(row.party) if row.party else seen


def _of_hint(row: linking.Hint) -> set[Any]:
    """Both incidents must be seen, and both marks."""
    seen = audience_of(row.incident) & audience_of(row.other)
    for mark in (row.mark, row.other_mark):
        seen &= audience_of(mark) if mark else seen
    assert (row.party, row.other_party) == (row.mark and row.mark.party, row.other_mark and row.other_mark.party)
    return seen


def _readers_of(row: taxii.StixObject) -> set[Any]:
    """Who was told of an edition and sees its case, and a name only where it is given; everybody, of what is common."""
    if row.case is None:
        return set(Organisation.objects.values_list("pk", flat=True))
    readers = opened(row.audience) & audience_of(row.case)
    if row.party_id is None:
        return readers
    party = incidents.Party.objects.filter(pk=row.party_id).first()
    return readers & set(party.audience) if party else set()


def _readers_of_notice(row: taxii.StixNotice) -> set[Any]:
    """Who was told of an edition and sees its case; what is secret by now, only those who are let in."""
    readers = opened(row.audience) & audience_of(row.case)
    return readers & set(row.case.let_in) if set(row.tells) & set(row.case.secret_fields) else readers


OF_MAPPING = (
    mapping.IndustryMapping,
    mapping.Sector,
    mapping.Review,
    mapping.FoundCompany,
    mapping.RegisterFile,
    mapping.FaultyLine,
    mapping.Survey,
    partnership.Association,
    platforms.Platform,
    platforms.PolicyCheck,
)


def _of_contact(row: ContactPoint) -> set[Any]:
    """Itself, the authorities of its country, and where it is one of them, everybody there."""
    there = Organisation.objects.filter(government=row.government_id)
    others = there if row.is_office else there.filter(kind="authority")
    return {row.organisation_id, *others.values_list("pk", flat=True)}


def _of_guidance(row: Guidance) -> set[Any]:
    """Everybody in the country that it is for, or everybody."""
    there = Organisation.objects.filter(government=row.government_id) if row.government_id else Organisation.objects
    return {row.publisher_id, *there.values_list("pk", flat=True)}


def _of_fee(row: LicenceFee) -> set[Any]:
    """Everybody in the country whose authority asks it."""
    return set(Organisation.objects.filter(government=row.government_id).values_list("pk", flat=True))


IN_ITS_OWN_WAY: dict[type[models.Model], Callable[[Any], set[Any]]] = {
    Entry: _of_surveillance_entry,
    DirectoryEntry: _of_directory,
    Specimen: lambda _row: _offices(),
    Company: _of_own_authorities,
    Licence: _of_own_authorities,
    **dict.fromkeys(OF_MAPPING, _of_own_authorities),
    registers.Requirement: lambda _row: _offices(),
    registers.Place: lambda _row: _offices(),
    Consumption: lambda _row: _offices(),
    Population: lambda _row: _offices(),
    Link: lambda row: audience_of(row.one) & audience_of(row.other),
    Circle: lambda row: opened([row.pk]),
    incidents.Party: lambda row: audience_of(row.incident) & set(row.audience),
    linking.Mark: _of_mark,
    linking.Hint: _of_hint,
    operations.Project: _of_project,
    ContactPoint: _of_contact,
    Guidance: _of_guidance,
    LicenceFee: _of_fee,
    partnership.Partner: lambda row: audience_of(row.agreement),
    LedgerEntry: lambda row: audience_of(row.account),
    BorderOffice: lambda row: {row.authority_id, row.office_id},
    operations.NamedIncident: lambda row: audience_of(row.daily_return) & audience_of(row.incident),
    taxii.StixObject: _readers_of,
    taxii.StixNotice: _readers_of_notice,
}
AS_IT_SAYS = (
    consulting.Consultation,
    consulting.Consulted,
    consulting.Reply,
    consulting.ConsultationSummary,
    TrustedPartner,
    TrustJudgement,
    GuidanceReading,
    mapping.Summary,
    partnership.Agreement,
    partnership.Assessment,
    Figure,
    Statement,
    Advice,
    RuleSet,
    Agreement,
    Event,
    Case,
    Batch,
    Comment,
    Candidacy,
    Endpoint,
    DigestPlan,
    Enquiry,
    SurveillanceList,
    Edition,
    Copy,
    Vetting,
    incidents.Message,
    linking.CommonMark,
    Account,
    alerts.Recipient,
    alerts.Suggestion,
    operations.Seat,
    operations.DailyReturn,
    operations.ClosingReport,
)
"""What has an audience in a column."""
OF_THEIR_ORGANISATION = (
    permit_papers.Check,
    permit_papers.Key,
    permit_papers.StatusList,
    permit_papers.StatusPlace,
    Placement,
    Assignment,
    incidents.Original,
    incidents.ReleaseRule,
    incidents.MessageLine,
    incidents.MessageMeaning,
    linking.LinkAnswer,
    misp.Kept,
    Recommendation,
    Judgement,
    ReturnDay,
)
"""What hangs on something that others see, and is still one organisation's own."""


def audience_of(row: models.Model) -> set[Any]:
    """The organisations that may see a row."""
    if type(row) in IN_ITS_OWN_WAY:
        return IN_ITS_OWN_WAY[type(row)](row)
    if isinstance(row, AS_IT_SAYS):
        return opened(row.audience)
    if not isinstance(row, OF_THEIR_ORGANISATION):
        for parent in ("case", "batch", "copy", "export", "list", "enquiry", "notice", "incident"):
            if isinstance(getattr(row, parent, None), models.Model):
                return audience_of(getattr(row, parent))
    organisation = getattr(row, "organisation_id", None)
    return {organisation} if organisation else set()
