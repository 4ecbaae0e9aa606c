"""Writes of advice: asking, the effects of each step, what stands against a decision, and telling the people.

An agency sees the application from the day it is asked; where the question is withdrawn unanswered, it sees it no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.calendars import calendar_of
from penstock.cases.services import tell
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import HANDLE_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.applications.models import Application
from penstock.permits.applications.services import FOLLOWERS
from penstock.permits.applications.states import APPLICATIONS
from penstock.permits.handling.advice.fields import ASKING
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.advice.queries import heard, may_be_asked
from penstock.permits.handling.advice.states import ADVICE

ADVICE.model = Advice
REMIND_BEFORE = 2
"""Working days before the day at which an agency is reminded."""
WITH_THE_AUTHORITY = ("applied", "questioned", "appealed")
ISSUING = ("issue", "propose", "allow")


def ask(*, viewer: Viewer, application_id: UUID, raw: Mapping[str, Any]) -> list[Advice]:
    """Ask agencies of one's own country about an application; each sees it from now on."""
    viewer.needs(HANDLE_PERMITS)
    with transaction.atomic():
        application: Application = APPLICATIONS.lock(viewer, application_id)
        if application.counterpart_id != viewer.organisation_id:
            raise NotVisible
        if application.state not in WITH_THE_AUTHORITY:
            raise Refused("wrong_state", "Advice is asked while the application is with the authority.")
        reading = ASKING.read(raw, strict=True)
        agencies, faults = _chosen(application, reading.values["agencies"] or ())
        if reading.faults or faults:
            raise refused_for([*reading.faults, *faults])
        values = reading.values
        rows, acts = put(viewer, application, agencies, question=values["question"], due_on=values["due_on"])
        record.append(*acts)
    return rows


def _chosen(application: Application, ids: Sequence[str]) -> tuple[list[Organisation], list[Fault]]:
    if application.counterpart is None:
        raise NotVisible
    known = {str(one.pk): one for one in may_be_asked(application.counterpart)}
    faults = []
    if set(ids) - known.keys():
        text = "Choose other authorities of your own country."
        faults.append(Fault("agencies", "no_agency", text))
    agencies = [known[one] for one in ids if one in known]
    for one in _asked_already(application, agencies):
        text = "{name} is asked already. Wait for its answer, or withdraw that question first."
        faults.append(Fault("agencies", "asked_already", text, {"name": one.name}))
    return agencies, faults


def _asked_already(application: Application, agencies: Sequence[Organisation]) -> list[Organisation]:
    with acting(SYSTEM):
        rows = Advice.objects.visible_to(SYSTEM).filter(case=application, state="asked")
        asked = set(rows.values_list("agency_id", flat=True))
    return [one for one in agencies if one.pk in asked]


def put(
    viewer: Viewer, application: Application, agencies: Sequence[Organisation], *, question: str, due_on: date
) -> tuple[list[Advice], list[record.Act]]:
    """Put a question to agencies, and let them see the application; what is to go on the record is answered.

    It writes as the system, for the step in which a rule asks them may be the applicant's. Who is asked already is not
    asked twice.
    """
    office = application.counterpart_id
    if office is None:
        raise NotVisible
    asked = _asked_already(application, agencies)
    rows, acts = [], []
    with acting(SYSTEM):
        known = Advice.objects.visible_to(SYSTEM).filter(case=application).count()
        for number, agency in enumerate((one for one in agencies if one not in asked), known + 1):
            advice = Advice(
                id=new_id(),
                case=application,
                reference=f"{application.reference}-A{number}",
                office_id=office,
                agency=agency,
                question=question,
                asked_by=viewer.name,
                due_on=due_on,
                remind_on=_first_reminder(agency, due_on),
                audience=[office, agency.pk],
            )
            workflow.begin(ADVICE, advice).save(force_insert=True)
            rows.append(advice)
            acts.append(_asked_act(viewer, advice))
            body = f"{viewer.organisation_name} asks for advice by {due_on}."
            tell(application, agency.pk, duty=HANDLE_PERMITS, subject="Advice wanted on", body=body)
        application.audience = list(dict.fromkeys([*application.audience, *(one.agency_id for one in rows)]))
        application.save(update_fields=["audience"])
    return rows, acts


