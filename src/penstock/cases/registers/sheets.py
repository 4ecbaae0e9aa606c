"""Reads a CSV or XLSX file whose columns are fields of a form: every line with every fault, before one is kept."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.utils import get_column_letter

from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, Refused

LARGEST = 30 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
XLSX = b"PK"
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file that was read without a fault, and the SHA-256 of its content."""

    lines: tuple[Reading, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number, its cells by field as they were entered, and how they were read.

    `cells` says of each field in which cell of a workbook it stands; a line of a CSV file has none.
    """

    number: int
    raw: Mapping[str, Any]
    reading: Reading
    cells: Mapping[str, str]


def read(form: Form, chunks: Iterable[bytes]) -> Sheet:
    """Read a whole file; Refused with the first faults, each with its line and cell, or when it is no table."""
    lines, sha256 = each_line(form, chunks)
    faults = [_placed(fault, line) for line in lines for fault in line.reading.faults]
    if faults:
        raise Refused("faults", f"{len(faults)} fault(s) in the file; nothing was kept.", faults[:MOST_FAULTS])
    if not lines:
        raise Refused("empty", "The file has headings but no line below them.")
    return Sheet(tuple(one.reading for one in lines), sha256)


def each_line(form: Form, chunks: Iterable[bytes]) -> tuple[list[Line], str]:
    """Read a whole file line by line, with or without faults, for whoever keeps the good lines and mends the others.

    Answers the lines and the SHA-256 of the content; Refused when it is neither CSV nor XLSX, or lacks a heading.
    """
    content = _content(chunks)
    return list(_lines(form, content)), hashlib.sha256(content).hexdigest()


def _placed(fault: Fault, line: Line) -> Fault:
    values = {**fault.values, "line": line.number, "field": fault.field}
    if fault.field in line.cells:
        text = "Line {line}, {field} (cell {cell}): " + fault.text
        return Fault(fault.field, fault.code, text, {**values, "cell": line.cells[fault.field]})
    return Fault(fault.field, fault.code, "Line {line}, {field}: " + fault.text, values)


def _content(chunks: Iterable[bytes]) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > LARGEST:
            raise Refused("too_large", f"The file is larger than {LARGEST // 1024**2} MB. Cut it into parts.")
    return bytes(found)


def _lines(form: Form, content: bytes) -> Iterator[Line]:
    known = {_folded(one.name): one.name for one in form.fields} | {_folded(one.label): one.name for one in form.fields}
    is_workbook = content.startswith(XLSX)
    rows = iter(_workbook(content)) if is_workbook else _csv(content)
    headings = [known.get(_folded(cell), "") for cell in next(rows, [])]
    missing = [one.name for one in form.fields if one.required and one.name not in headings]
    if missing:
        raise Refused("headings", f"The first line must hold these headings: {', '.join(missing)}.")
    letters = {name: get_column_letter(at) for at, name in enumerate(headings, start=1) if name} if is_workbook else {}
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            raw = {name: cell for name, cell in zip(headings, cells, strict=False) if name}
            places = {name: f"{letter}{number}" for name, letter in letters.items()}
            yield Line(number, raw, form.read(raw, strict=True), places)


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=head.count))
    except csv.Error as error:
        raise Refused("not_csv", f"The file cannot be read as CSV: {error}.") from None


def _workbook(content: bytes) -> list[list[str]]:
    """The lines of the first sheet as a person sees them."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise Refused("unreadable", "The workbook unpacks to more than 100 MB. Save it as CSV.")  # noqa: TRY301
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [[_cell(one) for one in cells] for cells in book.worksheets[0].iter_rows(values_only=True)]
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Refused("unreadable", f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None


def _cell(cell: object) -> str:
    """What a person sees in a cell: a day without its midnight, a number without exponent or needless point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(str(cell)):f}"
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _folded(heading: str) -> str:
    return "".join(c for c in heading.casefold() if c.isalnum())


def template(form: Form) -> str:
    """The headings of a file of this form."""
    return ",".join(one.name for one in form.fields) + "\r\n"
