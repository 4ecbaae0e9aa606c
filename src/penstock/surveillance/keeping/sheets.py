"""Reads files of entries, CSV or XLSX, and writes the empty file and the faulty lines."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import xlsxwriter

from penstock.kernel.viewer import Refused
from penstock.surveillance.fields import ENTRY

NAMES = [one.name for one in ENTRY.fields]
LARGEST_UNPACKED = 100 * 1024**2
MOST_LINES = 20_000


def read(content: bytes) -> list[tuple[int, dict[str, Any]]]:
    """Line number and answers by column, for each line that is not blank; Refused when a heading is not known."""
    lines = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    first = next(lines, None)
    if first is None:
        raise Refused("unreadable", "The file is empty. Its first line must hold the headings.")
    columns = _columns([str(cell or "") for cell in first[1]])
    found = []
    for number, cells in lines:
        filled = [(at, cell) for at, cell in enumerate(cells) if str("" if cell is None else cell).strip()]
        if any(at >= len(columns) or not columns[at] for at, _cell in filled):
            raise Refused("unreadable", f"Line {number} has a cell under no heading. Give the column a heading.")
        if filled:
            found.append((number, {columns[at]: cell for at, cell in filled}))
        if len(found) > MOST_LINES:
            raise Refused("unreadable", f"The file has more than {MOST_LINES:,} lines. Load it in parts.")
    return found


def _columns(given: Sequence[str]) -> list[str]:
    known = {_folded(text): one.name for one in ENTRY.fields for text in (one.name, one.label)}
    columns = [known.get(_folded(heading), "") for heading in given]
    for heading, column in zip(given, columns, strict=True):
        if heading.strip() and not column:
            raise Refused(
                "unreadable",
                f"The heading '{heading.strip()[:60]}' is not known. Rename it to one of these, or take the column out:"
                f" {', '.join(NAMES)}.",
            )
        if column and columns.count(column) > 1:
            raise Refused("unreadable", f"Two headings mean '{column}'. Keep one of them.")
    if "name" not in columns:
        raise Refused("unreadable", "No heading is 'name'. The first line must hold the headings.")
    return columns


def _folded(heading: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", heading.casefold()).strip("_")


def _csv(content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Refused("unreadable", "The file is neither CSV nor XLSX. Save it as one of them.")
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=head.count))
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        raise Refused("unreadable", f"The file cannot be read as CSV after line {rows.line_num}: {error}.") from None


def _xlsx(content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise Refused("unreadable", "The workbook unpacks to more than 100 MB. Save it as CSV.")  # noqa: TRY301
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell(one) for one in cells]
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Refused("unreadable", f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None


def _cell(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def template() -> bytes:
    """An XLSX file with the headings, and on a second sheet what belongs under each."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, explained = book.add_worksheet("Entries"), book.add_worksheet("Columns")
        bold = book.add_format({"bold": True})
        explained.write_row(0, 0, ["Column", "Label", "Required", "Help"], bold)
        for at, one in enumerate(ENTRY.fields):
            sheet.write(0, at, one.name, bold)
            sheet.set_column(at, at, max(14, len(one.name) + 2))
            explained.write_row(at + 1, 0, [one.name, one.label, "yes" if one.required else "", one.help])
    return content.getvalue()


def faulty_lines(lines: Iterable[tuple[int, Mapping[str, Any], Sequence[Mapping[str, str]]]]) -> bytes:
    """Faulty lines as they were entered, as CSV, with their line numbers and faults in two columns more."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*NAMES, "line", "faults"])
    for number, content, faults in lines:
        told = "; ".join(f"{fault['column']}: {fault['message']}" for fault in faults)
        writer.writerow([*(ENTRY.field(name).type.line(content.get(name)) for name in NAMES), number, told])
    return out.getvalue().encode("utf-8-sig")