def _asked_act(viewer: Viewer, advice: Advice) -> record.Act:
    return record.Act(
        name="advice.asked",
        case_id=advice.pk,
        viewer=viewer,
        audience=advice.audience,
        data={"reference": advice.reference, "question": advice.question, "due_on": advice.due_on.isoformat()},
        duty=HANDLE_PERMITS,
    )


def _first_reminder(agency: Organisation, due_on: date) -> date:
    before = calendar_of(agency.government_id or "").before(due_on, REMIND_BEFORE)
    return before if before > today() else due_on


def take_step(*, viewer: Viewer, advice_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Advice:
    """Take a step of an advice; NotVisible or Refused where it may not be."""
    taken: Advice = workflow.advance(ADVICE, advice_id, verb, viewer, raw)
    return taken


def _given(taking: Taking) -> Effect:
    advice = taking.case
    advice.verdict, advice.content = taking.values["verdict"], dict(taking.kept)
    advice.edition = advice.case.edition
    advice.given_by, advice.given_at = taking.viewer.name, now()
    advice.remind_on = None
    return Effect(data={**taking.kept, "on_edition": advice.edition})


for _verb in ("answer", "change"):
    ADVICE.effect(_verb)(_given)


@ADVICE.effect("move")
def _move(taking: Taking) -> Effect:
    advice = taking.case
    advice.due_on = taking.values["due_on"]
    advice.remind_on = _first_reminder(advice.agency, advice.due_on)
    return Effect(data=dict(taking.kept))


@ADVICE.effect("withdraw")
def _withdraw(taking: Taking) -> Effect:
    advice = taking.case
    advice.note, advice.remind_on = taking.values["note"], None
    # The agency needs to know nothing any more, unless it is on the application for something else that it was asked.
    rows = Advice.objects.visible_to(taking.viewer).filter(case=advice.case_id, agency=advice.agency_id)
    if not rows.exclude(pk=advice.pk).exclude(state="withdrawn").exists():
        application: Application = APPLICATIONS.lock(taking.viewer, advice.case_id)
        application.audience = [one for one in application.audience if one != advice.agency_id]
        application.save(update_fields=["audience"])
    return Effect(data=dict(taking.kept))


@ADVICE.effect("lapse")
def _lapse(taking: Taking) -> Effect:
    taking.case.remind_on = None
    return Effect()


@ADVICE.effect("share")
def _share(taking: Taking) -> Effect:
    advice = taking.case
    rows = Advice.objects.visible_to(taking.viewer).filter(case=advice.case_id, office=advice.office_id)
    others = rows.exclude(state="withdrawn").order_by("reference").values_list("agency_id", flat=True)
    added = [one for one in dict.fromkeys(others) if one not in advice.audience]
    if not added:
        raise Refused("nobody_else", "No other agency is asked about this application, or all of them read it already.")
    advice.audience = [*advice.audience, *added]
    return Effect()


@ADVICE.effect("overrule")
def _overrule(taking: Taking) -> Effect:
    taking.case.note = taking.values["note"]
    return Effect(data=dict(taking.kept))


def _while_open(advice: Advice, _viewer: Viewer) -> str | None:
    return None if advice.case.state in WITH_THE_AUTHORITY else "The application is not with the authority any more."


for _verb in ("answer", "change", "move", "withdraw", "share"):
    ADVICE.guard(_verb)(_while_open)


@ADVICE.guard("overrule")
def _something_against(advice: Advice, viewer: Viewer) -> str | None:
    if advice.verdict == "no objection":
        return "The agency has no objection, so there is nothing to go against."
    return _while_open(advice, viewer)


LETTERS = {
    "answer": (False, "Advice given on", "An agency gave its advice."),
    "change": (False, "Advice changed on", "An agency changed its advice."),
    "move": (True, "Another day for advice on", "The authority gave another day for your advice."),
    "withdraw": (True, "Advice not wanted any more on", "The authority asks your agency no more."),
    "lapse": (True, "Decided without advice:", "The application is over, so your advice is not wanted any more."),
    "overrule": (True, "Your advice on", "The authority goes against your advice, and says why."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    if letter := LETTERS.get(taking.step.verb):
        to_agency, subject, body = letter
        advice = taking.case
        to = advice.agency_id if to_agency else advice.office_id
        tell(advice.case, to, duty=HANDLE_PERMITS, subject=subject, body=body)
    return ()


ADVICE.tell = _tell


def against_issuing(application: Application, viewer: Viewer) -> str | None:
    """What the agencies have against issuing: an advice against it that nobody answered, or one that has time still."""
    for one in heard(viewer, application, viewer.organisation_id):
        if one.state == "answered" and one.verdict == "against":
            return f"{one.agency.name} advises against it. Go against that advice with a reason first: {one.reference}."
        if one.state == "asked" and one.due_on >= today():
            day = one.due_on.isoformat()
            return f"{one.agency.name} has time to advise until {day}. Wait for it, or ask it no more: {one.reference}."
    return None


def _heeding(before: workflow.Guard | None) -> workflow.Guard:
    def guard(application: Application, viewer: Viewer) -> str | None:
        said = before(application, viewer) if before else None
        return said or against_issuing(application, viewer)

    return guard


for _verb in ISSUING:
    APPLICATIONS.guard(_verb)(_heeding(APPLICATIONS.guards.get(_verb)))


def heed(taking: Taking) -> Iterable[record.Act]:
    """In a decision's transaction: conditions that an agency wants are written, or gone against with a reason."""
    if taking.step.verb in ISSUING and not taking.values["conditions"]:
        wanting = [one for one in heard(taking.viewer, taking.case, taking.viewer.organisation_id) if one.content]
        for one in wanting:
            if one.verdict == "conditions":
                text = "{name} advises it only with conditions. Write them here, or go against {reference} first."
                said = {"name": one.agency.name, "reference": one.reference}
                raise refused_for([Fault("conditions", "conditions_wanted", text, said)])
    if taking.case.state not in WITH_THE_AUTHORITY:
        _let_lapse(taking.case)
    return ()


def _let_lapse(application: Application) -> None:
    """What is still open when an application is over is not wanted any more."""
    with acting(SYSTEM):
        rows = Advice.objects.visible_to(SYSTEM).filter(case=application, state="asked").order_by("reference")
        for one in rows:
            workflow.advance(ADVICE, one.pk, "lapse", SYSTEM)


FOLLOWERS.append(heed)
APPLICATIONS.tell_second = heed


def remind(advice: Advice) -> None:
    """Remind an agency before its day; when the day has passed, tell it and the authority that waits."""
    if advice.due_on < today():
        advice.remind_on = None
        body = f"Advice was due by {advice.due_on}. The authority may decide without it."
        tell(advice.case, advice.agency_id, duty=HANDLE_PERMITS, subject="Advice overdue on", body=body)
        body = f"{advice.agency.name} gave no advice by {advice.due_on}."
        tell(advice.case, advice.office_id, duty=HANDLE_PERMITS, subject="Advice overdue on", body=body)
    else:
        advice.remind_on = date.fromordinal(advice.due_on.toordinal() + 1)
        body = f"Advice is due by {advice.due_on}."
        tell(advice.case, advice.agency_id, duty=HANDLE_PERMITS, subject="Advice due on", body=body)
    advice.save(update_fields=["remind_on"])
