"""Writes of notices: drafting, the effects of each step, and telling the people concerned."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import Calendars, calendar_of
from penstock.cases.enquiries import services as enquiries
from penstock.cases.secrecy.fields import COLLEAGUES, COPIED, SECRETARIAT, kept_from, sealed
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import tell
from penstock.catalogue.law.force import current_book
from penstock.catalogue.substances import substance
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.notices.drafts.outlook import (
    USUAL_DAYS,
    Addressing,
    Judged,
    addressing,
    amendment,
    copies_of,
    judge,
)
from penstock.notices.fields import GIVES_AWAY, SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.shipments.checks import requirement_for
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES, READ_CASES, SEND_NOTICES
from penstock.parties.models import Government, Organisation
from penstock.parties.queries import secretariat

NOTICES.model = Notice


@dataclass(frozen=True, slots=True)
class Desk:
    """What the steps of many notices share: governments with counterparts, the secretariat, and the calendars."""

    governments: Mapping[str, Government]
    secretariat: Organisation
    calendars: Calendars

    @classmethod
    def open(cls) -> "Desk":
        """Read the directory once."""
        rows = Government.objects.select_related("counterpart")
        return cls({one.code: one for one in rows}, secretariat(), Calendars())


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


def project(notice: Notice, values: Mapping[str, Any]) -> None:
    """Put what lists and checks ask for into columns of its own."""
    notice.exporting = values["exporter_country"] or ""
    notice.importing = values["importer_country"] or ""
    notice.substances = list(values["substances"] or ())
    notice.quantity = values["quantity"]
    notice.unit = values["unit"] or ""
    notice.dispatch_on = values["dispatch_on"]
    notice.own_reference = values["reference"] or ""
    notice.likeness = likeness(values)
    notice.secret_fields = sealed(values, GIVES_AWAY)
    notice.secret_within = bool(notice.secret_fields) and COLLEAGUES in kept_from(values)
    whole, notice.title = title_of(notice, values), title_of(notice, values, hidden=frozenset(notice.secret_fields))
    notice.whole_title = whole if whole != notice.title else ""


def title_of(notice: Notice, values: Mapping[str, Any], *, hidden: Collection[str] = ()) -> str:
    """The goods and their amount in a line, without what is hidden."""
    named = "" if "substances" in hidden else ", ".join(substance(one).name for one in notice.substances)
    described = "" if "goods_description" in hidden else values["goods_description"]
    goods = named or described or ("Goods kept confidential" if hidden else "New draft")
    amount = f"{SHIPMENT.field('quantity').type.show(notice.quantity)} {notice.unit}".strip()
    return f"{goods[:120]}, {amount}" if amount and "quantity" not in hidden else goods[:120]


def let_in(notice: Notice, going: Addressing) -> list[UUID]:
    """Whoever reads what is secret too: the two sides, and of the others those from whom it is not kept."""
    outside = kept_from(notice.content)
    others = set() if COPIED in outside else {one.id for one in going.copied}
    if SECRETARIAT not in outside:
        others.add(going.office.id)
    return list(dict.fromkeys([notice.opener_id, going.counterpart.id, *sorted(others)]))


def likeness(values: Mapping[str, Any]) -> str:
    """The same text for shipments that are probably one: goods, importer and day; empty while one is missing."""
    importer = "".join(c for c in (values["importer_name"] or "").casefold() if c.isalnum())
    parts = (values["importer_country"], importer, " ".join(sorted(values["substances"] or ())), values["dispatch_on"])
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24] if all(parts) else ""


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
    notice.audience, notice.let_in = list(going.audience), let_in(notice, going)
    notice.sent_at = now()
    notice.waits_for_id = going.counterpart.id
    clocks.start(notice, desk.calendars.of(notice.importing), days=going.days, on=today())
    return _edition(notice, counterpart=going.counterpart.name, basis=notice.basis)


def _going(notice: Notice, desk: Desk) -> Addressing:
    """Where a notice goes, with copies to the authorities of the governments it names."""
    copied = [desk.governments[code].counterpart for code in notice.content.get("copied_to") or ()]
    importing = desk.governments.get(notice.importing)
    return addressing(notice.opener_id, importing, desk.secretariat, [one for one in copied if one])


def _adopt(notice: Notice, judged: Judged, faults: tuple[Fault, ...]) -> None:
    """Take over a content that may be sent, with its substances recognised; Refused with every fault at once."""
    if faults:
        raise refused_for(faults)
    notice.content = dict(judged.kept)
    project(notice, judged.values)
    found = list(judged.values["substances"])
    notice.basis = requirement_for(notice.exporting, notice.importing, found, today()).basis
    notice.judged_under = {"on": today().isoformat(), "packs": current_book().versions()}


def _edition(notice: Notice, **data: Any) -> Effect:
    """An effect that puts the content of a new edition on the record."""
    notice.edition += 1
    kept = {"edition": notice.edition, "content": notice.content, "judged_under": notice.judged_under}
    return Effect(data={**data, **kept, "sealed": notice.secret_fields})


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
        days = Government.objects.filter(code=notice.importing).values_list("reply_days", flat=True).first()
        clocks.start(notice, _calendar(notice), days=days or USUAL_DAYS, on=today())
        notice.waits_for_id = notice.counterpart_id
    changed = [change.field.name for change in plan.changes]
    effect = _edition(notice, changed=changed, reopened=bool(plan.reopening))
    return Effect(data=effect.data, stays=not plan.reopening)


@NOTICES.effect("ask")
def _ask(taking: Taking) -> Effect:
    clocks.stop(taking.case, _calendar(taking.case), on=today())
    taking.case.waits_for_id = taking.case.opener_id
    return Effect(data={"enquiry": str(enquiries.demand(viewer=taking.viewer, case=taking.case, raw=taking.kept))})


@NOTICES.effect("supply")
def _supply(taking: Taking) -> Effect:
    clocks.resume(taking.case, _calendar(taking.case), on=today())
    taking.case.waits_for_id = taking.case.counterpart_id
    answered = enquiries.supply(viewer=taking.viewer, case=taking.case, raw=taking.kept)
    return Effect(data={"enquiries": answered})


enquiries.STOPPING[NOTICES.kind] = enquiries.Stopping(NOTICES, ask="ask", supply="supply")


def _answered(taking: Taking) -> Effect:
    """The clock has done its work, and the exporting side may go on."""
    clocks.end(taking.case)
    taking.case.waits_for_id = taking.case.opener_id
    return Effect(data=taking.kept)


for _verb in ("clear", "lift"):
    NOTICES.effect(_verb)(_answered)


@NOTICES.effect("lapse")
def _lapse(taking: Taking) -> Effect:
    due = taking.case.due_on
    _answered(taking)
    return Effect(data={"due_on": due.isoformat()})


@NOTICES.guard("lapse")
def _not_yet(notice: Notice, _viewer: Viewer) -> str | None:
    return None if notice.due_on and notice.due_on <= clocks.last_ended_day() else "The time for an answer is not over."


@NOTICES.effect("object")
def _object(taking: Taking) -> Effect:
    clocks.end(taking.case)
    taking.case.waits_for_id = None
    return Effect(data=taking.kept)


def _closed(taking: Taking) -> Effect:
    """Nobody waits for anything any more."""
    clocks.end(taking.case)
    taking.case.waits_for_id = None
    taking.case.is_open = False
    return Effect(data=taking.kept)


for _verb in ("withdraw", "release", "discard"):
    NOTICES.effect(_verb)(_closed)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is mailed after a step: to which side, under which subject, and the sentence."""

    to: Callable[[Notice], UUID | None]
    duty: str
    subject: str
    body: str


