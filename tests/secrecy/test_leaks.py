"""The leak test: a third party cannot tell two notices apart that differ in nothing but what is secret.

Two stories are told, one after the other, with other words in every secret field. What each door says to a copied
authority, to the secretariat and to a colleague who only looks on must be the same to the byte: so nothing is told by
a page, a body, a mail, a hit, a count or an order either. The controls look as a side of the case, or switch the
redaction off: then the same search must find the secrets.
"""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from penstock.cases.secrecy import sight
from penstock.kernel import clock
from tests.cast import the_cast
from tests.isolation.visiting import addresses
from tests.secrecy.telling import ONE, OTHER, THE_CASE, canaries_in, differences, the_stage, told_of

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
SHUT_OUT = ("third_officer", "secretariat_officer", "onlooker")
MANY_DOORS = 150


@pytest.fixture
def stage():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Every door is loaded before any redaction is patched, or a door loaded meanwhile would keep what was patched.
    assert list(addresses())
    with clock.at(MONDAY_MORNING):
        yield the_stage(the_cast())


def test_no_door_tells_a_third_party_the_stories_apart(stage):
    one, other = told_of(stage, ONE, SHUT_OUT), told_of(stage, OTHER, SHUT_OUT)
    assert one.keys() == other.keys()
    assert len({door for _key, door, _query in one}) >= MANY_DOORS
    assert {one[key, f"GET {THE_CASE[0]}", ""][0] for key in SHUT_OUT} == {200}
    assert {asked[1] for asked in one} >= {"webhook", "calendar", "mails"}
    found = differences(one, other)
    assert not found, "\n".join(found[:20])
    assert not canaries_in(one | other)


@pytest.mark.parametrize("key", ["exporter_officer", "importer_officer"])
def test_the_search_finds_what_the_two_sides_read(stage, key):
    """The control: those who decide see everything, by page and by API."""
    doors = (*THE_CASE, "/notices", "page /notices/")
    one, other = told_of(stage, ONE, [key], doors), told_of(stage, OTHER, [key], doors)
    parted = "\n".join(differences(one, other))
    for door in ("GET /notices ", "GET page /notices/ ", "GET page /notices/{reference}/", "GET /notices/{reference}"):
        assert f"{key} {door}" in parted, door
    named = {one.rpartition(": ")[2] for one in canaries_in(one)}
    assert {ONE["importer_name"], ONE["end_use"], "zqonegoodsqz"} <= named


@pytest.mark.parametrize("key", SHUT_OUT)
def test_with_the_redaction_off_the_search_finds_the_secrets(stage, key, monkeypatch):
    """The control: everybody is taken for somebody who sees all."""
    monkeypatch.setattr(sight, "sees_all", lambda _viewer, _case: True)
    monkeypatch.setattr(sight, "works_on", lambda _viewer, _case: True)
    doors = (*THE_CASE, "/notices")
    one, other = told_of(stage, ONE, [key], doors), told_of(stage, OTHER, [key], doors)
    assert differences(one, other)
    assert canaries_in(one)


@pytest.mark.parametrize("door", ["GET /notices", "GET page /notices/"])
def test_with_the_filters_off_a_hit_tells_on_the_secret(stage, door, monkeypatch):
    """The control for hits: what is shown is redacted still, but whether anything is shown is not."""
    path = door.removeprefix("GET ")
    assert not differences(*(told_of(stage, words, ["third_officer"], [path]) for words in (ONE, OTHER)))
    monkeypatch.setattr("penstock.notices.queries.readable", lambda _viewer, *_fields: sight.Q())
    found = differences(*(told_of(stage, words, ["third_officer"], [path]) for words in (ONE, OTHER)))
    assert [one for one in found if "?substance=" in one]
    assert [one for one in found if f"?text={ONE['importer_name']}" in one]
