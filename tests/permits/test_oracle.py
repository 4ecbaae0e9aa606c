"""Balances against an oracle of their own: the same random acts on both, and every total and every refusal compared.

A few hundred acts each time; PENSTOCK_WHOLE plays 5,000 for each regime.
"""

import os

import pytest

from penstock.permits.passages.reckoning import counting
from tests.cast import the_cast
from tests.permits.acting_out import Player

ACTS = 5000 if os.environ.get("PENSTOCK_WHOLE") else 150
SEED = int(os.environ.get("PENSTOCK_SEED", "2026"))


def _play(player):
    while player.played < ACTS:
        player.play()


@pytest.mark.django_db
@pytest.mark.parametrize("regime", ["narcotic", "psychotropic", "precursor"])
def test_every_account_is_what_the_oracle_reckons(regime, record_property):
    player = Player(the_cast(), regime, SEED)
    _play(player)
    player.compare()
    taken = {name: done for name, (done, _refused) in player.done.items()}
    assert {"import", "export", "announce", "leave", "endorse", "state", "days"} <= taken.keys()
    assert sum(refused for _done, refused in player.done.values()) > ACTS / 50, "hardly anything was refused"
    said = f"{player.played} acts, {len(player.papers)} permits, {len(player.loads)} passages: {player.done}"
    record_property(regime, said)


@pytest.mark.django_db
def test_a_ledger_that_forgets_a_release_is_caught(monkeypatch):
    kept = counting.enter

    def forgets(viewer, moves):
        return kept(viewer, [one for one in moves if not (one.sort == "reserved" and one.amount < 0)])

    monkeypatch.setattr(counting, "enter", forgets)
    player = Player(the_cast(), "narcotic", SEED)
    with pytest.raises(AssertionError, match="after"):
        _play(player)
