"""The record: one event for each act, chained, and tampering by somebody with every right is seen."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from penstock.commands.record import follow
from penstock.kernel import record
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

EVENTS = 40
TRIES = 12
Owner = psycopg.Connection[Any]


@pytest.fixture
def owner(committed) -> Iterator[Owner]:
    """The owner of the tables, with a record of some acts, one by one and many at once."""
    with acting(SYSTEM):
        for number in range(EVENTS // 2):
            record.append(act(number))
        record.append_many(act(number) for number in range(EVENTS // 2, EVENTS))
    with psycopg.connect(committed.owner) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', false)")
        connection.commit()
        yield connection


def act(number: int) -> record.Act:
    data = {"number": number, "word": "čaj", "nested": {"b": [1, 2], "a": None}}
    return record.Act(name="test.act", case_id=None, viewer=SYSTEM, audience=[SYSTEM.organisation_id], data=data)


def edit(owner: Owner, seq: int) -> None:
    column = ("name", "person_name", "organisation_name")[seq % 3]
    owner.execute(
        sql.SQL("UPDATE kernel_event SET {} = 'somebody else' WHERE seq = %s").format(sql.Identifier(column)), [seq]
    )


def edit_data(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE kernel_event SET data = jsonb_set(data, '{number}', '999') WHERE seq = %s", [seq])


def edit_time(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE kernel_event SET at = at + interval '1 microsecond' WHERE seq = %s", [seq])


def widen(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE kernel_event SET audience = '{}' WHERE seq = %s", [seq])


def delete(owner: Owner, seq: int) -> None:
    owner.execute("DELETE FROM kernel_event WHERE seq = %s", [seq])


def delete_and_close_the_gap(owner: Owner, seq: int) -> None:
    delete(owner, seq)
    owner.execute("UPDATE kernel_event SET seq = -seq WHERE seq > %s", [seq])
    owner.execute("UPDATE kernel_event SET seq = -seq - 1 WHERE seq < 0")


def swap(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE kernel_event SET seq = -1 WHERE seq = %s", [seq])
    owner.execute("UPDATE kernel_event SET seq = %s WHERE seq = %s", [seq, seq + 1])
    owner.execute("UPDATE kernel_event SET seq = %s WHERE seq = -1", [seq + 1])


def insert(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE kernel_event SET seq = -seq WHERE seq > %s", [seq])
    owner.execute("UPDATE kernel_event SET seq = -seq + 1 WHERE seq < 0")
    owner.execute(
        "INSERT INTO kernel_event SELECT (jsonb_populate_record(one, jsonb_build_object('seq', %s::bigint))).*"
        " FROM kernel_event one WHERE seq = %s",
        [seq + 1, seq],
    )


def head(owner: Owner) -> tuple[int, str]:
    found: tuple[int, str] = owner.execute("SELECT seq, hash FROM kernel_chainhead").fetchone()
    return found


def test_an_honest_record_holds(owner):
    wrong, seq, digest = follow(owner, None)
    assert (wrong, (seq, digest)) == ("", head(owner))
    assert seq == EVENTS


@pytest.mark.parametrize(
    "tamper",
    [edit, edit_data, edit_time, widen, delete, delete_and_close_the_gap, swap, insert],
    ids=lambda f: f.__name__,
)
def test_tampering_inside_the_chain_is_seen(tamper: Callable[[Owner, int], None], owner):
    for seq in random.sample(range(1, EVENTS - 1), TRIES):
        tamper(owner, seq)
        wrong, _seq, _digest = follow(owner, None)
        owner.rollback()
        assert wrong, f"{tamper.__name__} at {seq} is not seen"


def cut_the_tail(owner: Owner, seq: int) -> None:
    owner.execute("DELETE FROM kernel_event WHERE seq > %s", [seq])
    owner.execute(
        "UPDATE kernel_chainhead SET (seq, hash) = (SELECT seq, hash FROM kernel_event ORDER BY seq DESC LIMIT 1)"
    )


def test_a_tail_cut_off_with_its_head_is_seen_only_from_a_checkpoint_kept_elsewhere(owner):
    seq, digest = head(owner)
    cut_the_tail(owner, EVENTS - 5)
    assert follow(owner, None)[0] == "", "the control: the chain alone does not show it"
    assert (follow(owner, None)[1:]) == head(owner)
    assert follow(owner, [str(seq), digest])[0] == "the event of the checkpoint is gone"


def test_a_history_written_anew_is_seen_only_from_a_checkpoint(owner, committed):  # noqa: ARG001
    seq, digest = head(owner)
    cut_the_tail(owner, EVENTS - 5)
    owner.commit()
    with acting(SYSTEM):
        record.append_many(act(number + 1000) for number in range(5))
    assert follow(owner, None)[0] == ""
    assert follow(owner, [str(seq), digest])[0] == f"event {seq} had another hash at the checkpoint"
