"""Writes of enquiries: asking, answering, closing and giving papers.

Where a regime's workflow has steps that ask and supply, with a clock that stands still between them, these are the
same act: a question of the receiving side on such a case takes the step, and the step puts the question here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from penstock.cases.calendars import calendar_of
from penstock.cases.enquiries import queries
from penstock.cases.enquiries.fields import ASKING, GOING_ON, USUAL_DAYS
from penstock.cases.enquiries.models import Enquiry, Paper, Turn
from penstock.cases.enquiries.phrases import ANSWER, QUESTION, language_now
from penstock.cases.enquiries.states import ENQUIRIES
from penstock.cases.models import Case
from penstock.cases.services import case_to_write_on, given
from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, Workflow, advance, begin, reason_against, refused_for
from penstock.parties.duties import ENQUIRE
from penstock.parties.models import Organisation
from penstock.parties.queries import government_of

ENQUIRIES.model = Enquiry
REMIND_BEFORE = 2
"""Working days before an answer is due at which whoever owes it is reminded."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """The steps of a regime between which its clock stands still: the receiving side asks, the other supplies."""

    workflow: Workflow
    ask: str
    supply: str


STOPPING: dict[str, Stopping] = {}
"""By kind of case; each regime adds its own."""


def ask(*, viewer: Viewer, case_id: UUID, raw: Mapping[str, Any], of: UUID | None = None) -> Enquiry:
    """Ask the other side of a case, or with `of` one of one's own companies; Refused where that may not be."""
    viewer.needs(ENQUIRE)
    with transaction.atomic():
        case = case_to_write_on(viewer, case_id)
        if case.sent_at is None:
            raise Refused("not_sent", "Nobody else has this case yet, so there is nobody to ask.")
        asked = _asked(viewer, case, of)
        stopping = STOPPING.get(case.kind)
        if stopping and asked.pk == case.opener_id and _open_to(stopping, stopping.ask, case, viewer):
            advance(stopping.workflow, case.pk, stopping.ask, viewer, raw)
            return owed_on(viewer, case)[-1]
        reading = ASKING.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        enquiry = put(viewer=viewer, case=case, asked=asked, kept=reading.kept)
        _tell(enquiry, asked, "Enquiry:", f"{viewer.organisation_name} asks you a question.")
    return enquiry


def _asked(viewer: Viewer, case: Case, of: UUID | None) -> Organisation:
    known = queries.may_be_asked(viewer, case)
    if not known:
        raise Refused("not_a_side", "Only the two sides of a case ask each other.")
    found = next((one for one in known if of is None or one.pk == of), None)
    if found is None:
        raise Refused("not_to_be_asked", "You can ask the other side of the case, or a company of your own country.")
    return found


def _open_to(stopping: Stopping, verb: str, case: Case, viewer: Viewer) -> bool:
    return reason_against(stopping.workflow, stopping.workflow.step(verb), case, viewer) is None


def put(*, viewer: Viewer, case: Case, asked: Organisation, kept: Mapping[str, Any]) -> Enquiry:
    """Open an enquiry with its first question; telling whoever is asked is left to the caller."""
    # The case's row puts two who ask at once in line, so that no number is given twice.
    Case.objects.visible_to(viewer).select_for_update().filter(pk=case.pk).first()
    enquiry = Enquiry(
        case_id=case.pk,
        number=Enquiry.objects.filter(case_id=case.pk, asker_id=viewer.organisation_id, asked=asked).count() + 1,
        asker_id=viewer.organisation_id,
        asked=asked,
        audience=[viewer.organisation_id, asked.pk],
    )
    begin(ENQUIRIES, enquiry)
    _due(enquiry, kept)
    enquiry.save(force_insert=True)
    _say(enquiry, viewer, QUESTION, kept, kept["question"])
    record.append(
        record.Act(
            name="enquiry.asked",
            case_id=enquiry.pk,
            viewer=viewer,
            audience=enquiry.audience,
            data={**kept, "due_on": str(enquiry.due_on)},
            duty=ENQUIRE,
        )
    )
    return enquiry


def _due(enquiry: Enquiry, kept: Mapping[str, Any]) -> None:
    """Count by the calendar of whoever is asked, and begin another round."""
    calendar = calendar_of(government_of(enquiry.asked_id))
    enquiry.rounds += 1
    enquiry.due_on = calendar.after(today(), int(kept.get("days") or USUAL_DAYS))
    enquiry.remind_on = _later(calendar.before(enquiry.due_on, REMIND_BEFORE)) or enquiry.due_on


def _later(day: date) -> date | None:
    return day if day > today() else None


def _say(enquiry: Enquiry, viewer: Viewer, kind: str, kept: Mapping[str, Any], text: str | None) -> None:
    away = viewer.absent.get(ENQUIRE)
    Turn(
        enquiry=enquiry,
        round=enquiry.rounds,
        kind=kind,
        phrases=list(kept.get("phrases") or ()),
        text=text or "",
        language=language_now(),
        person_name=f"{viewer.name} for {away.name}" if away else viewer.name,
        organisation_id=viewer.organisation_id,
    ).save(force_insert=True)


