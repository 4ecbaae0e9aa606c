"""Lists as CSV and as a workbook; no cell is taken for a formula, by neither."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from penstock.cases.lists.exporting.writing import WRITERS
from penstock.cases.lists.register import Column
from penstock.cases.models import Case
from penstock.kernel.viewer import Viewer
from penstock.notices.shipments.sheets import written_csv

PIECE = 1024 * 1024
LONGEST_CELL = 32_767
"""What a cell of a workbook holds."""


def as_csv(viewer: Viewer, columns: Sequence[Column], pieces: Iterable[Sequence[Case]]) -> Iterator[bytes]:
    """A CSV file in UTF-8 with its mark, so that spreadsheets read it as such: headings, then a line for each case."""
    names = [one.name for one in columns]
    yield b"\xef\xbb\xbf" + "".join(written_csv(names, [])).encode()
    for cases in pieces:
        lines = [{one.name: one.text(viewer, case) for one in columns} for case in cases]
        whole = "".join(written_csv(names, lines))
        yield whole.partition("\r\n")[2].encode("utf-8", "backslashreplace")


def as_xlsx(viewer: Viewer, columns: Sequence[Column], pieces: Iterable[Sequence[Case]]) -> Iterator[bytes]:
    """A workbook of one sheet whose cells are all text, so that none is a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.xlsx")
        with xlsxwriter.Workbook(str(path), {**options, "tmpdir": folder}) as book:
            bold, sheet = book.add_format({"bold": True}), book.add_worksheet("List")
            sheet.freeze_panes(1, 1)
            for at, one in enumerate(columns):
                sheet.set_column(at, at, max(12, len(one.name) + 2))
                sheet.write_string(0, at, one.name, bold)
            number = 0
            for cases in pieces:
                for case in cases:
                    number += 1
                    for at, one in enumerate(columns):
                        if text := one.text(viewer, case):
                            sheet.write_string(number, at, text[:LONGEST_CELL])
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


WRITERS |= {"csv": as_csv, "xlsx": as_xlsx}
