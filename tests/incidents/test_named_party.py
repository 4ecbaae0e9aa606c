"""Whoever checks a notice hears of open incidents that name a party, as far as the name was given to them."""

import pytest

from penstock.incidents.linking.named import open_incidents
from penstock.kernel.rowsecurity import acting
from tests.cast import a_sent_notice
from tests.checks.house import findings
from tests.incidents.house import released, take
from tests.incidents.links import named, work

GIVEN = {"given_to": "countries", "given_countries": "CL"}


def asked(by, *names):
    with acting(by.viewer) as viewer:
        return open_incidents(viewer, [names])[0]


def seen_beside(by, notice):
    found = findings(by, notice)["incidents"]
    return found.tone, found.values.get("shown", "")


@pytest.fixture
def incident(cast):
    incident = released(cast.exporter_head)
    named(cast.exporter_head, incident, "Químicos del Valle S.A.", **GIVEN)
    work()
    return incident


def test_the_check_names_the_incident_to_whom_the_name_was_given(cast, incident):
    notice = a_sent_notice(cast.exporter_officer, importer_name="QUIMICOS DEL VALLE SA")
    assert seen_beside(cast.importer_officer, notice) == ("warning", incident.reference)
    # Others do not read incidents; the secretariat sees the incident, and was not given the name.
    assert seen_beside(cast.importer_second, notice)[0] == "cannot say"
    assert seen_beside(cast.secretariat_officer, notice) == ("fine", "")


def test_another_name_is_fine(cast, incident):  # noqa: ARG001  it is there and names somebody else
    notice = a_sent_notice(cast.exporter_officer, importer_name="Pinturas del Norte")
    assert seen_beside(cast.importer_officer, notice) == ("fine", "")


def test_nobody_learns_of_a_name_that_was_not_given(cast, incident):
    assert asked(cast.importer_officer, "Quimicos del Valle") == [incident.reference]
    for other in (cast.third_officer, cast.secretariat_officer, cast.importer_second, cast.clerk):
        assert asked(other, "Quimicos del Valle") == []


def test_what_is_closed_or_retracted_is_not_open(cast, incident):
    take(cast.exporter_head, incident, "close", outcome="no result")
    assert asked(cast.importer_officer, "Quimicos del Valle") == []
