"""The measure of follow-up against a count by hand."""

import pytest

from penstock.incidents.followed.fields import STEPS
from penstock.incidents.followed.queries import measure
from penstock.kernel.rowsecurity import acting
from tests.incidents.house import drafted, released, take

pytestmark = pytest.mark.django_db
ALL = dict.fromkeys(STEPS, "done")


def test_the_measure_says_of_each_kind_what_was_followed_up(cast):
    head = cast.exporter_head
    for kind, answers in (
        ("seizure", [ALL, {"prosecuted": "done"}]),
        ("stopped shipment", [{"prosecuted": "under way"}]),
    ):
        for entered in answers:
            take(head, released(head, kind=kind), "follow", **entered)
    released(cast.third_officer, kind="theft", shared_with="secretariat")
    drafted(head, kind="diversion")
    with acting(cast.importer_officer.viewer) as viewer:
        found = {one.kind: one for one in measure(viewer)}
        assert measure(viewer, own=True) == []
    assert found.keys() == {"seizure", "stopped shipment"}
    seizures, stopped = found["seizure"], found["stopped shipment"]
    assert (seizures.incidents, seizures.steps["prosecuted"], seizures.whole) == (2, 2, 1)
    assert seizures.share(seizures.steps["origin_identified"]) == 50
    assert (stopped.incidents, stopped.steps["prosecuted"], stopped.whole) == (1, 0, 0)
    with acting(cast.third_officer.viewer) as viewer:
        assert [one.kind for one in measure(viewer, own=True)] == ["theft"]
