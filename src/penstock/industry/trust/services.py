"""Writes of trust: asking for it, vetting, and the effects of each step."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from penstock.industry.partnership.keeping import companies_of, is_office, note, offered, own_country, strictly, write
from penstock.industry.trust import queries
from penstock.industry.trust.criteria import CRITERIA, OPEN
from penstock.industry.trust.fields import ASKING, BEGINNING
from penstock.industry.trust.models import TrustedPartner, TrustJudgement
from penstock.industry.trust.states import TRUST
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, today
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP
from penstock.parties.models import Government, Organisation

TRUST.model = TrustedPartner
Raw = Mapping[str, Any]


def ask_for_trust(*, viewer: Viewer, raw: Raw) -> TrustedPartner:
    """Ask one's authority to be vetted; NotVisible for whoever is no company."""
    viewer.needs(JOIN_PARTNERSHIP)
    country = own_country(viewer)
    if is_office(viewer):
        raise NotVisible
    reading = strictly(ASKING, raw)
    company = Organisation.objects.get(pk=viewer.organisation_id)
    return _begin(viewer, _office_of(country), company, dict(reading.kept), "trust.asked")


def _office_of(country: str) -> Organisation:
    """The authority that vets: the one that answers for the country, or its first."""
    government = Government.objects.select_related("counterpart").get(pk=country)
    office = government.counterpart or next(iter(offices_of(country)), None)
    if office is None:
        raise Refused("no_office", "No authority of your country works on this instance.")
    return office


def beginning_form(viewer: Viewer) -> Form:
    """What begins a vetting, with the companies of the viewer's country."""
    return offered(BEGINNING, {"company": {str(one.pk): one.name for one in companies_of(viewer.country)}})


def begin_vetting(*, viewer: Viewer, raw: Raw) -> TrustedPartner:
    """Begin to vet a company of one's country."""
    viewer.needs(KEEP_PARTNERSHIP)
    country = own_country(viewer)
    reading = strictly(beginning_form(viewer), raw)
    company = next(one for one in companies_of(country) if str(one.pk) == reading.values["company"])
    office = Organisation.objects.get(pk=viewer.organisation_id)
    return _begin(viewer, office, company, {"reason": reading.kept["reason"]}, "trust.begun")


def _begin(
    viewer: Viewer, office: Organisation, company: Organisation, content: dict[str, Any], event: str
) -> TrustedPartner:
    series = f"{company.government_id}-TP-{today().year}"
    duty = JOIN_PARTNERSHIP if viewer.organisation_id == company.pk else KEEP_PARTNERSHIP
    try:
        with transaction.atomic():
            row = TrustedPartner(
                id=new_id(),
                reference=f"{series}-{numbers.take(series):06d}",
                office=office,
                company=company,
                content=content,
                asked_by_company=viewer.organisation_id == company.pk,
                audience=[office.pk, company.pk],
            )
            workflow.begin(TRUST, row).save(force_insert=True)
            note(event, viewer, row.audience, {"reference": row.reference, **content}, duty, case_id=row.pk)
    except IntegrityError as no:
        raise Refused("vetted_already", "This company is being vetted, or is trusted already.") from no
    _write(row, viewer, "A vetting as trusted partner has begun:", "Read there what was asked.")
    return row


def take_step(*, viewer: Viewer, trusted_id: UUID, verb: str, raw: Raw | None = None) -> TrustedPartner:
    """Take a step of trust; NotVisible or Refused where it may not be."""
    taken: TrustedPartner = workflow.advance(TRUST, trusted_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, trusted_id: UUID) -> TrustedPartner:
    """Give the second signature to the grant that another officer proposed."""
    taken: TrustedPartner = workflow.confirm(TRUST, trusted_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, trusted_id: UUID) -> TrustedPartner:
    """Decline what another officer proposed, or take back one's own."""
    taken: TrustedPartner = workflow.decline(TRUST, trusted_id, viewer)
    return taken


@TRUST.effect("judge")
def _judge(taking: Taking) -> Effect:
    """What was judged stands beside the evidence of that moment; the company learns only that it was judged."""
    row, viewer = taking.case, taking.viewer
    found = queries.evidence(viewer, row)
    if faults := list(_unexplained(taking.values, found)):
        raise refused_for(faults)
    TrustJudgement(
        vetting=row,
        content=dict(taking.kept),
        evidence=found,
        person_name=viewer.name,
        audience=[row.office_id],
    ).save(force_insert=True)
    return Effect()


def _unexplained(values: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Whoever judges otherwise than the house's rows say writes down why."""
    for code, evidence in found.items():
        if evidence["stands"] == OPEN and values[f"verdict_{code}"] == "met" and not values[f"note_{code}"]:
            text = "The rows here say that it is not met. Say why you judge otherwise."
            yield Fault(f"note_{code}", "against_the_evidence", text)


@TRUST.guard("grant")
def _is_judged(row: TrustedPartner, viewer: Viewer) -> str | None:
    """Everything is judged, nothing of it stands against trust, and the evidence is still what it was then."""
    last = next(iter(queries.judgements(viewer, row)), None)
    if last is None:
        return "Judge the criteria first."
    if any(last.content[f"verdict_{one.code}"] == "not" for one in CRITERIA):
        return "A criterion is not met. Refuse it, or judge the criteria again."
    if last.evidence != queries.evidence(viewer, row):
        return "The evidence has changed since the criteria were judged. Judge them again."
    return None


@TRUST.effect("grant")
def _grant(taking: Taking) -> Effect:
    taking.case.granted_on, taking.case.until_on = today(), taking.values["until_on"]
    return Effect(data=dict(taking.kept))


def _with_reason(taking: Taking) -> Effect:
    taking.case.reason = "" if taking.step.verb == "reinstate" else taking.values["reason"]
    return Effect(data=dict(taking.kept))


for _verb in ("refuse", "suspend", "reinstate", "withdraw"):
    TRUST.effect(_verb)(_with_reason)


@TRUST.guard("reinstate")
def _has_days_left(row: TrustedPartner, _viewer: Viewer) -> str | None:
    return "Its last day has passed." if row.until_on and row.until_on < today() else None


LETTERS = {
    "grant": ("Trusted partner:", "Trust was granted. Read there until when."),
    "refuse": ("Trust refused:", "Read there why."),
    "suspend": ("Trust suspended:", "Read there why."),
    "reinstate": ("Trust reinstated:", "The company is a trusted partner again."),
    "withdraw": ("Trust withdrawn:", "Read there why."),
    "give_up": ("Trust given up:", "The company does not want it any more."),
    "expire": ("Trust has ended:", "Its last day has passed. A new vetting may be asked for."),
}


def _write(row: TrustedPartner, viewer: Viewer, subject: str, body: str) -> None:
    for one in (row.office_id, row.company_id):
        if one != viewer.organisation_id:
            write(one, f"{subject} {row.reference}", body, f"/industry/partnership/trusted/{row.reference}/")


def _tell(taking: Taking) -> Iterable[record.Act]:
    letter = LETTERS.get(taking.step.verb)
    if letter:
        _write(taking.case, taking.viewer, *letter)
    return ()


TRUST.tell = _tell