def _importing(notice: Notice) -> UUID | None:
    return notice.counterpart_id


def _exporting(notice: Notice) -> UUID | None:
    return notice.opener_id


LETTERS = {
    "submit": Letter(_importing, ANSWER_NOTICES, "For your answer:", "A planned shipment awaits your answer."),
    "amend": Letter(_importing, ANSWER_NOTICES, "Amended:", "A notice sent to you was amended."),
    "withdraw": Letter(_importing, ANSWER_NOTICES, "Withdrawn:", "A notice sent to you was withdrawn."),
    "release": Letter(_importing, ANSWER_NOTICES, "Released:", "A shipment notified to you was released for export."),
    "ask": Letter(_exporting, SEND_NOTICES, "Information requested:", "The importing side requests information."),
    "supply": Letter(_importing, ANSWER_NOTICES, "Information supplied:", "What you asked for was supplied."),
    "clear": Letter(_exporting, SEND_NOTICES, "No objection:", "The importing side has no objection."),
    "object": Letter(_exporting, SEND_NOTICES, "Objection:", "The importing side objects. Do not release."),
    "lift": Letter(_exporting, SEND_NOTICES, "Objection lifted:", "The importing side lifted its objection."),
    "lapse": Letter(_exporting, SEND_NOTICES, "No answer in time:", "The time for an answer passed without one."),
}


COPIED_VERBS = {"submit", "amend", "withdraw", "release"}
COPY = "Your authority has a copy of this notice, and nothing to answer."


def _tell(taking: Taking) -> None:
    letter = LETTERS.get(taking.step.verb)
    if letter:
        notice = taking.case
        tell(notice, letter.to(notice), duty=letter.duty, subject=letter.subject, body=letter.body)
        if taking.step.verb in COPIED_VERBS:
            for copy in copies_of(notice.content.get("copied_to") or ()):
                tell(notice, copy.id, duty=READ_CASES, subject=f"Copy. {letter.subject}", body=COPY)


def _tell_second(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    subject, body = "For a second signature:", f"{taking.viewer.name} proposed a step that needs your signature too."
    tell(taking.case, taking.viewer.organisation_id, duty=taking.step.duty, subject=subject, body=body)


NOTICES.tell = _tell
NOTICES.tell_second = _tell_second
