"""The content of a file: taken as it comes (CSV, also packed by gzip, or XLSX), kept in pieces, and read line by line.

A piece is what the store of files takes at once. Text is kept as UTF-8 without control characters, which no field of
ours could hold; how many were left out is told.
"""

import codecs
import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zipfile import ZipFile

import openpyxl

from penstock.kernel import files
from penstock.kernel.viewer import Refused

GZIP, XLSX = b"\x1f\x8b", b"PK\x03\x04"
LARGEST = 200 * 1024**2
LARGEST_UNPACKED = 400 * 1024**2
PIECE = 8 * 1024**2
MOST_INCIDENTS_LISTED = 1000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_START = 64 * 1024
_AT_ONCE = 1024**2


class Content(NamedTuple):
    """A file as it is kept: the hashes of its pieces, what kind it is, and how many characters were left out."""

    pieces: list[str]
    kind: str
    left_out: int


class Unreadable(Refused):
    """A file that cannot be read at all, with a sentence that says why and how to mend it."""

    def __init__(self, sentence: str) -> None:
        """Say why and how to mend it."""
        super().__init__("unreadable", sentence)


def keep(chunks: Iterable[bytes]) -> Content:
    """Keep a file; Refused when it is empty, too large, or neither CSV nor XLSX."""
    stream = iter(chunks)
    start = b"".join([next(stream, b"")])
    while len(start) < len(XLSX) and (more := next(stream, b"")):
        start += more
    whole = _chained(start, stream)
    if start.startswith(XLSX):
        return Content([files.store(whole).sha256], "xlsx", 0)
    return _keep_text(_unpacked(whole) if start.startswith(GZIP) else whole)


def keep_list(incidents: Sequence[Any]) -> Content:
    """Keep a list of incidents as they came; Refused when it is empty or too long."""
    if not incidents:
        raise Refused("nothing_listed", "The list holds no incident.")
    if len(incidents) > MOST_INCIDENTS_LISTED:
        raise Refused("too_many", f"A list holds at most {MOST_INCIDENTS_LISTED} incidents; hand in a file instead.")
    text = "\n".join(json.dumps(one, sort_keys=True, ensure_ascii=True) for one in incidents)
    return Content([files.store([text.encode()]).sha256], "list", 0)


def _chained(start: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    yield from rest


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What a gzip holds, a little at a time, so that a bomb is met at the limit and not in memory."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting:
                yield unpacking.decompress(waiting, _AT_ONCE)
                waiting = unpacking.unconsumed_tail
    except zlib.error:
        raise Unreadable("The packed file is damaged. Pack it again, or hand it in as CSV.") from None


def _keep_text(chunks: Iterable[bytes]) -> Content:
    pieces, left_out, size, waiting = [], 0, 0, ""
    for text in _decoded(chunks):
        size += len(text)
        if size > LARGEST:
            raise Unreadable(f"The file is larger than {LARGEST // 1024**2} MB. Hand it in as several.")
        fit, removed = _UNFIT.subn("", text)
        left_out += removed
        # A space that does not break and the like is a space to us, and unfit to be kept to the store.
        waiting += (
            "".join(one if one.isprintable() or one in "\r\n\t" else " " for one in fit) if not fit.isascii() else fit
        )
        if len(waiting) >= PIECE:
            pieces.append(files.store([waiting.encode()]).sha256)
            waiting = ""
    if waiting or not pieces:
        pieces.append(files.store([waiting.encode()]).sha256)
    return Content(pieces, "csv", left_out)


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text: UTF-8 where the start of it is, else the Windows code page that spreadsheets still write."""
    stream = iter(chunks)
    start = b""
    while len(start) < _START and (more := next(stream, b"")):
        start += more
    if b"\x00" in start:
        raise Unreadable("The file is neither CSV nor XLSX. Save it as one of them.")
    encoding = "utf-8-sig"
    try:
        codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        encoding = "cp1252"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chained(start, stream):
            for at in range(0, len(chunk), _AT_ONCE):
                yield decoder.decode(chunk[at : at + _AT_ONCE])
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unreadable("The file is not UTF-8 throughout. Save it as UTF-8.") from None


class _Pieces(io.RawIOBase):
    """The pieces of a file as one stream; one piece is held at a time."""

    def __init__(self, pieces: Sequence[str]) -> None:
        super().__init__()
        self._waiting, self._held = list(pieces), io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        count = self._held.readinto(into)
        while not count and self._waiting:
            self._held = io.BytesIO(files.content_of(self._waiting.pop(0)))
            count = self._held.readinto(into)
        return count


def lines(pieces: Sequence[str], kind: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Line number, as a spreadsheet counts, and cells; the first line holds the headings, and blank ones are passed."""
    cells = _xlsx(pieces) if kind == "xlsx" else _csv(pieces)
    for number, row in cells:
        if any(one.strip() for one in row):
            yield number, row


def listed(pieces: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The incidents of a list, counted from 1."""
    for number, line in enumerate(io.TextIOWrapper(io.BufferedReader(_Pieces(pieces)), "utf-8"), start=1):
        yield number, json.loads(line)


def _csv(pieces: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BufferedReader(_Pieces(pieces), 1024**2), encoding="utf-8", newline="")
    number = 0
    try:
        head = next(iter(text), "")
        mark = max(",;\t|", key=head.count)
        yield 1, next(csv.reader([head], delimiter=mark), [])
        for number, row in enumerate(csv.reader(text, delimiter=mark), start=2):
            yield number, row
    except csv.Error as error:
        raise Unreadable(f"The file cannot be read as CSV after line {number}: {error}.") from None


def _xlsx(pieces: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    content = io.BytesIO(files.content_of(pieces[0]))
    try:
        _refuse_a_bomb(content)
        sheet = openpyxl.load_workbook(content, read_only=True, data_only=True).worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_plain(cell) for cell in cells]
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Unreadable(f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None


def _refuse_a_bomb(content: io.BytesIO) -> None:
    with ZipFile(content) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable("The workbook unpacks to more than 400 MB. Save it as CSV.")


def _plain(cell: object) -> str:
    """What a person sees in a cell: a day without its midnight, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
