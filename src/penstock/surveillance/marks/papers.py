"""A copy as its reader takes it away: CSV, XLSX and PDF, each bearing the reader's mark, shown and hidden."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import typst
import xlsxwriter

from penstock.surveillance.fields import ENTRY
from penstock.surveillance.marks.mark import Mark, without_hidden

COLUMNS = (*(one.name for one in ENTRY.fields), "copy")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a reader is given: the list and its edition in words, the line that names the reader, and marked rows."""

    title: str
    edition: str
    marking: str
    conditions: str
    line: str
    mark: Mark
    rows: Sequence[dict[str, Any]]


def marked_rows(contents: Sequence[dict[str, Any]], mark: Mark, line: str) -> list[dict[str, Any]]:
    """Entries as this reader gets them: rows and other names in the mark's own orders, and the code hidden in notes."""
    rows = []
    for content in mark.ordered(contents, lambda one: str(one["name"])):
        others = mark.ordered(content.get("other_names") or (), str, within=str(content["name"]))
        note = f"{content.get('note') or ''}{mark.hidden}"
        rows.append({**content, "other_names": others, "note": note, "copy": line})
    return rows


def _cells(row: dict[str, Any]) -> list[str]:
    return [_defused(ENTRY.field(name).type.line(row.get(name))) for name in COLUMNS[:-1]] + [row["copy"]]


def _defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if re.match(r"[=+\-@\t\r]", text) else text


def csv_of(sheet: Sheet) -> bytes:
    """The copy as CSV; the line that names the reader stands in every row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, sheet.rows))
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheet: Sheet) -> bytes:
    """The copy as a workbook; the reader is named in every row, on paper, and in the workbook's properties."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": sheet.title, "author": sheet.line, "keywords": sheet.mark.shown})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet("Entries")
        page.set_header(f"&C{sheet.line.replace('&', '&&')[:240]}")
        page.set_footer(f"&C{sheet.marking}")
        page.freeze_panes(1, 1)
        page.set_column(0, 1, 32, wrapped)
        page.set_column(2, len(COLUMNS) - 1, 18, wrapped)
        page.write_row(0, 0, COLUMNS, bold)
        for at, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(_cells(row)):
                page.write_string(at, column, cell)
        about = book.add_worksheet("Conditions")
        about.set_column(0, 0, 100, wrapped)
        for at, text in enumerate((sheet.title, sheet.edition, sheet.marking, sheet.line, sheet.conditions)):
            about.write_string(at, 0, text)
    return content.getvalue()


def pdf_of(sheet: Sheet) -> bytes:
    """The copy as PDF; the reader is named across every page, at its head, and in the document's properties."""
    names = [one.name for one in ENTRY.fields if one.name not in {"name", "note"}]
    told = {
        "title": sheet.title,
        "edition": sheet.edition,
        "marking": sheet.marking,
        "conditions": sheet.conditions,
        "line": sheet.line,
        "code": sheet.mark.shown,
        "buried": sheet.mark.buried,
        "rows": [
            {
                "name": row["name"],
                "about": [
                    [ENTRY.field(name).label, ENTRY.field(name).type.line(row[name])] for name in names if row.get(name)
                ],
                "note": without_hidden(str(row["note"])),
            }
            for row in sheet.rows
        ],
    }
    source = files("penstock.surveillance.marks").joinpath("copy.typ").read_bytes()
    made: bytes = typst.compile(
        source, sys_inputs={"told": json.dumps(told, ensure_ascii=False)}, ignore_system_fonts=True
    )
    return made


MADE = {"csv": csv_of, "xlsx": xlsx_of, "pdf": pdf_of}
