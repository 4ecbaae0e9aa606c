"""The audiences turned round, by which cases are found: the database keeps them, whatever is done to a case."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.cases.models import Case, Seen
from penstock.kernel.clock import new_id, now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation

OFFICES = [new_id() for _ in range(4)]
AUDIENCES = st.lists(st.sampled_from(OFFICES), max_size=5)


def turned_round(cases):
    with acting(SYSTEM):
        found = Case.objects.filter(pk__in=cases)
        return {(one, case.pk, case.updated_at) for case in found for one in case.audience}


def kept(cases):
    with acting(SYSTEM):
        return set(Seen.objects.filter(case__in=cases).values_list("organisation_id", "case_id", "updated_at"))


@pytest.mark.usefixtures("world")
@settings(max_examples=25)
@given(created=st.lists(AUDIENCES, min_size=1, max_size=3), changes=st.lists(st.tuples(st.integers(0, 2), AUDIENCES)))
def test_they_follow_every_change(created, changes):
    point = transaction.savepoint()
    with acting(SYSTEM):
        opener = Organisation.objects.values_list("pk", flat=True)[0]
        cases = Case.objects.bulk_create(
            Case(kind="notice", reference=f"XX-{new_id()}", state="draft", audience=audience, opener_id=opener)
            for audience in created
        )
        keys = [case.pk for case in cases]
        assert kept(keys) == turned_round(keys)
        for number, audience in changes:
            Case.objects.filter(pk=keys[number % len(keys)]).update(audience=audience)
            Case.objects.filter(pk=keys[0]).update(updated_at=now())
            assert kept(keys) == turned_round(keys)
        Case.objects.filter(pk=keys[0])._raw_delete("default")
        assert not kept(keys[:1])
    transaction.savepoint_rollback(point)


@pytest.mark.usefixtures("world")
def test_they_hold_for_the_whole_world():
    with acting(SYSTEM):
        keys = list(Case.objects.values_list("pk", flat=True))
    assert len(keys) > 3
    assert kept(keys) == turned_round(keys)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cases_seen",
        "UPDATE cases_seen SET organisation_id = case_id",
        "INSERT INTO cases_seen (organisation_id, case_id) SELECT organisation_id, organisation_id FROM cases_seen",
        "ALTER TABLE cases_case DISABLE TRIGGER seen_by_new",
        "DROP FUNCTION cases_seen_by_new CASCADE",
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
