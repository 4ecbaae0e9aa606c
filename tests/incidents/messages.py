"""How the stories of messages are told: files handed in, worked on by the worker, and released; and the real file."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from penstock.incidents.intake import messages, releasing
from penstock.incidents.models import Incident, Message, MessageLine, MessageMeaning
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor

REAL = Path(__file__).parents[2] / "../shared/data/seizures/unodc_individual_seizures_2011_2014.csv.gz"
TO_ALL = {"shared_with": "everybody", "marking": "GREEN"}
HEADINGS = ("Date", "Country", "City", "Substance", "Amount", "Unit")


def real_rows(every: int) -> list[dict[str, str]]:
    """Every so manieth row of the real file, read by this code alone; skips the test where the file is not."""
    if not REAL.exists():
        pytest.skip("the shared file of individual seizures is not beside this project")
    with gzip.open(REAL, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))[::every]


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]], mark: str = ",") -> bytes:
    """A file of these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows([headings, *rows])
    return text.getvalue().encode()


def rewritten(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows of the real file as a file of its layout."""
    return as_csv(list(rows[0]), (list(row.values()) for row in rows), ";")


def work() -> None:
    """The worker goes round once."""
    releasing.read_waiting()
    releasing.release_waiting()


def handed_in(by: Actor, content: bytes, *, mapping: Any = None, **sharing: Any) -> Message:
    """Somebody hands in a file, and the worker reads it."""
    with acting(by.viewer) as viewer:
        message = messages.take_in(
            viewer=viewer, name="seizures.csv", chunks=[content], sharing=TO_ALL | sharing, mapping=mapping
        )
    work()
    return as_it_stands(by, message)


def as_it_stands(by: Actor, message: Message) -> Message:
    """The message as somebody sees it now."""
    with acting(by.viewer) as viewer:
        return messages.find_message(viewer, message.reference)


def let_go(by: Actor, message: Message) -> Message:
    """Somebody has it released, and the worker does so."""
    with acting(by.viewer) as viewer:
        messages.ask_to_release(viewer=viewer, reference=message.reference)
    work()
    return as_it_stands(by, message)


def incidents_of(by: Actor, message: Message) -> list[Incident]:
    """The incidents of a message that somebody sees, in the order of its lines."""
    with acting(by.viewer) as viewer:
        seen = Incident.objects.visible_to(viewer).filter(message_id=message.pk)
        return list(seen.order_by("message_line").prefetch_related("findings"))


def faulty(by: Actor, message: Message) -> list[MessageLine]:
    """The lines that were not understood."""
    with acting(by.viewer) as viewer:
        return list(MessageLine.objects.visible_to(viewer).filter(message=message, is_good=False))


def meaning(by: Actor, message: Message, topic: str, given: str) -> MessageMeaning:
    """What a value was taken for."""
    with acting(by.viewer) as viewer:
        return MessageMeaning.objects.visible_to(viewer).get(message=message, topic=topic, given=given)
