"""Two people at once, each with a connection of their own: exactly one wins, and without the lock more do.

The racers meet where the harm would be done: each waits for the other between reading and writing. Where a lock
holds the second one back, the first waits in vain for a moment and goes on alone.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.db import IntegrityError, connection

from penstock.kernel import numbers, workflow
from penstock.kernel.delivery.inbox import once
from penstock.kernel.models import Event, Signature
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices import services
from penstock.notices.models import Notice
from penstock.notices.states import NOTICES
from tests.cast import OBJECTION, a_draft, a_proposed_objection, a_sent_notice, the_cast

MOMENT, LONG = 0.7, 30.0
Act = Callable[[], object]


@pytest.fixture
def cast(committed):  # noqa: ARG001  commits are real here
    with acting(SYSTEM):
        return the_cast()


class Race:
    """Acts run at once, each in a thread; `meet` is the place where they wait for each other."""

    def __init__(self, racers: int) -> None:
        self.meeting = threading.Barrier(racers)
        self.patience = MOMENT

    def meet(self) -> None:
        """Wait until all are here, or go on alone when the others are held back; only racers wait."""
        if threading.current_thread() is threading.main_thread():
            return
        with contextlib.suppress(threading.BrokenBarrierError):
            self.meeting.wait(self.patience)

    def run(self, acts: Sequence[Act]) -> list[object]:
        """What each act answered, or the code of its refusal."""
        answers: list[object] = [None] * len(acts)

        def play(index: int) -> None:
            try:
                answers[index] = acts[index]() or "done"
            except Refused as no:
                answers[index] = no.code
            except IntegrityError:
                answers[index] = "twice"
            finally:
                connection.close()

        threads = [threading.Thread(target=play, args=[index]) for index in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers


@pytest.fixture
def race(monkeypatch) -> Race:
    """Two racers, who meet when the house has decided that a step may be taken and has not written yet."""
    racing = Race(2)
    decided = workflow._read

    def read(*arguments):
        racing.meet()
        return decided(*arguments)

    monkeypatch.setattr(workflow, "_read", read)
    return racing


@contextlib.contextmanager
def without_the_lock(race: Race, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cases are read but not locked, so the racers are sure to meet."""
    race.patience = LONG

    def only_read(self, viewer, case_id):
        return self.model.objects.visible_to(viewer).get(pk=case_id)

    with patch.context() as inner:
        inner.setattr(workflow.Workflow, "lock", only_read)
        yield


def stepping(actor, notice, verb, **entered) -> Act:
    viewer = actor.viewer

    def act():
        with acting(viewer):
            return services.take_step(viewer=viewer, notice_id=notice.pk, verb=verb, raw=entered) and None

    return act


def confirming(actor, notice) -> Act:
    viewer = actor.viewer

    def act():
        with acting(viewer):
            return services.confirm_step(viewer=viewer, notice_id=notice.pk) and None

    return act


def told(notice, *names) -> int:
    """How many acts of these names are on a notice's record."""
    with acting(SYSTEM):
        return Event.objects.filter(case_id=notice.pk, name__in=names).count()


def two_clearings(cast, race):
    notice = a_sent_notice(cast.exporter_officer)
    answers = race.run([stepping(one, notice, "clear") for one in (cast.importer_officer, cast.importer_second)])
    return answers, told(notice, "notice.no_objection")


def test_two_officers_answer_at_once(cast, race):
    answers, acts = two_clearings(cast, race)
    assert sorted(map(str, answers)) == ["done", "wrong_state"]
    assert acts == 1


def test_without_the_lock_both_answer(cast, race, monkeypatch):
    with without_the_lock(race, monkeypatch):
        answers, acts = two_clearings(cast, race)
    assert answers == ["done", "done"]
    assert acts == 2


def two_submissions(cast, race):
    notice = a_draft(cast.exporter_officer)
    answers = race.run([stepping(one, notice, "submit") for one in (cast.exporter_officer, cast.exporter_head)])
    return answers, told(notice, "notice.sent")


