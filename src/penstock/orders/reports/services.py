"""Writes of suspicious reports: drafting, sending, and the effect of each step."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.assignments.queries import assignment_of
from penstock.cases.assignments.services import assign
from penstock.cases.calendars import calendar_of
from penstock.cases.models import Attachment
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import given
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.identifying import identified_as
from penstock.catalogue.substances import substance
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.orders.reports.fields import REPORT, TITLES
from penstock.orders.reports.law.clocks import POLICE, REGULATOR, WRITTEN, aware_at, dues, readings
from penstock.orders.reports.models import KIND, Owed, SuspiciousReport
from penstock.orders.reports.signs.known import signs_in
from penstock.orders.reports.states import REPORTS
from penstock.orders.reports.triage.judging import judged, keep_judgement
from penstock.orders.reports.triage.letters import tell_after
from penstock.orders.reports.triage.office import receiving_office
from penstock.parties.duties import HANDLE_REPORTS, REPORT_SUSPICIONS
from penstock.parties.models import Organisation

LETTERS_OF_REFERENCES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH_OF_REFERENCES = 8
MARKING = "AMBER+STRICT"
NO_OFFICE = "Nobody at an authority of your country receives reports here. Your draft is kept: telephone, and note it."
Prefilled = Mapping[str, Any]
"""What is known of a report before anybody writes it, by the names of its form; others are left aside."""

REPORTS.model = SuspiciousReport
LISTED_APART.add(REPORTS.kind)


def begun_from(prefilled: Prefilled) -> dict[str, Any]:
    """What a form begins with: of what is known, the answers that it asks for, and today."""
    known = {one.name for one in REPORT.fields}
    day = today().isoformat()
    return {"happened_on": day, "aware_on": day, **{name: one for name, one in prefilled.items() if name in known}}


def draft_report(*, viewer: Viewer, raw: Prefilled) -> SuspiciousReport:
    """Begin a report from whatever is known; nobody else sees it yet. Refused for those who may not report.

    Its reference is no running number: from a gap one could tell how much others report.
    """
    viewer.needs(REPORT_SUSPICIONS)
    with transaction.atomic():
        opener = Organisation.objects.get(id=viewer.organisation_id)
        report_id = new_id()
        code = "".join(secrets.choice(LETTERS_OF_REFERENCES) for _each in range(LENGTH_OF_REFERENCES))
        report = SuspiciousReport(
            id=report_id,
            case_ptr_id=report_id,
            kind=KIND,
            reference=f"{opener.government_id}-SR-{today().year}-{code}",
            opener=opener,
            counterpart=receiving_office(opener),
            audience=[opener.id],
            marking=MARKING,
        )
        _take_over(report, raw)
        workflow.begin(REPORTS, report).save(force_insert=True)
        _keep(report, viewer, "suspicion.drafted", report.audience, {"reference": report.reference})
    return report


def report_at_once(*, viewer: Viewer, raw: Prefilled) -> SuspiciousReport:
    """Write and send a report in one act; Refused with every fault, and then nothing of it is kept here."""
    with transaction.atomic():
        report = draft_report(viewer=viewer, raw=raw)
        return take_step(viewer=viewer, report_id=report.pk, verb="send")


def take_step(*, viewer: Viewer, report_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> SuspiciousReport:
    """Take a step of a report's workflow; NotVisible or Refused where it may not be."""
    taken: SuspiciousReport = workflow.advance(REPORTS, report_id, verb, viewer, raw)
    return taken


def give_paper(*, viewer: Viewer, report_id: UUID, name: str, chunks: Iterable[bytes]) -> Attachment:
    """Give a file to a report: whoever reads the report reads it, and nobody else."""
    if not {REPORT_SUSPICIONS, HANDLE_REPORTS} & viewer.duties:
        viewer.needs(REPORT_SUSPICIONS)
    with transaction.atomic():
        report: SuspiciousReport = REPORTS.lock(viewer, report_id)
        if report.state == "discarded":
            raise Refused("wrong_state", "The draft was discarded.")
        row = Attachment(case_id=report.pk, **given(viewer, name, chunks))
        row.save(force_insert=True)
        _keep(report, viewer, "suspicion.file_given", report.audience, row.facts)
    return row


def _keep(
    report: SuspiciousReport, viewer: Viewer, name: str, audience: Iterable[UUID], data: Mapping[str, Any]
) -> None:
    record.append(record.Act(name=name, case_id=report.pk, viewer=viewer, audience=list(audience), data=data))


def find_report(viewer: Viewer, report_id: UUID) -> SuspiciousReport:
    """The report, if this viewer may see it; NotVisible otherwise."""
    report = SuspiciousReport.objects.visible_to(viewer).filter(pk=report_id).first()
    if report is None:
        raise NotVisible
    return report