def take_step(*, viewer: Viewer, enquiry_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Enquiry:
    """Answer, ask on or close; what stops a regime's clock, or lets it run on, takes the regime's step with it."""
    with transaction.atomic():
        enquiry = queries.enquiry(viewer, enquiry_id)
        case = queries.case_of(viewer, enquiry)
        stopping = STOPPING.get(case.kind) if case and _is_demand(enquiry, case) else None
        if case and stopping and verb == "answer" and _ends_the_stop(enquiry, case, stopping, viewer):
            advance(stopping.workflow, case.pk, stopping.supply, viewer, raw)
            return queries.enquiry(viewer, enquiry_id)
        if case and stopping and verb == "ask_on" and _open_to(stopping, stopping.ask, case, viewer):
            going_on = {**(raw or {}), GOING_ON.name: str(enquiry.number)}
            advance(stopping.workflow, case.pk, stopping.ask, viewer, going_on)
            return queries.enquiry(viewer, enquiry_id)
        taken: Enquiry = advance(ENQUIRIES, enquiry_id, verb, viewer, raw)
        subject, body = LETTERS[verb]
        to = taken.asker if verb == "answer" else taken.asked
        _tell(taken, to, subject, body.format(name=viewer.organisation_name))
    return taken


def _is_demand(enquiry: Enquiry, case: Case) -> bool:
    """Whether it is what the receiving side wants to know of the other, for which a clock stands still."""
    return enquiry.asker_id == case.counterpart_id and enquiry.asked_id == case.opener_id


def _ends_the_stop(enquiry: Enquiry, case: Case, stopping: Stopping, viewer: Viewer) -> bool:
    """Whether nothing else is owed on a case whose clock stands still once this is answered."""
    owed = [one.pk for one in owed_on(viewer, case)]
    return owed == [enquiry.pk] and _open_to(stopping, stopping.supply, case, viewer)


def demand(*, viewer: Viewer, case: Case, raw: Mapping[str, Any]) -> int:
    """Put the receiving side's question, or go on with one of its enquiries; the number. For a regime's step."""
    number = raw.get(GOING_ON.name)
    if not number:
        return put(viewer=viewer, case=case, asked=case.opener, kept=raw).number
    own = Enquiry.objects.visible_to(viewer).filter(case_id=case.pk, asker_id=viewer.organisation_id)
    enquiry = own.filter(number=int(number), asked_id=case.opener_id).exclude(state="closed").first()
    if enquiry is None:
        text = "There is no enquiry {given} of yours here with which to go on."
        raise refused_for([Fault(GOING_ON.name, "no_such_enquiry", text, {"given": number})])
    advance(ENQUIRIES, enquiry.pk, "ask_on", viewer, raw)
    return enquiry.number


def owed_on(viewer: Viewer, case: Case) -> list[Enquiry]:
    """The open questions of the receiving side to the other: while there is one, the case's clock stands still."""
    rows = Enquiry.objects.visible_to(viewer).filter(case_id=case.pk, state="open")
    return list(rows.filter(asker_id=case.counterpart_id, asked_id=case.opener_id).order_by("number"))


def supply(*, viewer: Viewer, case: Case, raw: Mapping[str, Any]) -> list[int]:
    """Answer at once whatever the receiving side has asked; the numbers of the enquiries. For a regime's step."""
    owed = owed_on(viewer, case)
    for one in owed:
        advance(ENQUIRIES, one.pk, "answer", viewer, raw)
    return [one.number for one in owed]


@ENQUIRIES.effect("answer")
def _answer(taking: Taking) -> Effect:
    taking.case.remind_on = None
    _say(taking.case, taking.viewer, ANSWER, taking.kept, taking.kept["answer"])
    return Effect(data=taking.kept)


@ENQUIRIES.effect("ask_on")
def _ask_on(taking: Taking) -> Effect:
    _due(taking.case, taking.kept)
    _say(taking.case, taking.viewer, QUESTION, taking.kept, taking.kept["question"])
    return Effect(data={**taking.kept, "due_on": str(taking.case.due_on)})


@ENQUIRIES.effect("close")
def _close(taking: Taking) -> Effect:
    taking.case.remind_on = taking.case.due_on = None
    if taking.kept["note"]:
        _say(taking.case, taking.viewer, "closing", {}, taking.kept["note"])
    return Effect(data=taking.kept)


LETTERS = {
    "answer": ("Answered:", "{name} answered your question."),
    "ask_on": ("Asked again:", "{name} has another question."),
    "close": ("Closed:", "{name} closed its enquiry."),
}


def _tell(enquiry: Enquiry, to: Organisation, subject: str, body: str) -> None:
    """Tell one side by mail, with the way to the enquiry: the case's reference is not for companies."""
    send(
        "announcement",
        {
            "organisation": str(to.pk),
            "duty": ENQUIRE,
            "subject": f"{subject} an enquiry",
            "body": f"{body}\n\n{settings.BASE_URL}/enquiries/{enquiry.pk}/\n",
        },
    )


def attach(*, viewer: Viewer, enquiry_id: UUID, name: str, chunks: Iterable[bytes]) -> Paper:
    """Give a file to an enquiry; its two sides alone can read it."""
    viewer.needs(ENQUIRE)
    with transaction.atomic():
        enquiry = queries.enquiry(viewer, enquiry_id)
        row = Paper(enquiry=enquiry, **given(viewer, name, chunks))
        row.save(force_insert=True)
        record.append(
            record.Act(
                name="enquiry.paper_given",
                case_id=enquiry.pk,
                viewer=viewer,
                audience=enquiry.audience,
                data=row.facts,
                duty=ENQUIRE,
            )
        )
    return row


def remind(enquiry: Enquiry) -> None:
    """Remind whoever owes an answer, once for each round."""
    enquiry.remind_on = None
    enquiry.save(update_fields=["remind_on"])
    _tell(enquiry, enquiry.asked, "Answer due:", f"An answer is due by {enquiry.due_on}.")
