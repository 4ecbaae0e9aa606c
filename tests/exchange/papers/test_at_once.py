"""Papers pulled while others commit: nothing twice, nothing left out; without the record's line one is lost."""

import itertools
import threading

import pytest
from django.db import connection

from penstock.exchange.papers.telling import papers_since
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import services
from tests.cast import Actor, a_sent_notice, a_shipment, the_cast

MOMENT, LONG = 0.7, 60.0


@pytest.fixture
def cast(committed):  # noqa: ARG001  commits are real here
    with acting(SYSTEM):
        return the_cast()


def pull(actor: Actor, since: str, limit: int = 500):
    with acting(actor.viewer) as viewer:
        page = papers_since(viewer, since, limit)
    return [one.marks["on"] for one in page.parts], page.marks.get("next", "")


class Writer(threading.Thread):
    """Sends a notice in one transaction, and holds it open before the commit until it is let go."""

    def __init__(self, by: Actor, to: str) -> None:
        super().__init__(daemon=True)
        self.by, self.to = by, to
        self.written, self.let_go, self.committed = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with acting(self.by.viewer) as viewer:
                notice = services.draft_notice(viewer=viewer, raw=a_shipment(self.by, self.to))
                services.take_step(viewer=viewer, notice_id=notice.pk, verb="submit")
                self.written.set()
                self.let_go.wait(LONG)
            self.committed.set()
        finally:
            connection.close()


def pulled_while_one_hesitates(cast) -> tuple[set[str], set[str]]:
    """What a system got that asked while an earlier act was not committed and a later one may be, and all there is."""
    slow, quick = Writer(cast.exporter_officer, "CL"), Writer(cast.third_officer, "EG")
    quick.let_go.set()
    slow.start()
    assert slow.written.wait(LONG)
    quick.start()
    quick.committed.wait(MOMENT)
    first, since = pull(cast.secretariat_officer, "")
    slow.let_go.set()
    slow.join(LONG)
    quick.join(LONG)
    second, _since = pull(cast.secretariat_officer, since)
    assert len(first + second) == len({*first, *second}), "nothing comes twice"
    return {*first, *second}, set(pull(cast.secretariat_officer, "")[0])


def test_an_act_that_commits_late_is_not_left_out(cast):
    told, everything = pulled_while_one_hesitates(cast)
    assert told == everything
    assert len(everything) == 2


def test_without_the_line_of_the_record_one_is_left_out(cast, monkeypatch):
    numbers = itertools.count(1000)

    def out_of_line(act):
        event = record._link(act, seq=next(numbers), at=now(), previous="")
        event.save(force_insert=True)

    monkeypatch.setattr(record, "append", out_of_line)
    told, everything = pulled_while_one_hesitates(cast)
    assert len(everything) == 2
    assert len(told) == 1, "the control: the later one was read first, and the earlier one never"


def test_a_reader_of_small_pages_gets_each_paper_once_while_three_write(cast):
    def write(by: Actor, to: str) -> None:
        try:
            for number in range(4):
                a_sent_notice(by, to, reference=f"{to}-{number}")
        finally:
            connection.close()

    routes = ((cast.exporter_officer, "CL"), (cast.third_officer, "EG"), (cast.exporter_head, "CL"))
    writers = [threading.Thread(target=write, args=one, daemon=True) for one in routes]
    for one in writers:
        one.start()
    told, since, page = [], "", ["begin"]
    while page or any(one.is_alive() for one in writers):
        page, since = pull(cast.secretariat_officer, since, 2)
        told += page
    last, _since = pull(cast.secretariat_officer, since)
    whole, _since = pull(cast.secretariat_officer, "")
    assert told + last == whole
    assert len(set(whole)) == 12
