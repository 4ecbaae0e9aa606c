"""The text of what somebody found: a CSV, XLSX or PDF file, or any other text, in the order it stands there."""

import io
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

import openpyxl

from penstock.kernel.viewer import Refused

LARGEST_UNPACKED = 100 * 1024**2
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FONT_NAMES = re.compile(rb"/(\w+) (\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE = re.compile(rb"<(\w{4})>\s*<(\w{4})>\s*<(\w+)>")
_SINGLE = re.compile(rb"<(\w{4})>\s*<(\w+)>\s*(?=\n|\r|<|endbfchar)")
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\((?:\\.|[^\\()])*\)|<[0-9a-fA-F]*>)|(\bET\b|\bTm\b)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(content: bytes) -> str:
    """The text of a file, whatever its kind; Refused when it is a broken workbook."""
    if content.startswith(b"PK\x03\x04"):
        return _of_workbook(content)
    if content.startswith(b"%PDF"):
        return _of_pdf(content)
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _of_workbook(content: bytes) -> str:
    """Its cells line by line, then whatever else it says of itself (headers, properties)."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            if size > LARGEST_UNPACKED:
                raise Refused("too_large", "The workbook unpacks to more than 100 MB.")  # noqa: TRY301
            about = [packed.read(name).decode(errors="replace") for name in packed.namelist() if "docProps" in name]
        with warnings.catch_warnings():
            # It tells of headers and styles that it does not know, which are none of our business.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises almost anything in the library that reads it
        kind = type(error).__name__
        raise Refused("unreadable", f"The file cannot be read as XLSX ({kind}). Save it again, or as CSV.") from None
    lines = []
    for sheet in book.worksheets:
        lines += [str(part.center.text or "") for part in (sheet.oddHeader, sheet.oddFooter) if part]
        lines += [
            " | ".join(str(cell) for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join([*lines, *about])


def _of_pdf(content: bytes) -> str:
    """The text of a PDF that Penstock wrote, page by page, and its metadata.

    Other programs write PDF in more ways than are read here; paste the text of such a file instead.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    fonts = _fonts(objects)
    parts = []
    for body in objects.values():
        stream = _unpacked(body)
        if b" Tf" in stream and b"BT" in stream:
            parts.append("".join(_shown(stream, fonts)))
    about = re.findall(rb"<\?xpacket.*?<\?xpacket end", content, re.DOTALL)
    parts += [one.decode(errors="replace") for one in about]
    parts += [
        _string(one).decode("latin-1") for one in re.findall(rb"/(?:Author|Keywords|Title)\s*(\([^)]*\))", content)
    ]
    return "\n".join(parts)


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    try:
        return zlib.decompressobj().decompress(found[1], LARGEST_UNPACKED) if b"FlateDecode" in body else found[1]
    except zlib.error:
        return b""


def _fonts(objects: Mapping[int, bytes]) -> dict[bytes, dict[int, str]]:
    """By the name that pages call a font: which characters its codes stand for."""
    fonts: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        listed = re.search(rb"/Font\s*<<(.*?)>>", body, re.DOTALL)
        for name, number in _FONT_NAMES.findall(listed[1]) if listed else ():
            table = _TO_UNICODE.search(objects.get(int(number), b""))
            if table:
                fonts[name] = _characters(_unpacked(objects.get(int(table[1]), b"")))
    return fonts


def _characters(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start in _RANGE.findall(section):
            for at in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + at] = chr(int(start, 16) + at)
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in _SINGLE.findall(section):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", errors="replace")
    return found


def _shown(stream: bytes, fonts: Mapping[bytes, Mapping[int, str]]) -> Iterator[str]:
    font: Mapping[int, str] = {}
    for name, text, ends in _SHOWN.findall(stream):
        if name:
            font = fonts.get(name, {})
        elif ends:
            yield "\n" if ends == b"ET" else " "
        else:
            codes = _string(text)
            yield "".join(font.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2))


def _string(text: bytes) -> bytes:
    """The bytes of a string object, written in brackets or in hexadecimal digits."""
    if text.startswith(b"<"):
        return bytes.fromhex(text[1:-1].decode())
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(found: "re.Match[bytes]") -> bytes:
    one = found[1]
    return bytes([int(one, 8) & 255]) if one[:1].isdigit() else _PLAIN.get(one, one)
