"""Writes of inspections: planning, and the effects of each step on the findings and their days."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.industry.inspections.fields import PLAN
from penstock.industry.inspections.models import Finding, Inspection
from penstock.industry.inspections.states import INSPECTIONS
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.states import STANDING
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import APPLY_FOR_LICENCES, INSPECT, READ_LICENCES

INSPECTIONS.model = Inspection
LISTED_APART.add(INSPECTIONS.kind)


def plan_inspection(*, viewer: Viewer, licence_id: UUID, raw: Mapping[str, Any]) -> Inspection:
    """Plan an inspection of a site under a licence that one's own authority granted."""
    viewer.needs(INSPECT)
    with transaction.atomic():
        rows = OperatorLicence.objects.visible_to(viewer).select_related("opener", "counterpart")
        held = rows.filter(pk=licence_id, opener=viewer.organisation_id).first()
        if held is None:
            raise NotVisible
        if held.state not in STANDING:
            raise Refused("licence_ended", "This licence has ended. Plan the visit under the one that stands now.")
        series = f"{held.country}-INS-{today().year}"
        inspection_id = new_id()
        inspection = Inspection(
            id=inspection_id,
            case_ptr_id=inspection_id,
            kind=INSPECTIONS.kind,
            reference=f"{series}-{numbers.take(series):06d}",
            opener=held.opener,
            counterpart=held.counterpart,
            under=held,
            marking=held.marking,
            sent_at=now(),
        )
        reading = PLAN.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        _plan(inspection, reading.values, reading.kept)
        workflow.begin(INSPECTIONS, inspection).save(force_insert=True)
        record.append(
            record.Act(
                name="inspection.planned",
                case_id=inspection.pk,
                viewer=viewer,
                audience=inspection.audience,
                data={"reference": inspection.reference, **reading.kept},
                duty=INSPECT,
            )
        )
        if inspection.is_announced:
            _letter(inspection, "Inspection announced:", "Your authority will visit a site of yours.")
    return inspection