def test_a_draft_is_sent_once(cast, race):
    answers, acts = two_submissions(cast, race)
    assert sorted(map(str, answers)) == ["done", "wrong_state"]
    assert acts == 1


def test_without_the_lock_it_is_sent_twice(cast, race, monkeypatch):
    with without_the_lock(race, monkeypatch):
        _answers, acts = two_submissions(cast, race)
    assert acts == 2


def two_second_signatures(cast, race):
    notice = a_proposed_objection(cast)
    answers = race.run([confirming(one, notice) for one in (cast.importer_second, cast.importer_head)])
    return notice, answers


def test_the_second_signature_is_given_once(cast, race):
    notice, answers = two_second_signatures(cast, race)
    assert sorted(map(str, answers)) == ["done", "nothing_proposed"]
    assert told(notice, "notice.objection") == 1


def test_without_the_locks_it_is_given_twice(cast, race, monkeypatch):
    unlocked = Signature.objects.none().__class__
    with without_the_lock(race, monkeypatch), monkeypatch.context() as patch:
        patch.setattr(unlocked, "select_for_update", lambda rows, **_named: rows)
        notice, _answers = two_second_signatures(cast, race)
    assert told(notice, "notice.objection") == 2


def test_two_proposals_at_once_leave_one(cast, race):
    notice = a_sent_notice(cast.exporter_officer)
    acts = [stepping(one, notice, "object", **OBJECTION) for one in (cast.importer_officer, cast.importer_second)]
    assert sorted(map(str, race.run(acts))) == ["already_proposed", "done"]
    assert told(notice, "notice.objection.proposed") == 1


def drafting(actor) -> Act:
    viewer = actor.viewer

    def act():
        with acting(viewer):
            return services.draft_notice(viewer=viewer, raw={}).reference

    return act


def test_references_are_given_once_and_without_gaps(cast):
    racing = Race(8)
    acts = [drafting(cast.exporter_officer if index % 2 else cast.exporter_head) for index in range(8)]
    references = sorted(map(str, racing.run(acts)))
    numbered = [int(reference.rpartition("-")[2]) for reference in references]
    assert numbered == list(range(1, 9))


def test_numbers_that_are_read_and_then_written_come_twice(cast, monkeypatch):
    racing = Race(2)

    def naive(series: str, _count: int = 1) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COALESCE(MAX(last), 0) FROM kernel_counter WHERE series = %s", [series])
            number: int = cursor.fetchone()[0] + 1
        racing.meet()
        taken.append(number)
        return number

    racing.patience = LONG
    taken: list[int] = []
    monkeypatch.setattr(numbers, "take", naive)
    answers = racing.run([drafting(cast.exporter_officer), drafting(cast.exporter_head)])
    assert taken == [1, 1]
    assert "twice" in answers, "and the database refuses the second, as the last fence"


def test_one_key_has_one_effect(cast):
    racing = Race(4)
    viewer = cast.exporter_officer.viewer

    def act() -> str:
        with acting(viewer):
            _status, answer = once(viewer, "key-1", b"the same body", lambda: (201, drafted()))
            return str(answer)

    def drafted() -> str:
        racing.meet()
        return services.draft_notice(viewer=viewer, raw={}).reference

    answers = racing.run([act] * 4)
    with acting(SYSTEM):
        assert Notice.objects.count() == 1
    assert len(set(answers)) == 1


def test_a_clearing_and_a_lapse_at_once_are_one_act(cast, race):
    notice = a_sent_notice(cast.exporter_officer)
    with acting(SYSTEM):
        Notice.objects.filter(pk=notice.pk).update(due_on="2020-01-01")

    def lapse() -> None:
        with acting(SYSTEM):
            workflow.advance(NOTICES, notice.pk, "lapse", SYSTEM)

    answers = race.run([lapse, stepping(cast.importer_officer, notice, "ask", question="Why?")])
    # A question may still be asked about a notice that has lapsed, but nothing that was asked about lapses.
    assert sorted(map(str, answers)) in (["done", "done"], ["done", "wrong_state"])
    assert told(notice, "notice.lapsed", "notice.information_requested") == answers.count("done")
