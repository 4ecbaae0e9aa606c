"""Reading messages: the worker goes through the lines, keeps those that were not understood, and what was how."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from penstock.incidents.fields import INCIDENT
from penstock.incidents.intake import content
from penstock.incidents.intake.lines import Line, LineReader
from penstock.incidents.intake.mapping import positions, read_mapping
from penstock.incidents.intake.understood import amounts, days
from penstock.incidents.intake.understood.answers import Understood
from penstock.incidents.models import Message, MessageLine, MessageMeaning
from penstock.incidents.particulars.facts import SHARING
from penstock.incidents.sharing.columns import identified
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM, Refused, Viewer

LINES_AT_ONCE = 5000
MOST_LOOKED_AT = 100_000
SHARED_NAMES = frozenset(one.name for one in SHARING.fields)
KNOWN_NAMES = frozenset({one.name for one in INCIDENT.fields} | set(INCIDENT.lines))


def headings_of(message: Message) -> list[str]:
    """The headings of a file."""
    first = next(content.lines(message.pieces, message.kind), (1, ()))
    return [one.strip() for one in first[1]]


def reader_of(viewer: Viewer, message: Message) -> LineReader:
    """A reader of a file's lines that knows what was understood, and said, of its values before."""
    columns = read_mapping(message.mapping)
    reader = LineReader(columns, positions(headings_of(message), columns), message.sharing)
    for one in MessageMeaning.objects.visible_to(viewer).filter(message=message):
        if reader.can_be_said(one.topic):
            understood = Understood(one.answers, one.how, one.reason, tuple(one.proposals))
            reader.recall(one.topic, one.given, understood, one.said)
    return reader


def understood_line(viewer: Viewer, message: Message, number: int, cells: Any) -> Line:
    """One line by itself, as it stands or as somebody mends it."""
    if message.kind == "list":
        return from_list(message, number, cells)
    return reader_of(viewer, message).read(number, cells)


def cells_of(message: Message, row: MessageLine, mended: Mapping[str, Any]) -> Any:
    """The cells of a line with some of them written otherwise, by heading; of a list, the incident anew."""
    if message.kind == "list":
        return dict(mended)
    headings = headings_of(message)
    unknown = [one for one in mended if one not in headings]
    if unknown:
        raise Refused("unknown_heading", f"The file has no heading '{unknown[0]}'.")
    cells = [*row.cells, *([""] * (len(headings) - len(row.cells)))]
    return [str(mended.get(heading, cells[at])) for at, heading in enumerate(headings)]


def lines_of(message: Message) -> Iterator[tuple[int, Any]]:
    """The lines of a message with their numbers, without the headings."""
    if message.kind == "list":
        return content.listed(message.pieces)
    return islice(content.lines(message.pieces, message.kind), 1, None)


def read(message: Message) -> None:
    """Read in pieces, each kept in a transaction of its own so that the page can show how far it is.

    Begun anew where it was broken off: what persons have said and mended is kept, all else is found again.
    """
    with acting(SYSTEM):
        own = MessageLine.objects.visible_to(SYSTEM).filter(message=message)
        own.filter(mended_by="").delete()
        mended = dict(own.values_list("line", "cells"))
        MessageMeaning.objects.visible_to(SYSTEM).filter(message=message, said="").delete()
        reader = _prepared(message)
        message.lines_done, message.bad = 0, 0
        message.save()
    lines = lines_of(message)
    while piece := list(islice(lines, LINES_AT_ONCE)):
        found = [_read_one(message, reader, number, mended.get(number, cells)) for number, cells in piece]
        with acting(SYSTEM):
            bad = [
                _kept(message, line, cells)
                for line, (number, cells) in zip(found, piece, strict=True)
                if line.faults and number not in mended
            ]
            _judge_mended(message, [one for one in found if one.number in mended])
            copy_models(MessageLine, bad)
            message.lines_done += len(piece)
            message.bad += sum(bool(one.faults) for one in found)
            message.save(update_fields=["lines_done", "bad"])
        crash_point("between_pieces_read")
    with acting(SYSTEM):
        if reader:
            _keep_meanings(message, reader)
        message.read_at = now()
        message.save(update_fields=["read_at"])


def _prepared(message: Message) -> LineReader | None:
    """Look once at all lines: how many there are, how days and numbers are written, which substances are named."""
    if message.kind == "list":
        message.lines_total = sum(1 for _line in lines_of(message))
        return None
    reader, total = reader_of(SYSTEM, message), 0
    seen: dict[str, set[str]] = {"happened_on": set(), "quantity": set(), "substance": set()}
    for _number, cells in lines_of(message):
        total += 1
        for name, values in seen.items():
            if len(values) < MOST_LOOKED_AT:
                values.add(reader.cell(cells, name))
    message.lines_total = total
    reader.order = reader.order or days.order(seen["happened_on"])
    reader.mark = reader.mark or amounts.decimal_mark(seen["quantity"])
    message.mapping = {**message.mapping, "days": reader.order, "decimals": reader.mark}
    reader.naming.look_up(name for name in seen["substance"] if ("substance", name) not in reader.meanings)
    return reader


def _read_one(message: Message, reader: LineReader | None, number: int, cells: Any) -> Line:
    return reader.read(number, cells) if reader else from_list(message, number, cells)


def from_list(message: Message, number: int, raw: Any) -> Line:
    """An incident of a list, read as the sheet reads it; who may see it is said for the message, and names go apart."""
    if not isinstance(raw, Mapping):
        return Line(number, {}, {}, ({"topic": "", "given": "", "reason": "This is no incident, but something else."},))
    faults = []
    for name in raw:
        if name in SHARED_NAMES:
            faults.append((name, "Who may see it is said once, for the whole message."))
        elif name not in KNOWN_NAMES:
            faults.append((name, "There is no such field. Names of persons and companies are given on each incident."))
    lenient = INCIDENT.read({**raw, **message.sharing}, strict=False)
    reading = INCIDENT.read(identified(lenient.kept), strict=True)
    faults += [(one.field, one.message) for one in (*lenient.faults, *reading.faults)]
    told = tuple(
        {"topic": name, "given": str(raw.get(name, ""))[:200], "reason": why} for name, why in dict(faults).items()
    )
    kept = {name: value for name, value in reading.kept.items() if value}
    return Line(number, {} if told else kept, {} if told else reading.values, told)


def _kept(message: Message, line: Line, cells: Any) -> MessageLine:
    return MessageLine(
        message=message,
        organisation_id=message.organisation_id,
        line=line.number,
        cells=cells,
        faults=list(line.faults),
    )


def _judge_mended(message: Message, found: Sequence[Line]) -> None:
    """A line that was mended is judged again, by what its file is taken for now."""
    for one in found:
        rows = MessageLine.objects.visible_to(SYSTEM).filter(message=message, line=one.number)
        rows.update(faults=list(one.faults), is_good=not one.faults)


def _keep_meanings(message: Message, reader: LineReader) -> None:
    said = {(one.topic, one.given): one for one in MessageMeaning.objects.visible_to(SYSTEM).filter(message=message)}
    new = []
    for key, one in reader.meanings.items():
        if key in said:
            said[key].lines = one.lines
            said[key].save(update_fields=["lines"])
        else:
            new.append(
                MessageMeaning(
                    message=message,
                    organisation_id=message.organisation_id,
                    topic=one.topic,
                    given=one.given,
                    answers=dict(one.understood.answers),
                    how=one.understood.how,
                    reason=one.understood.reason,
                    proposals=list(one.understood.proposals),
                    lines=one.lines,
                )
            )
    copy_models(MessageMeaning, new)
