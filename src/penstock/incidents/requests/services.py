"""Writes of requests: drafting, and the effect of each step."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.assignments.queries import assignment_of
from penstock.cases.assignments.services import assign
from penstock.cases.calendars import calendar_of
from penstock.cases.models import Attachment
from penstock.cases.pictures.keeping import without_metadata
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import KEEPERS
from penstock.engines.working_days import WorkingCalendar
from penstock.incidents.models import Incident
from penstock.incidents.requests import fields
from penstock.incidents.requests.letters import tell_of, tell_of_proposal
from penstock.incidents.requests.models import REQUEST, Request
from penstock.incidents.requests.reminding import plan_reminder
from penstock.incidents.requests.states import CONTACTS, FLOWS, REQUESTS
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault, NotVisible, Viewer, lacking
from penstock.kernel.workflow import Effect, Taking, Workflow, refused_for
from penstock.parties.duties import ARRANGE_CONTACTS, RELEASE_INCIDENTS, REPORT_INCIDENTS
from penstock.parties.models import Organisation
from penstock.parties.queries import government_of, organisations

LETTERS_OF_REFERENCES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH_OF_REFERENCES = 8
OF_NO_COUNTRY = "SEC"


def draft_request(*, viewer: Viewer, raw: Mapping[str, Any], about: Incident | None = None) -> Request:
    """Begin a request from whatever is known, about an incident that the viewer sees or about none.

    Refused without a sort, and for those who may not ask for it.
    """
    sort = fields.REQUEST.field("sort").type.parse(raw.get("sort")) if _is_sort(raw.get("sort")) else None
    if sort is None:
        text = "Choose one of: {known}."
        raise refused_for([Fault("sort", "missing_sort", text, {"known": ", ".join(fields.SORTS)})])
    duty = ARRANGE_CONTACTS if sort == fields.TO_CONTACT else REPORT_INCIDENTS
    viewer.needs(duty)
    usual = fields.usual(sort)
    begun = {**raw, "sort": sort}
    begun |= {name: getattr(usual, name) for name in ("marking", "days") if not raw.get(name)}
    with transaction.atomic():
        flow = CONTACTS if sort == fields.TO_CONTACT else REQUESTS
        case = _begin(flow, viewer.organisation_id, sort=sort, about=about)
        _take_over(case, begun)
        case.save(force_insert=True)
        act = record.Act(
            name="contact.drafted" if flow is CONTACTS else "request.drafted",
            case_id=case.pk,
            viewer=viewer,
            audience=case.audience,
            data={"reference": case.reference},
            duty=duty,
        )
        record.append(act)
    return case


def _is_sort(entered: object) -> bool:
    known = {*fields.SORTS, *(label.casefold() for label in fields.SORTS.values())}
    return isinstance(entered, str) and entered.strip().casefold() in known


def take_step(*, viewer: Viewer, request_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Request:
    """Take a step of the request's workflow; NotVisible or Refused where it may not be, or asks for something else."""
    flow = FLOWS[find_request(viewer, request_id).kind]
    form = flow.step(verb).form
    known = {one.name for one in form.fields} if form else set()
    unknown = [name for name, value in (raw or {}).items() if value and name not in known]
    if unknown:
        raise refused_for([Fault(one, "not_asked", "This is not asked here: take it out.") for one in unknown])
    taken: Request = workflow.advance(flow, request_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, request_id: UUID) -> Request:
    """Give the second signature to a sending that somebody else proposed."""
    taken: Request = workflow.confirm(FLOWS[find_request(viewer, request_id).kind], request_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, request_id: UUID) -> Request:
    """Decline the sending that somebody else proposed, or take back one's own proposal."""
    taken: Request = workflow.decline(FLOWS[find_request(viewer, request_id).kind], request_id, viewer)
    return taken


def find_request(viewer: Viewer, request_id: UUID) -> Request:
    """The request, if this viewer may see it; NotVisible otherwise."""
    case = Request.objects.visible_to(viewer).filter(pk=request_id).first()
    if case is None:
        raise NotVisible
    return case


