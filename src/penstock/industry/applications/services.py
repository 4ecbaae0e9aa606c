"""Writes of applications for licences: drafting, and the effects of each step."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.industry.applications.fields import APPLICATION
from penstock.industry.applications.judging import against_applying, country_of, decide
from penstock.industry.applications.law import decision_within
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.states import APPLICATIONS
from penstock.industry.applications.titles import title_of
from penstock.industry.fees.owing import against_granting
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import APPLY_FOR_LICENCES, HANDLE_LICENCES, SIGN_LICENCES
from penstock.parties.models import Organisation
from penstock.parties.queries import office_for
from penstock.parties.signing import two_sign

APPLICATIONS.model = LicenceApplication
LISTED_APART.add(APPLICATIONS.kind)
LICENCES_SIGNED = "licences"
"""The matter under which an authority says how many sign its licences."""


def draft_application(*, viewer: Viewer, raw: Mapping[str, Any]) -> LicenceApplication:
    """Begin an application from whatever is known; Refused for those who may not apply."""
    viewer.needs(APPLY_FOR_LICENCES)
    with transaction.atomic():
        opener = Organisation.objects.get(id=viewer.organisation_id)
        series = f"{opener.government_id}-LA-{today().year}"
        application_id = new_id()
        application = LicenceApplication(
            id=application_id,
            case_ptr_id=application_id,
            kind=APPLICATIONS.kind,
            reference=f"{series}-{numbers.take(series):06d}",
            opener=opener,
            counterpart=office_for(opener, SIGN_LICENCES),
            audience=[opener.id],
        )
        _take_over(application, raw)
        workflow.begin(APPLICATIONS, application).save(force_insert=True)
        record.append(
            record.Act(
                name="licensing.drafted",
                case_id=application.pk,
                viewer=viewer,
                audience=application.audience,
                data={"reference": application.reference},
                duty=APPLY_FOR_LICENCES,
            )
        )
    return application


def take_step(
    *, viewer: Viewer, application_id: UUID, verb: str, raw: Mapping[str, Any] | None = None
) -> LicenceApplication:
    """Take a step of an application's workflow; NotVisible or Refused where it may not be."""
    taken: LicenceApplication = workflow.advance(APPLICATIONS, application_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, application_id: UUID) -> LicenceApplication:
    """Give the second signature to the grant that another officer proposed."""
    taken: LicenceApplication = workflow.confirm(APPLICATIONS, application_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, application_id: UUID) -> LicenceApplication:
    """Decline the grant that another officer proposed, or take back one's own proposal."""
    taken: LicenceApplication = workflow.decline(APPLICATIONS, application_id, viewer)
    return taken


def _take_over(application: LicenceApplication, raw: Mapping[str, Any], *, strict: bool = False) -> Mapping[str, Any]:
    """Write a content into an application and its columns; Refused with every fault where it is strict."""
    reading = APPLICATION.read(raw, strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    application.content = dict(reading.kept)
    application.asked, application.document = values["asked"] or "", values["document"] or ""
    application.applicant_name = values["name"] or ""
    application.substances = list(dict.fromkeys(one["substance"] for one in values["lines"] if one["substance"]))
    application.marking = values["marking"] or "AMBER"
    application.title = title_of(application.document, application.applicant_name, application.substances)
    return values


@APPLICATIONS.effect("edit")
def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


def _submitted(application: LicenceApplication) -> dict[str, Any]:
    """Read strictly and checked against the law: a new edition of what the authority decides on."""
    values = _take_over(application, application.content, strict=True)
    application.concerns = against_applying(application, values)
    application.edition += 1
    return {"edition": application.edition, "content": application.content}


@APPLICATIONS.effect("apply")
def _apply(taking: Taking) -> Effect:
    application = taking.case
    if application.counterpart_id is None:
        raise Refused("no_office", "No authority of this country deals with licences here yet.")
    data = _submitted(application)
    application.sent_at = now()
    application.audience = list(dict.fromkeys([application.opener_id, application.counterpart_id]))
    application.waits_for_id = application.counterpart_id
    _start_clock(application)
    return Effect(data=data)


def _start_clock(application: LicenceApplication) -> None:
    """The authority owes a decision within the days that the law names; where it names none, no clock runs.

    The law counts from the complete application, so the clock stands still while something is asked for.
    """
    country = country_of(application)
    span = decision_within(country, application.substances, renews=application.asked == "renew", on=today())
    if span:
        clocks.start(application, calendar_of(country), days=span.days, on=today())


@APPLICATIONS.effect("ask")
def _ask(taking: Taking) -> Effect:
    application = taking.case
    clocks.stop(application, calendar_of(country_of(application)), on=today())
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
    if application.days_left is not None:
        clocks.resume(application, calendar_of(country_of(application)), on=today())
    application.waits_for_id = application.counterpart_id
    return Effect(data=dict(taking.kept))


def _over(application: LicenceApplication) -> None:
    clocks.end(application)
    application.waits_for_id, application.is_open = None, False


def _closed(taking: Taking) -> Effect:
    _over(taking.case)
    return Effect(data=dict(taking.kept))


for _verb in ("discard", "withdraw", "refuse"):
    APPLICATIONS.effect(_verb)(_closed)


def signed_by_two(application: LicenceApplication) -> bool:
    """Whether two officers sign a licence at the authority that decides."""
    return two_sign(application.counterpart_id, LICENCES_SIGNED)


def _may_grant(verb: str) -> workflow.Guard:
    def guard(application: LicenceApplication, viewer: Viewer) -> str | None:
        two = signed_by_two(application)
        if two != (verb == "propose"):
            return "In your office two people sign a licence." if two else "In your office one person signs a licence."
        return against_granting(viewer, application)

    return guard


def _granted(taking: Taking) -> Effect:
    application = taking.case
    held = decide(application, taking.viewer, taking.values)
    application.granted_as = held
    _over(application)
    return Effect(data={**taking.kept, "licence": held.reference})


for _verb in ("grant", "propose"):
    APPLICATIONS.guard(_verb)(_may_grant(_verb))
    APPLICATIONS.effect(_verb)(_granted)

GRANTED = (True, APPLY_FOR_LICENCES, "Licence granted on:", "What you applied for was granted.")
LETTERS = {
    "apply": (False, HANDLE_LICENCES, "Application for a licence:", "A new application is with you."),
    "ask": (True, APPLY_FOR_LICENCES, "Question on your application:", "The authority asks. The clock stands still."),
    "supply": (False, HANDLE_LICENCES, "Answered:", "The applicant has answered. The clock runs again."),
    "withdraw": (False, HANDLE_LICENCES, "Withdrawn:", "The applicant withdrew an application."),
    "grant": GRANTED,
    "propose": GRANTED,
    "refuse": (True, APPLY_FOR_LICENCES, "Licence refused on:", "The authority refused, with its reasons."),
}
"""Whether a step is told to the applicant, to the people of which duty, and in which words."""


def _tell(taking: Taking) -> Iterable[record.Act]:
    letter = LETTERS.get(taking.step.verb)
    if letter and not taking.case.is_keyed_in:
        to_applicant, duty, subject, body = letter
        to = taking.case.opener_id if to_applicant else taking.case.counterpart_id
        tell(taking.case, to, duty=duty, subject=subject, body=body)
    return ()


APPLICATIONS.tell = _tell
