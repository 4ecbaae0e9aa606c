"""Reads of messages; the viewer comes first. Lines and meanings are for the organisation that handed them in."""

from collections import Counter
from itertools import islice
from uuid import UUID

from penstock.incidents.intake.lines import Line
from penstock.incidents.intake.reading import headings_of, lines_of, understood_line
from penstock.incidents.models import Incident, Message, MessageLine, MessageMeaning
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50
SHOWN_BEFORE = 5


def messages_seen(viewer: Viewer, *, before: str = "") -> list[Message]:
    """The messages of the viewer's organisation and those released to it, the newest first; one more than a page."""
    seen = Message.objects.visible_to(viewer).select_related("organisation").order_by("-made_at", "-id")
    if before:
        last = seen.filter(reference=before).first()
        seen = seen.filter(made_at__lt=last.made_at) if last else seen.none()
    return list(seen[: PAGE + 1])


def faulty_lines(viewer: Viewer, message: Message, *, after: int = 0) -> list[MessageLine]:
    """The lines that were not understood, in order; one more than a page."""
    rows = MessageLine.objects.visible_to(viewer).filter(message=message, is_good=False, line__gt=after)
    return list(rows.order_by("line")[: PAGE + 1])


def faulty_line(viewer: Viewer, message: Message, line: int) -> MessageLine:
    """One of the kept lines that is not released yet; NotVisible otherwise."""
    rows = MessageLine.objects.visible_to(viewer).filter(message=message, line=line, is_released=False)
    found = rows.first()
    if found is None:
        raise NotVisible
    return found


def reasons(viewer: Viewer, message: Message) -> list[tuple[str, str, int]]:
    """Why lines were not understood: topic, reason, and how many lines, the most first."""
    counted: Counter[tuple[str, str]] = Counter()
    rows = MessageLine.objects.visible_to(viewer).filter(message=message, is_good=False)
    for faults in rows.values_list("faults", flat=True).iterator():
        counted.update({(one["topic"], one["reason"]) for one in faults})
    return [(topic, reason, count) for (topic, reason), count in counted.most_common(PAGE)]


def meanings(viewer: Viewer, message: Message, *, topic: str = "", after: int = 0) -> list[MessageMeaning]:
    """What values were understood as: those that were not understood first, then by how many lines hold them."""
    rows = MessageMeaning.objects.visible_to(viewer).filter(message=message)
    rows = rows.filter(topic=topic) if topic else rows
    found = sorted(rows, key=lambda one: (not one.reason, -one.lines, one.topic, one.given))
    return found[after : after + PAGE + 1]


def meaning(viewer: Viewer, message: Message, meaning_id: UUID) -> MessageMeaning:
    """One of them; NotVisible otherwise."""
    found = MessageMeaning.objects.visible_to(viewer).filter(message=message, pk=meaning_id).first()
    if found is None:
        raise NotVisible
    return found


def first_lines(viewer: Viewer, message: Message) -> list[Line]:
    """The first lines of a message as they are understood, to be looked at before the release."""
    return [
        understood_line(viewer, message, number, cells) for number, cells in islice(lines_of(message), SHOWN_BEFORE)
    ]


def example_of(message: Message) -> list[tuple[str, str]]:
    """The headings of a file, each with what stands under it first."""
    headings = headings_of(message)
    _number, cells = next(lines_of(message), (2, []))
    return [(heading, cells[at] if at < len(cells) else "") for at, heading in enumerate(headings) if heading]


def incidents_of(viewer: Viewer, message: Message, *, after: int = 0) -> list[Incident]:
    """The incidents of a message that the viewer may see, by the line they came in; one more than a page."""
    rows = Incident.objects.visible_to(viewer).filter(message=message, message_line__gt=after)
    return list(rows.select_related("opener", "counterpart").order_by("message_line")[: PAGE + 1])
