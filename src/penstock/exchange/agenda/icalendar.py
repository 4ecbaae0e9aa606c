"""Deadlines as an iCalendar object (RFC 5545): whole days, references only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
"""Octets of a line without its end (section 3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One day by which something is due, `revision` counting its changes."""

    uid: str
    on: date
    summary: str
    url: str
    changed_at: datetime
    revision: int


def calendar(name: str, deadlines: Iterable[Deadline]) -> bytes:
    """The calendar as it is served, `text/calendar` in UTF-8."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(name, deadlines)).encode()


def _lines(name: str, deadlines: Iterable[Deadline]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Penstock//Deadlines//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_text(name)}"
    yield f"X-WR-CALNAME:{_text(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    for one in deadlines:
        changed = f"{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(one.uid)}"
        yield f"DTSTAMP:{changed}"
        yield f"LAST-MODIFIED:{changed}"
        yield f"SEQUENCE:{one.revision}"
        yield f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_text(one.summary)}"
        yield f"URL:{one.url}"
        yield "CLASS:PRIVATE"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _text(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line break are escaped (section 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """A content line folded so that no part is longer than 75 octets and no character is broken (section 3.1)."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            parts.append("")
            size = 1  # the space that begins a continuation counts
        parts[-1] += character
        size += width
    return "\r\n ".join(parts)
