"""A file of reports, such as a platform or a courier keeps them: each line is sent by itself, or kept as a draft.

The headings are the names of the form. A line that cannot be sent becomes a draft with everything it said, so that the
good ones do not wait for the others and nothing has to be handed in twice.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from penstock.kernel.forms.types import Listed
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.reports.fields import REPORT
from penstock.orders.reports.services import draft_report, take_step
from penstock.parties.duties import REPORT_SUSPICIONS

MOST_LINES = 500
MOST_BYTES = 2_000_000
SENT, KEPT = "sent", "draft"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a line: its number in the file, the report's reference, and why it was not sent."""

    number: int
    reference: str
    state: str
    title: str
    faults: tuple[Fault, ...] = ()


def headings() -> list[str]:
    """The headings of such a file, in the order of the form."""
    return [one.name for one in REPORT.fields]


def empty_file() -> str:
    """A file with nothing but its headings."""
    return ",".join(headings()) + "\r\n"


def hand_in(*, viewer: Viewer, chunks: Iterable[bytes]) -> list[Line]:
    """Send a file's reports; Refused as a whole only where it cannot be read as such a file."""
    viewer.needs(REPORT_SUSPICIONS)
    with transaction.atomic():
        return [_line(viewer, number, row) for number, row in _rows(chunks)]


def _rows(chunks: Iterable[bytes]) -> list[tuple[int, dict[str, Any]]]:
    content = b"".join(chunks)
    if len(content) > MOST_BYTES:
        raise _refused("The file is too large: hand it in as several.")
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        found = [(reader.line_num, row) for row in reader if any(_texts(row))]
    except (UnicodeDecodeError, csv.Error):
        raise _refused("This cannot be read as CSV in UTF-8: save it as such.") from None
    strange = [one for one in reader.fieldnames or [] if one.strip() not in headings()]
    if strange or not reader.fieldnames:
        text = "'{given}' is no heading of this file: take the empty file with the headings."
        raise _refused(text, given=strange[0] if strange else "")
    if any(None in row for _number, row in found):
        raise _refused("A line has more answers than there are headings: put quotes around those with a comma.")
    if not found:
        raise _refused("The file holds no report.")
    if len(found) > MOST_LINES:
        raise _refused("The file holds more than {most} reports: hand it in as several.", most=MOST_LINES)
    return [(number, {name.strip(): value or "" for name, value in row.items()}) for number, row in found]


def _texts(row: Mapping[Any, Any]) -> Iterable[str]:
    return (value.strip() for value in row.values() if isinstance(value, str) and value.strip())


def _refused(text: str, **values: object) -> Refused:
    return refused_for([Fault("file", "unreadable_file", text, values)])


def _line(viewer: Viewer, number: int, row: Mapping[str, Any]) -> Line:
    """One line: kept as a draft first, and then sent if nothing is wrong with it."""
    listed = {one.name for one in REPORT.fields if isinstance(one.type, Listed)}
    raw = {name: value.split(";") if name in listed else value for name, value in row.items()}
    report = draft_report(viewer=viewer, raw=raw)
    try:
        take_step(viewer=viewer, report_id=report.pk, verb="send")
    except Refused as no:
        faults = no.faults or (Fault("", no.code, no.message.replace("{", "{{").replace("}", "}}")),)
        return Line(number, report.reference, KEPT, report.title, faults)
    return Line(number, report.reference, SENT, report.title)
