"""What changes of the law leave a company to do: once for each edition and each day of the law, and settled once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.orders.changes import queries, services
from penstock.orders.changes.chores import make_tasks_of_law, remind_of_tasks_of_law
from tests.cast import Actor, the_cast
from tests.catalogue.packs_of_law import ENTRIES, THRESHOLDS, a_pack, about, adopted, entry, threshold
from tests.orders.house import MONDAY, a_company, a_customer, a_licence, an_order, at_work, checked

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
IN_FORCE = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
"""The day on which phenethyl bromide became a Class A precursor in Canada (SOR/2002-359, schedule, item 34)."""


def _open(actor: Actor) -> list[tuple[str, str, str]]:
    with at_work(actor) as viewer:
        return [(one.kind, one.goods, one.target) for one in queries.tasks(viewer, is_open=True)]


def _letters(subject: str) -> int:
    with acting(SYSTEM):
        told = Outgoing.objects.filter(topic="announcement").values_list("payload", flat=True)
        return sum(subject in one["subject"] for one in told)


def test_a_day_of_the_law_is_told_before_it_comes_and_once():
    with clock.at(JANUARY):
        officer, _colleague = a_company("CA", "Maple Example Solvents")
        other, _second = a_company("CA", "Birch Example Solvents")
        abroad, _third = a_company("NL", "Polder Example Solvents")
        for one in (officer, other, abroad):
            a_customer(one)
        a_licence(officer, "C-100", "phenethyl-bromide", kind="licence")
        for one in (officer, abroad):
            checked(one, an_order(goods="phenethyl-bromide", unit="kg", use="synthesis"))
        checked(officer, an_order("A-2", goods="phenethyl-bromide", unit="kg", site="not on record"))
        make_tasks_of_law()
        told = _open(officer)
        assert ("customer", "phenethyl-bromide", "C-100") in told
        assert ("licence", "phenethyl-bromide", "C-100") in told
        assert any(kind == "held order" for kind, _goods, _target in told)
        assert _open(other) == _open(abroad) == []
        assert make_tasks_of_law() == 0
        assert _letters("The law of goods that you sell changes") == 1
        with at_work(officer) as viewer:
            row = queries.tasks(viewer, is_open=True)[0]
            assert row.due_on == IN_FORCE.date()
            assert any("SOR/2002-359" in each["source"] for each in row.why)
            services.settle(viewer=viewer, task_id=row.pk, raw={"outcome": "done", "note": "Their licence was seen."})
    with clock.at(IN_FORCE):
        a_customer(officer, "C-200")
        checked(officer, an_order("A-9", customer="C-200", goods="phenethyl-bromide", unit="kg", use="synthesis"))
        make_tasks_of_law()
        after = _open(officer)
    assert ("customer", "phenethyl-bromide", "C-200") in after
    assert len(after) == len(set(after))
    assert (row.kind, row.goods, row.target) not in after, "what was done before the day was asked for again"


def test_an_adopted_edition_leaves_its_tasks_once():
    with clock.at(MONDAY):
        cast = the_cast()
        officer, _colleague = a_company("KE", "Savanna Example Solvents")
        a_customer(officer)
        checked(officer, an_order(goods="acetone"))
        checked(officer, an_order("A-2", goods="toluene"))
        make_tasks_of_law()
        assert _open(officer) == []
        adopted(cast.third_officer, cast.third_head)
        make_tasks_of_law()
        first = _open(officer)
        assert ("customer", "acetone", "C-100") in first
        assert {goods for _kind, goods, _target in first} == {"acetone"}
        assert make_tasks_of_law() == 0
    with clock.at(MONDAY + timedelta(days=1)):
        wider = a_pack(
            pack=about("KE", "2"),
            entries=ENTRIES + entry("ethanol-of-tests") + entry("acetone") + entry("toluene"),
            thresholds=THRESHOLDS + threshold("acetone", "100"),
        )
        adopted(cast.third_officer, cast.third_head, wider)
        make_tasks_of_law()
        assert {goods for _kind, goods, _target in _open(officer)} == {"acetone", "toluene"}
        assert len(_open(officer)) == len(set(_open(officer)))


def test_a_task_is_settled_once_with_a_note_and_reminded_while_it_is_open():
    with clock.at(JANUARY):
        officer, colleague = a_company("CA", "Maple Example Solvents")
        stranger, _second = a_company("CA", "Birch Example Solvents")
        a_customer(officer)
        checked(officer, an_order(goods="phenethyl-bromide", unit="kg", use="synthesis"))
        make_tasks_of_law()
        assert remind_of_tasks_of_law() == 0
    with clock.at(IN_FORCE - timedelta(days=3)):
        waiting = len(_open(officer))
        assert remind_of_tasks_of_law() == waiting
        assert remind_of_tasks_of_law() == 0
        with at_work(officer) as viewer:
            row = queries.tasks(viewer, is_open=True)[0]
            with pytest.raises(Refused) as no:
                services.settle(viewer=viewer, task_id=row.pk, raw={"outcome": "dismissed"})
            assert [one.field for one in no.value.faults] == ["note"]
            services.settle(viewer=viewer, task_id=row.pk, raw={"outcome": "dismissed", "note": "They buy no more."})
        with at_work(colleague) as viewer, pytest.raises(Refused, match="settled it before"):
            services.settle(viewer=viewer, task_id=row.pk, raw={"outcome": "done", "note": "Again."})
        for task_id in (row.pk, uuid4()):
            with at_work(stranger) as viewer, pytest.raises(NotVisible):
                services.settle(viewer=viewer, task_id=task_id, raw={"outcome": "done", "note": "Not mine."})
    with clock.at(IN_FORCE + timedelta(days=8)):
        assert remind_of_tasks_of_law() == waiting - 1, "one is settled, the others are late"
