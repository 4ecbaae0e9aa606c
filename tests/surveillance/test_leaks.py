"""The leak test: to whoever was handed nothing, the house with a surveillance list is the house without it.

Every door is gone through before and after a list is loaded, published and handed to others; what is told must be the
same to the byte. The control switches a fence off, or looks as somebody who was handed a copy: then the same search
must find the leak.
"""

import json
import logging
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from penstock.catalogue.naming import recognisers
from penstock.commands.running.processes import python
from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.shipments import checks
from penstock.surveillance.models import Entry, SurveillanceList
from tests.isolation.fences import first_fence_off, second_fence_off
from tests.isolation.visiting import Address
from tests.isolation.world import the_world
from tests.surveillance import lists
from tests.surveillance.lists import CANARY, CANARY_CAS, CANARY_OTHER
from tests.surveillance.probing import CANARIES, answers, canaries_told, differences, rows_with_canaries

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
OUTSIDERS = ("exporter_officer", "exporter_head", "secretariat_officer", "nobody")
"""One of each kind: without the duty, keeping lists of one's own, reading what others hand out, and nobody."""
MANY_DOORS = 140
CHECK = Address("POST", "page /check/")
CONTENT = Address("GET", "page /surveillance/copies/{copy_id}/content/")
EDITION = Address("GET", "page /surveillance/editions/{edition_id}/")


@pytest.fixture
def world():
    """Everybody and everything but a surveillance list."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with clock.at(MONDAY_MORNING):
        yield the_world(with_lists=False)


def hand_out(world):
    """Thirdland loads, publishes and hands its list to Fourthland and to a company."""
    things = lists.spread(world.cast)
    names = world.names["absent"]
    ids = {"list_id": things["list"].pk, "edition_id": things["edition"].pk}
    ids |= {"copy_id": things["fourth"].pk, "vetting_id": things["vetting"].pk}
    known = type(names)(**ids)
    world.names.update(dict.fromkeys(("list", "edition", "copy", "vetting"), known))
    return things


@pytest.mark.parametrize("key", OUTSIDERS)
def test_no_door_tells_an_outsider_anything(key, world, caplog):
    before = answers(world, [key])
    with caplog.at_level(logging.INFO):
        hand_out(world)
        logged = caplog.text
    after = answers(world, [key])
    assert before.keys() == after.keys()
    assert len({door for _key, door, _try in after}) >= MANY_DOORS
    found = differences(before, after)
    assert not found, "\n".join(found[:20])
    assert not canaries_told(after)
    assert not [one for one in CANARIES if one.lower() in logged.lower()]


def test_the_search_finds_what_the_cleared_are_told(world):
    """The control: the same search, by somebody who was handed a copy and by the owner."""
    doors = (CONTENT, EDITION)
    before = answers(world, ("fourth_officer", "third_officer"), doors)
    hand_out(world)
    after = answers(world, ("fourth_officer", "third_officer"), doors)
    assert differences(before, after)
    found = canaries_told(after)
    assert [one for one in found if one.startswith("fourth_officer") and one.endswith(CANARY)]
    assert [one for one in found if one.startswith("third_officer") and one.endswith(CANARY)]


def test_the_search_finds_a_missing_fence(world, monkeypatch):
    """The control: both fences off, and lists that ask for no owner; an outsider who keeps lists meets the title."""
    home = (Address("GET", "page /surveillance/"), Address("GET", "/surveillance/lists"))
    before = answers(world, OUTSIDERS, home)
    hand_out(world)
    assert not differences(before, answers(world, OUTSIDERS, home))
    monkeypatch.setattr("penstock.surveillance.queries.own_lists", lambda _viewer: list(_every_list()))
    with first_fence_off(monkeypatch), second_fence_off(monkeypatch):
        after = answers(world, OUTSIDERS, home)
    assert differences(before, after)
    assert canaries_told(after)


def _every_list():
    return SurveillanceList.objects.all().prefetch_related("editions")


def test_the_search_finds_a_recogniser_that_knows_too_much(world, monkeypatch):
    """The control for recognition: a planted recogniser of everything, and the check of shipments tells on it."""
    before = answers(world, ("exporter_officer",), (CHECK,))
    hand_out(world)
    assert not differences(before, answers(world, ("exporter_officer",), (CHECK,)))
    recognised = checks.listed_recogniser()

    class Knowing:
        def recognise(self, text, *given, **named):
            with acting(SYSTEM):
                known = [one["name"] for one in Entry.objects.values_list("content", flat=True)]
            hidden = any(name in text for name in known)
            return recognised.recognise(text.replace(CANARY, "Acetone") if hidden else text, *given, **named)

    monkeypatch.setattr(checks, "listed_recogniser", Knowing)
    assert differences(before, answers(world, ("exporter_officer",), (CHECK,)))


def test_no_table_shows_an_outsider_a_canary(world, monkeypatch):
    hand_out(world)
    inside = [key for key in OUTSIDERS if key != "nobody"]
    assert not list(rows_with_canaries(world, inside))
    assert list(rows_with_canaries(world, ("fourth_officer",)))  # the control: somebody who was handed a copy
    with second_fence_off(monkeypatch):  # the control: the policies show everything
        found = list(rows_with_canaries(world, inside))
    assert [one for one in found if "surveillance_entry" in one]


def test_only_the_list_itself_holds_its_words(world):
    """No event, message, signature, log or session holds an entry, not even where its own people could see it."""
    hand_out(world)
    holding = {one.split(": ")[1] for one in rows_with_canaries(world, ("third_officer", "fourth_officer", "clerk"))}
    assert holding <= {"surveillance_entry", "surveillance_surveillancelist", "kernel_event"}
    with acting(SYSTEM):
        told = [f"{one.payload}" for one in Outgoing.objects.all()]
    assert not [one for one in told if any(canary.lower() in one.lower() for canary in CANARIES)]


def _files_with(name: str) -> set[Path]:
    return {path for path in Path(settings.VAR).rglob("*") if path.is_file() and name.encode() in path.read_bytes()}


def test_nothing_of_a_list_lies_on_the_disk(world):
    # Visitors of other tests hand in files that hold the name themselves.
    before = _files_with(CANARY)
    hand_out(world)
    assert _files_with(CANARY) == before


def test_recognition_answers_as_if_there_were_no_list(world):
    texts = (CANARY, CANARY_OTHER, CANARY_CAS, f"2 drums of {CANARY}", "Exemplin-3")
    before = [recognisers.recognise(text) for text in texts]
    hand_out(world)
    assert [recognisers.recognise(text) for text in texts] == before
    assert not [one for found in before for one in found if one.is_listed]


def test_the_command_knows_nothing_of_lists(tmp_path):
    """`penstock check shipments` needs no database; a listed name is told like any other that is not controlled."""
    told = []
    for name in (CANARY, "Zqnothing-7"):
        file = tmp_path / "shipments.csv"
        file.write_text(f"goods_description,quantity,unit\n{name},5,kg\n")
        done = subprocess.run(
            python("penstock.commands", "check", "shipments", str(file), "--on", "2027-03-01"),
            env=os.environ | {"DATABASE_URL": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        told.append([json.loads(line)["substances"] for line in done.stdout.splitlines()])
        assert CANARY not in done.stderr
    assert told[0] == told[1] == [[]]