def _begin(flow: Workflow, opener_id: UUID, **columns: Any) -> Request:
    """A request that nobody else sees yet.

    Its reference is no running number: from a gap an asked office could tell that others were asked.
    """
    request_id = new_id()
    code = "".join(secrets.choice(LETTERS_OF_REFERENCES) for _each in range(LENGTH_OF_REFERENCES))
    case = Request(
        id=request_id,
        case_ptr_id=request_id,
        kind=flow.kind,
        reference=f"{government_of(opener_id) or OF_NO_COUNTRY}-REQ-{today().year}-{code}",
        opener_id=opener_id,
        audience=[opener_id],
        **columns,
    )
    begun: Request = workflow.begin(flow, case)
    return begun


def _take_over(case: Request, raw: Mapping[str, Any], *, strict: bool = False) -> Reading:
    """Write a content into a request; Refused with every fault where it is strict."""
    reading = fields.REQUEST.read({**raw, "sort": case.sort}, strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    case.content = dict(reading.kept)
    label = fields.SORTS[case.sort]
    case.title = label if case.sort == fields.TO_CONTACT else str(reading.values["subject"] or label)
    case.marking = reading.values["marking"] or fields.usual(case.sort).marking
    return reading


def _calendar(case: Request) -> WorkingCalendar:
    """The calendar of the asked office's country."""
    return calendar_of(government_of(case.counterpart_id)) if case.counterpart_id else calendar_of("")


def _start_clock(case: Request, days: object) -> None:
    clocks.start(case, _calendar(case), days=int(str(days)), on=today())
    case.rung = 0
    plan_reminder(case, _calendar(case), after=today())


def _said(taking: Taking) -> Effect:
    """Keep what was said with a step, where the pages of both sides read it."""
    viewer, away = taking.viewer, taking.viewer.absent.get(taking.step.duty)
    said = {
        "verb": taking.step.verb,
        "at": now().isoformat(),
        "person": f"{viewer.name} for {away.name}" if away else viewer.name,
        "organisation": viewer.organisation_name,
        "data": {name: value for name, value in taking.kept.items() if value},
    }
    taking.case.turns = [*taking.case.turns, said]
    return Effect(data=dict(taking.kept))


def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


def _discard(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect()


def _by_one(case: Request, viewer: Viewer) -> str | None:
    if case.sent_with is not None:
        return None  # asked once, of the one with which it is sent
    return _against_sending(viewer) or (
        "In your organisation two people release what goes out." if needs_two(viewer) else None
    )


def _by_two(_case: Request, viewer: Viewer) -> str | None:
    return _against_sending(viewer) or (
        None if needs_two(viewer) else "In your organisation one person releases what goes out."
    )


def _against_sending(viewer: Viewer) -> str | None:
    """What goes out is released, whatever other duty its kind asks for."""
    return None if viewer.has(RELEASE_INCIDENTS) else lacking(RELEASE_INCIDENTS)


def _send(taking: Taking) -> Effect:
    """One case for each asked office, of which none leads to another but for the asking side."""
    case = taking.case
    if taking.desk is not None:
        return _address(case, taking.desk)
    reading = _take_over(case, case.content, strict=True)
    if case.opener_id in reading.values["asked"]:
        raise refused_for([Fault("asked", "own_office", "Your own office is among them: take it out.")])
    first, *others = organisations(reading.values["asked"])
    papers = list(Attachment.objects.visible_to(taking.viewer).filter(case_id=case.pk))
    for office in others:
        twin = _begin(
            FLOWS[case.kind],
            case.opener_id,
            sort=case.sort,
            about_id=case.about_id,
            group=case.group,
            sent_with=case.pk,
            content=dict(case.content),
            title=case.title,
            marking=case.marking,
        )
        twin.save(force_insert=True)
        Attachment.objects.bulk_create([_copy(one, twin) for one in papers])
        workflow.advance(FLOWS[case.kind], twin.pk, "send", taking.viewer, desk=office)
    return _address(case, first)


def _copy(paper: Attachment, case: Request) -> Attachment:
    kept = ("name", "sha256", "size", "media_type", "person_name", "organisation_id", "made_at")
    return Attachment(case_id=case.pk, **{name: getattr(paper, name) for name in kept})


def _address(case: Request, office: Organisation) -> Effect:
    """Put a request before one office, whose clock begins; nothing of the others stays on it."""
    case.counterpart, case.waits_for = office, office
    case.audience = [case.opener_id, office.pk]
    case.content = {**case.content, "asked": [str(office.pk)]}
    case.sent_at, case.edition = now(), 1
    _start_clock(case, case.content.get("days") or fields.usual(case.sort).days)
    told = {"edition": case.edition, "content": case.content, "marking": case.marking}
    return Effect(data={**told, "due_on": str(case.due_on)})


def _take(taking: Taking) -> Effect:
    standing = assignment_of(taking.viewer, taking.case)
    if standing is None or standing.person_id != taking.viewer.person_id:
        assign(viewer=taking.viewer, case_id=taking.case.pk, to=taking.viewer.person_id)
    return Effect()


def _ask_back(taking: Taking) -> Effect:
    case = taking.case
    clocks.stop(case, _calendar(case), on=today())
    case.waits_for = case.opener
    return _said(taking)


def _supply(taking: Taking) -> Effect:
    case = taking.case
    clocks.resume(case, _calendar(case), on=today())
    plan_reminder(case, _calendar(case), after=today())
    case.waits_for = case.counterpart
    effect = _said(taking)
    return Effect(data={**effect.data, "due_on": str(case.due_on)})


def _traces_where_asked(taking: Taking) -> None:
    """What was traced is told where that was asked."""
    if taking.case.sort != fields.BACKTRACKING:
        given_too = [name for name in sorted(fields.TRACED) if taking.values.get(name)]
        if given_too:
            raise refused_for([Fault(one, "not_asked", "This is not asked here: take it out.") for one in given_too])


def _answer_part(taking: Taking) -> Effect:
    _traces_where_asked(taking)
    taking.case.parts += 1
    return _said(taking)


def _answer(taking: Taking) -> Effect:
    _traces_where_asked(taking)
    _back_to_the_asking_side(taking.case)
    return _said(taking)


def _refuse(taking: Taking) -> Effect:
    taking.case.reason = taking.kept["reason"]
    _back_to_the_asking_side(taking.case)
    return _said(taking)


def _back_to_the_asking_side(case: Request) -> None:
    """The clock ends; the asking side owes an outcome, for which there is no deadline."""
    clocks.end(case)
    case.waits_for = case.opener


def _withdraw(taking: Taking) -> Effect:
    _done(taking.case)
    return _said(taking)


def _close(taking: Taking) -> Effect:
    taking.case.outcome = taking.kept["outcome"]
    _done(taking.case)
    return _said(taking)


def _done(case: Request) -> None:
    clocks.end(case)
    case.waits_for, case.is_open = None, False


def _reopen(taking: Taking) -> Effect:
    case = taking.case
    case.is_open, case.waits_for, case.reason, case.outcome = True, case.counterpart, "", ""
    _start_clock(case, taking.values.get("days") or case.content.get("days") or fields.usual(case.sort).days)
    effect = _said(taking)
    return Effect(data={**effect.data, "due_on": str(case.due_on)})


EFFECTS = {
    "edit": _edit,
    "discard": _discard,
    "send": _send,
    "propose": _send,
    "take": _take,
    "ask_back": _ask_back,
    "supply": _supply,
    "answer_part": _answer_part,
    "answer": _answer,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "close": _close,
    "reopen": _reopen,
}
for _flow in FLOWS.values():
    _flow.model = Request
    LISTED_APART.add(_flow.kind)
    for _step in _flow.steps:
        _flow.effect(_step.verb)(EFFECTS[_step.verb])
    _flow.guard("send")(_by_one)
    _flow.guard("propose")(_by_two)
    _flow.tell, _flow.tell_second = tell_of, tell_of_proposal


KEEPERS[REQUEST] = without_metadata
