"""Files of lines, as CSV or XLSX, read by a form: every line with every fault, before anything is kept."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from zipfile import ZipFile

import openpyxl

from penstock.cases.registers import sheets
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Refused

LARGEST_UNPACKED = 100 * 1024 * 1024
_ZIP = b"PK"


def read(form: Form, chunks: Iterable[bytes]) -> sheets.Sheet:
    """Read a whole file; Refused with the first faults of its lines, each with its line, or when it is no table."""
    parts = iter(chunks)
    first = next(parts, b"")
    if not first.startswith(_ZIP):
        return sheets.read(form, [first, *parts])
    return sheets.read(form, [_as_csv(first + b"".join(parts))])


def _as_csv(content: bytes) -> bytes:
    if len(content) > sheets.LARGEST:
        raise Refused("too_large", f"The file is larger than {sheets.LARGEST // 1024**2} MB. Cut it into parts.")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise Refused("unreadable", "The workbook unpacks to more than 100 MB. Save it as CSV.")  # noqa: TRY301
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for cells in book.worksheets[0].iter_rows(values_only=True):
            writer.writerow([_cell(one) for one in cells])
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Refused("unreadable", f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None
    return out.getvalue().encode()


def _cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
