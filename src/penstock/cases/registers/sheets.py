"""Reads a CSV file whose columns are the fields of a form: every line with every fault, before anything is kept."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, Refused

LARGEST = 30 * 1024 * 1024
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file that was read without a fault, and the SHA-256 of its content."""

    lines: tuple[Reading, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number, its cells by field as they were entered, and how they were read."""

    number: int
    raw: Mapping[str, Any]
    reading: Reading


def read(form: Form, chunks: Iterable[bytes]) -> Sheet:
    """Read a whole file; Refused with the first faults of its lines, each with its line, or when it is no CSV."""
    content = _content(chunks)
    readings, faults = [], list[Fault]()
    for number, raw in _lines(form, content):
        reading = form.read(raw, strict=True)
        readings.append(reading)
        faults += (_placed(fault, number) for fault in reading.faults)
    if faults:
        raise Refused("faults", f"{len(faults)} fault(s) in the file; nothing was kept.", faults[:MOST_FAULTS])
    if not readings:
        raise Refused("empty", "The file has headings but no line below them.")
    return Sheet(tuple(readings), hashlib.sha256(content).hexdigest())


def each_line(form: Form, chunks: Iterable[bytes]) -> tuple[list[Line], str]:
    """Read a whole file line by line, with or without faults, for whoever keeps the good lines and mends the others.

    Answers the lines and the SHA-256 of the content; Refused when it is no CSV or lacks a heading.
    """
    content = _content(chunks)
    lines = [Line(number, raw, form.read(raw, strict=True)) for number, raw in _lines(form, content)]
    return lines, hashlib.sha256(content).hexdigest()


def _placed(fault: Fault, line: int) -> Fault:
    return Fault(fault.field, fault.code, "Line {line}, {field}: " + fault.text,
                 {**fault.values, "line": line, "field": fault.field})  # fmt: skip


def _content(chunks: Iterable[bytes]) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > LARGEST:
            raise Refused("too_large", f"The file is larger than {LARGEST // 1024**2} MB. Cut it into parts.")
    return bytes(found)


def _lines(form: Form, content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    known = {_folded(one.name): one.name for one in form.fields} | {_folded(one.label): one.name for one in form.fields}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=head.count))
    try:
        headings = [known.get(_folded(cell), "") for cell in next(rows, [])]
        missing = [one.name for one in form.fields if one.required and one.name not in headings]
        if missing:
            raise Refused("headings", f"The first line must hold these headings: {', '.join(missing)}.")
        for number, cells in enumerate(rows, start=2):
            if any(cell.strip() for cell in cells):
                yield number, {name: cell for name, cell in zip(headings, cells, strict=False) if name}
    except csv.Error as error:
        raise Refused("not_csv", f"The file cannot be read as CSV: {error}.") from None


def _folded(heading: str) -> str:
    return "".join(c for c in heading.casefold() if c.isalnum())


def template(form: Form) -> str:
    """The headings of a file of this form."""
    return ",".join(one.name for one in form.fields) + "\r\n"
