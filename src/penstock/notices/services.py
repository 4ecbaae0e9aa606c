"""Writes of notices: drafting, the effects of each step, and telling the people concerned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import Calendars, calendar_of
from penstock.cases.enquiries import services as enquiries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import tell
from penstock.catalogue.law.force import current_book
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.notices.answering.replies import answered
from penstock.notices.arrangements.queries import in_force
from penstock.notices.checks.keeping import findings_seen
from penstock.notices.dossier.letters import letters_after
from penstock.notices.drafts.columns import let_in, project
from penstock.notices.drafts.outlook import (
    Addressing,
    Judged,
    addressing,
    amendment,
    copies_of,
    days_for,
    judge,
)
from penstock.notices.escalation.rungs import plan_after_lapse
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Arrangement, Notice
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.notices.shipments.checks import requirement_for
from penstock.notices.states import NOTICES
from penstock.notices.tracks.waiting import ask_anew, days_to_answer, wait
from penstock.parties.duties import SEND_NOTICES
from penstock.parties.models import Government, Organisation
from penstock.parties.queries import secretariat

NOTICES.model = Notice


@dataclass(frozen=True, slots=True)
class Desk:
    """What the steps of many notices share: governments with counterparts, the secretariat, and the calendars."""

    governments: Mapping[str, Government]
    secretariat: Organisation
    calendars: Calendars
    arrangements: Mapping[str, Arrangement]

    @classmethod
    def open(cls) -> "Desk":
        """Read the directory once."""
        rows = Government.objects.select_related("counterpart")
        return cls({one.code: one for one in rows}, secretariat(), Calendars(), in_force(today()))


def draft_notice(*, viewer: Viewer, raw: Mapping[str, Any]) -> Notice:
    """Begin a notice from whatever is there yet; Refused for those who may not send notices."""
    viewer.needs(SEND_NOTICES)
    with transaction.atomic():
        opener = Organisation.objects.get(id=viewer.organisation_id)
        reading = SHIPMENT.read(raw, strict=False)
        notice = new_notice(opener, reading.kept, number=numbers.take(series_of(opener)))
        project(notice, reading.values)
        workflow.begin(NOTICES, notice).save(force_insert=True)
        record.append(
            record.Act(
                name="notice.drafted",
                case_id=notice.id,
                viewer=viewer,
                audience=notice.audience,
                data={"reference": notice.reference},
                duty=SEND_NOTICES,
            )
        )
    return notice


def take_step(*, viewer: Viewer, notice_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Notice:
    """Take a step of the workflow; NotVisible or Refused where it may not be."""
    taken: Notice = workflow.advance(NOTICES, notice_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, notice_id: UUID) -> Notice:
    """Give the second signature to what another officer proposed."""
    taken: Notice = workflow.confirm(NOTICES, notice_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, notice_id: UUID) -> Notice:
    """Decline what another officer proposed, or take back one's own proposal."""
    taken: Notice = workflow.decline(NOTICES, notice_id, viewer)
    return taken


def content_of(*, viewer: Viewer, notice_id: UUID) -> dict[str, Any]:
    """The answers of a notice as they are kept, to be changed and given to the step `amend`."""
    notice = Notice.objects.visible_to(viewer).filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    return content_for(viewer, notice)


def series_of(opener: Organisation) -> str:
    """The series from which an authority's references of this year are numbered."""
    return f"{opener.government_id}-{today().year}"


def new_notice(opener: Organisation, kept: Mapping[str, Any], *, number: int) -> Notice:
    """An unsaved notice seen by its own authority only; `project` fills the columns beside its content."""
    notice_id = new_id()
    return Notice(
        id=notice_id,
        case_ptr_id=notice_id,  # COPY and the record need it before Django would set it
        kind="notice",
        reference=f"{series_of(opener)}-{number:06d}",
        opener=opener,
        audience=[opener.id],
        let_in=[opener.id],
        content=dict(kept),
    )


def _calendar(notice: Notice) -> WorkingCalendar:
    return calendar_of(notice.importing)


@NOTICES.effect("edit")
def _edit(taking: Taking) -> Effect:
    taking.case.content = dict(taking.kept)
    project(taking.case, taking.values)
    taking.case.let_in = [taking.case.opener_id]
    return Effect()


@NOTICES.effect("submit")
def _submit(taking: Taking) -> Effect:
    notice, desk = taking.case, taking.desk or Desk.open()
    judged = judge(notice.content, notice.opener.government_id)
    _adopt(notice, judged, judged.faults)
    going = _going(notice, desk)
    notice.counterpart = going.counterpart
    notice.arrangement = going.arrangement
    notice.audience, notice.let_in = list(going.audience), let_in(notice, going)
    notice.sent_at = now()
    notice.waits_for_id = going.counterpart.id
    days = days_to_answer(going.days, is_emergency=notice.is_emergency)
    ask_anew(notice, desk.calendars.of(notice.importing), days=days, on=today())
    by = {"arrangement": str(going.arrangement.pk)} if going.arrangement else {}
    return _edition(notice, counterpart=going.counterpart.name, basis=notice.basis, **by)


def _going(notice: Notice, desk: Desk) -> Addressing:
    """Where a notice goes, with copies to the authorities of the governments it names."""
    copied = [desk.governments[code].counterpart for code in notice.content.get("copied_to") or ()]
    importing = desk.governments.get(notice.importing)
    arranged = desk.arrangements.get(notice.importing)
    copies = [one for one in copied if one]
    return addressing(notice.opener_id, importing, desk.secretariat, arrangement=arranged, copied=copies)


