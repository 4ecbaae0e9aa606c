"""Papers that go out: what was done on the viewer's cases, in the order of the record, and the governments."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from penstock.cases.enquiries.phrases import ANSWER, QUESTION
from penstock.cases.enquiries.queries import words_until
from penstock.cases.models import Case
from penstock.cases.queries import case_by_reference, receipts
from penstock.cases.secrecy.sight import told_for
from penstock.cases.services import note_editions_read
from penstock.exchange.messages import events_after, id_of, seq_of
from penstock.exchange.papers.kinds import BY_EVENT, FIRST, KINDS, Kind
from penstock.exchange.papers.shapes import Content, Node
from penstock.kernel.models import Event
from penstock.kernel.viewer import Viewer
from penstock.notices.states import NOTICES
from penstock.parties.directory.fields import FORMS
from penstock.parties.directory.models import Entry
from penstock.parties.directory.queries import entries
from penstock.parties.models import Government

PROPOSED, DECLINED = ".proposed", ".declined"
TOLD: Mapping[str, Kind] = {
    **BY_EVENT,
    **{f"{step.event}{PROPOSED}": KINDS[f"{FIRST}.{step.verb}"] for step in NOTICES.steps if step.second},
    **{f"{step.event}{DECLINED}": KINDS[f"{FIRST}.decline"] for step in NOTICES.steps if step.second},
}
"""The kind of paper in which each event of the record is told."""
SAID_IN_ENQUIRIES = {"ask": QUESTION, "supply": ANSWER}


def papers_since(viewer: Viewer, since: str, limit: int) -> Node:
    """At most `limit` papers after the one with the id `since`; Refused when that is no id the viewer was given.

    The record's writers stand in line, so what is told once is never told again, and nothing comes in before it.
    """
    found = list(events_after(viewer, seq_of(viewer, since)).filter(name__in=TOLD)[: limit + 1])
    events = found[:limit]
    cases = Case.objects.visible_to(viewer).in_bulk({event.case_id for event in events})
    note_editions_read(viewer=viewer, editions=_given(events))
    papers = tuple(_paper(viewer, event, cases[event.case_id]) for event in events if event.case_id in cases)
    last = id_of(events[-1]) if events else since
    marks = {"next": last, "more": "true" if len(found) > limit else "false"}
    return Node(name="papers", marks={name: text for name, text in marks.items() if text}, parts=papers)


def _given(events: Iterable[Event]) -> list[tuple[UUID, int]]:
    """The editions whose content goes out with acts, so that whoever sent them sees who has them."""
    return [(one.case_id, one.data["edition"]) for one in events if one.case_id and "content" in one.data]


def standing(viewer: Viewer, reference: str) -> Node:
    """How a case stands, with who was given which edition; NotVisible when there is none for this viewer."""
    case = case_by_reference(viewer, reference)
    marks = {
        "reference": case.reference,
        "state": case.state,
        "edition": case.edition,
        "waits_for": case.waits_for and case.waits_for.name,
        "due_on": case.due_on,
    }
    readings = (
        {"by": one.organisation.name, "person": one.person_name, "at": one.first_at.isoformat(), "edition": one.edition}
        for one in receipts(viewer, case)
    )
    return Node(
        name="case", marks=said_of(marks), parts=tuple(Node(name="reading", marks=said_of(one)) for one in readings)
    )


def said_of(marks: Mapping[str, Any]) -> dict[str, str]:
    """Marks as text; what is not there is left out."""
    return {name: str(value) for name, value in marks.items() if value not in (None, "")}


def _paper(viewer: Viewer, event: Event, case: Case) -> Node:
    kind, told = TOLD[event.name], told_for(viewer, case, event.data)
    answers = told.get("content", told)
    if kind.verb in SAID_IN_ENQUIRIES:
        # The record of the case keeps the number of the enquiry alone; its words are for its two sides.
        answers = words_until(viewer, case, SAID_IN_ENQUIRIES[kind.verb], event.at)
    marks = {
        "id": id_of(event),
        "on": case.reference,
        "at": event.at.isoformat(),
        "by": event.organisation_name,
        "state": event.data.get("to"),
        "edition": event.data.get("edition"),
        "due_on": case.due_on,
        "stage": "proposed" if event.name.endswith(PROPOSED) else "",
    }
    names = [one.name for one in kind.form.fields] if kind.form else []
    return Node(
        name=kind.name,
        marks=said_of(marks),
        content=carried({name: answers[name] for name in names if answers.get(name)}),
    )


def carried(kept: Mapping[str, Any]) -> dict[str, Content]:
    """Answers as a paper carries them."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else str(value) for name, value in kept.items()
    }


def governments(viewer: Viewer) -> Node:
    """Every government with what the viewer may see of its entries in the directory."""
    listed: dict[str, list[Node]] = {}
    for entry in entries(viewer):
        listed.setdefault(entry.government_id, []).append(_entry(entry))
    rows = Government.objects.select_related("counterpart").order_by("code")
    parts = (_government(one, tuple(listed.get(one.code, ()))) for one in rows)
    return Node(name="directory", parts=tuple(parts))


def _government(one: Government, listed: tuple[Node, ...]) -> Node:
    marks = {
        "country": one.code,
        "name": one.name,
        "party": "true" if one.is_party else "false",
        "party_since": one.party_since,
        "reply_days": one.reply_days,
        "counterpart": one.counterpart and one.counterpart.name,
    }
    return Node(name="government", marks=said_of(marks), parts=listed)


def _entry(entry: Entry) -> Node:
    kept = {one.name: entry.content[one.name] for one in FORMS[entry.kind].fields if entry.content.get(one.name)}
    marks = {"verified_on": entry.verified_on, "stale_on": entry.stale_on}
    told = {name: value.isoformat() for name, value in marks.items() if value}
    return Node(name=entry.kind.replace(" ", "-"), marks=told, content=carried(kept))
