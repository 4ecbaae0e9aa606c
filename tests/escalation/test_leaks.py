"""Who holds a case is told to one's own organisation alone: two stories that differ in nothing else are told alike.

One story gives the case to one officer of Importland, the other to another; then the worker reminds. What every door
says to the other side, to a copied authority and to the secretariat is the same to the byte, and so is what leaves by
itself. The control looks as a colleague, who reads the difference.
"""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import chores
from tests.cast import THIRDLAND, a_sent_notice, the_cast
from tests.escalation.house import deliver, hold
from tests.isolation.world import Names
from tests.secrecy.telling import _sent_out, _through_doors, differences, the_stage

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
REMINDED_ON = datetime(2027, 3, 8, 12, tzinfo=UTC)
SHUT_OUT = ("exporter_officer", "third_officer", "secretariat_officer")
MANY_DOORS = 150
TOLD_TO_ITS_OWN = ("page /notices/{reference}/", "/cases/{reference}/holder", "/cases/{reference}/timeline", "page /")


@pytest.fixture
def stage():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with clock.at(MONDAY_MORNING):
        yield the_stage(the_cast())


def told_when_held_by(stage, holder, keys, only=None):
    """What the doors and the post tell some people, and to whom mail went, where one officer holds the case."""
    savepoint = transaction.savepoint()
    mail.outbox.clear()
    try:
        notice = a_sent_notice(stage.cast.exporter_officer, copied_to=THIRDLAND)
        stage.names["sent"] = Names(notice.reference)
        hold(stage.cast.importer_head, notice, to=getattr(stage.cast, holder))
        with clock.at(REMINDED_ON):
            assert chores.remind() == 1
            told = _through_doors(stage, list(keys), set(only) if only else None)
            if not only:
                told |= _sent_out(stage, list(keys))
                told.pop(("everybody", "mails", ""))
                deliver()
                told["others", "mails", ""] = (200, _others_mail().encode())
        return told
    finally:
        transaction.savepoint_rollback(savepoint)


def _others_mail():
    """Every mail to anybody outside Importland, and whatever else has left."""
    letters = [f"{one.to} {one.subject} {one.body}" for one in mail.outbox if "importer" not in one.to[0]]
    with acting(SYSTEM):
        messages = Outgoing.objects.exclude(topic__in=["mail", "notice.reminded"]).values_list("topic", "payload")
        # Ids are new in each story.
        kinds = [f"{topic} {payload.get('subject')} {payload.get('body')}" for topic, payload in messages]
    return "\n".join(sorted([*letters, *kinds]))


def test_no_door_tells_anybody_else_who_holds_a_case(stage):
    one = told_when_held_by(stage, "importer_officer", SHUT_OUT)
    other = told_when_held_by(stage, "importer_second", SHUT_OUT)
    assert one.keys() == other.keys()
    assert len({door for _key, door, _query in one}) >= MANY_DOORS
    assert {asked[1] for asked in one} >= {"webhook", "calendar", "mails"}
    assert b"Answer due" in one["others", "mails", ""][1]
    found = differences(one, other)
    assert not found, "\n".join(found[:20])


def test_a_colleague_reads_who_holds_it(stage):
    """The control: by the page, by the API and in the inbox."""
    one = told_when_held_by(stage, "importer_officer", ["importer_head"], TOLD_TO_ITS_OWN)
    other = told_when_held_by(stage, "importer_second", ["importer_head"], TOLD_TO_ITS_OWN)
    parted = {line.partition(": ")[0] for line in differences(one, other)}
    doors = {"GET page /notices/{reference}/", "GET /cases/{reference}/holder", "GET page / "}
    assert {door for door in doors if any(door in line for line in parted)} == doors