def _adopt(notice: Notice, judged: Judged, faults: tuple[Fault, ...]) -> None:
    """Take over a content that may be sent, with its substances recognised; Refused with every fault at once."""
    if faults:
        raise refused_for(faults)
    notice.content = dict(judged.kept)
    notice.track, notice.moved_because = judged.track, judged.moved or notice.moved_because
    notice.track_looked_on = today() if notice.track == VOLUNTARY else None
    project(notice, judged.values)
    found = list(judged.values["substances"])
    asked = requirement_for(notice.exporting, notice.importing, found, today()).basis if found else ""
    notice.basis = asked or judged.moved
    notice.judged_under = {"on": today().isoformat(), "packs": current_book().versions()}


def _edition(notice: Notice, **data: Any) -> Effect:
    """An effect that puts the content of a new edition on the record."""
    notice.edition += 1
    kept = {"edition": notice.edition, "content": notice.content, "judged_under": notice.judged_under}
    moved = {"moved": notice.moved_because} if notice.moved_because else {}
    return Effect(data={**data, **moved, "track": notice.track, **kept, "sealed": notice.secret_fields})


def _copy_further(notice: Notice) -> None:
    """Let those see an amended notice who get a copy now, and of what is secret whoever it is not kept from."""
    copied = copies_of(notice.content.get("copied_to") or ())
    notice.audience = list(dict.fromkeys([*notice.audience, *(one.id for one in copied)]))
    # It stays with the counterpart it was sent to, whoever that government would name today.
    counterpart, office = notice.counterpart or secretariat(), secretariat()
    notice.let_in = let_in(notice, Addressing(counterpart, tuple(notice.audience), 0, office, tuple(copied)))


@NOTICES.effect("amend")
def _amend(taking: Taking) -> Effect:
    notice = taking.case
    plan = amendment(notice, taking.kept)
    if not plan.changes and not plan.faults:
        raise Refused("nothing_changed", "Nothing was changed, so there is nothing to amend.")
    _adopt(notice, plan.judged, plan.faults)
    _copy_further(notice)
    if plan.reopening:
        ask_anew(notice, _calendar(notice), days=days_for(notice), on=today())
        notice.waits_for_id = notice.counterpart_id
    changed = [change.field.name for change in plan.changes]
    effect = _edition(notice, changed=changed, reopened=bool(plan.reopening))
    return Effect(data=effect.data, stays=not plan.reopening)


def judged_today(notice: Notice) -> Judged:
    """A notice that is under way by the law of today."""
    return judge(notice.content, notice.opener.government_id)


@NOTICES.guard("move")
def _may_stay_voluntary(notice: Notice, _viewer: Viewer) -> str | None:
    is_bound = notice.track == VOLUNTARY and judged_today(notice).moved
    return None if is_bound else "Nothing in the goods is under control today."


@NOTICES.effect("move")
def _move(taking: Taking) -> Effect:
    """The law changed under a voluntary notice. Its content stays; the clock starts, and answers are asked for anew.

    What is objected to stays so: only the duty to answer is new, and that answer was given.
    """
    notice, judged = taking.case, judged_today(taking.case)
    notice.track, notice.moved_because, notice.track_looked_on = judged.track, judged.moved, None
    notice.content = {**notice.content, "track": judged.track, "substances": list(judged.values["substances"])}
    project(notice, judged.values)
    notice.basis = judged.moved
    notice.judged_under = {"on": today().isoformat(), "packs": current_book().versions()}
    stays = notice.state in {"questioned", "objected", "unknown"}
    if notice.state == "questioned":
        notice.days_left, notice.remind_on = days_for(notice), None
    elif not stays:
        ask_anew(notice, _calendar(notice), days=days_for(notice), on=today())
        notice.waits_for_id = notice.counterpart_id
    return Effect(data=_edition(notice, basis=notice.basis).data, stays=stays)


@NOTICES.effect("ask")
def _ask(taking: Taking) -> Effect:
    clocks.stop(taking.case, _calendar(taking.case), on=today())
    taking.case.waits_for_id = taking.case.opener_id
    return Effect(data={"enquiry": str(enquiries.demand(viewer=taking.viewer, case=taking.case, raw=taking.kept))})


@NOTICES.effect("supply")
def _supply(taking: Taking) -> Effect:
    notice = taking.case
    wait(notice, _calendar(notice), days=max(notice.days_left or 0, 1), on=today())
    notice.waits_for_id = notice.counterpart_id
    supplied = enquiries.supply(viewer=taking.viewer, case=notice, raw=taking.kept)
    return Effect(data={"enquiries": supplied})


enquiries.STOPPING[NOTICES.kind] = enquiries.Stopping(NOTICES, ask="ask", supply="supply")


@NOTICES.effect("lapse")
def _lapse(taking: Taking) -> Effect:
    due = taking.case.due_on
    answered(taking)
    plan_after_lapse(taking.case, due)
    return Effect(data={"due_on": due.isoformat()})


@NOTICES.guard("lapse")
def _not_yet(notice: Notice, _viewer: Viewer) -> str | None:
    return None if notice.due_on and notice.due_on <= clocks.last_ended_day() else "The time for an answer is not over."


def _tell(taking: Taking) -> list[record.Act]:
    notice, seen = taking.case, findings_seen(taking)
    for letter in letters_after(taking.step.verb, notice):
        tell(notice, letter.to(notice), duty=letter.duty, subject=letter.subject, body=letter.body)
    return seen


def _tell_second(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    subject, body = "For a second signature:", f"{taking.viewer.name} proposed a step that needs your signature too."
    tell(taking.case, taking.viewer.organisation_id, duty=taking.step.duty, subject=subject, body=body)


NOTICES.tell = _tell
NOTICES.tell_second = _tell_second
