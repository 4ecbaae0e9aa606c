"""Writes of applications: drafting, recommending, and the effects of each step."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import APPLY_FOR_PERMITS, HANDLE_PERMITS, SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.parties.queries import office_for
from penstock.permits.applications.fields import APPLICATION, RECOMMENDATION
from penstock.permits.applications.judging.checks import against_applying
from penstock.permits.applications.judging.issuing import issue_on
from penstock.permits.applications.judging.office import days_to_decide, two_sign
from penstock.permits.applications.models import Application, Recommendation
from penstock.permits.applications.states import APPLICATIONS
from penstock.permits.applications.titles import title_of

APPLICATIONS.model = Application
LISTED_APART.add(APPLICATIONS.kind)


def draft_application(*, viewer: Viewer, raw: Mapping[str, Any]) -> Application:
    """Begin an application from whatever is known; Refused for those who may not apply."""
    viewer.needs(APPLY_FOR_PERMITS)
    with transaction.atomic():
        opener = Organisation.objects.get(id=viewer.organisation_id)
        series = f"{opener.government_id}-PA-{today().year}"
        application_id = new_id()
        application = Application(
            id=application_id,
            case_ptr_id=application_id,
            kind=APPLICATIONS.kind,
            reference=f"{series}-{numbers.take(series):06d}",
            opener=opener,
            counterpart=office_for(opener, SIGN_PERMITS),
            audience=[opener.id],
        )
        _take_over(application, raw)
        workflow.begin(APPLICATIONS, application).save(force_insert=True)
        record.append(
            record.Act(
                name="application.drafted",
                case_id=application.pk,
                viewer=viewer,
                audience=application.audience,
                data={"reference": application.reference},
                duty=APPLY_FOR_PERMITS,
            )
        )
    return application


def recommend(*, viewer: Viewer, application_id: UUID, raw: Mapping[str, Any]) -> Recommendation:
    """Recommend a decision on an application as it stands; another person decides."""
    viewer.needs(HANDLE_PERMITS)
    with transaction.atomic():
        application: Application = APPLICATIONS.lock(viewer, application_id)
        if application.counterpart_id != viewer.organisation_id:
            raise NotVisible
        if application.state not in APPLICATIONS.step("issue").from_:
            raise Refused("wrong_state", "A decision is recommended while the application is with the authority.")
        reading = RECOMMENDATION.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        row = Recommendation(
            case=application,
            organisation_id=viewer.organisation_id,
            edition=application.edition,
            verdict=reading.values["verdict"],
            content=dict(reading.kept),
            person_id=viewer.person_id,
            person_name=viewer.name,
        )
        row.save(force_insert=True)
        record.append(
            record.Act(
                name="application.recommended",
                case_id=application.pk,
                viewer=viewer,
                audience=[viewer.organisation_id],
                data={"verdict": row.verdict, "edition": row.edition},
                duty=HANDLE_PERMITS,
            )
        )
    return row


def take_step(*, viewer: Viewer, application_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Application:
    """Take a step of an application's workflow; NotVisible or Refused where it may not be."""
    taken: Application = workflow.advance(APPLICATIONS, application_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, application_id: UUID) -> Application:
    """Give the second signature to the issue that another officer proposed."""
    taken: Application = workflow.confirm(APPLICATIONS, application_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, application_id: UUID) -> Application:
    """Decline the issue that another officer proposed, or take back one's own proposal."""
    taken: Application = workflow.decline(APPLICATIONS, application_id, viewer)
    return taken


