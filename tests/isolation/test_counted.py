"""The substances of notices turned round, from which a year's sums are made: the database keeps them."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Counted, Notice
from penstock.parties.models import Organisation

GOODS = st.fixed_dictionaries(
    {
        "importing": st.sampled_from(["", "CL", "KE"]),
        "substances": st.lists(st.sampled_from(["acetone", "toluene", "piperonal"]), max_size=4),
        "dispatch_on": st.sampled_from([None, date(2026, 12, 31), date(2027, 1, 1)]),
    }
)


def turned_round(notices):
    with acting(SYSTEM):
        return {
            (notice.importing, each, notice.dispatch_on.year, notice.pk)
            for notice in Notice.objects.filter(pk__in=notices)
            for each in notice.substances
            if notice.importing and notice.dispatch_on
        }


def kept(notices):
    with acting(SYSTEM):
        rows = Counted.objects.filter(notice__in=notices)
        return set(rows.values_list("importing", "substance", "year", "notice_id"))


@pytest.mark.usefixtures("world")
@settings(max_examples=25, deadline=None)
@given(created=st.lists(GOODS, min_size=1, max_size=3), changes=st.lists(st.tuples(st.integers(0, 2), GOODS)))
def test_they_follow_every_change(created, changes):
    point = transaction.savepoint()
    with acting(SYSTEM):
        opener = Organisation.objects.values_list("pk", flat=True)[0]
        notices = [
            Notice.objects.create(kind="notice", reference=f"XX-{new_id()}", state="draft", audience=[opener],
                                  opener_id=opener, **goods)
            for goods in created
        ]  # fmt: skip
        keys = [notice.pk for notice in notices]
        assert kept(keys) == turned_round(keys)
        for number, goods in changes:
            Notice.objects.filter(pk=keys[number % len(keys)]).update(**goods)
            assert kept(keys) == turned_round(keys)
        Notice.objects.filter(pk=keys[0])._raw_delete("default")
        assert not kept(keys[:1])
    transaction.savepoint_rollback(point)


@pytest.mark.usefixtures("world")
def test_they_hold_for_the_whole_world():
    with acting(SYSTEM):
        keys = list(Notice.objects.values_list("pk", flat=True))
    assert kept(keys) == turned_round(keys)
    assert kept(keys)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM notices_counted",
        "UPDATE notices_counted SET year = 2000",
        "INSERT INTO notices_counted (importing, substance, year, notice_id) SELECT 'CL', 'x', 1, id FROM cases_case",
        "ALTER TABLE notices_notice DISABLE TRIGGER counted_by_new",
        "DROP FUNCTION notices_counted_by_new CASCADE",
    ],
)
def test_nobody_else_writes_them(statement, world):
    with (
        acting(world.cast.exporter_officer.viewer),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(statement)