def _take_over(report: SuspiciousReport, raw: Mapping[str, Any], *, strict: bool = False) -> Mapping[str, Any]:
    """Write a content into a report and its columns; Refused with every fault where it is strict."""
    reading = REPORT.read(raw, strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    report.content = dict(reading.kept)
    report.sort, report.became = values["sort"] or "", values["became"] or ""
    report.signs = signs_in(values)
    found = identified_as(values["product"], values["cas_number"])
    report.substances = [found] if found else []
    report.wants_instruction = values["instruction_wanted"] == "yes"
    goods = substance(found).name if found else values["product"]
    title = TITLES.get(report.sort, "Suspicious report")
    report.title = f"{title}: {goods}" if goods else title
    return values


def _said(taking: Taking, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Keep what was said with a step where both sides read it; answers it for the record."""
    viewer, away = taking.viewer, taking.viewer.absent.get(taking.step.duty)
    told = {name: value for name, value in (taking.kept if kept is None else kept).items() if value}
    said = {
        "verb": taking.step.verb,
        "at": now().isoformat(),
        "person": f"{viewer.name} for {away.name}" if away else viewer.name,
        "organisation": viewer.organisation_name,
        "data": told,
    }
    taking.case.turns = [*taking.case.turns, said]
    return told


def _country(report: SuspiciousReport) -> str:
    return report.opener.government_id or ""


def _put_before_office(report: SuspiciousReport, values: Mapping[str, Any]) -> None:
    """The office sees it from now on; what law asks is reckoned once, when it first leaves the company."""
    if report.counterpart is None:
        report.counterpart = receiving_office(report.opener)
    if report.counterpart is None:
        raise Refused("no_office", NO_OFFICE)
    report.audience = list(dict.fromkeys([report.opener_id, report.counterpart.pk]))
    if report.aware_at is None:
        report.aware_at = aware_at(values["aware_on"] or today())
        report.judged_under = {"on": today().isoformat(), "packs": current_book().versions()}
        found = dues(
            report.sort or "enquiry",
            country=_country(report),
            other=values["party_country"] or "",
            substances=report.substances,
            since=report.aware_at,
        )
        names = ("to", "form", "words", "source", "verified", "due_at")
        Owed.objects.bulk_create(Owed(case=report, **{name: getattr(one, name) for name in names}) for one in found)


def _done(report: SuspiciousReport, to: str, *forms: str) -> None:
    rows = Owed.objects.filter(case=report, to=to, done_at__isnull=True)
    (rows.filter(form__in=forms) if forms else rows).update(done_at=now())


@REPORTS.effect("edit")
def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect(stays=True)


@REPORTS.effect("discard")
def _discard(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect()


@REPORTS.effect("tell")
def _tell_by_voice(taking: Taking) -> Effect:
    """What was told by voice is noted; the law's clock for the written report runs."""
    report = taking.case
    _put_before_office(report, REPORT.read(report.content, strict=False).values)
    report.told_at, report.sent_at = now(), now()
    _done(report, REGULATOR, "at once")
    open_rows = Owed.objects.filter(case=report, to=REGULATOR, form=WRITTEN, due_at__isnull=False)
    first = open_rows.order_by("due_at").first()
    report.due_on = first.due_at.date() if first and first.due_at else None
    report.waits_for = report.opener
    return Effect(data=_said(taking))


@REPORTS.effect("send")
def _send(taking: Taking) -> Effect:
    report = taking.case
    values = _take_over(report, report.content, strict=True)
    _put_before_office(report, values)
    report.sent_at = report.sent_at or now()
    report.edition, report.waits_for = 1, report.counterpart
    days = int(readings()["acknowledge_days"])
    clocks.start(report, calendar_of(_country(report)), days=days, on=today())
    _done(report, REGULATOR)
    if values["police_on"]:
        _done(report, POLICE)
    return Effect(data={"edition": 1, "content": report.content, "due_on": str(report.due_on)})


@REPORTS.effect("police")
def _police(taking: Taking) -> Effect:
    _done(taking.case, POLICE)
    return Effect(data=_said(taking), stays=True)


@REPORTS.effect("add")
def _add(taking: Taking) -> Effect:
    return Effect(data=_said(taking), stays=True)


@REPORTS.effect("take")
def _take(taking: Taking) -> Effect:
    standing = assignment_of(taking.viewer, taking.case)
    if standing is None or standing.person_id != taking.viewer.person_id:
        assign(viewer=taking.viewer, case_id=taking.case.pk, to=taking.viewer.person_id)
    return Effect(stays=True)


def _acknowledged(report: SuspiciousReport) -> None:
    """The reporter knows that it was read; the office owes what comes of it, for which there is no day."""
    report.acknowledged_at = report.acknowledged_at or now()
    clocks.end(report)
    report.waits_for = report.counterpart


@REPORTS.effect("acknowledge")
def _acknowledge(taking: Taking) -> Effect:
    _acknowledged(taking.case)
    return Effect(data=_said(taking))


@REPORTS.effect("ask")
def _ask(taking: Taking) -> Effect:
    _acknowledged(taking.case)
    taking.case.waits_for = taking.case.opener
    return Effect(data=_said(taking))


@REPORTS.effect("supply")
def _supply(taking: Taking) -> Effect:
    taking.case.waits_for = taking.case.counterpart
    return Effect(data=_said(taking))


@REPORTS.effect("instruct")
def _instruct(taking: Taking) -> Effect:
    """An instruction tells the company at once that the report was read."""
    report, was = taking.case, taking.case.state
    report.instruction = taking.kept["instruction"]
    if was == "sent":
        _acknowledged(report)
    return Effect(data=_said(taking), stays=was != "sent")


@REPORTS.effect("feedback")
def _feedback(taking: Taking) -> Effect:
    taking.case.led_to = taking.kept["led_to"]
    return Effect(data=_said(taking), stays=True)


@REPORTS.effect("close")
def _close(taking: Taking) -> Effect:
    """What came of it stays in the office; what the company is told is on the record for both."""
    report, kept = taking.case, taking.kept
    keep_judgement(report, taking.viewer, "result", kept["result"], kept["note"] or "")
    report.led_to, report.waits_for, report.is_open = kept["led_to"], None, False
    clocks.end(report)
    return Effect(data=_said(taking, {"led_to": kept["led_to"], "words": kept["words"]}))


def _tell(taking: Taking) -> Iterable[record.Act]:
    tell_after(taking.case, taking.step.verb)
    return [judged(taking.case, taking.viewer, "result")] if taking.step.verb == "close" else []


REPORTS.tell = _tell
