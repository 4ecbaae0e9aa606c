"""Envelopes as they come: each object taken apart with the very text in which it was sent, and judged."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from penstock.exchange.taxii.paging import Misasked, time_of

MOST_OBJECTS = 10_000
LARGEST_OBJECT = 1024 * 1024
_SPACE = re.compile(r"[ \t\n\r]*")
_ID = re.compile(
    r"(?P<type>[a-z0-9][a-z0-9-]{1,248}[a-z0-9])--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
SPECS = ("2.0", "2.1")


class Unreadable(Exception):  # noqa: N818 - it is an answer, not an error
    """A body that is no envelope."""


@dataclass(frozen=True, slots=True)
class Object:
    """One object that came: its text, and what is asked for by; `fault` says why it is not taken."""

    text: str
    id: str
    type: str = ""
    spec_version: str = ""
    version: datetime | None = None
    version_text: str = ""
    fault: str = ""


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is no JSON"
    raise ValueError(message)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def read_envelope(body: bytes) -> list[Object]:
    """The objects of an envelope, in order; Unreadable when it is none."""
    try:
        text = body.decode("utf-8-sig")
        return [_judged(value, raw) for value, raw in _objects(text)]
    except UnicodeDecodeError:
        raise Unreadable("An envelope is written in UTF-8.") from None
    except RecursionError:
        raise Unreadable("The envelope is nested too deeply.") from None
    except (ValueError, IndexError):
        raise Unreadable('This is no envelope: write {"objects": [...]}.') from None


def _objects(text: str) -> list[tuple[Any, str]]:
    """Each element of `objects` with its own text; ValueError or IndexError where the text is no such JSON."""
    found: list[tuple[Any, str]] = []
    at = _after(text, _skip(text, 0), "{")
    if text[at] == "}":
        return found
    while True:
        name, at = _DECODER.raw_decode(text, at)
        at = _after(text, _skip(text, at), ":")
        if name == "objects":
            at = _elements(text, at, found)
        else:
            _value, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == "}":
            break
        at = _after(text, at, ",")
    if text[at + 1 :].strip(" \t\r\n"):
        raise ValueError(at)
    return found


def _elements(text: str, at: int, found: list[tuple[Any, str]]) -> int:
    at = _after(text, at, "[")
    if text[at] == "]":
        return at + 1
    while True:
        value, end = _DECODER.raw_decode(text, at)
        found.append((value, text[at:end]))
        if len(found) > MOST_OBJECTS:
            raise Unreadable(f"An envelope has at most {MOST_OBJECTS} objects; send more of them.")
        at = _skip(text, end)
        if text[at] == "]":
            return at + 1
        at = _after(text, at, ",")


def _after(text: str, at: int, mark: str) -> int:
    if text[at] != mark:
        raise ValueError(at)
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _judged(value: Any, raw: str) -> Object:
    """What is asked of every object; the rest is kept as it came."""
    id_ = value.get("id") if isinstance(value, dict) else None
    match = _ID.fullmatch(id_) if isinstance(id_, str) else None
    if not isinstance(value, dict) or match is None or not isinstance(id_, str):
        shown = id_[:100] if isinstance(id_, str) else "unknown--00000000-0000-0000-0000-000000000000"
        return Object(raw, shown, fault="The object has no id such as indicator--<uuid>.")
    dated = value.get("modified", value.get("created"))
    spec = value.get("spec_version", "2.0" if dated else "2.1")
    wrong = {
        "The type is not the one that the id begins with.": value.get("type") != match["type"],
        f"An object has at most {LARGEST_OBJECT} characters.": len(raw) > LARGEST_OBJECT,
        "The spec_version is neither 2.0 nor 2.1.": spec not in SPECS,
    }
    for fault in (said for said, is_so in wrong.items() if is_so):
        return Object(raw, id_, fault=fault)
    if dated is None:
        return Object(raw, id_, match["type"], spec)
    try:
        return Object(raw, id_, match["type"], spec, time_of(str(dated)), str(dated))
    except Misasked as wrong:
        return Object(raw, id_, fault=str(wrong))
