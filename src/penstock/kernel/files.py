"""Files: kept once by the hash of their content, judged by what they hold rather than by what they are called."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.conf import settings

from penstock.kernel.crashes import crash_point
from penstock.kernel.viewer import Refused

ACCEPTED = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "text/plain": "text or CSV",
}

_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_PARTS = {
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is kept: its SHA-256, size in bytes and media type; who may read it is said by what refers to it."""

    sha256: str
    size: int
    media_type: str


def media_type_of(content: bytes) -> str:
    """The media type as the content shows it; Refused when it is none that is accepted."""
    if _is_text(content):
        return "text/plain"
    found = _packed_in(content) if content.startswith(b"PK") else _shown_by(content)
    for accepted in ACCEPTED:
        if accepted in found:
            return accepted
    raise Refused("file_type", f"This kind of file is not accepted. Give one of: {', '.join(ACCEPTED.values())}.")


def _packed_in(content: bytes) -> set[str]:
    """What an archive holds: a sheet or a document by its main part; any other archive is nothing we accept."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()
    return {kind for part, kind in OFFICE_PARTS.items() if part in parts}


def _shown_by(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not content.startswith(b"%PDF") and all(c.isprintable() or c in "\r\n\t" for c in text)


def store(chunks: Iterable[bytes]) -> Stored:
    """Keep a file, at most `FILE_SIZE_LIMIT` bytes; Refused when it is empty, too large or of another kind."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > settings.FILE_SIZE_LIMIT:
            limit = settings.FILE_SIZE_LIMIT // 1024**2
            raise Refused("file_size", f"The file is larger than {limit} MB. Give a smaller one.")
    if not content:
        raise Refused("file_empty", "The file is empty.")
    media_type = media_type_of(bytes(content))
    digest = hashlib.sha256(content).hexdigest()
    _write_once(path_of(digest), bytes(content))
    return Stored(digest, len(content), media_type)


def path_of(digest: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:]


def content_of(digest: str) -> bytes:
    """The content with this hash; Refused when what lies there no longer has it."""
    content = path_of(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refused("file_changed", "This file was changed where it is kept, and is withheld.")
    return content


def _write_once(path: Path, content: bytes) -> None:
    """Write through a temporary file and a rename, so that a killed process leaves no half file under the hash."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    crash_point("after_content_before_name")
    Path(draft.name).rename(path)
