"""What the stories here tell with: goods on no list, the record, the mail that waits, and refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from penstock.kernel import clock
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.models import Notice
from tests.cast import Actor, a_sent_notice

GLYCEROL = {"track": "voluntary", "goods_description": "Glycerol 99.5 %, in drums", "cas_number": "56-81-5"}


def a_voluntary_notice(by: Actor, **changes: Any) -> Notice:
    """A notice of something that no law here controls, sent."""
    return a_sent_notice(by, **{**GLYCEROL, **changes})


def now_of(notice: Notice) -> Notice:
    """The notice as it stands."""
    with acting(SYSTEM):
        return Notice.objects.select_related("counterpart", "arrangement").get(pk=notice.pk)


def acts_on(notice: Notice) -> list[str]:
    """The names of what is on a notice's record."""
    with acting(SYSTEM):
        return list(Event.objects.filter(case_id=notice.pk).order_by("seq").values_list("name", flat=True))


def data_of(notice: Notice, name: str) -> dict[str, Any]:
    """What the record says of the last act of a name."""
    with acting(SYSTEM):
        found = Event.objects.filter(case_id=notice.pk, name=name).order_by("seq").last()
        assert found is not None, f"{name} is not on the record"
        return dict(found.data)


def announced(notice: Notice) -> list[dict[str, Any]]:
    """What is to be mailed about a notice, in the order of the acts."""
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__subject__endswith=notice.reference)
        return [dict(row.payload) for row in rows.order_by("id")]


@contextmanager
def later(days: int) -> Iterator[datetime]:
    """So many days later, at noon in UTC, when the day before has ended everywhere."""
    moment = clock.now().replace(hour=12, minute=0) + timedelta(days=days)
    with clock.at(moment):
        yield moment


@contextmanager
def refused(code: str) -> Iterator[list[Refused]]:
    """The house says no with this code, either itself or at a field; the refusal is in the list afterwards."""
    found: list[Refused] = []
    with pytest.raises(Refused) as no:
        yield found
    found.append(no.value)
    codes = {no.value.code, *(fault.code for fault in no.value.faults)}
    assert code in codes, f"{codes}: {no.value.message} {[fault.message for fault in no.value.faults]}"
