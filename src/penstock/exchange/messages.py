"""An event of the record as a message to another system: the same id and the same body by webhook and by the feed.

A message names the act, its case and its time, and nothing of the case's content. A full one adds the states and what
was entered with the step, by the step's own form; the content is fetched by the link, under the reader's own fences.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from penstock.cases.enquiries.fields import ASKING
from penstock.cases.enquiries.models import Enquiry
from penstock.cases.models import Case
from penstock.cases.secrecy.sight import told_for
from penstock.cases.services import case_link
from penstock.kernel.forms.specification import Form
from penstock.kernel.models import Event
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import WORKFLOWS

Message = dict[str, Any]
HASH_SHOWN = 16
_ID = re.compile(rf"evt_([0-9]{{1,18}})_([0-9a-f]{{{HASH_SHOWN}}})")
_STATES = ("from", "to", "edition", "due_on")


def events_after(viewer: Viewer, seq: int, kinds: Sequence[str] = ()) -> "QuerySet[Event]":
    """The acts after link `seq` of the record on cases that this viewer may see, in the order of the record.

    The record's writers stand in line, so no act appears later before one that was already read.
    """
    seen = Case.objects.visible_to(viewer).filter(pk=OuterRef("case_id"))
    asked = Enquiry.objects.visible_to(viewer).filter(pk=OuterRef("case_id"), case__in=Case.objects.visible_to(viewer))
    found = Event.objects.visible_to(viewer).filter(Exists(seen) | Exists(asked), seq__gt=seq).order_by("seq")
    if kinds:
        wanted = Q()
        for kind in kinds:
            wanted |= Q(name=kind) | Q(name__startswith=f"{kind}.")
        found = found.filter(wanted)
    return found


def seq_of(viewer: Viewer, message_id: str) -> int:
    """The place in the record of a message the viewer was given; 0 for none; Refused when it is no such id."""
    if not message_id:
        return 0
    parts = _ID.fullmatch(message_id)
    event = Event.objects.visible_to(viewer).filter(seq=int(parts[1])).first() if parts else None
    if event is None or id_of(event) != message_id:
        raise Refused("cursor", "This is not the id of an event that was given to you.")
    return event.seq


def id_of(event: Event) -> str:
    """The id of an event's message: stable, and not to be guessed from another."""
    return f"evt_{event.seq}_{event.hash[:HASH_SHOWN]}"


def messages_of(viewer: Viewer, events: Iterable[Event], *, full: bool) -> Iterator[Message]:
    """The messages of acts that this viewer may see."""
    events = list(events)
    cases = _cases(viewer, {event.case_id for event in events if event.case_id})
    for event in events:
        case = cases.get(event.case_id) if event.case_id else None
        reference = case.reference if case else ""
        data: Message = {"reference": reference, "link": case_link(reference)}
        if full:
            data["details"] = _details(event.name, told_for(viewer, case, event.data) if case else {})
        yield {"id": id_of(event), "type": event.name, "timestamp": event.at.isoformat(), "data": data}


def _cases(viewer: Viewer, ids: set[UUID]) -> dict[UUID, Case]:
    """The cases that acts are about, by the id on the record: the case's own, or that of an enquiry on it."""
    enquiries = Enquiry.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "case_id")
    about = {**{one: one for one in ids}, **dict(enquiries)}
    cases = {case.pk: case for case in Case.objects.visible_to(viewer).filter(pk__in=about.values())}
    return {one: cases[case_id] for one, case_id in about.items() if case_id in cases}


def _details(name: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """States and the step's own answers; whatever else an event holds stays where it is."""
    form = _forms().get(name.removesuffix(".proposed"))
    names = [*_STATES, *(one.name for one in form.fields)] if form else _STATES
    return {name: told[name] for name in names if name in told}


@cache
def _forms() -> Mapping[str, Form]:
    """The form of each step by the event it leaves, and that of the question with which an enquiry begins."""
    begun = {"enquiry.asked": ASKING}
    return begun | {step.event: step.form for flow in WORKFLOWS.values() for step in flow.steps if step.form}
