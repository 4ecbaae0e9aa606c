"""Random histories of an inbox, asked of ours and of medallion: the same objects, versions, pages and deletions."""

import dataclasses
import itertools
import json
from collections.abc import Iterator

import httpx
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.exchange.taxii import paging
from tests.exchange.taxii.house import CLIENTS, call, posted
from tests.exchange.taxii.peer import collection_id, medallion

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CLIENTS.exists(), reason="`make clients` has not been done"),
]
EXAMPLES = 25
IDS = [
    f"{type_}--00000000-0000-4000-8000-00000000000{number}"
    for number, type_ in enumerate(["incident", "incident", "identity", "location", "report"])
]
TIMES = [f"2026-01-0{day}T00:00:00.000Z" for day in range(1, 6)]
SUBSETS_OF_IDS = st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)
OBJECT = st.builds(
    lambda id_, at: {
        "type": id_.partition("--")[0],
        "spec_version": "2.1",
        "id": id_,
        "created": TIMES[0],
        "modified": at,
        "name": f"{id_} {at}",
    },
    st.sampled_from(IDS),
    st.sampled_from(TIMES),
)
VERSION = st.lists(st.sampled_from([*TIMES, "first", "last", "all"]), min_size=1, max_size=3).map(",".join)
ACT = st.one_of(
    st.tuples(st.just("post"), st.lists(OBJECT, min_size=1, max_size=6)),
    st.tuples(st.just("delete"), st.sampled_from(IDS), st.none() | VERSION),
)
QUERY = st.fixed_dictionaries(
    {"limit": st.integers(1, 7).map(str)},
    optional={
        "match[id]": SUBSETS_OF_IDS.map(",".join),
        "match[type]": st.lists(st.sampled_from(["incident", "identity", "grouping"]), min_size=1).map(",".join),
        "match[version]": VERSION,
        "match[spec_version]": st.sampled_from(["2.1", "2.0", "2.0,2.1"]),
        "added_after": st.integers(0, 5),
    },
)


@pytest.fixture(scope="module")
def peer() -> Iterator[tuple[httpx.Client, Iterator[int]]]:
    """medallion, and a fresh collection of it for each example."""
    with medallion(EXAMPLES * 4) as client:
        yield client, itertools.count()


class Ours:
    """The inbox of somebody here."""

    def __init__(self, by):
        self.by, self.path = by, "collections/inbox/"

    def post(self, objects):
        answer = posted(self.by, objects)
        assert answer.status_code == 202
        return json.loads(answer.content)["request_timestamp"]

    def delete(self, id_, query):
        question = "&".join(f"{name}={value}" for name, value in query.items())
        return call(self.by, f"{self.path}objects/{id_}/?{question}", "delete").status_code

    def get(self, path, query):
        answer = call(self.by, self.path + path, data=query)
        return answer.status_code, json.loads(answer.content or "{}")


class Theirs:
    """One collection of medallion's."""

    def __init__(self, client, number):
        self.client, self.path = client, f"collections/{collection_id(number)}/"

    def post(self, objects):
        # It refuses a body with what it has already, where ours takes it as it is: both keep the same.
        return self.client.post(f"{self.path}objects/", json={"objects": objects}).json()["request_timestamp"]

    def delete(self, id_, query):
        return self.client.delete(f"{self.path}objects/{id_}/", params=query).status_code

    def get(self, path, query):
        answer = self.client.get(self.path + path, params=query)
        return answer.status_code, answer.json()


def everything(server, path, query, name="objects"):
    """What all pages together hold; none is longer than was asked for, and none comes twice."""
    found, place = [], {}
    for _page in range(200):
        status, told = server.get(path, {**query, **place})
        if status == 404:
            return []
        assert status == 200, told
        some = told.get(name, [])
        assert len(some) <= int(query["limit"])
        found += some
        if not told.get("more"):
            return found
        assert some, "a page without anything says that there is more"
        place = {"next": told["next"]}
    raise AssertionError("the pages do not end")


def told_by(listed):
    return sorted(one if isinstance(one, str) else (one["id"], one.get("version") or one["modified"]) for one in listed)


@settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACT, min_size=1, max_size=6), queries=st.lists(QUERY, min_size=1, max_size=4))
def test_ours_answers_as_medallion_does(cast, peer, acts, queries):
    client, numbers = peer
    theirs, ours = Theirs(client, next(numbers) % (EXAMPLES * 4)), Ours(cast.importer_officer)
    with transaction.atomic():
        times = [(ours.post([]), "2020-01-01T00:00:00.000000Z")]
        for act in acts:
            if act[0] == "post":
                times.append((ours.post(act[1]), theirs.post(_once(act[1]))))
            else:
                query = {"match[version]": act[2]} if act[2] else {}
                assert (ours.delete(act[1], query) == 200) == (theirs.delete(act[1], query) == 200), act
        for asked in queries:
            _compare(ours, theirs, asked, times)
        transaction.set_rollback(True)


def _once(objects):
    """Without what stands twice: medallion notes such a one in its manifest all the same."""
    return list({(one["id"], one["modified"]): one for one in objects}.values())


def _compare(ours, theirs, asked, times):
    questions = [dict(asked), dict(asked)]
    if "added_after" in asked:
        at = times[asked["added_after"] % len(times)]
        questions = [{**one, "added_after": after} for one, after in zip(questions, at, strict=True)]
    for path in ("objects/", "manifest/"):
        mine, other = (everything(one, path, query) for one, query in zip((ours, theirs), questions, strict=True))
        assert told_by(mine) == told_by(other), (path, questions)
    for id_ in IDS[:3]:
        of_one = [
            {key: value for key, value in one.items() if key not in {"match[id]", "match[type]"}} for one in questions
        ]
        for path, name in ((f"objects/{id_}/", "objects"), (f"objects/{id_}/versions/", "versions")):
            mine, other = (
                everything(one, path, query, name) for one, query in zip((ours, theirs), of_one, strict=True)
            )
            assert told_by(mine) == told_by(other), (path, of_one)


def test_a_server_that_forgets_versions_is_found_out(cast, peer, monkeypatch):
    client, numbers = peer
    theirs, ours = Theirs(client, next(numbers) % (EXAMPLES * 4)), Ours(cast.importer_officer)
    one = {"type": "incident", "spec_version": "2.1", "id": IDS[0], "created": TIMES[0]}
    objects = [{**one, "modified": at, "name": at} for at in TIMES[:2]]
    for server in (ours, theirs):
        server.post(objects)
    asked = {"limit": "5", "match[version]": "first"}
    _compare(ours, theirs, asked, [])
    sound = paging.matching
    monkeypatch.setattr(
        paging, "matching", lambda rows, asked: sound(rows, dataclasses.replace(asked, versions=["all"]))
    )
    with pytest.raises(AssertionError):
        _compare(ours, theirs, asked, [])