def _plan(inspection: Inspection, values: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    sites: Sequence[Mapping[str, Any]] = inspection.under.content.get("sites") or ()
    if values["site"] > len(sites):
        text = "There is no site {given} on the licence; it has {number}. Enter one of their numbers."
        raise refused_for([Fault("site", "unknown_site", text, {"given": values["site"], "number": len(sites)})])
    inspection.site = sites[int(values["site"]) - 1]["name"]
    inspection.planned_on, inspection.inspectors = values["planned_on"], values["inspectors"]
    inspection.is_announced = values["announced"] == "yes"
    inspection.title = f"Inspection of {inspection.site}: {inspection.under.holder_name}"
    inspection.content = {**inspection.content, **kept}
    inspection.audience = [inspection.opener_id]
    if inspection.is_announced:
        _let_company_in(inspection)


def _let_company_in(inspection: Inspection) -> None:
    sides = (inspection.opener_id, inspection.counterpart_id)
    inspection.audience = list(dict.fromkeys(one for one in sides if one))


def take_step(*, viewer: Viewer, inspection_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Inspection:
    """Take a step of an inspection; one that found nothing to mend is closed at once."""
    with transaction.atomic():
        taken: Inspection = workflow.advance(INSPECTIONS, inspection_id, verb, viewer, raw)
        if verb == "hold" and not _open(taken):
            taken = workflow.advance(INSPECTIONS, inspection_id, "settle", SYSTEM)
    return taken


def _open(inspection: Inspection) -> list[Finding]:
    return [one for one in Finding.objects.filter(case=inspection).select_for_update() if one.is_open]


def _wait_for_company(inspection: Inspection) -> None:
    """The company owes what is open, the earliest day first; what has no day left waits for nobody's clock."""
    days = [one.due_on for one in _open(inspection) if one.due_on]
    inspection.waits_for_id = inspection.counterpart_id
    inspection.due_on = min(days, default=None)
    clocks.plan_reminder(inspection, calendar_of(inspection.under.country), after=today())


@INSPECTIONS.effect("replan")
def _replan(taking: Taking) -> Effect:
    _plan(taking.case, taking.values, taking.kept)
    return Effect(data=dict(taking.kept))


def _over(inspection: Inspection) -> None:
    clocks.end(inspection)
    inspection.waits_for_id, inspection.is_open = None, False


@INSPECTIONS.effect("cancel")
def _cancel(taking: Taking) -> Effect:
    _over(taking.case)
    return Effect(data=dict(taking.kept))


@INSPECTIONS.effect("settle")
def _settle(taking: Taking) -> Effect:
    _over(taking.case)
    return Effect()


@INSPECTIONS.effect("hold")
def _hold(taking: Taking) -> Effect:
    inspection = taking.case
    inspection.held_on, inspection.edition = taking.values["held_on"], inspection.edition + 1
    inspection.content = {**inspection.content, **taking.kept}
    _let_company_in(inspection)
    Finding.objects.bulk_create(
        Finding(
            case=inspection,
            number=number,
            grade=one["grade"],
            found=one["found"],
            article=one["article"] or "",
            action=one["action"] or "",
            due_on=one["due_on"],
        )
        for number, one in enumerate(taking.values["findings"], 1)
    )
    _wait_for_company(inspection)
    return Effect(data={"edition": inspection.edition, "content": inspection.content})


@INSPECTIONS.effect("answer")
def _answer(taking: Taking) -> Effect:
    """Every action that is open is answered, each by the number of its finding."""
    inspection, wanted = taking.case, {one.number: one for one in _open(taking.case)}
    faults, answered = [], set()
    for at, line in enumerate(taking.values["answers"]):
        finding = wanted.get(int(line["number"]))
        if finding is None:
            text = "Nothing is to be mended under number {given}. Enter one of: {open}."
            said = {"given": line["number"], "open": ", ".join(map(str, wanted))}
            faults.append(Fault(f"answers-{at}-number", "unknown_finding", text, said))
            continue
        if line["done_on"] > today():
            text = "This day has not come yet. Enter the day on which it was done."
            faults.append(Fault(f"answers-{at}-done_on", "done_in_the_future", text))
        finding.answer, finding.done_on = line["done"], line["done_on"]
        answered.add(finding.number)
    if missing := sorted(wanted.keys() - answered):
        text = "Say what was done about number {numbers}, too."
        said = {"numbers": ", ".join(map(str, missing))}
        faults.append(Fault(f"answers-{len(taking.values['answers'])}-number", "finding_unanswered", text, said))
    if faults:
        raise refused_for(faults)
    _keep(wanted.values())
    clocks.end(inspection)
    inspection.waits_for_id = inspection.opener_id
    return Effect(data=dict(taking.kept))


def _keep(findings: Iterable[Finding]) -> None:
    for one in findings:
        one.save()


@INSPECTIONS.effect("return")
def _return(taking: Taking) -> Effect:
    """What is named is to be mended still, by a new day; whatever else was answered is done."""
    inspection, wanted = taking.case, {one.number: one for one in _open(taking.case)}
    faults, named = [], set()
    for at, line in enumerate(taking.values["actions"]):
        finding = wanted.get(int(line["number"]))
        if finding is None:
            text = "Nothing is to be mended under number {given}. Enter one of: {open}."
            said = {"given": line["number"], "open": ", ".join(map(str, wanted))}
            faults.append(Fault(f"actions-{at}-number", "unknown_finding", text, said))
            continue
        if line["due_on"] <= today():
            faults.append(Fault(f"actions-{at}-due_on", "due_too_early", "Enter a day that is still to come."))
        finding.wanted, finding.due_on, finding.answer, finding.done_on = line["note"], line["due_on"], "", None
        named.add(finding.number)
    if not taking.values["actions"]:
        faults.append(Fault("actions-0-number", "nothing_named", "Say what is still to be done, or close instead."))
    if faults:
        raise refused_for(faults)
    for number, finding in wanted.items():
        finding.closed_on = None if number in named else today()
    _keep(wanted.values())
    _wait_for_company(inspection)
    return Effect(data=dict(taking.kept))


@INSPECTIONS.effect("close")
def _close(taking: Taking) -> Effect:
    for finding in _open(taking.case):
        finding.closed_on = today()
        finding.save()
    _over(taking.case)
    return Effect(data=dict(taking.kept))


LETTERS = {
    "replan": ("Inspection planned anew:", "The plan of an inspection was changed."),
    "cancel": ("Inspection called off:", "It will not take place."),
    "hold": ("Inspection held:", "Read what was found, and what is to be mended by when."),
    "return": ("Inspection:", "What was done is not enough. Read what is still asked for."),
    "close": ("Inspection closed:", "Nothing is left to be mended."),
}


def _letter(inspection: Inspection, subject: str, body: str) -> None:
    if inspection.counterpart_id in inspection.audience:
        tell(inspection, inspection.counterpart_id, duty=APPLY_FOR_LICENCES, subject=subject, body=body)


def _tell(taking: Taking) -> Iterable[record.Act]:
    if taking.step.verb in LETTERS:
        _letter(taking.case, *LETTERS[taking.step.verb])
    if taking.step.verb == "answer":
        body = "The company says what it has done."
        tell(taking.case, taking.case.opener_id, duty=READ_LICENCES, subject="Inspection answered:", body=body)
    return ()


INSPECTIONS.tell = _tell
