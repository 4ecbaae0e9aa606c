"""Reads and writes files of planned shipments: CSV of any common kind, and XLSX."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl

from penstock.notices.fields import SHIPMENT

Content = io.BytesIO | io.BufferedReader
XLSX_START = b"PK\x03\x04"
LARGEST_UNPACKED = 400 * 1024**2
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
EXAMPLE, HELP = "(example, not read)", "(help, not read)"
"""What stands for the reference in the lines of an empty file that explain it; such lines are passed over."""


class Unreadable(Exception):  # noqa: N818 - it is an answer to a person
    """A file that cannot be read at all, with a sentence that says why and how to mend it."""


class Unmapped(Unreadable):
    """A file whose headings are not understood, though it can be read: they can be mapped to fields."""


def folded(heading: str) -> str:
    """A heading as headings are compared: small letters and digits."""
    return re.sub(r"[^0-9a-z]+", "_", heading.casefold()).strip("_")


def column_of(heading: str) -> str | None:
    """The field that a heading means, by its name or its label; None when it means none."""
    wanted = folded(heading)
    for one in SHIPMENT.fields:
        if wanted in {one.name, folded(one.label)}:
            return one.name
    return None


def rows(content: Content, mapping: Mapping[str, str] | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and answers by field, for each line that is not blank; `mapping` leads other headings to fields."""
    lines = _lines(content)
    first = next(lines, None)
    if first is None:
        raise Unreadable("The file is empty. Its first line must hold the headings.")
    names = _columns([str(cell or "") for cell in first[1]], mapping or {})
    for number, cells in lines:
        if any(str(cell if cell is not None else "").strip() for cell in cells):
            answers = {name: cell for name, cell in zip(names, cells, strict=False) if name}
            if answers.get("reference") not in {EXAMPLE, HELP}:
                yield number, answers


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a file, the field it is taken for (empty: none), and what stands under it first."""

    text: str
    field: str
    example: str


def headings(content: io.BytesIO | io.BufferedReader, mapping: Mapping[str, str]) -> list[Heading]:
    """The headings of a file with the fields they are taken for; Unreadable when it is no list at all."""
    lines = _lines(content)
    first = next(lines, None)
    if first is None:
        raise Unreadable("The file is empty. Its first line must hold the headings.")
    wanted = {folded(heading): field for heading, field in mapping.items()}
    examples = [*(next(lines, (0, ()))[1]), *([""] * len(first[1]))]
    texts = [str(cell or "").strip() for cell in first[1]]
    return [
        Heading(text, wanted.get(folded(text)) or column_of(text) or "", str(examples[at] or "")[:60])
        for at, text in enumerate(texts)
        if text
    ]


def _lines(content: io.BytesIO | io.BufferedReader) -> Iterator[tuple[int, Sequence[Any]]]:
    start = content.read(4)
    content.seek(0)
    return _xlsx(content) if start == XLSX_START else _csv(content)


def _columns(given: Sequence[str], mapping: Mapping[str, str]) -> list[str | None]:
    wanted = {folded(heading): field for heading, field in mapping.items()}
    names = [wanted.get(folded(heading)) or column_of(heading) for heading in given]
    known = {one.name for one in SHIPMENT.fields}
    unknown = sorted(set(wanted.values()) - known)
    if unknown:
        raise Unreadable(f"There is no field '{unknown[0]}'. Known fields: {', '.join(sorted(known))}.")
    if not {"goods_description", "cas_number"} & set(names):
        raise Unmapped(
            "No heading names the goods. The first line must hold headings such as goods_description, cas_number,"
            " quantity, unit; other headings can be mapped to them."
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Unmapped(f"Two headings mean the field '{twice[0]}'. Keep one of them.")
    return names


def _csv(content: Content) -> Iterator[tuple[int, Sequence[Any]]]:
    text = io.TextIOWrapper(content, encoding=_encoding(content), newline="")
    number = 0
    try:
        head = text.readline()
        text.seek(0)
        for number, cells in enumerate(csv.reader(text, delimiter=max(",;\t|", key=head.count)), start=1):
            yield number, [_bare(cell) for cell in cells]
    except (csv.Error, UnicodeDecodeError) as error:
        raise Unreadable(f"The file cannot be read as CSV after line {number}: {error}.") from None


def _encoding(content: Content) -> str:
    """UTF-8 where it holds, else the Windows code page that spreadsheets still write."""
    start = content.read(1024 * 1024)
    content.seek(0)
    if b"\x00" in start:
        raise Unreadable("The file is neither CSV nor XLSX. Save it as one of them.")
    try:
        # Not decoded as a whole: the last bytes may be half a character.
        codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _xlsx(content: Content) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        _refuse_a_bomb(content)
        sheet = openpyxl.load_workbook(content, read_only=True, data_only=True).worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_plain(cell) for cell in cells]
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Unreadable(f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None


def _refuse_a_bomb(content: Content) -> None:
    with ZipFile(content) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable("The workbook unpacks to more than 400 MB. Save it as CSV.")


def _plain(cell: object) -> object:
    """What a person sees in a cell: a day without its midnight, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def defused(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers with a sign stay as they are.

    One apostrophe more is put before whatever begins with apostrophes and such a sign, so that reading takes back
    exactly what writing has put there.
    """
    text = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    is_formula = _FORMULA.match(text) and not re.fullmatch(r"[+-]?[0-9.,]+", text)
    return "'" + text if is_formula else text


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def written_csv(columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A CSV file in pieces, its headings first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for line in lines:
        writer.writerow([defused(_flat(line.get(column))) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
