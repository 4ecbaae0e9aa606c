"""Two authorities adopt at once what cannot both be law: one wins, and without the lock both do."""

import itertools

import pytest

from penstock.catalogue.adoption import queries, services
from penstock.catalogue.adoption.models import Edition
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import the_cast
from tests.catalogue.packs_of_law import a_pack, a_proposal, proposed
from tests.workflow.test_races import LONG, Race


@pytest.fixture
def cast(committed):  # noqa: ARG001  commits are real here
    with acting(SYSTEM):
        return the_cast()


@pytest.fixture
def race(monkeypatch) -> Race:
    """Two adopters, who meet when the house has found no fault and has not written yet."""
    racing, digest_of = Race(2), services.digest_of

    def met(content):
        racing.meet()
        return digest_of(content)

    monkeypatch.setattr(services, "digest_of", met)
    return racing


def confirming(actor, draft):
    viewer = actor.viewer

    def act():
        with acting(viewer):
            return services.confirm_adoption(viewer=viewer, proposal_id=draft.pk) and None

    return act


def two_adoptions(cast, race):
    """Exportland and Thirdland each define the same new substance."""
    first = proposed(cast.exporter_officer, a_proposal(cast.exporter_officer, a_pack("NL")))
    second = proposed(cast.third_officer, a_proposal(cast.third_officer, a_pack("KE")))
    answers = race.run([confirming(cast.exporter_head, first), confirming(cast.third_head, second)])
    with acting(SYSTEM):
        return sorted(map(str, answers)), Edition.objects.count(), queries.law_in_force()


def test_one_of_two_packs_that_contradict_each_other_becomes_law(cast, race):
    answers, editions, law = two_adoptions(cast, race)
    assert (answers, editions) == (["done", "faults"], 1)
    assert not law.set_aside


def test_without_the_lock_both_are_adopted_and_one_cannot_be_law(cast, race, monkeypatch, caplog):
    race.patience = LONG
    numbers = itertools.count(1)
    monkeypatch.setattr(services.numbers, "take", lambda _series: next(numbers))
    answers, editions, law = two_adoptions(cast, race)
    assert (answers, editions) == (["done", "done"], 2)
    assert len(law.set_aside) == 1
    assert "set aside" in caplog.text


def test_another_connection_sees_the_law_from_its_next_transaction_on(cast):
    with acting(SYSTEM):
        assert not queries.law_in_force().book.packs.keys() & {"ke-schedule"}
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    answers = Race(1).run([confirming(cast.third_head, draft)])
    assert answers == ["done"]
    with acting(SYSTEM):
        assert "ke-schedule" in queries.book_in_force().packs
