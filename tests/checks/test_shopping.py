"""Company shopping across borders: a refusal elsewhere is told, and nothing more of that case leaks."""

import json
from dataclasses import asdict
from datetime import date

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.notices.checks import elsewhere
from penstock.notices.checks.table import check
from penstock.notices.models import Notice
from tests.architecture.house import python_files
from tests.cast import a_draft, a_sent_notice, confirm, take
from tests.checks.house import findings
from tests.directory.house import hired

CANARY = "zqcanaryqz"


@pytest.fixture
def refused(cast):
    """Fourthland refused an order that Thirdland notified; every free text of it holds the canary."""
    told = dict.fromkeys(("reference", "importer_address", "remarks", "end_use", "export_permit"), CANARY)
    notice = a_sent_notice(
        cast.third_officer,
        "EG",
        **told,
        exporter_name=f"{CANARY} Exporters",
        importer_name="Quimicos del Valle S.A.",
        quantity="777",
    )
    take(cast.fourth_officer, notice, "object", reason="end use", explanation=CANARY)
    second = hired("second", cast.fourth_officer.office, "read cases", "answer notices")
    return confirm(second, notice)


def said_to(by, notice):
    """Everything that anybody of an office can read in the checks, as text."""
    with acting(by.viewer) as viewer:
        seen = Notice.objects.visible_to(viewer).get(pk=notice.pk)
        return json.dumps([[one.kept(), asdict(one.finding)] for one in check(viewer, seen)], default=str)


def test_a_similar_order_refused_elsewhere_is_told_with_month_reason_and_whom_to_ask(cast, refused):
    notice = a_sent_notice(cast.exporter_officer)
    for reader in (cast.importer_officer, cast.exporter_officer):
        found = findings(reader, notice)["refused elsewhere"]
        assert found.tone == "warning"
        assert "2026-03" in found.message
        assert "the end use" in found.message
        assert f"Ask the secretariat about them, naming {notice.reference}" in found.message
        assert not found.links
    assert findings(cast.secretariat_officer, notice)["refused elsewhere"].links[0].label == refused.reference


def test_nothing_more_of_the_other_case_leaks(cast, refused):
    notice = a_sent_notice(cast.exporter_officer)
    hidden = (
        CANARY,
        refused.reference,
        str(refused.pk),
        "777",
        "KE",
        "EG",
        "Thirdland",
        "Fourthland",
        "Egypt",
        "Kenya",
    )
    for reader in (cast.importer_officer, cast.exporter_officer):
        said = said_to(reader, notice)
        assert not [one for one in hidden if one in said]


def test_the_search_for_leaks_finds_one_that_is_planted(cast, refused, monkeypatch):
    leaky = elsewhere.Refusal(date(2026, 3, 1), f"{CANARY}", "")
    monkeypatch.setattr(elsewhere, "_refusals", lambda *_known: (leaky,))
    assert refused.pk
    assert CANARY in said_to(cast.importer_officer, a_sent_notice(cast.exporter_officer))


def test_a_draft_tells_nothing_so_that_nobody_can_ask_at_will(cast, refused):
    assert refused.refused_on
    draft = a_draft(cast.exporter_officer)
    assert findings(cast.exporter_officer, draft)["refused elsewhere"].tone == "cannot say"


def test_another_substance_or_another_party_is_no_similar_order(cast, refused):
    assert refused.refused_on
    other = a_sent_notice(cast.exporter_officer, importer_name="Nile Example Coatings")
    goods = {"goods_description": "Toluene", "cas_number": "108-88-3", "reference": "EX-2"}
    assert findings(cast.importer_officer, other)["refused elsewhere"].tone == "fine"
    assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer, **goods))["refused elsewhere"].tone == (
        "fine"
    )


def test_the_checks_read_as_the_system_in_one_place_only():
    """What leaves that place is cut down; another place would be another thing to look after."""
    inside = [one for one in python_files() if one.path.startswith(("notices/checks/", "cases/registers/"))]
    assert [one.path for one in inside if "SYSTEM" in one.text] == ["notices/checks/elsewhere.py"]