def _take_over(application: Application, raw: Mapping[str, Any], *, strict: bool = False) -> Mapping[str, Any]:
    """Write a content into an application and its columns; Refused with every fault where it is strict."""
    reading = APPLICATION.read(raw, strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    application.content = dict(reading.kept)
    application.paper, application.direction = values["paper"] or "", values["direction"] or ""
    application.other_country = values["other_country"] or ""
    application.applicant_name = values["own_name"] or ""
    application.substances = list(dict.fromkeys(one["substance"] for one in values["substances"] if one["substance"]))
    application.marking = values["marking"] or "AMBER"
    application.title = title_of(values)
    return values


@APPLICATIONS.effect("edit")
def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


def _submitted(application: Application) -> dict[str, Any]:
    """Read strictly and checked against the law: a new edition of what the authority decides on."""
    values = _take_over(application, application.content, strict=True)
    terms = against_applying(application, values)
    application.regime, application.replaces = terms.regime, terms.replaces
    application.edition += 1
    return {"edition": application.edition, "content": application.content}


@APPLICATIONS.effect("apply")
def _apply(taking: Taking) -> Effect:
    application = taking.case
    if application.counterpart_id is None:
        raise Refused("no_office", "No authority of this country deals with permits here yet.")
    data = _submitted(application)
    application.sent_at = now()
    application.audience = list(dict.fromkeys([application.opener_id, application.counterpart_id]))
    _start_clock(application)
    return Effect(data=data)


def _country(application: Application) -> str:
    """The country whose authority decides."""
    return (application.counterpart.government_id or "") if application.counterpart else ""


def _start_clock(application: Application) -> None:
    """The authority owes a decision; while the applicant must answer, the clock stands still."""
    days = days_to_decide(_country(application), application, today())
    clocks.start(application, calendar_of(_country(application)), days=days, on=today())
    application.waits_for_id = application.counterpart_id


@APPLICATIONS.effect("ask")
def _ask(taking: Taking) -> Effect:
    application = taking.case
    clocks.stop(application, calendar_of(_country(application)), on=today())
    application.waits_for_id = application.opener_id
    return Effect(data=dict(taking.kept))


@APPLICATIONS.effect("mend")
def _mend(taking: Taking) -> Effect:
    application, before = taking.case, taking.case.content
    _take_over(application, taking.kept, strict=True)
    changed = [one.field.name for one in APPLICATION.changes(before, application.content)]
    if not changed:
        raise Refused("nothing_changed", "Nothing was changed. Answer the question below, or change the application.")
    return Effect(data={**_submitted(application), "changed": changed})


@APPLICATIONS.effect("supply")
def _supply(taking: Taking) -> Effect:
    application = taking.case
    clocks.resume(application, calendar_of(_country(application)), on=today())
    application.waits_for_id = application.counterpart_id
    return Effect(data=dict(taking.kept))


def _over(application: Application) -> None:
    clocks.end(application)
    application.waits_for_id, application.is_open = None, False


def _closed(taking: Taking) -> Effect:
    _over(taking.case)
    return Effect(data=dict(taking.kept))


for _verb in ("discard", "withdraw"):
    APPLICATIONS.effect(_verb)(_closed)


def recommendation_on(application: Application, organisation_id: UUID) -> Recommendation | None:
    """The newest recommendation on an application as it stands, of one authority."""
    rows = Recommendation.objects.filter(case=application, organisation_id=organisation_id, edition=application.edition)
    return rows.order_by("-made_at").first()


def _by_another(verdict: str) -> workflow.Guard:
    """Somebody else of the authority recommended just this."""

    def guard(application: Application, viewer: Viewer) -> str | None:
        said = recommendation_on(application, viewer.organisation_id)
        if said is None:
            return "Another officer must recommend a decision first."
        if said.verdict != verdict:
            other = "to refuse it" if said.verdict == "refuse" else "to issue it"
            return f"{said.person_name} recommended {other}. Have another recommendation written first."
        if said.person_id == viewer.person_id:
            return "You recommended it. Another officer decides."
        return None

    return guard


def _as_many_sign(verb: str) -> workflow.Guard:
    by_another = _by_another("issue")

    def guard(application: Application, viewer: Viewer) -> str | None:
        two = two_sign(application)
        if two != (verb == "propose"):
            return "In your office two people sign a permit." if two else "In your office one person signs a permit."
        return by_another(application, viewer)

    return guard


for _verb in ("issue", "propose"):
    APPLICATIONS.guard(_verb)(_as_many_sign(_verb))
APPLICATIONS.guard("refuse")(_by_another("refuse"))


def _issued(taking: Taking) -> Effect:
    application = taking.case
    permit = issue_on(application, taking.viewer, taking.values)
    application.issued_as = permit
    _over(application)
    return Effect(data={**taking.kept, "permit": permit.reference})


for _verb in ("issue", "propose", "allow"):
    APPLICATIONS.effect(_verb)(_issued)


@APPLICATIONS.effect("refuse")
def _refuse(taking: Taking) -> Effect:
    taking.case.refused_by = taking.viewer.person_id
    _over(taking.case)
    return Effect(data=dict(taking.kept))


@APPLICATIONS.effect("appeal")
def _appeal(taking: Taking) -> Effect:
    taking.case.is_open = True
    _start_clock(taking.case)
    return Effect(data=dict(taking.kept))


@APPLICATIONS.effect("uphold")
def _uphold(taking: Taking) -> Effect:
    _over(taking.case)
    return Effect(data=dict(taking.kept))


def _not_the_refuser(application: Application, viewer: Viewer) -> str | None:
    return (
        "You refused it. Another officer decides on the appeal." if application.refused_by == viewer.person_id else None
    )


for _verb in ("uphold", "allow"):
    APPLICATIONS.guard(_verb)(_not_the_refuser)

FOLLOWERS: list[workflow.Teller] = []
"""What the rooms beside do in a step's transaction; what they answer goes on the record behind the step."""
LETTERS = {
    "apply": (False, HANDLE_PERMITS, "Application for a permit:", "A new application is with you."),
    "ask": (True, APPLY_FOR_PERMITS, "Question on your application:", "The authority asks. The clock stands still."),
    "supply": (False, HANDLE_PERMITS, "Answered:", "The applicant has answered. The clock runs again."),
    "withdraw": (False, HANDLE_PERMITS, "Withdrawn:", "The applicant withdrew an application."),
    "issue": (True, APPLY_FOR_PERMITS, "Permit issued on:", "The permit that you applied for was issued."),
    "propose": (True, APPLY_FOR_PERMITS, "Permit issued on:", "The permit that you applied for was issued."),
    "refuse": (True, APPLY_FOR_PERMITS, "Permit refused on:", "The authority refused. You may appeal."),
    "appeal": (False, HANDLE_PERMITS, "Appeal:", "The applicant appeals against a refusal."),
    "uphold": (True, APPLY_FOR_PERMITS, "Refusal upheld on:", "The authority stays with its refusal."),
    "allow": (True, APPLY_FOR_PERMITS, "Permit issued on appeal:", "The permit that you applied for was issued."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    letter = LETTERS.get(taking.step.verb)
    if letter and not taking.case.is_keyed_in:
        to_applicant, duty, subject, body = letter
        to = taking.case.opener_id if to_applicant else taking.case.counterpart_id
        tell(taking.case, to, duty=duty, subject=subject, body=body)
    return [act for follow in FOLLOWERS for act in follow(taking) or ()]


APPLICATIONS.tell = _tell
