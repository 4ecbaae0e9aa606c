"""Keeps the names read from a large record in one file, so that the next process starts at once.

The file is data, never code: a heading with its own checksum, JSON, and numbers. A file that is torn, changed or of
another edition counts as absent. It is written aside and put in place in one move, so writers never disturb readers.
"""

import json
import os
import sys
import tempfile
from array import array
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from penstock.engines.recognition.names.ordinary import OrdinaryNames

_MAGIC = b"PENSTOCK NAMES 1\n"
_CHECK = 32
_LENGTH = 8


class Record(NamedTuple):
    """The public record's names of the asked substances by CAS number, and the names of all other chemicals."""

    listed: Mapping[str, tuple[str, ...]]
    ordinary: OrdinaryNames


def kept(path: Path, edition: str) -> Record | None:
    """Return the record kept in a file, or None when there is none of this edition that is whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    body = memoryview(content)[len(_MAGIC) + _CHECK :]
    if not content.startswith(_MAGIC + blake2b(body, digest_size=_CHECK).digest()):
        return None
    size = int.from_bytes(body[:_LENGTH], "little")
    said = json.loads(bytes(body[_LENGTH : _LENGTH + size]))
    if said["edition"] != edition or said["order"] != sys.byteorder:
        return None
    hashes = array("q")
    hashes.frombytes(body[_LENGTH + size :])
    listed = {cas: tuple(names) for cas, names in said["listed"].items()}
    return Record(listed, OrdinaryNames(hashes, said["words"], frozenset(said["plain"])))


def keep(path: Path, edition: str, record: Record) -> bool:
    """Keep a record in a file and tell whether it could be done; where nothing may be written nothing is."""
    said = {
        "edition": edition,
        "order": sys.byteorder,
        "listed": record.listed,
        "words": record.ordinary.words,
        "plain": sorted(record.ordinary.plain),
    }
    heading = json.dumps(said).encode()
    body = len(heading).to_bytes(_LENGTH, "little") + heading + record.ordinary.hashes.tobytes()
    written: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        written = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + blake2b(body, digest_size=_CHECK).digest() + body)
        written.replace(path)
    except OSError:
        if written is not None:
            with suppress(OSError):
                written.unlink()
        return False
    return True
