"""Alerts as CAP messages: valid by the rules, complete, and holding what the reader of that door may read."""

import re

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as few
from hypothesis import strategies as st

from penstock.alerts import queries
from penstock.alerts.desks import DESKS
from penstock.alerts.outputs.cap import cap_of
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused
from tests.alerts.cap_rules import faults, text, texts
from tests.alerts.house import an_industry_alert, corrected, drafted, released, take

pytestmark = pytest.mark.django_db


def message(who, alert):
    with acting(who.viewer) as viewer:
        return cap_of(viewer, queries.alert_by_reference(viewer, DESKS[alert.kind], alert.reference))


def test_a_message_is_valid_and_says_what_the_alert_says(cast):
    found = message(cast.third_officer, released(cast.exporter_head, contact="Desk 7", urgency="now"))
    assert not faults(found)
    assert text(found, "identifier") == "NL-ALERT-2026-000001.1"
    assert (text(found, "msgType"), text(found, "urgency"), text(found, "certainty")) == (
        "Alert",
        "Immediate",
        "Observed",
    )
    assert (text(found, "scope"), text(found, "restriction")[:9]) == ("Restricted", "TLP:AMBER")
    assert text(found, "sent") == "2026-03-02T13:00:00-00:00"
    assert text(found, "status") == ("Exercise" if settings.EXERCISE else "Actual")
    assert text(found, "headline") == "A new solvent on an old road"
    assert text(found, "description").startswith("Drums of it were declared as paint.")
    assert text(found, "areaDesc") == "India, Netherlands"
    assert {"Acetone", "Exemplin", "67-64-1"} <= set(texts(found, "value"))


def test_a_correction_is_an_update_and_a_retraction_a_cancel_and_both_name_what_was_before(cast):
    alert = corrected(cast.exporter_head, released(cast.exporter_head), action="Stop it.")
    update = message(cast.third_officer, alert)
    assert not faults(update)
    assert text(update, "msgType") == "Update"
    assert text(update, "references").endswith(",NL-ALERT-2026-000001.1,2026-03-02T13:00:00-00:00")
    cancel = message(cast.third_officer, take(cast.exporter_head, alert, "retract", note="Wrong."))
    assert not faults(cancel)
    assert (text(cancel, "msgType"), text(cancel, "urgency")) == ("Cancel", "Past")
    assert len(text(cancel, "references").split()) == 2


def test_what_is_clear_is_public_and_what_is_not_released_has_no_message(cast):
    assert text(message(cast.third_officer, released(cast.exporter_head, marking="CLEAR")), "scope") == "Public"
    with pytest.raises(Refused, match="not been released"):
        message(cast.exporter_head, drafted(cast.exporter_head))


def test_that_of_industry_holds_what_companies_read(cast):
    found = message(cast.clerk, an_industry_alert(cast))
    assert not faults(found)
    assert text(found, "areaDesc") == "Wherever the recipients are competent"
    assert "geocode" not in found.decode()


@few(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headline=st.text(min_size=1, max_size=160),
    body=st.text(min_size=1, max_size=400),
    names=st.lists(st.text(max_size=40), max_size=4),
)
def test_whatever_is_written_the_message_is_well_formed_and_valid(cast, headline, body, names):
    mark = transaction.savepoint()
    try:
        alert = drafted(cast.exporter_head, headline=headline, text=body, substances=names, contact=body[:150])
        try:
            take(cast.exporter_head, alert, "release")
        except Refused:
            return  # nothing but control characters or spaces
        found = message(cast.third_officer, alert)
        assert not faults(found), found
        assert text(found, "headline") == alert.content["headline"]
    finally:
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (rb"<msgType>Alert</msgType>", b"<msgType>News</msgType>"),
        (rb"-00:00</sent>", b"Z</sent>"),
        (rb"<restriction>.*</restriction>", b""),
        (rb"<severity>.*</severity>", b""),
        (rb"<msgType>Alert</msgType>", b"<msgType>Update</msgType>"),
        (rb"<sender>", b"<sender>two words "),
        (rb"(<status>.*</status>)(<msgType>.*</msgType>)", rb"\2\1"),
        (rb"<areaDesc>.*</areaDesc>", b""),
        (rb"cap:1\.2", b"cap:1.1"),
        (rb"<headline>.*</headline>", b"<headline></headline>"),
    ],
)
def test_the_rules_refuse_what_is_broken(was, becomes, cast):
    """The negative control."""
    found = message(cast.third_officer, released(cast.exporter_head))
    broken = re.sub(was, becomes, found)
    assert broken != found
    assert faults(broken)
