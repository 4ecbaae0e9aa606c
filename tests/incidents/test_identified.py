"""Substances of incidents are identified by the catalogue's recogniser where that is exact, and else only proposed."""

from html import unescape

import pytest

from penstock.incidents.models import Incident
from penstock.kernel.rowsecurity import acting
from tests.incidents.house import drafted, released
from tests.incidents.test_doors import Caller, browsing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({"named": "acetone"}, "acetone"),
        ({"named": "67-64-1"}, "acetone"),
        ({"named": "the liquid in the drums", "cas_number": "67-64-1"}, "acetone"),
        ({"named": "acétone"}, "acetone"),  # as others write it
        ({"named": "丙酮"}, "acetone"),
        ({"named": "EC 200-662-2"}, "acetone"),
        ({"named": "250 kg acetone, technical, in drums"}, "acetone"),
        ({"named": "ephedrine hydrochloride"}, "ephedrine"),
    ],
)
def test_a_name_that_leaves_no_doubt_is_identified_and_found_by_it(cast, line, found):
    incident = released(cast.exporter_head, substances=[{**line, "quantity": "2", "unit": "kg"}])
    assert incident.substances == [found]
    with acting(cast.importer_officer.viewer) as viewer:
        assert Incident.objects.visible_to(viewer).filter(substances__contains=[found]).exists()


@pytest.mark.parametrize(
    "line",
    [
        {"named": "acetonne"},  # close, and a person says so or not
        {"named": "acetone", "cas_number": "108-88-3"},  # the number is toluene's
        {"named": "acetone and toluene"},  # two in a line
        {"named": "N-acetylanthranilic acid methyl ester"},
        {"named": "washing powder"},
    ],
)
def test_what_is_doubtful_is_identified_by_nobody_but_a_person(cast, line):
    incident = drafted(cast.exporter_head, substances=[{**line, "quantity": "2", "unit": "kg"}])
    assert incident.substances == []
    chosen = drafted(cast.exporter_head, substances=[{**line, "quantity": "2", "unit": "kg", "substance": "Toluene"}])
    assert chosen.substances == ["toluene"]


def test_a_close_name_is_proposed_to_the_reporter_with_its_reason_and_to_nobody_else(cast):
    draft = drafted(cast.exporter_head, substances=[{"named": "acetonne", "quantity": "2", "unit": "kg"}])
    (proposed,) = Caller(cast.exporter_head).get(f"incidents/{draft.reference}")["may_be"]
    assert (proposed["line"], proposed["named"], proposed["substance"]) == (1, "acetonne", "acetone")
    assert proposed["reason"]
    page = browsing(cast.exporter_head)
    for where in ("edit", "release"):
        text = unescape(page.get(f"/incidents/{draft.reference}/{where}/").content.decode())
        assert "looks like something of the catalogue" in text
        assert proposed["reason"] in text
    assert Caller(cast.exporter_head).post(f"incidents/{draft.reference}/release").json()["state"] == "released"
    assert Caller(cast.importer_officer).get(f"incidents/{draft.reference}")["may_be"] == []


def test_a_name_that_is_corrected_afterwards_is_no_longer_what_was_filled_in(cast):
    draft = drafted(cast.exporter_head, substances=[{"named": "acetone"}])
    kept = draft.content["substances"][0]
    draft = drafted(cast.exporter_head, substances=[{**kept, "named": "toluene"}])
    assert draft.substances == ["acetone"], "what somebody may have said is not written over"
    (proposed,) = Caller(cast.exporter_head).get(f"incidents/{draft.reference}")["may_be"]
    assert proposed["substance"] == "toluene"
    assert Caller(cast.exporter_head).get(f"incidents/{drafted(cast.exporter_head).reference}")["may_be"] == []


def test_both_are_proposed_where_name_and_number_differ(cast):
    draft = drafted(cast.exporter_head, substances=[{"named": "acetone", "cas_number": "108-88-3"}])
    proposed = Caller(cast.exporter_head).get(f"incidents/{draft.reference}")["may_be"]
    assert {one["substance"] for one in proposed} == {"acetone", "toluene"}
